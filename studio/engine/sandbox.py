"""Takes from a process what it will not need: network, other programs, files to write to, memory.

Three walls, one behind the other. Python's audit hook, which cannot be removed again, stands on
every system. Linux adds limits on memory and time and a filter of system calls, which native code
cannot pass either. The parent watches memory and time on all of them (see `conversion`).
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct
import sys
from contextlib import suppress
from dataclasses import dataclass

_FORBIDDEN = (  # audit events, or their beginnings
    *("socket.", "subprocess.", "os.system", "os.exec", "os.spawn", "os.posix_spawn", "os.fork"),
    *("os.startfile", "os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink"),
    *("os.truncate", "os.chmod", "os.chown", "os.kill", "os.putenv", "shutil.", "urllib.", "http."),
    *("ftplib.", "smtplib.", "telnetlib.", "webbrowser.", "winreg.", "_winapi.Create", "pty."),
    *("pickle.find_class", "sys.addaudithook", "tempfile.", "ctypes.dlopen", "mmap.__new__"),
)
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class ForbiddenError(RuntimeError):
    """Something in the sandbox tried what it must not."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a process may use, from now on."""

    memory_bytes: int
    file_bytes: int
    seconds: int


def lock_down(limits: Limits) -> tuple[str, ...]:
    """Put up every wall that this system has; return their names. There is no way back."""
    sys.dont_write_bytecode = True
    walls = [name for name, raise_ in _WALLS.items() if raise_(limits)]
    sys.addaudithook(_watch)
    return (*walls, "audit")


def _watch(event: str, args: tuple[object, ...]) -> None:
    if event.startswith(_FORBIDDEN) or (event == "open" and _is_writing(args)):
        raise ForbiddenError(f"forbidden: {event}")


def _is_writing(args: tuple[object, ...]) -> bool:
    _, mode, flags = args
    if isinstance(mode, str) and set("wxa+") & set(mode):
        return True
    return isinstance(flags, int) and bool(flags & _WRITING)


def _limit(limits: Limits) -> bool:
    """Bound memory, time and the size of files, where the system can."""
    if sys.platform == "win32":
        return False
    import resource

    bounds = [
        (resource.RLIMIT_CPU, limits.seconds),
        (resource.RLIMIT_FSIZE, limits.file_bytes),
        (resource.RLIMIT_CORE, 0),
    ]
    if sys.platform == "linux":  # elsewhere, this counts what was mapped long before
        bounds.append((resource.RLIMIT_DATA, _data_bytes() + limits.memory_bytes))
    for what, value in bounds:
        hard = resource.getrlimit(what)[1]
        least = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(what, (least, least))
    return True


def _data_bytes() -> int:
    with open("/proc/self/status", encoding="ascii") as file:
        line = next((line for line in file if line.startswith("VmData")), "VmData: 0 kB")
    return int(line.split()[1]) << 10


# the filter of system calls: a program for the kernel's classic BPF, linux/filter.h
_LOAD, _IF_EQUAL, _IF_AT_LEAST, _IF_ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _ERROR = 0x7FFF0000, 0x00050000
_NUMBER_AT, _ARCHITECTURE_AT, _ARGUMENTS_AT = 0, 4, 16  # in struct seccomp_data
_EPERM, _ENOSYS = 1, 38
_X32 = 0x40000000
_CLONE_THREAD = 0x10000
_NO_NEW_PRIVILEGES, _DIE_WITH_PARENT = 38, 1  # of prctl
_FILTER, _ALL_THREADS = 1, 1  # of seccomp


@dataclass(frozen=True, slots=True)
class _Calls:
    """The numbers of system calls on one processor, from its `unistd.h`.

    `opening` maps those that open a file to the argument that holds their flags.
    """

    audit: int
    denied: tuple[int, ...]
    opening: tuple[tuple[int, int], ...]
    clone: int
    seccomp: int


_NEWER = (424, 425, 434, 437, 438, 440)  # pidfd_*, io_uring, openat2, ...: the same everywhere
_CALLS = {
    "x86_64": _Calls(
        0xC000003E,
        (
            *(41, 42, 43, 44, 46, 49, 50, 53, 57, 58, 59, 62, 76, 77, 82, 83, 84, 85, 86, 87, 88),
            *(90, 91, 92, 93, 94, 101, 165, 200, 234, 258, 259, 260, 263, 264, 265, 266, 268, 288),
            *(310, 311, 316, 321, 322, *_NEWER),
        ),
        ((2, 1), (257, 2)),
        56,
        317,
    ),
    "aarch64": _Calls(
        0xC00000B7,
        (
            *(33, 34, 35, 36, 37, 38, 40, 45, 46, 52, 53, 54, 55, 117, 129, 130, 131, 198, 199),
            *(200, 201, 202, 203, 206, 211, 221, 242, 270, 271, 276, 280, 281, *_NEWER),
        ),
        ((56, 2),),
        220,
        277,
    ),
}


def _filter(_limits: Limits) -> bool:
    """Have the kernel refuse what needs another program, the network or a file to write to."""
    calls = _CALLS.get(platform.machine())
    if sys.platform != "linux" or calls is None:
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    program = b"".join(struct.pack("<HBBI", *line) for line in _program(calls))
    code = ctypes.create_string_buffer(program, len(program))
    header = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(code))
    none, number = ctypes.c_ulong(0), ctypes.c_ulong
    libc.prctl(_DIE_WITH_PARENT, number(9), none, none, none)
    if libc.prctl(_NO_NEW_PRIVILEGES, number(1), none, none, none) != 0:
        return False
    done = libc.syscall(number(calls.seccomp), number(_FILTER), number(_ALL_THREADS), header)
    return bool(done == 0)


def _program(calls: _Calls) -> list[tuple[int, int, int, int]]:
    """Return the lines (code, skip if so, skip if not, number) of the filter."""
    lines = [
        (_LOAD, 0, 0, _ARCHITECTURE_AT),
        (_IF_EQUAL, 1, 0, calls.audit),
        (_RETURN, 0, 0, _ERROR | _EPERM),  # a call by another processor's numbers
        (_LOAD, 0, 0, _NUMBER_AT),
        (_IF_AT_LEAST, 0, 1, _X32),
        (_RETURN, 0, 0, _ERROR | _EPERM),
        (_IF_EQUAL, 0, 1, 435),  # clone3, whose flags lie in memory: the C library tries clone
        (_RETURN, 0, 0, _ERROR | _ENOSYS),
    ]
    for number in calls.denied:
        lines += [(_IF_EQUAL, 0, 1, number), (_RETURN, 0, 0, _ERROR | _EPERM)]
    for number, argument in calls.opening:
        lines += [
            (_IF_EQUAL, 0, 4, number),
            (_LOAD, 0, 0, _ARGUMENTS_AT + 8 * argument),
            (_IF_ANY_BIT, 0, 1, _WRITING),
            (_RETURN, 0, 0, _ERROR | _EPERM),
            (_RETURN, 0, 0, _ALLOW),
        ]
    lines += [
        (_IF_EQUAL, 0, 3, calls.clone),
        (_LOAD, 0, 0, _ARGUMENTS_AT),
        (_IF_ANY_BIT, 1, 0, _CLONE_THREAD),  # a thread may be made, a process not
        (_RETURN, 0, 0, _ERROR | _EPERM),
        (_RETURN, 0, 0, _ALLOW),
    ]
    return lines


def _quietly(limits: Limits) -> bool:
    with suppress(OSError, ValueError, AttributeError):
        return _limit(limits)
    return False


_WALLS = {"limits": _quietly, "calls": _filter}
