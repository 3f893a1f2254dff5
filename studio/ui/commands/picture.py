"""Commands that make pictures, and that use again what made one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from studio.ui.actions import Command, Group
from studio.ui.canvas.view import to_image

if TYPE_CHECKING:
    from studio.ui.main_window import MainWindow


class PictureCommands(QObject):
    """Calls the session for the picture being made or selected."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session

    def groups(self) -> tuple[Group, ...]:
        """Return the picture's menu."""
        return (
            Group("picture", self._making()),
            Group("picture", self._reusing()),
            Group("picture", self._looking()),
        )

    def copy(self) -> None:
        """Put the picture on the canvas on the clipboard."""
        on_canvas = self._session.desk.canvas.shown
        if on_canvas:
            QGuiApplication.clipboard().setImage(to_image(on_canvas.pixels).copy())
        else:
            self._window.say(self.tr("There is no picture on the canvas yet."))

    def _making(self) -> tuple[Command, ...]:
        tr, session = self.tr, self._session
        return (
            Command(
                "picture.generate",
                tr("&Generate"),
                session.generation.generate,
                ("Ctrl+Return", "Ctrl+Enter"),
            ),
            Command("picture.cancel", tr("&Cancel"), session.generation.cancel, ("Esc",)),
            Command(
                "picture.prompt",
                tr("&Write the prompt"),
                lambda: self._window.request.focus_prompt(),
                ("Ctrl+P",),
            ),
            Command(
                "picture.measure",
                tr("&Measure which styles the model knows"),
                session.measure_styles,
                ("Ctrl+Shift+M",),
                tip=tr("Draws test pictures with and without each style; takes long"),
            ),
        )

    def _reusing(self) -> tuple[Command, ...]:
        tr, browsing = self.tr, self._session.browsing
        return (
            Command(
                "picture.reuse",
                tr("Use &all its settings again"),
                browsing.reuse_all,
                ("Ctrl+R",),
                tip=tr("Every control shows what made the selected picture"),
            ),
            Command(
                "picture.reuse_prompt",
                tr("Use its &prompt"),
                browsing.reuse_prompt,
                ("Ctrl+Shift+T",),
            ),
            Command("picture.reuse_seed", tr("Use its &seed"), browsing.reuse_seed, ("Ctrl+D",)),
        )

    def _looking(self) -> tuple[Command, ...]:
        tr, browsing = self.tr, self._session.browsing
        return (
            Command("picture.copy", tr("Copy p&icture"), self.copy, ("Ctrl+Shift+C",)),
            Command("picture.previous", tr("P&revious"), lambda: browsing.step(-1), ("Alt+Left",)),
            Command("picture.next", tr("N&ext"), lambda: browsing.step(1), ("Alt+Right",)),
            Command("picture.follow", tr("&Watch the work"), browsing.follow, ("Ctrl+L",)),
        )
