"""What there is to make pictures with: models, families, styles, wildcards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from studio.core.params import specs
from studio.state.observable import Observable
from studio.tasks.find_supplies import Supplies

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studio.core.model import Model
    from studio.core.params import Scalar
    from studio.core.style import Style
    from studio.engine.family import Family


class Catalog(QObject):
    """The supplies as the window sees them; a fresh look replaces them as a whole."""

    supplies_changed = Signal(object)
    effects_changed = Signal(object)
    looked_changed = Signal(bool)
    supplies = Observable(Supplies())
    looked = Observable(False)  # whether the folders have been read at all
    effects: Observable[Mapping[str, bool]] = Observable({})  # style -> whether the model knows it

    def model(self, key: str) -> Model | None:
        """Return the model of that key, or of that path, if it is there."""
        return next((m for m in self.supplies.models if key in (m.key, str(m.path))), None)

    def family(self, model_key: str) -> Family | None:
        """Return the family of a model that is there."""
        model = self.model(model_key)
        return self.supplies.families.get(model.family) if model else None

    def defaults(self, model_key: str, style: Style | None = None) -> dict[str, Scalar]:
        """Return every parameter of the model's family, as the style prefers it."""
        family = self.family(model_key)
        if family is None:
            return {}
        declared = {name: default for name, (_, default) in specs(family.params).items()}
        wishes = style.params if style else {}
        return declared | {name: wishes[name] for name in declared.keys() & wishes.keys()}
