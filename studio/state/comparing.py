"""Which pictures are compared, and how: loads them and puts them beside the shown one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from studio.core.library.query import Order
from studio.core.request import Extent
from studio.core.text import N_, Message, message
from studio.state.canvas import MOST_COMPARED, Comparing, Origin, Shown
from studio.state.notices import Level, Notice
from studio.tasks.load_picture import LoadPicture, LoadSource

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from studio.core.run import Run
    from studio.state.browsing import Browsing
    from studio.state.desk import Desk

TOPIC = "compare"


class Comparison(QObject):
    """Fills `CanvasState.compare`; the canvas shows it as `CanvasState.comparing` says."""

    def __init__(self, desk: Desk, browsing: Browsing, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._browsing = browsing
        self._wanted: tuple[Run, ...] = ()
        self._found: dict[str, Shown] = {}
        self._subtracting = ""
        canvas = desk.canvas
        for changed in (canvas.shown_changed, canvas.compare_changed, canvas.comparing_changed):
            changed.connect(self._on_changed)
        desk.projects.opened.connect(self._on_opened)

    def arrange(self, comparing: Comparing) -> None:
        """Compare in a way; with the picture before this one, unless others were chosen."""
        canvas = self._desk.canvas
        if comparing is Comparing.NONE:
            self.stop()
        elif canvas.compare:
            canvas.comparing = comparing
        elif self._browsing.selected and self._browsing.selected.request.source:
            self.with_source(comparing)
        else:
            self.with_previous(comparing)

    def with_previous(self, comparing: Comparing | None = None) -> None:
        """Compare the selected picture with the one made before it, or with the last three."""
        history, run = self._desk.history, self._browsing.selected
        row = history.row_of(run) if run else -1
        back = -1 if history.listing.view.query.order is Order.OLDEST else 1
        most = MOST_COMPARED if comparing is Comparing.FOUR else 1
        rows = [row + back * n for n in range(most, 0, -1)]  # what was made first comes first
        before = tuple(history.run(r) for r in rows if row >= 0 and 0 <= r < history.rowCount())
        if before:
            self._load(before, comparing)
        else:
            self._say(message(N_("There is no picture before this one to compare it with.")))

    def with_source(self, comparing: Comparing | None = None) -> None:
        """Compare the selected picture with the one it started from."""
        run = self._browsing.selected
        if not run or not run.request.source:
            self._say(message(N_("This picture did not start from another one.")))
            return
        self._wanted, self._found = (run,), {}
        done = partial(self._on_source, self._wanted, comparing)
        self._desk.errands.run(LoadSource(run), done=done)

    def with_selection(self) -> None:
        """Compare the pictures that are selected in the gallery."""
        history = self._desk.history
        chosen = self._desk.library.selection[: MOST_COMPARED + 1]  # each costs a search
        rows = [history.row_of(one) for one in chosen]
        self.with_runs([history.run(row) for row in rows if row >= 0])

    def with_runs(self, runs: Sequence[Run]) -> None:
        """Compare up to four pictures; one of them is the shown one."""
        if len(runs) < 2:
            self._say(message(N_("Select two to four pictures in the gallery to compare them.")))
            return
        chosen = list(runs[: MOST_COMPARED + 1])
        selected = self._browsing.selected
        last = next((run for run in chosen if selected and run.id == selected.id), chosen[-1])
        if last is not selected:
            self._browsing.show(last)
        others = tuple(run for run in chosen if run.id != last.id)
        self._load(others, Comparing.FOUR if len(others) > 1 else None)

    def pin(self) -> None:
        """Keep the shown picture for comparing; the next one shown appears beside it."""
        canvas = self._desk.canvas
        if not canvas.shown or canvas.shown.origin is Origin.PREVIEW:
            self._say(message(N_("There is no finished picture on the canvas to pin.")))
            return
        others = [kept for kept in canvas.compare if not _same(kept, canvas.shown)]
        canvas.compare = (canvas.shown, *others)[:MOST_COMPARED]
        if canvas.comparing is Comparing.NONE:
            canvas.comparing = Comparing.TWO

    def swap(self) -> None:
        """Make the picture that it is compared with the shown one."""
        canvas = self._desk.canvas
        if not canvas.compare or not canvas.shown or canvas.shown.origin is Origin.PREVIEW:
            self._say(message(N_("There is nothing to compare with yet.")))
            return
        first, *others = canvas.compare
        canvas.following = False
        shown, canvas.compare = canvas.shown, ()
        if first.run:
            self._browsing.selected = first.run
        canvas.shown = first
        canvas.compare = (shown, *others)

    def stop(self) -> None:
        """Show one picture alone again."""
        self._wanted = ()
        self._desk.canvas.comparing = Comparing.NONE
        self._desk.canvas.compare = ()

    def _load(self, runs: tuple[Run, ...], comparing: Comparing | None) -> None:
        self._wanted, self._found = runs, {}
        for run in runs:
            done = partial(self._on_loaded, runs, run, comparing)
            self._desk.errands.run(LoadPicture(run), done=done)

    def _on_loaded(
        self,
        wanted: tuple[Run, ...],
        run: Run,
        comparing: Comparing | None,
        pixels: NDArray[np.uint8],
    ) -> None:
        if wanted is not self._wanted:
            return  # others are compared by now
        self._found[run.id] = Shown(pixels, run.extent, Origin.STORED, run)
        if len(self._found) == len(wanted):
            self._put(tuple(self._found[each.id] for each in wanted), comparing)

    def _on_source(
        self, wanted: tuple[Run, ...], comparing: Comparing | None, pixels: NDArray[np.uint8]
    ) -> None:
        if wanted is self._wanted:
            extent = Extent(pixels.shape[1], pixels.shape[0])
            self._put((Shown(pixels, extent, Origin.SOURCE),), comparing)

    def _put(self, pictures: tuple[Shown, ...], comparing: Comparing | None) -> None:
        canvas = self._desk.canvas
        canvas.compare = pictures
        if comparing or canvas.comparing is Comparing.NONE:
            canvas.comparing = comparing or Comparing.WIPE

    def _on_changed(self, _value: object) -> None:
        canvas = self._desk.canvas
        if not canvas.shown and canvas.comparing is not Comparing.NONE:
            self.stop()
            return
        self._desk.jobs.cancel(self._subtracting)
        if canvas.comparing is not Comparing.DIFFERENCE or not canvas.shown or not canvas.compare:
            canvas.difference = None
        else:
            from studio.tasks.find_difference import FindDifference

            one = canvas.shown  # until it is subtracted the last difference stays
            task = FindDifference(one.pixels, canvas.compare[0].pixels)
            self._subtracting = self._desk.errands.run(task, done=partial(self._on_apart, one))

    def _on_apart(self, one: Shown, pixels: NDArray[np.uint8]) -> None:
        canvas = self._desk.canvas
        if canvas.shown is one and canvas.comparing is Comparing.DIFFERENCE:
            canvas.difference = Shown(pixels, one.extent, one.origin, one.run)

    def _on_opened(self, _opened: object) -> None:
        self.stop()

    def _say(self, text: Message) -> None:
        self._desk.notices.tell(Notice(text, Level.INFO, topic=TOPIC))


def _same(one: Shown, other: Shown) -> bool:
    return one is other or (one.run is not None and other.run is not None and one.run == other.run)
