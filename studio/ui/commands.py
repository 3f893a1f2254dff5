"""What the menus hold, and what a step of a notice does: the wires between ui and state."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication, QKeySequence

from studio.core import paths
from studio.state.notices import Notice, Step
from studio.ui.actions import Command, Menu, Submenu
from studio.ui.canvas.view import ZOOM_PER_NOTCH, to_image
from studio.ui.translate import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from studio.core.exporter import Exporter
    from studio.ui.main_window import MainWindow

Std = QKeySequence.StandardKey


class Commands(QObject):
    """The user's commands; asks where that takes a dialog, and calls the session."""

    def __init__(self, window: MainWindow, exporters: Mapping[str, Exporter]) -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        self._dialogs = window.dialogs
        self._exporters = exporters

    def menus(self) -> tuple[Menu, ...]:
        """Return the menu bar as a table."""
        return (self._file(), self._picture(), self._view(), self._help())

    def _file(self) -> Menu:
        tr = self.tr
        return Menu(
            tr("&File"),
            (
                Command("new", tr("&New project..."), self.new_project, (Std.New,)),
                Command("open", tr("&Open project..."), self.open_project, (Std.Open,)),
                Submenu("recent", tr("Open &recent"), self._recent),
                None,
                Command("export", tr("&Save picture as..."), self.export, (Std.Save,)),
                Command("folder", tr("Show in &folder"), self.show_in_folder, ("Ctrl+Shift+F",)),
                None,
                Command("models", tr("Open &models folder"), self.open_models_folder),
                Command("rescan", tr("&Look for models again"), self.rescan, (Std.Refresh,)),
                None,
                Command("quit", tr("&Quit"), self._window.close, (Std.Quit, "Ctrl+Q")),
            ),
        )

    def _picture(self) -> Menu:
        tr, session = self.tr, self._session
        generation, browsing = session.generation, session.browsing
        return Menu(
            tr("&Picture"),
            (
                Command(
                    "generate",
                    tr("&Generate"),
                    generation.generate,
                    ("Ctrl+Return", "Ctrl+Enter"),
                ),
                Command("cancel", tr("&Cancel"), generation.cancel, ("Esc",)),
                None,
                Command(
                    "reuse",
                    tr("Use &all its settings again"),
                    browsing.reuse_all,
                    ("Ctrl+R",),
                    tip=tr("Every control shows what made the selected picture"),
                ),
                Command("reuse_prompt", tr("Use its &prompt"), browsing.reuse_prompt, ("Ctrl+T",)),
                Command("reuse_seed", tr("Use its &seed"), browsing.reuse_seed, ("Ctrl+D",)),
                None,
                Command("copy", tr("Copy p&icture"), self.copy, ("Ctrl+Shift+C",)),
                Command("previous", tr("P&revious"), lambda: browsing.step(-1), ("Alt+Left",)),
                Command("next", tr("N&ext"), lambda: browsing.step(1), ("Alt+Right",)),
                Command("follow", tr("&Watch the work"), self.watch, ("Ctrl+L",)),
                None,
                Command(
                    "measure",
                    tr("&Measure which styles the model knows"),
                    session.measure_styles,
                    ("Ctrl+Shift+M",),
                    tip=tr("Draws test pictures with and without each style; takes long"),
                ),
            ),
        )

    def _view(self) -> Menu:
        tr, window = self.tr, self._window
        view = window.canvas.view
        return Menu(
            tr("&View"),
            (
                Command("fit", tr("&Whole picture"), view.fit, ("Ctrl+0",)),
                Command("actual", tr("&Actual size"), view.actual_size, ("Ctrl+1",)),
                Command("zoom_in", tr("Zoom &in"), lambda: view.zoom_by(ZOOM_PER_NOTCH),
                        (Std.ZoomIn, "Ctrl+=")),
                Command("zoom_out", tr("Zoom &out"), lambda: view.zoom_by(1 / ZOOM_PER_NOTCH),
                        (Std.ZoomOut,)),
                None,
                Command("prompt", tr("Write the &prompt"), window.request.focus_prompt,
                        ("Ctrl+P",)),
                Command("canvas_only", tr("&Canvas only"), window.toggle_canvas_only, ("F9",)),
                Command("full_screen", tr("&Full screen"), window.toggle_full_screen, ("F11",)),
                Command("theme", tr("&Light or dark"), window.toggle_theme, ("Ctrl+Shift+L",)),
            ),
        )  # fmt: skip

    def _help(self) -> Menu:
        from studio import __version__

        title = self.tr("Studio {version}: your pictures, on your machine, with no network")
        return Menu(
            self.tr("&Help"),
            (
                Command(
                    "about",
                    self.tr("&About the studio"),
                    lambda: self._window.say(title.format(version=__version__)),
                    ("F1",),
                ),
            ),
        )

    # File

    def new_project(self) -> None:
        """Ask for a name and open an empty project of it."""
        start = paths.documents_folder() / self.tr("New project")
        root = self._dialogs.new_folder(self._window, self.tr("New project"), start)
        if root:
            self._session.desk.projects.open(root, create=True)

    def open_project(self) -> None:
        """Ask for a project's folder and open it."""
        start = paths.documents_folder()
        root = self._dialogs.folder(self._window, self.tr("Open project"), start)
        if root:
            self._session.desk.projects.open(root)

    def export(self) -> None:
        """Ask for a file and write the selected picture to it."""
        run = self._session.browsing.selected
        if not run:
            self._window.say(self.tr("Select a picture first."))
            return
        start = Path.home() / f"{run.id}.png"
        named = [(exporter, shown(exporter.title)) for exporter in self._exporters.values()]
        chosen = self._dialogs.export_file(self._window, self.tr("Save picture as"), start, named)
        if chosen:
            self._session.keeping.export(run, *chosen)

    def show_in_folder(self) -> None:
        """Open the folder of the selected run, or that of the project."""
        run, project = self._session.browsing.selected, self._session.desk.projects.project
        if run or project:
            self._dialogs.show_folder(run.folder if run else project.root)  # type: ignore[union-attr]

    def open_models_folder(self) -> None:
        """Open the folder that full models go into; make it if it is not there."""
        folder = paths.user_models_folder()
        folder.mkdir(parents=True, exist_ok=True)
        self._dialogs.show_folder(folder)

    def rescan(self) -> None:
        """Look for models, styles and wildcards again."""
        self._session.look_for_supplies()

    def _recent(self) -> Sequence[tuple[str, Callable[[], object]]]:
        projects = self._session.desk.projects
        here = projects.project.root if projects.project else None
        roots = [Path(text) for text in self._session.desk.memory.remembered.projects]
        return [
            (f"{root.name}  -  {root.parent}", partial(projects.open, root))
            for root in roots
            if root != here
        ]

    # Picture

    def copy(self) -> None:
        """Put the picture on the canvas on the clipboard."""
        on_canvas = self._session.desk.canvas.shown
        if on_canvas:
            QGuiApplication.clipboard().setImage(to_image(on_canvas.pixels).copy())

    def watch(self) -> None:
        """Let the canvas follow the job that runs."""
        self._session.browsing.follow()

    # Notices

    def take_step(self, notice: Notice, step: Step) -> None:
        """Do what the button of a notice says."""
        window = {
            Step.SAVE_ELSEWHERE: self.save_elsewhere,
            Step.OPEN_MODELS_FOLDER: self.open_models_folder,
            Step.OPEN_PROJECT: self.open_project,
            Step.NEW_PROJECT: self.new_project,
        }
        if step in window:
            window[step]()
            return
        self._session.desk.notices.dismiss(notice)
        if notice.act:
            notice.act(step)

    def save_elsewhere(self) -> None:
        """Ask for a folder for the pictures that are only in memory."""
        title = self.tr("Save the pictures in memory to")
        folder = self._dialogs.folder(self._window, title, Path.home())
        if folder:
            self._session.keeping.save_all(folder)
