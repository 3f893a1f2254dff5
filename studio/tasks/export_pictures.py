"""Write many stored pictures into a folder, under names from a template."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio.core.errors import SaveError, StudioError
from studio.core.job import Progress
from studio.core.naming import Subject, check, free_name, name_of
from studio.core.storage import make_folder, write_atomic
from studio.core.task import DISK_LANE
from studio.core.text import N_, Message, message
from studio.tasks.inside import WITH_ALL, Inside, allowed, dressed
from studio.tasks.load_picture import unreadable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from studio.core.exporter import Exporter
    from studio.core.job import CancelToken, Reporter


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A picture's file, and what its name can say of it."""

    path: Path
    subject: Subject


@dataclass(frozen=True, slots=True)
class Exported:
    """Where the pictures are now, and what was wrong with those that could not be read."""

    paths: tuple[Path, ...]
    problems: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class ExportPictures:
    """Never writes over a file: a name that is taken gets a number."""

    pictures: Sequence[Outgoing]
    folder: Path
    template: str
    exporter: Exporter
    inside: Inside = WITH_ALL
    first_number: int = 1

    @property
    def lane(self) -> str:
        """Writing files."""
        return DISK_LANE

    @property
    def title(self) -> Message:
        """What it does."""
        return message(N_("Exporting {n} pictures"), n=len(self.pictures))

    def run(self, report: Reporter, cancel: CancelToken) -> Exported:
        """Write one after the other; a picture that cannot be read is told and left out.

        Raises `SaveError` when the folder refuses; what was written until then stays.
        """
        check(self.template)
        inside = allowed(self.inside)
        taken = self._taken()
        paths: list[Path] = []
        problems: list[Message] = []
        for done, picture in enumerate(self.pictures):
            cancel.check()
            report(Progress(done, len(self.pictures), message(N_("Exporting"))))
            try:
                data = self._data(picture.path, inside)
            except StudioError as error:
                problems.append(error.message)
                continue
            name = name_of(self.template, picture.subject, self.first_number + done)
            paths.append(self._write(name, data, taken))
        return Exported(tuple(paths), tuple(problems))

    def _taken(self) -> set[str]:
        try:
            make_folder(self.folder)
            return {entry.name.casefold() for entry in self.folder.iterdir()}
        except OSError as error:
            raise self._refused(error) from error

    def _write(self, name: str, data: bytes, taken: set[str]) -> Path:
        while True:
            free = free_name(name, self.exporter.suffix, taken)
            taken.add(free.casefold())
            path = self.folder / free
            try:
                path.open("xb").close()  # ours from here on, whoever else writes there
            except FileExistsError:
                continue
            except OSError as error:
                raise self._refused(error) from error
            try:
                write_atomic(path, data)
            except OSError as error:
                path.unlink(missing_ok=True)
                raise self._refused(error) from error
            return path

    def _data(self, path: Path, inside: Inside) -> bytes:
        try:
            return dressed(path.read_bytes(), self.exporter, inside)
        except (OSError, ValueError) as error:
            raise unreadable(path, error) from None

    def _refused(self, error: OSError) -> SaveError:
        return SaveError(
            N_("{path} could not be written: {reason}."),
            path=self.folder,
            reason=error.strerror or error,
        )
