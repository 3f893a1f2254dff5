"""`verify`: draw stored runs again, and say whether every pixel is the same."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from studio.cli.interrupt import cancelled_by_keyboard
from studio.cli.models import folders
from studio.core import paths
from studio.core.errors import RequestError, StudioError
from studio.core.project_folder import RUNS
from studio.core.run import PARAMS, Run, read_run
from studio.core.settings import read_settings
from studio.core.text import N_
from studio.engine.devices import take
from studio.engine.runtime import Runtime
from studio.engine.weights import scan
from studio.tasks.verify_run import VerifyRun

if TYPE_CHECKING:
    import argparse

    from studio.cli.terminal import Terminal
    from studio.core.verify import Verdict


class DifferentError(StudioError):
    """A picture came out otherwise than it is stored."""


def run(arguments: argparse.Namespace, terminal: Terminal) -> None:
    """Verify one run after the other; raises `DifferentError` when one is not the same."""
    found = [_run(name, arguments.project) for name in arguments.runs]
    catalog = scan((*folders(arguments), *paths.additions_folders()))
    settings = read_settings()
    take(settings.draw_on)
    engine = Runtime(settings.cpu_threads)
    verdicts: list[Verdict] = []
    try:
        with cancelled_by_keyboard() as cancel:
            for made in found:
                models = (*catalog.models, *catalog.parts)
                task = VerifyRun(engine, made, models, catalog.additions)
                verdict = task.run(terminal.progress, cancel).verdict
                verdicts.append(verdict)
                terminal.say(verdict.message)
    finally:
        engine.close()
    if arguments.json:
        terminal.result(json.dumps({"runs": [_as_data(verdict) for verdict in verdicts]}))
    different = sum(not verdict.likeness.identical for verdict in verdicts)
    if different:
        raise DifferentError(
            N_("{n} of {total} pictures are not the same."), n=different, total=len(verdicts)
        )


def _run(name: str, project: Path | None) -> Run:
    """Return a run by its folder, or by its id in the project."""
    root = (project or paths.default_project()).expanduser()
    for folder in (Path(name).expanduser().absolute(), root.absolute() / RUNS / name):
        if (folder / PARAMS).is_file():
            try:
                return read_run(folder)
            except OSError as error:
                raise RequestError(
                    N_("{path} cannot be read: {reason}."),
                    path=folder,
                    reason=error.strerror or error,
                ) from error
    raise RequestError(
        N_("There is no run {name}: give the folder of a run, or its name in {project}."),
        name=name,
        project=root,
    )


def _as_data(verdict: Verdict) -> dict[str, object]:
    alike = verdict.likeness
    return {
        "run": verdict.run_id,
        "identical": alike.identical,
        "psnr_db": alike.psnr_db,
        "share": alike.share,
        "most": alike.most,
        "differences": [
            {"name": entry.name, "before": entry.before, "now": entry.now}
            for entry in verdict.differences
        ],
    }
