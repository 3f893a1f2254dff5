"""The order of a queue: pure functions from one tuple of entries to the next.

The order is what the user sees and what is done; a priority only says where an entry comes in.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from studio.core.work import Entry, EntryState

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

Entries = tuple[Entry, ...]


def with_new(entries: Entries, new: Entry) -> Entries:
    """Return the entries with another one, behind all of its priority and before lower ones."""
    at = next(
        (
            i
            for i, entry in enumerate(entries)
            if entry.state is EntryState.WAITING and entry.priority < new.priority
        ),
        len(entries),
    )
    return (*entries[:at], new, *entries[at:])


def without(entries: Entries, ids: Collection[str]) -> Entries:
    """Return the entries without some."""
    return tuple(entry for entry in entries if entry.id not in ids)


def replaced(entries: Entries, new: Entry) -> Entries:
    """Return the entries with one of them changed."""
    return tuple(new if entry.id == new.id else entry for entry in entries)


def moved(entries: Entries, ids: Collection[str], before: str | None) -> Entries:
    """Return the entries with some of them, in their order, put before another one (or last).

    They take the priority of their new neighbours, so that a later entry finds its place.
    """
    chosen = [entry for entry in entries if entry.id in ids]
    others = [entry for entry in entries if entry.id not in ids]
    if before in ids:  # dropped on one of them: before the next that stays
        behind = list(entries)[[e.id for e in entries].index(str(before)) :]
        before = next((entry.id for entry in behind if entry.id not in ids), None)
    at = next((i for i, entry in enumerate(others) if entry.id == before), len(others))
    settled = [_fitting(entry, others[:at], others[at:]) for entry in chosen]
    return (*others[:at], *settled, *others[at:])


def shifted(entries: Entries, ids: Collection[str], by: int) -> Entries:
    """Return the entries with some of them moved one place up (-1) or down (1) among the waiting.

    Those at the end stay there.
    """
    waiting = [entry.id for entry in entries if entry.state is EntryState.WAITING]
    order = waiting if by > 0 else waiting[::-1]
    line = list(order)
    for name in reversed(order):
        at = line.index(name)
        if name in ids and at + 1 < len(line) and line[at + 1] not in ids:
            line[at], line[at + 1] = line[at + 1], line[at]
    return arranged(entries, line if by > 0 else line[::-1])


def arranged(entries: Entries, line: Sequence[str]) -> Entries:
    """Return the entries with those named by `line` in that order, in the places they had."""
    by_id = {entry.id: entry for entry in entries}
    priorities = sorted((by_id[name].priority for name in line), reverse=True)
    queue = iter([replace(by_id[n], priority=p) for n, p in zip(line, priorities, strict=True)])
    named = set(line)
    return tuple(next(queue) if entry.id in named else entry for entry in entries)


def _fitting(entry: Entry, above: Sequence[Entry], below: Sequence[Entry]) -> Entry:
    """Return an entry with the nearest priority that fits between its neighbours."""
    over = [e.priority for e in above if e.state is EntryState.WAITING]
    under = [e.priority for e in below if e.state is EntryState.WAITING]
    priority = max(entry.priority, under[0]) if under else entry.priority
    return replace(entry, priority=min(priority, over[-1]) if over else priority)
