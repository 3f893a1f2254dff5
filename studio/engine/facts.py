"""What was really loaded and used for a picture, as facts for its params.json.

A request says what was asked for; with these facts a later studio can tell why the same request
gives other pixels: another file, another number format, another library, another processor. All
of them are read from what is in memory, not from what was meant to be there.
"""

from __future__ import annotations

import hashlib
import json
import math
import platform
import sys
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

from studio import __version__
from studio.core.job import Progress
from studio.core.paths import cache_folder
from studio.core.text import N_, message
from studio.engine.fingerprint import fingerprint, hash_at_hand

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from studio.core.job import CancelToken, Reporter
    from studio.core.model import Model
    from studio.core.params import Scalar
    from studio.engine.checkpoint import Checkpoint
    from studio.engine.device import Device
    from studio.engine.fingerprint import Fingerprint
    from studio.engine.payload import GeneratePayload

HASHING = N_("Reading the model once, to record which one it is")
HASHING_CHECK_S = 0.3
PACKAGES = ("torch", "diffusers", "transformers", "numpy", "safetensors", "accelerate")
RNG = "torch.Generator on the processor (mt19937)"  # the same noise on every device


def facts_of(drawn_by: Checkpoint, report: Reporter, cancel: CancelToken) -> dict[str, Scalar]:
    """Return the facts of a checkpoint; waits until its hash is known."""
    return {
        "family": drawn_by.model.family,
        "model_hash": known_hash(drawn_by.fingerprint, report, cancel),
        **of_machine(drawn_by.device),
        **of_networks(drawn_by.parts.modules),
    }


def known_hash(of: Fingerprint, report: Reporter, cancel: CancelToken) -> str:
    """Wait for a hash that is computed beside the work, telling what is waited for."""
    while not of.wait(HASHING_CHECK_S):
        cancel.check()
        report(Progress(0, 0, message(HASHING)))
    return of.text


def of_machine(device: Device) -> dict[str, Scalar]:
    """Return device, threads, number handling and versions: what arithmetic depends on."""
    import torch

    facts: dict[str, Scalar] = {
        "device": device.kind,
        "device_name": device.name,
        "threads": torch.get_num_threads(),
        "rng": RNG,
        "matmul": torch.get_float32_matmul_precision(),
        **_versions(),
    }
    if device.kind == "cuda":
        backends = torch.backends
        facts["cuda"] = str(torch.version.cuda)
        facts["cudnn"] = str(backends.cudnn.version())
        facts["tf32"] = bool(backends.cudnn.allow_tf32 or backends.cuda.matmul.allow_tf32)
    else:
        facts["processor"] = torch.backends.cpu.get_cpu_capability()
    return facts


def of_networks(modules: Mapping[str, Any]) -> dict[str, Scalar]:
    """Return number formats and attention of loaded modules; the first is the denoiser.

    `precision` names every format in which a module holds weights, so that 8-bit storage shows.
    """
    denoiser = next(iter(modules.values()))
    return {
        "dtype": str(denoiser.dtype).removeprefix("torch."),
        "precision": _listed({name: _formats(module) for name, module in modules.items()}),
        "attention": _listed({name: _attention(module) for name, module in modules.items()}),
    }


def of_scheduler(scheduler: Any) -> dict[str, Scalar]:
    """Return the class of a scheduler and every value of its config, as JSON."""
    config = {k: _plain(value) for k, value in scheduler.config.items() if not k.startswith("_")}
    return {
        "scheduler": type(scheduler).__name__,
        "scheduler_config": json.dumps(config, sort_keys=True, default=str),
    }


def _plain(value: Any) -> Any:
    """Return what JSON can hold: infinity as its name."""
    return str(value) if isinstance(value, float) and not math.isfinite(value) else value


def of_inputs(payload: GeneratePayload, cancel: CancelToken) -> dict[str, Scalar]:
    """Return the hashes of the pictures, masks and further models that a request brought along.

    Files that were not hashed before are read whole; `cancel` is heard between two blocks.
    """
    memory = cache_folder() / "hashes.json"
    heard = lambda _size: cancel.check()  # noqa: E731
    models = {key: fingerprint(m.path, memory, heard=heard) for key, m in payload.others.items()}
    found = {
        "source_pixels": "" if payload.source is None else pixels_hash(payload.source),
        "mask_pixels": "" if payload.mask is None else pixels_hash(payload.mask),
        "reference_pixels": ", ".join(pixels_hash(pixels) for pixels in payload.references),
        "others": _listed(models),
    }
    return {key: text for key, text in found.items() if text}


def drawn_with(others: Mapping[str, Model], facts: Mapping[str, Scalar], most: int = 0) -> bool:
    """Whether a run was drawn with these further models, as far as their hashes are at hand.

    Files of at most `most` bytes are hashed for it, as in `hash_at_hand`.
    """
    hashes = {key: hash_at_hand(model.path, most) for key, model in others.items()}
    known = {key: text for key, text in hashes.items() if text is not None}
    return len(known) == len(others) and facts.get("others", "") == _listed(known)


def pixels_hash(pixels: NDArray[np.uint8]) -> str:
    """Return the SHA-256 of an array's shape and values, whatever file it came from."""
    import numpy as np

    digest = hashlib.sha256(repr(pixels.shape).encode())
    digest.update(np.ascontiguousarray(pixels).tobytes())
    return digest.hexdigest()


def _listed(named: Mapping[str, str]) -> str:
    return ", ".join(f"{name}: {text}" for name, text in named.items() if text)


def _formats(module: Any) -> str:
    kinds = {p.dtype for p in module.parameters()}
    return "+".join(sorted(str(kind).removeprefix("torch.") for kind in kinds))


def _attention(module: Any) -> str:
    """Return how a module computes attention: diffusers' processors or transformers' choice."""
    if processors := getattr(module, "attn_processors", None):
        return "+".join(sorted({type(entry).__name__ for entry in processors.values()}))
    return str(getattr(getattr(module, "config", None), "_attn_implementation", "") or "")


@cache
def _versions() -> dict[str, Scalar]:
    python = ".".join(str(n) for n in sys.version_info[:3])
    system = f"{platform.system()} {platform.machine()}"
    known = {name: found for name in PACKAGES if (found := _version(name))}
    return {"studio": __version__, "python": python, "system": system, **known}


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:  # not every machine has every package
        return ""
