"""Draw the pictures of a grid on one sheet, with what varies at its edges."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio.tasks.load_picture import opened
from studio.tasks.sheet_fonts import elided, font_for

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray
    from PIL import Image, ImageDraw

    from studio.core.grid import Legend
    from studio.core.job import CancelToken

LARGEST_CELL = 512  # pixels along the longer side
LARGEST_SHEET = 4096  # likewise, where its cells can still be told apart
SMALLEST_CELL = 48
LETTER_SHARE = 0.055  # of a cell's longer side
GROUND, INK, FAINT, HOLE = 255, 30, 110, 225  # gray levels


@dataclass(frozen=True, slots=True)
class Measures:
    """Where things stand, in pixels."""

    cell: tuple[int, int]
    gap: int
    letter: int
    left: int  # room for the labels of the rows
    top: int  # and for those of the columns

    def corner(self, column: int, row: int) -> tuple[int, int]:
        """Return the upper left corner of a cell."""
        x = self.left + column * (self.cell[0] + self.gap)
        return x, self.top + row * (self.cell[1] + self.gap)


def draw(
    x: Legend, y: Legend, paths: Sequence[Path], over: str, cancel: CancelToken
) -> NDArray[np.uint8]:
    """Return a sheet of the pictures, in reading order, as (h, w, 3) uint8.

    A picture that cannot be read leaves an empty place. `over` is what is the same on all of it.
    """
    import numpy as np
    from PIL import Image, ImageDraw

    columns, rows = len(x.labels), len(y.labels)
    at = _measures(_largest(paths), x, y, over)
    width, height = at.corner(columns, rows)
    sheet = Image.new("RGB", (width, height), (GROUND,) * 3)
    pen = ImageDraw.Draw(sheet)
    for n, path in enumerate(paths):
        cancel.check()
        row, column = divmod(n, columns)
        _put(sheet, pen, path, at.corner(column, row), at.cell)
    _write_edges(pen, at, x, y, over)
    return np.asarray(sheet)


def _largest(paths: Sequence[Path]) -> tuple[int, int]:
    """Return a size that every picture fits into."""
    sizes = [found for path in paths if (found := _size(path))] or [(LARGEST_CELL, LARGEST_CELL)]
    return max(width for width, _ in sizes), max(height for _, height in sizes)


def _measures(picture: tuple[int, int], x: Legend, y: Legend, over: str) -> Measures:
    columns, rows = len(x.labels), len(y.labels)
    room = LARGEST_SHEET * 0.9  # the labels have the rest
    longest = max(picture)
    share = min(1.0, LARGEST_CELL / longest, room / columns / picture[0], room / rows / picture[1])
    share = max(share, min(1.0, SMALLEST_CELL / longest))
    cell = (max(round(picture[0] * share), 1), max(round(picture[1] * share), 1))
    letter = max(round(max(cell) * LETTER_SHARE), 11)
    wanted = max(font_for(text, letter).getlength(text) for text in (y.title, *y.labels))
    left = round(min(wanted, max(cell[0], letter * 12)) + 2 * letter)
    lines = 2 + bool(over)
    return Measures(cell, max(letter // 3, 2), letter, left, round(letter * (1.5 * lines + 1)))


def _write_edges(pen: ImageDraw.ImageDraw, at: Measures, x: Legend, y: Legend, over: str) -> None:
    gap, line = at.letter, round(at.letter * 1.5)
    wide = len(x.labels) * (at.cell[0] + at.gap)
    if over:
        _write(pen, (at.left, gap // 2), over, at.letter, wide, INK, "la")
    upper = at.top - 2 * line
    _write(pen, (at.left, upper), x.title, at.letter, wide, FAINT, "la")
    _write(pen, (gap, at.top - line), y.title, at.letter, at.left - 2 * gap, FAINT, "la")
    for column, label in enumerate(x.labels):
        middle = at.corner(column, 0)[0] + at.cell[0] // 2
        _write(pen, (middle, at.top - line), label, at.letter, at.cell[0], INK, "ma")
    for row, label in enumerate(y.labels):
        middle = at.corner(0, row)[1] + at.cell[1] // 2
        _write(pen, (gap, middle), label, at.letter, at.left - 2 * gap, INK, "lm")


def _write(  # noqa: PLR0913 - where, what and how
    pen: ImageDraw.ImageDraw, place: tuple[int, int], text: str, letter: int, room: int,
    level: int, anchor: str,
) -> None:  # fmt: skip
    font = font_for(text, letter)
    pen.text(place, elided(text, font, room), fill=(level,) * 3, font=font, anchor=anchor)


def _put(
    sheet: Image.Image, pen: ImageDraw.ImageDraw, path: Path, corner: tuple[int, int],
    cell: tuple[int, int],
) -> None:  # fmt: skip
    from PIL import Image, ImageOps

    try:
        picture = opened(path).convert("RGB")
    except (OSError, ValueError):
        end = (corner[0] + cell[0] - 1, corner[1] + cell[1] - 1)
        pen.rectangle((corner, end), fill=(HOLE,) * 3)
        return
    fitted = ImageOps.contain(picture, cell, Image.Resampling.LANCZOS)
    place = (
        corner[0] + (cell[0] - fitted.width) // 2,
        corner[1] + (cell[1] - fitted.height) // 2,
    )
    sheet.paste(fitted, place)


def _size(path: Path) -> tuple[int, int] | None:
    from PIL import Image

    try:
        with Image.open(path) as picture:
            return picture.size
    except (OSError, ValueError):
        return None
