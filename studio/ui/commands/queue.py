"""Commands of the queue: going on, the order, what was chosen in its panel."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from studio.core.work import EntryState
from studio.state.generation import KIND
from studio.state.queue_list import Section
from studio.ui.actions import Command, Group, Submenu

if TYPE_CHECKING:
    from collections.abc import Callable

    from studio.state.queue_list import Line
    from studio.ui.main_window import MainWindow
    from studio.ui.queue.panel import QueuePanel

PRIORITIES = (1, 0, -1)


class QueueCommands(QObject):
    """Acts on the jobs that are chosen in the panel, and says so where there are none."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._work = window.session.desk.work
        self._lines = window.session.desk.lines

    def groups(self) -> tuple[Group, ...]:
        """Return the queue's menu."""
        return (
            Group("queue", self._going_on()),
            Group("queue", self._order()),
            Group("queue", self._jobs()),
            Group("queue", self._rest()),
        )

    def _going_on(self) -> tuple[Command, ...]:
        tr = self.tr
        return (
            Command("queue.show", tr("&Show the queue"), self.show, ("Ctrl+Shift+Q",)),
            Command(
                "queue.pause",
                tr("&Paused"),
                self.toggle_pause,
                ("Ctrl+Shift+P",),
                tip=tr("What runs is finished, and nothing new begins until you go on"),
                checked=lambda: self._work.paused,
            ),
            Command(
                "queue.stop",
                tr("Pause and s&top what runs"),
                lambda: self._work.pause(stop=True),
                ("Ctrl+Shift+Esc",),
                tip=tr("The job goes back to the front; what it has stored stays"),
            ),
        )

    def _order(self) -> tuple[Command | Submenu, ...]:
        tr = self.tr
        return (
            Command("queue.top", tr("Make it the &next"), self.to_top),
            Command("queue.up", tr("Move &up"), lambda: self.shift(-1), tip=tr("Alt+Up")),
            Command("queue.down", tr("Move &down"), lambda: self.shift(1), tip=tr("Alt+Down")),
            Command("queue.bottom", tr("Make it the &last"), self.to_bottom),
            Submenu("queue.priority", tr("Pr&iority"), self._priorities),
        )

    def _jobs(self) -> tuple[Command, ...]:
        tr = self.tr
        return (
            Command(
                "queue.again",
                tr("Try &again"),
                self.again,
                tip=tr("What a job had stored before is not made again"),
            ),
            Command(
                "queue.make_now",
                tr("Make this one n&ow"),
                self.make_now,
                tip=tr("Even while the queue is paused"),
            ),
            Command(
                "queue.edit",
                tr("&Change it in the request panel"),
                self.edit,
                tip=tr("Then update the waiting job, or make a new one"),
            ),
            Command("queue.duplicate", tr("Du&plicate"), self.duplicate),
            Command("queue.remove", tr("&Remove from the queue"), self.remove),
        )

    def _rest(self) -> tuple[Command | None, ...]:
        tr = self.tr
        return (
            Command(
                "queue.list",
                tr("Work off a list of pro&mpts..."),
                self.open_list,
                tip=tr("One picture for each line, or for every combination of words"),
            ),
            Command(
                "queue.folder",
                tr("Work off a f&older..."),
                self.open_folder,
                tip=tr("Its pictures made again or started from, its texts as prompts"),
            ),
            Command(
                "queue.grid",
                tr("&XY grid..."),
                self.open_grid,
                ("Ctrl+Shift+H",),
                tip=tr("One picture for every combination of values, and a sheet that shows all"),
            ),
            None,
            Command(
                "queue.clear",
                tr("Clear &everything that waits"),
                self.clear,
                tip=tr("What runs goes on; Undo brings the others back"),
            ),
            Command("queue.tidy", tr("Take what is done off the &list"), self._lines.forget_done),
        )

    def open_list(self) -> None:
        """Ask for prompts in a window that stays open beside this one."""
        from studio.ui.queue.list_window import ListWindow  # made when it is asked for

        ListWindow(self._window).show()

    def open_folder(self) -> None:
        """Ask for a folder, and say in a window what can be made of it."""
        title = self.tr("Work off a folder")
        folder = self._window.dialogs.folder(self._window, title, Path.home())
        if folder:
            from studio.ui.queue.folder_window import FolderWindow  # made when it is asked for

            FolderWindow(self._window, folder).show()

    def open_grid(self) -> None:
        """Ask for the axes of a grid in a window that stays open beside this one."""
        from studio.ui.queue.grid_window import GridWindow  # made when it is asked for

        GridWindow(self._window).show()

    # Going on

    def show(self) -> None:
        """Show the panel, with the keyboard in it."""
        self._panel().view.setFocus()

    def toggle_pause(self) -> None:
        """Pause, or go on."""
        if self._work.paused:
            self._work.resume()
        else:
            self._work.pause()

    # Order

    def to_top(self) -> None:
        """Have the chosen jobs done next."""
        self._with_waiting(self._work.to_top)

    def to_bottom(self) -> None:
        """Have the chosen jobs done last."""
        self._with_waiting(lambda ids: self._work.move(ids, None))

    def shift(self, by: int) -> None:
        """Move the chosen jobs one place."""
        self._with_waiting(lambda ids: self._work.shift(ids, by))

    def prioritize(self, priority: int) -> None:
        """Put the chosen jobs among those of a priority."""
        self._with_waiting(lambda ids: self._work.prioritize(ids, priority))

    def _priorities(self) -> list[tuple[str, Callable[[], object]]]:
        titles = (
            self.tr("First of all"),
            self.tr("As usual"),
            self.tr("When nothing else waits"),
        )
        return [
            (title, lambda priority=priority: self.prioritize(priority))  # type: ignore[misc]
            for title, priority in zip(titles, PRIORITIES, strict=True)
        ]

    # Jobs

    def again(self) -> None:
        """Let the chosen jobs that failed have another turn."""
        ids = [line.entry_id for line in self._chosen() if line.section is Section.TROUBLE]
        if ids:
            self._work.again(ids)
        else:
            self._window.say(self.tr("Choose a job that failed or was interrupted first."))

    def make_now(self) -> None:
        """Do the chosen job next, whatever the queue does."""
        lines = [line for line in self._chosen() if line.entry_id]
        if lines and lines[0].state is not EntryState.RUNNING:
            self._work.make_now(lines[0].entry_id)
        else:
            self._window.say(self.tr("Choose a job that waits first."))

    def edit(self) -> None:
        """Show what a waiting job asks for in the request panel."""
        entries = [self._work.entry(line.entry_id) for line in self._chosen() if line.entry_id]
        entry = next((e for e in entries if e and e.state is not EntryState.RUNNING), None)
        requests = getattr(entry.payload, "requests", ()) if entry else ()
        if entry is None:
            self._window.say(self.tr("Choose a job that waits first."))
        elif len(requests) != 1 or entry.kind != KIND:
            self._window.say(self.tr("Only a job of one request can be changed in the panel."))
        else:
            self._window.session.generation.edit_waiting(entry)
            self._window.dock("request")

    def duplicate(self) -> None:
        """Put the chosen jobs into the queue once more."""
        ids = [line.entry_id for line in self._chosen() if line.entry_id]
        if ids:
            self._work.duplicate(ids)
        else:
            self._window.say(self.tr("Choose a job of the queue first."))

    def remove(self) -> None:
        """Take the chosen jobs out; stop those that run."""
        chosen = self._chosen()
        if not chosen:
            self._window.say(self.tr("Choose a job of the queue first."))
            return
        self._work.remove([line.entry_id for line in chosen if line.entry_id])
        for line in chosen:
            if line.section is Section.RUNNING and not line.entry_id:
                self._window.session.desk.jobs.cancel(line.job_id)
        self._lines.forget([line.key for line in chosen])

    def clear(self) -> None:
        """Take out all that waits."""
        if any(entry.state is not EntryState.RUNNING for entry in self._work.entries):
            self._work.clear()
        else:
            self._window.say(self.tr("Nothing waits in the queue."))

    def _panel(self) -> QueuePanel:
        from studio.ui.queue.panel import QueuePanel  # made when it is first shown

        panel = self._window.dock("queue")
        assert isinstance(panel, QueuePanel)
        return panel

    def _chosen(self) -> list[Line]:
        """Return what is chosen in the panel, without showing it for that."""
        from studio.ui.queue.panel import QueuePanel

        panel = self._window.places["queue"].made()
        return panel.chosen() if isinstance(panel, QueuePanel) else []

    def _with_waiting(self, act: Callable[[list[str]], object]) -> None:
        ids = [line.entry_id for line in self._chosen() if line.state is EntryState.WAITING]
        if ids:
            act(ids)
        else:
            self._window.say(self.tr("Choose a job that waits first."))
