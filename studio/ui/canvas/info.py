"""What made the picture, over its corner: as much as a caption of an exhibition says, and more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from studio.state.observable import bind
from studio.ui import theme
from studio.ui.palette import Role

if TYPE_CHECKING:
    from PySide6.QtCore import QObject
    from PySide6.QtGui import QPaintEvent

    from studio.core.run import Run
    from studio.state.canvas import CanvasState, Shown
    from studio.state.catalog import Catalog

ALPHA = 232  # what is below shines through, and text has its contrast on any picture
WIDTH = 300
EDGE = 12
LONGEST = 600  # characters of a prompt; the tooltip of the gallery has the rest


class InfoOverlay(QWidget):
    """A card in the corner of the canvas; the mouse goes through it."""

    def __init__(self, state: CanvasState, catalog: Catalog, parent: QWidget) -> None:
        super().__init__(parent)
        self._outer = parent
        self._state = state
        self._catalog = catalog
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName(self.tr("What made this picture"))
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(12, 10, 12, 10)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        self._labels: list[QLabel] = []
        parent.installEventFilter(self)
        bind(state, "info", self._on_changed)
        bind(state, "shown", self._on_changed)

    def text(self) -> str:
        """Return all of it, a line for each label."""
        return "\n".join(label.text() for label in self._labels)

    def place(self) -> None:
        """Stand in the upper right corner, as wide as there is room for."""
        room = self._outer.size()
        width = min(WIDTH, room.width() - 2 * EDGE)
        height = min(self.heightForWidth(width), room.height() - 2 * EDGE)
        self.setGeometry(room.width() - width - EDGE, EDGE, width, height)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Stay in the corner."""
        if event.type() is QEvent.Type.Resize:
            self.place()
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the card."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = theme.color(Role.PANEL)
        ground.setAlpha(ALPHA)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(QRectF(self.rect()), theme.RADIUS, theme.RADIUS)

    def _on_changed(self, _what: object) -> None:
        shown = self._state.shown
        self.setVisible(self._state.info and shown is not None)
        if not self._state.info or not shown:
            return
        for label in self._labels:
            self._grid.removeWidget(label)
            label.deleteLater()
        self._labels.clear()
        for row, (name, value) in enumerate(self._lines(shown)):
            self._add(row, name, value)
        self.place()

    def _add(self, row: int, name: str, value: str) -> None:
        shown = QLabel(value, self)
        shown.setTextFormat(Qt.TextFormat.PlainText)
        shown.setWordWrap(True)
        self._labels.append(shown)
        if not name:
            self._grid.addWidget(shown, row, 0, 1, 2)
        else:
            title = QLabel(name, self)
            title.setObjectName("secondary")
            self._labels.insert(-1, title)
            self._grid.addWidget(title, row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(shown, row, 1)
        for label in self._labels[-2:]:
            label.show()

    def _lines(self, shown: Shown) -> list[tuple[str, str]]:
        size = (self.tr("Size"), f"{shown.extent.width} × {shown.extent.height}")
        if not shown.run:
            return [size]
        return [*self._words(shown.run), size, *self._numbers(shown.run)]

    def _words(self, run: Run) -> list[tuple[str, str]]:
        request = run.request
        lines = [("", _short(request.prompt))] if request.prompt else []
        if request.negative:
            lines.append((self.tr("Without"), _short(request.negative)))
        style = request.style.title if request.style else request.style_text
        if style:
            lines.append((self.tr("Style"), _short(style)))
        return lines

    def _numbers(self, run: Run) -> list[tuple[str, str]]:
        request, tr = run.request, self.tr
        model = self._catalog.model(request.model)
        titles = {
            "steps": tr("Steps"),
            "guidance": tr("Guidance"),
            "scheduler": tr("Sampler"),
        }
        lines = [(tr("Model"), model.title if model else request.model)]
        lines.append((tr("Seed"), str(request.seed)))
        for key, title in titles.items():
            value = request.params.get(key) or run.facts.get(key)
            if value:
                told = f"{value:g}" if isinstance(value, float) else str(value)
                lines.append((title, told.removesuffix("Scheduler")))
        lines.append((tr("Time"), tr("{n:.1f} s").format(n=run.seconds)))
        lines.append((tr("Made"), f"{run.created:%Y-%m-%d %H:%M}"))
        return lines


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}..."
