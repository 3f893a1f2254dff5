"""The user's notes on models: kept in the configuration folder, changed one by one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from studio.core.kept_file import KeptFile
from studio.core.model_notes import FILE_NAME, NOTES, ModelNote, Noted
from studio.state.notices import Level, Notice
from studio.state.observable import Observable
from studio.tasks.keep_value import KeepValue

if TYPE_CHECKING:
    from pathlib import Path

    from studio.core.errors import StudioError
    from studio.state.errands import Errands
    from studio.state.notices import Notices

NO_NOTE = ModelNote()


class ModelNotes(QObject):
    """One file; a damaged one is put aside and told."""

    noted_changed = Signal(object)
    noted = Observable(Noted())

    def __init__(
        self, folder: Path, notices: Notices, errands: Errands, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._notices = notices
        self._errands = errands
        self._file = KeptFile(folder / FILE_NAME, NOTES, Noted())
        self.noted = self._file.value
        if self._file.notice:
            notices.tell(Notice(self._file.notice, Level.ATTENTION))

    def of(self, key: str) -> ModelNote:
        """Return what is noted of a model."""
        return self.noted.models.get(key, NO_NOTE)

    def write(self, key: str, **values: Any) -> None:
        """Change fields of a note; one that says nothing is forgotten."""
        note = replace(self.of(key), **values)
        others = {name: other for name, other in self.noted.models.items() if name != key}
        self._keep(Noted(others if note == NO_NOTE else others | {key: note}))

    def reset_defaults(self, key: str) -> None:
        """Let the model begin as its files say."""
        self.write(key, params={}, style="", extent=None)

    def _keep(self, noted: Noted) -> None:
        if noted != self.noted:
            self.noted = noted
            self._errands.run(KeepValue(self._file, noted), failed=self._on_unsaved)

    def _on_unsaved(self, error: StudioError) -> None:
        self._notices.tell(Notice(error.message, Level.ATTENTION))
