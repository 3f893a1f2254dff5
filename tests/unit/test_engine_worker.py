"""The child process: it dies alone, comes back, and never outlives its parent."""

import os
import signal
import subprocess
import sys
import textwrap
import threading
from pathlib import Path

import numpy as np
import psutil
import pytest
from safetensors.numpy import save_file

from studio.core.errors import Cancelled, DeviceLostError, WorkerDiedError
from studio.core.job import CancelToken
from studio.core.model import Layout, Model
from studio.engine.client import WorkerEngine
from studio.engine.ending import exit_reason
from studio.engine.lost import device_lost
from studio.engine.worker import KEPT_LOGS, Host, prepare_log
from tests.unit.engine_verbs import Order, scripted_runtime

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def engine():
    made = WorkerEngine(scripted_runtime)
    yield made
    made.close()


def run(engine, what, *, report=None, cancel=None, **more):
    order = Order(what, **more)
    return engine.run("scripted", order, report or (lambda _: None), cancel or CancelToken())


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_a_killed_worker_fails_its_job_and_the_next_one_runs(engine):
    with pytest.raises(WorkerDiedError, match=r"usually because memory ran out \(SIGKILL\)"):
        run(engine, "kill")
    assert run(engine, "count") == 3


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_a_crash_in_native_code_leaves_its_stack_in_the_log(engine):
    with pytest.raises(WorkerDiedError, match="SIGSEGV") as caught:
        run(engine, "crash")
    log = Path(caught.value.message.values["log"]).read_text(encoding="utf-8")
    assert "Segmentation fault" in log
    assert "engine_verbs.py" in log
    assert "scripted with no model" in log


@pytest.mark.skipif(sys.platform == "win32", reason="a mapped file cannot be cut off there")
def test_a_model_file_that_is_cut_off_while_it_is_read_is_named(engine, tmp_path):
    path = tmp_path / "cut.safetensors"
    save_file({"weight": np.ones((64, 4096), np.float32)}, path)
    model = Model("cut", "Cut", "sd15", path, Layout.FILE)
    with pytest.raises(WorkerDiedError, match="cut off or replaced") as caught:
        run(engine, "cut off", model=model)
    assert path.name in str(caught.value)
    log = Path(caught.value.message.values["log"]).read_text(encoding="utf-8")
    assert "Bus error" in log
    assert f"scripted with {path}" in log
    assert run(engine, "count") == 3


def test_a_lost_graphics_card_fails_its_job_and_the_next_has_a_new_process(engine):
    run(engine, "count")
    before = engine.pid
    with pytest.raises(DeviceLostError, match="unspecified launch failure") as caught:
        run(engine, "lose the card")
    log = Path(caught.value.message.values["log"]).read_text(encoding="utf-8")
    assert "unspecified launch failure" in log
    assert run(engine, "count") == 3
    assert engine.pid != before


def test_a_worker_that_died_is_started_again_before_anybody_asks():
    engine = WorkerEngine(scripted_runtime)
    engine.start()
    try:
        run(engine, "count")
        with pytest.raises(WorkerDiedError):
            run(engine, "exit")
        for thread in [t for t in threading.enumerate() if t.name == "worker-starter"]:
            thread.join()
        assert engine.pid is not None
    finally:
        engine.close()


def test_a_worker_that_exits_on_its_own_is_named_with_its_code(engine):
    with pytest.raises(WorkerDiedError, match="exit code 3"):
        run(engine, "exit")


def test_a_worker_that_died_while_idle_is_replaced_without_a_word(engine):
    run(engine, "count")
    process = psutil.Process(engine.pid)
    process.kill()
    process.wait(10)
    assert run(engine, "count") == 3


def test_previews_are_dropped_rather_than_queued(engine):
    seen = []
    assert run(engine, "flood", steps=300, report=seen.append) == 300
    assert [p.step for p in seen] == list(range(1, 301)), "progress itself is never dropped"
    previews = [p for p in seen if p.preview is not None]
    assert seen[0].preview is not None
    assert len(previews) < 200


def test_no_second_preview_before_the_first_was_shown():
    from studio.engine.wire import Seen

    host = Host(connection=None, runtime=None)
    assert host._may_preview()
    host._next_preview_s = 0.0
    assert not host._may_preview()
    host._take(Seen())
    assert host._may_preview()


def test_the_child_imports_no_window(engine):
    assert not [name for name in run(engine, "modules") if name.startswith("PySide6")]


def test_a_cancel_while_the_child_still_imports_returns_at_once():
    with_child = WorkerEngine(scripted_runtime)
    with_child.start()
    cancel = CancelToken()
    timer = threading.Timer(0.05, cancel.cancel)
    timer.start()
    try:
        with pytest.raises(Cancelled):
            run(with_child, "wait", cancel=cancel)
        assert run(with_child, "count") == 3
    finally:
        timer.join()
        with_child.close()


def test_a_reporter_that_fails_stops_the_job_and_the_next_one_runs(engine):
    def report(_progress):
        raise LookupError("the window is gone")

    with pytest.raises(LookupError):
        run(engine, "wait", report=report)
    assert run(engine, "count") == 3


@pytest.fixture(scope="module")
def impatient():
    made = WorkerEngine(scripted_runtime, patience_s=0.2)
    yield made
    made.close()


def test_a_job_that_does_not_stop_is_cut_with_its_process_and_the_next_one_runs(impatient):
    cancel, pids = CancelToken(), []

    def report(_progress):
        pids.append(impatient.pid)
        cancel.cancel()

    with pytest.raises(Cancelled):
        run(impatient, "deaf", report=report, cancel=cancel)
    assert process(pids[0]) is None
    assert run(impatient, "count") == 3


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_a_worker_that_dies_while_its_job_is_being_stopped_has_stopped_it(engine):
    cancel, pids = CancelToken(), []

    def report(_progress):
        pids.append(engine.pid)
        cancel.cancel()

    with pytest.raises(Cancelled):
        run(engine, "die while stopping", report=report, cancel=cancel)
    assert process(pids[0]) is None
    assert run(engine, "count") == 3


def test_a_job_that_says_nothing_is_cut_as_well(impatient, tmp_path):
    run(impatient, "count")
    before, cancel = impatient.pid, CancelToken()
    model = Model("begun", "Begun", "sd15", tmp_path / "begun", Layout.FILE)

    def stop():
        while not model.path.exists():
            threading.Event().wait(0.01)
        cancel.cancel()

    stopping = threading.Thread(target=stop, daemon=True)
    stopping.start()
    with pytest.raises(Cancelled):
        run(impatient, "silent", model=model, cancel=cancel)
    stopping.join()
    psutil.wait_procs([p for p in [process(before)] if p], timeout=10)
    assert process(before) is None
    assert run(impatient, "count") == 3


def test_the_import_of_the_libraries_is_not_cut_but_nobody_waits_for_it(impatient):
    run(impatient, "count")
    before, cancel = impatient.pid, CancelToken()
    with pytest.raises(Cancelled):
        run(impatient, "import slowly", report=lambda _: cancel.cancel(), cancel=cancel)
    assert run(impatient, "count") == 3
    assert impatient.pid == before


def test_a_job_that_nobody_waits_for_and_that_does_not_stop_holds_up_no_other(impatient):
    def report(_progress):
        raise LookupError("the window is gone")

    with pytest.raises(LookupError):
        run(impatient, "deaf", report=report)
    assert run(impatient, "count") == 3


def test_a_job_that_stops_when_told_keeps_its_process_and_the_models_in_it():
    engine = WorkerEngine(scripted_runtime, patience_s=60)
    try:
        run(engine, "count")
        before, cancel = engine.pid, CancelToken()
        with pytest.raises(Cancelled):
            run(engine, "wait", report=lambda _: cancel.cancel(), cancel=cancel)
        assert run(engine, "count") == 3
        assert engine.pid == before
    finally:
        engine.close()


def test_close_ends_a_running_job_as_cancelled_and_leaves_no_process():
    engine = WorkerEngine(scripted_runtime)
    pids = []

    def report(_progress):
        pids.append(engine.pid)
        threading.Thread(target=engine.close).start()

    with pytest.raises(Cancelled):
        run(engine, "wait", report=report)
    psutil.wait_procs([p for p in [process(pids[0])] if p], timeout=10)
    assert process(pids[0]) is None
    with pytest.raises(RuntimeError, match="closed"):
        run(engine, "count")


def process(pid):
    try:
        found = psutil.Process(pid)
    except psutil.NoSuchProcess:
        return None
    return None if found.status() == psutil.STATUS_ZOMBIE else found


@pytest.mark.parametrize("busy", [False, True], ids=["idle", "busy"])
def test_the_child_ends_when_its_parent_vanishes(busy, tmp_path):
    code = """
        import os, sys
        from studio.core.job import CancelToken
        from studio.engine.client import WorkerEngine
        from tests.unit.engine_verbs import Order, scripted_runtime

        def vanish(_progress):
            print(engine.pid, flush=True)
            os._exit(0)  # no clean-up of any kind, as after a kill

        if __name__ == "__main__":
            engine = WorkerEngine(scripted_runtime)
            if sys.argv[1] == "busy":
                engine.run("scripted", Order("wait"), vanish, CancelToken())
            engine.run("scripted", Order("count"), lambda _: None, CancelToken())
            vanish(None)
    """
    script = tmp_path / "parent.py"
    script.write_text(textwrap.dedent(code), encoding="utf-8")
    out = subprocess.run(
        [sys.executable, str(script), "busy" if busy else "idle"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        timeout=120,
    )
    child = process(int(out.stdout))
    assert child is None or child.wait(15) is None or process(child.pid) is None


def test_the_parent_never_imports_torch():
    code = """
        import sys
        from studio.core.job import CancelToken
        from studio.engine.client import WorkerEngine
        from tests.unit.engine_verbs import Order, scripted_runtime

        if __name__ == "__main__":
            engine = WorkerEngine(scripted_runtime)
            engine.run("scripted", Order("count"), lambda _: None, CancelToken())
            engine.close()
            heavy = {"torch", "diffusers", "transformers"} & set(sys.modules)
            sys.exit(f"imported {heavy}" if heavy else 0)
    """
    subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=True,
        timeout=120,
    )


def test_only_the_last_logs_are_kept(tmp_path):
    for i in range(20):
        (tmp_path / f"worker-20260101-0000{i:02}-000000.log").write_text("", encoding="utf-8")
    prepare_log(tmp_path).write_text("", encoding="utf-8")
    assert len(list(tmp_path.iterdir())) == KEPT_LOGS


def test_a_log_that_another_program_holds_costs_no_start(tmp_path, monkeypatch):
    """As Windows does with a file that is open."""

    def held(_path, **_):
        raise PermissionError(13, "in use")

    for i in range(KEPT_LOGS):
        (tmp_path / f"worker-20260101-0000{i:02}-000000.log").write_text("", encoding="utf-8")
    monkeypatch.setattr("pathlib.Path.unlink", held)
    assert prepare_log(tmp_path).parent == tmp_path


@pytest.mark.parametrize(
    ("code", "says"),
    [
        (0, "it ended with exit code 0"),
        (0xC0000005, "a fault in the model libraries or in a driver (0xC0000005)"),
        (0xC0000006, "cut off or replaced, or its drive is gone (0xC0000006)"),
        (-signal.SIGTERM, "it ended with SIGTERM"),
        (-99, "it ended with signal 99"),
        (None, "nobody knows why"),
    ],
)
def test_exit_codes_are_named(code, says):
    assert says in str(exit_reason(code))


@pytest.mark.parametrize(
    ("error", "lost"),
    [
        (RuntimeError("CUDA error: unspecified launch failure\nCompile with"), True),
        (RuntimeError("CUDA error: an illegal memory access was encountered"), True),
        (RuntimeError("CUDA error: uncorrectable ECC error encountered"), True),
        (RuntimeError("CUDA out of memory. Tried to allocate 2.00 GiB"), False),
        (RuntimeError("CUDA error: no kernel image is available for execution"), False),
        (RuntimeError("mat1 and mat2 shapes cannot be multiplied"), False),
        (ValueError("device lost"), False),
    ],
)
def test_only_what_ends_the_use_of_a_card_counts_as_its_loss(error, lost):
    assert (device_lost(error) is not None) is lost
