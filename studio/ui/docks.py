"""The panels around the canvas: one line each in `DOCKS`, their content made when first seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QLabel, QWidget

from studio.core.text import N_
from studio.ui.translate import shown
from studio.ui.widgets.row import icon_button

if TYPE_CHECKING:
    from collections.abc import Callable

    from studio.ui.main_window import MainWindow

LEFT, RIGHT = Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea
BOTTOM = Qt.DockWidgetArea.BottomDockWidgetArea
TITLE_PX = 24


@dataclass(frozen=True, slots=True)
class Dock:
    """One panel: what it is called, where it lies at first, who makes it, and where it shows."""

    key: str
    title: str  # marked with N_
    area: Qt.DockWidgetArea
    make: Callable[[MainWindow], QWidget]
    workspaces: tuple[str, ...]
    size_px: int = 280  # its wish across its area


def _request(window: MainWindow) -> QWidget:
    from studio.ui.request_panel import RequestPanel

    panel = RequestPanel(window.session, window)
    row = panel.source_row
    row.canvas_asked.connect(lambda: window.actions_table["source.canvas"].trigger())
    row.file_asked.connect(lambda: window.actions_table["source.file"].trigger())
    panel.part_cards.asked.connect(lambda name: window.actions_table[f"part.{name}"].trigger())
    return panel


def _gallery(window: MainWindow) -> QWidget:
    from studio.ui.gallery.panel import GalleryPanel

    return GalleryPanel(window.session, window)


def _queue(window: MainWindow) -> QWidget:
    from studio.ui.queue.panel import QueuePanel

    return QueuePanel(window)


def _details(window: MainWindow) -> QWidget:
    from studio.ui.gallery.details import DetailsPanel

    return DetailsPanel(window.session, window)


def _why(window: MainWindow) -> QWidget:
    from studio.ui.why_panel import WhyPanel

    return WhyPanel(window.session, window)


def _about(window: MainWindow) -> QWidget:
    from studio.ui.about_picture import AboutPicture

    return AboutPicture(window.session, window)


def _models(window: MainWindow) -> QWidget:
    from studio.ui.models.page import ModelsPage

    return ModelsPage(window)


DOCKS = (
    Dock("request", N_("Request"), LEFT, _request, ("generate",), 320),
    Dock("gallery", N_("Gallery"), RIGHT, _gallery, ("generate", "gallery"), 280),
    Dock("details", N_("Details"), LEFT, _details, ("gallery",), 280),
    Dock("queue", N_("Queue"), RIGHT, _queue, (), 280),
    Dock("about", N_("About the picture"), RIGHT, _about, (), 300),
    Dock("why", N_("Why?"), RIGHT, _why, (), 260),
    Dock("models", N_("Models"), RIGHT, _models, ("models",), 640),
)


class Place(QDockWidget):
    """Where a dock is in the window; makes the content when somebody is going to see it."""

    filled = Signal(str)  # the key of the dock

    def __init__(self, dock: Dock, window: MainWindow) -> None:
        super().__init__(shown(dock.title), window)
        self.dock = dock
        self._window = window
        self._content: QWidget | None = None
        self.setObjectName(dock.key)  # by which the layout is remembered
        self.setTitleBarWidget(TitleBar(self))
        self.visibilityChanged.connect(self._on_seen)

    def content(self) -> QWidget:
        """Return the panel; make it now if nobody saw it yet."""
        if self._content is None:
            self._content = self.dock.make(self._window)
            self.setWidget(self._content)
            self.filled.emit(self.dock.key)
        return self._content

    def made(self) -> QWidget | None:
        """Return the panel if there is one."""
        return self._content

    def _on_seen(self, seen: bool) -> None:
        if seen:  # and not behind the tab of another dock
            self.content()


class TitleBar(QWidget):
    """A slim title to drag a dock by, with its ways out."""

    def __init__(self, place: Place) -> None:
        super().__init__(place)
        self._place = place
        self.setObjectName("dockTitle")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(TITLE_PX)
        self.title = QLabel(place.windowTitle(), self)
        self.title.setObjectName("secondary")
        self.float = icon_button("copy", self.tr("Make it a window of its own"), self._float)
        self.hide_it = icon_button("x", self.tr("Hide this panel (menu View)"), place.close)
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 0, 2, 0)
        line.setSpacing(0)
        line.addWidget(self.title, 1)
        for button in (self.float, self.hide_it):
            button.setFixedSize(TITLE_PX - 4, TITLE_PX - 4)
            button.setIconSize(QSize(12, 12))
            line.addWidget(button)

    def _float(self) -> None:
        self._place.setFloating(not self._place.isFloating())
