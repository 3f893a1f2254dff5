"""Finds local model files and says what they are, without torch and without the network."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from studio.core.errors import ModelRefusedError, StudioError
from studio.core.model import Layout, Model
from studio.core.registry import discover
from studio.core.text import N_
from studio.engine import families
from studio.engine.additions import addition_at
from studio.engine.card import Card, read_card
from studio.engine.family import Family, Header
from studio.engine.folder import INDEX, check_files, read_folder
from studio.engine.safefile import read_tensors

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from studio.core.addition import Addition
    from studio.core.request import Extent
    from studio.core.text import Message

SUFFIXES = (".safetensors", ".ckpt", ".pt", ".pth", ".bin")
MAX_DEPTH = 4  # folders below a models folder that are searched


@dataclass(frozen=True, slots=True)
class Problem:
    """A file or folder that looks like a model and cannot be used, and why."""

    path: Path
    message: Message


@dataclass(frozen=True, slots=True)
class Catalog:
    """What a search found; a damaged model hides none of the others."""

    models: tuple[Model, ...]
    problems: tuple[Problem, ...]
    additions: tuple[Addition, ...] = ()


def find_models(folders: Iterable[Path]) -> tuple[Model, ...]:
    """Return every usable model in the folders, in their order and then by name."""
    return scan(folders).models


def scan(folders: Iterable[Path]) -> Catalog:
    """Search the folders for models, and tell what could not be used.

    The key of a model is its place below the models folder; where two folders have the same, the
    second is known by its full path.
    """
    models: dict[str, Model] = {}
    problems: list[Problem] = []
    additions: list[Addition] = []
    for root in folders:
        for path in _candidates(root, MAX_DEPTH):
            if addition := _addition(path):
                additions.append(addition)
                continue
            try:
                model = model_at(path)
            except StudioError as error:
                problems.append(Problem(path, error.message))
                continue
            key = _key(path, root)
            key = model.key if key in models else key
            models.setdefault(key, replace(model, key=key))
    return Catalog(tuple(models.values()), tuple(problems), tuple(additions))


def _addition(path: Path) -> Addition | None:
    """Return what the file adds to a model; None for models and for what cannot be read."""
    if path.is_dir():
        return None
    try:
        return addition_at(path, read_tensors(path))
    except StudioError:
        return None


def model_at(path: Path) -> Model:
    """Return the model that is the folder or the file `path`; its key is the path.

    Raises `WeightsMissingError` naming the missing file, or `ModelRefusedError` saying why not.
    """
    if path.is_dir():
        header = read_folder(path)
        family, native = _family_of(header)
        size = check_files(header)
        card = read_card(header)
        return _model(path, family, native, Layout.FOLDER, size, card)
    tensors = read_tensors(path)
    header = Header(path, {}, {}, tensors.shapes, tensors.metadata)
    family, native = _family_of(header)
    return _model(path, family, native, Layout.FILE, path.stat().st_size, Card())


def _model(path: Path, family: str, native: Extent, layout: Layout, size: int, card: Card) -> Model:
    title = card.title or (path.name if layout is Layout.FOLDER else path.stem)
    return Model(
        key=path.as_posix(),
        title=title,
        family=family,
        path=path,
        layout=layout,
        native=native,
        size_bytes=size,
        license=card.license,
        note=card.note,
    )


def _family_of(header: Header) -> tuple[str, Extent]:
    for family in _families().values():
        native = family.recognize(header)
        if native is not None:
            return family.key, native
    raise ModelRefusedError(
        N_("{path} is not a model of a kind the studio knows ({known})."),
        path=header.path,
        known=", ".join(family.title for family in _families().values()),
    )


@cache
def _families() -> dict[str, Family]:
    return discover(families, "FAMILY", Family)


def _candidates(folder: Path, depth: int) -> Iterator[Path]:
    """Yield what may be a model: diffusers folders as a whole, and single files."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        path = Path(entry.path)
        if not entry.is_dir():
            if path.suffix.lower() in SUFFIXES:
                yield path
        elif (path / INDEX).is_file():
            yield path
        elif depth:
            yield from _candidates(path, depth - 1)


def _key(path: Path, root: Path) -> str:
    below = path.relative_to(root)
    return (below if path.is_dir() else below.with_suffix("")).as_posix()
