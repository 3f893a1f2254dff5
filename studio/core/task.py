"""A long job: anything that reports progress and can be cancelled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from studio.core.job import CancelToken, Reporter
    from studio.core.text import Message

R = TypeVar("R", covariant=True)

DEVICE_LANE = "device:0"  # the first device's lane; further devices count on
DISK_LANE = "disk"
MODELS_LANE = "models"  # looks through folders of models, which may lie on slow or sleeping drives
SIGHT_LANE = "sight"  # only reads what somebody waits to see, past what takes longer
LIBRARY_LANE = "library"  # opens projects, reads runs into their index, writes marks: in order
SEARCH_LANE = "search"  # only asks the indexes


class Task(Protocol[R]):
    """Work for a lane; plain Python, so tests call `run` without threads or Qt."""

    @property
    def lane(self) -> str:
        """The name of the lane this task needs: `DEVICE_LANE`, `DISK_LANE`, ..."""

    @property
    def title(self) -> Message:
        """What the job strip calls it."""

    def run(self, report: Reporter, cancel: CancelToken) -> R:
        """Do the work; raise `Cancelled` or `StudioError` to end early."""
