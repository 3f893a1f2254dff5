"""What the window's process and the worker say to each other.

What may hold pictures (`Run`, and all that the worker tells) travels as a `Parcel`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from studio.core.job import Progress


@dataclass(frozen=True, slots=True)
class Run:
    """Do this job; the worker takes one at a time, in order."""

    job: int
    verb: str
    payload: object


@dataclass(frozen=True, slots=True)
class Cancel:
    """Stop that job at its next check."""

    job: int


@dataclass(frozen=True, slots=True)
class Seen:
    """The last preview has been shown; the next one is welcome."""


@dataclass(frozen=True, slots=True)
class Free:
    """Drop every loaded model, then say `Freed`."""


@dataclass(frozen=True, slots=True)
class WarmUp:
    """Import the libraries that the first picture will need."""


@dataclass(frozen=True, slots=True)
class Close:
    """Cancel what runs and end."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The worker has so many bytes of arrays to lay down."""

    size: int


@dataclass(frozen=True, slots=True)
class Given:
    """The name of a block for them; "" if there is no memory."""

    block: str


@dataclass(frozen=True, slots=True)
class Taken:
    """What lay in a block has been copied; said by both."""

    block: str


@dataclass(frozen=True, slots=True)
class Begun:
    """It is the turn of a job."""

    job: int


@dataclass(frozen=True, slots=True)
class Reported:
    """A job made progress."""

    job: int
    progress: Progress


@dataclass(frozen=True, slots=True)
class Done:
    """A job has its result."""

    job: int
    result: Any


@dataclass(frozen=True, slots=True)
class Failed:
    """A job ended with an exception; `trace` is its traceback, empty for what users can mend.

    With `is_last` the worker can do no other job, and ends.
    """

    job: int
    error: Exception
    trace: str = ""
    is_last: bool = False


@dataclass(frozen=True, slots=True)
class Freed:
    """Every model has been dropped."""
