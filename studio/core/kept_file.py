"""A file of ours that is read at the start and written now and then, and must never be in the way.

A damaged one is put aside and the defaults are used; one of a newer version is used by nobody and
left as it is; a disk that is full costs the change and nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from studio.core.errors import StudioError
from studio.core.file_format import Format, NewerVersionError
from studio.core.storage import make_folder, write_atomic
from studio.core.text import N_, Message, message

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

T = TypeVar("T")
_MOST_KEPT = 99


class KeptFile(Generic[T]):
    """One value in one file.

    After construction `value` is what the file says or the default, `notice` a sentence for the
    user when something was wrong, and `read_only` whether `save` does nothing.
    """

    def __init__(
        self, path: Path, form: Format[T], default: T, check: Callable[[T], T] = lambda value: value
    ) -> None:
        """Read the file; `check` raises `StudioError` when the value is out of bounds."""
        self.path = path
        self.value = default
        self.notice: Message | None = None
        self.read_only = False
        self._form = form
        self._check = check
        self._read()

    def save(self, value: T) -> None:
        """Keep a value; the old file stays until the new one is whole.

        Raises `StudioError` when it cannot be written; it is in use until the end all the same.
        """
        self.value = self._check(value)
        if self.read_only:
            return
        try:
            make_folder(self.path.parent)
            write_atomic(self.path, self._form.dumps(value))
        except OSError as error:
            raise StudioError(
                N_("{path} could not be saved: {reason}. What it held before is still there."),
                path=self.path,
                reason=error.strerror or error,
            ) from error

    def _read(self) -> None:
        try:
            self.value = self._check(self._form.loads(self.path.read_bytes()))
        except FileNotFoundError:
            return
        except NewerVersionError:
            self.read_only = True
            self.notice = message(
                N_("{path} is of a newer version of the studio; it is neither used nor changed."),
                path=self.path,
            )
        except OSError as error:
            self.read_only = True
            self.notice = message(
                N_("{path} cannot be read: {reason}."),
                path=self.path,
                reason=error.strerror or error,
            )
        except StudioError as error:
            self._put_aside(error)

    def _put_aside(self, error: StudioError) -> None:
        """Keep a damaged file under a name of its own; without that, never write over it."""
        names = (f"{self.path.name}.damaged-{n}" for n in range(1, _MOST_KEPT + 1))
        free = (self.path.with_name(n) for n in names)
        aside = next((path for path in free if not path.exists()), None)
        try:
            if aside is None:
                raise FileExistsError
            self.path.rename(aside)
        except OSError:
            self.read_only = True
        self.notice = message(
            N_("{path} is damaged, so the defaults are used. It is kept as {aside} ({problem})"),
            path=self.path,
            aside=self.path.name if self.read_only or aside is None else aside.name,
            problem=error.message,
        )
