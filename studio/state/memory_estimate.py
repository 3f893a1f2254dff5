"""Whether the draft's picture fits into memory, and what is done where it does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from studio.core.errors import WeightsMissingError
from studio.state.observable import Observable
from studio.tasks.estimate_memory import EstimateMemory

if TYPE_CHECKING:
    from collections.abc import Hashable

    from studio.core.model import Model
    from studio.core.request import Request
    from studio.engine.memory.estimate import Need
    from studio.engine.protocol import Engine
    from studio.state.catalog import Catalog
    from studio.state.draft import Draft
    from studio.state.errands import Errands
    from studio.state.memory import Memory


class MemoryEstimate(QObject):
    """`need` is None while nothing is known of the draft's model."""

    need_changed = Signal(object)
    need: Observable[Need | None] = Observable(None)

    def __init__(
        self,
        draft: Draft,
        catalog: Catalog,
        memory: Memory,
        errands: Errands,
        engine: Engine,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._draft, self._catalog, self._memory = draft, catalog, memory
        self._errands, self._engine = errands, engine
        self._asked: Hashable = None
        self._soon = QTimer(self, singleShot=True, interval=0)  # many controls change at once
        self._soon.timeout.connect(self._ask)
        draft.edited.connect(self._soon.start)
        catalog.supplies_changed.connect(self._soon.start)
        memory.settings_changed.connect(self._soon.start)

    def _ask(self) -> None:
        request = self._draft.request()
        model = self._catalog.model(request.model)
        if model is None:
            self._asked, self.need = None, None
            return
        others = self._others(request)
        asked = (model, others, _decisive(request), self._memory.settings.memory_gb)
        if asked == self._asked:
            return
        self._asked = asked
        pid = getattr(self._engine, "pid", None)  # an engine in this process has none
        task = EstimateMemory(request, model, pid if isinstance(pid, int) else 0, others)
        self._errands.run(task, lambda found: self._on_told(asked, found))

    def _others(self, request: Request) -> tuple[Model, ...]:
        try:
            return tuple(self._catalog.supplies.others(request).values())
        except WeightsMissingError:
            return ()  # it will not be drawn; that is said when it is asked for

    def _on_told(self, asked: Hashable, found: Need | None) -> None:
        if asked == self._asked:
            self.need = found


def _decisive(request: Request) -> Hashable:
    """Return what of a request its memory depends on: its words are not among it."""
    guidance = request.params.get("guidance")
    return (request.extent, request.high_res, request.outpaint, guidance)
