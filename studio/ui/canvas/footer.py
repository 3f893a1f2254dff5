"""The line below the canvas: about the picture, the pixel under the mouse, the zoom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QHBoxLayout, QWidget

from studio.state.canvas import Comparing, Origin
from studio.state.observable import bind
from studio.tasks.find_difference import GAIN
from studio.ui import theme
from studio.ui.canvas.zoom_field import ZoomField
from studio.ui.palette import Role
from studio.ui.translate import sentence
from studio.ui.widgets.row import Label

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QResizeEvent

    from studio.core.text import Message
    from studio.state.canvas import CanvasState, Shown
    from studio.ui.canvas.reading import Reading
    from studio.ui.canvas.view import CanvasView

SWATCH = 14
WIDEST = "x 00000  y 00000   000 000 000   #" + 6 * "0"
NARROW = 600  # a line shorter than this has no room for all of it


class Footer(QWidget):
    """Says in words what the canvas shows."""

    def __init__(self, state: CanvasState, view: CanvasView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._state = state
        self._view = view
        self._stage = ""
        self.about = Label(self)
        self.about.setObjectName("secondary")
        self.notes = Label(self)
        self.notes.setObjectName("secondary")
        self.pixel = Pixel(self)
        self.zoom = ZoomField(view, self)
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 2, 8, 2)
        line.setSpacing(16)
        line.addWidget(self.about, 3)
        line.addWidget(self.notes, 4)
        line.addWidget(self.pixel)
        line.addWidget(self.zoom)
        bind(state, "shown", self._on_shown)
        bind(state, "notes", self._on_notes)
        bind(state, "comparing", self._on_comparing)
        view.hovered.connect(self.pixel.show_reading)
        view.zoom_changed.connect(self._on_looked)

    def show_stage(self, stage: str) -> None:
        """Say how far the picture being made is."""
        self._stage = stage
        self._on_shown(self._state.shown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say less where there is less room."""
        super().resizeEvent(event)
        self.pixel.set_narrow(self.width() < NARROW)

    def _on_shown(self, shown: Shown | None) -> None:
        if not shown:
            self.about.setText("")
            return
        parts = [f"{shown.extent.width} × {shown.extent.height}"]
        if shown.run:
            parts.append(self.tr("seed {seed}").format(seed=shown.run.request.seed))
            parts.append(self.tr("{n:.1f} s").format(n=shown.run.seconds))
        elif shown.origin is Origin.PREVIEW:
            parts.append(self._stage or self.tr("forming..."))
        elif shown.origin is Origin.DROPPED:
            parts.append(self.tr("not in the project"))
        elif shown.origin is Origin.SOURCE:
            parts.append(self.tr("starting picture"))
        else:
            parts.append(self.tr("not saved"))
        if self._state.comparing is Comparing.DIFFERENCE:
            parts.append(self.tr("difference × {n}").format(n=GAIN))
        if self._view.viewport.degrees:
            parts.append(self.tr("turned {n:g}°").format(n=round(self._view.viewport.degrees, 1)))
        if self._view.viewport.mirrored:
            parts.append(self.tr("mirrored"))
        self.about.setText(" · ".join(parts))
        facts = shown.run.facts if shown.run else {}
        self.about.setToolTip("\n".join(f"{name}: {value}" for name, value in facts.items()))

    def _on_looked(self, _zoom: float) -> None:
        self._on_shown(self._state.shown)

    def _on_comparing(self, _comparing: Comparing) -> None:
        self._on_shown(self._state.shown)

    def _on_notes(self, notes: tuple[Message, ...]) -> None:
        text = "  ".join(sentence(note) for note in notes)
        self.notes.setText(text)
        self.notes.setToolTip(text)
        self.notes.setVisible(bool(text))


class Pixel(QWidget):
    """Where the mouse is in the picture, and the color there."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.reading: Reading | None = None
        self._color = QColor()
        self._narrow = False
        self._copied = ""
        self.setToolTip(
            self.tr("The pixel under the mouse: its place and its sRGB color; C copies the color")
        )
        self.setAccessibleName(self.tr("Pixel under the mouse"))
        self.hide()  # until there is one

    def text(self) -> str:
        """Return what is shown, in words."""
        at = self.reading
        if at is None or self._copied:
            return self._copied
        if self._narrow:
            return f"{at.x}, {at.y}  {at.hex}"
        return f"x {at.x}  y {at.y}   {at.red} {at.green} {at.blue}   {at.hex}"

    def show_reading(self, reading: Reading | None) -> None:
        """Show another pixel, or none."""
        if reading != self.reading:
            self.reading, self._copied = reading, ""
            self._show()

    def show_copied(self, reading: Reading) -> None:
        """Say that a color was copied, until the mouse is elsewhere."""
        self._copied = self.tr("{color} copied").format(color=reading.hex)
        self._color = QColor(reading.red, reading.green, reading.blue)
        self._show()

    def _show(self) -> None:
        if self.reading and not self._copied:
            self._color = QColor(self.reading.red, self.reading.green, self.reading.blue)
        self.setVisible(bool(self.text()))
        self.setAccessibleDescription(self.text())
        self.updateGeometry()
        self.update()

    def set_narrow(self, narrow: bool) -> None:
        """Leave out what can be told from the rest."""
        if narrow != self._narrow:
            self._narrow = narrow
            self._show()

    def sizeHint(self) -> QSize:
        """Room for the longest reading, so that nothing dances."""
        longest = self.text() if self._narrow else WIDEST
        wide = self.fontMetrics().horizontalAdvance(longest) + SWATCH + theme.GAP
        return QSize(wide, theme.CONTROL_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the swatch and the numbers, at the right."""
        if not self.text():
            return
        painter = QPainter(self)
        middle = self.height() / 2
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.setPen(theme.color(Role.SECONDARY))
        painter.drawText(self.rect(), right, self.text())
        left = self.width() - self.fontMetrics().horizontalAdvance(self.text()) - SWATCH - theme.GAP
        swatch = QRectF(left, middle - SWATCH / 2, SWATCH, SWATCH)
        painter.fillRect(swatch, theme.color(Role.HAIRLINE))
        painter.fillRect(swatch.adjusted(1, 1, -1, -1), self._color)
