"""A form drawn from a parameters dataclass: one row per declared parameter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLineEdit, QToolButton, QWidget

from studio.core.params import Spec, specs
from studio.ui.icons import icon
from studio.ui.palette import Role
from studio.ui.translate import shown
from studio.ui.widgets.combo import Combo
from studio.ui.widgets.number_field import NumberField
from studio.ui.widgets.row import LABEL_WIDTH, SPACING, label

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from studio.core.params import Scalar

WAY_BACK = 20


class ParamForm(QWidget):
    """Shows values and tells what the user sets; what differs carries a way back."""

    changed = Signal(str, object)
    reset = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind: type | None = None
        self._show_value: dict[str, Callable[[Scalar], None]] = {}
        self.fields: dict[str, QWidget] = {}
        self.ways_back: dict[str, QToolButton] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(0)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(2, 1)

    def show_kind(self, kind: type | None, only: Collection[str] | None = None) -> None:
        """Draw the parameters of a dataclass, or some of them; the same ones cost nothing."""
        declared = specs(kind) if kind else {}
        if only is not None:
            declared = {name: found for name, found in declared.items() if name in only}
        if kind is self._kind and list(declared) == list(self.fields):
            return
        self._kind = kind
        for widget in self.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
            widget.deleteLater()
        self._show_value.clear()
        self.fields.clear()
        self.ways_back.clear()
        for row, (name, (spec, default)) in enumerate(declared.items()):
            self._add_row(row, name, spec, default)

    def show_values(self, values: Mapping[str, Scalar], defaults: Mapping[str, Scalar]) -> None:
        """Show every value; mark those that are not the default."""
        for name, show in self._show_value.items():
            if name in values:
                show(values[name])
                field = self.fields[name]
                if isinstance(field, NumberField):
                    field.default = float(defaults[name])
                self._mark(name, values[name] != defaults[name], defaults[name])

    def _add_row(self, row: int, name: str, spec: Spec, default: Scalar) -> None:
        title = label(shown(spec.title), self)
        field = self._field(name, spec, default)
        for widget in (title, field):
            widget.setToolTip(shown(spec.help))
        field.setAccessibleName(shown(spec.title))
        title.setBuddy(field)
        back = QToolButton(self)
        back.setIcon(icon("arrow-counter-clockwise", Role.SECONDARY))
        back.setIconSize(QSize(12, 12))
        back.setFixedSize(WAY_BACK, WAY_BACK)
        back.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        back.clicked.connect(lambda: self.reset.emit(name))
        keeps = back.sizePolicy()
        keeps.setRetainSizeWhenHidden(True)
        back.setSizePolicy(keeps)
        self.fields[name], self.ways_back[name] = field, back
        title.setFixedWidth(LABEL_WIDTH + SPACING - WAY_BACK)
        for column, widget in enumerate((title, back, field)):
            self._grid.addWidget(widget, row, column)

    def _mark(self, name: str, differs: bool, default: Scalar) -> None:
        self.ways_back[name].setVisible(differs)
        self.ways_back[name].setToolTip(self.tr("Back to {value}").format(value=default))

    def _field(self, name: str, spec: Spec, default: Scalar) -> QWidget:
        match spec.kind:
            case "int" | "float":
                return self._number(name, spec, float(default))
            case "bool":
                return self._switch(name)
            case "choice":
                return self._choice(name, spec)
            case _:
                return self._text(name)

    def _number(self, name: str, spec: Spec, default: float) -> QWidget:
        field = NumberField(
            spec.low, spec.high, spec.step, default=default, unit=shown(spec.unit), parent=self
        )
        field.changed.connect(lambda value: self.changed.emit(name, value))
        self._show_value[name] = lambda value: field.set_value(float(value))
        return field

    def _switch(self, name: str) -> QWidget:
        field = QCheckBox(self)
        field.clicked.connect(lambda on: self.changed.emit(name, on))
        self._show_value[name] = lambda value: field.setChecked(bool(value))
        return field

    def _choice(self, name: str, spec: Spec) -> QWidget:
        field = Combo(self)
        for key, title in spec.choices:
            field.addItem(shown(title), key)
        field.activated.connect(lambda _index: self.changed.emit(name, field.currentData()))
        self._show_value[name] = field.select
        return field

    def _text(self, name: str) -> QWidget:
        field = QLineEdit(self)
        field.textEdited.connect(lambda text: self.changed.emit(name, text))

        def show(value: Scalar) -> None:
            if field.text() != value:
                field.setText(str(value))

        self._show_value[name] = show
        return field
