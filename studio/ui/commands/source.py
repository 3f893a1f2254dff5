"""Commands that choose what a picture starts from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from studio.state.canvas import Origin
from studio.ui.actions import Command, Group

if TYPE_CHECKING:
    from studio.ui.main_window import MainWindow


class SourceCommands(QObject):
    """Takes the starting picture from the canvas or a file, or takes it away."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._sources = window.session.sources

    def groups(self) -> tuple[Group, ...]:
        """Return the lines of the picture's menu."""
        tr = self.tr
        return (
            Group(
                "picture",
                (
                    Command(
                        "source.canvas",
                        tr("&Start from this picture"),
                        self.from_canvas,
                        ("Ctrl+Shift+U",),
                        tip=tr(
                            "The next picture begins with the one on the canvas, not with noise"
                        ),
                    ),
                    Command("source.file", tr("Start from a picture &file..."), self.from_file),
                    Command("source.clear", tr("Start from n&oise again"), self._sources.clear),
                ),
            ),
        )

    def from_canvas(self) -> None:
        """Start from what is on the canvas."""
        on_canvas = self._window.session.desk.canvas.shown
        if on_canvas is None:
            self._window.say(self.tr("There is no picture on the canvas yet."))
        elif on_canvas.origin is Origin.PREVIEW:
            self._window.say(self.tr("This picture is not finished yet."))
        elif on_canvas.run is not None:
            self._sources.use_run(on_canvas.run)
        else:
            self._sources.use_pixels(on_canvas.pixels)

    def from_file(self) -> None:
        """Ask for a file and start from it."""
        title = self.tr("Start from a picture file")
        path = self._window.dialogs.picture(self._window, title, Path.home())
        if path:
            self._sources.use_file(path)
