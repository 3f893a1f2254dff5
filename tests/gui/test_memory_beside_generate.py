"""Beside Generate stands how much memory the picture takes, in words where it does not fit."""

from studio.core.request import Extent
from studio.core.request_parts import Refiner
from studio.engine.memory.estimate import Need
from studio.engine.memory.rungs import Rung
from studio.ui.prompt.generate_bar import GenerateBar

GIB = 1 << 30


def bar(studio):
    [found] = studio.window.findChildren(GenerateBar)
    return found


def test_what_fits_is_told_in_passing(studio):
    studio.session.desk.room.need = Need(5 * GIB, 8 * GIB, Rung.WHOLE, 5 * GIB)
    assert bar(studio).memory.isVisible()
    assert bar(studio).memory.text() == "about 5.0 GiB of memory"


def test_what_fits_only_with_help_is_told_with_what_will_be_done(studio):
    studio.session.desk.room.need = Need(5 * GIB, 4 * GIB, Rung.TILES, 3 * GIB)
    text = bar(studio).memory.text()
    assert text == "about 5.0 GiB of memory, 4.0 GiB are free: the picture is decoded in tiles"


def test_what_does_not_fit_is_told_with_what_to_do(studio):
    studio.session.desk.room.need = Need(5 * GIB, GIB, None, 2 * GIB)
    text = bar(studio).memory.text()
    assert "Needs 2.0 GiB of memory, 1.0 GiB are free" in text
    assert "Choose a smaller size" in text


def test_a_model_that_needs_next_to_nothing_needs_no_words(studio):
    studio.session.desk.room.need = Need(GIB // 10, GIB, Rung.WHOLE, GIB // 10)
    assert not bar(studio).memory.isVisible()


def test_another_size_is_estimated_and_other_words_are_not(qtbot, studio, monkeypatch):
    told = []

    def estimate(task, _report, _cancel):
        told.append(task.request.extent)
        side = task.request.extent.width
        return Need(side * GIB, 9000 * GIB, Rung.WHOLE, GIB)

    monkeypatch.setattr("studio.tasks.estimate_memory.EstimateMemory.run", estimate)
    draft = studio.session.desk.draft
    draft.extent = Extent(768, 512)
    qtbot.waitUntil(lambda: bar(studio).memory.text() == "about 768.0 GiB of memory")
    draft.prompt = "clouds"
    draft.extent = Extent(640, 512)
    qtbot.waitUntil(lambda: bar(studio).memory.text() == "about 640.0 GiB of memory")
    assert told == [Extent(768, 512), Extent(640, 512)]


def test_a_refiner_is_estimated_with_the_model_that_it_follows(qtbot, studio, monkeypatch):
    told = []

    def estimate(task, _report, _cancel):
        told.append([other.title for other in task.others])
        return Need((1 + len(task.others)) * GIB, 9000 * GIB, Rung.WHOLE, GIB)

    monkeypatch.setattr("studio.tasks.estimate_memory.EstimateMemory.run", estimate)
    draft = studio.session.desk.draft
    second = next(m for m in studio.session.desk.catalog.supplies.models if m.title == "Second")
    draft.parts = {"refiner": Refiner(second.key)}
    qtbot.waitUntil(lambda: bar(studio).memory.text() == "about 2.0 GiB of memory")
    draft.parts = {"refiner": Refiner("one that is gone")}
    qtbot.waitUntil(lambda: bar(studio).memory.text() == "about 1.0 GiB of memory")
    assert told == [["Second"], []]
