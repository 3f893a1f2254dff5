"""The folder of a queue: a small file for each entry, and one that says how they stand.

An entry's file is written before the order names it and removed before the order forgets it, so the
files say which entries there are, and the order how they stand; whatever a crash leaves between the
two can be read. One process at a time writes one folder: a second studio takes a folder of its own,
and a later one takes over what a dead one left.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from studio.core.errors import ProjectLockedError, StudioError
from studio.core.file_format import NewerVersionError
from studio.core.json_text import CodecError
from studio.core.lock import Lock
from studio.core.storage import draft_target, make_folder, write_atomic
from studio.core.text import N_, Message, message
from studio.core.work import (
    MOST_ATTEMPTS,
    ORDER,
    Entry,
    EntryState,
    Order,
    Standing,
    Unread,
    dumps,
    loads,
    spoken,
    standing,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

NAME = "queue"
ORDER_FILE = "order.json"
MOST_STUDIOS = 9
_ENTRY = re.compile(r"(?P<id>[0-9a-f]{12})\.json")


@dataclass(frozen=True, slots=True)
class Found:
    """What was left in a queue: entries in their order, what cannot be read, and how it ended.

    `interrupted` says whether a job ran when the studio ended.
    """

    entries: tuple[Entry, ...] = ()
    problems: tuple[Message, ...] = ()
    paused: bool = False
    interrupted: bool = False


class WorkFolder:
    """One queue on disk, held from construction to `close`; used from one lane at a time."""

    def __init__(self, folder: Path, lock: Lock) -> None:
        """Use `WorkFolder.open`."""
        self.folder = folder
        self._lock = lock

    @classmethod
    def open(cls, config: Path) -> WorkFolder:
        """Take the first queue folder that no living studio holds.

        Raises `StudioError` when none can be had or written.
        """
        for folder in _folders(config):
            try:
                make_folder(folder)
                return cls(folder, Lock(folder))
            except ProjectLockedError:
                continue
            except OSError as error:
                raise _unwritable(folder, error) from error
        raise StudioError(N_("Too many windows of the studio are open; this queue is not kept."))

    def close(self) -> None:
        """Let another studio have it."""
        self._lock.release()

    def read(self, kinds: Mapping[str, type]) -> Found:
        """Read what was left here, and take over what studios that are dead left elsewhere."""
        found = _read(self.folder, kinds)
        for folder in _folders(self.folder.parent):
            if folder != self.folder and folder.is_dir():
                found = _joined(found, self._adopted(folder, kinds))
        return found

    def write(self, added: Sequence[Entry], removed: Sequence[str], order: Order) -> None:
        """Bring the files in line. Raises `StudioError`; what was there before can still be read.

        An entry is on the disk before the order names it.
        """
        try:
            self._put(added)
            for name in removed:
                self._file(name).unlink(missing_ok=True)
                self.ledger(name).unlink(missing_ok=True)
            write_atomic(self.folder / ORDER_FILE, ORDER.dumps(order))
        except OSError as error:
            raise _unwritable(self.folder, error) from error

    def ledger(self, entry_id: str) -> Path:
        """Return the file that says which parts of an entry were made already."""
        return self.folder / f"{entry_id}.made"

    def _put(self, entries: Sequence[Entry]) -> None:
        for entry in entries:
            write_atomic(self._file(entry.id), dumps(entry))

    def _file(self, entry_id: str) -> Path:
        return self.folder / f"{entry_id}.json"

    def _adopted(self, folder: Path, kinds: Mapping[str, type]) -> Found:
        """Move the entries of a dead studio here; its folder stays, empty."""
        try:
            lock = Lock(folder)
        except (ProjectLockedError, OSError):
            return Found()
        try:
            found = _read(folder, kinds)
            self._put(found.entries)
            for entry in found.entries:
                left = folder / f"{entry.id}.made"
                if left.exists():
                    write_atomic(self.ledger(entry.id), left.read_bytes())
                    left.unlink()
                (folder / f"{entry.id}.json").unlink()
            (folder / ORDER_FILE).unlink(missing_ok=True)
        except (StudioError, OSError):
            return Found()  # it is still there, and may be taken over the next time
        else:
            return found
        finally:
            lock.release()


def _folders(config: Path) -> list[Path]:
    names = (NAME, *(f"{NAME}-{n}" for n in range(2, MOST_STUDIOS + 1)))
    return [config / name for name in names]


def _read(folder: Path, kinds: Mapping[str, type]) -> Found:
    order, problems = _order(folder)
    entries: dict[str, Entry] = {}
    for path in sorted(folder.iterdir()):
        if (name := _ENTRY.fullmatch(path.name)) is None:
            if draft_target(path.name):  # a crash left it
                path.unlink(missing_ok=True)
            continue
        try:
            entry = loads(path.read_bytes(), kinds)
        except NewerVersionError as error:
            problems.append(_left(path, error.message))
        except (CodecError, ValueError) as error:
            problems.append(_put_aside(path, error))
        except OSError as error:
            problems.append(_left(path, Message(error.strerror or str(error))))
        else:
            if entry.id == name["id"]:
                entries[entry.id] = entry
    ran = any(s.state is EntryState.RUNNING for s in order.entries if s.id in entries)
    return Found(_in_order(entries, order), tuple(problems), order.paused, ran)


def _order(folder: Path) -> tuple[Order, list[Message]]:
    path = folder / ORDER_FILE
    try:
        return ORDER.loads(path.read_bytes()), []
    except FileNotFoundError:
        return Order(), []
    except CodecError as error:
        return Order(), [_put_aside(path, error)]
    except OSError as error:
        return Order(), [_left(path, Message(error.strerror or str(error)))]


def _in_order(entries: Mapping[str, Entry], order: Order) -> tuple[Entry, ...]:
    """Return the entries as the order says; those it does not know follow, oldest first."""
    known = [_standing_so(entries[s.id], s) for s in order.entries if s.id in entries]
    named = {s.id for s in order.entries}
    others = sorted((e for e in entries.values() if e.id not in named), key=lambda e: e.created)
    return tuple(known + [_judged(entry) for entry in others])


def _standing_so(entry: Entry, was: Standing) -> Entry:
    problem = spoken(was.problem) if was.problem else None
    return _judged(
        replace(
            entry,
            state=was.state,
            priority=was.priority,
            attempts=was.attempts,
            problem=problem,
        )
    )


def _judged(entry: Entry) -> Entry:
    """Say of an entry that ran, or that nobody can run, what has become of it."""
    if isinstance(entry.payload, Unread):
        text = message(N_("This version of the studio does not know how to do it."))
        return replace(entry, state=EntryState.SET_ASIDE, problem=text)
    if entry.state is not EntryState.RUNNING:
        return entry
    if entry.attempts >= MOST_ATTEMPTS:
        text = message(N_("It was running {n} times when the studio ended."), n=entry.attempts)
        return replace(entry, state=EntryState.SET_ASIDE, problem=text)
    return replace(entry, state=EntryState.INTERRUPTED)


def _joined(ours: Found, theirs: Found) -> Found:
    known = {entry.id for entry in ours.entries}
    return Found(
        (*ours.entries, *(entry for entry in theirs.entries if entry.id not in known)),
        ours.problems + theirs.problems,
        ours.paused or theirs.paused,
        ours.interrupted or theirs.interrupted,
    )


def _put_aside(path: Path, error: Exception) -> Message:
    """Keep a damaged file under another name, out of the way."""
    problem = error.message if isinstance(error, StudioError) else Message(str(error))
    aside = path.with_name(f"{path.name}.damaged")
    try:
        path.replace(aside)
    except OSError:
        return _left(path, problem)
    text = N_("A job of the queue is damaged and was put aside as {path}: {problem}")
    return message(text, path=aside, problem=problem)


def _left(path: Path, problem: Message) -> Message:
    text = N_("A job of the queue cannot be read and was left where it is, {path}: {problem}")
    return message(text, path=path, problem=problem)


def _unwritable(folder: Path, error: OSError) -> StudioError:
    text = N_("The queue cannot be kept in {path}: {reason}. It works, but ends with the window.")
    return StudioError(text, path=folder, reason=error.strerror or error)


def order_of(entries: Sequence[Entry], *, paused: bool) -> Order:
    """Return the order of some entries as it is written."""
    return Order(tuple(standing(entry) for entry in entries), paused)
