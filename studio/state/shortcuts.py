"""The keys that the user gave to commands; every other command has those it came with."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 - the codec reads the annotations
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from studio.core.file_format import Format
from studio.core.kept_file import KeptFile
from studio.state.notices import Level, Notice
from studio.state.observable import Observable
from studio.tasks.keep_value import KeepValue

if TYPE_CHECKING:
    from pathlib import Path

    from studio.core.errors import StudioError
    from studio.state.errands import Errands
    from studio.state.notices import Notices

FILE_NAME = "shortcuts.json"


@dataclass(frozen=True, slots=True)
class Chosen:
    """Key sequences ("Ctrl+K") by the key of a command; an empty tuple takes all away."""

    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


CHOSEN = Format("studio.shortcuts", Chosen, schema=1)


class Shortcuts(QObject):
    """One file of the configuration folder; what it says of unknown commands stays in it."""

    keys_changed = Signal(object)
    keys: Observable[Mapping[str, tuple[str, ...]]] = Observable({})

    def __init__(self, folder: Path, notices: Notices, errands: Errands, parent: QObject) -> None:
        super().__init__(parent)
        self._notices = notices
        self._errands = errands
        self._file = KeptFile(folder / FILE_NAME, CHOSEN, Chosen())
        self.keys = self._file.value.keys
        if self._file.notice:
            notices.tell(Notice(self._file.notice, Level.ATTENTION))

    def choose(self, keys: Mapping[str, tuple[str, ...]]) -> None:
        """Give commands other keys, and write that."""
        self._take({**self.keys, **keys})

    def reset(self, *commands: str) -> None:
        """Give commands the keys they came with."""
        self._take({name: keys for name, keys in self.keys.items() if name not in commands})

    def _take(self, keys: Mapping[str, tuple[str, ...]]) -> None:
        if keys == self.keys:
            return
        self.keys = keys
        self._errands.run(KeepValue(self._file, Chosen(keys)), failed=self._on_unsaved)

    def _on_unsaved(self, error: StudioError) -> None:
        self._notices.tell(Notice(error.message, Level.ATTENTION))
