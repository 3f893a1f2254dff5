"""With what a model begins: the user's own parameters, style and size for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from studio.core.params import specs
from studio.core.request import Extent
from studio.ui.param_form import ParamForm
from studio.ui.widgets.combo import Combo
from studio.ui.widgets.number_field import NumberField
from studio.ui.widgets.row import label, row

if TYPE_CHECKING:
    from studio.core.model import Model
    from studio.core.params import Scalar
    from studio.state.desk import Desk

SIDES = (64, 4096, 64)


class DefaultsForm(QWidget):
    """Writes the notes on a model; used whenever the model is chosen."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._notes = desk.catalog.notes
        self._model: Model | None = None
        self.params = ParamForm(self)
        self.params.changed.connect(self._on_param)
        self.params.reset.connect(self._on_param_reset)
        self.style_choice = Combo(self)
        self.style_choice.setAccessibleName(self.tr("Style at first"))
        self.style_choice.setToolTip(self.tr("The style that is chosen together with this model"))
        self.style_choice.activated.connect(self._on_style)
        self.width_field, self.height_field = self._side(), self._side()
        self.width_field.setAccessibleName(self.tr("Width at first"))
        self.height_field.setAccessibleName(self.tr("Height at first"))
        self.take = QPushButton(self.tr("Take what is set now"), self)
        self.take.setToolTip(self.tr("Parameters, style and size of the request become its own"))
        self.take.clicked.connect(self._on_take)
        self.reset = QPushButton(self.tr("Reset"), self)
        self.reset.setToolTip(self.tr("Begin again with what the model's files say"))
        self.reset.clicked.connect(self._on_reset)
        buttons = QHBoxLayout()
        buttons.addWidget(self.take)
        buttons.addWidget(self.reset)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.params)
        column.addWidget(row(label(self.tr("Style"), self), self.style_choice, parent=self))
        sizes = (self.width_field, self.height_field)
        column.addWidget(row(label(self.tr("Size"), self), *sizes, parent=self))
        column.addLayout(buttons)

    def show_model(self, model: Model) -> None:
        """Show what a model begins with."""
        self._model = model
        note, catalog = self._notes.of(model.key), self._desk.catalog
        family = catalog.supplies.families.get(model.family)
        self.params.show_kind(family.params if family else None)
        declared = (
            {k: default for k, (_, default) in specs(family.params).items()} if family else {}
        )
        self.params.show_values(catalog.defaults(model.key), declared)
        self.style_choice.clear()
        self.style_choice.addItem(self.tr("None"), "")
        for key, style in catalog.supplies.styles.items():
            self.style_choice.addItem(style.title, key)
        self.style_choice.select(note.style)
        extent = note.extent or model.native
        for field, side, native in (
            (self.width_field, extent.width, model.native.width),
            (self.height_field, extent.height, model.native.height),
        ):
            field.default = native
            field.set_value(side)
        self.reset.setEnabled(note.has_defaults)

    def _side(self) -> NumberField:
        field = NumberField(*SIDES, unit="px", parent=self)
        field.setToolTip(self.tr("The size of a picture when this model is chosen"))
        field.changed.connect(self._on_size)
        return field

    def _on_param(self, name: str, value: Scalar) -> None:
        if self._model:
            self._write_params({**self._notes.of(self._model.key).params, name: value})

    def _on_param_reset(self, name: str) -> None:
        if self._model:
            params = self._notes.of(self._model.key).params
            self._write_params({k: v for k, v in params.items() if k != name})

    def _write_params(self, params: dict[str, Scalar]) -> None:
        assert self._model
        family = self._desk.catalog.supplies.families.get(self._model.family)
        usual = specs(family.params) if family else {}
        own = {k: v for k, v in params.items() if k in usual and usual[k][1] != v}
        self._notes.write(self._model.key, params=own)

    def _on_style(self, _index: int) -> None:
        if self._model:
            self._notes.write(self._model.key, style=self.style_choice.currentData())

    def _on_size(self, _value: object) -> None:
        self._write_extent(int(self.width_field.value()), int(self.height_field.value()))

    def _write_extent(self, width: int, height: int) -> None:
        if self._model:
            extent = Extent(width, height)
            own = None if extent == self._model.native else extent
            self._notes.write(self._model.key, extent=own)

    def _on_take(self) -> None:
        draft = self._desk.draft
        if self._model:
            style = draft.style.key if draft.style else ""
            self._notes.write(self._model.key, style=style)
            self._write_params(draft.params())
            self._write_extent(draft.extent.width, draft.extent.height)

    def _on_reset(self) -> None:
        if self._model:
            self._notes.reset_defaults(self._model.key)
