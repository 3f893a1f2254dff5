"""The one way to ask for work from models, wherever they live."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from studio.core.job import CancelToken, Reporter


class Engine(Protocol):
    """Runs verbs. `Runtime` does it in this process, `WorkerEngine` in a child process."""

    def run(self, verb: str, payload: object, report: Reporter, cancel: CancelToken) -> Any:
        """Run a verb with its frozen payload and return its frozen result.

        Raises `StudioError` with a sentence for the screen, or `Cancelled`. Any other exception is
        a bug, and carries the traceback of the process it happened in.
        """

    def free(self) -> None:
        """Drop every loaded model and give the memory back."""

    def close(self) -> None:
        """Release everything; the engine is not used again."""
