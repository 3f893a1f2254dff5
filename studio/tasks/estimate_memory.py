"""Tell how much memory a picture will take, before it is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio.core.memory_use import resident
from studio.core.task import SIGHT_LANE
from studio.core.text import N_, Message, message

if TYPE_CHECKING:
    from studio.core.job import CancelToken, Reporter
    from studio.core.model import Model
    from studio.core.request import Request
    from studio.engine.memory.estimate import Need

LIBRARIES_BYTES = 600 << 20  # of the process that holds the models, which no model could have


@dataclass(frozen=True, slots=True)
class EstimateMemory:
    """Returns a `Need`, or None for a model whose files do not tell; loads nothing.

    `worker` is the process that holds the models, whose memory a new picture may have; 0: none.
    `others` are the further models that the request names (`core.named_models`).
    """

    request: Request
    model: Model
    worker: int = 0
    others: tuple[Model, ...] = ()
    lane: str = SIGHT_LANE

    @property
    def title(self) -> Message:
        """What it does."""
        return message(N_("Estimating memory"))

    def run(self, _report: Reporter, _cancel: CancelToken) -> Need | None:
        """Read headers, and ask the system what is free."""
        from studio.engine.memory.anatomy import anatomy
        from studio.engine.memory.climbing import beside, machine_now
        from studio.engine.memory.estimate import need

        found = anatomy(self.model)
        if found is None:
            return None
        held = max((resident(self.worker) or 0) - LIBRARIES_BYTES, 0) if self.worker else 0
        machine = machine_now(held)
        more = beside(self.model, self.others, found.itemsize(machine.itemsize))
        return need(found, self.request, machine.itemsize, machine.free, more)
