"""Work that may wait: a thread that lets all others go first."""

from __future__ import annotations

import os
import sys
import threading
from contextlib import suppress

NICENESS = 10
BELOW_NORMAL = -1  # THREAD_PRIORITY_BELOW_NORMAL


def step_back() -> None:
    """Give the thread that calls a lower priority, for the rest of its life.

    Only the thread: a process that stepped back could not step forward again without rights that
    nobody gives it. macOS knows this of whole processes alone, so nothing is done there.
    """
    if sys.platform == "linux":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)
    elif sys.platform == "win32":
        import ctypes

        kernel = ctypes.WinDLL("kernel32")
        kernel.GetCurrentThread.restype = ctypes.c_void_p
        kernel.SetThreadPriority(ctypes.c_void_p(kernel.GetCurrentThread()), BELOW_NORMAL)
