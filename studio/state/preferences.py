"""Changing settings one by one, with a way back, and what a change sets in motion."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal

from studio.core.errors import StudioError
from studio.core.policy import Policy
from studio.core.settings import Settings, checked, declared
from studio.state.notices import Level, Notice
from studio.state.observable import Observable
from studio.tasks.look_at_folders import LookAtFolders
from studio.tasks.read_policy import ReadPolicy

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from studio.state.errands import Errands
    from studio.state.memory import Memory
    from studio.state.notices import Notices

MOST_UNDONE = 50
OF_THE_WORKER = ("cpu_threads", "draw_on")
FOLDERS = tuple(name for name, setting in declared().items() if setting.spec.kind == "folders")


class Preferences(QObject):
    """Acts at once and is kept at once; `undo` takes the last change back.

    The signals tell of the settings that something outside the window must follow, whoever changed
    them.
    """

    open_at_changed = Signal(str)
    open_at = Observable("")  # the category that the window of settings shows; "" while closed
    undoable_changed = Signal(int)
    undoable = Observable(0)  # how many changes can be taken back
    folders_changed = Signal()
    drawing_changed = Signal(object)  # Settings; some that the worker is made from
    log_level_changed = Signal(str)

    there_changed = Signal(object)
    policy_changed = Signal(object)
    policy = Observable(Policy())  # what the studio decided, as far as it was read
    there: Observable[Mapping[Path, bool]] = Observable({})  # folders that were looked at

    def __init__(
        self, memory: Memory, notices: Notices, errands: Errands, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._memory = memory
        self._notices = notices
        self._errands = errands
        self._before: list[dict[str, object]] = []
        self._may_join = False
        self._last = memory.settings
        memory.settings_changed.connect(self._on_settings)

    def value(self, name: str) -> object:
        """Return what a setting is now."""
        return getattr(self._memory.settings, name)

    def folders(self, name: str) -> tuple[str, ...]:
        """Return the folders of a setting of that kind."""
        return cast("tuple[str, ...]", self.value(name))

    def look_at(self, folders: Iterable[Path]) -> None:
        """Find out on a lane which folders are there; `there` tells."""
        self._errands.run(LookAtFolders(tuple(folders)), done=self._on_looked)

    def look_at_policy(self) -> None:
        """Read on a lane what the studio decided; `policy` tells."""
        self._errands.run(ReadPolicy(), done=self._on_policy)

    def differing(self, category: str = "") -> tuple[str, ...]:
        """Return the settings that are not their default, all or those of a category."""
        return tuple(
            name
            for name, setting in declared().items()
            if category in ("", setting.category) and self.value(name) != setting.default
        )

    def choose(self, name: str, value: object) -> None:
        """Change one setting; a drag over many values is taken back in one."""
        self._change({name: value}, joins=declared()[name].spec.kind in ("int", "float", "text"))

    def reset(self, names: Iterable[str]) -> None:
        """Give settings their defaults back."""
        known = declared()
        self._change({name: known[name].default for name in names})

    def undo(self) -> None:
        """Take the last change back."""
        if self._before:
            before = self._before.pop()
            self.undoable, self._may_join = len(self._before), False
            self._memory.choose(**before)

    def _change(self, values: Mapping[str, object], *, joins: bool = False) -> None:
        new = {name: value for name, value in values.items() if self.value(name) != value}
        if not new:
            return
        try:
            checked(replace(self._memory.settings, **new))  # type: ignore[arg-type]
        except StudioError as error:
            self._notices.tell(Notice(error.message, Level.ATTENTION, topic="settings"))
            return
        last = self._before[-1] if self._before else {}
        if not (joins and self._may_join and last.keys() == new.keys()):
            self._before.append({name: self.value(name) for name in new})
            del self._before[:-MOST_UNDONE]
        self._may_join = joins
        self.undoable = len(self._before)
        self._memory.choose(**new)

    def _on_policy(self, policy: Policy) -> None:
        self.policy = policy

    def _on_looked(self, there: Mapping[Path, bool]) -> None:
        self.there = {**self.there, **there}

    def _on_settings(self, settings: Settings) -> None:
        last, self._last = self._last, settings
        if any(getattr(last, name) != getattr(settings, name) for name in FOLDERS):
            self.folders_changed.emit()
        if any(getattr(last, name) != getattr(settings, name) for name in OF_THE_WORKER):
            self.drawing_changed.emit(settings)
        if last.log_level != settings.log_level:
            self.log_level_changed.emit(settings.log_level)
