"""Read lists of prompts from text files and tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio.core.errors import RequestError, StudioError
from studio.core.prompt_list import Written, read_lines, read_table
from studio.core.task import DISK_LANE
from studio.core.text import N_, Message, message

if TYPE_CHECKING:
    from pathlib import Path

    from studio.core.job import CancelToken, Reporter

MAX_FILE = 32 * 2**20  # bytes
TABLES = (".csv", ".tsv")


@dataclass(frozen=True, slots=True)
class ReadPrompts:
    """Returns the prompts of some files, one file after the other."""

    paths: tuple[Path, ...]

    @property
    def lane(self) -> str:
        """Reading files."""
        return DISK_LANE

    @property
    def title(self) -> Message:
        """What it does."""
        return message(N_("Reading a list of prompts"))

    def run(self, _report: Reporter, cancel: CancelToken) -> tuple[Written, ...]:
        """Read all of them. Raises `RequestError` that names the file."""
        found: list[Written] = []
        for path in self.paths:
            cancel.check()
            text = text_at(path, MAX_FILE)
            try:
                read = read_table if path.suffix.lower() in TABLES else read_lines
                found += read(text)
            except RequestError as error:
                raise RequestError(
                    N_("{name}: {problem}"), name=path.name, problem=error.message
                ) from None
        return tuple(found)


def text_at(path: Path, most: int) -> str:
    """Return the text of a file, in UTF-8 or, where it says so, UTF-16; raises `StudioError`."""
    try:
        if path.stat().st_size > most:
            raise StudioError(N_("{path} is too large to be read."), path=path)
        data = path.read_bytes()
    except OSError as error:
        raise StudioError(
            N_("{path} cannot be read: {reason}."), path=path, reason=error.strerror or error
        ) from None
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    return data.decode("utf-8-sig", "replace")
