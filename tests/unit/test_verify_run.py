"""A stored run is drawn again from what it says, or it is told what is missing."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace

import numpy as np
import pytest

from studio.core.addition import Addition, AdditionKind
from studio.core.artifact import Picture
from studio.core.errors import WeightsMissingError
from studio.core.job import CancelToken
from studio.core.model import Layout, Model
from studio.core.project import Project
from studio.core.request import Extent, Request
from studio.core.request_parts import Inpaint, Reference, Refiner
from studio.core.run import IMAGE, IMPORTED, read_run
from studio.engine.verbs.generate import Generated
from studio.exporters.png import EXPORTER as PNG
from studio.tasks.verify_run import NotReproducibleError, VerifyRun

PIXELS = np.arange(8 * 8 * 3, dtype=np.uint8).reshape(8, 8, 3)
REQUEST = Request("a cat <lora:ink:0.5>", "mine", extent=Extent(8, 8))


class Engine:
    """Draws what it is told to, and keeps what it was given."""

    def __init__(self):
        self.pixels, self.facts, self.payload = PIXELS, {}, None

    def run(self, _verb, payload, _report, _cancel):
        self.payload = payload
        return Generated(self.pixels, 0.1, self.facts)


class Desk:
    """A project, a models folder, and what a run was made with."""

    def __init__(self, folder):
        self.folder, self.engine = folder, Engine()
        self.project = Project.open(folder / "p", create=True)
        self.model, self.lora = self.file("mine"), self.file("ink")
        self.models = [Model("mine", "Mine", "sd15", self.model, Layout.FILE)]
        self.loras = [Addition("ink", AdditionKind.LORA, self.lora)]
        self.facts = {"model_hash": sha(self.model), "loras": f"ink: {sha(self.lora)[:10]}"}

    def file(self, name):
        path = self.folder / f"{name}.safetensors"
        path.write_bytes(name.encode())
        return path

    def made(self, request=REQUEST, **more):
        files = {IMAGE: PNG.encode(Picture(PIXELS))}
        self.engine.facts = {**self.facts, **more}
        return self.project.add(self.project.new_run_id(), request, files, self.engine.facts)

    def verify(self, run):
        task = VerifyRun(self.engine, read_run(run.folder), self.models, self.loras)
        return task.run(lambda _: None, CancelToken())

    def keep(self, value):
        return self.project.inputs.keep(PNG.encode(Picture(np.full((8, 8, 3), value, np.uint8))))


def sha(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture
def desk(tmp_path):
    desk = Desk(tmp_path)
    yield desk
    desk.project.close()


def test_the_same_pixels_are_identical_and_the_engine_got_what_was_recorded(desk):
    assert desk.verify(desk.made()).verdict.likeness.identical
    payload = desk.engine.payload
    assert (payload.request, payload.model) == (REQUEST, desk.models[0])
    assert [addition.path for addition in payload.additions] == [desk.lora]


def test_other_pixels_are_told_with_the_fact_that_changed(desk):
    run = desk.made(torch="2.1")
    desk.engine.pixels = PIXELS + 1
    desk.engine.facts = {**desk.engine.facts, "torch": "2.2"}
    verdict = desk.verify(run).verdict
    assert not verdict.likeness.identical
    assert [entry.name for entry in verdict.differences] == ["torch"]


def test_a_model_that_was_renamed_is_found_by_its_hash(desk):
    run = desk.made()
    desk.models = [replace(desk.models[0], key="new name")]
    assert desk.verify(run).verdict.likeness.identical


def test_a_model_that_is_gone_is_named_with_its_hash(desk):
    run, desk.models = desk.made(), []
    with pytest.raises(WeightsMissingError, match=f"mine with SHA-256 {sha(desk.model)} is not"):
        desk.verify(run)


def test_a_model_that_was_replaced_is_told_with_both_hashes(desk):
    run, before = desk.made(), sha(desk.model)
    desk.model.write_bytes(b"another")
    with pytest.raises(WeightsMissingError, match=f"{before}, and .* has {sha(desk.model)}"):
        desk.verify(run)
    assert desk.engine.payload is None, "before any work"


def test_a_lora_that_is_gone_is_named_with_its_hash(desk):
    run, desk.loras = desk.made(), []
    with pytest.raises(WeightsMissingError, match=f"LoRA ink with SHA-256 {sha(desk.lora)[:10]}"):
        desk.verify(run)


def test_a_lora_of_the_same_name_with_other_content_is_not_used(desk):
    run = desk.made()
    desk.lora.write_bytes(b"another")
    with pytest.raises(WeightsMissingError, match="LoRA ink"):
        desk.verify(run)


def test_a_lora_that_was_renamed_acts_under_the_name_the_prompt_calls_it(desk):
    desk.loras = [replace(desk.loras[0], name="renamed")]
    assert desk.verify(desk.made()).verdict.likeness.identical
    assert [entry.name for entry in desk.engine.payload.additions] == ["ink"]


def test_a_word_that_became_an_embedding_since_does_not_act(desk):
    desk.loras += [Addition("cat", AdditionKind.EMBEDDING, desk.file("cat"))]
    desk.verify(desk.made())
    assert [entry.name for entry in desk.engine.payload.additions] == ["ink"]


def test_pictures_masks_and_further_models_come_along(desk):
    other = desk.file("refiner")
    desk.models += [Model("fine", "Fine", "sd15", other, Layout.FILE)]
    request = replace(
        REQUEST,
        source=desk.keep(1),
        inpaint=Inpaint(desk.keep(255)),
        references=(Reference(desk.keep(7), "adapter"),),
        refiner=Refiner("fine"),
    )
    desk.verify(desk.made(request, others=f"fine: {sha(other)}"))
    payload = desk.engine.payload
    assert (payload.source[0, 0, 0], payload.mask.shape, payload.mask[0, 0]) == (1, (8, 8), 255)
    assert payload.references[0][0, 0, 0] == 7
    assert payload.others == {"fine": desk.models[1]}


def test_an_input_that_is_gone_is_named_with_its_hash(desk):
    key = desk.keep(9)
    run = desk.made(replace(REQUEST, inpaint=Inpaint(key)))
    desk.project.inputs.path(key).unlink()
    with pytest.raises(NotReproducibleError, match=f"The mask with SHA-256 {key}"):
        desk.verify(run)


def test_a_picture_that_was_changed_is_not_compared(desk):
    run = desk.made()
    run.path(IMAGE).write_bytes(PNG.encode(Picture(PIXELS + 1)))
    with pytest.raises(NotReproducibleError, match="was changed since it was drawn"):
        desk.verify(run)


def test_a_picture_that_was_taken_in_was_not_drawn_here(desk):
    with pytest.raises(NotReproducibleError, match="was not drawn here"):
        desk.verify(desk.made(**{IMPORTED: "ab"}))


def test_the_facts_of_a_changed_scheduler_are_readable(desk):
    run = desk.made(scheduler_config=json.dumps({"beta_end": 0.012}))
    desk.engine.facts = {**desk.engine.facts, "scheduler_config": json.dumps({"beta_end": 0.02})}
    desk.engine.pixels = PIXELS + 1
    assert "0.012" in str(desk.verify(run).verdict.message)
