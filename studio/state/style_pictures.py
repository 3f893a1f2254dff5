"""What each style does, as a small picture; read when the list of styles is first looked at."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from studio.core import paths
from studio.tasks.load_style_pictures import LoadStylePictures

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from studio.state.catalog import Catalog
    from studio.state.errands import Errands
    from studio.state.memory import Memory


class StylePictures(QObject):
    """Answers at once with what it has; `arrived` follows a `look`."""

    arrived = Signal()

    def __init__(
        self, catalog: Catalog, errands: Errands, memory: Memory, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._errands, self._memory = errands, memory
        self._pictures: dict[str, NDArray[np.uint8]] = {}
        self._looked = False
        catalog.supplies_changed.connect(self._on_supplies)

    def look(self) -> None:
        """Read the pictures, unless that was done."""
        if not self._looked:
            self._looked = True
            more = map(Path, self._memory.settings.styles_folders)
            task = LoadStylePictures((*paths.styles_folders(), *more))
            self._errands.run(task, done=self._on_read)

    def get(self, key: str) -> NDArray[np.uint8] | None:
        """Return (h, w, 3) uint8, or None where there is no picture."""
        return self._pictures.get(key)

    def _on_read(self, pictures: dict[str, NDArray[np.uint8]]) -> None:
        self._pictures = pictures
        self.arrived.emit()

    def _on_supplies(self, _supplies: object) -> None:
        self._looked = False  # the folders may hold other ones now
