"""Faults of pictures and of what they say about themselves."""

from __future__ import annotations

import json
import struct
import time
import zlib
from functools import partial
from typing import TYPE_CHECKING

from tests.faults.fault import Fault, refused

if TYPE_CHECKING:
    from pathlib import Path

QUICK_S = 5.0  # for what must not even begin to decode; a hundred times what it takes


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">L", len(body)) + kind + body + struct.pack(">L", zlib.crc32(kind + body))


def png(width: int, height: int, *texts: bytes, data: bytes = b"") -> bytes:
    """Return a PNG of any size whose pixels are `data`."""
    head = struct.pack(">LLBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IDAT", zlib.compress(data))
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + b"".join(texts) + body + chunk(b"IEND", b"")
    )


def small(*texts: bytes) -> bytes:
    return png(8, 8, *texts, data=(b"\0" + bytes(range(24))) * 8)


def bomb(folder: Path, _checkpoints: Path) -> str:
    from studio.tasks.load_picture import decoded

    path = folder / "bomb.png"
    path.write_bytes(png(30_000, 30_000))
    assert path.stat().st_size < 1024
    return refused(lambda: decoded(path, path))


def large_art(folder: Path, _checkpoints: Path) -> str:
    from PIL import Image

    from studio.tasks.load_picture import decoded

    path = folder / "art.png"
    Image.new("RGBA", (12_000, 12_000), (9, 80, 200, 255)).save(path, compress_level=1)
    pixels = decoded(path, path)
    assert tuple(pixels[11_999, 11_999]) == (9, 80, 200)
    return f"{pixels.shape[1]} x {pixels.shape[0]}"


def text_bomb(folder: Path, _checkpoints: Path) -> str:
    """Pack half a gigabyte of text into a picture: it opens, the text is refused."""
    from studio.core.picture_text import read_text
    from studio.tasks.load_picture import decoded

    packed = zlib.compress(bytes(512 << 20), 9)
    data = small(chunk(b"zTXt", b"parameters\0\0" + packed))
    found = read_text(data)
    assert decoded(data, folder).shape == (8, 8, 3)
    return f"refused: {', '.join(found.refused)}"


def honest_text(folder: Path, _checkpoints: Path) -> str:
    from studio.core.picture_text import read_text
    from studio.tasks.load_picture import decoded

    workflow = json.dumps({"nodes": [{"id": n, "title": f"节点 {n}"} for n in range(60_000)]})
    data = small(chunk(b"iTXt", b"workflow\0\1\0\0\0" + zlib.compress(workflow.encode())))
    assert read_text(data).text == {"workflow": workflow}
    assert decoded(data, folder).shape == (8, 8, 3)
    return "kept"


def dropped(text: bytes, folder: Path, _checkpoints: Path) -> str:
    """Drop a picture with such parameters on the window: it opens, and what is told is told."""
    from studio.core.job import CancelToken
    from studio.tasks.look_at_drop import LookAtFiles

    path = folder / "dropped.png"
    path.write_bytes(small(chunk(b"iTXt", b"studio\0\0\0\0\0" + text)))
    seen = LookAtFiles((path,)).run(lambda _: None, CancelToken())
    assert seen.picture is not None
    assert seen.picture.pixels.shape == (8, 8, 3)
    return str(seen.picture.problem) if seen.picture.problem else "read"


def foreign_path(_folder: Path, _checkpoints: Path) -> str:
    """Let a picture name a model by a path: it is a name like any other, and nothing is read."""
    from studio.core.metadata.a1111 import FORMAT

    words = "a cat\nSteps: 4, Sampler: Euler, Seed: 1, Size: 64x64, Model: ..\\..\\secret"
    recipe = FORMAT.read({"parameters": words})
    assert "\\" not in recipe.request.model
    assert "/" not in recipe.request.model
    return f"model {recipe.request.model or 'none'}"


def broken_in_gallery(folder: Path, _checkpoints: Path) -> str:
    """Cut one of three stored pictures: the others show, and that one says what it is."""
    from studio.core.job import CancelToken
    from studio.core.project import Project
    from studio.tasks.load_picture import LoadPicture
    from tests.faults.results import stored

    with Project.open(folder / "project", create=True) as project:
        runs = [stored(project, n) for n in range(3)]
        path = runs[1].path("image-0.png")
        path.write_bytes(path.read_bytes()[:60])
        read = [LoadPicture(runs[n]).run(lambda _: None, CancelToken()) for n in (0, 2)]
        assert all(pixels.shape == (8, 8, 3) for pixels in read)
        return refused(lambda: LoadPicture(runs[1]).run(lambda _: None, CancelToken()))


def no_thumbnails(folder: Path, _checkpoints: Path) -> str:
    """Delete every thumbnail: they are made again, one by one, when they are looked at."""
    from studio.core.job import CancelToken
    from studio.core.project import Project
    from studio.tasks.load_thumbnails import LoadThumbnails
    from tests.faults.results import stored

    with Project.open(folder / "project", create=True) as project:
        runs = [stored(project, n) for n in range(3)]
        for run in runs:
            run.path("thumb.webp").unlink()
        (runs[1].path("thumb.webp")).write_bytes(b"damaged")
        found = []
        task = LoadThumbnails(tuple(runs))
        task.run(lambda progress: found.append(progress.result.pixels), CancelToken())
        assert all(run.path("thumb.webp").is_file() for run in runs)
        return f"{sum(pixels is not None for pixels in found)} thumbnails"


def bomb_is_quick(folder: Path, checkpoints: Path) -> str:
    began = time.process_time()
    said = bomb(folder, checkpoints)
    assert time.process_time() - began < QUICK_S
    return said


OURS = b'{"format": "studio.picture", "schema": '
HOSTILE = {
    "deep-json": (b"[" * 100_000, "nested too deeply"),
    "nan": (OURS + b'1, "request": {"prompt": "a", "seed": NaN}}', "NaN is not a number"),
    "long-number": (OURS + b"9" * 5000 + b"}", "A number is too large"),
    "wrong-types": (OURS + b'1, "request": {"prompt": 7}}', "must be text, not int"),
}
BACKWARDS = "a \u202egnp.exe\u202c cat"


def bidi(_folder: Path, _checkpoints: Path) -> str:
    from studio.core.metadata.studio import FORMAT
    from studio.core.metadata_format import Recipe
    from studio.core.request import Request

    text = FORMAT.write(Recipe(Request(BACKWARDS)))
    assert FORMAT.read(text).request.prompt == BACKWARDS
    return "kept as it is"


FAULTS = (
    Fault(23, "png-of-30000-pixels", bomb_is_quick, "has 30000 x 30000 pixels", mib=64),
    Fault(24, "art-of-12000-pixels", large_art, "12000 x 12000", mib=2600),
    Fault(25, "text-bomb", text_bomb, "refused: parameters"),
    Fault(25, "large-honest-text", honest_text, "kept"),
    *(Fault(26, name, partial(dropped, text), says) for name, (text, says) in HOSTILE.items()),
    Fault(26, "text-that-runs-backwards", bidi, "kept as it is"),
    Fault(27, "path-as-a-model", foreign_path, "model"),
    Fault(28, "picture-cut-in-the-gallery", broken_in_gallery, "it is damaged"),
    Fault(29, "thumbnails-deleted", no_thumbnails, "3 thumbnails"),
)
