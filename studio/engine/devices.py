"""Which device a process draws on; said before torch is imported, which looks only once."""

from __future__ import annotations

import os

CPU = "cpu"
CUDA = "cuda:"
_VISIBLE = "CUDA_VISIBLE_DEVICES"


def take(device: str) -> None:
    """Have this process draw on one device: "cpu", "cuda:1" (the second card), or "" for any.

    Further cards are hidden from it, so that whatever asks for "the" card gets this one.
    """
    if device == CPU:
        os.environ["STUDIO_DEVICE"] = CPU
    elif device.startswith(CUDA):
        index = int(device.removeprefix(CUDA))
        visible = [name for name in os.environ.get(_VISIBLE, "").split(",") if name.strip()]
        os.environ[_VISIBLE] = visible[index] if index < len(visible) else str(index)
