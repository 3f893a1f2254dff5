"""Which word acts where: the drawing stays the same, and the maps belong to the words."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from studio.core.errors import DeviceFullError, StudioError
from studio.core.job import CancelToken
from studio.core.request_parts import HighRes, Outpaint, Reference, Refiner
from studio.core.text import N_
from studio.engine import explaining
from studio.engine.ending import death
from studio.engine.memory.climbing import Climb, Stance
from studio.engine.memory.rungs import Rung, rung_now
from studio.engine.runtime import Runtime
from studio.engine.savings.tuning import Tuning
from studio.engine.verbs.explain import ExplainPayload
from studio.engine.weights import entry_at, model_at
from tests.adapters import write_adapter, write_vision
from tests.checkpoints import write_sd
from tests.unit.engine_help import payload


def silent(_progress):
    pass


def explained(runtime, asked):
    return runtime.run("explain", ExplainPayload(asked), silent, CancelToken())


def texts(found):
    return [word.text for word in found.words]


@pytest.fixture(scope="module")
def runtime():
    return Runtime()


@pytest.mark.parametrize("name", ["sd", "sdxl", "starter"])
def test_every_word_has_a_map_of_the_picture_and_the_picture_is_the_same(
    checkpoints, runtime, name
):
    asked = payload(checkpoints / name, "a red house, by the (sea:1.3)", steps=2)
    plain = runtime.run("generate", asked, silent, CancelToken())
    found = explained(runtime, asked)
    assert texts(found) == ["a", "red", "house", "by", "the", "sea"]
    assert np.array_equal(found.pixels, plain.pixels)
    latent = 64 // (16 if name == "starter" else 8)
    assert {word.map.shape for word in found.words} == {(latent, latent)}
    assert all(word.map.max() == 255 and word.map.min() == 0 for word in found.words)
    assert 0 < sum(word.share for word in found.words) < 1
    again = runtime.run("generate", asked, silent, CancelToken())
    assert np.array_equal(again.pixels, plain.pixels)


def test_a_map_is_the_attention_that_the_denoiser_pays(checkpoints, runtime, monkeypatch):
    """Blind every layer but for one token: all the attention is that word's, everywhere."""
    import torch

    from studio.engine import attention_maps

    def only(attn, hidden, words):
        seen = torch.zeros(hidden.shape[1], words.shape[1])
        seen[:, 2] = torch.linspace(0, 1, hidden.shape[1])  # position 2 is the second word
        return seen

    monkeypatch.setattr(attention_maps, "_probabilities", only)
    found = explained(runtime, payload(checkpoints / "sd", "a red house", steps=1))
    shares = {word.text: word.share for word in found.words}
    assert shares["a"] == shares["house"] == 0
    assert shares["red"] == pytest.approx(0.5, abs=0.01)
    red = found.words[1].map
    assert red[0, 0] == 0
    assert red[-1, -1] == 255


def test_probabilities_are_those_of_attention_itself(checkpoints):
    import torch
    from diffusers.models.attention_processor import Attention

    from studio.engine.attention_maps import _probabilities

    torch.manual_seed(0)
    attn = Attention(query_dim=16, cross_attention_dim=8, heads=2, dim_head=8)
    hidden, words = torch.randn(1, 9, 16), torch.randn(1, 5, 8)
    query, key = (attn.head_to_batch_dim(x) for x in (attn.to_q(hidden), attn.to_k(words)))
    theirs = attn.get_attention_scores(query, key).mean(dim=0)
    assert torch.allclose(_probabilities(attn, hidden, words), theirs, atol=1e-6)


def test_the_negative_prompt_is_not_looked_at(checkpoints, runtime):
    one = explained(runtime, payload(checkpoints / "sd", "a cat", negative="", steps=1))
    other = explained(runtime, payload(checkpoints / "sd", "a cat", negative="night", steps=1))
    assert texts(one) == texts(other) == ["a", "cat"]
    assert np.array_equal(one.words[0].map, other.words[0].map)  # the first step sees the same


def test_of_two_passes_the_first_is_looked_at(checkpoints, runtime):
    asked = payload(checkpoints / "sd", "a cat", steps=2)
    plain = explained(runtime, asked)
    larger = replace(asked, request=replace(asked.request, high_res=HighRes()))
    found = explained(runtime, larger)
    pairs = zip(plain.words, found.words, strict=True)
    assert all(np.array_equal(a.map, b.map) for a, b in pairs)
    assert found.words[0].map.shape == (8, 8)


def test_long_prompts_and_both_sides_of_and_have_their_words(checkpoints, runtime):
    found = explained(runtime, payload(checkpoints / "sd", "a cat AND a red tree", steps=1))
    assert texts(found) == ["a", "cat", "red", "tree"]
    long = "house " * 80
    found = explained(runtime, payload(checkpoints / "sd", long, steps=1))
    assert texts(found) == ["house"] * 80


def test_a_model_without_cross_attention_says_so(checkpoints, runtime, monkeypatch):
    class Other:
        """No UNet."""

    monkeypatch.setattr(Runtime, "generator", lambda *_: Other())
    with pytest.raises(StudioError, match="cannot be told apart"):
        explained(runtime, payload(checkpoints / "sd", "a cat", steps=1))


def test_a_picture_of_another_tuning_is_explained_and_the_model_still_draws(
    checkpoints, monkeypatch
):
    apply = Tuning.apply
    monkeypatch.setattr(
        Tuning, "apply", lambda self, parts, level, _: apply(self, parts, level, "cuda")
    )
    engine = Runtime()
    asked = payload(checkpoints / "sd", "a red house", steps=2)
    levels = ["", "tuned", "", "tuned", "tuned"]
    plain = {
        level: engine.run("generate", replace(asked, tuning=level), silent, CancelToken()).pixels
        for level in levels[:2]
    }
    for level in levels:
        found = explained(engine, replace(asked, tuning=level))
        assert texts(found) == ["a", "red", "house"]
        assert np.array_equal(found.pixels, plain[level])
    for level in levels:
        made = engine.run("generate", replace(asked, tuning=level), silent, CancelToken())
        assert np.array_equal(made.pixels, plain[level])
    engine.close()


@pytest.mark.parametrize("kind", ["plain", "plus"])
def test_a_picture_with_a_reference_is_explained_and_looks_at_it(checkpoints, tmp_path, kind):
    engine, pixels = Runtime(), np.random.default_rng(8).integers(0, 256, (70, 90, 3), np.uint8)
    look = write_adapter(tmp_path / "look.safetensors", checkpoints / "sd", plus=kind == "plus")
    others = {"look": entry_at(look), "eye": entry_at(write_vision(tmp_path / "eye"))}
    asked = payload(
        checkpoints / "sd",
        "a red house",
        steps=2,
        parts={"references": (Reference("0", "look", 0.6),)},
        others=others,
    )
    asked = replace(asked, references=(pixels,))
    found = explained(engine, asked)  # before any other picture has shelved the adapter
    made = engine.run("generate", asked, silent, CancelToken())
    assert np.array_equal(found.pixels, made.pixels)
    assert texts(found) == ["a", "red", "house"]
    again = explained(engine, asked)
    pairs = zip(found.words, again.words, strict=True)
    assert all(np.array_equal(a.map, b.map) for a, b in pairs)
    engine.close()


def test_a_refiner_takes_over_as_it_did_when_the_picture_was_drawn(checkpoints, runtime, tmp_path):
    write_sd(tmp_path / "second", seed=9)
    asked = payload(
        checkpoints / "sd",
        "a red house",
        scheduler="DDIM",
        parts={"refiner": Refiner("second", 0.5)},
        others={"second": model_at(tmp_path / "second")},
    )
    plain = runtime.run("generate", asked, silent, CancelToken())
    found = explained(runtime, asked)
    assert np.array_equal(found.pixels, plain.pixels)
    assert texts(found) == ["a", "red", "house"]


@pytest.mark.parametrize(
    ("side", "right", "shape"), [(64, 64, (8, 16)), (96, 64, (8, 16)), (64, 60, (8, 16))]
)
def test_an_outpainted_picture_is_explained_as_large_as_it_is_drawn(
    checkpoints, runtime, monkeypatch, side, right, shape
):
    from studio.engine import attention_maps

    grid, seen = attention_maps._grid, []
    monkeypatch.setattr(
        attention_maps, "_grid", lambda *it: seen.append((it[0], grid(*it))) or grid(*it)
    )
    source = np.random.default_rng(0).integers(0, 256, (side, side, 3), np.uint8)
    asked = payload(
        checkpoints / "sd",
        "a red house",
        source=source,
        denoise=1.0,
        steps=2,
        parts={"outpaint": Outpaint(right=right)},
    )
    found = explained(runtime, asked)
    assert {word.map.shape for word in found.words} == {shape}
    assert seen
    assert all(height * width == pixels for pixels, (height, width) in seen)  # no layer left out


@pytest.mark.parametrize("rung", list(Rung))
def test_a_picture_is_explained_on_every_rung_of_memory(checkpoints, monkeypatch, rung):
    monkeypatch.setattr(Climb, "first", lambda *_: Stance(rung, taken=10**9))
    engine, asked = Runtime(), payload(checkpoints / "sd", "a red house", steps=2)
    plain = engine.run("generate", asked, silent, CancelToken())
    found = explained(engine, asked)
    assert plain.facts["memory_rung"] == rung.name.lower()
    assert np.array_equal(found.pixels, plain.pixels)
    assert texts(found) == ["a", "red", "house"]
    engine.close()


def test_where_memory_runs_out_it_is_explained_a_rung_lower(checkpoints, monkeypatch):
    engine, rungs = Runtime(), []
    true = explaining.explain

    def short(*given):
        rungs.append(rung_now())
        if len(rungs) == 1:
            raise DeviceFullError(N_("full"))
        return true(*given)

    monkeypatch.setattr(explaining, "explain", short)
    found = explained(engine, payload(checkpoints / "sd", "a red house", steps=1))
    assert texts(found) == ["a", "red", "house"]
    assert rungs[0] is Rung.WHOLE
    assert rungs[1] > Rung.WHOLE
    engine.close()


def test_the_rung_that_a_picture_was_drawn_on_is_the_highest(checkpoints, monkeypatch):
    engine, rungs = Runtime(), []
    true = explaining.explain
    monkeypatch.setattr(
        explaining, "explain", lambda *given: rungs.append(rung_now()) or true(*given)
    )
    explained(engine, replace(payload(checkpoints / "sd", "a cat", steps=1), rung="finished"))
    assert rungs == [Rung.FINISHED]
    engine.close()


def test_a_worker_that_dies_at_it_names_the_model(checkpoints, tmp_path):
    asked = ExplainPayload(payload(checkpoints / "sd", "a cat"))
    said = str(death(-9, asked, tmp_path / "log"))
    assert "while it worked with " in said
    assert f"{asked.drawn.model.path.name}:" in said
