"""What the user should know now: sentences with the next step as a button."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from studio.state.observable import Observable

if TYPE_CHECKING:
    from collections.abc import Callable

    from studio.core.errors import StudioError
    from studio.core.text import Message

MOST = 20  # older notices are forgotten


class Level(Enum):
    """How much a notice weighs."""

    INFO = "info"
    ATTENTION = "attention"
    LOSS = "loss"  # something was or may be lost


class Step(Enum):
    """A next step that the window can offer as a button."""

    SAVE_ELSEWHERE = "save elsewhere"
    OPEN_MODELS_FOLDER = "open models folder"
    SHOW_STORED = "show stored"
    MAKE_ANYWAY = "make anyway"
    OPEN_PROJECT = "open project"
    NEW_PROJECT = "new project"
    OPEN_READ_ONLY = "open read-only"
    TAKE_OVER = "take over"
    CANCEL_AND_CLOSE = "cancel and close"
    CLOSE_WHEN_DONE = "close when done"
    LOSE_AND_CLOSE = "lose and close"
    STAY = "stay"
    COPY_REPORT = "copy report"
    RESUME_QUEUE = "resume queue"
    SHOW_QUEUE = "show queue"
    MAKE_NOW = "make now"
    KEEP_QUEUE = "keep queue"
    UNDO = "undo"
    EMPTY_TRASH = "empty trash"
    KEEP_TRASH = "keep trash"
    USE_ALL = "use all"
    USE_PROMPT = "use prompt"
    ONLY_LOOK = "only look"
    ABOUT_PICTURE = "about picture"
    IMPORT_PICTURES = "import pictures"
    START_FROM = "start from"
    CONVERT = "convert"
    SEARCH_FOLDER = "search folder"
    SHOW_LOG = "show log"
    USE_PROCESSOR = "use processor"


@dataclass(frozen=True, eq=False)
class Notice:
    """One sentence, and what can be done about it; `act` does the chosen step.

    `log` is the file that tells more of it, for `Step.SHOW_LOG`.
    """

    message: Message
    level: Level = Level.INFO
    steps: tuple[Step, ...] = ()
    act: Callable[[Step], None] | None = None
    topic: str = ""  # a new notice replaces an older one of the same topic
    log: Path | None = None


class Notices(QObject):
    """A stack of notices; the newest is `current`."""

    current_changed = Signal(object)
    current: Observable[Notice | None] = Observable(None)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stack: list[Notice] = []

    def tell(self, notice: Notice) -> None:
        """Put a notice on top, in place of older ones about the same."""
        self._stack = [old for old in self._stack if not _same(old, notice)][-MOST + 1 :]
        self._stack.append(notice)
        self.current = notice

    def dismiss(self, notice: Notice | None = None) -> None:
        """Forget a notice (the current one unless told) and show the one below it."""
        gone = notice or self.current
        self._stack = [old for old in self._stack if old is not gone]
        self.current = self._stack[-1] if self._stack else None

    def dismiss_topic(self, topic: str) -> None:
        """Forget what was said about a topic that is settled."""
        self._stack = [old for old in self._stack if old.topic != topic]
        self.current = self._stack[-1] if self._stack else None


def log_of(error: StudioError) -> Path | None:
    """Return the file in which a process wrote down how it ended, if an error names one."""
    log = error.message.values.get("log")
    return log if isinstance(log, Path) else None


def _same(old: Notice, new: Notice) -> bool:
    if new.topic:
        return old.topic == new.topic
    return old.message == new.message and old.act is None
