"""Holds back what is not to be drawn or kept, and says so: words before, pictures after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio.core.content import HeldBack, Rules, rules
from studio.core.paths import user_models_folder
from studio.core.settings import all_models_folders
from studio.core.text import N_, message
from studio.engine.content_filter import find_checker, missing
from studio.engine.verbs.check_content import CheckContentPayload, CheckedContent

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from studio.core.job import CancelToken, Reporter
    from studio.core.request import Request
    from studio.engine.protocol import Engine


@dataclass(frozen=True, slots=True)
class Guard:
    """The rules, and the checker that looks at pictures; without one nothing is looked at."""

    rules: Rules
    checker: Path | None = None

    @property
    def shows_previews(self) -> bool:
        """Whether pictures may be seen while they form: not before they were looked at."""
        return self.checker is None

    def held_back(
        self,
        engine: Engine,
        request: Request,
        pixels: NDArray[np.uint8],
        report: Reporter,
        cancel: CancelToken,
    ) -> HeldBack | None:
        """Return the sentence about a picture that is not kept, or none for one that is."""
        if self.checker is None:
            return None
        payload = CheckContentPayload(self.checker, pixels)
        found: CheckedContent = engine.run("check_content", payload, report, cancel)
        if not found.concepts:
            return None
        text = message(
            N_(
                "The picture of seed {seed} was held back by the content filter and is not kept. "
                "Another seed or other words may do; the filter errs at times."
            ),
            seed=request.seed,
        )
        return HeldBack(text)


def guard_for(request: Request, model: Path) -> Guard:
    """Return what watches over a request.

    Raises `BlockedError` for a word that is not drawn, `PolicyError` for a policy that cannot be
    read, and `WeightsMissingError` when pictures are to be looked at and there is nothing to look
    with.
    """
    now = rules()
    now.check(request)
    if not now.looks:
        return Guard(now)
    checker = find_checker(model, all_models_folders())
    if checker is None:
        raise missing(user_models_folder())
    return Guard(now, checker)
