"""Pictures of other programs: nearly every field is read, and nothing that is said is lost."""

from __future__ import annotations

import json
import math
from collections import Counter
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.core import metadata
from studio.core.metadata_format import MetadataError, MetadataFormat, find_recipe, read_recipe
from studio.core.params import Scalar
from studio.core.registry import discover
from studio.core.request import SEED_LIMIT
from studio.core.sampler_names import all_names, our_scheduler
from studio.engine.schedulers import RECIPES
from tests import corpus

FORMATS = discover(metadata, "FORMAT", MetadataFormat)
CASES = corpus.cases()
ENOUGH = 0.99


def said(recipe):
    """The fields of a request by the names that the corpus uses."""
    request = recipe.request
    return {
        "prompt": request.prompt,
        "negative": request.negative,
        "seed": request.seed,
        "width": request.extent.width,
        "height": request.extent.height,
        **request.params,
    }


def wrong(case):
    """Return how many fields there are and which are not read as they were written."""
    found = find_recipe(FORMATS.values(), case.text)
    if found is None or found.format.key != case.format:
        return len(case.fields) + len(case.facts), [
            f"{case.name}: read as {found and found.format.key}"
        ]
    fields, facts = said(found.recipe), found.recipe.facts
    bad = [
        f"{case.name}: {name} is {fields.get(name)!r:.80}, not {value!r:.80}"
        for name, value in case.fields.items()
        if fields.get(name) != value
    ]
    bad += [
        f"{case.name}: the fact {name} is {facts.get(name)!r:.80}, not {value!r:.80}"
        for name, value in case.facts.items()
        if facts.get(name) != value
    ]
    return len(case.fields) + len(case.facts), bad


@pytest.mark.parametrize("key", sorted(FORMATS))
def test_nearly_every_field_of_a_format_is_read(key, record_property):
    total, bad = 0, []
    own = [case for case in CASES if case.format == key]
    for case in own:
        count, failures = wrong(case)
        total += count
        bad += failures
    accuracy = 1 - len(bad) / total
    record_property("accuracy", f"{key}: {accuracy:.4f} of {total} fields in {len(own)} pictures")
    assert len(own) >= 12
    assert accuracy >= ENOUGH, "\n".join(bad[:40])


def test_the_corpus_knows_every_format():
    assert {case.format for case in CASES} == set(FORMATS)
    assert min(Counter(case.format for case in CASES).values()) >= 12


@pytest.mark.parametrize("case", CASES[::7], ids=lambda c: f"{c.format}-{c.name}")
def test_what_was_read_is_plain_and_within_bounds(case):
    recipe = read_recipe(FORMATS.values(), case.text)
    assert recipe.request.model == "" or case.format == "studio"
    assert all(isinstance(value, Scalar) for value in recipe.facts.values())
    assert 0 <= recipe.request.seed < SEED_LIMIT


# ------------------------------------------------------------------------------- hostile input

KEYS = ("parameters", "prompt", "workflow", "invokeai_metadata", "sd-metadata", "Dream", "Comment")
DEEP = "[" * 100_000 + "]" * 100_000
HUGE = "9" * 5000
BIDI = "\u202egnp.exe\u202c"
PATH = "..\\..\\Windows\\x.safetensors"


def skeletons(value):
    """Return what each format detects, with `value` (as JSON text) in every place it reads."""
    comfy = (
        '{"1": {"class_type": "KSampler", "inputs": {"seed": %s, "steps": %s, "cfg": %s, '
        '"sampler_name": %s, "scheduler": %s, "denoise": %s, "model": ["2", 0], "positive": '
        '["3", 0], "latent_image": ["4", 0]}}, "2": {"class_type": "C", "inputs": {"ckpt_name": '
        '%s}}, "3": {"class_type": "T", "inputs": {"text": %s}}, "4": {"class_type": "E", '
        '"inputs": {"width": %s, "height": %s}}}'
    )
    drawn = (
        '{"nodes": [{"id": 1, "type": "KSampler", "widgets_values": %s, "inputs": %s}], '
        '"links": %s}'
    )
    swarm = (
        '{"sui_image_params": {"prompt": %s, "seed": %s, "steps": %s, "cfgscale": %s, "width": %s,'
        ' "height": %s, "sampler": %s, "model": %s, "loras": %s, "clipstopatlayer": %s},'
        ' "sui_models": %s, "sui_extra_data": %s}'
    )
    invoke = (
        '{"positive_prompt": %s, "negative_prompt": %s, "seed": %s, "steps": %s, "cfg_scale": %s, '
        '"width": %s, "height": %s, "scheduler": %s, "model": %s, "loras": %s, "vae": %s, '
        '"clip_skip": %s}'
    )
    invoke_2 = (
        '{"image": {"prompt": %s, "seed": %s, "steps": %s, "sampler": %s, "width": %s}, "a": %s}'
    )
    fooocus = (
        '{"prompt": %s, "base_model": %s, "performance": %s, "seed": %s, "steps": %s, "loras": %s, '
        '"guidance_scale": %s, "resolution": %s, "sampler": %s, "lora_combined_1": %s}'
    )
    novel = (
        '{"prompt": %s, "uc": %s, "seed": %s, "steps": %s, "scale": %s, "sampler": %s, '
        '"width": %s, "height": %s, "v4_prompt": %s, "noise_schedule": %s}'
    )
    matrix = (
        '{"PositivePrompt": %s, "Seed": %s, "Steps": %s, "Sampler": %s, "CfgScale": %s, '
        '"Width": %s, "Height": %s, "ModelName": %s}'
    )

    ours = '{"format": "studio.picture", "schema": 1, "request": %s}'

    def filled(template):
        return template.replace("%s", value)

    line = f"a\nSteps: {value}, Sampler: {value}, CFG scale: {value}, Seed: {value}, Size: {value}"
    return {
        "a1111": {"parameters": line},
        "comfyui": {"prompt": filled(comfy)},
        "comfyui drawn": {"workflow": filled(drawn)},
        "fooocus": {"parameters": filled(fooocus), "fooocus_scheme": "fooocus"},
        "invokeai": {"invokeai_metadata": filled(invoke)},
        "invokeai 2": {"sd-metadata": filled(invoke_2)},
        "invokeai 1": {"Dream": f'"a" -s {value} -S {value} -W {value} -A {value}'},
        "novelai": {"Software": "NovelAI", "Comment": filled(novel)},
        "stability_matrix": {"parameters-json": filled(matrix), "smproj": value},
        "studio": {"studio": filled(ours)},
        "swarmui": {"parameters": filled(swarm)},
    }


HOSTILE = {
    "deep": DEEP,
    "NaN": "NaN",
    "infinite": "-Infinity",
    "huge": HUGE,
    "huge float": "1e999",
    "negative": "-5",
    "list": '[[], {"a": [1]}, null]',
    "table": '{"caption": 7, "name": [], "x": {"y": null}}',
    "null": "null",
    "true": "true",
    "bidi": json.dumps(BIDI, ensure_ascii=False),
    "path": json.dumps(PATH),
    "half": '"\\ud800 \\u0000"',
    "cut": '"abc',
    "empty": "",
    "long": json.dumps("a:1, " * 30_000),
}


@pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.parametrize("name", skeletons("1").keys())
def test_hostile_values_end_as_facts_or_as_one_sentence(name, value):
    text = skeletons(value)[name]
    try:
        recipe = read_recipe(FORMATS.values(), text)
    except MetadataError:
        return
    assert recipe is not None
    request = recipe.request
    assert 0 <= request.seed < SEED_LIMIT
    assert 1 <= request.extent.width <= 2**16
    assert 1 <= request.params.get("steps", 1) <= 10_000
    assert 0 <= request.params.get("guidance", 1) <= 1000
    assert request.params.get("scheduler", "") in ("", *RECIPES)
    assert request.model == ""
    assert "\0" not in request.prompt
    assert request.prompt.encode() is not None
    for fact in recipe.facts.values():
        assert isinstance(fact, Scalar)
        assert isinstance(fact, str) or math.isfinite(fact)


def test_a_path_in_a_picture_stays_text():
    recipe = read_recipe(FORMATS.values(), skeletons(json.dumps(PATH))["swarmui"])
    assert recipe.facts["Model"] == PATH
    assert recipe.request.model == ""


def test_a_graph_that_bites_its_tail_ends():
    loop = {
        "1": {
            "class_type": "KSampler",
            "inputs": {
                "seed": ["1", 0],
                "sampler_name": "euler",
                "positive": ["2", 0],
                "model": ["1", 0],
                "latent_image": ["2", 0],
            },
        },
        "2": {"class_type": "Reroute", "inputs": {"": ["2", 0], "conditioning": ["2", 0]}},
        "3": {"class_type": "SaveImage", "inputs": {"images": ["1", 0]}},
    }
    assert read_recipe(FORMATS.values(), {"prompt": json.dumps(loop)}).request.prompt == ""


def sampler(**inputs):
    base = {"seed": 1, "sampler_name": "euler", "positive": ["w0", 0], "latent_image": ["w0", 0]}
    return {"class_type": "KSampler", "inputs": base | inputs}


def test_words_that_double_without_end_are_cut():
    graph = {"s": sampler(), "w0": {"class_type": "T", "inputs": {"text": ["w1", 0]}}}
    for n in range(1, 60):
        link = [f"w{n + 1}", 0]
        graph[f"w{n}"] = {"class_type": "Join", "inputs": {"string_a": link, "string_b": link}}
    graph["w60"] = {"class_type": "Text", "inputs": {"text": "x" * 1000}}
    assert len(read_recipe(FORMATS.values(), {"prompt": json.dumps(graph)}).request.prompt) < 2**17


@pytest.mark.parametrize("kind", ["ConditioningCombine", "Reroute", "StringFunction"])
def test_a_chain_of_thousands_of_nodes_is_survived(kind):
    graph = {"s": sampler(model=["w0", 0])}
    for n in range(4900):
        link = [f"w{n + 1}", 0]
        names = ("conditioning_1", "text", "model", "samples")
        graph[f"w{n}"] = {"class_type": kind, "inputs": dict.fromkeys(names, link)}
    assert read_recipe(FORMATS.values(), {"prompt": json.dumps(graph)}).request.seed == 1


def test_a_drawing_of_thousands_of_bypassed_nodes_is_survived():
    nodes = [
        {"id": n, "type": "X", "mode": 4, "inputs": [{"name": "model", "link": n}]}
        for n in range(2, 4000)
    ]
    values = [7, "fixed", 20, 5, "euler", "normal", 1]
    slots = [{"name": "model", "link": 1}, {"name": "positive", "link": 2}]
    nodes.append({"id": 1, "type": "KSampler", "widgets_values": values, "inputs": slots})
    links = [[n, n + 1, 0, n, 0, "X"] for n in range(1, 4000)]
    drawing = json.dumps({"nodes": nodes, "links": links})
    assert FORMATS["comfyui"].detect({"workflow": drawing})
    with suppress(MetadataError):
        read_recipe(FORMATS.values(), {"workflow": drawing})


@pytest.mark.parametrize("words", ["{}" * 500_000, "1::a" * 200_000, "{" * 10**6, "(" * 10**6])
def test_endless_emphasis_ends(words):
    text = {"Software": "NovelAI", "Comment": json.dumps({"prompt": words})}
    assert read_recipe(FORMATS.values(), text).request.prompt
    text = {"invokeai_metadata": json.dumps({"positive_prompt": words})}
    assert read_recipe(FORMATS.values(), text).request.prompt == words


@given(st.text(max_size=200), st.sampled_from(KEYS))
def test_whatever_stands_there_only_a_metadata_error_comes_out(text, key):
    for chunks in ({key: text}, {key: f'{{"class_type": "nodes", "image": {text}}}'}):
        with suppress(MetadataError):
            read_recipe(FORMATS.values(), chunks)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
        max_leaves=12,
    ),
    st.sampled_from(sorted(skeletons("1"))),
)
def test_any_json_in_any_place_is_survived(value, name):
    with suppress(MetadataError):
        read_recipe(FORMATS.values(), skeletons(json.dumps(value))[name])


# ------------------------------------------------------------------------------------- samplers


def test_every_scheduler_that_is_named_is_one_of_ours():
    assert set(all_names()) == set(RECIPES)
    assert all(our_scheduler(name) == name for name in RECIPES)


@pytest.mark.parametrize(
    "name",
    ["Restart", "dpm_fast", "DPM++ 3M SDE Karras", "", "euler_cfg_pp", "x" * 10_000, "karras"],
)
def test_a_sampler_that_is_not_ours_is_none_of_ours(name):
    assert our_scheduler(name) == ""


# -------------------------------------------------------------------------- which format it is


def test_the_format_that_says_more_is_read():
    swarm = next(c for c in CASES if c.format == "swarmui").text
    graph = next(c for c in CASES if c.format == "comfyui").text
    lines = next(c for c in CASES if c.format == "a1111").text
    ours = next(c for c in CASES if c.format == "studio").text
    both = {**graph, **lines}
    assert find_recipe(FORMATS.values(), both).format.key == "a1111"
    assert find_recipe(FORMATS.values(), {**graph, **swarm}).format.key == "swarmui"
    assert find_recipe(FORMATS.values(), {**graph, **ours}).format.key == "studio"


def test_a_prompt_that_begins_with_a_brace_is_still_a_prompt():
    text = "{red|blue} house\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1, Size: 64x64"
    assert find_recipe(FORMATS.values(), {"parameters": text}).format.key == "a1111"
