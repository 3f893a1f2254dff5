"""Grids: every combination of the values of two or three axes, as requests in their order."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from typing import TypeAlias

from studio.core.errors import RequestError
from studio.core.request import Request
from studio.core.text import N_, Message

MOST_VALUES = 1000  # of one axis
MOST_CELLS = 10_000  # nobody means to ask for more
_NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)"
_RANGE = re.compile(
    rf"({_NUMBER})\s*-\s*({_NUMBER})"
    rf"(?:\s*\(\s*({_NUMBER})\s*\)|\s*\[\s*(\d+)\s*\])?"
)
_EXACT = 9  # digits behind the point: no more than a text meant

Change: TypeAlias = Callable[[Request], Request]


class GridError(RequestError):
    """A value of an axis is wrong; `start` and `end` say where it stands in the text."""

    start: int = 0
    end: int = 0

    def at(self, item: Item) -> GridError:
        """Say where it stands."""
        self.start, self.end = item.start, item.start + item.length
        return self


@dataclass(frozen=True, slots=True)
class Item:
    """One value as it is written, and where it begins in the whole text."""

    text: str
    start: int
    length: int
    quoted: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Point:
    """One value of an axis: what the sheet calls it, and what it does to a request."""

    label: str
    change: Change


@dataclass(frozen=True, slots=True, eq=False)
class Knob:
    """Something of a request that an axis can vary.

    `read` turns the text of one value into a point and raises `RequestError`. `step` is that of
    ranges such as 1-10; None where there are none. `pair` reads all values at once, for those
    that mean something only together.
    """

    key: str
    title: str  # marked with N_(), or the user's own
    example: str
    read: Callable[[str], Point]
    step: float | None = None
    whole: bool = False
    pair: Callable[[tuple[Item, ...]], tuple[Point, ...]] | None = None
    first: bool = False  # it decides what the others act on
    every: str = ""  # all values there are, where they are a list


@dataclass(frozen=True, slots=True, eq=False)
class Axis:
    """A direction of the sheet."""

    knob: Knob
    values: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Legend:
    """What the sheet says beside an axis."""

    title: str
    labels: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.title} {', '.join(self.labels)}"


def read_axis(knob: Knob, text: str) -> Axis:
    """Read the values of an axis: a list with commas, in which ranges may stand for numbers.

    `1-10`, `1-10 (+3)` and `1-10 [4]` are ranges, the last of so many values. Raises `GridError`.
    """
    items = _items(text)
    if knob.pair:
        return Axis(knob, knob.pair(items))
    points: dict[str, Point] = {}
    for item in items:
        try:
            for value in _spread(knob, item):
                point = knob.read(value)
                points.setdefault(point.label, point)
                if len(points) > MOST_VALUES:
                    raise GridError(N_("These are more than {n} values."), n=MOST_VALUES)
        except RequestError as error:
            raise GridError(error.message.template, **error.message.values).at(item) from None
    if not points:
        raise GridError(N_("Write the values, with commas between them."))
    return Axis(knob, tuple(points.values()))


def cells(base: Request, axes: tuple[Axis, ...]) -> tuple[Request, ...]:
    """Return a request for every cell: along x first, then along y, then along z.

    Raises `RequestError` when there are too many, or two axes vary the same.
    """
    count = size(axes)
    if count > MOST_CELLS:
        raise RequestError(N_("These are more than {n} pictures."), n=MOST_CELLS)
    keys = [axis.knob.key for axis in axes if not axis.knob.pair]
    if len(set(keys)) < len(keys):
        raise RequestError(N_("Two axes vary the same: choose another one."))
    turns = sorted(range(len(axes)), key=lambda n: not axes[n].knob.first)
    found = []
    for place in product(*(axis.values for axis in reversed(axes))):
        request = base
        for n in turns:
            request = place[len(axes) - 1 - n].change(request)
        found.append(request)
    return tuple(found)


def size(axes: tuple[Axis, ...]) -> int:
    """Return how many pictures some axes make."""
    count = 1
    for axis in axes:
        count *= len(axis.values)
    return count


def legends(axes: tuple[Axis, ...], titles: tuple[str, ...]) -> tuple[Legend, ...]:
    """Return what the sheet says beside the axes."""
    return tuple(
        Legend(title, tuple(point.label for point in axis.values))
        for axis, title in zip(axes, titles, strict=True)
    )


def in_order(requests: tuple[Request, ...]) -> list[int]:
    """Return the numbers of the cells in an order that loads each model once."""
    models = list(dict.fromkeys(request.model for request in requests))
    return sorted(range(len(requests)), key=lambda n: models.index(requests[n].model))


def _items(text: str) -> tuple[Item, ...]:
    """Split at the commas that stand in no quotes; a doubled quote inside of quotes is one."""
    items: list[Item] = []
    at = 0
    while at <= len(text):
        end = _end(text, at)
        raw = text[at:end]
        start = at + len(raw) - len(raw.lstrip())
        raw = raw.strip()
        if len(raw) > 1 and raw[0] == raw[-1] == '"':
            items.append(Item(raw[1:-1].replace('""', '"'), start, len(raw), quoted=True))
        elif raw:
            items.append(Item(raw, start, len(raw)))
        at = end + 1
    return tuple(items)


def _end(text: str, at: int) -> int:
    """Return where an item ends: at the next comma outside of quotes."""
    inside = False
    begun = False
    for place in range(at, len(text)):
        letter = text[place]
        if letter == '"' and (inside or not begun):
            inside = not inside
        elif letter in ",，" and not inside:
            return place
        begun = begun or not letter.isspace()
    if inside:
        problem = GridError(N_("A quotation mark is open."))
        raise problem.at(Item("", at, len(text) - at))
    return len(text)


def _spread(knob: Knob, item: Item) -> list[str]:
    """Return the values that an item stands for: itself, or those of a range."""
    found = _RANGE.fullmatch(item.text)
    if knob.step is None or item.quoted or found is None:
        return [item.text]
    first, last = float(found[1]), float(found[2])
    if found[4] is not None:
        values = _by_count(first, last, int(found[4]))
    else:
        values = _by_step(first, last, _step(knob, found[3], first, last))
    if knob.whole:
        return list(dict.fromkeys(str(round(value)) for value in values))
    return [f"{round(value, _EXACT):g}" for value in values]


def _step(knob: Knob, told: str | None, first: float, last: float) -> float:
    assert knob.step is not None
    if told is None:
        step = 1.0 if first.is_integer() and last.is_integer() and last != first else knob.step
    else:
        step = abs(float(told))
    if step == 0:
        raise GridError(N_("A range cannot go in steps of 0."))
    if abs(last - first) / step > MOST_VALUES:
        raise GridError(N_("These are more than {n} values."), n=MOST_VALUES)
    return step if last >= first else -step


def _by_step(first: float, last: float, step: float) -> list[float]:
    count = int((last - first) / step + 1e-9) + 1
    return [first + n * step for n in range(count)]


def _by_count(first: float, last: float, count: int) -> list[float]:
    if not 0 < count <= MOST_VALUES:
        raise GridError(
            N_("A range can have from 1 to {n} values, not {count}."), n=MOST_VALUES, count=count
        )
    if count == 1:
        return [first]
    return [first + (last - first) * n / (count - 1) for n in range(count)]


def told(axes: tuple[Legend, ...]) -> Message:
    """Return what a job that makes a grid is called."""
    sides = " × ".join(str(len(axis.labels)) for axis in axes)
    names = ", ".join(axis.title for axis in axes)
    return Message(N_("Grid of {sides}: {names}"), {"sides": sides, "names": names})
