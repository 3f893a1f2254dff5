"""The training pictures: rendered once in blocks, coded, and kept in the training folder.

Each block keeps the scenes it shows: a later illustrator may draw others for the same numbers.
"""

from __future__ import annotations

import json
from concurrent.futures import Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from io import BytesIO
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

import numpy as np

from studio.core.job import CancelToken, Progress, Reporter
from studio.core.storage import write_atomic
from studio.core.text import N_, message
from studio.engine.training.illustrator import (
    Color,
    Figure,
    Place,
    Position,
    Scene,
    Size,
    Style,
    Subject,
    Time,
    render,
    render_with_mask,
    sample_scene,
)
from studio.engine.training.starter.code import LinearCode, Pixels, fit_code, load_code

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from studio.engine.training.starter.plan import Plan

BLOCK = 512  # pictures per file
FIT_PICTURES = 1024
THUMB = 64
CHECK_EVERY_S = 0.5


@dataclass(frozen=True, slots=True)
class TrainingData:
    """All blocks in memory; index 1 of the second axis of `latents` and `masks` is the mirror."""

    code: LinearCode
    latents: NDArray[np.float16]  # (N, 2, C, h, w)
    masks: NDArray[np.uint8]  # (N, 2, h, w), 255 where a cell is all subject
    thumbs: Pixels  # (N, 64, 64, 3)
    scenes: tuple[Scene, ...]


def scene_at(plan: Plan, index: int) -> Scene:
    """The training scene of this number; never one of a held-out combination."""
    return sample_scene(np.random.default_rng([plan.seed, index]), plan.vocabulary)


def prepare(plan: Plan, folder: Path, workers: int, report: Reporter, cancel: CancelToken) -> None:
    """Fit the code and render every block that is not there yet."""
    folder.mkdir(parents=True, exist_ok=True)
    code_path = folder / "code.safetensors"
    if not code_path.exists():
        numbers = range(min(FIT_PICTURES, plan.pictures))
        pictures = [render(scene_at(plan, i), plan.side) for i in numbers]
        fit_code(np.stack(pictures), plan.patch, plan.channels).save(code_path)
    blocks = range(-(-plan.pictures // BLOCK))
    missing = [block for block in blocks if not _block_path(folder, block).exists()]
    stage = message(N_("Drawing the training pictures"))
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        pending: set[Future[None]] = {
            pool.submit(_render_block, plan, folder, block) for block in missing
        }
        while pending:
            done, pending = wait(pending, timeout=CHECK_EVERY_S)
            for future in done:
                future.result()
            report(Progress(len(blocks) - len(pending), len(blocks), stage))
            if cancel.is_set:
                pool.shutdown(wait=False, cancel_futures=True)
                cancel.check()


def load_data(plan: Plan, folder: Path) -> TrainingData:
    """Read the code and every block."""
    count, cells = plan.pictures, plan.cells
    latents = np.empty((count, 2, plan.channels, cells, cells), np.float16)
    masks = np.empty((count, 2, cells, cells), np.uint8)
    thumbs = np.empty((count, THUMB, THUMB, 3), np.uint8)
    scenes: list[Scene] = []
    for start in range(0, count, BLOCK):
        with np.load(_block_path(folder, start // BLOCK), allow_pickle=False) as block:
            rows = slice(start, min(start + BLOCK, count))
            latents[rows], masks[rows], thumbs[rows] = (
                block["latents"], block["masks"], block["thumbs"],
            )  # fmt: skip
        text = _scenes_path(folder, start // BLOCK).read_text(encoding="utf-8")
        scenes += [_scene(row) for row in json.loads(text)]
    code = load_code(folder / "code.safetensors")
    return TrainingData(code, latents, masks, thumbs, tuple(scenes[:count]))


def sharp_pictures(plan: Plan, folder: Path) -> list[Pixels]:
    """The blocks of full-size pictures (n, H, W, 3), mapped from the disk."""
    blocks = range(-(-plan.sharp_pictures // BLOCK))
    return [np.load(_sharp_path(folder, b), mmap_mode="r", allow_pickle=False) for b in blocks]


def thumbnails(pictures: Pixels) -> Pixels:
    """Pictures (N, H, W, 3) averaged down to (N, 64, 64, 3)."""
    n, height, width, _ = pictures.shape
    boxes = pictures.reshape(n, THUMB, height // THUMB, THUMB, width // THUMB, 3)
    small: Pixels = (boxes.mean(axis=(2, 4), dtype=np.float32) + 0.5).astype(np.uint8)
    return small


def _render_block(plan: Plan, folder: Path, block: int) -> None:
    code = load_code(folder / "code.safetensors")
    numbers = range(block * BLOCK, min((block + 1) * BLOCK, plan.pictures))
    scenes = [scene_at(plan, i) for i in numbers]
    drawn = [render_with_mask(scene, plan.side) for scene in scenes]
    pictures = np.stack([picture for picture, _ in drawn])
    masks = np.stack([mask for _, mask in drawn])
    n, cells, patch = len(drawn), plan.cells, plan.patch
    covered = masks.reshape(n, cells, patch, cells, patch).mean(axis=(2, 4)).astype(np.uint8)
    latents = np.stack([code.encode(pictures), code.encode(pictures[:, :, ::-1])], axis=1)
    if numbers.start < plan.sharp_pictures:
        _write_array(_sharp_path(folder, block), pictures)
    text = json.dumps([_row(scene) for scene in scenes])
    write_atomic(_scenes_path(folder, block), text.encode())
    file = BytesIO()
    np.savez(
        file,
        latents=latents.astype(np.float16),
        masks=np.stack([covered, covered[:, :, ::-1]], axis=1),
        thumbs=thumbnails(pictures),
    )
    write_atomic(_block_path(folder, block), file.getvalue())


def _row(scene: Scene) -> dict[str, object]:
    figures = [[f.subject, f.color, f.position, f.size] for f in scene.subjects]
    return {
        "time": scene.time,
        "place": scene.place,
        "style": scene.style,
        "subjects": figures,
        "seed": scene.seed,
    }


def _scene(row: dict[str, Any]) -> Scene:
    figures = tuple(
        Figure(Subject(subject), Color(color), Position(position), Size(size))
        for subject, color, position, size in row["subjects"]
    )
    return Scene(Time(row["time"]), Place(row["place"]), Style(row["style"]), figures, row["seed"])


def _write_array(path: Path, array: Pixels) -> None:
    file = BytesIO()
    np.save(file, array, allow_pickle=False)
    write_atomic(path, file.getvalue())


def _block_path(folder: Path, block: int) -> Path:
    return folder / f"block-{block:05d}.npz"


def _scenes_path(folder: Path, block: int) -> Path:
    return folder / f"block-{block:05d}.json"


def _sharp_path(folder: Path, block: int) -> Path:
    return folder / f"sharp-{block:05d}.npy"
