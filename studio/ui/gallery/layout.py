"""Where headers and cells stand: arithmetic alone, at the same cost wherever one looks."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@dataclass(frozen=True, slots=True)
class Layout:
    """Equal square cells in lines of `columns`; every group begins a line, under its header.

    `firsts` are the first cells of the groups, `tops` where their headers begin in pixels, and one
    more of each for the end.
    """

    columns: int
    side: int
    header: int
    firsts: tuple[int, ...]
    tops: tuple[int, ...]

    @property
    def count(self) -> int:
        """The number of cells."""
        return self.firsts[-1]

    @property
    def height(self) -> int:
        """How tall everything is together."""
        return self.tops[-1]

    def group_of(self, cell: int) -> int:
        """Return the group of a cell."""
        return min(bisect_right(self.firsts, cell), len(self.firsts) - 1) - 1

    def place(self, cell: int) -> tuple[int, int]:
        """Return the left and top edge of a cell."""
        group = self.group_of(cell)
        line, column = divmod(cell - self.firsts[group], self.columns)
        return column * self.side, self.tops[group] + self.header + line * self.side

    def group_at(self, y: int) -> int:
        """Return the group whose header or cells are at a height, or the nearest one."""
        return min(max(bisect_right(self.tops, y) - 1, 0), len(self.tops) - 2)

    def header_at(self, y: int) -> int:
        """Return the group whose header is at a height, or -1."""
        group = self.group_at(y)
        top = self.tops[group]
        return group if top <= y < top + self.header else -1

    def cell_at(self, x: int, y: int) -> int:
        """Return the cell at a pixel, or -1."""
        column = x // self.side
        if not (0 <= column < self.columns and 0 <= y < self.height):
            return -1
        group = self.group_at(y)
        under = y - self.tops[group] - self.header
        cell = self.firsts[group] + under // self.side * self.columns + column
        return cell if under >= 0 and cell < self.firsts[group + 1] else -1

    def first_from(self, y: int) -> int:
        """Return the first cell that reaches below a height; the last one if none does."""
        group = self.group_at(y)
        line = max(y - self.tops[group] - self.header, 0) // self.side
        cell = self.firsts[group] + line * self.columns
        return max(min(cell, self.firsts[group + 1] - 1, self.count - 1), 0)

    def cells_between(self, top: int, bottom: int) -> range:
        """Return the cells that may be seen between two heights."""
        if not self.count:
            return range(0)
        last = self.first_from(bottom) + self.columns
        return range(self.first_from(top), min(last, self.count))

    def groups_between(self, top: int, bottom: int) -> range:
        """Return the groups that may be seen between two heights."""
        return range(self.group_at(top), self.group_at(bottom) + 1) if self.count else range(0)

    def moved(self, cell: int, lines: int) -> int:
        """Return the cell that many lines below, in its column or at the end of a shorter line."""
        for _ in range(abs(lines)):
            cell = self._below(cell) if lines > 0 else self._above(cell)
        return cell

    def within(self, left: int, top: int, right: int, bottom: int) -> Iterator[range]:
        """Return the cells that a rectangle touches, as ranges without gaps."""
        from_column = max(left // self.side, 0)
        to_column = min(right // self.side, self.columns - 1)
        if from_column > to_column or bottom < 0:
            return
        for group in self.groups_between(top, bottom):
            start, end = self.firsts[group], self.firsts[group + 1]
            first_line = max(top - self.tops[group] - self.header, 0) // self.side
            under = bottom - self.tops[group] - self.header
            last_line = min(under // self.side, (end - 1 - start) // self.columns)
            if from_column == 0 and to_column == self.columns - 1 and first_line <= last_line:
                first = start + first_line * self.columns
                yield range(first, min(start + (last_line + 1) * self.columns, end))
                continue
            for line in range(first_line, last_line + 1):
                first = start + line * self.columns
                cells = range(first + from_column, min(first + to_column + 1, end))
                if cells:
                    yield cells

    def _below(self, cell: int) -> int:
        group = self.group_of(cell)
        start, end = self.firsts[group], self.firsts[group + 1]
        line, column = divmod(cell - start, self.columns)
        if line < (end - 1 - start) // self.columns:
            return min(cell + self.columns, end - 1)
        if end == self.count:
            return cell
        return min(end + column, self.firsts[group + 2] - 1)

    def _above(self, cell: int) -> int:
        group = self.group_of(cell)
        start = self.firsts[group]
        if cell - start >= self.columns:
            return cell - self.columns
        if not group:
            return cell
        column, before = cell - start, self.firsts[group - 1]
        last_line = (start - 1 - before) // self.columns * self.columns
        return min(before + last_line + column, start - 1)


def lay_out(count: int, firsts: Sequence[int], columns: int, side: int, header: int) -> Layout:
    """Lay out `count` cells whose groups begin at `firsts`; without groups, under no header.

    Beginnings that are not there (any more) are left out: rows and groups change one after the
    other.
    """
    begins = [first for first in firsts if 0 <= first < count]
    if not begins:
        header = 0
    if not begins or begins[0]:
        begins.insert(0, 0)
    begins.append(count)
    heights = [header + -(-(end - first) // columns) * side for first, end in pairwise(begins)]
    return Layout(columns, side, header, tuple(begins), (0, *accumulate(heights)))
