"""The queue on disk: whatever a crash leaves can be read, in order, and nothing is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from studio.core.ledger import Ledger
from studio.core.request import Request
from studio.core.text import message
from studio.core.work import Entry, EntryState, Unread
from studio.core.work_folder import WorkFolder, order_of
from studio.core.work_order import moved, shifted, with_new
from studio.tasks.queueable.pictures import Pictures

KINDS = {"pictures": Pictures}


def entry(n, **values):
    made = Entry(
        f"{n:012x}",
        "pictures",
        message("Generate: {prompt}", prompt=f"p{n}"),
        Pictures((Request(f"p{n}", seed=n),)),
        datetime(2026, 1, 1, 0, 0, n, tzinfo=UTC),
        Path("project"),
    )
    return replace(made, **values)


def names(entries):
    return [int(e.id, 16) for e in entries]


def test_entries_come_back_as_they_were_in_their_order(tmp_path):
    entries = (entry(2), entry(1, priority=1), entry(3, state=EntryState.FAILED))
    folder = WorkFolder.open(tmp_path)
    folder.write(entries, (), order_of(entries, paused=True))
    folder.close()
    found = WorkFolder.open(tmp_path).read(KINDS)
    assert found.entries == entries
    assert found.paused
    assert not found.interrupted


def test_what_ran_is_interrupted_and_says_so(tmp_path):
    entries = (entry(1, state=EntryState.RUNNING, attempts=1), entry(2))
    folder = WorkFolder.open(tmp_path)
    folder.write(entries, (), order_of(entries, paused=False))
    found = folder.read(KINDS)
    assert [e.state for e in found.entries] == [EntryState.INTERRUPTED, EntryState.WAITING]
    assert found.interrupted


def test_an_entry_that_the_order_does_not_know_yet_is_found_all_the_same(tmp_path):
    folder = WorkFolder.open(tmp_path)
    folder.write((entry(1), entry(2)), (), order_of((entry(2),), paused=False))
    assert names(folder.read(KINDS).entries) == [2, 1]


def test_an_order_that_names_what_was_removed_is_no_harm(tmp_path):
    folder = WorkFolder.open(tmp_path)
    both = (entry(1), entry(2))
    folder.write(both, (), order_of(both, paused=False))
    (folder.folder / f"{both[0].id}.json").unlink()
    assert names(folder.read(KINDS).entries) == [2]


def test_a_damaged_entry_is_put_aside_and_the_others_are_read(tmp_path):
    folder = WorkFolder.open(tmp_path)
    both = (entry(1), entry(2))
    folder.write(both, (), order_of(both, paused=False))
    path = folder.folder / f"{both[0].id}.json"
    path.write_bytes(b'{"format": "stu')
    found = folder.read(KINDS)
    assert names(found.entries) == [2]
    assert len(found.problems) == 1
    assert path.with_name(path.name + ".damaged").read_bytes() == b'{"format": "stu'


def test_a_damaged_order_costs_the_order_only(tmp_path):
    folder = WorkFolder.open(tmp_path)
    both = (entry(2), entry(1))
    folder.write(both, (), order_of(both, paused=False))
    (folder.folder / "order.json").write_bytes(b"\0" * 20)
    assert names(folder.read(KINDS).entries) == [1, 2]


def test_a_kind_that_nobody_knows_is_kept_and_set_aside(tmp_path):
    folder = WorkFolder.open(tmp_path)
    folder.write((entry(1),), (), order_of((entry(1),), paused=False))
    [found] = folder.read({}).entries
    assert found.state is EntryState.SET_ASIDE
    assert isinstance(found.payload, Unread)
    folder.write((found,), (), order_of((found,), paused=False))
    assert folder.read(KINDS).entries[0].payload == entry(1).payload


def test_a_second_studio_has_a_queue_of_its_own_and_a_later_one_takes_it_over(tmp_path):
    first, second = WorkFolder.open(tmp_path), WorkFolder.open(tmp_path)
    assert first.folder != second.folder
    first.write((entry(1),), (), order_of((entry(1),), paused=False))
    second.write((entry(2),), (), order_of((entry(2),), paused=False))
    second.ledger(entry(2).id).write_text("0 run\n", encoding="ascii")
    assert names(first.read(KINDS).entries) == [1], "what a living studio holds is not touched"
    second.close()
    assert names(first.read(KINDS).entries) == [1, 2]
    assert first.ledger(entry(2).id).read_text(encoding="ascii") == "0 run\n"
    first.close()
    assert names(WorkFolder.open(tmp_path).read(KINDS).entries) == [1, 2]


def test_a_part_counts_once_it_is_stored(tmp_path):
    ledger = Ledger(tmp_path / "made")
    ledger.note(0, "a")
    ledger.note(1, "b")
    assert Ledger(tmp_path / "made").made(lambda _run: False) == {0: "a"}
    assert Ledger(tmp_path / "made").made(lambda run: run == "b") == {0: "a", 1: "b"}


def test_a_torn_line_of_the_ledger_is_no_part(tmp_path):
    (tmp_path / "made").write_text("0 a\n1 b\n2", encoding="ascii")
    assert Ledger(tmp_path / "made").made(lambda run: run == "b") == {0: "a", 1: "b"}


def test_a_new_entry_comes_behind_its_equals_and_before_lesser_ones():
    entries = (entry(1, priority=1), entry(2), entry(3, priority=-1))
    assert names(with_new(entries, entry(4))) == [1, 2, 4, 3]
    assert names(with_new(entries, entry(4, priority=1))) == [1, 4, 2, 3]


@pytest.mark.parametrize(
    ("ids", "before", "wanted"),
    [([3], 1, [3, 1, 2, 4]), ([1], None, [2, 3, 4, 1]), ([1, 3], 3, [2, 1, 3, 4])],
)
def test_entries_are_moved_before_another(ids, before, wanted):
    entries = tuple(entry(n) for n in (1, 2, 3, 4))
    target = entry(before).id if before else None
    assert names(moved(entries, [entry(n).id for n in ids], target)) == wanted


def test_what_is_moved_among_urgent_ones_is_urgent():
    entries = (entry(1, priority=1), entry(2, priority=1), entry(3))
    assert moved(entries, [entry(3).id], entry(2).id)[1].priority == 1


@pytest.mark.parametrize(
    ("ids", "by", "wanted"),
    [([2], -1, [2, 1, 3, 4]), ([1], -1, [1, 2, 3, 4]), ([1, 2], 1, [3, 1, 2, 4])],
)
def test_entries_are_shifted_by_one_place(ids, by, wanted):
    entries = tuple(entry(n) for n in (1, 2, 3, 4))
    assert names(shifted(entries, [entry(n).id for n in ids], by)) == wanted
