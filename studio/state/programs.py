"""Folders of other programs that hold models, and that the studio is not searching yet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from studio.core import paths
from studio.state.observable import Observable
from studio.tasks.find_programs import FindPrograms

if TYPE_CHECKING:
    from studio.state.catalog import Catalog
    from studio.state.errands import Errands
    from studio.state.memory import Memory
    from studio.state.preferences import Preferences


class Programs(QObject):
    """Looks once the studio's own models were read, and whenever other folders are searched."""

    found_changed = Signal(object)
    found: Observable[tuple[Path, ...]] = Observable(())

    def __init__(
        self,
        catalog: Catalog,
        errands: Errands,
        memory: Memory,
        preferences: Preferences,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._errands = errands
        self._memory = memory
        self._preferences = preferences
        catalog.looked_changed.connect(self._on_looked)
        preferences.folders_changed.connect(self.look)

    def look(self) -> None:
        """Look again."""
        usual = paths.programs_folders()
        if usual:
            own = map(Path, self._memory.settings.models_folders)
            task = FindPrograms(usual, (*paths.models_folders(), *own))
            self._errands.run(task, self._on_found)

    def use(self, folder: Path) -> None:
        """Search a folder from now on, where it is."""
        own = self._memory.settings.models_folders
        self._preferences.choose("models_folders", (*own, str(folder)))

    def _on_looked(self, looked: bool) -> None:
        if looked:
            self.look()

    def _on_found(self, found: tuple[Path, ...]) -> None:
        self.found = found
