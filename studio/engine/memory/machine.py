"""Which device a picture will be made on and how much memory it has left, without torch.

The window must not load torch to tell what fits; the worker, which has it, decides by itself.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version

from studio.engine.memory.room import MIB, free_bytes

ANSWER_S = 3.0  # a driver that takes longer is not asked again
_ASK = ("--query-gpu=memory.total", "--format=csv,noheader,nounits")


@dataclass(frozen=True, slots=True)
class Machine:
    """A device, the bytes that it has free besides what the engine holds, and a number's bytes."""

    device: str
    free: int
    itemsize: int


def this_machine(held: int = 0) -> Machine:
    """Return what the engine will find; `held` bytes are its own already, and count as free."""
    if total := _card_bytes():
        return Machine("cuda", total, 2)
    if sys.platform == "darwin" and platform.machine() == "arm64" and not _wants_processor():
        return Machine("mps", free_bytes("cpu") + held, 2)
    return Machine("cpu", free_bytes("cpu") + held, 4)


def _wants_processor() -> bool:
    return os.environ.get("STUDIO_DEVICE", "") == "cpu"


@cache
def _card_bytes() -> int:
    """Return the memory of the first NVIDIA card that torch can use; 0 without one."""
    try:
        is_for_processors = version("torch").endswith("+cpu")
    except PackageNotFoundError:
        is_for_processors = True
    program = shutil.which("nvidia-smi")
    if _wants_processor() or is_for_processors or program is None:
        return 0
    hidden = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    try:
        told = subprocess.run(
            [program, *_ASK],
            capture_output=True,
            text=True,
            timeout=ANSWER_S,
            check=True,
            creationflags=hidden,
        ).stdout
        return int(told.splitlines()[0]) * MIB
    except (OSError, subprocess.SubprocessError, ValueError, IndexError):
        return 0
