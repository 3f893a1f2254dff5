"""The window: what will be made, the picture, what there is, and what is being done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu, QSplitter, QVBoxLayout, QWidget

from studio.core.text import Message
from studio.state.notices import Notice
from studio.state.observable import bind
from studio.ui import theme
from studio.ui.actions import Actions
from studio.ui.canvas.panel import CanvasPanel
from studio.ui.commands import Commands
from studio.ui.error_bar import ErrorBar
from studio.ui.gallery.panel import GalleryPanel
from studio.ui.job_strip import JobStrip
from studio.ui.palette import PALETTES
from studio.ui.request_panel import RequestPanel

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtCore import QPoint
    from PySide6.QtGui import QCloseEvent

    from studio.core.exporter import Exporter
    from studio.core.project import Project
    from studio.core.settings import Settings
    from studio.state.session import Session
    from studio.ui.dialogs import Dialogs
    from studio.ui.widgets.section import Section

SIZE = (1440, 900)
SMALLEST = (960, 600)
COLUMNS = (320, 840, 280)


class MainWindow(QMainWindow):
    """Puts the panels side by side and remembers how wide they were."""

    def __init__(
        self, session: Session, exporters: Mapping[str, Exporter], dialogs: Dialogs
    ) -> None:
        super().__init__()
        self.session = session
        self.dialogs = dialogs
        self.request = RequestPanel(session, self)
        self.canvas = CanvasPanel(session, self)
        self.gallery = GalleryPanel(session, self)
        self.error_bar = ErrorBar(session.desk.notices, self)
        self.job_strip = JobStrip(session, self)
        self.commands = Commands(self, exporters)
        self.actions_table = Actions(self)
        self._lay_out()
        self.actions_table.fill(self.menuBar(), self.commands.menus())
        self._connect()
        self._restore()

    def say(self, text: str) -> None:
        """Tell something that is worth a line."""
        self.session.desk.notices.tell(Notice(Message(text), topic="said"))

    def toggle_canvas_only(self) -> None:
        """Hide everything but the picture, or show it again."""
        hide = self.request.isVisible()
        for part in (self.request, self.gallery, self.job_strip, self.menuBar()):
            part.setVisible(not hide)

    def toggle_full_screen(self) -> None:
        """Cover the whole screen, or no longer."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def toggle_theme(self) -> None:
        """Change between the dark and the light theme."""
        memory = self.session.desk.memory
        memory.choose(theme="light" if memory.settings.theme == "dark" else "dark")

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close at once, or ask first and close when the jobs have ended."""
        if not self.session.leaving.may_close():
            event.ignore()
            return
        self._remember()
        self.session.remember()
        event.accept()

    def _lay_out(self) -> None:
        middle = QWidget(self)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.error_bar)
        column.addWidget(self.canvas, 1)
        self.columns = QSplitter(Qt.Orientation.Horizontal, self)
        self.columns.setHandleWidth(2)
        self.columns.setChildrenCollapsible(False)
        for index, widget in enumerate((self.request, middle, self.gallery)):
            self.columns.addWidget(widget)
            self.columns.setStretchFactor(index, 1 if widget is middle else 0)
        self.request.setMinimumWidth(280)
        self.gallery.setMinimumWidth(160)
        whole = QWidget(self)
        outer = QVBoxLayout(whole)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.columns, 1)
        outer.addWidget(self.job_strip)
        self.setCentralWidget(whole)
        self.setMinimumSize(*SMALLEST)

    def _connect(self) -> None:
        self.error_bar.step_chosen.connect(self.commands.take_step)
        self.canvas.view.canvas_only.connect(self.toggle_canvas_only)
        self.gallery.view.asked.connect(self._on_menu_asked)
        self.session.leaving.ready.connect(self.close, Qt.ConnectionType.QueuedConnection)
        bind(self.session.desk.projects, "project", self._on_project)
        self.session.desk.memory.settings_changed.connect(self._on_settings)

    def _restore(self) -> None:
        remembered = self.session.desk.memory.remembered
        if not self.restoreGeometry(QByteArray.fromBase64(remembered.geometry.encode())):
            room = QGuiApplication.primaryScreen().availableGeometry()
            self.resize(min(SIZE[0], room.width()), min(SIZE[1], room.height()))
        self.columns.setSizes(list(remembered.columns or COLUMNS))
        for key, section in self._sections().items():
            section.set_open(key in remembered.open_sections)
        self.request.prompt.setFocus()

    def _remember(self) -> None:
        geometry = bytes(self.saveGeometry().toBase64().data()).decode()
        self.session.desk.memory.remember(
            geometry=geometry,
            columns=tuple(self.columns.sizes()) if self.request.isVisible() else (),
            open_sections=tuple(k for k, section in self._sections().items() if section.is_open()),
            thumbnail_px=self.gallery.scale.value(),
        )

    def _sections(self) -> dict[str, Section]:
        return {
            "negative": self.request.negative_section,
            "details": self.request.params_section,
        }

    def _on_project(self, project: Project | None) -> None:
        name = self.tr("Studio")
        self.setWindowTitle(f"{project.name} - {name}" if project else name)

    def _on_settings(self, settings: Settings) -> None:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        theme.apply(application, PALETTES[settings.theme])

    def _on_menu_asked(self, place: QPoint) -> None:
        menu = QMenu(self)
        for key in ("reuse", "reuse_prompt", "reuse_seed", "", "export", "copy", "folder"):
            if key:
                menu.addAction(self.actions_table[key])
            else:
                menu.addSeparator()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(place)
