"""How much memory models and pictures may still take."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from studio.core.settings import read_settings

MIB, GIB = 1 << 20, 1 << 30
RESERVE = GIB // 2  # left to the system and to the window
LIMIT = "STUDIO_MEMORY_MB"  # an environment variable, stronger than the setting
_CGROUP = Path("/sys/fs/cgroup")


def limit_bytes() -> int | None:
    """Return how much the user lets models and pictures take; None where all may be taken."""
    told = os.environ.get(LIMIT, "")
    if told.isdecimal():
        return int(told) * MIB
    gib = read_settings().memory_gb
    return gib * GIB if gib else None


def room(device: str, held: int) -> int:
    """Return how many bytes are left beside the `held` ones of the models that are loaded."""
    free = max(free_bytes(device) - RESERVE, 0)
    limit = limit_bytes()
    return free if limit is None else min(free, limit - held)


def free_bytes(device: str) -> int:
    """Return how much of a device's memory nobody uses; what a process may have, if that is less.

    `device` is "cuda", "mps" or "cpu".
    """
    torch = sys.modules.get("torch")
    if device == "cuda" and torch is not None:
        free, _total = torch.cuda.mem_get_info()
        return int(free + torch.cuda.memory_reserved() - torch.cuda.memory_allocated())
    if device == "mps" and torch is not None:
        used = torch.mps.driver_allocated_memory()
        return int(torch.mps.recommended_max_memory() - used)
    import psutil

    free = int(psutil.virtual_memory().available)
    box = _free_in_box()
    return free if box is None else min(free, box)


def _free_in_box() -> int | None:
    """Return what a container lets its processes take besides; None where there is none."""
    try:
        most = (_CGROUP / "memory.max").read_text(encoding="ascii").strip()
        used = int((_CGROUP / "memory.current").read_text(encoding="ascii"))
        stat = (_CGROUP / "memory.stat").read_text(encoding="ascii")
    except (OSError, ValueError):
        return None
    if not most.isdecimal():
        return None
    files = next(
        (int(x.split()[1]) for x in stat.splitlines() if x.startswith("inactive_file ")), 0
    )
    return max(int(most) - used + files, 0)
