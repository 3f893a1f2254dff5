"""How long the draft's pictures will take, from those that were made on this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from studio.core.pace import PACES, Paces
from studio.core.run import Run
from studio.state.late_file import LateFile
from studio.state.observable import Observable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from studio.core.job import Progress
    from studio.core.request import Request
    from studio.jobs.service import JobService
    from studio.state.draft import Draft
    from studio.state.errands import Errands
    from studio.state.notices import Notices

FILE_NAME = "pace.json"
SAMPLE = 200  # requests; more of a kind tell nothing new


class Pace(QObject):
    """`estimate` is in seconds, or None while nothing is known of the draft's model."""

    estimate_changed = Signal(object)
    estimate: Observable[float | None] = Observable(None)

    def __init__(
        self,
        folder: Path,
        jobs: JobService,
        draft: Draft,
        notices: Notices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._draft = draft
        self._notices = notices
        self._file = LateFile(folder / FILE_NAME, PACES, Paces(), self._on_paces)
        self._soon = QTimer(self, singleShot=True, interval=0)  # many controls change at once
        self._soon.timeout.connect(self._guess)
        draft.edited.connect(self._soon.start)
        jobs.progressed.connect(self._on_progressed)

    def open(self, errands: Errands) -> None:
        """Read what was measured on the days before."""
        self._file.open(errands, self._notices)

    def flush(self) -> None:
        """Write everything before the program ends."""
        self._file.flush()

    def seconds(self, requests: Sequence[Request]) -> float | None:
        """Return how long some requests will take, or None where nothing tells."""
        some = requests[:: max(len(requests) // SAMPLE, 1)]
        told = [self._file.value.seconds(request) for request in some]
        known = [seconds for seconds in told if seconds is not None]
        return sum(known) / len(known) * len(requests) if known else None

    def _on_progressed(self, _job_id: str, progress: Progress) -> None:
        if isinstance(progress.result, Run):
            run = progress.result
            self._file.change(lambda paces: paces.with_picture(run.request, run.seconds))

    def _on_paces(self, _paces: Paces) -> None:
        self._soon.start()

    def _guess(self) -> None:
        self.estimate = self._file.value.seconds(self._draft.request())
