"""What a report says of the window, and the prompts that it must not tell."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject, Signal

from studio.core.paths import cache_folder
from studio.state.observable import Observable
from studio.tasks.report import MakeReport

if TYPE_CHECKING:
    from studio.state.desk import Desk

MOST_RUNS = 200


class Reporting(QObject):
    """Puts a report together on the disk lane; `text` is what would be copied."""

    text_changed = Signal(str)
    text = Observable("")

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._asked = 0

    def make(self, *, with_prompts: bool) -> None:
        """Put the report together, with or without what was asked for."""
        self._asked += 1
        asked = self._asked
        task = MakeReport(self._facts(), self._prompts(), cache_folder() / "logs", with_prompts)
        self._desk.errands.run(task, done=lambda text: self._on_made(asked, text))

    def _on_made(self, asked: int, text: str) -> None:
        if shiboken6.isValid(self) and asked == self._asked:
            self.text = text

    def _facts(self) -> tuple[tuple[str, str], ...]:
        desk = self._desk
        project, draft = desk.projects.project, desk.draft
        notice = desk.notices.current
        settings = ", ".join(f"{k}={v}" for k, v in asdict(desk.memory.settings).items())
        models = ", ".join(model.key for model in desk.catalog.supplies.models)
        problems = " | ".join(str(problem) for problem in desk.catalog.supplies.problems)
        return (
            ("settings", settings),
            ("models", models or "-"),
            ("cannot be used", problems or "-"),
            ("project", f"{desk.history.rowCount()} runs" if project else "none"),
            ("read-only", str(bool(project and project.read_only))),
            ("model", draft.model),
            ("size", f"{draft.extent.width}x{draft.extent.height}"),
            ("parameters", ", ".join(f"{k}={v}" for k, v in draft.params().items())),
            ("prompt", draft.prompt),
            ("jobs", " | ".join(str(job.task.title) for job in desk.jobs.active) or "-"),
            ("notice", str(notice.message) if notice else "-"),
        )

    def _prompts(self) -> tuple[str, ...]:
        """Return every text of the user's that a line of the log may repeat."""
        desk = self._desk
        draft = desk.draft
        texts = [draft.prompt, draft.negative, draft.style_text]
        for row in range(min(desk.history.rowCount(), MOST_RUNS)):
            run = desk.history.run(row)
            if run is not None:
                texts += [run.request.prompt, run.request.negative, run.request.style_text]
        return tuple(text for text in dict.fromkeys(texts) if text.strip())
