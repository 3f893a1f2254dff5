"""Letters for pages that are drawn without a window: the system's, else those that Pillow has."""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL.ImageFont import FreeTypeFont, ImageFont

FIRST_EASTERN = "\u2e80"  # from here on, Latin fonts have nothing
LATIN = (
    "Inter-Regular.ttf", "NotoSans-Regular.ttf", "segoeui.ttf", "SFNS.ttf", "Helvetica.ttc",
    "Arial.ttf", "DejaVuSans.ttf", "LiberationSans-Regular.ttf",
)  # fmt: skip
EASTERN = (
    "NotoSansCJK-Regular.ttc", "NotoSansCJKsc-Regular.otf", "SourceHanSansSC-Regular.otf",
    "msyh.ttc", "PingFang.ttc", "Hiragino Sans GB.ttc", "simhei.ttf", "wqy-microhei.ttc",
    "DroidSansFallbackFull.ttf",
)  # fmt: skip
DOTS = "…"


def font_for(text: str, size: int) -> FreeTypeFont | ImageFont:
    """Return a font that has the letters of a text, as far as the machine has one."""
    return _font(any(c >= FIRST_EASTERN for c in text), max(size, 1))


def elided(text: str, font: FreeTypeFont | ImageFont, width: int) -> str:
    """Shorten a text until it fits into a width."""
    if font.getlength(text) <= width:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if font.getlength(text[:middle].rstrip() + DOTS) <= width:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + DOTS


@cache
def _font(eastern: bool, size: int) -> FreeTypeFont | ImageFont:
    from PIL import ImageFont

    path = _path(eastern)
    if path:
        return ImageFont.truetype(str(path), size)
    return ImageFont.load_default(size)


@cache
def _path(eastern: bool) -> Path | None:
    wanted = {name.casefold(): rank for rank, name in enumerate(EASTERN if eastern else LATIN)}
    found = [
        (wanted[name.casefold()], Path(folder) / name)
        for root in _folders()
        for folder, _, names in os.walk(root)
        for name in names
        if name.casefold() in wanted
    ]
    return min(found)[1] if found else None


def _folders() -> Iterator[Path]:
    if sys.platform == "win32":
        yield Path(os.environ.get("WINDIR", "C:\\Windows")) / "Fonts"
        yield Path.home() / "AppData/Local/Microsoft/Windows/Fonts"
    elif sys.platform == "darwin":
        yield Path("/System/Library/Fonts")
        yield Path("/Library/Fonts")
        yield Path.home() / "Library/Fonts"
    else:
        yield Path("/usr/share/fonts")
        yield Path("/usr/local/share/fonts")
        yield Path.home() / ".local/share/fonts"
