"""Who holds a lock, and whether that process can still be alive."""

from __future__ import annotations

import os
import platform
import sys
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from studio.core.file_format import Format


class Fate(Enum):
    """What became of a holder."""

    ALIVE = "alive"
    DEAD = "dead"  # provably
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Holder:
    """A process, named well enough to tell it from a later one with the same number.

    Facts that a system does not offer are empty. `space` is the namespace its number counts in.
    """

    pid: int
    started: str
    host: str
    machine: str
    boot: str
    space: str
    token: str

    def __str__(self) -> str:
        return f"process {self.pid} on {self.host}"


_BOOT = "/proc/sys/kernel/random/boot_id"  # differs from one start of the machine to the next
HOLDER = Format("studio.lock", Holder, schema=1)


def this_process(token: str) -> Holder:
    """Describe the running process; `token` tells two locks of one process apart."""
    pid = os.getpid()
    host, machine = platform.node(), _line("/etc/machine-id")
    return Holder(pid, start_time(pid), host, machine, _line(_BOOT), _space(), token)


def fate_of(holder: Holder | None, me: Holder, got: bool | None) -> Fate:
    """Judge the holder that a lock file names; `got` is the answer of the system's own lock."""
    if holder is None:  # nobody, or a file cut by a power failure
        return {True: Fate.DEAD, False: Fate.ALIVE, None: Fate.UNKNOWN}[got]
    if not _same_machine(holder, me):
        return Fate.UNKNOWN
    if got is not None:  # the system knows; the file may also be a copy, made with its folder
        return Fate.DEAD if got else Fate.ALIVE
    if holder.boot != me.boot:  # the same machine, started again since
        return Fate.DEAD
    if holder.space != me.space:  # its number means nothing here
        return Fate.UNKNOWN
    return _fate_of_process(holder)


def _same_machine(holder: Holder, me: Holder) -> bool:
    if me.boot and holder.boot == me.boot:  # whatever a container calls itself
        return True
    return (holder.host, holder.machine) == (me.host, me.machine)


def _fate_of_process(holder: Holder) -> Fate:
    if not is_running(holder.pid):
        return Fate.DEAD
    started = start_time(holder.pid)
    return Fate.DEAD if started and holder.started not in ("", started) else Fate.ALIVE


def start_time(pid: int) -> str:
    """Return when a process started, in the system's own terms, or "" where it does not say."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    fields = text.rpartition(")")[2].split()  # the name before it may hold anything
    if len(fields) < 20 or fields[0] in "ZX":  # a zombie holds nothing
        return "" if len(fields) < 20 else "ended"
    return fields[19]


def is_running(pid: int) -> bool:
    """Whether a process with this number exists on this machine."""
    if pid <= 0:
        return False
    if sys.platform == "win32":
        return _is_running_windows(pid)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OverflowError:
        return False
    except PermissionError:  # it is somebody else's
        return True
    return True


def _is_running_windows(pid: int) -> bool:
    import ctypes

    query, still_active, denied = 0x1000, 259, 5
    kernel = getattr(ctypes, "WinDLL")("kernel32", use_last_error=True)  # noqa: B009 - Windows only
    handle = kernel.OpenProcess(query, False, pid)
    if not handle:
        return int(getattr(ctypes, "get_last_error")()) == denied  # noqa: B009
    code = ctypes.c_ulong()
    kernel.GetExitCodeProcess(handle, ctypes.byref(code))
    kernel.CloseHandle(handle)
    return code.value == still_active


def _line(path: str) -> str:
    """Return what a file of the system says, or "" where there is none."""
    try:
        return Path(path).read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def _space() -> str:
    try:
        return str(Path("/proc/self/ns/pid").readlink())
    except OSError:
        return ""
