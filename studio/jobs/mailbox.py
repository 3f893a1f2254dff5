"""Where a lane leaves a job's progress for the UI thread: the latest word, never a backlog."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from studio.core.job import Progress

PREVIEW_INTERVAL_S = 0.1


class Mailbox:
    """Keeps every result and the newest progress; a preview is dropped rather than queued.

    `wake` is called from the lane when there is something new and the UI thread has not been told.
    """

    def __init__(self, wake: Callable[[], None], clock: Callable[[], float]) -> None:
        self._wake = wake
        self._clock = clock
        self._guard = threading.Lock()
        self._results: list[Progress] = []
        self._latest: Progress | None = None
        self._last_preview_s = float("-inf")

    def put(self, progress: Progress) -> None:
        """Leave one progress event; called in the lane."""
        with self._guard:
            asleep = not self._results and self._latest is None
            if progress.result is None:
                self._latest = self._thinned(progress)
            else:
                self._results.append(progress)
                self._latest = None
        if asleep:
            self._wake()

    def take(self) -> list[Progress]:
        """Return and forget what is there, oldest first; called in the UI thread."""
        with self._guard:
            taken = self._results + ([self._latest] if self._latest else [])
            self._results, self._latest = [], None
        return taken

    def _thinned(self, progress: Progress) -> Progress:
        waiting = self._latest.preview if self._latest else None
        if progress.preview is None:
            return replace(progress, preview=waiting)
        if waiting is None:
            now_s = self._clock()
            if now_s - self._last_preview_s < PREVIEW_INTERVAL_S:
                return replace(progress, preview=None)
            self._last_preview_s = now_s
        return progress
