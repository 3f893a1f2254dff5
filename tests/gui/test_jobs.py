"""The job service: work happens elsewhere, news arrive in the UI thread."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

import pytest

from studio.core.errors import StudioError, WeightsMissingError
from studio.core.job import JobState, Progress
from studio.core.task import DEVICE_LANE, DISK_LANE
from studio.core.text import Message
from studio.jobs.service import JobService


@dataclass
class ScriptedTask:
    """Work whose pace and outcome the test decides."""

    lane: str = DEVICE_LANE
    title: Message = field(default_factory=lambda: Message("work"))
    steps: int = 3
    error: Exception | None = None
    gate: threading.Event = field(default_factory=threading.Event)
    thread: threading.Thread | None = None

    def run(self, report, cancel):
        self.thread = threading.current_thread()
        for step in range(self.steps):
            assert self.gate.wait(10), "the test forgot to open the gate"
            cancel.check()
            if self.error:
                raise self.error
            report(Progress(step + 1, self.steps, result=step))
        return "result"


@pytest.fixture
def jobs(qapp):
    service = JobService()
    tasks = []

    def submit(task, *, gate=True):
        tasks.append(task)
        if gate:
            task.gate.set()
        return JobService.submit(service, task)

    service.submit = submit
    yield service
    for task in tasks:
        task.gate.set()
    service.close()


def reaches(wanted):
    return lambda _id, state: state is wanted


def test_work_runs_off_the_ui_thread_and_reports_on_it(qtbot, jobs):
    heard = []
    jobs.progressed.connect(lambda _id, p: heard.append((p.result, threading.current_thread())))
    with qtbot.waitSignal(jobs.finished) as blocker:
        jobs.submit(task := ScriptedTask())
    assert blocker.args[1] == "result"
    assert task.thread is not threading.main_thread()
    assert heard == [(step, threading.main_thread()) for step in range(3)]


def test_lanes_run_beside_each_other_and_each_in_order(qtbot, jobs):
    jobs.submit(slow := ScriptedTask(), gate=False)
    jobs.submit(behind := ScriptedTask())
    with qtbot.waitSignal(jobs.finished):
        jobs.submit(ScriptedTask(lane=DISK_LANE))
    assert behind.thread is None
    with qtbot.waitSignal(jobs.emptied):
        slow.gate.set()
    assert behind.thread is slow.thread


def test_cancel_while_running(qtbot, jobs):
    states = []
    jobs.changed.connect(lambda _id, state: states.append(state))
    with qtbot.waitSignal(jobs.changed, check_params_cb=reaches(JobState.RUNNING)):
        job = jobs.submit(task := ScriptedTask(), gate=False)
    with qtbot.waitSignal(jobs.emptied):
        jobs.cancel(job)
        task.gate.set()
    assert states == [JobState.QUEUED, JobState.RUNNING, JobState.CANCELLED]


def test_cancel_while_queued_is_at_once_and_never_runs(qtbot, jobs):
    jobs.submit(first := ScriptedTask(), gate=False)
    job = jobs.submit(waiting := ScriptedTask())
    states = []
    jobs.changed.connect(lambda _id, state: states.append(state))
    jobs.cancel(job)
    assert states == [JobState.CANCELLED]
    with qtbot.waitSignal(jobs.emptied):
        first.gate.set()
    assert waiting.thread is None


def test_an_expected_error_is_passed_on_as_it_is(qtbot, jobs):
    error = WeightsMissingError("Put the files into {place}", place="models")
    with qtbot.waitSignal(jobs.failed) as blocker:
        jobs.submit(ScriptedTask(error=error))
    assert blocker.args[1] is error
    assert blocker.args[1].__traceback__ is None


def test_the_lane_survives_a_crash(qtbot, jobs, caplog):
    with qtbot.waitSignal(jobs.failed) as blocker:
        jobs.submit(ScriptedTask(error=ZeroDivisionError("boom")))
    assert isinstance(blocker.args[1], StudioError)
    assert str(blocker.args[1]) == "Unexpected error: boom"
    assert "ZeroDivisionError: boom" in caplog.text
    with qtbot.waitSignal(jobs.finished):
        jobs.submit(ScriptedTask())


def test_closing_ends_every_lane_whatever_waits(qtbot, jobs):
    jobs.submit(running := ScriptedTask(), gate=False)
    jobs.submit(waiting := ScriptedTask())
    qtbot.waitUntil(lambda: running.thread is not None)
    running.gate.set()
    jobs.close()
    assert waiting.thread is None
