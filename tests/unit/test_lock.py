"""One process writes a project; a dead one never stands in the way."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from studio.core import lock as lock_module
from studio.core.errors import ProjectLockedError
from studio.core.file_lock import try_lock
from studio.core.holder import HOLDER, Fate, fate_of, is_running, start_time, this_process
from studio.core.lock import NAME, Lock

ROOT = Path(__file__).parents[2]
HOLD = """
import sys
from pathlib import Path
from studio.core.lock import Lock
lock = Lock(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.readline()
"""
linux = pytest.mark.skipif(sys.platform != "linux", reason="asks /proc")


@pytest.fixture
def other(tmp_path):
    """Another process that holds the lock of `tmp_path` until it is told to end."""
    child = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout.readline() == "held\n"
    yield child
    child.kill()
    child.communicate()


@pytest.fixture
def no_system_lock(monkeypatch):
    """Behave as on a network folder that knows no file locks."""
    monkeypatch.setattr(lock_module, "try_lock", lambda _fd: None)


def left_by(folder, **changes):
    """Leave a lock file as a process like this one would, but for `changes`."""
    holder = replace(this_process("its token"), **changes)
    (folder / NAME).write_bytes(HOLDER.dumps(holder))
    return holder


def ended_pid():
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    return child.pid


def test_a_second_process_is_told_who_holds_it(tmp_path, other):
    with pytest.raises(ProjectLockedError, match=f"process {other.pid} on ") as caught:
        Lock(tmp_path)
    assert not caught.value.can_take_over


def test_a_living_holder_cannot_be_replaced_by_force(tmp_path, other):
    with pytest.raises(ProjectLockedError):
        Lock(tmp_path, take_over=True)
    assert other.poll() is None


def test_a_killed_holder_is_replaced_silently(tmp_path, other):
    other.kill()
    other.wait()
    assert (tmp_path / NAME).stat().st_size > 0, "it could not tidy up"
    Lock(tmp_path).release()


@pytest.mark.usefixtures("no_system_lock")
def test_a_killed_holder_is_replaced_where_there_is_no_system_lock(tmp_path, other):
    with pytest.raises(ProjectLockedError):
        Lock(tmp_path)
    other.kill()
    other.wait()
    Lock(tmp_path).release()


def test_a_holder_that_ends_by_itself_leaves_nothing(tmp_path, other):
    other.communicate("end\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="sends a signal")
def test_a_stopped_holder_is_alive(tmp_path, other):
    other.send_signal(signal.SIGSTOP)
    with pytest.raises(ProjectLockedError):
        Lock(tmp_path)
    other.send_signal(signal.SIGCONT)


def test_one_process_cannot_hold_it_twice(tmp_path):
    first = Lock(tmp_path)
    with pytest.raises(ProjectLockedError):
        Lock(tmp_path, take_over=True)
    assert first.is_ours()
    first.release()
    Lock(tmp_path).release()


def test_releasing_twice_is_harmless(tmp_path):
    first = Lock(tmp_path)
    first.release()
    second = Lock(tmp_path)
    first.release()
    assert second.is_ours()
    second.release()
    assert list(tmp_path.iterdir()) == []


@linux
@pytest.mark.usefixtures("no_system_lock")
def test_a_process_number_used_again_does_not_keep_the_lock(tmp_path):
    left_by(tmp_path, pid=os.getppid(), started="1")
    Lock(tmp_path).release()


@pytest.mark.usefixtures("no_system_lock")
def test_a_living_process_keeps_the_lock_where_there_is_no_system_lock(tmp_path):
    left_by(tmp_path, pid=os.getppid(), started=start_time(os.getppid()))
    with pytest.raises(ProjectLockedError) as caught:
        Lock(tmp_path)
    assert not caught.value.can_take_over


@pytest.mark.parametrize(
    "changes", [{"host": "elsewhere", "boot": "b"}, {"machine": "m", "boot": "b"}]
)
def test_a_holder_on_another_machine_is_for_the_user_to_decide(tmp_path, changes):
    holder = left_by(tmp_path, **changes)
    with pytest.raises(ProjectLockedError, match="cannot be checked from here") as caught:
        Lock(tmp_path)
    assert caught.value.can_take_over
    assert HOLDER.loads((tmp_path / NAME).read_bytes()) == holder, "nothing was changed"
    taken = Lock(tmp_path, take_over=True)
    assert taken.is_ours()
    taken.release()


@pytest.mark.usefixtures("no_system_lock")
def test_a_holder_in_another_container_is_for_the_user_to_decide(tmp_path):
    left_by(tmp_path, pid=ended_pid(), space="pid:[1]", host="container")
    if not this_process("").boot:
        pytest.skip("this system does not name its boots")
    with pytest.raises(ProjectLockedError) as caught:
        Lock(tmp_path)
    assert caught.value.can_take_over
    Lock(tmp_path, take_over=True).release()


@pytest.mark.usefixtures("no_system_lock")
def test_a_restarted_machine_keeps_no_lock(tmp_path):
    left_by(tmp_path, pid=os.getppid(), boot="the boot before")
    Lock(tmp_path).release()


@pytest.mark.parametrize("data", [b"", b"\0" * 200, b"{", b'{"format": "other"}'])
def test_a_lock_file_cut_by_a_power_failure_keeps_nobody_out(tmp_path, data):
    (tmp_path / NAME).write_bytes(data)
    Lock(tmp_path).release()


@pytest.mark.usefixtures("no_system_lock")
def test_an_unreadable_lock_file_is_for_the_user_where_there_is_no_system_lock(tmp_path):
    (tmp_path / NAME).write_bytes(b"\0" * 200)
    with pytest.raises(ProjectLockedError) as caught:
        Lock(tmp_path)
    assert caught.value.can_take_over


def test_who_was_replaced_knows_it(tmp_path):
    first = Lock(tmp_path)
    left_by(tmp_path, host="elsewhere")
    assert not first.is_ours()
    first.release()
    assert (tmp_path / NAME).exists(), "the lock of another is not removed"


def test_a_copied_folder_is_not_locked_by_who_has_the_first_one_open(tmp_path):
    (tmp_path / "copy").mkdir()
    first = Lock(tmp_path)
    shutil.copy(tmp_path / NAME, tmp_path / "copy")
    Lock(tmp_path / "copy").release()
    assert first.is_ours()
    first.release()


def test_a_lock_file_that_leads_elsewhere_is_refused(tmp_path):
    target = tmp_path / "precious"
    target.write_text("mine", encoding="utf-8")
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / NAME).symlink_to(target)
    with pytest.raises(ProjectLockedError):
        Lock(folder, take_over=True)
    assert target.read_text(encoding="utf-8") == "mine"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks")
def test_a_forked_child_does_not_give_the_lock_back(tmp_path):
    script = """
import os, sys
from pathlib import Path
from studio.core.lock import Lock
lock = Lock(Path(sys.argv[1]))
if not (child := os.fork()):
    sys.exit(0)
os.waitpid(child, 0)
sys.exit(0 if lock.is_ours() else 1)
"""
    done = subprocess.run([sys.executable, "-c", script, str(tmp_path)], cwd=ROOT, check=False)
    assert done.returncode == 0


def test_processes_are_told_apart_by_when_they_started():
    assert is_running(os.getpid())
    assert not is_running(ended_pid())
    assert not is_running(0)
    assert not is_running(2**40)


@linux
def test_a_zombie_is_dead():
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    started = start_time(child.pid)
    child.stdin.close()
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)  # it has ended, nobody has noticed
    me = this_process("")
    assert fate_of(replace(me, pid=child.pid, started=started), me, None) is Fate.DEAD
    child.wait()


def test_a_system_lock_is_free_again_when_its_file_is_closed(tmp_path):
    path = tmp_path / "x"
    with path.open("wb") as first, path.open("rb+") as second:
        assert try_lock(first.fileno())
        assert try_lock(second.fileno()) is False
        first.close()
        assert try_lock(second.fileno())
