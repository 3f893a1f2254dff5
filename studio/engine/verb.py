"""The contract of a verb: a frozen payload in, a frozen result out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from studio.core.job import CancelToken, Reporter
    from studio.engine.runtime import Runtime


@dataclass(frozen=True, slots=True)
class Verb:
    """One thing the engine can do.

    `payload` and `result` are frozen dataclasses that pickle without torch; `run` imports what is
    heavy itself, takes weights only from the runtime, calls `cancel.check()` at least once per step
    and raises `StudioError` for what the user can mend.
    """

    key: str
    payload: type
    result: type
    run: Callable[[Runtime, Any, Reporter, CancelToken], Any]
