"""Which device a process draws on; said before torch is imported, which looks only once."""

from __future__ import annotations

import os
import shutil
import subprocess

WAIT_S = 20.0  # for the driver's program to answer; a card that sleeps takes its time
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


def find() -> tuple[str, ...]:
    """Return the devices that jobs are given to, the first as "": whatever is fastest there.

    `STUDIO_DEVICES=cuda:0,cuda:2` names them instead. The window's process does not import what
    draws, so it asks the driver's own program.
    """
    told = [name.strip() for name in os.environ.get("STUDIO_DEVICES", "").split(",")]
    if any(told):
        return tuple(name for name in told if name)
    if os.environ.get("STUDIO_DEVICE") == CPU:
        return ("",)
    return ("", *(f"{CUDA}{i}" for i in range(1, _cards())))


def _cards() -> int:
    """Return how many graphics cards of NVIDIA programs may use here."""
    program = shutil.which("nvidia-smi")
    if program is None:
        return 0
    hidden = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    try:
        out = subprocess.run(
            [program, "-L"], capture_output=True, timeout=WAIT_S, check=True, creationflags=hidden
        )
    except (OSError, subprocess.SubprocessError):
        return 0
    cards = sum(line.startswith(b"GPU ") for line in out.stdout.splitlines())
    visible = os.environ.get(_VISIBLE)
    return cards if visible is None else min(cards, len([x for x in visible.split(",") if x]))
