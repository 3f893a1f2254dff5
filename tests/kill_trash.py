"""Kill moves to the trash at every system call: `python -m tests.kill_trash FOLDER [STRIDE]`.

Two runs are starred, thrown away, taken back and thrown away again. Afterwards each is in one place
and whole, and what was said of it is what was said before or after. Prints one JSON line.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections import Counter
from pathlib import Path

from studio.core.library.marks import Marks, append_marks, read_marks
from studio.core.library.trash import take_back, throw_away
from studio.core.project import Project
from studio.core.run import changed_files
from tests.killed_at import calls_of, killed_at
from tests.projects import add


def work(root, ids):
    with Project.open(root):
        append_marks(root, {run_id: Marks(4) for run_id in ids})
        for move in (throw_away, take_back, throw_away):
            assert move(root, ids).problem is None


def trashed(root, ids, broken):
    """How many runs are in the trash; what is not as it must be is added to `broken`."""
    with Project.open(root):
        pass  # sweeps
    places = {
        run_id: [f for f in ("runs", "trash") if (root / f / run_id).exists()] for run_id in ids
    }
    for run_id, found in places.items():
        if len(found) != 1 or changed_files(root / found[0] / run_id):
            broken.append(f"{run_id} in {found}")
    if not {marks.stars for marks in read_marks(root).values()} <= {0, 4}:
        broken.append("marks")
    if left := [path.name for path in root.rglob(".*")]:
        broken.append(f"left: {left}")
    return sum(found == ["trash"] for found in places.values())


def main(folder, stride=1):
    first, trial = folder / "first", folder / "trial"
    with Project.open(first, create=True) as project:
        ids = [add(project).id for _ in range(2)]
    fresh(first, trial)
    moments = calls_of(lambda: work(trial, ids))
    found, broken = Counter(), []
    for moment in range(0, moments, stride):
        fresh(first, trial)
        killed_at(lambda: work(trial, ids), moment)
        found[trashed(trial, ids, broken)] += 1
    sys.stdout.write(json.dumps({"moments": moments, "in the trash": found, "broken": broken}))


def fresh(first, trial):
    shutil.rmtree(trial, ignore_errors=True)
    shutil.copytree(first, trial)


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:]))
