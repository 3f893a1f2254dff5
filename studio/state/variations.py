"""More like a picture: the same request with other seeds, or begun from the picture itself."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from studio.core.request import SEED_LIMIT
from studio.core.text import N_, message
from studio.state.notices import Level, Notice
from studio.tasks.keep_input import FindInput, KeepInput
from studio.tasks.load_picture import picture_file

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studio.core.run import Run
    from studio.state.desk import Desk
    from studio.state.generation import Generation
    from studio.tasks.keep_input import KeptInput

STRENGTHS = (0.3, 0.45, 0.6, 0.75)


class Variations(QObject):
    """Queues requests that differ from a run's in one thing."""

    def __init__(self, desk: Desk, generation: Generation, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._generation = generation
        self._random = random.SystemRandom()

    def vary_seed(self, run: Run, n: int) -> None:
        """Make `n` pictures of the same request from seeds that nobody chose."""
        request = replace(run.request, count=1)
        seeds = (self._random.randrange(SEED_LIMIT) for _ in range(n))
        title = message(N_("More like seed {seed}"), seed=request.seed)
        requests = [replace(request, seed=seed) for seed in seeds]
        queue = partial(self._generation.enqueue, requests, title)
        project = self._desk.projects.project
        if request.source and project:  # what it started from may lie in another project
            task = FindInput(project, request.source, (run.folder.parent.parent,))
            self._desk.errands.run(task, done=lambda _kept: queue())
        else:
            queue()

    def vary_strength(self, run: Run, strengths: Sequence[float] = STRENGTHS) -> None:
        """Make pictures that begin from this one and may change so much of it, each."""
        project = self._desk.projects.project
        if project is None:
            text = message(N_("Open a project first: pictures are stored in it."))
            self._desk.notices.tell(Notice(text, Level.ATTENTION, topic="generation"))
            return

        def done(kept: KeptInput) -> None:
            request = replace(run.request, count=1, source=kept.key)
            title = message(N_("Changes of seed {seed}"), seed=request.seed)
            requests = [replace(request, denoise=strength) for strength in strengths]
            self._generation.enqueue(requests, title)

        self._desk.errands.run(KeepInput(project, picture_file(run)), done=done)
