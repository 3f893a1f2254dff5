"""A recipe from elsewhere fits what is here, and what does not is named."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from studio.core.addition import Addition, AdditionKind
from studio.core.metadata_format import Recipe
from studio.core.params import specs
from studio.core.request import Request
from studio.engine.families.sdxl import FAMILY
from studio.state.recipes import fitted

HERE = (
    Addition("film", AdditionKind.LORA, Path("film.safetensors")),
    Addition("hands", AdditionKind.EMBEDDING, Path("hands.safetensors")),
)
CATALOG = SimpleNamespace(
    supplies=SimpleNamespace(additions=HERE),
    family=lambda key: FAMILY if key == "fox" else None,
    defaults=lambda _key: {name: default for name, (_, default) in specs(FAMILY.params).items()},
)


def fit(loras="", prompt="a cat", **params):
    recipe = Recipe(Request(prompt, model="", params=params), {"LoRAs": loras} if loras else {})
    return fitted(recipe, "fox", CATALOG)


@pytest.mark.parametrize(
    ("loras", "prompt", "left_out"),
    [
        ("film: 0.8", "a cat <lora:film:0.8>", ()),
        ("styles\\Film.safetensors: 1", "a cat <lora:film:1>", ()),
        ("film: 0.8, gone.safetensors: 1", "a cat <lora:film:0.8>", ("gone",)),
        ("hands: 1", "a cat", ("hands",)),
        ("film: lots", "a cat", ("film",)),
        ("..: 1", "a cat", ("..",)),
        ("", "a cat", ()),
    ],
)
def test_loras_beside_the_prompt_become_tags_where_they_are_here(loras, prompt, left_out):
    found = fit(loras)
    assert found.request.prompt == prompt
    assert found.left_out == left_out


def test_a_lora_that_the_prompt_names_is_not_added_twice():
    assert fit("film: 0.8", "a cat <lora:Film:0.5>").request.prompt == "a cat <lora:Film:0.5>"


def test_parameters_out_of_bounds_are_named_and_left_out():
    found = fit(steps=20, guidance=900.0, strange=1)
    assert found.request.params == {"steps": 20}
    assert found.left_out == ("guidance", "strange")
    assert found.request.model == "fox"
