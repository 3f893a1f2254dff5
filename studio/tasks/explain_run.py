"""Draw a stored run again and find out where each word of its prompt acts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio.core.task import DEVICE_LANE
from studio.core.text import N_, Message, message
from studio.engine.verbs.explain import Explained, ExplainPayload
from studio.tasks.verify_run import VerifyRun

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studio.core.addition import Addition
    from studio.core.job import CancelToken, Reporter
    from studio.core.model import Model
    from studio.core.run import Run
    from studio.engine.protocol import Engine
    from studio.engine.verbs.explain import Word


@dataclass(frozen=True, slots=True, eq=False)
class Explanation:
    """The words of a run's prompt in their order, each with its map."""

    run: Run
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True, eq=False)
class ExplainRun:
    """Draws `made` again with what is on this machine: `models` and `additions`."""

    engine: Engine
    made: Run
    models: Sequence[Model]
    additions: Sequence[Addition] = ()
    lane: str = DEVICE_LANE

    @property
    def title(self) -> Message:
        """What the job strip calls it."""
        return message(N_("Where the words act: {prompt}"), prompt=self.made.request.prompt)

    def run(self, report: Reporter, cancel: CancelToken) -> Explanation:
        """Return the maps; raises `StudioError` for what cannot be drawn again or told apart."""
        again = VerifyRun(self.engine, self.made, self.models, self.additions)
        again.check()
        payload = ExplainPayload(again.payload(report, cancel))
        found: Explained = self.engine.run("explain", payload, report, cancel)
        return Explanation(self.made, found.words)
