"""The device that models run on: its choice, its number format, and what to say when it is full."""

from __future__ import annotations

import gc
import os
import re
import sys
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from studio.core.errors import DeviceFullError, StudioError
from studio.core.text import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

T = TypeVar("T")
_MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Device:
    """Where tensors live; `kind` is "cuda", "mps" or "cpu"."""

    kind: str
    name: str

    @property
    def dtype(self) -> Any:
        """The number format that models are run in: half precision except on the processor."""
        import torch

        is_exact = self.kind == "cpu" or _EXACT.get()
        return torch.float32 if is_exact else torch.float16


_EXACT: ContextVar[bool] = ContextVar("exact", default=False)


@contextmanager
def exactly(*, wanted: bool) -> Iterator[None]:
    """Have every device compute in full precision within this context, if that is wanted."""
    token = _EXACT.set(wanted)
    try:
        yield
    finally:
        _EXACT.reset(token)


def choose_device() -> Device:
    """Return the fastest device of this machine; `STUDIO_DEVICE=cpu` overrules it."""
    import torch

    wanted = os.environ.get("STUDIO_DEVICE", "")
    if wanted != "cpu" and torch.cuda.is_available():
        return Device("cuda", torch.cuda.get_device_name())
    if wanted != "cpu" and torch.backends.mps.is_available():
        return Device("mps", "Apple GPU")
    return Device("cpu", "CPU")


def release_memory() -> None:
    """Give memory of dropped tensors back to the device; does nothing while torch is not loaded."""
    gc.collect()
    give_back()
    torch = sys.modules.get("torch")
    if torch is None:
        return
    if torch.cuda.is_initialized():
        torch.cuda.empty_cache()
    if torch.backends.mps.is_available():
        torch.mps.empty_cache()


def give_back() -> None:
    """Hand memory that the allocator of this process keeps for later back to the system.

    It keeps what was freed in small pieces: a quarter of a gigabyte after every pass through the
    UNet of Stable Diffusion. To give it back takes milliseconds, to leave it there costs a rung.
    """
    if (trim := _trim()) is not None:
        trim(0)


@cache
def _trim() -> Callable[[int], int] | None:
    if sys.platform != "linux":
        return None
    import ctypes

    found: Callable[[int], int] | None = getattr(ctypes.CDLL(None), "malloc_trim", None)
    return found  # musl has none


def explaining(work: Callable[[], T]) -> T:
    """Run `work`; when memory runs out, free what it held and raise `DeviceFullError` instead.

    The new error is raised outside the handler on purpose: chained to the old one, it would keep
    the frames alive that hold the tensors.
    """
    try:
        return work()
    except StudioError:
        raise
    except (RuntimeError, MemoryError) as error:
        failure = device_full(error)
        if failure is None:
            raise
    release_memory()
    raise failure


def device_full(error: BaseException) -> DeviceFullError | None:
    """Return what to tell the user if `error` means that memory ran out, else None."""
    text = str(error)
    torch = sys.modules.get("torch")
    if torch is not None and isinstance(error, torch.OutOfMemoryError):
        return _full(_needed(text), _free_on_gpu(torch))
    if isinstance(error, MemoryError) or "DefaultCPUAllocator" in text:
        return _full(_needed(text), _free_in_ram())
    if "MPS backend out of memory" in text:
        return _full(_needed(text), "?")
    return None


def _full(needed: str, free: str) -> DeviceFullError:
    return DeviceFullError(
        N_(
            "Memory ran out: {needed} more were needed and {free} were free. Choose a smaller "
            "size, or close other programs."
        ),
        needed=needed,
        free=free,
    )


def _needed(text: str) -> str:
    if match := re.search(r"allocate ([\d.]+ [KMG]i?B)", text):
        return match[1]
    if match := re.search(r"allocate (\d+) bytes", text):
        return _mib(int(match[1]))
    return "?"


def _free_on_gpu(torch: Any) -> str:
    free, _total = torch.cuda.mem_get_info()
    return _mib(free)


def _free_in_ram() -> str:
    import psutil

    return _mib(psutil.virtual_memory().available)


def _mib(size: int) -> str:
    return f"{size // _MIB} MiB"
