"""A kept file that is read after the window has opened, and written without keeping it waiting."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from studio.core.errors import StudioError
from studio.state.notices import Level, Notice
from studio.tasks.keep_value import KeepValue
from studio.tasks.open_kept import OpenKept

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from studio.core.file_format import Format
    from studio.core.kept_file import KeptFile
    from studio.state.errands import Errands
    from studio.state.notices import Notices

log = logging.getLogger(__name__)
T = TypeVar("T")


class LateFile(Generic[T]):
    """Holds a value that `change` changes; what is changed before the file was read is not lost.

    `told` is called with the value whenever it is another one.
    """

    def __init__(self, path: Path, form: Format[T], default: T, told: Callable[[T], None]) -> None:
        self.value = default
        self._path, self._form, self._told = path, form, told
        self._file: KeptFile[T] | None = None
        self._errands: Errands | None = None
        self._early: list[Callable[[T], T]] = []
        self._is_writing = False
        self._is_dirty = False

    @property
    def is_open(self) -> bool:
        """Whether the file has been read."""
        return self._file is not None

    def open(self, errands: Errands, notices: Notices) -> None:
        """Read the file on the disk lane; a damaged one is put aside and told."""
        self._errands = errands

        def arrived(file: KeptFile[T]) -> None:
            if file.notice:
                notices.tell(Notice(file.notice, Level.ATTENTION))
            self._on_open(file)

        errands.run(OpenKept(self._path, self._form, self.value), done=arrived)

    def change(self, how: Callable[[T], T]) -> None:
        """Replace the value by what `how` makes of it, and keep that."""
        value = how(self.value)
        if self._file is None:
            self._early.append(how)
        if value != self.value:
            self.value = value
            self._told(value)
            self._write()

    def flush(self) -> None:
        """Write what is not written yet, now; a full disk costs nothing but the memory."""
        if self._file and (self._is_dirty or self._is_writing):
            try:
                self._file.save(self.value)
            except StudioError as error:
                log.warning("%s", error)
            self._is_dirty = False

    def _on_open(self, file: KeptFile[T]) -> None:
        self._file = file
        self.value = file.value
        for how in self._early:
            self.value = how(self.value)
        self._early.clear()
        self._told(self.value)
        if self.value != file.value:
            self._write()

    def _write(self) -> None:
        if self._file is None or self._errands is None:
            return
        self._is_dirty = True
        if not self._is_writing:
            self._is_writing, self._is_dirty = True, False
            task = KeepValue(self._file, self.value)
            self._errands.run(task, done=self._on_written, failed=self._on_unwritten)

    def _on_written(self, _nothing: Any) -> None:
        self._is_writing = False
        if self._is_dirty:
            self._write()

    def _on_unwritten(self, error: StudioError) -> None:
        log.warning("%s", error)
        self._is_writing = False
