"""Cards that a task reads: in order, over pages and projects, with what is new and what is gone."""

from __future__ import annotations

import pytest

from studio.core.job import CancelToken
from studio.core.library.card import Card
from studio.core.library.cards import PAGE, Cards, Made
from studio.core.library.listing import Listing, View
from studio.core.library.numbers import number_of
from studio.core.project import Project
from studio.core.request import Request
from studio.tasks.library.move_runs import MoveRuns, Way
from studio.tasks.open_project import OpenProject
from tests.projects import add


def quiet(_progress):
    pass


@pytest.fixture
def opened(tmp_path):
    with Project.open(tmp_path / "project", create=True) as project:
        for n in range(5):
            add(project, Request(f"house {n}"))
    opened = OpenProject(tmp_path / "project", cache=tmp_path / "cache").run(quiet, CancelToken())
    yield opened
    opened.index.close()
    opened.project.close()


def test_cards_come_in_the_order_of_their_rows(opened):
    cards = Cards(opened.listing, (range(3, 5), range(0), range(1)))
    assert [card.prompt for card in cards] == ["house 1", "house 0", "house 4"]
    assert cards[-1].prompt == "house 4"
    assert [card.prompt for card in cards[1:]] == ["house 0", "house 4"]
    with pytest.raises(IndexError):
        cards[3]
    assert list(Made(cards, lambda card: card.prompt)) == ["house 1", "house 0", "house 4"]


def test_a_long_list_is_read_in_pages(opened, monkeypatch):
    import numpy as np

    far = 2 * PAGE + 3
    one = opened.listing
    long = Listing(
        View(), one.indexes, *(np.resize(part, far) for part in (one.shelves, one.numbers)),
        np.zeros(far, np.int64),
    )  # fmt: skip
    asked, read = [], opened.index.cards
    monkeypatch.setattr(opened.index, "cards", lambda n: asked.append(len(n)) or read(n))
    assert len({card.id for card in Cards(long, (range(far),))}) == 5
    assert asked == [PAGE, PAGE, 3]


def test_a_run_that_is_new_is_known_and_one_that_is_gone_has_no_file(opened):
    new = add(opened.project, Request("the newest"))
    listing = opened.listing.with_row(0, 0, number_of(new.id), number_of(new.id))
    fresh = {number_of(new.id): Card.of_run(new)}
    assert Cards(listing, (range(1),), fresh)[0].prompt == "the newest"
    gone = opened.listing.indexes[0].newest(1)[0]
    MoveRuns(opened.index, (gone,), Way.TO_TRASH, opened.project).run(quiet, CancelToken())
    MoveRuns(opened.index, (gone,), Way.AWAY, opened.project).run(quiet, CancelToken())
    card = Cards(opened.listing, (range(1),))[0]
    assert card.id == gone
    assert not card.path(card.picture).exists()
