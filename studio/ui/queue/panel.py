"""The panel of the queue: go on or pause, what there is, and what can be done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from studio.core.work import EntryState
from studio.state.observable import bind
from studio.state.queue_list import Section
from studio.ui.icons import icon
from studio.ui.palette import Role
from studio.ui.queue.view import QueueView
from studio.ui.queue.words import QueueWords
from studio.ui.widgets.row import Label, icon_button

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint

    from studio.core.project import Project
    from studio.state.queue_list import Line
    from studio.ui.main_window import MainWindow

STARTERS = ("queue.list",)  # where the panel is low, there is room for one
BATCHES = ("queue.list", "queue.folder", "queue.grid")
MENU = (
    "queue.again",
    "queue.make_now",
    "queue.edit",
    "queue.duplicate",
    "",
    "queue.top",
    "queue.up",
    "queue.down",
    "queue.bottom",
    "queue.priority",
    "",
    "queue.remove",
)


class QueuePanel(QWidget):
    """Shows the queue; what its commands do stands in `ui.commands.queue`."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._window = window
        desk = window.session.desk
        self._desk = desk
        self.words = QueueWords(self)
        self.pause = icon_button("clock", "", self._on_pause)
        self.summary = Label("", self)
        self.more = icon_button("plus", self.tr("More jobs, and what to do with those there are"))
        self.view = QueueView(desk.lines, self.words, self)
        self.view.setAccessibleName(self.tr("Jobs"))
        self.editing = self._editing_bar()
        self._lay_out()
        self._tick = QTimer(self, interval=1000)
        self._tick.timeout.connect(self._show_summary)
        self._connect()

    def sizeHint(self) -> QSize:
        """Room for a few jobs."""
        return QSize(280, 320)

    def minimumSizeHint(self) -> QSize:
        """Room for one that runs and one that waits."""
        return QSize(200, 190)

    def chosen(self) -> list[Line]:
        """Return the jobs that a command is about."""
        return self.view.chosen()

    def _connect(self) -> None:
        desk, generation = self._desk, self._window.session.generation
        self.view.remove_asked.connect(self._on_remove)
        self.view.shift_asked.connect(self._on_shift)
        self.view.opened.connect(self._on_opened)
        self.view.menu_asked.connect(self._on_menu)
        self.more.clicked.connect(self._on_more)
        desk.lines.changed.connect(self._show_summary)
        bind(desk.work, "paused", self._on_paused)
        bind(desk.projects, "project", self._on_project)
        bind(generation, "editing", self._on_editing)
        self._show_summary()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(8, 4, 8, 4)
        head.setSpacing(4)
        head.addWidget(self.pause)
        head.addWidget(self.summary, 1)
        head.addWidget(self.more)
        self.empty = self._empty_page()
        self._pages = QStackedLayout()
        self._pages.addWidget(self.empty)
        self._pages.addWidget(self.view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.editing)
        column.addLayout(self._pages, 1)

    def _empty_page(self) -> QWidget:
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        text = QLabel(
            self.tr(
                "Nothing waits. Generate as often as you like: what cannot be made at once "
                "lines up here, and is still here after the studio was closed."
            ),
            page,
        )
        text.setWordWrap(True)
        text.setObjectName("secondary")
        column.addStretch(1)
        column.addWidget(text)
        self.starters: list[QPushButton] = []
        for key in STARTERS:
            self.starters.append(self._starter(key, page))
            column.addWidget(self.starters[-1])
        column.addStretch(2)
        return page

    def _starter(self, key: str, page: QWidget) -> QPushButton:
        titles = {
            "queue.list": self.tr("Work off a list of prompts..."),
        }
        button = QPushButton(titles[key], page)
        button.setToolTip(self._window.actions_table[key].toolTip())
        button.clicked.connect(lambda: self._window.actions_table[key].trigger())
        return button

    def _editing_bar(self) -> QWidget:
        bar = QWidget(self)
        bar.setObjectName("bar")
        bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(bar)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(6)
        text = QLabel(self.tr("The request panel shows a waiting job."), bar)
        text.setWordWrap(True)
        line = QHBoxLayout()
        self.update_job = QPushButton(self.tr("Update the waiting job"), bar)
        self.update_job.setToolTip(
            self.tr("It keeps its place; Generate would make a new job instead")
        )
        self.leave_job = QPushButton(self.tr("Leave it"), bar)
        self.leave_job.setToolTip(self.tr("The waiting job stays as it was"))
        generation = self._window.session.generation
        self.update_job.clicked.connect(lambda: generation.update_waiting())
        self.leave_job.clicked.connect(lambda: generation.stop_editing())
        line.addWidget(self.update_job)
        line.addWidget(self.leave_job)
        line.addStretch(1)
        column.addWidget(text)
        column.addLayout(line)
        return bar

    # What happens

    def _show_summary(self) -> None:
        lines, work = self._desk.lines, self._desk.work
        self._pages.setCurrentWidget(self.view if lines.rowCount() else self.empty)
        seconds = lines.seconds_left()
        self.summary.setText(self.words.summary(work.waiting, seconds, paused=work.paused))
        busy = lines.count(Section.RUNNING) > 0
        if busy != self._tick.isActive():
            if busy:
                self._tick.start()
            else:
                self._tick.stop()

    def _on_paused(self, paused: bool) -> None:
        tip = (
            self.tr("Go on with the queue (Ctrl+Shift+P)")
            if paused
            else self.tr("Pause the queue: what runs is finished (Ctrl+Shift+P)")
        )
        self.pause.setIcon(icon("play" if paused else "pause", Role.TEXT))
        self.pause.setToolTip(tip)
        self.pause.setAccessibleName(tip)
        self._show_summary()

    def _on_project(self, project: Project | None) -> None:
        self.view.project = project.root.name if project else ""
        self.view.viewport().update()

    def _on_editing(self, entry_id: str) -> None:
        self.editing.setVisible(bool(entry_id))

    def _on_pause(self) -> None:
        self._window.actions_table["queue.pause"].trigger()

    def _on_remove(self) -> None:
        self._window.actions_table["queue.remove"].trigger()

    def _on_shift(self, by: int) -> None:
        key = "queue.up" if by < 0 else "queue.down"
        self._window.actions_table[key].trigger()

    def _on_opened(self, line: Line) -> None:
        """Do what is most likely meant: show what was made, try again, change what waits."""
        if line.run:
            self._window.session.browsing.show(line.run)
        elif line.section is Section.TROUBLE:
            self._window.actions_table["queue.again"].trigger()
        elif line.state is EntryState.WAITING:
            self._window.actions_table["queue.edit"].trigger()

    def _on_menu(self, place: QPoint) -> None:
        menu = QMenu(self)
        for key in MENU:
            if key:
                menu.addAction(self._window.actions_table[key])
            else:
                menu.addSeparator()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(place)

    def _on_more(self) -> None:
        menu = QMenu(self)
        for key in (*BATCHES, "", "queue.clear", "queue.tidy"):
            if key:
                menu.addAction(self._window.actions_table[key])
            else:
                menu.addSeparator()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))
