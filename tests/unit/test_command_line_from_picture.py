"""`generate --image`: a picture from elsewhere, and how much of it may change."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

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
