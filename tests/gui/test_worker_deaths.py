"""What the window says and does when the process that holds the models really dies."""

from __future__ import annotations

import sys
import threading
from dataclasses import replace

import pytest

from studio.core.job import JobState
from studio.core.work import EntryState
from studio.engine.client import WorkerEngine
from studio.engine.pool import Pool
from studio.state.notices import Step
from studio.ui.commands.service import ServiceCommands
from tests.gui.dying_script import make
from tests.gui.steps import canvas_color, made, press, trigger

posix = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")


class Worker(WorkerEngine):
    """Imports nothing ahead, which the scripted engine does not need; its gate is in the child."""

    def __init__(self, made=make):
        super().__init__(made, patience_s=0.3)
        self.gate = threading.Event()

    def start(self):
        pass


@pytest.fixture
def engine():
    engine = Worker()
    yield engine
    engine.close()


@pytest.fixture
def ask(studio):
    def ask(words, seed=1):
        request = replace(studio.session.desk.draft.request(), prompt=words, seed=seed)
        studio.session.generation.enqueue([request])

    return ask


def settled(qtbot, studio):
    qtbot.waitUntil(lambda: studio.session.desk.work.is_idle and not studio.jobs.active)


def told(studio):
    notice = studio.session.desk.notices.current
    return str(notice.message) if notice else ""


def entry_of(studio, words):
    entries = studio.session.desk.work.entries
    return next(e for e in entries if e.title.values["prompt"] == words)


@posix
def test_a_job_that_crashes_its_process_twice_is_named_and_set_aside_and_the_queue_goes_on(
    qtbot, studio, ask
):
    notices = []
    studio.session.desk.notices.current_changed.connect(lambda n: notices.append(n))
    ask("crash")
    ask("good", seed=2)
    [run] = made(qtbot, studio, 1)
    settled(qtbot, studio)
    assert run.request.prompt == "good"
    sentences = [str(n.message) for n in notices if n]
    assert "tried once more" in sentences[0]
    assert "set aside" in sentences[1]
    for sentence in sentences[:2]:
        assert "crash" in sentence
        assert "worked with scripted:" in sentence
        assert "SIGSEGV" in sentence
    entry = entry_of(studio, "crash")
    assert (entry.state, entry.attempts) == (EntryState.SET_ASIDE, 2)


@posix
def test_the_notice_opens_the_log_with_the_stack_of_the_crash(qtbot, studio, ask):
    ask("crash")
    settled(qtbot, studio)
    log = studio.session.desk.notices.current.log
    press(qtbot, studio, Step.SHOW_LOG)
    viewer = studio.window.findChild(ServiceCommands).log
    qtbot.waitUntil(lambda: "Segmentation fault" in viewer.text.toPlainText())
    assert viewer.file.currentData() == str(log)
    assert "dying_script.py" in viewer.text.toPlainText()
    assert "generate with" in viewer.text.toPlainText()
    assert viewer.isVisible()
    viewer.close()


@posix
def test_what_was_set_aside_is_offered_again_and_stays_so_over_a_restart(
    qtbot, studio, ask, open_studio, engine
):
    ask("eat all memory")
    settled(qtbot, studio)
    assert "memory ran out" in told(studio)
    studio.close()
    studio.window.close()
    again = open_studio(engine=Worker())
    desk = again.session.desk
    qtbot.waitUntil(lambda: bool(desk.work.entries))
    entry = entry_of(again, "eat all memory")
    assert entry.state is EntryState.SET_ASIDE
    assert "memory ran out" in str(entry.problem)
    desk.work.resume()
    desk.work.again([entry.id])
    qtbot.waitUntil(lambda: entry_of(again, "eat all memory").state is EntryState.RUNNING)
    settled(qtbot, again)
    assert entry_of(again, "eat all memory").state is EntryState.SET_ASIDE


class Workers(Pool):
    """One device until another is chosen."""

    def __init__(self):
        super().__init__(make, engine_of=Worker)
        self.gate = threading.Event()

    def start(self):
        pass


class TestWithAPool:
    @pytest.fixture
    def engine(self):
        engine = Workers()
        yield engine
        engine.close()

    def test_a_lost_graphics_card_fails_its_job_and_the_processor_is_offered(
        self, qtbot, studio, ask, monkeypatch
    ):
        monkeypatch.setattr("studio.app.runtime_of", lambda _settings: make)
        lose_the_card(qtbot, studio, ask)


def lose_the_card(qtbot, studio, ask):
    ask("lose the card")
    ask("good", seed=2)
    made(qtbot, studio, 1)
    settled(qtbot, studio)
    assert "lose the card" in told(studio)
    assert "unspecified launch failure" in told(studio)
    assert entry_of(studio, "lose the card").state is EntryState.FAILED
    press(qtbot, studio, Step.USE_PROCESSOR)
    made(qtbot, studio, 2)
    settled(qtbot, studio)
    assert studio.session.desk.memory.settings.draw_on == "cpu"
    assert studio.session.desk.work.entries == ()


def test_a_job_that_does_not_stop_when_it_is_cancelled_is_cut(qtbot, studio, ask, engine):
    ask("never listen")
    desk = studio.session.desk
    qtbot.waitUntil(lambda: bool(desk.queue.stage()))
    pid = engine.pid
    ended = []
    studio.jobs.changed.connect(lambda _id, state: ended.append(state))
    trigger(studio, "picture.cancel")
    settled(qtbot, studio)
    assert JobState.CANCELLED in ended
    assert engine.pid != pid
    ask("good", seed=2)
    [run] = made(qtbot, studio, 1)
    assert run.request.prompt == "good"
    assert canvas_color(studio).any()
