"""Values on their way between two processes: small ones through a pipe, their arrays beside it.

Arrays lie one after the other in a block of shared memory, and are copied once on each side. Every
block is made and ended by the process of the window, and loses its name as soon as the worker has
it open: the system takes it back when both let go of it, however they end.
"""

from __future__ import annotations

import io
import os
import pickle
import secrets
import sys
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable
    from multiprocessing.shared_memory import SharedMemory

    import numpy as np
    from numpy.typing import NDArray

SMALLEST = 4096  # bytes; a smaller array travels with the rest


@dataclass(frozen=True, slots=True)
class Parcel:
    """A pickled value, and where its arrays are: in a block, or here where there was no memory.

    `sizes` are those of the arrays in bytes. With `is_last` nothing comes in this block any more.
    """

    data: bytes
    sizes: tuple[int, ...] = ()
    block: str = ""
    is_last: bool = False
    arrays: tuple[bytes, ...] = ()


def packed(value: object) -> tuple[bytes, list[memoryview]]:
    """Return a value without the content of its arrays, and that content."""
    found: list[pickle.PickleBuffer] = []
    file = io.BytesIO()
    _Pickler(file, protocol=5, buffer_callback=found.append).dump(value)
    return file.getvalue(), [buffer.raw() for buffer in found]


def put_into(block: SharedMemory, arrays: Iterable[memoryview]) -> tuple[int, ...]:
    """Write arrays one after the other, and return their sizes."""
    memory = block.buf
    assert memory is not None  # it is open
    sizes, at = [], 0
    for array in arrays:
        memory[at : at + array.nbytes] = array
        at += array.nbytes
        sizes.append(array.nbytes)
    return tuple(sizes)


def unpacked(parcel: Parcel, block: SharedMemory | None) -> Any:
    """Return the value; its arrays are its own."""
    if block is None:
        return pickle.loads(parcel.data, buffers=parcel.arrays)
    memory = block.buf
    assert memory is not None  # it is open
    views, at = [], 0
    for size in parcel.sizes:
        views.append(memory[at : at + size])
        at += size
    try:
        return pickle.loads(parcel.data, buffers=views)
    finally:
        for view in views:
            view.release()


def without_block(data: bytes, arrays: Iterable[memoryview]) -> Parcel:
    """Return a parcel that takes everything through the pipe."""
    return Parcel(data, arrays=tuple(bytes(array) for array in arrays))


def new_block(size: int) -> SharedMemory | None:
    """Return shared memory that is really there, or None where the system has none to give."""
    from multiprocessing.shared_memory import SharedMemory

    try:
        block = SharedMemory(f"studio-{os.getpid()}-{secrets.token_hex(4)}", create=True, size=size)
    except OSError:
        return None
    try:
        _reserve(block, size)
    except OSError:  # writing would end the process (SIGBUS): small containers have 64 MiB of it
        end(block)
        return None
    return block


def opened(name: str) -> SharedMemory:
    """Return a block that the other process made. Raises `OSError` when it is gone."""
    from multiprocessing.shared_memory import SharedMemory

    return SharedMemory(name)


def end(block: SharedMemory) -> None:
    """Let go of a block, and of its name if it still has one."""
    with suppress(OSError):
        block.unlink()
    block.close()


def _reserve(block: SharedMemory, size: int) -> None:
    handle = getattr(block, "_fd", -1)  # there is no other way to it
    if hasattr(os, "posix_fallocate") and handle >= 0:
        os.posix_fallocate(handle, 0, size)


class _Pickler(pickle.Pickler):
    """Leaves the content of larger arrays out, whatever their layout."""

    def reducer_override(self, value: Any) -> Any:
        numpy = sys.modules.get("numpy")  # who has not imported it has no arrays
        if numpy is None or not isinstance(value, numpy.ndarray):
            return NotImplemented
        is_plain = type(value) is numpy.ndarray and not value.dtype.hasobject
        if value.nbytes < SMALLEST or not is_plain:
            return value.__reduce__()  # within; numpy's own way would leave the content out
        content = pickle.PickleBuffer(numpy.ascontiguousarray(value))
        return _array, (content, value.dtype, value.shape)


def _array(content: bytes, dtype: np.dtype[Any], shape: tuple[int, ...]) -> NDArray[Any]:
    import numpy as np

    return np.frombuffer(content, dtype).reshape(shape).copy()
