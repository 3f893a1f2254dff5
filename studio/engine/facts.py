"""What is recorded of how a picture was made: the model that was really loaded, and where it ran."""

from __future__ import annotations

import sys
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING

from studio import __version__
from studio.core.job import Progress
from studio.core.text import N_, message

if TYPE_CHECKING:
    from studio.core.job import CancelToken, Reporter
    from studio.core.params import Scalar
    from studio.engine.checkpoint import Checkpoint

HASHING = N_("Reading the model once, to record which one it is")
HASHING_CHECK_S = 0.3


def facts_of(drawn_by: Checkpoint, report: Reporter, cancel: CancelToken) -> dict[str, Scalar]:
    """Return the facts of a checkpoint; waits until its hash is known."""
    import torch

    while not drawn_by.fingerprint.wait(HASHING_CHECK_S):
        cancel.check()
        report(Progress(0, 0, message(HASHING)))
    return {
        "family": drawn_by.model.family,
        "model_hash": drawn_by.fingerprint.text,
        "device": drawn_by.device.kind,
        "device_name": drawn_by.device.name,
        "dtype": str(drawn_by.parts.unet.dtype).removeprefix("torch."),
        "threads": torch.get_num_threads(),
        **_versions(),
    }


@cache
def _versions() -> dict[str, Scalar]:
    packages = ("torch", "diffusers", "transformers")
    python = ".".join(str(n) for n in sys.version_info[:3])
    return {"studio": __version__, "python": python, **{p: version(p) for p in packages}}
