"""One fault: what goes wrong, what the user reads then, and in which bounds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SECONDS, MIB = 90, 700


@dataclass(frozen=True)
class Fault:
    """`run` gets an empty folder and one of tiny checkpoints, and returns what the user reads.

    `row` is the fault's number in the studio's list of faults (docs/faults.md); `says` is found in
    the sentence. The process may take `seconds` and grow by `mib` beyond what it began with.
    """

    row: int
    name: str
    run: Callable[[Path, Path], str]
    says: str
    seconds: int = SECONDS
    mib: int = MIB


def sentence_of(error: BaseException) -> str:
    """Return the sentence that the error bar shows."""
    from studio.core.errors import StudioError

    assert isinstance(error, StudioError), f"not for the screen: {error!r}"
    return str(error.message)


def refused(work: Callable[[], object]) -> str:
    """Run what must be refused and return the sentence."""
    from studio.core.errors import StudioError

    try:
        done = work()
    except StudioError as error:
        return sentence_of(error)
    raise AssertionError(f"nothing was refused: {done!r}")
