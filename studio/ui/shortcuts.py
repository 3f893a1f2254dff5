"""Which command has which keys: those the user chose first, then those that commands came with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Sequences = list[QKeySequence]
PORTABLE = QKeySequence.SequenceFormat.PortableText
NATIVE = QKeySequence.SequenceFormat.NativeText


def resolved(
    defaults: Mapping[str, Sequences], chosen: Mapping[str, tuple[str, ...]]
) -> dict[str, Sequences]:
    """Return the keys of every command, none of them twice.

    A key that two commands want is the first one's: Qt would give it to neither. What is chosen
    comes before what commands came with; what is no key, or of no command here, is passed over.
    """
    taken: set[str] = set()
    wanted = {name: parsed(chosen[name]) for name in defaults if name in chosen}
    found = {name: _claim(keys, taken) for name, keys in wanted.items()}
    rest = {name: keys for name, keys in defaults.items() if name not in found}
    return found | {name: _claim(keys, taken) for name, keys in rest.items()}


def parsed(texts: Iterable[str]) -> Sequences:
    """Return the key sequences that are written well."""
    found = [QKeySequence(text, PORTABLE) for text in texts]
    return [keys for keys in found if written(keys)]


def written(keys: QKeySequence) -> str:
    """Return how a sequence is kept in the file; `written` and `parsed` undo each other."""
    return keys.toString(PORTABLE)


def shown_keys(sequences: Iterable[QKeySequence]) -> str:
    """Return how sequences are shown on this system."""
    return ", ".join(keys.toString(NATIVE) for keys in sequences)


def _claim(keys: Sequences, taken: set[str]) -> Sequences:
    free = [one for one in keys if written(one) not in taken]
    taken.update(written(one) for one in free)
    return free
