"""The models that a request names are found among what there is, or their absence is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.core.errors import WeightsMissingError
from studio.core.model import Kind, Layout, Model
from studio.core.named_models import named_models
from studio.core.request import Request
from studio.core.request_parts import Decoder, Reference, Refiner, Savings


def model(key, kind=Kind.CHECKPOINT):
    return Model(key, key.title(), "sd15", Path("models") / key, Layout.FILE, kind=kind)


MODELS = (model("base"), model("refiner"))
PARTS = tuple(
    model(kind.value, kind) for kind in (Kind.VAE, Kind.TAESD, Kind.VISION, Kind.IP_ADAPTER)
)


def named(**parts):
    return set(named_models(Request("a", **parts), MODELS, PARTS))


def test_a_plain_request_names_nothing_else():
    assert named() == set()


def test_each_part_of_a_request_brings_what_it_names():
    assert named(refiner=Refiner("refiner")) == {"refiner"}
    assert named(vae="vae") == {"vae"}
    assert named(references=(Reference("f" * 64, "ip_adapter"),)) == {"ip_adapter", "vision"}
    assert named(savings=Savings(decoder=Decoder.TINY)) == {"taesd"}


def test_a_part_can_be_named_by_its_path():
    found = named_models(Request("a", vae=str(Path("models") / "vae")), MODELS, PARTS)
    assert list(found.values()) == [PARTS[0]]


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        ({"refiner": Refiner("gone")}, "The model gone is not"),
        ({"vae": "gone"}, "The VAE gone is not"),
        ({"vae": "taesd"}, "The VAE taesd is not"),
        ({"references": (Reference("f" * 64, "gone"),)}, "The IP-Adapter gone is not"),
    ],
)
def test_what_is_not_here_is_named(parts, says):
    with pytest.raises(WeightsMissingError, match=says):
        named(**parts)
