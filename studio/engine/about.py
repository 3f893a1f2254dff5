"""What a model's files say about it besides how to run it: license, precision, a picture."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from studio.core import licenses
from studio.core.errors import StudioError
from studio.core.licenses import Commercial, License
from studio.engine.folder import CARD, INDEX, component_weights, read_folder
from studio.engine.gguf import read_table
from studio.engine.safefile import read_tensors

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from studio.engine.safefile import Tensors

MOST_BYTES = 4 << 20  # of a card or a license; of a picture inside a file, four times that
LICENSE_FILES = ("LICENSE", "LICENSE.txt", "LICENSE.md", "LICENCE", "LICENSE.rst")
PICTURES = (".preview.png", ".preview.jpg", ".preview.jpeg", ".preview.webp", ".png", ".jpg",
            ".jpeg", ".webp")  # fmt: skip


@dataclass(frozen=True, slots=True)
class About:
    """`kinds` are number formats and how many numbers are stored in each, the most first.

    `picture` is an image file: its path, or its bytes where the model itself holds it.
    """

    parts: tuple[str, ...] = ()  # the classes of a folder's components
    kinds: tuple[tuple[str, int], ...] = ()
    license: License = field(default_factory=License)
    picture: Path | bytes | None = None
    author: str = ""
    description: str = ""

    @property
    def numbers(self) -> int:
        """How many numbers the weights hold; 0 where that is not known."""
        return sum(count for _, count in self.kinds)


def about(path: Path) -> About:
    """Read what there is; what cannot be read says nothing."""
    try:
        return _about_folder(path) if path.is_dir() else _about_file(path)
    except (StudioError, OSError):
        return About(picture=_picture_beside(path))


def _about_folder(folder: Path) -> About:
    if not (folder / INDEX).is_file():
        return _about_part(folder)
    header = read_folder(folder)
    tables = list(_tables(folder, header.components))
    card = header.metadata
    return About(
        parts=tuple(header.components.values()),
        kinds=_kinds(tables),
        license=_first_said(_folder_licenses(folder, card)),
        picture=_picture_in(folder) or _picture_beside(folder),
        author=_plain(card.get("author", "")),
        description=_plain(card.get("description", "")),
    )


def _about_part(folder: Path) -> About:
    """Say what there is to know of a folder that is one part of a model."""
    return About(
        kinds=_kinds(map(read_tensors, component_weights(folder).paths)),
        license=_first_said(_folder_licenses(folder, {})),
        picture=_picture_in(folder) or _picture_beside(folder),
    )


def _about_file(path: Path) -> About:
    tensors = read_table(path)
    said = tensors.metadata
    return About(
        kinds=_kinds([tensors]),
        license=_first_said(_file_licenses(path, said)),
        picture=_picture_beside(path) or _embedded(said.get("modelspec.thumbnail", "")),
        author=_said(said, "author")[:200],
        description=_said(said, "description")[:2000],
    )


def _said(metadata: Mapping[str, str], name: str) -> str:
    """Return what a safetensors or a GGUF file says of itself."""
    return metadata.get(f"modelspec.{name}", "") or metadata.get(f"general.{name}", "")


def _tables(folder: Path, components: Iterable[str]) -> Iterator[Tensors]:
    for name in components:
        if name.startswith("tokenizer") or name == "scheduler":
            continue
        try:
            yield from map(read_tensors, component_weights(folder / name).paths)
        except StudioError:  # a part is missing: the others still count
            continue


def _kinds(tables: Iterable[Tensors]) -> tuple[tuple[str, int], ...]:
    total: dict[str, int] = {}
    for table in tables:
        for kind, count in table.kinds.items():
            total[kind] = total.get(kind, 0) + count
    return tuple(sorted(total.items(), key=lambda item: -item[1]))


def _folder_licenses(folder: Path, card: Mapping[str, str]) -> Iterator[License]:
    yield licenses.by_name(_plain(card.get("license", "")), CARD)
    yield licenses.by_card(_text(folder / "README.md"), "README.md")
    for name in LICENSE_FILES:
        yield licenses.by_text(_text(folder / name), name)


def _file_licenses(path: Path, said: Mapping[str, str]) -> Iterator[License]:
    yield licenses.by_name(_said(said, "license"), path.name)
    card = path.with_suffix(".md")
    yield licenses.by_card(_text(card), card.name)
    for name in (f"{path.stem}.LICENSE", f"{path.stem}.license.txt"):
        yield licenses.by_text(_text(path.with_name(name)), name)
    yield _civitai(path.with_name(f"{path.stem}.civitai.info"))


def _civitai(path: Path) -> License:
    """Read the permissions that download helpers keep beside a file."""
    try:
        found: Any = json.loads(_text(path))
        allowed = found["model"]["allowCommercialUse"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return License()
    uses = [allowed] if isinstance(allowed, str) else list(allowed) if allowed else []
    wanted = [use for use in uses if isinstance(use, str) and use.casefold() != "none"]
    commercial = Commercial.CONDITIONS if wanted else Commercial.NO
    return License(", ".join(wanted) or "-", commercial, path.name)


def _first_said(found: Iterable[License]) -> License:
    return next((one for one in found if one.commercial is not Commercial.UNSAID), License())


def _picture_in(folder: Path) -> Path | None:
    return next((p for n in PICTURES if (p := folder / f"preview{n}").is_file()), None)


def _picture_beside(path: Path) -> Path | None:
    stem = path.name if path.is_dir() else path.stem
    return next((p for n in PICTURES if (p := path.with_name(stem + n)).is_file()), None)


def _embedded(text: str) -> bytes | None:
    """Return the bytes of a data URL."""
    head, comma, body = text.partition(",")
    if not comma or not head.startswith("data:image/") or len(body) > 4 * MOST_BYTES:
        return None
    try:
        return base64.b64decode(body, validate=True)
    except (binascii.Error, ValueError):
        return None


def _plain(text: str) -> str:
    """Return a field of `studio.json` (kept as JSON) if it is a text."""
    try:
        value = json.loads(text) if text else ""
    except ValueError:
        return ""
    return value if isinstance(value, str) else ""


def _text(path: Path) -> str:
    try:
        if not path.is_file() or path.stat().st_size > MOST_BYTES:
            return ""
        return path.read_text(encoding="utf-8-sig", errors="replace")
    except OSError:
        return ""
