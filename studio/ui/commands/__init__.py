"""What the menus hold: one file per feature, one line per file in `COMMAND_SETS`.

A set is a `class XCommands(QObject)` with `__init__(self, window)` and `groups()`; the order here
is the order of the groups inside a menu.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from studio.ui.commands.canvas import CanvasCommands
from studio.ui.commands.file import FileCommands
from studio.ui.commands.gallery import GalleryCommands
from studio.ui.commands.gallery_pictures import GalleryPicturesCommands
from studio.ui.commands.help import HelpCommands
from studio.ui.commands.importing import ImportCommands
from studio.ui.commands.library import LibraryCommands
from studio.ui.commands.parts import PartCommands
from studio.ui.commands.picture import PictureCommands
from studio.ui.commands.prompt import PromptCommands
from studio.ui.commands.provenance import ProvenanceCommands
from studio.ui.commands.queue import QueueCommands
from studio.ui.commands.service import ServiceCommands
from studio.ui.commands.settings import SettingsCommands
from studio.ui.commands.source import SourceCommands
from studio.ui.commands.view import ViewCommands
from studio.ui.commands.why import WhyCommands
from studio.ui.commands.window import WindowCommands

if TYPE_CHECKING:
    from studio.ui.actions import Group
    from studio.ui.main_window import MainWindow


class CommandSet(Protocol):
    """The commands of one feature."""

    def __init__(self, window: MainWindow) -> None: ...

    def groups(self) -> tuple[Group, ...]:
        """Return the lines of the menus."""
        ...


COMMAND_SETS: tuple[type[CommandSet], ...] = (
    FileCommands,
    ImportCommands,
    PictureCommands,
    PromptCommands,
    SourceCommands,
    PartCommands,
    WhyCommands,
    CanvasCommands,
    GalleryCommands,
    GalleryPicturesCommands,
    ProvenanceCommands,
    LibraryCommands,
    QueueCommands,
    ViewCommands,
    WindowCommands,
    SettingsCommands,
    ServiceCommands,
    HelpCommands,
)
