"""The picture, large, with zoom to the cursor and pan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.state.canvas import CanvasState, Origin
from studio.state.observable import bind
from studio.ui import theme
from studio.ui.canvas.viewport import Viewport, centered, fitted
from studio.ui.palette import Role

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PySide6.QtGui import QPaintEvent, QResizeEvent

    from studio.core.request import Extent
    from studio.state.canvas import Shown

NOTCH = 120.0  # of a mouse wheel
ZOOM_PER_NOTCH = 1.2
CRISP_FROM = 6.0  # from this magnification on, pixels are shown as squares
COARSE_PX = 128
PROGRESS_PX = 3


class CanvasView(QWidget):
    """Shows what `CanvasState` says; holds only where the user looks."""

    zoom_changed = Signal(float)  # 1.0 is one picture pixel per screen pixel
    stepped = Signal(int)
    canvas_only = Signal()

    def __init__(self, state: CanvasState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: Shown | None = None
        self._levels: list[QImage] = []
        self._viewport = Viewport()
        self._fits = True
        self._progress = 0.0
        self._drag_from: QPointF | None = None
        self._space = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 160)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(self.tr("Canvas"))
        bind(state, "shown", self._on_shown)

    @property
    def viewport(self) -> Viewport:
        """Where the picture lies."""
        return self._viewport

    @property
    def zoom(self) -> float:
        """Screen pixels per picture pixel."""
        return self._viewport.scale * self.devicePixelRatioF()

    def fit(self) -> None:
        """Show the whole picture, and keep it so when the window changes."""
        self._fits = True
        if self._shown:
            self._look(fitted(self._size(), _pair(self._shown.extent)))

    def actual_size(self) -> None:
        """Show one picture pixel per screen pixel."""
        self._fits = False
        if self._shown:
            self._look(
                centered(self._size(), _pair(self._shown.extent), 1 / self.devicePixelRatioF())
            )

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        """Zoom around a point of the view, its middle unless told."""
        self._fits = False
        at = at or QPointF(self.width() / 2, self.height() / 2)
        self._look(self._viewport.zoomed(factor, at.x(), at.y()))

    def show_progress(self, fraction: float) -> None:
        """Show how far the picture being made is, at its lower edge."""
        self._progress = fraction
        self.update()

    def picture_rect(self) -> QRectF:
        """Return where the picture is drawn, in the view."""
        if not self._shown:
            return QRectF()
        at, extent = self._viewport, self._shown.extent
        return QRectF(at.x, at.y, extent.width * at.scale, extent.height * at.scale)

    def sizeHint(self) -> QSize:
        """As large as possible."""
        return QSize(800, 600)

    # Events

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom to the cursor."""
        notches = event.angleDelta().y() / NOTCH
        if notches:
            self.zoom_by(ZOOM_PER_NOTCH**notches, event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to pan: with any button, as no tool needs the left one yet."""
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self._drag_from = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pan."""
        if self._drag_from is not None:
            moved = event.position() - self._drag_from
            self._drag_from = event.position()
            self._fits = False
            self._look(self._viewport.moved(moved.x(), moved.y()))

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """End a pan."""
        self._drag_from = None
        self._show_cursor()

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        """Change between the whole picture and its pixels."""
        if self._fits:
            self.actual_size()
        else:
            self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space to pan, the arrows for the neighbours, one-letter zooms."""
        match event.key():
            case Qt.Key.Key_Space:
                self._space = True
                self._show_cursor()
            case Qt.Key.Key_Left | Qt.Key.Key_Up:
                self.stepped.emit(-1)
            case Qt.Key.Key_Right | Qt.Key.Key_Down:
                self.stepped.emit(1)
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.zoom_by(ZOOM_PER_NOTCH)
            case Qt.Key.Key_Minus:
                self.zoom_by(1 / ZOOM_PER_NOTCH)
            case Qt.Key.Key_0 | Qt.Key.Key_F:
                self.fit()
            case Qt.Key.Key_1:
                self.actual_size()
            case Qt.Key.Key_Tab:
                self.canvas_only.emit()
            case _:
                super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """End panning by Space."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space = False
            self._show_cursor()
        else:
            super().keyReleaseEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Leave Tab to `keyPressEvent`; Shift+Tab walks on as everywhere."""
        return False if forward else super().focusNextPrevChild(forward)

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Keep a fitted picture fitted."""
        if self._fits:
            self.fit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the surroundings, the picture, and how far it is."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color(Role.CANVAS))
        if not self._shown:
            return
        place = self.picture_rect()
        image = self._level(place.width() * self.devicePixelRatioF())
        magnified = self.zoom * self._shown.extent.width / image.width()
        crisp = magnified >= CRISP_FROM and self._shown.origin is not Origin.PREVIEW
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not crisp)
        painter.drawImage(place, image)
        if self._progress > 0 and self._shown.origin is Origin.PREVIEW:
            track = QRectF(place.left(), place.bottom(), place.width(), PROGRESS_PX)
            painter.fillRect(track, theme.color(Role.WINDOW))
            track.setWidth(place.width() * self._progress)
            painter.fillRect(track, theme.color(Role.ACCENT))

    # Helpers

    def _on_shown(self, shown: Shown | None) -> None:
        other = shown and self._shown and shown.extent != self._shown.extent
        first = shown and not self._shown
        self._shown = shown
        self._levels = [_painted(shown)] if shown else []
        if shown and (first or (other and self._fits)):
            self.fit()
        self.update()

    def _level(self, wide: float) -> QImage:
        """Return the picture halved as often as it is drawn smaller, or it would shimmer."""
        level = 0
        while self._levels[0].width() / 2 ** (level + 1) >= max(wide, 1.0):
            level += 1
            if level == len(self._levels):
                last = self._levels[-1]
                half = QSize(max(last.width() // 2, 1), max(last.height() // 2, 1))
                smooth = Qt.TransformationMode.SmoothTransformation
                self._levels.append(last.scaled(half, Qt.AspectRatioMode.IgnoreAspectRatio, smooth))
        return self._levels[level]

    def _look(self, viewport: Viewport) -> None:
        self._viewport = viewport
        self.zoom_changed.emit(self.zoom)
        self.update()

    def _size(self) -> tuple[float, float]:
        return float(self.width()), float(self.height())

    def _show_cursor(self) -> None:
        open_hand = Qt.CursorShape.OpenHandCursor
        self.setCursor(open_hand if self._space else Qt.CursorShape.ArrowCursor)


def to_image(pixels: NDArray[np.uint8]) -> QImage:
    """Wrap (h, w, 3) uint8 without copying; the image keeps the array alive."""
    if not pixels.flags.c_contiguous:
        pixels = pixels.copy()
    height, width, _ = pixels.shape
    image = QImage(pixels.data, width, height, 3 * width, QImage.Format.Format_RGB888)
    image.pixels = pixels  # type: ignore[attr-defined]  # Qt does not know whose memory it is
    return image


def _painted(shown: Shown) -> QImage:
    """Return the image to draw; a coarse preview is smoothed twice, or its squares would show."""
    image = to_image(shown.pixels)
    if shown.origin is Origin.PREVIEW and image.width() < COARSE_PX:
        size, ratio = image.size() * 4, Qt.AspectRatioMode.IgnoreAspectRatio
        image = image.scaled(size, ratio, Qt.TransformationMode.SmoothTransformation)
    return image


def _pair(extent: Extent) -> tuple[float, float]:
    return float(extent.width), float(extent.height)
