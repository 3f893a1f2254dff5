"""What there is to make pictures with: models, families, styles, wildcards."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from studio.core.errors import RequestError
from studio.core.params import clean, specs
from studio.state.observable import Observable
from studio.tasks.find_supplies import Supplies

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studio.core.job import Progress
    from studio.core.model import Kind, Model
    from studio.core.params import Scalar
    from studio.core.request import Extent
    from studio.core.style import Style
    from studio.engine.family import Family
    from studio.state.model_notes import ModelNotes


class Catalog(QObject):
    """The supplies as the window sees them; a fresh look replaces them as a whole."""

    supplies_changed = Signal(object)
    effects_changed = Signal(object)
    looked_changed = Signal(bool)
    defaults_changed = Signal()  # what models begin with
    supplies = Observable(Supplies())
    looking_changed = Signal(object)
    looking: Observable[Progress | None] = Observable(None)  # how far, where a look takes long
    looked = Observable(False)  # whether the folders have been read at all
    effects: Observable[Mapping[str, bool]] = Observable({})  # style -> whether the model knows it

    def __init__(self, notes: ModelNotes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.notes = notes
        self._found = Supplies()
        notes.noted_changed.connect(self._on_noted)

    def take(self, supplies: Supplies) -> None:
        """Show what was found, under the names that the user gave."""
        self._found = supplies
        titled = tuple(self._titled(model) for model in supplies.models)
        self.supplies = replace(supplies, models=titled)

    def found_title(self, key: str) -> str:
        """Return what a model's files call it."""
        return next((m.title for m in self._found.models if m.key == key), "")

    def model(self, key: str) -> Model | None:
        """Return the model of that key, or of that path, if it is there."""
        return next((m for m in self.supplies.models if key in (m.key, str(m.path))), None)

    def family(self, model_key: str) -> Family | None:
        """Return the family of a model that is there."""
        model = self.model(model_key)
        return self.supplies.families.get(model.family) if model else None

    def parts(self, kind: Kind) -> tuple[Model, ...]:
        """Return what was found of a kind of part, such as VAEs."""
        return tuple(part for part in self.supplies.parts if part.kind is kind)

    def native(self, model_key: str) -> Extent | None:
        """Return the size that a model begins with: the user's own, or the model's."""
        model = self.model(model_key)
        return (self.notes.of(model.key).extent or model.native) if model else None

    def usual_style(self, model_key: str) -> Style | None:
        """Return the style that the user wants a model to begin with."""
        model = self.model(model_key)
        return self.supplies.styles.get(self.notes.of(model.key).style) if model else None

    def defaults(self, model_key: str, style: Style | None = None) -> dict[str, Scalar]:
        """Return every parameter of the model's family: as the style, the user, the family says."""
        family = self.family(model_key)
        if family is None:
            return {}
        declared = {name: default for name, (_, default) in specs(family.params).items()}
        wishes = {**self._own_params(model_key), **(style.params if style else {})}
        return declared | {name: wishes[name] for name in declared.keys() & wishes.keys()}

    def _own_params(self, model_key: str) -> dict[str, Scalar]:
        """Return the user's parameters for a model, but for what its family does not take."""
        model, family = self.model(model_key), self.family(model_key)
        if model is None or family is None:
            return {}
        params = self.notes.of(model.key).params
        try:
            clean(family.params, params)
        except RequestError:  # written by hand, or by a version with other bounds
            return {}
        return dict(params)

    def _titled(self, model: Model) -> Model:
        title = self.notes.of(model.key).title
        return replace(model, title=title) if title else model

    def _on_noted(self, _noted: object) -> None:
        self.take(self._found)
        self.defaults_changed.emit()
