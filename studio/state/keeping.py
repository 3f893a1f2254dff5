"""Pictures on their way out: exports, and what could not be stored and waits in memory."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from studio.core.text import N_, message
from studio.state.notices import Level, Notice, Step
from studio.tasks.export_picture import ExportPicture
from studio.tasks.inside import Inside
from studio.tasks.load_picture import DecodePicture
from studio.tasks.save_files import SaveFiles

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from studio.core.errors import SaveError, StudioError
    from studio.core.exporter import Exporter
    from studio.core.request import Request
    from studio.core.run import Run
    from studio.state.desk import Desk

TOPIC = "unsaved"


@dataclass(frozen=True, slots=True, eq=False)
class Unsaved:
    """The files of a picture that the disk refused."""

    files: Mapping[str, bytes]
    request: Request


class Keeping(QObject):
    """Nothing that was made is dropped before it is on a disk."""

    exported = Signal(object)  # Path
    saved = Signal(object)  # Path

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.unsaved: list[Unsaved] = []

    def export(self, run: Run, target: Path, exporter: Exporter) -> None:
        """Write a run's picture to a file."""
        inside = Inside(rights=self._desk.memory.settings.rights)
        task = ExportPicture(run, target, exporter, inside)
        self._desk.errands.run(task, done=self._on_exported, quiet=False)

    def keep(self, error: SaveError, request: Request) -> None:
        """Hold what could not be stored, show it, and offer to save it elsewhere."""
        picture = Unsaved(error.files, request)
        self.unsaved.append(picture)
        data = next((d for n, d in error.files.items() if n.startswith("image")), None)
        if data is not None:
            self._desk.errands.run(
                DecodePicture(BytesIO(data)),
                done=lambda pixels: self._desk.canvas.show_unsaved(pixels, request.extent),
            )
        self._offer(error)

    def save_all(self, folder: Path) -> None:
        """Save every picture that is only in memory into a folder."""
        name = self._desk.projects.project.name if self._desk.projects.project else "pictures"
        for picture in list(self.unsaved):
            task = SaveFiles(folder / f"{name} - unsaved", picture.files)
            saved = partial(self._on_saved, picture)
            self._desk.errands.run(task, done=saved, failed=self._offer, quiet=False)

    def forget(self) -> None:
        """Let go of what is not saved: the user said so."""
        self.unsaved.clear()
        self._desk.notices.dismiss_topic(TOPIC)

    def _offer(self, error: StudioError) -> None:
        steps = (Step.SAVE_ELSEWHERE,)
        self._desk.notices.tell(Notice(error.message, Level.LOSS, steps, topic=TOPIC))

    def _on_saved(self, picture: Unsaved, path: Path) -> None:
        self.unsaved = [other for other in self.unsaved if other is not picture]
        if not self.unsaved:
            self._desk.notices.dismiss_topic(TOPIC)
        self._tell_place(path)
        self.saved.emit(path)

    def _on_exported(self, path: Path) -> None:
        self._tell_place(path)
        self.exported.emit(path)

    def _tell_place(self, path: Path) -> None:
        text = message(N_("Saved as {path}"), path=path)
        self._desk.notices.tell(Notice(text, Level.INFO, topic="saved"))
