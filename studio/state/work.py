"""The queue: which jobs wait, in which order, and what the user does with them.

`dispatch` hands them to their lanes, `work_keeper` keeps them on the disk.
"""

from __future__ import annotations

import uuid
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from studio.core import work_order
from studio.core.job import JobState
from studio.core.project import now
from studio.core.text import N_, message
from studio.core.work import Entry, EntryState
from studio.state.dispatch import Dispatch, Means
from studio.state.notices import Level, Notice, Step
from studio.state.observable import Observable
from studio.state.work_keeper import WorkKeeper

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from studio.core.text import Message
    from studio.tasks.keep_work import OpenedWork

TOPIC = "queue"
TROUBLE = (EntryState.INTERRUPTED, EntryState.FAILED, EntryState.SET_ASIDE)


class Work(QObject):
    """Entries in their order; widgets and other state change them through here."""

    changed = Signal()  # which entries there are, their order, or how one of them stands
    paused_changed = Signal(bool)
    started = Signal(object, str)  # Entry, job id
    ended = Signal(object, JobState)  # Entry as it was, how it ended
    not_started = Signal(object, object)  # Entry, StudioError
    paused = Observable(False)

    def __init__(self, means: Means, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._notices = means.notices
        self._entries: work_order.Entries = ()
        self._gone: tuple[work_order.Entries, frozenset[str]] = ((), frozenset())
        self.keeper = WorkKeeper(means.errands, means.notices, self)
        self.dispatch = Dispatch(self, means)

    @property
    def entries(self) -> work_order.Entries:
        """Everything that is not done, in its order."""
        return self._entries

    @property
    def waiting(self) -> int:
        """How many entries wait for their turn."""
        return sum(entry.state is EntryState.WAITING for entry in self._entries)

    @property
    def trouble(self) -> int:
        """How many entries failed or were interrupted."""
        return sum(entry.state in TROUBLE for entry in self._entries)

    @property
    def is_idle(self) -> bool:
        """Whether nothing runs, nothing is being written, and nothing would start by itself."""
        would_start = self.waiting > 0 and not self.paused
        return not (self.dispatch.running or self.keeper.busy or would_start)

    def entry(self, entry_id: str) -> Entry | None:
        """Return an entry, if it is still here."""
        return next((entry for entry in self._entries if entry.id == entry_id), None)

    # What is there

    def open(self, config: Path) -> None:
        """Read what was left last time; it comes back paused."""
        self.keeper.open(config, self._on_opened)

    def add(
        self,
        kind: str,
        payload: object,
        title: Message,
        *,
        project: Path | None = None,
        pieces: int = 1,
        priority: int = 0,
    ) -> Entry:
        """Queue a job; it starts when its lane is free and it is its turn."""
        new = Entry(uuid.uuid4().hex[:12], kind, title, payload, now(), project, pieces, priority)
        self.keeper.note_added(new)
        self._arrange(work_order.with_new(self._entries, new))
        return new

    def edit(self, entry_id: str, payload: object, title: Message, pieces: int) -> bool:
        """Have a waiting entry ask for something else; False when it is too late for that."""
        old = self.entry(entry_id)
        if old is None or old.state is EntryState.RUNNING:
            return False
        new = replace(old, payload=payload, title=title, pieces=pieces)
        new = replace(new, id=uuid.uuid4().hex[:12], state=EntryState.WAITING, problem=None)
        self._entries = tuple(new if e is old else e for e in self._entries)
        self.keeper.note_removed(old.id)  # with what is known of its parts
        self.keeper.note_added(new)
        self.settle()
        return True

    def duplicate(self, ids: Collection[str]) -> None:
        """Put the same again behind each of some entries."""
        copies: dict[str, Entry] = {}
        for entry in self._entries:
            if entry.id in ids:
                fresh = replace(entry, id=uuid.uuid4().hex[:12], created=now())
                fresh = replace(fresh, state=EntryState.WAITING, attempts=0, problem=None)
                copies[entry.id] = fresh
                self.keeper.note_added(fresh)
        line: list[Entry] = []
        for entry in self._entries:
            line += [entry, copies[entry.id]] if entry.id in copies else [entry]
        self._entries = tuple(line)
        self.settle()

    def remove(self, ids: Collection[str]) -> None:
        """Take entries out, and offer to put them back; one that runs is stopped."""
        gone = [e for e in self._entries if e.id in ids and e.state is not EntryState.RUNNING]
        self.dispatch.stop(ids)
        if not gone:
            return
        self._gone = (self._entries, frozenset(entry.id for entry in gone))
        self.drop(*(entry.id for entry in gone))
        text = message(N_("{n} jobs were taken out of the queue."), n=len(gone))
        notice = Notice(text, Level.INFO, (Step.UNDO,), lambda _step: self.undo(), TOPIC)
        self._notices.tell(notice)

    def clear(self) -> None:
        """Take out everything that waits or failed; what runs goes on."""
        self.remove([e.id for e in self._entries if e.state is not EntryState.RUNNING])

    def discard(self) -> None:
        """Stop what runs and forget what waits; what failed stays, to be tried again."""
        self.dispatch.stop([entry.id for entry in self._entries])
        unwanted = (EntryState.WAITING, EntryState.INTERRUPTED)
        self.drop(*(entry.id for entry in self._entries if entry.state in unwanted))

    def undo(self) -> None:
        """Put back what was removed last, where it was."""
        (before, gone), self._gone = self._gone, ((), frozenset())
        here = {entry.id: entry for entry in self._entries}
        for entry in before:
            if entry.id in gone:
                self.keeper.note_added(entry)
        line = [here.get(e.id, e) for e in before if e.id in here or e.id in gone]
        known = {entry.id for entry in line}
        self._arrange((*line, *(e for e in self._entries if e.id not in known)))

    # Order

    def move(self, ids: Collection[str], before: str | None) -> None:
        """Put entries before another one, or last."""
        self._arrange(work_order.moved(self._entries, ids, before))

    def shift(self, ids: Collection[str], by: int) -> None:
        """Move waiting entries one place up (-1) or down (1)."""
        self._arrange(work_order.shifted(self._entries, ids, by))

    def to_top(self, ids: Collection[str]) -> None:
        """Have entries done next."""
        first = next((e.id for e in self._entries if e.state is EntryState.WAITING), None)
        self._arrange(work_order.moved(self._entries, ids, first))

    def prioritize(self, ids: Collection[str], priority: int) -> None:
        """Put entries where those of a priority stand."""
        for entry in [e for e in self._entries if e.id in ids]:
            changed = replace(entry, priority=priority)
            rest = work_order.without(self._entries, {entry.id})
            self._entries = work_order.with_new(rest, changed)
        self.settle()

    # Going on

    def pause(self, *, stop: bool = False) -> None:
        """Let nothing start any more; what runs ends, or with `stop` goes back to the front."""
        self.paused = True
        if stop:
            self.dispatch.call_back()
        self.settle()

    def resume(self) -> None:
        """Go on with what waits."""
        self.paused = False
        self._notices.dismiss_topic(TOPIC)
        self.settle()

    def again(self, ids: Collection[str]) -> None:
        """Let entries that failed or were interrupted wait for another turn, where they stand."""
        self._arrange(
            tuple(
                replace(e, state=EntryState.WAITING, attempts=0, problem=None)
                if e.id in ids and e.state in TROUBLE and self.dispatch.knows(e)
                else e
                for e in self._entries
            )
        )

    def make_now(self, entry_id: str) -> None:
        """Do one entry next, even while the queue is paused."""
        self.again([entry_id])
        self.dispatch.let_pass(entry_id)
        self.to_top([entry_id])

    def close(self) -> None:
        """Give the folder back; what waits is in it."""
        self.keeper.close()

    # For those who hand the entries to their lanes

    def put(self, entry: Entry, *, in_front: bool = False) -> None:
        """Say how an entry stands now."""
        self._entries = work_order.replaced(self._entries, entry)
        if in_front:
            others = work_order.without(self._entries, {entry.id})
            self._entries = (entry, *others)

    def drop(self, *ids: str) -> None:
        """Forget entries that are done or not wanted any more."""
        self._entries = work_order.without(self._entries, ids)
        for entry_id in ids:
            self.keeper.note_removed(entry_id)
        self.settle()

    def settle(self) -> None:
        """Start what may start, write how things stand, and tell."""
        begun = self.dispatch.begin()
        then = partial(self.dispatch.submit, begun) if begun else None
        self.keeper.keep(self._entries, paused=self.paused, then=then)
        self.changed.emit()

    def _arrange(self, entries: work_order.Entries) -> None:
        self._entries = entries
        self.settle()

    def _on_opened(self, opened: OpenedWork) -> None:
        found = opened.found
        self._entries = (*found.entries, *self._entries)
        self.dispatch.open(opened.kinds)
        for problem in found.problems[:1]:  # mend one, and the next shows up
            self._notices.tell(Notice(problem, Level.ATTENTION, topic="queue files"))
        if found.entries:
            self.paused = True
            self._tell_left(found.interrupted)
        self.settle()

    def _tell_left(self, interrupted: bool) -> None:
        count = len(self._entries)
        if interrupted:
            text = message(
                N_("The studio ended while it worked. Its queue is paused; jobs in it: {n}."),
                n=count,
            )
        else:
            text = message(N_("The queue of last time is paused; jobs in it: {n}."), n=count)
        steps = (Step.RESUME_QUEUE, Step.SHOW_QUEUE)
        level = Level.ATTENTION if interrupted else Level.INFO
        self._notices.tell(Notice(text, level, steps, self._on_left, TOPIC))

    def _on_left(self, step: Step) -> None:
        if step is Step.RESUME_QUEUE:
            self.again([e.id for e in self._entries if e.state is EntryState.INTERRUPTED])
            self.resume()
