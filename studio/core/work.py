"""What waits in the queue: entries as frozen values, and the files that hold them."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 - the codec reads the annotations
from dataclasses import dataclass, field
from datetime import datetime  # noqa: TC003 - the codec reads the annotations
from enum import Enum
from pathlib import Path  # noqa: TC003 - likewise

from studio.core.codec import from_json, to_json
from studio.core.file_format import Format, with_new_fields
from studio.core.json_text import CodecError, Json, parse, text
from studio.core.params import Scalar  # noqa: TC001 - the codec reads the annotations
from studio.core.text import N_, Message

MOST_ATTEMPTS = 2  # a job that ended its process so often is set aside
MOST_TOLD = 500  # characters of one value of a kept sentence
PAYLOAD = "payload"


class EntryState(Enum):
    """Where an entry is; one that is done is no entry any more."""

    WAITING = "waiting"
    RUNNING = "running"
    INTERRUPTED = "interrupted"  # the studio ended while it ran
    FAILED = "failed"
    SET_ASIDE = "set aside"  # it ended its process again and again, or nobody here can run it


@dataclass(frozen=True, slots=True)
class Sentence:
    """A message as a file holds it: its values are plain."""

    template: str
    values: Mapping[str, Scalar] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entry:
    """One job that the user asked for, complete enough to be done after a restart.

    `payload` is a frozen value of the kind's own type. `project` is the folder that the results go
    into, if it needs one. `pieces` is how many results it makes; `attempts` counts starts that
    ended with the death of a process, `problem` says why it is not done.
    """

    id: str
    kind: str
    title: Message
    payload: object
    created: datetime
    project: Path | None
    pieces: int = 1
    priority: int = 0
    state: EntryState = EntryState.WAITING
    attempts: int = 0
    problem: Message | None = None


@dataclass(frozen=True, slots=True)
class Unread:
    """A payload of a kind that is not known here; it is kept as it was."""

    data: Json


@dataclass(frozen=True, slots=True)
class Head:
    """What the file of an entry says beside its payload; it never changes but by an edit."""

    id: str
    kind: str
    title: Sentence
    created: datetime
    project: Path | None
    pieces: int = 1


@dataclass(frozen=True, slots=True)
class Standing:
    """What changes about an entry while it is in the queue."""

    id: str
    state: EntryState = EntryState.WAITING
    priority: int = 0
    attempts: int = 0
    problem: Sentence | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """The file that says in which order the entries stand, and how each of them fares."""

    entries: tuple[Standing, ...] = ()
    paused: bool = False


HEAD = Format("studio.work", Head, schema=2, migrations={1: with_new_fields})
ORDER = Format("studio.queue", Order, schema=1)


def dumps(entry: Entry) -> bytes:
    """Write the part of an entry that stays: who it is and what it asks for."""
    head = Head(
        entry.id, entry.kind, plain(entry.title), entry.created, entry.project, entry.pieces
    )
    payload = entry.payload
    data = payload.data if isinstance(payload, Unread) else to_json(payload)
    whole = parse(HEAD.dumps(head))
    assert isinstance(whole, dict)
    return text({**whole, PAYLOAD: data})


def loads(data: bytes, kinds: Mapping[str, type]) -> Entry:
    """Read an entry; `kinds` are the types of the payloads that are known here.

    Raises `CodecError`. An unknown kind is no error: the entry is set aside and says so.
    """
    whole = parse(data)
    if not isinstance(whole, dict) or PAYLOAD not in whole:
        raise CodecError(N_("This is not a {name} file."), name=HEAD.name)
    payload = whole.pop(PAYLOAD)
    head = HEAD.loads(text(whole))
    return Entry(
        head.id,
        head.kind,
        spoken(head.title),
        from_json(kinds[head.kind], payload) if head.kind in kinds else Unread(payload),
        head.created,
        head.project,
        head.pieces,
    )


def standing(entry: Entry) -> Standing:
    """Return what changes about an entry."""
    problem = plain(entry.problem) if entry.problem else None
    return Standing(entry.id, entry.state, entry.priority, entry.attempts, problem)


def plain(told: Message) -> Sentence:
    """Return a message whose values a file can hold; what is none of them is told in English."""
    return Sentence(told.template, {key: _plain_value(v) for key, v in told.values.items()})


def spoken(kept: Sentence) -> Message:
    """Return the message that a file held."""
    return Message(kept.template, dict(kept.values))


def _plain_value(value: object) -> Scalar:
    if isinstance(value, bool | int | float):
        return value
    return f"{value!s:.{MOST_TOLD}}"
