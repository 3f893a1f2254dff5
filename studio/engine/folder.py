"""Reads what a diffusers folder says of itself, and refuses what it must not say.

Nothing of a folder is ever executed: components are taken from a list of known classes, so a folder
that brings code of its own is refused here, before any heavy import.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from studio.core.errors import ModelRefusedError, PickleError, WeightsMissingError
from studio.core.text import N_
from studio.engine.family import Header
from studio.engine.safefile import Tensors, read_tensors

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

INDEX = "model_index.json"
CONFIG = "config.json"
CARD = "studio.json"
MAX_JSON_BYTES = 16 << 20
MAX_SIDE = 1 << 18  # the longest side of any weight of the models we know is a vocabulary
MAX_DEPTH = 512
LIBRARIES = ("diffusers", "transformers", "stable_diffusion")
UNUSED = ("safety_checker", "feature_extractor", "image_encoder")  # never loaded
_CONFIG = {"scheduler": "scheduler_config.json"}
_LISTED = ("block_out_channels", "layers_per_block", "transformer_layers_per_block")
_DEEP = (
    *("layers_per_block", "num_hidden_layers", "transformer_layers_per_block"),
    *("num_encoder_blocks", "num_decoder_blocks", "n_layers", "n_refiner_layers"),
)
_FREE = ("rope_theta",)  # numbers that are no size of anything


@dataclass(frozen=True, slots=True)
class WeightFiles:
    """The weight files of one component; `variant` is "fp16" when only that exists."""

    paths: tuple[Path, ...]
    variant: str | None = None


def read_folder(folder: Path) -> Header:
    """Return what `folder` says of itself without loading anything.

    Raises `ModelRefusedError` or `WeightsMissingError` naming the file.
    """
    index = read_json(folder / INDEX)
    card = read_json(folder / CARD) if (folder / CARD).is_file() else {}
    components = dict(_components(folder, index))
    configs = {name: _config(folder, name) for name in components if _has_config(name)}
    configs[INDEX] = index
    metadata = {key: json.dumps(value) for key, value in card.items()}
    return Header(folder, components, configs, {}, metadata)


def read_json(path: Path) -> dict[str, Any]:
    """Return the JSON object in a small file; refuse with its path what is anything else."""
    if not path.is_file():
        raise WeightsMissingError(N_("{path} is missing. Put the file there."), path=path)
    try:
        if path.stat().st_size > MAX_JSON_BYTES:
            raise ValueError
        value = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        raise ModelRefusedError(
            N_("{path} is damaged: it should be a small JSON file."), path=path
        ) from None
    if not isinstance(value, dict):
        raise ModelRefusedError(N_("{path} is damaged: it should hold a JSON object."), path=path)
    return value


def component_weights(folder: Path) -> WeightFiles:
    """Return the safetensors files of a component's folder.

    Raises `WeightsMissingError` naming the file that should be there.
    """
    for stem in ("diffusion_pytorch_model", "model"):
        for variant in (None, "fp16"):
            suffix = f".{variant}" if variant else ""
            single = folder / f"{stem}{suffix}.safetensors"
            if single.is_file():
                return WeightFiles((single,), variant)
            shards = folder / f"{stem}.safetensors.index{suffix}.json"
            if shards.is_file():
                return WeightFiles(_shards(shards), variant)
    stem = "model" if folder.name.startswith("text_encoder") else "diffusion_pytorch_model"
    wanted = folder / f"{stem}.safetensors"
    pickled = sorted(folder.glob("*.bin")) + sorted(folder.glob("*.ckpt"))
    if pickled:
        raise PickleError(
            N_(
                "{path} is a pickle, which can run any program. Put {wanted} there instead, or "
                "convert it."
            ),
            path=pickled[0],
            wanted=wanted,
        )
    raise WeightsMissingError(N_("{path} is missing. Put the file there."), path=wanted)


def check_files(header: Header) -> int:
    """Check that every file the components need is there and whole; return their size in bytes."""
    total = 0
    for name in header.components:
        folder = header.path / name
        if name.startswith("tokenizer"):
            _check_tokenizer(folder)
        elif name != "scheduler":
            files = component_weights(folder)
            tables = [read_tensors(path) for path in files.paths]
            _check_budget(folder / "config.json", header.configs[name], tables)
            total += sum(path.stat().st_size for path in files.paths)
    return total


def _components(folder: Path, index: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if not isinstance(index.get("_class_name"), str):
        raise _foreign_code(folder / INDEX, "_class_name", index.get("_class_name"))
    for name, entry in index.items():
        if name.startswith("_") or name in UNUSED or not isinstance(entry, list):
            continue
        match entry:
            case [None, None]:
                continue
            case [str(library), str(kind)] if library in LIBRARIES and kind.isidentifier():
                yield name, kind
            case _:
                raise _foreign_code(folder / INDEX, name, entry)


def _config(folder: Path, name: str) -> dict[str, Any]:
    path = folder / name / _CONFIG.get(name, "config.json")
    config = read_json(path)
    if "auto_map" in config:
        raise _foreign_code(path, "auto_map", config["auto_map"])
    for key, value in _numbers(config):
        limit = MAX_DEPTH if key in _DEEP else MAX_SIDE
        if name != "scheduler" and key not in _FREE and not -limit <= value <= limit:
            raise _absurd(path, key, value)
    for key in _LISTED:
        if isinstance(config.get(key), list) and len(config[key]) > MAX_DEPTH:
            raise _absurd(path, key, len(config[key]))
    return config


def _has_config(name: str) -> bool:
    return not name.startswith("tokenizer")


def _numbers(config: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    for key, value in config.items():
        items = value if isinstance(value, list) else [value]
        for item in items:
            if isinstance(item, int) and not isinstance(item, bool):
                yield key, item


def _check_budget(path: Path, config: Mapping[str, Any], tables: list[Tensors]) -> None:
    """Refuse a config whose widest layer has no counterpart among the stored tensors.

    The allocator would otherwise be asked for whatever the config says. The widest side of the
    tensors bounds every width a config can honestly name.
    """
    sides = [side for t in tables for shape in t.shapes.values() for side in shape]
    widest = max(sides, default=0)
    widths = config.get("block_out_channels") or [config.get("hidden_size", 0)]
    for width in [w for w in widths if isinstance(w, int)]:
        if width > widest:
            raise _absurd(path, "block_out_channels", width)


def _check_tokenizer(folder: Path) -> None:
    if (folder / "tokenizer.json").is_file():
        return
    for name in ("vocab.json", "merges.txt"):
        if not (folder / name).is_file():
            raise WeightsMissingError(
                N_("{path} is missing. Put the file there."), path=folder / name
            )


def _shards(index: Path) -> tuple[Path, ...]:
    names = read_json(index).get("weight_map")
    if not isinstance(names, dict) or not all(_is_plain(name) for name in names.values()):
        raise ModelRefusedError(N_("{path} is damaged: its list of files is wrong."), path=index)
    return tuple(index.parent / name for name in sorted(set(names.values())))


def _is_plain(name: object) -> bool:
    return isinstance(name, str) and not set(name) & set("/\\:") and name.endswith(".safetensors")


def _foreign_code(path: Path, name: str, value: object) -> ModelRefusedError:
    return ModelRefusedError(
        N_("{path} asks for code of its own ({name}: {value}), which is never run."),
        path=path,
        name=name,
        value=value,
    )


def _absurd(path: Path, name: str, value: int) -> ModelRefusedError:
    return ModelRefusedError(
        N_("{path} is damaged: {name} cannot be {value}."), path=path, name=name, value=value
    )
