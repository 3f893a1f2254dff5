"""Generate pictures, each stored as a run of the project before it is shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from studio.core import xmp
from studio.core.addition import asked_for
from studio.core.artifact import Picture
from studio.core.job import Progress
from studio.core.metadata import a1111, studio
from studio.core.metadata_format import Recipe
from studio.core.run import IMAGE, THUMB
from studio.core.settings import preview_wait_s, read_settings
from studio.core.task import DEVICE_LANE
from studio.core.text import N_, Message, message
from studio.engine.payload import Generated, GeneratePayload
from studio.exporters.png import EXPORTER as PNG
from studio.exporters.webp import thumbnail
from studio.tasks.guard import guard_for
from studio.tasks.load_picture import decoded, mask_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import numpy as np
    from numpy.typing import NDArray

    from studio.core.addition import Addition
    from studio.core.job import CancelToken, Reporter
    from studio.core.model import Model
    from studio.core.project import Project, Run
    from studio.core.request import Request
    from studio.engine.protocol import Engine
    from studio.tasks.guard import Guard


@dataclass(frozen=True, slots=True, eq=False)
class Generate:
    """One request; every picture of a batch is a run of its own.

    The last progress of each picture carries its pixels as `preview` and its stored `Run` as
    `result`; of one that is held back there is a `HeldBack`. Sentences for the screen come as
    progress whose `result` is a `Message`. `others` are the further models that the request names
    (`core.named_models`).
    """

    engine: Engine
    project: Project
    request: Request
    model: Model
    new_id: Callable[[], str]
    additions: tuple[Addition, ...] = ()
    others: Mapping[str, Model] = field(default_factory=dict)
    lane: str = DEVICE_LANE

    @property
    def title(self) -> Message:
        """What the job strip calls it."""
        return message(N_("Generate: {prompt}"), prompt=self.request.prompt)

    def run(self, report: Reporter, cancel: CancelToken) -> tuple[Run, ...]:
        """Make and store one picture after the other.

        Raises what `guard_for` raises, and `SaveError` when the disk refuses: the pictures before
        stay stored, and the error's `files` hold the last one.
        """
        self.project.check_writable()
        asked, used = self.request, asked_for(self.request, self.additions)
        guard = guard_for(asked, self.model.path)
        source = self._picture(asked.source) if asked.source else None
        mask = mask_of(self._picture(asked.inpaint.mask)) if asked.inpaint else None
        references = tuple(self._picture(one.picture) for one in asked.references)
        wait_s, tuning = preview_wait_s() * guard.shows_previews, read_settings().tuning
        payloads = (
            GeneratePayload(
                request,
                self.model,
                source,
                used,
                wait_s,
                mask,
                references,
                self.others,
                tuning=tuning,
            )
            for request in asked.variations()
        )
        made = (
            self._one(index, payload, guard, report, cancel)
            for index, payload in enumerate(payloads)
        )
        return tuple(run for run in made if run)

    def _picture(self, key: str) -> NDArray[np.uint8]:
        """Return a kept picture, (h, w, 3); raises `StudioError` if it is gone."""
        inputs = self.project.inputs
        return decoded(inputs.read(key), inputs.path(key))

    def _one(
        self,
        index: int,
        payload: GeneratePayload,
        guard: Guard,
        report: Reporter,
        cancel: CancelToken,
    ) -> Run | None:
        """Make one picture and store it; of one that is held back only a sentence stays."""
        cancel.check()
        request = payload.request
        forward = self._scaled(index, report, with_preview=payload.preview_s > 0)
        made: Generated = self.engine.run("generate", payload, forward, cancel)
        cancel.check()
        held = guard.held_back(self.engine, request, made.pixels, forward, cancel)
        if held:
            report(Progress(index + 1, self.request.count, stage=held.message, result=held))
            return None
        for notice in made.notices:
            report(Progress(index, self.request.count, stage=notice, result=notice))
        files = {
            IMAGE: PNG.encode(Picture(made.pixels, _text(request, made))),
            THUMB: thumbnail(made.pixels),
        }
        run = self.project.add(self.new_id(), request, files, made.facts, made.seconds)
        report(Progress(index + 1, self.request.count, preview=made.pixels, result=run))
        return run

    def _scaled(self, index: int, report: Reporter, *, with_preview: bool) -> Reporter:
        """Tell a step of one picture as a step of the whole batch."""

        def forward(inner: Progress) -> None:
            total = inner.total or 1
            step = index * total + min(inner.step, total)
            preview = inner.preview if with_preview else None
            report(Progress(step, self.request.count * total, inner.stage, preview))

        return forward


def _text(request: Request, made: Generated) -> dict[str, str]:
    recipe = Recipe(request, made.facts)
    return {**a1111.write(recipe), **studio.write(recipe), **xmp.write(xmp.source_of(request))}
