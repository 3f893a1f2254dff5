"""Ctrl+C: the first one ends a job cleanly, the second one at once."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING

from studio.core.job import CancelToken

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def cancelled_by_keyboard() -> Iterator[CancelToken]:
    """Give a token that the keyboard sets, and put back what Ctrl+C did before."""
    cancel = CancelToken()

    def on_interrupt(_number: int, _frame: object) -> None:
        if cancel.is_set:
            raise KeyboardInterrupt
        cancel.cancel()

    before = signal.signal(signal.SIGINT, on_interrupt)
    try:
        yield cancel
    finally:
        signal.signal(signal.SIGINT, before)
