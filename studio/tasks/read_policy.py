"""Read what the studio decided for all who work in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio.core.policy import Policy, policy
from studio.core.task import DISK_LANE
from studio.core.text import N_, Message, message

if TYPE_CHECKING:
    from studio.core.job import CancelToken, Reporter


@dataclass(frozen=True, slots=True)
class ReadPolicy:
    """Returns the policy; raises `PolicyError` for one that cannot be read."""

    @property
    def lane(self) -> str:
        """Reading files."""
        return DISK_LANE

    @property
    def title(self) -> Message:
        """What it does."""
        return message(N_("Reading the studio's policy"))

    def run(self, _report: Reporter, _cancel: CancelToken) -> Policy:
        """Read it."""
        return policy()
