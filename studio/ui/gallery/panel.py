"""The right panel: what there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QStackedLayout, QVBoxLayout, QWidget

from studio.state.observable import bind
from studio.ui.gallery.view import GalleryView

if TYPE_CHECKING:
    from studio.state.session import Session

SMALL_PX, LARGE_PX = 64, 256


class GalleryPanel(QWidget):
    """The gallery under a line that counts it and scales it."""

    thumbnail_px_changed = Signal(int)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._history = session.desk.history
        self._projects = session.desk.projects
        self.view = GalleryView(self._history, self)
        self.title = QLabel(self)
        self.title.setObjectName("heading")
        self.count = QLabel(self)
        self.count.setObjectName("secondary")
        self.scale = QSlider(Qt.Orientation.Horizontal, self)
        self.scale.setRange(SMALL_PX, LARGE_PX)
        self.scale.setFixedWidth(72)
        self.scale.setToolTip(self.tr("Size of the thumbnails"))
        self.scale.setAccessibleName(self.tr("Size of the thumbnails"))
        self.empty = QLabel(self.tr("Your pictures appear here."), self)
        self.empty.setObjectName("secondary")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._lay_out()
        self.scale.valueChanged.connect(self.view.set_thumbnail_px)
        self.scale.valueChanged.connect(self.thumbnail_px_changed)
        self.scale.setValue(session.desk.memory.remembered.thumbnail_px)
        self.view.chosen.connect(session.browsing.show)
        bind(session.browsing, "selected", self.view.select)
        for signal in (self._history.rowsInserted, self._history.modelReset):
            signal.connect(self._on_counted)
        bind(self._projects, "project", self._on_project)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(12, 8, 12, 4)
        head.setSpacing(8)
        head.addWidget(self.title)
        head.addWidget(self.count)
        head.addStretch(1)
        head.addWidget(self.scale)
        body = QWidget(self)
        self._stack = QStackedLayout(body)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        inset = QHBoxLayout()
        inset.setContentsMargins(8, 0, 2, 4)
        inset.addWidget(body)
        column.addLayout(inset, 1)

    def _on_project(self, _project: object) -> None:
        self._on_counted()

    def _on_counted(self) -> None:
        n = self._history.rowCount()
        project = self._projects.project
        self.title.setText(project.name if project else self.tr("Pictures"))
        self.count.setText(f"{n:n}" if n else "")
        self._stack.setCurrentWidget(self.view if n else self.empty)
