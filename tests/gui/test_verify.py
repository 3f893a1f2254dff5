"""A picture of the gallery is drawn again, and the window says whether it is the same."""

from __future__ import annotations

import numpy as np

from studio.engine.fingerprint import hash_at_hand
from tests.gui.steps import generate, made, trigger


def told(qtbot, studio):
    """Wait for the verdict and return its sentence."""
    desk = studio.session.desk
    qtbot.waitUntil(lambda: bool(desk.notices.current and desk.notices.current.topic == "verified"))
    return str(desk.notices.current.message)


def test_a_picture_that_comes_out_the_same_is_identical(qtbot, studio, engine):
    run = generate(qtbot, studio, "a house", seed=3)
    trigger(studio, "gallery.verify")
    assert told(qtbot, studio).startswith(f"Identical: {run.id}")
    assert engine.requests[-1] == run.request
    assert len(made(qtbot, studio)) == 1, "nothing is stored"


def test_other_weights_are_refused_by_their_hash_before_any_work(qtbot, studio, engine, models):
    run = generate(qtbot, studio, "a house", seed=3)
    weights = models / "scripted" / "unet" / "diffusion_pytorch_model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-32] + b"\1" * 32)
    trigger(studio, "gallery.verify")
    text = told(qtbot, studio)
    assert str(run.facts["model_hash"]) in text
    assert hash_at_hand(models / "scripted") in text
    assert len(engine.requests) == 1


def test_other_pixels_are_told_with_their_distance(qtbot, studio, engine, monkeypatch):
    generate(qtbot, studio, "a house", seed=3)
    draw = engine.run

    def drawn_otherwise(verb, payload, report, cancel):
        result = draw(verb, payload, report, cancel)
        np.subtract(result.pixels, 255, out=result.pixels)
        return result

    monkeypatch.setattr(engine, "run", drawn_otherwise)
    trigger(studio, "gallery.verify")
    text = told(qtbot, studio)
    assert "PSNR" in text
    assert "Nothing that was written down differs." in text
    assert not studio.session.verifying.verified.verdict.likeness.identical


def test_without_a_picture_the_window_says_so(qtbot, studio):
    trigger(studio, "gallery.verify")
    notice = studio.session.desk.notices.current
    assert str(notice.message) == "Select a picture first."
