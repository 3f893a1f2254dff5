"""Wildcards: text files whose lines `__name__` may stand for."""

from __future__ import annotations

import difflib
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from studio.core.prompt.choices import Choice, Wildcard, read_choices

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from studio.core.prompt.choices import Nodes

SUFFIX = ".txt"
SIZE_LIMIT = 4_000_000  # bytes; a longer file is no list of words


def load_wildcards(*folders: Path) -> dict[str, tuple[str, ...]]:
    """Read every list under the folders; later folders replace lists of the same name.

    A list is a UTF-8 text file, one entry a line; blank lines and lines that begin with `#` are
    skipped. Its name is its path inside the folder without the suffix: `colors/warm`. What cannot
    be read is left out, so that the prompt that names it says so.
    """
    lists: dict[str, tuple[str, ...]] = {}
    for folder in folders:
        for path in sorted(folder.rglob(f"*{SUFFIX}")) if folder.is_dir() else ():
            lines = _lines(path)
            if lines is not None:
                lists[path.relative_to(folder).with_suffix("").as_posix()] = lines
    return lists


def _lines(path: Path) -> tuple[str, ...] | None:
    try:
        if path.stat().st_size > SIZE_LIMIT:
            return None
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return None
    lines = (line.strip() for line in text.splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))


def used(text: str, wildcards: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Return the lists that a raw text needs, and those that their own lines need."""
    found: dict[str, tuple[str, ...]] = {}
    waiting = list(names_in(read_choices(text)[0]))
    while waiting:
        for name in matching(waiting.pop(), wildcards):
            if name not in found:
                found[name] = wildcards[name]
                for value in wildcards[name]:
                    if "__" in value:
                        waiting += names_in(read_choices(value, comments=False)[0])
    return {name: found[name] for name in sorted(found)}


def names_in(nodes: Nodes) -> Iterator[str]:
    """Yield every name that stands between double underscores."""
    return (node.name for node in wildcards_in(nodes))


def wildcards_in(nodes: Nodes) -> Iterator[Wildcard]:
    """Yield every wildcard, those inside choices too."""
    waiting = list(reversed(nodes))
    while waiting:
        node = waiting.pop()
        if isinstance(node, Wildcard):
            yield node
        elif isinstance(node, Choice):
            for option in reversed(node.options):
                waiting += reversed(option.nodes)


def matching(name: str, wildcards: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Return the lists a name means: one, or several with `*`, or none."""
    if "*" in name:
        return sorted(key for key in wildcards if fnmatchcase(key, name))
    return [name] if name in wildcards else []


def suggestion(name: str, wildcards: Mapping[str, tuple[str, ...]]) -> str:
    """Return the list whose name is most like a mistyped one, or nothing."""
    return next(iter(difflib.get_close_matches(name, wildcards, n=1)), "")
