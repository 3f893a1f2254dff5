"""The contract of every plug-in: a new file is tested by existing."""

from __future__ import annotations

import dataclasses
import importlib
import importlib.util
import pickle
import pkgutil
import re
import sys
from pathlib import Path

import pytest

from studio import exporters
from studio.core import metadata, style_formats
from studio.core.exporter import Exporter
from studio.core.metadata_format import MetadataFormat
from studio.core.params import clean, specs
from studio.core.registry import discover
from studio.core.style_format import StyleFormat
from studio.engine import families, verbs
from studio.engine.family import Family
from studio.engine.verb import Verb

ROOT = Path(__file__).parents[2]
PACKAGES = [
    (families, "FAMILY", Family),
    (verbs, "VERB", Verb),
    (exporters, "EXPORTER", Exporter),
    (metadata, "FORMAT", MetadataFormat),
    (style_formats, "FORMAT", StyleFormat),
]
PLUG_INS = [
    pytest.param(package, info.name, constant, kind, id=f"{package.__name__}.{info.name}")
    for package, constant, kind in PACKAGES
    for info in pkgutil.iter_modules(package.__path__)
    if not info.name.startswith("_")
]


def entry_of(package, name, constant):
    return getattr(importlib.import_module(f"{package.__name__}.{name}"), constant)


@pytest.fixture(scope="module")
def marked():
    """Every text that the extraction tool finds below the window."""
    file = ROOT / "packaging" / "translations.py"
    spec = importlib.util.spec_from_file_location("translations_tool", file)
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return {mark.text for mark in module.marks(ROOT / "studio") if mark.context == "studio"}


@pytest.mark.parametrize(("package", "constant", "kind"), PACKAGES, ids=lambda p: str(p)[:40])
def test_every_module_of_a_plug_in_package_is_one_entry(package, constant, kind):
    names = [i.name for i in pkgutil.iter_modules(package.__path__) if i.name[0] != "_"]
    assert len(discover(package, constant, kind)) == len(names) > 0


@pytest.mark.parametrize(("package", "name", "constant", "kind"), PLUG_INS)
def test_a_plug_in_keeps_its_contract(package, name, constant, kind, marked):
    entry = entry_of(package, name, constant)
    assert isinstance(entry, kind)
    assert re.fullmatch(r"[a-z0-9][a-z0-9_-]*", entry.key), "keys stand in files and are typed"
    module = importlib.import_module(f"{package.__name__}.{name}")
    assert module.__doc__
    if kind is Exporter:
        assert entry.title in marked
    if kind is Family:
        assert entry.title, "the name of a family is the same in every language"


@pytest.mark.parametrize(
    ("package", "name", "constant", "kind"), [p for p in PLUG_INS if p.values[0] is families]
)
def test_a_family_declares_its_parameters_completely(package, name, constant, kind, marked):
    family = entry_of(package, name, constant)
    assert dataclasses.is_dataclass(family.params)
    declared = specs(family.params)
    assert set(declared) == {field.name for field in dataclasses.fields(family.params)}
    assert {"steps", "guidance", "scheduler"} <= set(declared)
    for spec, _ in declared.values():
        assert spec.title in marked
        assert spec.help in marked
    defaults = {name: default for name, (_, default) in declared.items()}
    assert clean(family.params, defaults) == family.params(), "the defaults are within bounds"
    with pytest.raises(dataclasses.FrozenInstanceError):
        family.params().steps = 3
    assert callable(family.recognize)
    assert callable(family.load)


@pytest.mark.parametrize(
    ("package", "name", "constant", "kind"), [p for p in PLUG_INS if p.values[0] is verbs]
)
def test_a_verb_takes_and_gives_frozen_values_that_cross_a_process(package, name, constant, kind):
    verb = entry_of(package, name, constant)
    for value in (verb.payload, verb.result):
        assert dataclasses.is_dataclass(value)
        assert value.__dataclass_params__.frozen
        assert pickle.loads(pickle.dumps(value)) is value


@pytest.mark.parametrize(
    ("package", "name", "constant", "kind"), [p for p in PLUG_INS if p.values[0] is exporters]
)
def test_an_exporter_names_its_ending_and_what_it_takes(package, name, constant, kind):
    exporter = entry_of(package, name, constant)
    assert re.fullmatch(r"\.[a-z0-9]+", exporter.suffix)
    assert exporter.accepts
    assert all(isinstance(kind, type) for kind in exporter.accepts)


def test_no_two_exporters_write_the_same_ending():
    endings = [e.suffix for e in discover(exporters, "EXPORTER", Exporter).values()]
    assert len(endings) == len(set(endings))
