"""`generate` with things from elsewhere: a picture to start from, and LoRAs."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from studio.core.paths import additions_folders
from studio.core.project import Project
from tests.unit.command_line import make


@pytest.fixture
def photo(tmp_path):
    pixels = np.random.default_rng(2).integers(0, 256, (32, 48, 3)).astype(np.uint8)
    Image.fromarray(pixels).save(tmp_path / "photo.png")
    return tmp_path / "photo.png"


def test_the_picture_is_kept_in_the_project_and_given_to_the_engine(
    studio, engine, tmp_path, photo
):
    make(studio, "ink", "--image", photo, "--denoise", "0.35", "--project", tmp_path / "p")
    photo.unlink()
    with Project.open(tmp_path / "p") as project:
        (run,) = project.runs()
        assert project.inputs.has(run.request.source)
    assert run.request.denoise == 0.35
    assert engine.payloads[-1].source.shape == (32, 48, 3)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--denoise", "0.5"), "needs a picture to start from"),
        (("--image", "nowhere.png"), "nowhere.png cannot be read"),
        (("--image", "PHOTO", "--denoise", "1.5"), "from 0 to 1, not 1.5"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence(studio, photo, arguments, sentence):
    given = [photo if argument == "PHOTO" else argument for argument in arguments]
    status, out, err = studio("generate", "ink", *given)
    assert status == 1
    assert out == ""
    assert sentence in err


def test_a_lora_is_found_in_its_folder_and_given_to_the_engine(studio, engine, lora_file):
    lora_file("ink")
    make(studio, "a cat <lora:Ink:0.8>")
    assert [addition.name for addition in engine.payloads[-1].additions] == ["ink"]
    make(studio, "a cat")
    assert engine.payloads[-1].additions == ()


def test_a_lora_that_is_not_there_is_told_before_any_work(studio, engine, lora_file):
    lora_file("ink")
    status, _, err = studio("generate", "a cat <lora:oil:0.8>")
    assert status == 1
    assert "There is no LoRA oil. There is: ink." in err
    assert engine.payloads == []


@pytest.fixture
def lora_file():
    """Return a function that puts a LoRA file where the studio looks for it."""
    import torch
    from safetensors.torch import save_file

    def write(name):
        folder = additions_folders()[0]
        folder.mkdir(parents=True, exist_ok=True)
        down = {"lora_unet_mid_block_attentions_0_proj_in.lora_down.weight": torch.ones(1, 4)}
        save_file(down, folder / f"{name}.safetensors")

    return write
