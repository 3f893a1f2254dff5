"""Every run has a number that its id alone decides, and a place among the others."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import TYPE_CHECKING

from studio.core.run import is_run_id

if TYPE_CHECKING:
    from studio.core.run import Run

_PER_DAY = 10**10  # a place reads yyyymmddhhmmssnnnn
_FIRST, _LAST = date(1, 1, 1), date(9999, 12, 31)


def number_of(run_id: str) -> int:
    """Return the number of a run: the digits of its id; of a folder of any other name, below 0."""
    if is_run_id(run_id):
        return int(run_id.replace("-", ""))
    return -1 - (int.from_bytes(hashlib.sha256(run_id.encode()).digest()[:8], "big") >> 1)


def place_of(run: Run) -> int:
    """Return where a run stands in time, as a number that grows."""
    number = number_of(run.id)
    if number >= 0:
        return number
    return int(run.created.astimezone().strftime("%Y%m%d%H%M%S")) * 10_000


def day_of(place: int) -> date:
    """Return the day of a place, where the run was made."""
    day = place // _PER_DAY
    try:
        return date(day // 10_000, day // 100 % 100, day % 100)
    except ValueError:  # a folder that somebody named so
        return _FIRST if day < _PER_DAY // 10_000 // 100 else _LAST


def first_place(day: date) -> int:
    """Return the lowest place that a run of a day can have; the next day's is above all of it."""
    return (day.year * 10_000 + day.month * 100 + day.day) * _PER_DAY


def after(day: date) -> int:
    """Return a place above all of a day."""
    return first_place(day) + _PER_DAY
