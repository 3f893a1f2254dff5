"""What is asked for is found: the index, its slow way and the rule itself agree."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.core.codec import from_json, to_json
from studio.core.library.index import Index
from studio.core.library.listing import PER_DAY, Listing, View, changes, listing, ranges
from studio.core.library.marks import Marks
from studio.core.library.numbers import after, day_of, first_place, number_of, place_of
from studio.core.library.query import Grouping, Order, Query, SavedSearch, matches
from studio.core.library.reading import read
from studio.core.library.words import terms, words_of
from studio.core.project import Project
from studio.core.request import Extent, Request
from studio.core.style import Style
from tests.projects import FILES

INK = Style("ink", "Ink drawing", "水墨", "{prompt}, ink", params={"steps": 12})
REQUESTS = (
    Request("a Red House by the sea", "sdxl", seed=12345, extent=Extent(512, 512)),
    Request("a blue boat, café at night", style_text="neon glow", seed=7, params={"steps": 30}),
    Request("海边的小屋，黄昏", style=INK, negative="雾", seed=99, extent=Extent(512, 768)),
    Request("a red house by the sea", "sdxl", seed=12346, extent=Extent(512, 512)),
    Request("tower", "painter", params={"guidance": 7.5, "scheduler": "ddim"}),
)
MARKS = (
    Marks(5, frozenset({"best"}), frozenset({"Summer 2026"})),
    Marks(3, frozenset({"best", "水"})),
    Marks(),
    Marks(1, frozenset(), frozenset({"Summer 2026"})),
    Marks(),
)
DAYS = tuple(datetime(2026, 8, day, 12, tzinfo=UTC) for day in (1, 1, 2, 3, 3))


@pytest.fixture(scope="module")
def shelf(tmp_path_factory):
    """Five runs, oldest first, their marks, and an index of them."""
    folder = tmp_path_factory.mktemp("shelf")
    times = iter((DAYS[0], *[day for day in DAYS for _ in range(2)]))
    with Project.open(folder / "project", create=True, clock=lambda: next(times)) as project:
        runs = [project.add(project.new_run_id(), request, FILES) for request in REQUESTS]
    index = Index(folder / "project", folder / "cache")
    index.put([read(run.folder) for run in runs])
    index.set_marks({number_of(r.id): m for r, m in zip(runs, MARKS, strict=True)})
    yield runs, index
    index.close()


def found(shelf, query):
    runs, index = shelf
    numbers = set(index.find(query).numbers.tolist())
    return [place for place, run in enumerate(runs) if number_of(run.id) in numbers]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("", [0, 1, 2, 3, 4]),
        ("red", [0, 3]),
        ("RED hou", [0, 3]),
        ("hou red", [0, 3]),
        ('"red house"', [0, 3]),
        ('"house red"', []),
        ('"red hous"', []),
        ("red -best", [3]),
        ("-red", [1, 2, 4]),
        ('-"red house" -tower', [1, 2]),
        ("cafe", [1]),
        ("CAFÉ", [1]),
        ("海", [2]),
        ("海边", [2]),
        ("边海", []),
        ("小屋 黄昏", [2]),
        ("“海边的小屋”", [2]),
        ("水", [1, 2]),  # a tag of one, the style of the other
        ("雾", [2]),
        ("neon", [1]),
        ("ink", [2]),
        ("drawing", [2]),
        ("sdxl", [0, 3]),
        ("1234", [0, 3]),
        ("12345", [0]),
        ("steps 30", [1]),
        ("7.5", [4]),
        ("ddim", [4]),
        ("512x768", [2]),
        ("summer", [0, 3]),
        ("unknown", []),
        ('"', [0, 1, 2, 3, 4]),
        ("- !? ,", [0, 1, 2, 3, 4]),
        ("a* OR NOT (red", []),  # nothing means anything to the engine below
        ("100%", []),
    ],
)
def test_words_find_what_holds_them(shelf, text, places):
    assert found(shelf, Query(text=text)) == places


@pytest.mark.parametrize(
    ("query", "places"),
    [
        (Query(models=("sdxl", "painter")), [0, 3, 4]),
        (Query(styles=("ink",)), [2]),
        (Query(styles=("",)), [0, 3, 4]),
        (Query(styles=("neon glow",)), [1]),
        (Query(sizes=(Extent(512, 512), Extent(512, 768))), [0, 2, 3]),
        (Query(seed=7), [1]),
        (Query(seed=0), [4]),
        (Query(min_stars=3), [0, 1]),
        (Query(tags=("best",)), [0, 1]),
        (Query(tags=("best", "水")), [1]),
        (Query(album="Summer 2026"), [0, 3]),
        (Query(day_from=date(2026, 8, 2)), [2, 3, 4]),
        (Query(day_to=date(2026, 8, 2)), [0, 1, 2]),
        (Query(day_from=date(2026, 8, 2), day_to=date(2026, 8, 2)), [2]),
        (Query("red", models=("sdxl",), min_stars=2), [0]),
        (Query(trashed=True), []),
    ],
)
def test_filters_narrow_down(shelf, query, places):
    assert found(shelf, query) == places


WORDS = st.sampled_from(["red", "Hou", "海", "边", "海边", "best", "123", "7", "sdxl", "a", "ink"])
TERMS = st.tuples(st.sampled_from(["", "-"]), st.sampled_from(['"', ""]), WORDS, WORDS)
TEXTS = st.lists(TERMS, max_size=3).map(
    lambda found: " ".join(f"{no}{q}{one} {two}{q}" for no, q, one, two in found)
)
QUERIES = st.builds(
    Query,
    text=TEXTS,
    models=st.sampled_from([(), ("sdxl",), ("starter", "painter")]),
    styles=st.sampled_from([(), ("",), ("ink", "neon glow")]),
    seed=st.sampled_from([None, None, 7]),
    min_stars=st.integers(0, 4),
    tags=st.sampled_from([(), (), ("best",)]),
    album=st.sampled_from(["", "", "Summer 2026"]),
    day_from=st.sampled_from([None, date(2026, 8, 2)]),
    day_to=st.sampled_from([None, date(2026, 8, 2)]),
)


@given(query=QUERIES)
def test_the_index_answers_by_the_rule_that_new_runs_are_measured_by(shelf, query):
    runs, _ = shelf
    by_rule = [n for n, run in enumerate(runs) if matches(query, run, MARKS[n])]
    assert found(shelf, query) == by_rule


@given(query=QUERIES)
def test_without_a_text_index_the_same_is_found(shelf, query):
    _, index = shelf
    fast = found(shelf, query)
    index._store.has_search = False
    try:
        assert found(shelf, query) == fast
    finally:
        index._store.has_search = True


def test_this_machine_searches_the_fast_way(shelf):
    assert shelf[1]._store.has_search


@given(query=QUERIES)
def test_a_saved_search_comes_back(query):
    search = SavedSearch("mine", query)
    assert from_json(SavedSearch, to_json(search)) == search


@given(text=st.text(), other=st.text())
def test_any_text_is_found_by_its_own_words(text, other):
    words = words_of(text)
    said = f" {' '.join(words_of(f'{other} {text}'))} "
    assert all(f" {word} " in said for word in words)
    for term, wanted in terms(text):
        assert wanted in (True, False)
        assert all(word == word.casefold() for word in term.words)


def rows(shelf, view):
    runs, index = shelf
    places = {number_of(run.id): place for place, run in enumerate(runs)}
    shown = listing((index,), view)
    return [places[n] for n in shown.numbers.tolist()], shown.starts.tolist()


def test_orders(shelf):
    assert rows(shelf, View())[0] == [4, 3, 2, 1, 0]
    assert rows(shelf, View(Query(order=Order.OLDEST)))[0] == [0, 1, 2, 3, 4]
    assert rows(shelf, View(Query(order=Order.STARS)))[0] == [0, 1, 3, 4, 2]
    by_chance = rows(shelf, View(Query(order=Order.RANDOM)))[0]
    assert sorted(by_chance) == [0, 1, 2, 3, 4]


def test_groups_by_day_and_by_request(shelf):
    assert rows(shelf, View(grouping=Grouping.DAY)) == ([4, 3, 2, 1, 0], [0, 2, 3])
    by_request = rows(shelf, View(grouping=Grouping.REQUEST))
    assert by_request == ([4, 3, 2, 1, 0], [0, 1, 2, 3, 4])
    oldest = View(Query(order=Order.OLDEST), Grouping.DAY)
    assert rows(shelf, oldest) == ([0, 1, 2, 3, 4], [0, 2, 3])


def test_what_differs_in_the_seed_alone_is_one_group_wherever_it_stands(tmp_path):
    with Project.open(tmp_path / "p", create=True) as project:
        asked = Request("a", seed=1)
        requests = [asked, replace(asked, seed=2), Request("b"), replace(asked, seed=3)]
        runs = [project.add(project.new_run_id(), request, FILES) for request in requests]
    index = Index(project.root, tmp_path / "cache")
    index.put([read(run.folder) for run in runs])
    assert rows((runs, index), View(grouping=Grouping.REQUEST)) == ([3, 1, 0, 2], [0, 3])
    index.close()


def test_facets_count_what_is_found(shelf):
    facets = shelf[1].facets(Query())
    assert facets.models == {"sdxl": 2, "starter": 2, "painter": 1}
    assert facets.sizes == {(512, 512): 2, (512, 768): 1, (256, 256): 2}
    assert facets.stars == {5: 1, 3: 1, 1: 1, 0: 2}
    assert facets.tags == {"best": 2, "水": 1}
    assert facets.albums == {"Summer 2026": 2}
    assert shelf[1].facets(Query("red")).tags == {"best": 1}


def test_places_are_days_even_of_folders_with_other_names(shelf):
    run = shelf[0][0]
    assert day_of(place_of(run)) == date(2026, 8, 1)
    renamed = replace(run, id="my favourite")
    assert number_of(renamed.id) < 0
    assert day_of(place_of(renamed)) == run.created.astimezone().date()
    assert day_of(first_place(date(2026, 12, 31))) == date(2026, 12, 31)
    assert after(date(2026, 12, 31)) < first_place(date(2027, 1, 1))
    assert day_of(number_of("99999999-999999-9999")).year == 9999


@given(before=st.lists(st.integers(0, 30), unique=True), later=st.sets(st.integers(0, 30)))
def test_changes_lead_from_one_listing_to_the_other(before, later):
    import numpy as np

    new_rows = [n for n in before if n in later] + sorted(later - set(before))
    old, new = (
        Listing(shelves=np.zeros(len(r), np.int64), numbers=np.array(r, np.int64),
                places=np.array(r, np.int64))
        for r in (before, new_rows)
    )  # fmt: skip
    found = changes(old, new, 100)
    assert found is not None
    gone, come = found
    now = old
    for first, last in reversed(gone):
        now = now.without(first, last)
    for first, last in come:
        now = new.growing(now, first, last)
    assert now.numbers.tolist() == new_rows


@given(rows=st.sets(st.integers(0, 19)))
def test_rows_can_be_taken_out_one_by_one_or_all_at_once(rows):
    import numpy as np

    numbers = np.arange(20)
    places = (20 - numbers) // 5 * PER_DAY
    starts = np.flatnonzero(np.r_[True, np.diff(places) != 0])
    whole = Listing(View(grouping=Grouping.DAY), (), numbers * 0, numbers, places, starts)
    one_by_one = whole
    for first, last in reversed(ranges(np.array(sorted(rows), np.intp))):
        one_by_one = one_by_one.without(first, last)
    at_once = whole.but(np.array(sorted(rows), np.intp))
    left = [n for n in range(20) if n not in rows]
    for found in (one_by_one, at_once):
        assert found.numbers.tolist() == left
        days = found.places // PER_DAY
        begins = [n for n in range(len(left)) if n == 0 or days[n] != days[n - 1]]
        assert found.starts.tolist() == begins


def test_another_order_is_no_change_of_rows(shelf):
    one, other = (
        listing((shelf[1],), View(Query(order=order))) for order in (Order.NEWEST, Order.OLDEST)
    )
    assert changes(one, other, 100) is None
