"""Width and height, with the usual shapes one click away."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath
from PySide6.QtWidgets import (
    QAbstractButton,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from studio.core.model import size_notice
from studio.core.request import Extent
from studio.ui import theme
from studio.ui.icons import icon
from studio.ui.palette import Role
from studio.ui.translate import sentence
from studio.ui.widgets.number_field import NumberField
from studio.ui.widgets.row import LABEL_WIDTH, SPACING, icon_button, label, row, walk

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QResizeEvent

SMALLEST, LARGEST, STEP = 64, 2048, 8
SHAPES = ((1, 1), (4, 3), (3, 2), (16, 9), (21, 9), (3, 4), (2, 3), (9, 16))
ONE_LINE_PX = 8 * 44  # of room for all shapes side by side
ICON_PX = 13


class SizeRow(QWidget):
    """Shows an extent; `changed` carries the one that the user set."""

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._native = self._trained = Extent(512, 512)
        self._step = STEP
        self._ratio = 1.0  # kept while the sides are linked
        self.width_field = self._side(
            self.tr("Width"), self.tr("How wide the picture is; sums such as 512*2 can be typed")
        )
        self.height_field = self._side(
            self.tr("Height"), self.tr("How high the picture is; sums such as 512*2 can be typed")
        )
        self.width_field.changed.connect(lambda _v: self._on_side(self.width_field))
        self.height_field.changed.connect(lambda _v: self._on_side(self.height_field))
        tip = self.tr("Swap width and height: the same shape, turned")
        self.swap = icon_button("swap", tip, self._on_swapped)
        tip = self.tr("Keep the shape: one side follows the other")
        self.link = icon_button("link-break", tip, checkable=True)
        self.link.toggled.connect(self._on_linked)
        self.shapes = Shapes(self)
        self.shapes.chosen.connect(self._on_shape)
        self.square, self.landscape, self.portrait = (
            self.shapes.buttons[shape] for shape in ((1, 1), (3, 2), (2, 3))
        )
        self.notice = QLabel(self)
        self.notice.setObjectName("warning")
        self.notice.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        sides = (self.width_field, self.height_field)
        column.addWidget(row(label(self.tr("Size")), *sides))
        column.addLayout(self._shapes_line())
        self.notice_row = row(label(""), self.notice)
        column.addWidget(self.notice_row)
        walk(*sides, self.swap, self.link, *self.shapes.buttons.values())

    def _shapes_line(self) -> QHBoxLayout:
        """Return the shapes, with what turns and keeps them in the column of names."""
        line = QHBoxLayout()
        line.setSpacing(SPACING)
        line.addWidget(self.swap, alignment=Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.link, alignment=Qt.AlignmentFlag.AlignTop)
        line.addSpacing(LABEL_WIDTH - 2 * theme.CONTROL_HEIGHT - SPACING)
        line.addWidget(self.shapes, 1)
        return line

    def show_extent(self, extent: Extent) -> None:
        """Show a size."""
        self.width_field.set_value(extent.width)
        self.height_field.set_value(extent.height)
        self._show_shape()

    def show_native(self, native: Extent, trained: Extent, step: int = STEP) -> None:
        """Let shapes and resets start from one size; warn of sizes far from what was trained.

        The model can draw sides that are multiples of `step`.
        """
        self._native, self._trained = native, trained
        self.width_field.step = self.height_field.step = self._step = step
        self.width_field.default = native.width
        self.height_field.default = native.height
        self.width_field.update()
        self.height_field.update()
        for shape, button in self.shapes.buttons.items():
            button.show_extent(self._shaped(shape))
        self._show_shape()

    def extent(self) -> Extent:
        """Return the size that is shown."""
        return Extent(int(self.width_field.value()), int(self.height_field.value()))

    def _side(self, name: str, tip: str) -> NumberField:
        field = NumberField(SMALLEST, LARGEST, STEP, default=512, unit="px", parent=self)
        field.setAccessibleName(name)
        field.setToolTip(tip)
        return field

    def _on_side(self, changed: NumberField) -> None:
        if self.link.isChecked():
            wide = changed is self.width_field
            other = self.height_field if wide else self.width_field
            side = changed.value() / self._ratio if wide else changed.value() * self._ratio
            other.set_value(min(max(self._rounded(side), SMALLEST), LARGEST))
        self._emit()

    def _emit(self) -> None:
        self._show_shape()
        self.changed.emit(self.extent())

    def _on_linked(self, linked: bool) -> None:
        extent = self.extent()
        self._ratio = extent.width / extent.height
        self.link.setIcon(
            icon("link-simple" if linked else "link-break", Role.TEXT if linked else Role.SECONDARY)
        )

    def _on_swapped(self) -> None:
        extent = self.extent()
        self._take(Extent(extent.height, extent.width))

    def _on_shape(self, shape: tuple[int, int]) -> None:
        self._take(self._shaped(shape))

    def _take(self, extent: Extent) -> None:
        self.width_field.set_value(extent.width)
        self.height_field.set_value(extent.height)
        self._ratio = extent.width / extent.height
        self._emit()

    def _shaped(self, shape: tuple[int, int]) -> Extent:
        """Return the model's number of pixels, in another shape."""
        area, ratio = self._native.width * self._native.height, shape[0] / shape[1]
        return Extent(self._rounded(sqrt(area * ratio)), self._rounded(sqrt(area / ratio)))

    def _rounded(self, side: float) -> int:
        return max(round(side / self._step), 1) * self._step

    def _show_shape(self) -> None:
        extent = self.extent()
        for button in self.shapes.buttons.values():
            button.setChecked(button.extent == extent)
        notice = size_notice(self._trained, extent)
        self.notice_row.setVisible(notice is not None)
        self.notice.setText(sentence(notice) if notice else "")


class Shapes(QWidget):
    """The usual shapes, in one line where there is room, else in two."""

    chosen = Signal(object)  # (width, height) of the ratio

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons = {shape: ShapeButton(shape, self) for shape in SHAPES}
        for shape, button in self.buttons.items():
            button.clicked.connect(lambda _c=False, chosen=shape: self.chosen.emit(chosen))
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(4)
        self._per_line = 0
        self._arrange(len(SHAPES) // 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the line where it would be too narrow to read."""
        super().resizeEvent(event)
        self._arrange(len(SHAPES) if self.width() >= ONE_LINE_PX else len(SHAPES) // 2)

    def _arrange(self, per_line: int) -> None:
        if per_line != self._per_line:
            self._per_line = per_line
            for index, button in enumerate(self.buttons.values()):
                self._grid.addWidget(button, index // per_line, index % per_line)
            self.updateGeometry()


class ShapeButton(QAbstractButton):
    """A ratio, drawn as what it looks like; it is marked while the picture has its size."""

    def __init__(self, shape: tuple[int, int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shape = shape
        self.extent = Extent(*shape)
        self.setText(f"{shape[0]}:{shape[1]}")
        self.setCheckable(True)
        self.setAccessibleName(self.text())
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_extent(self, extent: Extent) -> None:
        """Say which size the shape has for the open model."""
        self.extent = extent
        template = self.tr("{ratio}: {width} x {height} px, as many pixels as the model likes best")
        self.setToolTip(
            template.format(ratio=self.text(), width=extent.width, height=extent.height)
        )

    def nextCheckState(self) -> None:
        """Be checked by the size alone."""

    def sizeHint(self) -> QSize:
        """As tall as every control."""
        return QSize(36, theme.CONTROL_HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the shape, and its ratio beside it where there is room for both."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        frame = QPainterPath()
        frame.addRoundedRect(box, theme.RADIUS, theme.RADIUS)
        bright = self.isChecked() or self.underMouse()
        painter.fillPath(frame, theme.color(Role.RAISED if bright else Role.CONTROL))
        if self.hasFocus():
            painter.setPen(theme.color(Role.ACCENT))
            painter.drawPath(frame)
        painter.setPen(theme.color(Role.TEXT if bright else Role.SECONDARY))
        text_px = painter.fontMetrics().horizontalAdvance(self.text())
        if box.width() < text_px + ICON_PX + 14:
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.text())
            return
        scale = ICON_PX / max(self._shape)
        shape = QRectF(0, 0, self._shape[0] * scale, self._shape[1] * scale)
        left = box.center().x() - (ICON_PX + 4 + text_px) / 2
        shape.moveCenter(QRectF(left, box.top(), ICON_PX, box.height()).center())
        painter.drawRoundedRect(shape, 1.5, 1.5)
        beside = box.adjusted(left - box.left() + ICON_PX + 4, 0, 0, 0)
        painter.drawText(beside, Qt.AlignmentFlag.AlignVCenter, self.text())
