"""Recognizes that the graphics card is gone: its driver was reset, or it does not answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.core.errors import DeviceLostError
from studio.core.text import N_

if TYPE_CHECKING:
    from pathlib import Path

# After these the process cannot use the card any more (CUDA calls such errors sticky).
SIGNS = (
    "unspecified launch failure",
    "illegal memory access",
    "misaligned address",
    "illegal instruction",
    "device-side assert",
    "launch timed out",
    "uncorrectable ecc error",
    "hardware stack error",
    "driver shutting down",
    "no cuda-capable device",
    "cuda-capable device(s) is/are busy or unavailable",
    "cuda error: unknown error",
    "gpu is lost",
    "device lost",
    "device removed",
)


def device_lost(error: BaseException, log: Path | None = None) -> DeviceLostError | None:
    """Return what to tell the user if `error` means that the graphics card is gone, else None.

    `log` is the file in which more is to be found.
    """
    text = " ".join(str(error).lower().split())
    if not isinstance(error, RuntimeError) or not any(sign in text for sign in SIGNS):
        return None
    first = str(error).strip().splitlines()[0][:200]
    return DeviceLostError(
        N_(
            "The graphics card stopped answering ({reason}). Its process was ended, and the next "
            "job starts a new one. If it happens again, draw on the processor, or restart the "
            "computer."
        ),
        reason=first,
        log=log,
    )
