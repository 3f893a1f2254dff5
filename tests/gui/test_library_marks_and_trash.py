"""Stars, tags, albums and the trash: shown at once, kept in the project, taken back if refused."""

# ruff: noqa: F401, F811 - fixtures are imported by name
from __future__ import annotations

import pytest

from studio.core.library.marks import Marks, read_marks
from studio.core.library.query import Query
from studio.core.library.store import index_path
from studio.state.history import RunRole
from studio.state.notices import Step
from tests.gui.library_desk import NAMES, another, root, studio
from tests.gui.pictures import fill


def test_stars_tags_and_albums_are_shown_at_once_and_kept(studio, root, another):
    changed = []
    studio.history.dataChanged.connect(
        lambda first, last: changed.append((first.row(), last.row()))
    )
    runs = studio.runs("red house", "blue boat")
    studio.library.set_stars(runs, 4)
    assert studio.history.index(1).data(RunRole.STARS) == 4
    assert changed == [(1, 2)]
    studio.library.add_tags(runs, ["sea", " two  words "])
    studio.library.remove_tags(runs[:1], ["sea"])
    studio.library.put_into_album(runs, "Best")
    studio.library.take_out_of_album(runs[1:], "Best")
    expected = [
        Marks(4, frozenset({"two words"}), frozenset({"Best"})),
        Marks(4, frozenset({"sea", "two words"})),
    ]
    assert [studio.history.marks(row) for row in (1, 2)] == expected
    studio.settle()
    assert [studio.history.marks(row) for row in (1, 2)] == expected
    said = read_marks(root)
    assert [said[run.id] for run in runs] == expected
    assert studio.library.facets.tags == {"sea": 1, "two words": 2}
    assert studio.library.facets.stars == {0: 1, 4: 2}
    studio.close()
    index_path(root, studio.desk.library._needs.cache).unlink()
    again = another().open(root)
    assert [again.history.marks(row) for row in (1, 2)] == expected


def test_what_no_longer_fits_leaves_the_rows(studio):
    studio.library.set_stars(studio.runs(*NAMES), 3)
    studio.library.query = Query(min_stars=2)
    studio.settle()
    removed = []
    studio.history.rowsRemoved.connect(lambda _p, first, last: removed.append((first, last)))
    studio.library.set_stars(studio.runs("blue boat"), 1)
    studio.settle()
    assert studio.prompts() == ["海边的塔", "red house"]
    assert removed == [(1, 1)]


def test_marks_that_cannot_be_written_are_taken_back_and_told(studio, root):
    (root / "marks.jsonl").mkdir()
    studio.library.set_stars(studio.runs("red house"), 5)
    assert studio.history.marks(2).stars == 5
    studio.settle()
    assert studio.history.marks(2).stars == 0
    assert "cannot be written" in studio.said()


def test_a_project_for_reading_only_refuses_with_a_sentence(another, root):
    studio = another().open(root, read_only=True)
    studio.desk.notices.dismiss()
    studio.library.set_stars(studio.runs("red house"), 5)
    assert "reading only" in studio.said()
    assert studio.history.marks(2).stars == 0
    studio.desk.notices.dismiss()
    studio.library.trash(studio.runs("red house"))
    studio.settle()
    assert "reading only" in studio.said()
    assert len(studio.prompts()) == 3


def test_thumbnails_are_made_again_but_not_kept_in_a_project_for_reading_only(another, root, qtbot):
    (run,) = fill(root.parent / "real", 1)
    run.path("thumb.webp").unlink()
    studio = another()
    for read_only in (True, False):
        studio.open(root.parent / "real", read_only=read_only)
        card = studio.history.card(0)
        studio.history.thumbnails.clear()
        qtbot.waitUntil(lambda card=card: studio.history.thumbnails.get(card) is not None)
        assert run.path("thumb.webp").exists() is not read_only


def test_trash_takes_rows_out_and_undo_brings_them_back(studio, root):
    removed = []
    studio.history.rowsRemoved.connect(lambda _p, first, last: removed.append((first, last)))
    runs = studio.runs("red house", "blue boat")
    studio.library.trash(runs)
    assert studio.prompts() == ["海边的塔"]
    assert removed == [(1, 2)]
    studio.settle()
    assert sorted(path.name for path in (root / "trash").iterdir()) == sorted(r.id for r in runs)
    assert studio.library.total == 1
    notice = studio.desk.notices.current
    assert notice.steps == (Step.UNDO,)
    notice.act(Step.UNDO)
    studio.settle()
    assert studio.prompts() == ["海边的塔", "blue boat", "red house"]
    assert list((root / "trash").iterdir()) == []
    assert not studio.library.trashing.can_undo


def test_what_is_undone_before_it_was_done_comes_back(studio, root):
    studio.library.trash(studio.runs("red house", "blue boat"))
    studio.library.trash(studio.runs("海边的塔"))
    assert studio.library.trashing.can_undo
    studio.library.undo()
    studio.settle()
    assert studio.prompts() == ["海边的塔"]
    studio.library.undo()
    studio.settle()
    assert len(studio.prompts()) == 3
    assert list((root / "trash").iterdir()) == []


def test_the_trash_can_be_looked_at_restored_and_emptied(studio, root):
    studio.library.trash(studio.runs("red house", "blue boat"))
    studio.settle()
    studio.library.query = Query(trashed=True)
    studio.settle()
    assert studio.prompts() == ["blue boat", "red house"]
    studio.library.restore(studio.runs("blue boat"))
    assert studio.prompts() == ["red house"]
    studio.library.empty_trash()
    studio.settle()
    assert studio.prompts() == []
    assert "deleted for good: 1" in studio.said()
    studio.library.query = Query()
    studio.settle()
    assert studio.prompts() == ["海边的塔", "blue boat"]
    studio.library.undo()
    studio.settle()
    assert studio.prompts() == ["海边的塔", "blue boat"], "what is deleted does not come back"


def test_a_run_that_cannot_be_thrown_away_is_shown_again(studio, root):
    (root / "trash").write_text("in the way")
    studio.library.trash(studio.runs("red house"))
    assert len(studio.prompts()) == 2
    studio.settle()
    assert len(studio.prompts()) == 3
    assert studio.said()


@pytest.mark.parametrize(
    ("selected", "thrown", "then"),
    [
        ("blue boat", ["blue boat"], "red house"),
        ("red house", ["red house"], "blue boat"),
        ("blue boat", ["blue boat", "red house"], "海边的塔"),
        ("blue boat", ["red house"], "blue boat"),
        ("blue boat", list(NAMES), None),
    ],
)
def test_the_shown_run_gives_way_to_a_neighbour(studio, selected, thrown, then):
    studio.browsing.selected = studio.runs(selected)[0]
    studio.library.trash(studio.runs(*thrown))
    found = studio.browsing.selected
    assert (found and found.request.prompt) == then
    studio.settle()


def test_a_run_thrown_away_while_its_thumbnail_is_read_does_no_harm(studio):
    for row in range(3):
        studio.history.index(row).data(RunRole.THUMBNAIL)
    studio.library.trash(studio.runs("red house"))
    studio.settle()
    assert len(studio.prompts()) == 2
