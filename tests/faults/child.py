"""The process a fault happens in: limited in memory, watched from outside for its time."""

from __future__ import annotations

import importlib
import multiprocessing
import os
import sys
import tempfile
import traceback
from pathlib import Path
from typing import NamedTuple

GIB = 1 << 30
CEILING = 12 * GIB  # of addresses beyond those in use: torch asks for many and uses few


class Outcome(NamedTuple):
    """What came of it; `trace` is empty when the user got a sentence or a result."""

    says: str
    trace: str
    grown_mib: int
    exit_code: int | None


def prepare() -> None:
    """Import what most faults need, once, for all that are forked from here."""
    import diffusers  # noqa: F401
    import torch
    import transformers  # noqa: F401

    torch.set_num_threads(1)


def context():
    """Return how the processes start: forked from one that has everything imported, if possible."""
    if sys.platform != "linux":
        return multiprocessing.get_context("spawn")
    made = multiprocessing.get_context("forkserver")
    made.set_forkserver_preload(["tests.faults.preload"])
    return made


def happen(module: str, name: str, checkpoints: Path, seconds: int) -> Outcome:
    """Let one fault of a module happen and wait for it at most so long."""
    started = context()
    theirs, ours = started.Pipe()
    process = started.Process(target=_suffer, args=(theirs, module, name, checkpoints))
    process.start()
    theirs.close()
    outcome = Outcome("", f"it took longer than {seconds} s", 0, None)
    try:
        if ours.poll(seconds):
            outcome = Outcome(*ours.recv(), 0)
    except EOFError:
        process.join(5)
        outcome = Outcome("", "the process died", 0, process.exitcode)
    finally:
        process.kill()
        process.join()
    return outcome


def _suffer(connection, module: str, name: str, checkpoints: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="studio-fault-") as home:
        os.environ["STUDIO_HOME"] = home
        os.chdir(home)
        before = _limit()
        try:
            faults = {fault.name: fault for fault in importlib.import_module(module).FAULTS}
            folder = Path(home) / "here"
            folder.mkdir()
            answer = (faults[name].run(folder, checkpoints), "")
        except BaseException:  # noqa: BLE001 - process boundary: the parent tells of it
            answer = ("", traceback.format_exc())
        connection.send((*answer, _peak_mib() - before))


def _limit() -> int:
    """Bound the memory of this process; return how much of it is in use, in MiB."""
    if sys.platform == "linux":
        import resource

        used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (used + CEILING, used + CEILING))
        Path("/proc/self/clear_refs").write_text("5")  # forget the peak of before
    return _peak_mib()


def _peak_mib() -> int:
    if sys.platform == "linux":
        lines = Path("/proc/self/status").read_text().splitlines()
        (peak,) = [line for line in lines if line.startswith("VmHWM")]
        return int(peak.split()[1]) >> 10
    import psutil

    return psutil.Process().memory_info().rss >> 20
