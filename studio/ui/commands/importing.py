"""Commands that bring things in, and give styles away."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication, QKeySequence

from studio.core import paths
from studio.ui.actions import Command, Group
from studio.ui.drop_target import show_about
from studio.ui.incoming import hand_over

if TYPE_CHECKING:
    from studio.ui.main_window import MainWindow


class ImportCommands(QObject):
    """Asks which files, and hands them to where drops go."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._drops = window.session.drops

    def groups(self) -> tuple[Group, ...]:
        """Return the lines of the menus."""
        tr = self.tr
        return (
            Group(
                "file",
                (
                    Command(
                        "import.files",
                        tr("&Import..."),
                        self.files,
                        ("Ctrl+Shift+O",),
                        tip=tr("Pictures, styles or settings of any program that the studio reads"),
                    ),
                    Command("import.folder", tr("Import a folder of &pictures..."), self.folder),
                    Command(
                        "import.export_styles",
                        tr("Save my s&tyles as..."),
                        self.export_styles,
                        tip=tr("For this studio, or as a table for AUTOMATIC1111"),
                    ),
                ),
            ),
            Group(
                "edit",
                (
                    Command(
                        "import.paste",
                        tr("&Paste picture, files or settings"),
                        self.paste,
                        (QKeySequence.StandardKey.Paste,),
                        tip=tr("What is pasted is looked at first; nothing is replaced unasked"),
                    ),
                ),
            ),
            Group(
                "picture",
                (
                    Command(
                        "import.about",
                        tr("A&bout the dropped picture"),
                        self.about,
                        ("Ctrl+Shift+A",),
                        tip=tr("Every field that a picture from elsewhere says of itself"),
                    ),
                    Command(
                        "import.keep",
                        tr("I&mport the dropped picture"),
                        self._drops.import_shown,
                        tip=tr("Copies it into the project, with all that it says"),
                    ),
                ),
            ),
        )

    def files(self) -> None:
        """Ask for files and look at them."""
        found = self._window.dialogs.files(self._window, self.tr("Import"), Path.home())
        if found:
            self._drops.take(found)

    def folder(self) -> None:
        """Ask for a folder and look at it."""
        title = self.tr("Import a folder of pictures")
        folder = self._window.dialogs.folder(self._window, title, Path.home())
        if folder:
            self._drops.take([folder])

    def paste(self) -> None:
        """Look at what is on the clipboard."""
        mime = QGuiApplication.clipboard().mimeData()
        if not mime or not hand_over(mime, self._drops, self.tr("Pasted picture")):
            self._window.say(self.tr("There is nothing on the clipboard that can be pasted here."))

    def about(self) -> None:
        """Show the list of fields."""
        show_about(self._window)

    def export_styles(self) -> None:
        """Ask for a file and write the user's own styles to it."""
        title, start = self.tr("Save my styles"), paths.documents_folder() / "styles.json"
        target = self._window.dialogs.styles_file(self._window, title, start)
        if target:
            self._drops.export_styles(target)
