"""What may be left out to be quicker, folded away; each control says what it costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.core.params import specs
from studio.core.request_parts import Savings, with_value
from studio.state.observable import bind
from studio.ui.param_form import ParamForm
from studio.ui.widgets.section import Section

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

    from studio.core.params import Scalar
    from studio.state.session import Session

PART = "savings"


class SavingsSection(Section):
    """Edits the draft's savings; of them only those show that the model's family acts on."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        self.form = ParamForm()
        super().__init__("", self.form, parent)
        self._draft = session.desk.draft
        self._catalog = session.desk.catalog
        self._plain = self.tr("Quicker, less exact")
        self._busy = self.tr("Quicker, less exact ({n} in use)")
        self.header.setToolTip(
            self.tr("Ways to draw sooner that change the picture a little; all are off at first")
        )
        self.form.changed.connect(self._on_changed)
        self.form.reset.connect(self._on_reset)
        bind(self._draft, "parts", self._on_parts)
        self._draft.model_changed.connect(self._show_kind)
        bind(self._catalog, "supplies", self._show_kind)

    @property
    def savings(self) -> Savings:
        """What the draft leaves out now."""
        kept = self._draft.parts.get(PART)
        return kept if isinstance(kept, Savings) else Savings()

    def _on_changed(self, name: str, value: Scalar) -> None:
        self._draft.set_part(PART, with_value(self.savings, name, value))

    def _on_reset(self, name: str) -> None:
        self._on_changed(name, specs(Savings)[name][1])

    def _on_parts(self, _parts: Mapping[str, object]) -> None:
        self._show_values()

    def _show_kind(self, _what: object = None) -> None:
        family = self._catalog.family(self._draft.model)
        saves = family.saves if family and PART in family.takes else ()
        self.form.show_kind(Savings if saves else None, saves)
        self.setVisible(bool(saves))
        self._show_values()

    def _show_values(self) -> None:
        values = {name: getattr(self.savings, name) for name in self.form.fields}
        defaults = {name: default for name, (_, default) in specs(Savings).items()}
        self.form.show_values(values, defaults)
        used = sum(value != defaults[name] for name, value in values.items())
        text = self._busy.format(n=used) if used else self._plain
        self.header.setText(text)
        self.header.setAccessibleName(text)
