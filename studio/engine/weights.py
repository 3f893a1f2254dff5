"""Finds local model files and says what they are, without torch and without the network."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from studio.core.errors import ModelRefusedError, PickleError, StudioError
from studio.core.model import DEFAULT_NATIVE, Kind, Layout, Model
from studio.core.registry import discover
from studio.core.storage import is_link
from studio.core.text import N_
from studio.engine import families
from studio.engine.additions import addition_at
from studio.engine.card import Card, read_card
from studio.engine.family import Family, Header
from studio.engine.folder import (
    CONFIG,
    INDEX,
    check_files,
    component_weights,
    read_folder,
    read_json,
)
from studio.engine.gguf import ARCHITECTURE, read_table
from studio.engine.parts import Part, early_part, is_half_a_taesd, part_in, part_of
from studio.engine.places import NEVER, Place, places_in
from studio.engine.remembered import Remembered
from studio.engine.safefile import read_tensors

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator
    from pathlib import Path

    from studio.core.addition import Addition
    from studio.core.request import Extent
    from studio.core.text import Message
    from studio.engine.safefile import Tensors

PICKLES = (".ckpt", ".pt", ".pth", ".bin")
SUFFIXES = (".safetensors", ".sft", ".gguf", *PICKLES)
DOWNLOADING = (".aria2", ".part", ".crdownload")  # what lies beside a file that is not all there
NAMELESS = ("pytorch_lora_weights", "diffusion_pytorch_model", "model", "learned_embeds")
UNSAYABLE = str.maketrans("<>:(),[]{}", " " * 10)  # what means something else in a prompt
MAX_DEPTH = 4  # folders below a place that are searched


@dataclass(frozen=True, slots=True)
class Problem:
    """A file or folder that looks like a model and cannot be used, and why.

    `pickle` is the file that can be converted into one that can be used, if that is why.
    """

    path: Path
    message: Message
    pickle: Path | None = None


@dataclass(frozen=True, slots=True)
class Catalog:
    """What a search found; a damaged model hides none of the others.

    `models` draw pictures; `parts` are what a request or a family may name besides.
    """

    models: tuple[Model, ...]
    problems: tuple[Problem, ...]
    additions: tuple[Addition, ...] = ()
    parts: tuple[Model, ...] = ()


def find_models(folders: Iterable[Path]) -> tuple[Model, ...]:
    """Return every usable model in the folders, in their order and then by name."""
    return scan(folders).models


def scan(
    folders: Iterable[Path],
    heard: Callable[[int, int], None] = lambda _done, _total: None,
    memory: Path | None = None,
) -> Catalog:
    """Search the folders for models, and tell what could not be used.

    The key of a model is its place below the models folder; where two folders have the same, the
    second is known by its full path. A file that can be reached in two ways is found once. `heard`
    gets how many of the files have been read, and may raise. What was read is remembered in the
    file `memory`.
    """
    found = _Found({}, [], [], Remembered(memory))
    every = list(_every(folders))
    for done, (path, place) in enumerate(every):
        heard(done, len(every))
        found.add(path, place)
    found.remembered.keep()
    models = found.models.values()
    return Catalog(
        tuple(model for model in models if model.family),
        tuple(found.problems),
        tuple(found.additions),
        tuple(model for model in models if not model.family),
    )


def _every(folders: Iterable[Path]) -> Iterator[tuple[Path, Place]]:
    """Yield what may be a model, once each, and where it was found."""
    seen = set()
    for root in folders:
        for place in places_in(root):
            for path in _candidates(place.folder, MAX_DEPTH):
                real = os.path.realpath(path)
                if real not in seen:
                    seen.add(real)
                    yield path, place


@dataclass(frozen=True, slots=True)
class _Found:
    """What a search has come to so far."""

    models: dict[str, Model]
    problems: list[Problem]
    additions: list[Addition]
    remembered: Remembered

    def add(self, path: Path, place: Place) -> None:
        """Find out what a path is, and keep it."""
        try:
            entry = self._entry(path)
        except PickleError as error:
            self.problems.append(Problem(path, error.message, error.path))
            return
        except StudioError as error:
            self.problems.append(Problem(path, error.message))
            return
        name = _name(path, place)
        if isinstance(entry, Model):
            key = _key(path, place)
            key = entry.key if key in self.models else key
            self.models[key] = replace(entry, key=key, title=name or entry.title)
        elif entry:
            said = name.rpartition("/")[2].translate(UNSAYABLE).strip()
            self.additions.append(replace(entry, name=said or entry.name))

    def _entry(self, path: Path) -> Model | Addition | None:
        is_known, entry = self.remembered.recall(path)
        if not is_known:
            entry = entry_at(path)
            self.remembered.note(path, entry)
        return entry


def holds_models(folder: Path) -> bool:
    """Whether there is anything in a folder that may be a model."""
    return next(_every([folder]), None) is not None


def entry_at(path: Path) -> Model | Addition | None:
    """Return what a folder or a file is: a model, a part of one, or an addition to one.

    None is what belongs to a model and is of no use alone. Raises as `model_at` does.
    """
    if path.is_dir():
        return model_at(path) if (path / INDEX).is_file() else _part_folder(path)
    tensors = read_table(path)
    part = early_part(tensors.shapes)
    addition = None if part else addition_at(path, tensors)
    if addition or is_half_a_taesd(tensors.shapes):
        return addition
    return _file(path, tensors, part)


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
    tensors = read_table(path)
    return _file(path, tensors, early_part(tensors.shapes), only_whole=True)


def _file(path: Path, tensors: Tensors, part: Part | None, *, only_whole: bool = False) -> Model:
    """Return the checkpoint that a file is, or the part of one."""
    layout = Layout.GGUF if ARCHITECTURE in tensors.metadata else Layout.FILE
    size = path.stat().st_size
    header = Header(path, {}, {}, tensors.shapes, tensors.metadata)
    try:
        if part:
            raise _unknown(path)
        family, native = _family_of(header)
    except ModelRefusedError:
        part = part or part_in(tensors.shapes)
        if only_whole or not part or (part.kind is Kind.DENOISER and _has_decoder(tensors)):
            raise  # a whole model that a family refuses is no denoiser alone
        return _part(path, part, layout, size)
    whole = _model(path, family, native, layout, size, Card())
    part = part_in(tensors.shapes)
    is_alone = part is not None and part.kind is Kind.DENOISER
    return replace(whole, kind=Kind.DENOISER) if is_alone and not _has_decoder(tensors) else whole


def _has_decoder(tensors: Tensors) -> bool:
    return any(name.endswith("decoder.conv_in.weight") for name in tensors.shapes)


def _part_folder(path: Path) -> Model:
    part = part_of(read_json(path / CONFIG))
    if part is None:
        raise _unknown(path)
    files = component_weights(path).paths
    for file in files:
        read_tensors(file)
    return _part(path, part, Layout.FOLDER, sum(file.stat().st_size for file in files))


def _part(path: Path, part: Part, layout: Layout, size: int) -> Model:
    whole = _model(path, "", DEFAULT_NATIVE, layout, size, Card())
    return replace(whole, kind=part.kind, width=part.width)


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
    raise _unknown(header.path)


def _unknown(path: Path) -> ModelRefusedError:
    return ModelRefusedError(
        N_("{path} is not a model of a kind the studio knows ({known})."),
        path=path,
        known=", ".join(family.title for family in _families().values()),
    )


@cache
def _families() -> dict[str, Family]:
    return discover(families, "FAMILY", Family)


def _candidates(folder: Path, depth: int) -> Iterator[Path]:
    """Yield what may be a model: folders of models and of parts as a whole, and single files."""
    if folder.is_file() or (folder / INDEX).is_file() or _is_part(folder):
        yield folder
        return
    try:
        names = {entry.name: entry for entry in os.scandir(folder)}
    except OSError:
        return
    for name in sorted(names):
        path = folder / name
        if not names[name].is_dir():
            if _may_be_model(path, names):
                yield path
        elif depth and _is_searched(path):
            yield from _candidates(path, depth - 1)


def _is_searched(folder: Path) -> bool:
    """Whether to look into a folder: not where programs lie, nor where a link leads back up."""
    if folder.name.startswith(".") or folder.name.lower() in NEVER:
        return False
    return not (is_link(folder) and folder.parent.resolve().is_relative_to(folder.resolve()))


def _may_be_model(path: Path, beside: Container[str]) -> bool:
    """Whether to look into a file; not where the same weights lie beside it in a safe format."""
    suffix = path.suffix.lower()
    if suffix in PICKLES and f"{path.stem}.safetensors" in beside:
        return False
    is_coming = any(f"{path.name}{ending}" in beside for ending in DOWNLOADING)
    return suffix in SUFFIXES and not path.name.startswith(".") and not is_coming


def _is_part(folder: Path) -> bool:
    """Whether a folder is one part of a model, by the config in it."""
    try:
        return (folder / CONFIG).is_file() and part_of(read_json(folder / CONFIG)) is not None
    except StudioError:
        return False


def _name(path: Path, place: Place) -> str:
    """Return what a place is called, for what is called the same in every such place; else ""."""
    is_nameless = path == place.folder or (path.parent == place.folder and path.stem in NAMELESS)
    return place.title if is_nameless else ""


def _key(path: Path, place: Place) -> str:
    below = path.relative_to(place.folder)
    is_whole = path == place.folder
    name = "" if is_whole else (below if path.is_dir() else below.with_suffix("")).as_posix()
    return "/".join(text for text in (place.key, name) if text) or path.name
