"""Commands that help to write the prompt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from studio.ui.actions import Command, Group

if TYPE_CHECKING:
    from studio.ui.main_window import MainWindow
    from studio.ui.prompt.texts import PromptTexts


class PromptCommands(QObject):
    """Shows the panel first, for whoever has hidden it."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    def groups(self) -> tuple[Group, ...]:
        """Return the lines of the menu of the picture."""
        tr = self.tr
        return (
            Group(
                "picture",
                (
                    Command(
                        "prompt.history",
                        tr("Prompts of &before..."),
                        lambda: self._texts().open_history(),
                        ("Ctrl+H",),
                        tip=tr("Every prompt you made a picture of, to search and to use again"),
                    ),
                    Command(
                        "prompt.favorites",
                        tr("&Favorite prompts..."),
                        lambda: self._texts().open_history(favorites=True),
                        ("Ctrl+Alt+H",),
                        tip=tr("The prompts you starred, by name"),
                    ),
                    Command(
                        "prompt.star",
                        tr("Sta&r this prompt"),
                        lambda: self._texts().toggle_star(),
                        ("Ctrl+Alt+D",),
                        tip=tr("Keep the prompt and what it leaves out, or no longer"),
                    ),
                    Command(
                        "prompt.style",
                        tr("Choose a st&yle..."),
                        self._choose_style,
                        ("Ctrl+Alt+Y",),
                        tip=tr("Open the list of styles"),
                    ),
                ),
            ),
        )

    def _texts(self) -> PromptTexts:
        self._window.dock("request")
        return self._window.request.texts

    def _choose_style(self) -> None:
        self._window.dock("request")
        self._window.request.style_picker.showPopup()
