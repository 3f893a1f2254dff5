"""Contact sheets: many pictures in one PNG, to see how far a model is."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from studio.core.storage import write_atomic

if TYPE_CHECKING:
    from pathlib import Path

    from studio.engine.training.starter.code import Pixels

PROMPTS = (
    "a red house by the sea at sunset, watercolor",
    "一座红色的房子,海边,日落,水彩",
    "a blue boat on the sea by day, flat illustration",
    "a yellow tree on the hills at night, neon cyberpunk",
    "a green castle in the mountains in the fog, pencil",
    "雪地里，夜晚，一座紫色的城堡，霓虹",
    "a white mushroom in the desert at sunset, flat illustration",
    "a large purple hot-air balloon in the snow by day, pencil",
    "沙漠，晴天，红色的热气球，扁平插画",
    "a small blue house in the mountains at night, watercolor",
    "山丘上，雾中，一棵绿色的树，水彩",
    "a red mushroom on the right in the snow by day, watercolor",
    "a yellow castle by the sea at night, flat illustration",
    "海上，日落，一艘白色的小船，铅笔画",
    "a green tree on the left in the desert by day, pencil",
    "a house",
)


def write_sheet(path: Path, pictures: Pixels, columns: int, width: int = 0) -> None:
    """Put pictures (N, H, W, 3) side by side, row by row, into a PNG file.

    With `width` the sheet is scaled down to so many pixels.
    """
    rows = [pictures[i : i + columns] for i in range(0, len(pictures), columns)]
    blank = np.zeros_like(pictures[:1])
    full = [np.concatenate([row, *[blank] * (columns - len(row))]) for row in rows]
    sheet = np.concatenate([np.concatenate(list(row), axis=1) for row in full], axis=0)
    file = BytesIO()
    image = Image.fromarray(sheet)
    if width:
        size = (width, round(image.height * width / image.width))
        image = image.resize(size, Image.Resampling.LANCZOS)
    image.save(file, "PNG", compress_level=9)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomic(path, file.getvalue())
