"""Take styles of other files into the user's folder of styles, and give the user's away."""

from __future__ import annotations

import re
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
    from studio.core.job import CancelToken, Reporter
    from studio.core.style import Style

_NO_NAME = re.compile(r"[^\w\-]+")


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
        there = dict(read_styles(*self.folders).styles)
        cancel.check()
        added: list[Style] = []
        renamed = 0
        for style in self.styles:
            if any(_same(style, other) for other in _named(style, there)):
                continue
            free = _free(style, there)
            renamed += free.key != style.key
            there[free.key] = free
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


def _named(style: Style, there: dict[str, Style]) -> list[Style]:
    numbered = re.compile(re.escape(style.key) + r"( \d+)?")
    return [other for key, other in there.items() if numbered.fullmatch(key)]


def _same(one: Style, other: Style) -> bool:
    return (one.template, one.negative) == (other.template, other.negative)


def _free(style: Style, there: dict[str, Style]) -> Style:
    """Return the style under a key that is not taken."""
    key, number = style.key, 2
    while key in there:
        key, number = f"{style.key} {number}", number + 1
    if key == style.key:
        return style
    tail = key.removeprefix(style.key)
    return replace(style, key=key, title=style.title + tail, title_zh=style.title_zh + tail)


def _not_written(path: Path, error: OSError) -> SaveError:
    return SaveError(
        N_("{path} could not be written: {reason}."), path=path, reason=error.strerror or error
    )
