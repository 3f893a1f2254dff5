"""Tells how far a picture is: its steps, and the tiles of the step that runs."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from studio.core.job import Progress
from studio.core.text import message

if TYPE_CHECKING:
    from studio.core.job import Reporter


@dataclass(slots=True, eq=False)
class Teller:
    """Is called like the reporter that it wraps, and remembers the last step."""

    report: Reporter
    _last: Progress = field(default_factory=lambda: Progress(0, 0))

    def __call__(self, progress: Progress) -> None:
        """Tell of a step."""
        self._last = progress
        self.report(progress)

    def tile(self, template: str, n: int, count: int) -> None:
        """Tell that the n-th of `count` tiles is begun; `template` has places for both."""
        stage = message(template, n=n, count=count)
        self.report(replace(self._last, stage=stage, preview=None))
