"""Kill the studio at random moments, and see that no picture that was shown is lost.

`python -m tests.kill_loop --kills 50 [--report FILE] [--scripted] [--models DIR] [--seed N]`

Each round starts the main job without a window (`python main.py generate`, many pictures into one
project), waits until it has told of some pictures and a random while longer, and kills the whole
process group with SIGKILL. Then the project is opened: every picture that was ever told of must be
there, whole and readable, nothing may be damaged, and no draft may remain.
"""

from __future__ import annotations

import argparse
import io
import os
import platform
import queue
import random
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from studio.core.project import Project
from studio.core.run import IMAGE, changed_files
from studio.core.storage import draft_target

ROOT = Path(__file__).parents[1]
STARTER = ROOT / "resources" / "models"
TINY = "from pathlib import Path; import sys; from tests.checkpoints import *; "
TINY += "write_sd(Path(sys.argv[1]), vae='tiny', factor=16, positions=40, card=STARTER)"
SEEDS_PER_ROUND = 100_000
MOST_TOLD = 4  # pictures that a round waits for at most, before the while
START_S = 240.0  # for the first sign of life
EARLY_SHARE = 0.2  # of the rounds are killed while the process still starts


@dataclass
class Tally:
    """What has happened so far."""

    kills: int = 0
    told: int = 0  # pictures
    silent: int = 0  # stored, but killed before it could be told
    drafts: int = 0
    early: int = 0  # kills before the first picture of a round
    lost: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    @property
    def sound(self):
        return not self.lost and not self.broken


@dataclass(frozen=True)
class Job:
    """How a round is started, and where its pictures go."""

    project: Path
    models: Path | None  # None: the scripted engine

    def command(self, seed):
        if self.models is None:
            return [sys.executable, "-m", "tests.kill_driver", str(self.project), str(seed)]
        words = ["generate", "a red house by the sea", "--count", "1000", "--steps", "4"]
        places = ["--models", str(self.models), "--project", str(self.project)]
        return [sys.executable, "main.py", *words, *places, "--seed", str(seed)]


class Victim:
    """A running job whose every word is read while it lives and after it died."""

    def __init__(self, job, seed):
        self._told = re.compile(re.escape(str(job.project)) + r".*" + re.escape(IMAGE))
        self._lines = queue.SimpleQueue()
        self.words = deque(maxlen=20)
        self.paths = []
        environment = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONUNBUFFERED": "1"}
        self._process = subprocess.Popen(
            job.command(seed),
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            start_new_session=True,
        )
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self):
        for line in self._process.stdout:
            self._lines.put(line)
        self._lines.put(None)

    def listen(self, seconds, enough=None):
        """Read for a while, or until `enough` pictures were told; False when it ended."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            if enough is not None and len(self.paths) >= enough:
                return True
            try:
                line = self._lines.get(timeout=left)
            except queue.Empty:
                return True
            if line is None:
                return False
            self._note(line)
        return True

    def _note(self, line):
        self.words.append(line.rstrip())
        if found := self._told.search(line):
            self.paths.append(Path(found[0]))

    def kill(self):
        """End it and all its children at once, and read what it had still said."""
        if os.name == "nt":
            self._process.kill()
        else:
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._reader.join()
        self._process.stdout.close()
        while (line := self._lines.get()) is not None:
            self._note(line)


def play_round(job, seed, chance):
    """Start a job, kill it at a random moment, and return it."""
    victim = Victim(job, seed)
    begun = time.monotonic()
    try:
        if chance.random() < EARLY_SHARE:
            alive = victim.listen(chance.uniform(0, 1 if job.models is None else 12))
        else:
            wanted = chance.randint(1, MOST_TOLD)
            alive = victim.listen(START_S, wanted)
            pace = (time.monotonic() - begun) / wanted if job.models is None else 2.0
            alive = alive and victim.listen(chance.uniform(0, pace))
    finally:
        victim.kill()
    if not alive:
        raise SystemExit("it ended by itself:\n" + "\n".join(victim.words))
    return victim


def judge(job, victim, tally, told, checked):
    """Open the project as the next start does, and compare it with what was told."""
    tally.kills += 1
    tally.early += not victim.paths
    told.update(path.parent.name for path in victim.paths)
    runs_folder = job.project / "runs"
    if runs_folder.is_dir():
        tally.drafts += sum(draft_target(p.name) is not None for p in runs_folder.iterdir())
    with Project.open(job.project, create=True) as project:
        runs = {run.id: run for run in project.runs()}
        tally.broken += [str(problem) for problem in project.damaged]
    tally.told = len(told)
    tally.silent = len(runs.keys() - told)
    tally.lost += sorted(told - runs.keys())
    tally.broken += [p.name for p in runs_folder.iterdir() if p.name not in runs]
    fresh = [run for run in runs.values() if run.id not in checked]
    tally.broken += [f"{run.id}: {fault}" for run in fresh if (fault := fault_of(run))]
    checked.update(runs)


def fault_of(run):
    """Return what is wrong with a stored run, or ""."""
    from studio.tasks.load_picture import opened, pixels_of

    if changed := changed_files(run.folder):
        return f"changed {changed}"
    pixels = pixels_of(opened(io.BytesIO(run.path(IMAGE).read_bytes())))
    extent = run.request.extent
    if pixels.shape != (extent.height, extent.width, 3) or not np.ptp(pixels):
        return "no picture"
    return ""


def kill_loop(kills, folder, models=None, seed=0, tell=lambda _tally: None):
    """Play rounds in one project until there were so many kills; stop at the first fault."""
    tally, told, checked, chance = Tally(), set(), set(), random.Random(seed)
    job = Job(folder / "project", models)
    while tally.kills < kills and tally.sound:
        victim = play_round(job, tally.kills * SEEDS_PER_ROUND, chance)
        judge(job, victim, tally, told, checked)
        tell(tally)
    judge_all(job, tally)
    return tally


def judge_all(job, tally):
    """Look at every picture once more, after all the kills."""
    with Project.open(job.project) as project:
        faults = [(run.id, fault_of(run)) for run in project.runs()]
    tally.broken += [f"{run_id}: {fault}" for run_id, fault in faults if fault]


def models_to_use(folder):
    """Return the models that ship, or without them a folder with a tiny one of random weights."""
    if (STARTER / "starter").is_dir():
        return STARTER, "the starter model"
    target = folder / "models" / "starter"
    subprocess.run([sys.executable, "-c", TINY, str(target)], cwd=ROOT, check=True)
    return target.parent, "a tiny model with random weights"


REPORT = """# Killing the studio

`make soak` starts the main job without a window ({what}), kills the whole process group with
SIGKILL at random moments, and opens the project again. Made on {system}, Python {python}.

| | |
| --- | --- |
| kills | {tally.kills} |
| of them before the first picture of the round | {tally.early} |
| pictures that were told of | {tally.told} |
| of them lost or unreadable | {lost} |
| pictures stored, but not told of any more | {tally.silent} |
| drafts found, and swept by the next start | {tally.drafts} |
| projects or runs that were broken | {broken} |
"""


def report(tally, what):
    found = [*tally.lost, *tally.broken]
    page = REPORT.format(
        what=what,
        tally=tally,
        lost=len(tally.lost),
        broken=len(tally.broken),
        system=f"{platform.system()} {platform.machine()}",
        python=platform.python_version(),
    )
    return page + "".join(f"\n- {problem}" for problem in found)


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--report", type=Path)
    parser.add_argument("--models", type=Path)
    parser.add_argument("--scripted", action="store_true", help="no framework: thousands of kills")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="studio-kills-") as name:
        folder = Path(name).resolve()
        models, what = given.models, "the starter model"
        if given.scripted:
            what = "a scripted engine"
        elif models is None:
            models, what = models_to_use(folder)
        tally = kill_loop(given.kills, folder, models, given.seed, say)
    if given.report:
        given.report.write_text(report(tally, what), encoding="utf-8")
    return 0 if tally.sound else 1


def say(tally):
    sys.stderr.write(f"{tally}\n")


if __name__ == "__main__":
    sys.exit(main())
