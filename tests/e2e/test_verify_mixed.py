"""Requests of every kind, drawn again in fresh processes: the same pixels, bit for bit."""

from __future__ import annotations

import pytest

from studio.core.job import CancelToken
from studio.core.named_models import named_models
from studio.core.project import Project
from studio.core.run import read_run
from studio.engine.runtime import Runtime
from studio.engine.weights import scan
from studio.tasks.generate import Generate
from studio.tasks.verify_run import VerifyRun
from tests.checkpoints import write_sd
from tests.families import WRITERS
from tests.fresh import fresh_processes
from tests.mixed_requests import Kept, by_chance, twelve, write_lora

MANY = 200


@pytest.fixture(scope="module")
def models(checkpoints, tmp_path_factory):
    """Folders with a tiny checkpoint of every family, and a LoRA."""
    more = tmp_path_factory.mktemp("families")
    for family in ("sd2", "sdxl_refiner", "sdxl_turbo", "z_image"):
        WRITERS[family](more / family)
    write_sd(more / "other", seed=9)
    write_lora(more / "ink.safetensors")
    return checkpoints, more


def drawn(project, models, requests):
    """Draw everything in this process and return the runs."""
    found = scan(models)
    known = {model.key: model for model in found.models}
    engine = Runtime()
    runs = []
    try:
        for request in requests:
            task = Generate(
                engine,
                project,
                request,
                known[request.model],
                project.new_run_id,
                found.additions,
                named_models(request, found.models, found.parts),
            )
            runs += task.run(lambda _: None, CancelToken())
    finally:
        engine.close()
    return runs


def verified(folder, models):
    """Verify a run in a process that knows only the disk; return the outcome and its sentence."""
    found = scan(models)
    engine = Runtime()
    made = read_run(folder)
    task = VerifyRun(engine, made, (*found.models, *found.parts), found.additions)
    verdict = task.run(lambda _: None, CancelToken()).verdict
    same = verdict.likeness.identical and not verdict.differences
    return same, f"{verdict.message} {[str(entry.message) for entry in verdict.differences]}"


def differing(tmp_path, models, ask):
    """Return what is said of runs that came out otherwise, in pixels or facts, when fresh."""
    with Project.open(tmp_path / "p", create=True) as project:
        runs = drawn(project, models, ask(Kept(project)))
    with fresh_processes() as call:
        outcomes = [call(verified, run.folder, models) for run in runs]
    assert len({run.facts["family"] for run in runs}) > 4, "every kind of family takes part"
    return [text for same, text in outcomes if not same]


def test_twelve_mixed_requests_come_out_the_same_in_fresh_processes(tmp_path, models):
    assert differing(tmp_path, models, twelve) == []


@pytest.mark.soak
def test_two_hundred_mixed_requests_come_out_the_same_in_fresh_processes(tmp_path, models):
    assert differing(tmp_path, models, lambda kept: by_chance(kept, MANY)) == []
