"""What is kept from one day to the next: settings that were chosen, and how the window was left."""

from __future__ import annotations

import logging
from collections.abc import Mapping  # noqa: TC003 - the codec reads the annotations
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from studio.core.errors import StudioError
from studio.core.file_format import Format, with_new_fields
from studio.core.kept_file import KeptFile
from studio.core.request import Request
from studio.core.settings import Settings, open_settings
from studio.state.notices import Level, Notice
from studio.state.observable import Observable
from studio.state.shortcuts import Shortcuts
from studio.tasks.keep_value import KeepValue

if TYPE_CHECKING:
    from pathlib import Path

    from studio.core.json_text import Json
    from studio.state.errands import Errands
    from studio.state.notices import Notices

log = logging.getLogger(__name__)

FILE_NAME = "window.json"
MOST_RECENT = 10


@dataclass(frozen=True, slots=True)
class Remembered:
    """The window's place and folds, the projects that were open, the request being written.

    `layouts` holds base64 of QMainWindow.saveState by workspace; `docks` are those it knew.
    """

    projects: tuple[str, ...] = ()  # the last one first
    draft: Request = field(default_factory=lambda: Request(""))
    seed_locked: bool = False
    geometry: str = ""  # base64 of QWidget.saveGeometry
    workspace: str = ""
    layouts: Mapping[str, str] = field(default_factory=dict)
    docks: tuple[str, ...] = ()
    recent_commands: tuple[str, ...] = ()  # of the palette, the last one first
    open_sections: tuple[str, ...] = ()
    thumbnail_px: int = 120


def _without_columns(data: dict[str, Json]) -> dict[str, Json]:
    """Schema 2 had the widths of three columns, where there are docks now."""
    return {name: value for name, value in data.items() if name != "columns"}


WINDOW = Format(
    "studio.window",
    Remembered,
    schema=4,
    migrations={1: with_new_fields, 2: _without_columns, 3: with_new_fields},
)


class Memory(QObject):
    """The files of the configuration folder; a damaged one is put aside and told."""

    settings_changed = Signal(object)
    settings = Observable(Settings())

    def __init__(
        self, folder: Path, notices: Notices, errands: Errands, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._notices = notices
        self._errands = errands
        self._settings_file = open_settings(folder)
        self._window_file = KeptFile(folder / FILE_NAME, WINDOW, Remembered())
        self.remembered = self._window_file.value
        self.settings = self._settings_file.value
        self.shortcuts = Shortcuts(folder, notices, errands, self)
        for file in (self._settings_file, self._window_file):
            if file.notice:
                notices.tell(Notice(file.notice, Level.ATTENTION))

    def remember(self, **values: Any) -> None:
        """Remember something else; it is written by `save`."""
        self.remembered = replace(self.remembered, **values)

    def choose(self, **values: Any) -> None:
        """Change settings, and write them."""
        self.settings = replace(self.settings, **values)
        task = KeepValue(self._settings_file, self.settings)
        self._errands.run(task, failed=self._on_unsaved)

    def _on_unsaved(self, error: StudioError) -> None:
        self._notices.tell(Notice(error.message, Level.ATTENTION))

    def add_project(self, root: Path) -> None:
        """Put a project on top of the recent ones, and write that."""
        others = [p for p in self.remembered.projects if p != str(root)]
        self.remember(projects=(str(root), *others)[:MOST_RECENT])
        self._errands.run(KeepValue(self._window_file, self.remembered), failed=_log)

    def forget_project(self, root: Path) -> None:
        """Take a project off the recent ones."""
        self.remember(projects=tuple(p for p in self.remembered.projects if p != str(root)))

    def save(self) -> None:
        """Write how the window is left, now; a full disk costs nothing but the memory."""
        try:
            self._window_file.save(self.remembered)
        except StudioError as error:
            _log(error)


def _log(error: StudioError) -> None:
    log.warning("%s", error)
