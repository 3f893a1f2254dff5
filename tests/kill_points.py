"""Kill a project's save at every call to the system: `python -m tests.kill_points FOLDER [STRIDE]`.

Prints one JSON line: how many moments there were, which states were found afterwards, and what was
broken. It runs in a process of its own because it forks, which a process with threads must not.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections import Counter
from pathlib import Path

from studio.core.project import Project
from studio.core.request import Request
from studio.core.run import changed_files
from tests.killed_at import calls_of, killed_at
from tests.projects import add

NEW = Request("the new one", seed=1)


def save(root):
    """What is killed: open, store a picture, rename, close."""
    with Project.open(root) as project:
        add(project, NEW)
        project.rename("new name")


def state(root, old):
    """What is left, in words; anything but old or new is named as broken."""
    with Project.open(root) as project:
        runs = project.runs()
        extra = [run for run in runs if run != old]
        whole = [run for run in extra if run.request == NEW and not changed_files(run.folder)]
        left = [p.name for p in root.rglob(".*") if p.name != ".lock"]
        sound = not project.damaged and not left and len(runs) == 1 + len(whole) <= 2
        if not sound or changed_files(root / "runs" / old.id):
            return f"broken: {[run.id for run in runs]} {project.damaged} {left}"
        return f"{'new' if whole else 'old'} picture, {project.name}"


def main(folder, stride=1):
    first = folder / "first"
    with Project.open(first, create=True) as project:
        old = add(project)
    trial = folder / "trial"
    fresh(first, trial)
    moments = calls_of(lambda: save(trial))
    found = Counter()
    for moment in range(0, moments, stride):
        fresh(first, trial)
        killed_at(lambda: save(trial), moment)
        found[state(trial, moved(old, trial))] += 1
    sys.stdout.write(json.dumps({"moments": moments, "found": found}))


def fresh(first, trial):
    shutil.rmtree(trial, ignore_errors=True)
    shutil.copytree(first, trial)


def moved(run, root):
    from dataclasses import replace

    return replace(run, folder=root / "runs" / run.id)


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:]))
