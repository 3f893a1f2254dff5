"""`generate` with a mask, margins, further passes and models."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from studio.cli import asking
from studio.core.model import Kind, Layout, Model
from studio.core.project import Project
from studio.core.request import Extent
from studio.core.request_parts import (
    Decoder,
    Enlarger,
    Filling,
    HighRes,
    Outpaint,
    Reference,
    Refiner,
    Savings,
    Seamless,
    Variation,
)
from tests.unit.command_line import make


@pytest.fixture
def photo(tmp_path):
    pixels = np.random.default_rng(2).integers(0, 256, (32, 48, 3)).astype(np.uint8)
    Image.fromarray(pixels).save(tmp_path / "photo.png")
    return tmp_path / "photo.png"


@pytest.fixture
def mask(tmp_path):
    pixels = np.zeros((32, 48), np.uint8)
    pixels[8:20, 8:30] = 255
    Image.fromarray(pixels).save(tmp_path / "mask.png")
    return tmp_path / "mask.png"


@pytest.fixture
def further(engine, monkeypatch, tmp_path):
    """A second model, a VAE and an adapter with its eye, each one file."""
    plain, files = asking.scan, {}
    for name in ("second", "vae", "adapter", "eye"):
        files[name] = tmp_path / f"{name}.safetensors"
        files[name].write_bytes(name.encode())

    def model(name, kind, family=""):
        path = files[name]
        return Model(name, name, family, path, Layout.FILE, Extent(64, 64), kind=kind)

    found = {
        "models": (model("second", Kind.CHECKPOINT, "starter"),),
        "parts": (
            model("vae", Kind.VAE),
            model("adapter", Kind.IP_ADAPTER),
            model("eye", Kind.VISION),
        ),
    }

    def scan(folders):
        catalog = plain(folders)
        return replace(catalog, models=catalog.models + found["models"], parts=found["parts"])

    monkeypatch.setattr(asking, "scan", scan)
    return files


def request_of(engine):
    return engine.payloads[-1].request


def test_a_mask_is_kept_in_the_project_and_given_to_the_engine(
    studio, engine, tmp_path, photo, mask
):
    into = ("--image", photo, "--mask", mask, "--grow", 2, "--feather", 3, "--context", 40)
    make(studio, "ink", *into, "--filling", "blur", "--project", tmp_path / "p")
    photo.unlink()
    mask.unlink()
    with Project.open(tmp_path / "p") as project:
        (run,) = project.runs()
        asked = run.request.inpaint
        assert project.inputs.has(asked.mask)
        assert asked.mask != run.request.source
    assert (asked.grow, asked.feather, asked.context) == (2, 3, 40)
    assert asked.filling is Filling.BLUR
    given = engine.payloads[-1].mask
    assert given.shape == (32, 48)
    assert given[10, 10] == 255
    assert given[0, 0] == 0


def test_beyond_the_edges_everything_is_new_unless_it_is_said_otherwise(studio, engine, photo):
    make(studio, "ink", "--image", photo, "--outpaint", "0,16,32,8", "--feather", 5)
    assert request_of(engine).outpaint == Outpaint(0, 16, 32, 8, 5)
    assert request_of(engine).denoise == 1.0
    make(studio, "ink", "--image", photo, "--outpaint", "8,0,0,0", "--denoise", 0.7)
    assert request_of(engine).denoise == 0.7


def test_a_second_pass_is_asked_for_in_all_its_parts(studio, engine):
    more = ("--high-res-denoise", 0.4, "--high-res-steps", 9, "--enlarger", "latent")
    make(studio, "ink", "--high-res", 1.5, *more, "--tile", 512, "--overlap", 32)
    assert request_of(engine).high_res == HighRes(1.5, 0.4, 9, Enlarger.LATENT, 512, 32)


@pytest.mark.usefixtures("further")
def test_further_models_are_found_and_given_to_the_engine(studio, engine, photo):
    more = ("--reference", photo, "--reference", photo, "--adapter", "adapter")
    make(studio, "ink", "--refiner", "second@0.7", "--vae", "vae", *more)
    asked = request_of(engine)
    assert asked.refiner == Refiner("second", 0.7)
    assert asked.vae == "vae"
    key = asked.references[0].picture
    assert asked.references == (Reference(key, "adapter"), Reference(key, "adapter"))
    assert set(engine.payloads[-1].others) == {"second", "vae", "adapter", "eye"}
    assert [pixels.shape for pixels in engine.payloads[-1].references] == [(32, 48, 3)] * 2


def test_variation_seamless_edges_and_savings_are_read(studio, engine):
    more = ("--guide", "0.1,0.8", "--deep-cache", 3)
    make(studio, "ink", "--variation", "7@0.25", "--seamless", "both", *more)
    asked = request_of(engine)
    assert asked.variation == Variation(7, 0.25)
    assert asked.seamless is Seamless.BOTH
    assert asked.savings == Savings(deep_cache=3, guidance_start=0.1, guidance_end=0.8)


def test_a_small_decoder_is_asked_for(studio, engine):
    make(studio, "ink", "--decoder", "tiny")
    assert request_of(engine).savings.decoder is Decoder.TINY


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--mask", "MASK"), "choose one to start from"),
        (("--grow", "3"), "--grow means nothing without --mask"),
        (("--tile", "512"), "--tile means nothing without --high-res"),
        (("--image", "PHOTO", "--mask", "MASK", "--grow", "999"), "grow cannot be 999"),
        (("--image", "PHOTO", "--outpaint", "0,0,0,0"), "No margin is wanted"),
        (("--high-res", "2", "--high-res-denoise", "2"), "denoise cannot be 2"),
        (("--refiner", "nothing@0.5"), "The model nothing is not on this machine"),
        (("--vae", "nothing"), "The VAE nothing is not on this machine"),
        (("--reference", "PHOTO"), "name one by --adapter"),
        (("--guide", "0.8,0.2"), "must begin before it ends"),
        (("--block-cache", "0.1"), "knows nothing of"),
        (("--image", "PHOTO", "--mask", "nowhere.png"), "nowhere.png cannot be read"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence(
    studio, engine, photo, mask, arguments, sentence
):
    files = {"PHOTO": photo, "MASK": mask}
    given = [files.get(argument, argument) for argument in arguments]
    status, out, err = studio("generate", "ink", *given)
    assert (status, out) == (1, "")
    assert sentence in err
    assert engine.payloads == []


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--outpaint", "1,2"), "is not four numbers"),
        (("--variation", "x@0.5"), "is not a seed"),
        (("--guide", "0.5"), "is not two shares"),
        (("--seamless", "z"), "invalid choice"),
    ],
)
def test_what_cannot_be_read_is_told_with_an_example(studio, capsys, arguments, sentence):
    with pytest.raises(SystemExit):
        studio("generate", "ink", *arguments)
    assert sentence in capsys.readouterr().err


@pytest.mark.usefixtures("engine")
def test_a_stored_picture_counts_as_long_as_its_further_models_are_the_same(
    studio, engine, further, tmp_path
):
    asked = ("ink", "--vae", "vae", "--seed", 3, "--project", tmp_path / "p")

    def with_facts(payload):
        from studio.core.paths import cache_folder
        from studio.engine.fingerprint import fingerprint

        memory = cache_folder() / "hashes.json"
        others = payload.others.items()
        return ", ".join(f"{key}: {fingerprint(model.path, memory)}" for key, model in others)

    engine.more_facts = lambda payload: {"others": with_facts(payload)}
    make(studio, *asked)
    make(studio, *asked)
    assert len(engine.payloads) == 1
    further["vae"].write_bytes(b"another VAE")
    make(studio, *asked)
    assert len(engine.payloads) == 2
