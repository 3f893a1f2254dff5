"""The candidates of one request along the lower edge of the canvas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPen
from PySide6.QtWidgets import QScrollArea, QToolTip, QWidget

from studio.state.observable import bind
from studio.ui import theme
from studio.ui.canvas.images import to_image
from studio.ui.palette import Role

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPaintEvent

    from studio.core.run import Run
    from studio.state.session import Session

CELL = 56
GAP = 4
MARGIN = 6
RING = 2


class Strip(QScrollArea):
    """Scrolls the row of candidates; absent where there is only one."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.cells = Cells(session, self)
        self.setWidget(self.cells)
        self.cells.setAutoFillBackground(False)  # which setWidget turns on
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFixedHeight(CELL + 2 * MARGIN)
        bind(session.candidates, "runs", self._on_runs)
        bind(session.browsing, "selected", self._on_selected)

    def _on_runs(self, runs: tuple[Run, ...]) -> None:
        self.setVisible(bool(runs))
        self.cells.show_runs(runs)
        self._reveal()

    def _on_selected(self, run: Run | None) -> None:
        self.cells.select(run)
        self._reveal()

    def _reveal(self) -> None:
        middle = self.cells.cell(max(self.cells.current(), 0)).center()
        self.ensureVisible(middle.x(), middle.y(), CELL, 0)


class Cells(QWidget):
    """Draws the thumbnails; a click or an arrow shows one on the canvas."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._runs: tuple[Run, ...] = ()
        self._selected = ""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(self.tr("Pictures of this request with other seeds"))
        session.desk.thumbnails.arrived.connect(self._on_arrived)

    def show_runs(self, runs: tuple[Run, ...]) -> None:
        """Show other candidates."""
        self._runs = runs
        self.resize(self.sizeHint())
        self.update()

    def select(self, run: Run | None) -> None:
        """Mark the one on the canvas."""
        self._selected = run.id if run else ""
        if run:
            self.setAccessibleDescription(self.tr("seed {seed}").format(seed=run.request.seed))
        self.update()

    def current(self) -> int:
        """Return the place of the marked one, -1 if it is not here."""
        return next((i for i, run in enumerate(self._runs) if run.id == self._selected), -1)

    def cell(self, index: int) -> QRect:
        """Return where a candidate is drawn."""
        return QRect(MARGIN + index * (CELL + GAP), MARGIN, CELL, CELL)

    def sizeHint(self) -> QSize:
        """As long as the row."""
        length = max(len(self._runs), 1) * (CELL + GAP) - GAP
        return QSize(length + 2 * MARGIN, CELL + 2 * MARGIN)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Show the one under the mouse."""
        index = self._at(event.position().toPoint())
        if index >= 0:
            self._session.browsing.show(self._runs[index])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk by the arrows, to the ends by Home and End."""
        last, now = len(self._runs) - 1, self.current()
        targets = {
            Qt.Key.Key_Left: now - 1,
            Qt.Key.Key_Right: now + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        target = targets.get(Qt.Key(event.key()))
        if target is None:
            super().keyPressEvent(event)
        elif 0 <= target <= last:
            self._session.browsing.show(self._runs[target])

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus ring."""
        super().focusInEvent(event)
        self.update()

    def event(self, event: QEvent) -> bool:
        """Tell the seed of the one under the mouse."""
        if isinstance(event, QHelpEvent):
            index = self._at(event.pos())
            text = ""
            if index >= 0:
                text = self.tr("seed {seed}").format(seed=self._runs[index].request.seed)
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what is in sight."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for index, run in enumerate(self._runs):
            cell = self.cell(index)
            if cell.intersects(event.rect()):
                self._paint_cell(painter, QRectF(cell), run)

    def _paint_cell(self, painter: QPainter, cell: QRectF, run: Run) -> None:
        pixels = self._session.desk.thumbnails.get(run)
        painter.fillRect(cell, theme.color(Role.CONTROL))
        if pixels is not None:
            image = to_image(pixels)
            side = min(image.width(), image.height())
            middle = QRectF(0, 0, side, side)
            middle.moveCenter(QRectF(image.rect()).center())
            painter.drawImage(cell, image, middle)
        if run.id != self._selected:
            return
        painter.setPen(QPen(theme.color(Role.ACCENT), RING))
        painter.drawRect(cell.adjusted(-RING / 2, -RING / 2, RING / 2, RING / 2))
        if self.hasFocus():
            painter.setPen(QPen(theme.color(Role.WINDOW), RING))
            painter.drawRect(cell.adjusted(RING / 2, RING / 2, -RING / 2, -RING / 2))

    def _at(self, place: QPoint) -> int:
        return next((i for i in range(len(self._runs)) if self.cell(i).contains(place)), -1)

    def _on_arrived(self, folder: str) -> None:
        if any(str(run.folder) == folder for run in self._runs):
            self.update()
