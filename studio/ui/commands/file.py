"""Commands for projects, for files of pictures, and for the folder of models."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence

from studio.core import paths
from studio.ui.actions import Command, Group, Submenu
from studio.ui.translate import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from studio.ui.actions import Line
    from studio.ui.main_window import MainWindow

Std = QKeySequence.StandardKey


class FileCommands(QObject):
    """Asks where, and calls the session."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        self._dialogs = window.dialogs

    def groups(self) -> tuple[Group, ...]:
        """Return the menus of files and models."""
        return (Group("file", self._files()), Group("models", self._models()))

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
        named = [(writer, shown(writer.title)) for writer in self._window.exporters.values()]
        chosen = self._dialogs.export_file(self._window, self.tr("Save picture as"), start, named)
        if chosen:
            self._session.keeping.export(run, *chosen)

    def save_elsewhere(self) -> None:
        """Ask for a folder for the pictures that are only in memory."""
        if not self._session.keeping.unsaved:
            self._window.say(self.tr("Every picture is stored."))
            return
        title = self.tr("Save the pictures in memory to")
        folder = self._dialogs.folder(self._window, title, Path.home())
        if folder:
            self._session.keeping.save_all(folder)

    def show_in_folder(self) -> None:
        """Open the folder of the selected run, or that of the project."""
        run, project = self._session.browsing.selected, self._session.desk.projects.project
        folder = run.folder if run else project.root if project else None
        if folder:
            self._dialogs.show_folder(folder)
        else:
            self._window.say(self.tr("No project is open."))

    def report(self) -> None:
        """Ask for a file and write the report of the open project."""
        project = self._session.desk.projects.project
        if project is None:
            self._window.say(self.tr("No project is open."))
            return
        title = self.tr("Report on the use of AI")
        start = paths.documents_folder() / f"{project.name} AI.html"
        target = self._dialogs.page_file(self._window, title, start)
        if target:
            self._session.ai_reporting.write(project.root, target, shown)

    def open_models_folder(self) -> None:
        """Open the folder that full models go into; make it if it is not there."""
        folder = paths.user_models_folder()
        folder.mkdir(parents=True, exist_ok=True)
        self._dialogs.show_folder(folder)

    def convert(self) -> None:
        """Ask for pickles and convert them."""
        title = self.tr("Convert pickles into safetensors files")
        for path in self._dialogs.files(self._window, title, paths.user_models_folder()):
            self._session.desk.conversions.start(path)

    def _files(self) -> tuple[Line, ...]:
        tr = self.tr
        return (
            Command("file.new", tr("&New project..."), self.new_project, (Std.New,)),
            Command("file.open", tr("&Open project..."), self.open_project, (Std.Open,)),
            Submenu("file.recent", tr("Open &recent"), self._recent),
            None,
            Command("file.export", tr("&Save picture as..."), self.export, (Std.Save,)),
            Command(
                "file.save_elsewhere",
                tr("Save the pictures in &memory to..."),
                self.save_elsewhere,
                ("Ctrl+Alt+S",),
                tip=tr("Those that the disk refused, and that are not stored yet"),
            ),
            Command("file.folder", tr("Show in &folder"), self.show_in_folder, ("Ctrl+Shift+F",)),
            Command(
                "file.ai_report",
                tr("Report on the use of &AI..."),
                self.report,
                ("Ctrl+Alt+R",),
                tip=tr("Which models, licenses and pictures the project was made with, as a page"),
            ),
            None,
            Command("file.quit", tr("&Quit"), self._window.close, (Std.Quit, "Ctrl+Q")),
        )

    def _models(self) -> tuple[Line, ...]:
        tr, open_folder = self.tr, self.open_models_folder
        look = self._session.look_for_supplies
        return (
            Command("models.folder", tr("Open &models folder"), open_folder, ("Ctrl+Alt+M",)),
            Command("models.look", tr("&Look for models again"), look, ("Ctrl+F5",)),
            Command(
                "models.convert",
                tr("&Convert pickles..."),
                self.convert,
                tip=tr("Makes safe files of .ckpt, .pt and .bin files; nothing in them is run"),
            ),
        )

    def _recent(self) -> Sequence[tuple[str, Callable[[], object]]]:
        projects = self._session.desk.projects
        here = projects.project.root if projects.project else None
        roots = [Path(text) for text in self._session.desk.memory.remembered.projects]
        return [
            (f"{root.name}  -  {root.parent}", partial(projects.open, root))
            for root in roots
            if root != here
        ]
