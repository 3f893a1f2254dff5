"""What is not to be drawn is refused, what is held back is said; nothing becomes a black square."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from studio.core import content, paths, policy
from studio.core.content import BlockedError, HeldBack, Rules, first_of, words_of
from studio.core.errors import ModelRefusedError, WeightsMissingError
from studio.core.job import CancelToken
from studio.core.model import Layout, Model
from studio.core.policy import POLICY, Policy, PolicyError
from studio.core.project import Project
from studio.core.request import Extent, Request
from studio.core.settings import SETTINGS, Settings
from studio.engine.content_filter import concepts_in, find_checker
from studio.engine.verbs.check_content import CheckedContent
from studio.engine.verbs.generate import Generated
from studio.tasks.generate import Generate

REQUEST = Request("a cat", extent=Extent(32, 32))


@pytest.fixture
def place(tmp_path, monkeypatch):
    """Where this machine's policy may lie."""
    place = tmp_path / "policy.json"
    monkeypatch.setattr(policy, "places", lambda: (place, tmp_path / "none.json"))
    return place


def choose(**settings):
    path = paths.config_folder() / "settings.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(SETTINGS.dumps(Settings(**settings)))


# ------------------------------------------------------------------------------------------ words


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("a Cat by the sea", ("cat",), "cat"),
        ("a category", ("cat",), ""),
        ("concat it", ("cat",), ""),
        ("cat's eye", ("cat",), "cat"),
        ("a (cat:1.3)", ("dog", "cat"), "cat"),
        ("red house, by night", ("house, by",), "house, by"),
        ("一只黑猫在海边", ("猫",), "猫"),
        ("a猫", ("猫",), "猫"),
        ("Straße", ("STRASSE",), "STRASSE"),
        ("a.b", ("a?b", ".*"), ""),
        ("anything", ("", "  "), ""),
    ],
)
def test_a_word_is_found_as_a_whole(text, words, found):
    assert first_of(text, words) == found


def test_words_are_parted_by_commas_of_any_script():
    assert words_of("cat, dog，猫;\nred house ") == ("cat", "dog", "猫", "red house")


def test_what_a_wildcard_or_a_style_brings_is_seen_too_and_the_negative_prompt_is_free():
    rules = Rules(own=("wolf",))
    rules.check(replace(REQUEST, negative="wolf"))
    with pytest.raises(BlockedError, match="“wolf”, one of the words in the settings"):
        rules.check(replace(REQUEST, prompt="a __pet__", wildcards={"pet": ("wolf",)}))
    with pytest.raises(BlockedError, match="this studio's policy"):
        replace(rules, decided=("ink",)).check(replace(REQUEST, style_text="ink"))


# ----------------------------------------------------------------------------------------- policy


def test_without_a_policy_a_private_artist_draws_what_they_like(place):
    assert content.rules() == Rules()


def test_a_policy_wins_over_the_settings(place):
    choose(content_filter=False, blocked_words="mine")
    place.write_bytes(POLICY.dumps(Policy(content_filter=True, blocked_words=("theirs",))))
    assert content.rules() == Rules(True, ("theirs",), ("mine",), locked=True)


def test_a_policy_that_cannot_be_read_stops_the_drawing(place):
    for data in (b"{", b'{"format": "studio.policy", "schema": 99}', b"x" * (1 << 20 | 1)):
        place.write_bytes(data)
        with pytest.raises(PolicyError, match="nothing is drawn until"):
            content.rules()


def test_a_misspelt_rule_is_an_error_and_not_ignored(place):
    place.write_text(
        json.dumps({"format": "studio.policy", "schema": 1, "content_fliter": True}), "utf-8"
    )
    with pytest.raises(PolicyError, match="content_fliter"):
        content.rules()


# ----------------------------------------------------------------------------------------- drawing


class Engine:
    """Draws the seed, and finds concept 3 in pictures of the seeds it is told."""

    def __init__(self, held=()):
        self.held, self.verbs, self.previews = held, [], []

    def run(self, verb, payload, _report, _cancel):
        self.verbs.append(verb)
        if verb == "check_content":
            return CheckedContent((3,) if payload.pixels[0, 0, 0] in self.held else ())
        self.previews.append(payload.preview_s)
        pixels = np.full((32, 32, 3), payload.request.seed, np.uint8)
        return Generated(pixels, 0.1, {"device": "script"})


@pytest.fixture
def project(tmp_path):
    with Project.open(tmp_path / "p", create=True) as project:
        yield project


@pytest.fixture
def model(tmp_path):
    (tmp_path / "model").mkdir()
    return Model("one", "One", "sd15", tmp_path / "model", Layout.FOLDER)


def make(engine, project, model, request=REQUEST, seen=None):
    task = Generate(engine, project, request, model, project.new_run_id)
    return task.run((seen if seen is not None else []).append, CancelToken())


def test_with_the_filter_off_nothing_is_looked_at(place, project, model):
    engine = Engine(held=(0,))
    assert len(make(engine, project, model)) == 1
    assert engine.verbs == ["generate"]


def test_a_blocked_word_costs_no_work(place, project, model):
    choose(blocked_words="dog, cat")
    engine = Engine()
    with pytest.raises(BlockedError, match="“cat”"):
        make(engine, project, model)
    assert engine.verbs == []


def test_the_filter_without_a_checker_draws_nothing_and_says_what_is_missing(place, project, model):
    choose(content_filter=True)
    engine = Engine()
    with pytest.raises(WeightsMissingError, match=r"safety_checker, or have the filter switched"):
        make(engine, project, model)
    assert engine.verbs == []


def test_a_picture_that_is_held_back_is_said_and_the_others_of_the_batch_stay(
    place, project, model, checker
):
    choose(content_filter=True)
    checker(model.path)
    engine, seen = Engine(held=(1,)), []
    runs = make(engine, project, model, replace(REQUEST, count=3), seen)
    assert [run.request.seed for run in runs] == [0, 2]
    assert [run.request.seed for run in project.runs()] == [0, 2], "nothing of it is on the disk"
    (told,) = [str(p.result.message) for p in seen if isinstance(p.result, HeldBack)]
    assert told.startswith("The picture of seed 1 was held back by the content filter")
    shown = [p.preview[0, 0, 0] for p in seen if p.preview is not None]
    assert shown == [0, 2], "no look at it either"
    assert set(engine.previews) == {0}


# ----------------------------------------------------------------------------------------- checker


@pytest.fixture
def checker():
    """Return a function that writes a tiny safety checker with thresholds."""

    def write(folder, *, threshold=2.0, care=2.0):
        import torch
        from diffusers.pipelines.stable_diffusion.safety_checker import (
            StableDiffusionSafetyChecker,
        )
        from transformers import CLIPConfig

        torch.manual_seed(3)
        vision = {
            "hidden_size": 16,
            "intermediate_size": 16,
            "num_hidden_layers": 1,
            "num_attention_heads": 2,
            "image_size": 32,
            "patch_size": 8,
        }
        text = {"hidden_size": 16, "intermediate_size": 16, "num_hidden_layers": 1}
        text |= {"num_attention_heads": 2, "vocab_size": 10}
        config = CLIPConfig(vision_config=vision, text_config=text, projection_dim=8)
        net = StableDiffusionSafetyChecker(config)
        net.concept_embeds.data.normal_()
        net.special_care_embeds.data.normal_()
        net.concept_embeds_weights.data.fill_(threshold)
        net.special_care_embeds_weights.data.fill_(care)
        net.save_pretrained(folder / "safety_checker")
        return net

    return write


PICTURE = np.random.default_rng(1).integers(0, 256, (48, 64, 3), dtype=np.uint8)


@pytest.mark.parametrize(("threshold", "care"), [(0.0, 2.0), (0.05, -1.0), (0.1, 2.0), (2.0, -1.0)])
def test_it_finds_the_concepts_that_the_checker_of_diffusers_finds(
    tmp_path, checker, threshold, care
):
    from studio.engine.vision import prepared

    net = checker(tmp_path, threshold=threshold, care=care).eval()
    found = concepts_in(PICTURE, tmp_path / "safety_checker")
    _, flagged = net(prepared(PICTURE, 32), [np.zeros((1, 1, 3))])
    assert bool(found) is flagged[0]
    assert (threshold < 1) is bool(found), "the thresholds part the cases"


def test_the_checker_is_found_beside_a_model_and_in_a_models_folder(tmp_path, checker):
    checker(tmp_path / "sd")
    checker(tmp_path / "models" / "another")
    assert find_checker(tmp_path / "sd", ()) == tmp_path / "sd" / "safety_checker"
    found = find_checker(tmp_path / "none", (tmp_path / "models", tmp_path / "gone"))
    assert found == tmp_path / "models" / "another" / "safety_checker"
    assert find_checker(tmp_path / "none", (tmp_path / "gone",)) is None


def test_a_checker_with_a_part_missing_is_refused_instead_of_guessing(tmp_path, checker):
    from safetensors.torch import load_file, save_file

    checker(tmp_path)
    path = tmp_path / "safety_checker" / "model.safetensors"
    tensors = load_file(path)
    del tensors["concept_embeds_weights"]
    save_file(tensors, path, {"format": "pt"})
    with pytest.raises(ModelRefusedError, match="concept_embeds_weights"):
        concepts_in(PICTURE, tmp_path / "safety_checker")
