"""The report on what a project was made with: written where the user says, told in a notice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from studio.core.text import N_, message
from studio.state.notices import Level, Notice
from studio.tasks.ai_report import WriteAiReport, Written

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from studio.state.desk import Desk

TOPIC = "ai report"


class AiReporting(QObject):
    """Writes reports on the disk lane."""

    written = Signal(object)  # Written

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk

    def write(self, root: Path, target: Path, translate: Callable[[str], str]) -> None:
        """Write the report of a project, in the language that `translate` speaks."""
        supplies = self._desk.catalog.supplies
        models = (*supplies.models, *supplies.parts)
        task = WriteAiReport(root, target, models, supplies.additions, translate)
        self._desk.errands.run(task, done=self._on_written, quiet=False)

    def _on_written(self, done: Written) -> None:
        text = message(
            N_("The report on {n} pictures is in {page}, and as data in {data}."),
            n=len(done.report.pictures),
            page=done.page,
            data=done.data,
        )
        self._desk.notices.tell(Notice(text, Level.INFO, topic=TOPIC))
        self.written.emit(done)
