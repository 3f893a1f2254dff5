"""`generate`: pictures from a prompt into a project, by the very task the window uses."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from studio import exporters
from studio.cli.asking import order
from studio.cli.interrupt import cancelled_by_keyboard
from studio.cli.parts import with_pictures
from studio.cli.rescue import rescued
from studio.core import paths
from studio.core.errors import Cancelled, RequestError, SaveError, StudioError
from studio.core.exporter import Exporter
from studio.core.job import CancelToken
from studio.core.named_models import named_models
from studio.core.project import Project
from studio.core.prompt.compose import final_prompts
from studio.core.prompt.errors import PromptError
from studio.core.registry import discover
from studio.core.request import SEED_LIMIT
from studio.core.run import IMAGE, Run
from studio.core.settings import read_settings
from studio.core.text import N_, Message, message
from studio.engine.additions import wears_the_same
from studio.engine.devices import take
from studio.engine.facts import drawn_with
from studio.engine.fingerprint import hash_at_hand
from studio.engine.runtime import Runtime
from studio.tasks.export_picture import ExportPicture
from studio.tasks.generate import Generate
from studio.tasks.inside import Inside

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from studio.cli.asking import Order
    from studio.cli.terminal import Terminal
    from studio.core.job import Progress

MOST_HASHED = 200_000_000  # bytes of weights: a second's reading; larger ones are known by the work


def run(arguments: argparse.Namespace, terminal: Terminal) -> None:
    """Make, or find in the project, every picture that was asked for."""
    exporter = _exporter(arguments.out)
    try:
        wanted = order(arguments)
    except PromptError as error:
        terminal.point_at(_source(arguments, error), error.position)
        raise
    root = (arguments.project or paths.default_project()).expanduser().absolute()
    with Project.open(root, create=True) as project:
        request = with_pictures(project, arguments, wanted.request)
        wanted = replace(wanted, request=request)
        kept = [] if arguments.again else _stored(project, wanted)
        made = _make(project, wanted, len(kept), arguments.out, terminal)
    runs = [*kept, *made]
    if arguments.json:  # first of all: these are stored, whatever becomes of --out
        terminal.result(json.dumps({"runs": [_as_data(run) for run in runs]}))
    else:
        _tell(runs, len(kept), terminal)
    if exporter:
        _export(runs, arguments.out, exporter, terminal)


def _source(arguments: argparse.Namespace, error: PromptError) -> str:
    """Return the text that an error's position counts in."""
    texts = {"prompt": arguments.prompt, "negative": arguments.negative}
    text: str = texts.get(error.field, arguments.style_raw or "")
    return text


def _stored(project: Project, wanted: Order) -> list[Run]:
    """Return the stored runs that are equal to the first pictures of the request."""
    weights = hash_at_hand(wanted.model.path, MOST_HASHED)
    others = named_models(wanted.request, wanted.models, wanted.parts)
    kept: list[Run] = []
    for variation in wanted.request.variations():
        run = project.find(variation, weights)
        words = final_prompts(variation)
        if run is None or not wears_the_same(*words, wanted.additions, run.facts):
            break
        if not drawn_with(others, run.facts, MOST_HASHED):
            break
        kept.append(run)
    return kept


def _make(
    project: Project, wanted: Order, done: int, out: Path | None, terminal: Terminal
) -> tuple[Run, ...]:
    """Run the task for the pictures after the first `done`."""
    request = wanted.request
    if done == request.count:
        return ()
    rest = replace(request, seed=(request.seed + done) % SEED_LIMIT, count=request.count - done)
    settings = read_settings()
    take(settings.draw_on)
    engine = Runtime(settings.cpu_threads)
    task = Generate(
        engine,
        project,
        rest,
        wanted.model,
        project.new_run_id,
        wanted.additions,
        named_models(rest, wanted.models, wanted.parts),
    )
    stored: list[Run] = []
    told: list[Message] = []

    def report(progress: Progress) -> None:
        if isinstance(progress.result, Message):  # one of a batch says what all of them would
            if progress.result in told:
                return
            told.append(progress.result)
        terminal.progress(progress)
        if isinstance(progress.result, Run):
            stored.append(progress.result)
            if request.count > 1:  # one alone is told of at once when the job is done
                path = progress.result.path(IMAGE)
                terminal.say(message(N_("Saved as {path}"), path=path))

    try:
        with cancelled_by_keyboard() as cancel:
            return task.run(report, cancel)
    except (StudioError, Cancelled) as error:
        if stored:
            terminal.say(message(N_("{n} pictures were stored before."), n=len(stored)))
        if isinstance(error, SaveError):
            raise rescued(error, out) from error
        raise
    finally:
        engine.close()


def _exporter(target: Path | None) -> Exporter | None:
    """Return what writes `--out`, checked before anything is made."""
    if target is None:
        return None
    known = {e.suffix: e for e in discover(exporters, "EXPORTER", Exporter).values()}
    suffix = target.suffix.lower()
    if suffix not in known:
        raise RequestError(
            N_("{name} ends in none of the formats that can be written: {known}."),
            name=target.name,
            known=", ".join(sorted(known)),
        )
    if not target.absolute().parent.is_dir():
        raise RequestError(N_("There is no folder {path}."), path=target.absolute().parent)
    return known[suffix]


def _export(runs: list[Run], target: Path, exporter: Exporter, terminal: Terminal) -> None:
    for number, run in enumerate(runs, 1):
        name = target.name if len(runs) == 1 else f"{target.stem}-{number}{target.suffix}"
        inside = Inside(rights=read_settings().rights)
        task = ExportPicture(run, target.absolute().with_name(name), exporter, inside)
        task.run(terminal.progress, CancelToken())


def _tell(runs: list[Run], kept: int, terminal: Terminal) -> None:
    if kept:
        terminal.say(
            message(N_("The project has it already; --again makes it once more."))
            if kept == 1
            else message(N_("The project has {n} of them already."), n=kept)
        )
    for run in runs:
        terminal.result(str(run.path(IMAGE)))
    for run in runs[kept:]:
        terminal.say(
            message(N_("Seed {seed}, {seconds:.1f} s."), seed=run.request.seed, seconds=run.seconds)
        )


def _as_data(run: Run) -> dict[str, object]:
    images = [str(run.path(name)) for name in run.files if name.startswith("image-")]
    return {
        "folder": str(run.folder),
        "images": images,
        "seed": run.request.seed,
        "seconds": round(run.seconds, 3),
    }
