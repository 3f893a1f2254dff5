"""Width and height, with the usual shapes one click away."""

from __future__ import annotations

from math import sqrt

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio.core.request import Extent
from studio.ui.widgets.number_field import NumberField
from studio.ui.widgets.row import icon_button, label, row

SMALLEST, LARGEST, STEP = 64, 2048, 8
WIDE = 3 / 2


class SizeRow(QWidget):
    """Shows an extent; `changed` carries the one that the user set."""

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._native = Extent(512, 512)
        self.width_field = self._side(self.tr("Width"))
        self.height_field = self._side(self.tr("Height"))
        self.swap = icon_button("swap", self.tr("Swap width and height"), self._on_swapped)
        self.square = icon_button("square", self.tr("Square"), lambda: self._on_shape(1))
        self.portrait = icon_button(
            "rectangle-portrait", self.tr("Portrait"), lambda: self._on_shape(1 / WIDE)
        )
        self.landscape = icon_button(
            "rectangle", self.tr("Landscape"), lambda: self._on_shape(WIDE)
        )
        shapes = QWidget(self)
        line = QHBoxLayout(shapes)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        for button in (self.square, self.portrait, self.landscape, self.swap):
            line.addWidget(button)
        line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(row(label(self.tr("Size")), self.width_field, self.height_field))
        column.addWidget(row(label(""), shapes))

    def show_extent(self, extent: Extent) -> None:
        """Show a size."""
        self.width_field.set_value(extent.width)
        self.height_field.set_value(extent.height)

    def show_native(self, native: Extent) -> None:
        """Let the shapes and the resets start from what the model was trained on."""
        self._native = native
        self.width_field.default = native.width
        self.height_field.default = native.height
        self.width_field.update()
        self.height_field.update()

    def _side(self, name: str) -> NumberField:
        field = NumberField(SMALLEST, LARGEST, STEP, default=512, unit="px", parent=self)
        field.setAccessibleName(name)
        field.setToolTip(name)
        field.changed.connect(lambda _v: self._emit())
        return field

    def _emit(self) -> None:
        extent = Extent(int(self.width_field.value()), int(self.height_field.value()))
        self.changed.emit(extent)

    def _on_swapped(self) -> None:
        width, height = self.width_field.value(), self.height_field.value()
        self.show_extent(Extent(int(height), int(width)))
        self._emit()

    def _on_shape(self, ratio: float) -> None:
        """Keep the model's number of pixels, in another shape."""
        area = self._native.width * self._native.height
        width = round(sqrt(area * ratio) / STEP) * STEP
        height = round(sqrt(area / ratio) / STEP) * STEP
        self.show_extent(Extent(width, height))
        self._emit()
