"""The blocks of shared memory between the window's process and one worker, as each sees them."""

from __future__ import annotations

import queue
import threading
from typing import TYPE_CHECKING, Any

from studio.engine.parcels import (
    Parcel,
    end,
    new_block,
    opened,
    packed,
    put_into,
    unpacked,
    without_block,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.shared_memory import SharedMemory

LEAST = 1 << 20  # bytes of the shelf: previews fit
KEPT = 32 << 20  # a larger shelf is given back after use; this one takes a picture of 3300 x 3300


class Lender:
    """Makes and ends every block of one worker, so that none is left when the worker dies.

    What goes to the worker has a block of its own until that has `taken` it. What comes from there
    lies on one shelf, which is made anew when the worker wants a larger one.
    """

    def __init__(self) -> None:
        self._guard = threading.Lock()  # `close` comes from another thread
        self._lent: dict[str, SharedMemory] = {}
        self._shelf: SharedMemory | None = None
        self._is_named = False

    def parcel(self, value: object) -> Parcel:
        """Return what to send to the worker."""
        data, arrays = packed(value)
        if not arrays:
            return Parcel(data)
        block = new_block(sum(array.nbytes for array in arrays))
        if block is None:
            return without_block(data, arrays)
        with self._guard:
            self._lent[block.name] = block
            return Parcel(data, put_into(block, arrays), block.name, is_last=True)

    def taken(self, name: str) -> None:
        """End a block that the worker has read."""
        with self._guard:
            if block := self._lent.pop(name, None):
                end(block)

    def shelf(self, size: int) -> str:
        """Return the name of a new shelf, "" if there is no memory for one."""
        with self._guard:
            self._drop_shelf()
            self._shelf = new_block(size)
            self._is_named = self._shelf is not None
            return self._shelf.name if self._shelf else ""

    def value(self, parcel: Parcel) -> Any:
        """Return what the worker sent. Raises `EOFError` after `close`."""
        with self._guard:
            if not parcel.block:
                return unpacked(parcel, None)
            if self._shelf is None:
                raise EOFError
            if self._is_named:  # the worker has it open
                self._is_named = False
                self._shelf.unlink()
            value = unpacked(parcel, self._shelf)
            if parcel.is_last:
                self._drop_shelf()
            return value

    def close(self) -> None:
        """End every block."""
        with self._guard:
            for block in self._lent.values():
                end(block)
            self._lent.clear()
            self._drop_shelf()

    def _drop_shelf(self) -> None:
        if self._shelf is not None and self._is_named:
            end(self._shelf)
        elif self._shelf is not None:
            self._shelf.close()
        self._shelf, self._is_named = None, False


class Shelf:
    """Where a worker lays its arrays; `ask` sends the wish for so many bytes.

    `given` and `taken` are called by the thread that listens.
    """

    def __init__(self, ask: Callable[[int], None]) -> None:
        self._ask = ask
        self._answers: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._is_free = threading.Event()
        self._is_free.set()
        self._block: SharedMemory | None = None

    def parcel(self, value: object) -> Parcel:
        """Return what to send; waits until what was laid down before has been taken."""
        data, arrays = packed(value)
        if not arrays:
            return Parcel(data)
        self._is_free.wait()
        block = self._room(sum(array.nbytes for array in arrays))
        if block is None:
            return without_block(data, arrays)
        self._is_free.clear()
        parcel = Parcel(data, put_into(block, arrays), block.name, is_last=block.size > KEPT)
        if parcel.is_last:
            self._drop()
        return parcel

    def given(self, name: str) -> None:
        """Take the answer to a wish."""
        self._answers.put(name)

    def taken(self) -> None:
        """Note that there is room again."""
        self._is_free.set()

    def _room(self, size: int) -> SharedMemory | None:
        if self._block is None or self._block.size < size:
            self._drop()
            self._ask(max(size, LEAST))
            name = self._answers.get()
            self._block = opened(name) if name else None
        return self._block

    def _drop(self) -> None:
        if self._block is not None:
            self._block.close()
            self._block = None


def read(parcel: Parcel) -> Any:
    """Return what the window's process sent. Raises `OSError` when its block is gone."""
    if not parcel.block:
        return unpacked(parcel, None)
    block = opened(parcel.block)
    try:
        return unpacked(parcel, block)
    finally:
        block.close()
