"""The window: what will be made, the picture, what there is, and what is being done."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMainWindow, QToolBar, QVBoxLayout, QWidget

from studio.core.text import Message
from studio.state.notices import Notice
from studio.state.observable import bind
from studio.ui import theme
from studio.ui.actions import Actions
from studio.ui.canvas.panel import CanvasPanel
from studio.ui.commands import COMMAND_SETS
from studio.ui.docks import DOCKS, Place
from studio.ui.drop_target import DropTarget
from studio.ui.error_bar import ErrorBar
from studio.ui.focus import Left, focus_along, focus_path
from studio.ui.job_strip import JobStrip
from studio.ui.palette import PALETTES
from studio.ui.steps import Steps
from studio.ui.workspaces import Layout, WorkspaceTabs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QCloseEvent

    from studio.core.exporter import Exporter
    from studio.core.project import Project
    from studio.core.settings import Settings
    from studio.state.session import Session
    from studio.ui.dialogs import Dialogs
    from studio.ui.gallery.panel import GalleryPanel
    from studio.ui.request_panel import RequestPanel
    from studio.ui.widgets.section import Section

SIZE = (1440, 900)
SMALLEST = (960, 600)


class MainWindow(QMainWindow):
    """The canvas with docks around it, and one line below; remembers how they lay."""

    def __init__(
        self, session: Session, exporters: Mapping[str, Exporter], dialogs: Dialogs
    ) -> None:
        super().__init__()
        self.session = session
        self.exporters = exporters
        self.dialogs = dialogs
        self.canvas = CanvasPanel(session, self)
        self.error_bar = ErrorBar(session.desk.notices, self)
        self.job_strip = JobStrip(session, self)
        self.places: dict[str, Place] = {}
        self._lay_out()
        self._lay_docks()
        self.workspaces = Layout(self)
        self.actions_table = Actions(self, session.desk.memory.shortcuts)
        sets = [commands(self) for commands in COMMAND_SETS]
        self.actions_table.fill(
            self.menuBar(), [group for commands in sets for group in commands.groups()]
        )
        self._add_tabs()
        self.steps = Steps(self)
        self.drop_target = DropTarget(self)
        self._connect()
        self._restore()

    @property
    def request(self) -> RequestPanel:
        """The panel that says what will be made."""
        return cast("RequestPanel", self.places["request"].content())

    @property
    def gallery(self) -> GalleryPanel:
        """The panel that shows what there is."""
        return cast("GalleryPanel", self.places["gallery"].content())

    def say(self, text: str) -> None:
        """Tell something that is worth a line."""
        self.session.desk.notices.tell(Notice(Message(text), topic="said"))

    # Docks

    def dock(self, key: str) -> QWidget:
        """Show a dock in front of what it shares its place with, and return its panel."""
        place = self.places[key]
        place.show()
        place.raise_()
        return place.content()

    def is_dock_shown(self, key: str) -> bool:
        """Whether a dock is there, even behind another one's tab."""
        return not self.places[key].isHidden()

    def toggle_dock(self, key: str) -> None:
        """Show a dock, or hide it."""
        if self.is_dock_shown(key):
            self.places[key].close()
        else:
            self.dock(key)

    def toggle_canvas_only(self) -> None:
        """Hide everything but the picture, or show again exactly what was there."""
        self.workspaces.toggle_canvas_only()

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
        self.session.desk.prompts.flush()
        self.session.desk.pace.flush()
        event.accept()

    # Another window in its place

    def leave(self) -> Left:
        """Note how the window is left, for the one that takes its place."""
        self._remember()
        return Left(focus_path(self), self.workspaces.is_canvas_only, self.isVisible())

    def take_over(self, left: Left) -> None:
        """Stand where another window stood."""
        if left.canvas_only:
            self.toggle_canvas_only()
        if left.visible:
            self.show()
            self.activateWindow()
        focus_along(self, left.focus)

    # Putting together

    def _lay_out(self) -> None:
        middle = QWidget(self)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.error_bar)
        column.addWidget(self.canvas, 1)
        self.setCentralWidget(middle)
        self.bottom = QToolBar(self)
        self.bottom.setObjectName("bottom")
        self.bottom.setMovable(False)
        self.bottom.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.bottom.addWidget(self.job_strip)
        self.addToolBar(Qt.ToolBarArea.BottomToolBarArea, self.bottom)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setMinimumSize(*SMALLEST)

    def _lay_docks(self) -> None:
        self.setDockNestingEnabled(True)
        self.setCorner(Qt.Corner.BottomLeftCorner, Qt.DockWidgetArea.LeftDockWidgetArea)
        self.setCorner(Qt.Corner.BottomRightCorner, Qt.DockWidgetArea.RightDockWidgetArea)
        for dock in DOCKS:
            place = Place(dock, self)
            place.filled.connect(self._on_filled)
            self.addDockWidget(dock.area, place)
            place.hide()
            self.places[dock.key] = place

    def _add_tabs(self) -> None:
        bar, self.tabs = self.menuBar(), WorkspaceTabs(self.workspaces, self)
        if not bar.isNativeMenuBar():
            bar.setCornerWidget(self.tabs)
            return
        strip = QToolBar(self)  # the menus are at the top of the screen
        strip.setObjectName("top")
        strip.setMovable(False)
        strip.addWidget(self.tabs)
        self.addToolBar(Qt.ToolBarArea.TopToolBarArea, strip)

    def _connect(self) -> None:
        self.error_bar.step_chosen.connect(self.steps.take)
        self.job_strip.queue_asked.connect(self.actions_table["queue.show"].trigger)
        self.canvas.view.canvas_only.connect(self.toggle_canvas_only)
        self.session.leaving.ready.connect(self.close, Qt.ConnectionType.QueuedConnection)
        bind(self.session.desk.projects, "project", self._on_project)
        self.session.desk.memory.settings_changed.connect(self._on_settings)

    def _restore(self) -> None:
        remembered = self.session.desk.memory.remembered
        if not self.restoreGeometry(QByteArray.fromBase64(remembered.geometry.encode())):
            room = QGuiApplication.primaryScreen().availableGeometry()
            self.resize(min(SIZE[0], room.width()), min(SIZE[1], room.height()))
        self.workspaces.restore()
        if self.is_dock_shown("request"):
            self.request.prompt.setFocus()

    def _remember(self) -> None:
        geometry = bytes(self.saveGeometry().toBase64().data()).decode()
        memory = self.session.desk.memory
        memory.remember(geometry=geometry)
        self.workspaces.remember()
        if self.places["request"].made():
            sections = self._sections().items()
            memory.remember(open_sections=tuple(k for k, one in sections if one.is_open()))
        if self.places["gallery"].made():
            memory.remember(thumbnail_px=self.gallery.scale.value())

    def _sections(self) -> dict[str, Section]:
        return {
            "negative": self.request.negative_section,
            "details": self.request.params_section,
            "savings": self.request.savings_section,
        }

    # What happens

    def _on_filled(self, key: str) -> None:
        """Tie a panel to the rest of the window when it is made."""
        if key == "request":
            opened = self.session.desk.memory.remembered.open_sections
            for name, section in self._sections().items():
                section.set_open(name in opened)

    def _on_project(self, project: Project | None) -> None:
        name = self.tr("Studio")
        self.setWindowTitle(f"{project.name} - {name}" if project else name)

    def _on_settings(self, settings: Settings) -> None:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        theme.apply(application, PALETTES[settings.theme])
