"""Take styles of other files into the user's folder of styles, and give the user's away."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from studio.core.errors import SaveError, StudioError
from studio.core.naming import safe_name
from studio.core.prompt.styles import read_styles, written
from studio.core.storage import write_atomic
from studio.core.task import DISK_LANE
from studio.core.text import N_, Message, message

if TYPE_CHECKING:
    from collections.abc import Iterable

    from studio.core.job import CancelToken, Reporter
    from studio.core.style import Style

_NO_NAME = re.compile(r"[^\w\-]+")
_NUMBER = re.compile(r" \d+$")


@dataclass(frozen=True, slots=True)
class AddedStyles:
    """How many styles are new, how many of them had a name that was taken, and how many are not."""

    added: int
    renamed: int
    same: int
    path: Path | None


@dataclass(frozen=True, slots=True)
class ImportStyles:
    """Writes one file of ours; a style that is there under another meaning is never replaced."""

    name: str
    styles: tuple[Style, ...]
    folders: tuple[Path, ...]  # of styles, the user's last

    @property
    def lane(self) -> str:
        """Writing files."""
        return DISK_LANE

    @property
    def title(self) -> Message:
        """What it does."""
        return message(N_("Importing styles of {name}"), name=self.name)

    def run(self, _report: Reporter, cancel: CancelToken) -> AddedStyles:
        """Write those that are new. Raises `SaveError`."""
        there = _There(read_styles(*self.folders).styles.values())
        added: list[Style] = []
        renamed = 0
        for style in self.styles:
            cancel.check()
            if there.has_meaning(style):
                continue
            free = there.renamed(style)
            renamed += free.key != style.key
            there.add(free)
            added.append(free)
        path = self._write(added) if added else None
        return AddedStyles(len(added), renamed, len(self.styles) - len(added), path)

    def _write(self, styles: list[Style]) -> Path:
        folder = self.folders[-1]
        stem = _NO_NAME.sub("-", Path(self.name).stem).strip("-")
        stem = safe_name(stem) if stem else "styles"  # a name such as NUL is a device on Windows
        path, number = folder / f"{stem}.json", 2
        try:
            folder.mkdir(parents=True, exist_ok=True)
            while path.exists():
                path, number = folder / f"{stem}-{number}.json", number + 1
            write_atomic(path, written(styles))
        except OSError as error:
            raise _not_written(path, error) from error
        return path


@dataclass(frozen=True, slots=True)
class ExportStyles:
    """Writes the styles of a folder into one file; its ending says in which form."""

    folder: Path
    target: Path

    @property
    def lane(self) -> str:
        """Writing files."""
        return DISK_LANE

    @property
    def title(self) -> Message:
        """What it does."""
        return message(N_("Saving {name}"), name=self.target.name)

    def run(self, _report: Reporter, _cancel: CancelToken) -> Path:
        """Return where they are. Raises `StudioError` when there are none, or no room."""
        from studio.core.style_formats import a1111_csv, studio

        styles = list(read_styles(self.folder).styles.values())
        if not styles:
            raise StudioError(N_("There are no styles of your own in {path}."), path=self.folder)
        csv = self.target.suffix.lower() == ".csv"
        write = a1111_csv.write if csv else studio.write
        try:
            write_atomic(self.target, write(styles))
        except OSError as error:
            raise _not_written(self.target, error) from error
        return self.target


class _There:
    """The styles that are there, known by their names, with and without a number behind."""

    def __init__(self, styles: Iterable[Style]) -> None:
        self._keys: set[str] = set()
        self._meanings: set[tuple[str, str, str]] = set()
        self._next: Counter[str] = Counter()
        for style in styles:
            self.add(style)

    def add(self, style: Style) -> None:
        """Know one more."""
        self._keys.add(style.key)
        for name in {style.key, _NUMBER.sub("", style.key)}:
            self._meanings.add((name, style.template, style.negative))

    def has_meaning(self, style: Style) -> bool:
        """Whether a style of that name, or of that name with a number, says the same."""
        return (style.key, style.template, style.negative) in self._meanings

    def renamed(self, style: Style) -> Style:
        """Return the style under a key that is not taken."""
        key = style.key
        while key in self._keys:
            self._next[style.key] += 1
            key = f"{style.key} {self._next[style.key] + 1}"
        if key == style.key:
            return style
        tail = key.removeprefix(style.key)
        return replace(style, key=key, title=style.title + tail, title_zh=style.title_zh + tail)


def _not_written(path: Path, error: OSError) -> SaveError:
    return SaveError(
        N_("{path} could not be written: {reason}."), path=path, reason=error.strerror or error
    )
