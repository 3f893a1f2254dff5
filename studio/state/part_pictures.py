"""The pictures that parts of the draft name, masks and references: kept, and shown small."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from studio.core.errors import RequestError
from studio.core.request_parts import Inpaint, Reference
from studio.core.text import N_
from studio.state.notices import Level, Notice
from studio.tasks.keep_input import FindInput, KeepInput, KeptInput

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from studio.core.errors import StudioError
    from studio.state.desk import Desk
    from studio.state.sources import Sources

TOPIC = "parts"


class PartPictures(QObject):
    """Keeps files in the project's inputs, and tells the thumbnails of what is kept."""

    found = Signal(str, object)  # the key, and its `KeptInput`, or None where it is gone

    def __init__(self, desk: Desk, sources: Sources, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._sources = sources
        self._known: dict[str, KeptInput] = {}
        desk.projects.project_changed.connect(self._on_project)

    def keep(self, path: Path, done: Callable[[str], None]) -> None:
        """Take a file into the project and say by which key it is known there."""
        project = self._desk.projects.project
        if project is None:
            self._tell(RequestError(N_("Open a project first: pictures are stored in it.")))
            return
        self._desk.notices.dismiss_topic(TOPIC)

        def kept(found: KeptInput) -> None:
            self._known[found.key] = found
            if project is self._desk.projects.project:
                done(found.key)

        self._desk.errands.run(KeepInput(project, path), done=kept, failed=self._tell)

    def ask(self, key: str) -> None:
        """Look for a picture; `found` tells of it, at once if it is known."""
        project = self._desk.projects.project
        if key in self._known:
            self.found.emit(key, self._known[key])
        elif project is not None:
            self._desk.errands.run(
                FindInput(project, key, self._sources.elsewhere()),
                done=lambda kept: self._on_found(key, kept),
                failed=lambda _error: self.found.emit(key, None),
            )

    def _on_project(self, _project: object) -> None:
        """Take along what the draft names into another project."""
        self._known = {}
        for key in pictures_of(self._desk.draft.parts):
            self.ask(key)

    def _on_found(self, key: str, kept: KeptInput) -> None:
        self._known[key] = kept
        self.found.emit(key, kept)

    def _tell(self, error: StudioError) -> None:
        self._desk.notices.tell(Notice(error.message, Level.ATTENTION, topic=TOPIC))


def pictures_of(parts: Mapping[str, object]) -> tuple[str, ...]:
    """Return the keys of the pictures that parts of a request name."""
    inpaint, references = parts.get("inpaint"), parts.get("references")
    masks = (inpaint.mask,) if isinstance(inpaint, Inpaint) else ()
    shown = references if isinstance(references, tuple) else ()
    return (*masks, *(one.picture for one in shown if isinstance(one, Reference)))
