"""Looking at what is there: the selected run on the canvas, and its values back in the draft."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from studio.core.text import N_, message
from studio.state.canvas import Origin
from studio.state.notices import Level, Notice, Step
from studio.state.observable import Observable
from studio.tasks.load_picture import LoadPicture

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from studio.core.library.card import Placed
    from studio.core.run import Run
    from studio.state.desk import Desk


class Browsing(QObject):
    """Which run is selected; selecting one loads its picture and shows it."""

    selected_changed = Signal(object)
    selected: Observable[Run | None] = Observable(None)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._loading = ""
        self._awaited = ""
        desk.library.trashing.undone.connect(self._on_undone)
        desk.library.searching_changed.connect(self._on_searching)
        desk.library.trashing.leaving.connect(self.step_off)

    def show(self, run: Run) -> None:
        """Select a run and put its picture on the canvas, which stops following the work."""
        self._desk.canvas.following = False
        self._load(run)

    def show_newest(self) -> None:
        """Show the last picture of the project, if it has one."""
        if self._desk.history.rowCount():
            self._load(self._desk.history.run(0))

    def drop_preview(self) -> None:
        """Go back to the selected picture when the one that formed will not be finished."""
        shown = self._desk.canvas.shown
        if not shown or shown.origin is not Origin.PREVIEW:
            return
        before = self._desk.canvas.drop_preview()  # at once: reading may have to wait its turn
        if self.selected is None:
            if before is None or before.run:  # which is not here any more
                self._desk.canvas.clear()
        elif before is None or before.run != self.selected:
            self._load(self.selected)

    def step(self, by: int) -> None:
        """Show the neighbour of the selected run in the gallery."""
        history = self._desk.history
        if not history.rowCount():
            return
        row = history.row_of(self.selected) if self.selected else -1
        self.show(history.run(min(max(row + by, 0), history.rowCount() - 1)))

    def step_off(self, runs: tuple[Placed, ...]) -> None:
        """Look at a neighbour of the selected run when that is among those about to go."""
        history, selected = self._desk.history, self.selected
        if selected is None or all(run.folder != selected.folder for run in runs):
            return
        row = history.row_of(selected)
        leaving = set(history.rows_of(runs))
        after, before = range(row + 1, history.rowCount()), range(row - 1, -1, -1)
        rows = (r for r in chain(after, before) if r not in leaving)
        neighbour = next((history.run(r) for r in rows), None) if row >= 0 else None
        shown = self._desk.canvas.shown
        if shown and shown.origin is Origin.PREVIEW:  # what forms on the canvas stays there
            self.selected = neighbour
        elif neighbour:
            self._load(neighbour)
        else:
            self.selected = None
            self._desk.jobs.cancel(self._loading)
            self._desk.canvas.clear()

    def note_made(self, run: Run) -> None:
        """Select a run that has just been made, if the canvas follows the work."""
        if self._desk.canvas.following:
            self.selected = run

    def follow(self) -> None:
        """Look at the picture being made again."""
        self._desk.canvas.following = True

    def reuse_all(self) -> None:
        """Make the draft ask for the selected picture again."""
        if self.selected:
            request = self.selected.request
            self._desk.draft.load(request)
            self._tell_missing(request.model)

    def reuse_prompt(self) -> None:
        """Take over only the words."""
        if self.selected:
            self._desk.draft.prompt = self.selected.request.prompt
            self._desk.draft.negative = self.selected.request.negative

    def reuse_seed(self) -> None:
        """Take over only the seed, and keep it."""
        if self.selected:
            self._desk.draft.seed = self.selected.request.seed
            self._desk.draft.seed_locked = True

    def _load(self, run: Run) -> None:
        self.selected = run
        self._desk.jobs.cancel(self._loading)
        self._loading = self._desk.errands.run(
            LoadPicture(run), done=lambda pixels: self._on_loaded(run, pixels)
        )

    def _on_loaded(self, run: Run, pixels: NDArray[np.uint8]) -> None:
        if self.selected == run:
            self._desk.canvas.show_run(run, pixels)

    def _on_undone(self, run_id: str) -> None:
        self._awaited = run_id

    def _on_searching(self, searching: bool) -> None:
        """Go back to what has come back from the trash, once the gallery has it."""
        if searching or not self._awaited:
            return
        row, self._awaited = self._desk.history.row(self._awaited), ""
        if row >= 0:
            self.show(self._desk.history.run(row))

    def _tell_missing(self, key: str) -> None:
        if self._desk.catalog.supplies.models and not self._desk.catalog.model(key):
            text = message(N_("The model {key} is not on this machine."), key=key)
            steps = (Step.OPEN_MODELS_FOLDER,)
            self._desk.notices.tell(Notice(text, Level.ATTENTION, steps, topic="model"))
