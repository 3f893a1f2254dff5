"""Makes a module without storage from a config, after asking what the config may not ask for.

A config is a stranger's file. Only keys that the module's class knows are read, so that none can
choose code, kernels or another number format; every number has bounds; and no config may describe
more layers or parameters than its weight files hold. Nothing is allocated for one that is refused.
"""

from __future__ import annotations

import inspect
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from studio.core.errors import ModelRefusedError
from studio.core.text import N_
from studio.engine.memory.filling import without_storage
from studio.engine.safefile import read_tensors

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

MOST = 1 << 18  # of any whole number: the longest side of a weight is a vocabulary
MOST_LISTED = 512
TOO_MANY = 1.1  # times what is stored; a single tensor that lacks is told by its name later
MOST_LETTERS = 100
UNBOUND = ("rope_theta", "rope_parameters", "rope_scaling")  # wave lengths in tokens
DEEP = (  # keys that say how often something is repeated
    *("layers_per_block", "num_hidden_layers", "transformer_layers_per_block", "num_layers"),
    *("num_encoder_blocks", "num_decoder_blocks", "n_layers", "n_refiner_layers"),
)
FOREIGN = (  # keys of transformers that bring code, kernels or formats of their own
    *("auto_map", "attn_implementation", "experts_implementation", "quantization_config"),
    *("use_kernels", "kernel_config"),
)


@dataclass(frozen=True, slots=True)
class Stored:
    """What weight files hold: how many tensors, and how many numbers in them."""

    tensors: int
    numbers: int


def stored_in(paths: Iterable[Path]) -> Stored:
    """Return what the safetensors files of one module hold together."""
    tables = [read_tensors(path) for path in paths]
    return Stored(sum(len(t.shapes) for t in tables), sum(t.numbers for t in tables))


def blueprint(cls: Any, config: Mapping[str, Any], path: Path, stored: Stored) -> Any:
    """Return a module of the class `cls` whose parameters have no storage yet.

    Raises `ModelRefusedError` naming `path`, where the config lies, for one that says too much.
    """
    known = admitted(path, _known(cls, config))
    _check_depth(path, known, stored)
    with without_storage():
        module = _module(cls, known)
    wanted = sum(values.numel() for values in module.parameters())
    if wanted > stored.numbers * TOO_MANY:
        raise ModelRefusedError(
            N_(
                "{path} describes a model of {wanted} numbers, but its files hold {stored}. It is "
                "damaged or not complete."
            ),
            path=path,
            wanted=f"{wanted:,}",
            stored=f"{stored.numbers:,}",
        )
    return module


def admitted(path: Path, config: Mapping[str, Any]) -> dict[str, Any]:
    """Return the config if every value is of a kind and size that a model can have."""
    for key, value in _leaves(path, config):
        if not _is_sane(key, value):
            raise _absurd(path, key, value)
    return dict(config)


def _known(cls: Any, config: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the class may read; transformers knows more keys than it names."""
    if _config_class(cls) is not None:
        return {k: v for k, v in config.items() if k not in FOREIGN and not k.startswith("_")}
    known = inspect.signature(cls.__init__).parameters
    return {key: value for key, value in config.items() if key in known}


def _config_class(cls: Any) -> Any:
    """Return the class of a transformers model's config; those of diffusers have none."""
    return getattr(cls, "config_class", None)


def _module(cls: Any, config: Mapping[str, Any]) -> Any:
    own = _config_class(cls)
    if own is None:
        return cls.from_config(dict(config))
    made = own.from_dict(dict(config))
    made._attn_implementation = "sdpa"
    return cls(made)


def _check_depth(path: Path, config: Mapping[str, Any], stored: Stored) -> None:
    """Refuse more layers than there are tensors: each has at least one."""
    levels = config.get("block_out_channels")
    layers = len(levels) if isinstance(levels, (list, tuple)) else 1
    for key in ("layers_per_block", "transformer_layers_per_block", "num_hidden_layers"):
        counts = [v for _, v in _leaves(path, {key: config.get(key)}) if isinstance(v, int)]
        layers *= max(counts, default=1)
        if layers > stored.tensors:
            raise _absurd(path, key, max(counts, default=0))


def _leaves(path: Path, config: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield every plain value with the key it stands under; lists lie at most two deep."""
    for key, value in config.items():
        rest, deep = [value], 0
        while rest:
            lists = [v for v in rest if isinstance(v, (list, tuple, dict))]
            yield from ((key, v) for v in rest if not isinstance(v, (list, tuple, dict)))
            deep += 1
            if deep > 3 or any(len(v) > MOST_LISTED for v in lists):
                raise _absurd(path, key, "…")
            rest = [item for v in lists for item in (v.values() if isinstance(v, dict) else v)]


def _is_sane(key: str, value: object) -> bool:
    match value:
        case None | bool():
            return True
        case int():
            return key in UNBOUND or -1 <= value <= (MOST_LISTED if key in DEEP else MOST)
        case float():
            return math.isfinite(value) and (key in UNBOUND or abs(value) <= MOST)
        case str():
            return len(value) <= MOST_LETTERS
        case _:
            return False


def _absurd(path: Path, name: str, value: object) -> ModelRefusedError:
    return ModelRefusedError(
        N_("{path} is damaged: {name} cannot be {value}."),
        path=path,
        name=name,
        value=str(value)[:MOST_LETTERS],
    )
