"""The picture that the draft starts from: taken from a run, a file or pixels, and shown small."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from studio.core.errors import RequestError
from studio.core.text import N_
from studio.state.notices import Level, Notice
from studio.state.observable import Observable
from studio.tasks.keep_input import FindInput, KeepInput, KeptInput
from studio.tasks.load_picture import picture_file

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from studio.core.errors import StudioError
    from studio.core.project import Project
    from studio.core.run import Run
    from studio.state.desk import Desk

TOPIC = "source"


class Sources(QObject):
    """Keeps `Draft.source` and what is shown of it in step, whoever changes the draft."""

    shown_changed = Signal(object)
    shown: Observable[KeptInput | None] = Observable(None)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._asked = 0
        self._roots: list[Path] = []  # of the projects of today, where a draft's picture may lie
        desk.draft.source_changed.connect(self._on_source)
        desk.projects.project_changed.connect(self._on_project)

    def use_run(self, run: Run) -> None:
        """Start from the picture of a run."""
        self._keep(picture_file(run))

    def use_file(self, path: Path) -> None:
        """Start from a picture file."""
        self._keep(path)

    def use_pixels(self, pixels: NDArray[np.uint8]) -> None:
        """Start from (h, w, 3) uint8."""
        self._keep(pixels)

    def clear(self) -> None:
        """Start from noise."""
        self._asked += 1  # what is still being read comes too late
        self._desk.draft.source = ""

    def elsewhere(self) -> tuple[Path, ...]:
        """Return other projects in which a picture to start from may lie."""
        shown = (index.root for index in self._desk.library.shelves.all)
        remembered = map(Path, self._desk.memory.remembered.projects)
        return tuple(dict.fromkeys((*self._roots, *shown, *remembered)))

    def _keep(self, source: Path | NDArray[np.uint8]) -> None:
        project = self._desk.projects.project
        if project is None:
            self._tell(RequestError(N_("Open a project first: pictures are stored in it.")))
            return
        self._asked += 1
        asked = self._asked
        self._desk.notices.dismiss_topic(TOPIC)

        def done(kept: KeptInput) -> None:
            if asked == self._asked and project is self._desk.projects.project:
                self.shown = kept
                self._desk.draft.source = kept.key

        self._desk.errands.run(KeepInput(project, source), done=done, failed=self._tell)

    def _on_source(self, key: str) -> None:
        if not key:
            self.shown = None
        elif self.shown is None or self.shown.key != key:
            self._find(key)

    def _on_project(self, project: Project | None) -> None:
        if project is None:
            return
        if self._desk.draft.source:
            self.shown = None
            self._find(self._desk.draft.source)
        self._roots = [project.root, *(root for root in self._roots if root != project.root)]

    def _find(self, key: str) -> None:
        project = self._desk.projects.project
        if project is None:
            return  # it is looked for when there is one
        self.shown = None
        task = FindInput(project, key, self.elsewhere())

        def done(kept: KeptInput) -> None:
            if self._desk.draft.source == key:
                self.shown = kept

        def failed(error: StudioError) -> None:
            if self._desk.draft.source == key:
                self._desk.draft.source = ""
                self._tell(error)

        self._desk.errands.run(task, done=done, failed=failed)

    def _tell(self, error: StudioError) -> None:
        self._desk.notices.tell(Notice(error.message, Level.ATTENTION, topic=TOPIC))
