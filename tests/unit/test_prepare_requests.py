"""Before a job is queued: what cannot be made is told, and what is stored is not made again."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from studio.core.addition import Addition, AdditionKind
from studio.core.artifact import Picture
from studio.core.errors import RequestError, WeightsMissingError
from studio.core.job import CancelToken
from studio.core.model import Layout, Model
from studio.core.paths import cache_folder
from studio.core.project import Project
from studio.core.prompt.errors import PromptError
from studio.core.request import Extent, Request
from studio.engine.fingerprint import fingerprint
from studio.exporters.png import EXPORTER as PNG
from studio.tasks.prepare_requests import PrepareRequests

ASKED = Request("a <lora:Ink:0.8> house", "m")


@pytest.fixture
def project(tmp_path):
    with Project.open(tmp_path / "project", create=True) as project:
        yield project


@pytest.fixture
def model(tmp_path):
    (tmp_path / "m.safetensors").write_bytes(b"weights")
    return Model("m", "M", "sd15", tmp_path / "m.safetensors", Layout.FILE, Extent(64, 64))


@pytest.fixture
def ink(tmp_path):
    (tmp_path / "ink.safetensors").write_bytes(b"first")
    return Addition("ink", AdditionKind.LORA, tmp_path / "ink.safetensors")


def known(path):
    return fingerprint(path, cache_folder() / "hashes.json")


def prepare(project, model, *requests, additions=(), wildcards=None):
    task = PrepareRequests(
        requests, project, {model.key: model}, wildcards or {}, additions=additions
    )
    return task.run(lambda _progress: None, CancelToken())


def store(project, model, request, **facts):
    facts = {"model_hash": known(model.path), **facts}
    return project.add(project.new_run_id(), request, {"image-0.png": b"x"}, facts)


def test_a_lora_that_is_not_here_is_told_before_anything_is_queued(project, model, ink):
    with pytest.raises(PromptError) as told:
        prepare(project, model, replace(ASKED, prompt="sea, <lora:Oil:1>"), additions=(ink,))
    assert "Oil" in str(told.value)
    assert "ink" in str(told.value)
    assert (told.value.field, told.value.position) == ("prompt", 11)
    assert prepare(project, model, ASKED, additions=(ink,)).requests == (ASKED,)


def test_a_stored_picture_counts_only_with_the_further_models_it_was_drawn_with(
    project, model, tmp_path
):
    path = tmp_path / "vae.safetensors"
    path.write_bytes(b"first")
    vae = Model("v", "V", "", path, Layout.FILE)
    asked = Request("a house", "m", vae="v")
    kept = store(project, model, asked, others=f"v: {known(path)}")

    def stored():
        task = PrepareRequests((asked,), project, {"m": model}, {}, others=lambda _: {"v": vae})
        return task.run(lambda _progress: None, CancelToken()).stored

    assert [run.id for run in stored()] == [kept.id]
    path.write_bytes(b"another")
    known(path)
    assert stored() == ()


def test_a_further_model_that_is_not_here_is_told_before_anything_is_queued(project, model):
    from studio.tasks.find_supplies import Supplies

    asked = Request("a house", "m", vae="gone")
    task = PrepareRequests((asked,), project, {"m": model}, {}, others=Supplies().others)
    with pytest.raises(WeightsMissingError, match="The VAE gone is not on this machine"):
        task.run(lambda _progress: None, CancelToken())


def test_a_lora_that_only_one_picture_of_a_batch_chooses_is_looked_for_too(project, model, ink):
    asked = replace(ASKED, prompt="__kind__ sea", count=30)
    lists = {"kind": ("<lora:ink:1>", "<lora:oil:1>", "plain")}
    with pytest.raises(RequestError, match="oil"):
        prepare(project, model, asked, additions=(ink,), wildcards=lists)


def test_a_stored_picture_is_offered_while_its_lora_is_the_same_and_not_after(project, model, ink):
    run = store(project, model, ASKED, loras=f"ink: {known(ink.path)[:10]}")
    assert prepare(project, model, ASKED, additions=(ink,)).stored == (run,)
    ink.path.write_bytes(b"trained further")
    assert prepare(project, model, ASKED, additions=(ink,)).stored == ()
    known(ink.path)
    found = prepare(project, model, ASKED, additions=(ink,))
    assert (found.stored, found.requests) == ((), (ASKED,))


def test_a_word_that_was_learnt_since_makes_another_picture(project, model, tmp_path):
    asked = Request("a zebra in the snow", "m")
    run = store(project, model, asked)
    assert prepare(project, model, asked).stored == (run,)
    (tmp_path / "zebra.safetensors").write_bytes(b"learnt")
    word = Addition("zebra", AdditionKind.EMBEDDING, tmp_path / "zebra.safetensors")
    assert prepare(project, model, asked, additions=(word,)).stored == ()


def test_a_starting_picture_that_is_not_here_is_told_at_once(project, model):
    with pytest.raises(RequestError, match="choose it again"):
        prepare(project, model, Request("sea", "m", source="a" * 64))
    key = project.inputs.keep(PNG.encode(Picture(np.zeros((8, 8, 3), np.uint8))))
    assert prepare(project, model, Request("sea", "m", source=key)).pictures == 1
