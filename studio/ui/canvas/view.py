"""The pictures, large: one, or several that are looked at through one viewport."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy

from studio.state.canvas import Comparing, Origin
from studio.state.observable import bind
from studio.tasks.find_difference import GAIN
from studio.ui import theme
from studio.ui.canvas import drawing
from studio.ui.canvas.hands import ZOOM_PER_NOTCH, Hands
from studio.ui.canvas.images import painted, to_image
from studio.ui.canvas.looking import Hold
from studio.ui.canvas.panes import Pane, inside, laid_out, pane_at
from studio.ui.canvas.reading import Reading, read_pixel
from studio.ui.palette import Role

if TYPE_CHECKING:
    from PySide6.QtGui import QImage, QPaintEvent, QResizeEvent
    from PySide6.QtWidgets import QWidget

    from studio.core.settings import Settings
    from studio.state.canvas import CanvasState, Shown
    from studio.state.levels import Levels
    from studio.state.memory import Memory
    from studio.ui.canvas.panes import Box

__all__ = ["ZOOM_PER_NOTCH", "CanvasView", "to_image"]

LETTERS = "ABCD"
EDGE = 8  # pixels between a label and the edge of its pane


class CanvasView(Hands):
    """Shows what `CanvasState` says; holds only where the user looks."""

    def __init__(
        self, state: CanvasState, levels: Levels, memory: Memory, parent: QWidget | None = None
    ) -> None:
        super().__init__(state, parent)
        self._levels = levels
        self._smooth: dict[int, tuple[Shown, list[QImage]]] = {}  # the previews on the canvas
        self._progress, self._stage = 0.0, ""
        self._surround = ""
        self._frame: tuple[float, float] | None = None
        self._panes = laid_out(1, float(self.width()), float(self.height()))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 160)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(self.tr("Canvas"))
        levels.arrived.connect(self._on_changed)
        for name in ("shown", "compare", "comparing", "difference"):
            bind(state, name, self._on_pictures)
        for name in ("wipe_share", "wipe_upright", "grid", "heat"):
            bind(state, name, self._on_changed)
        bind(memory, "settings", self._on_settings)

    def show_progress(self, fraction: float, stage: str = "") -> None:
        """Show how far the picture being made is, at its lower edge, and say it in words."""
        self._progress, self._stage = fraction, stage
        self.update()

    def picture_rect(self) -> QRectF:
        """Return the box around the shown picture, in the view."""
        if not self._frame:
            return QRectF()
        box = QRectF(*self.viewport.bounds(self._frame))
        return box.translated(self._panes[-1].x, self._panes[-1].y)

    def sizeHint(self) -> QSize:
        """As large as possible."""
        return QSize(800, 600)

    # What Looking and Hands ask

    def frame(self) -> tuple[float, float] | None:
        """Return the size of the shown picture."""
        return self._frame

    def room(self) -> tuple[float, float]:
        """Return the size of each pane."""
        return self._panes[0].width, self._panes[0].height

    def panes(self) -> tuple[Pane, ...]:
        """Return the parts of the view that show a picture each."""
        return self._panes

    def wipe_box(self) -> Box | None:
        """Return the part of the picture that is in sight, where there is a wipe."""
        if self._state.comparing is not Comparing.WIPE or len(self._seen()) < 2:
            return None
        seen = self.picture_rect() & QRectF(self.rect())
        return None if seen.isEmpty() else (seen.x(), seen.y(), seen.width(), seen.height())

    def reading_at(self, at: QPointF) -> Reading | None:
        """Return the pixel under a point of the view."""
        seen = self._seen()
        if not seen or not self._frame:
            return None
        pane = pane_at(self._panes, at.x(), at.y())
        box = self.wipe_box()
        if box:
            along = at.x() if self._state.wipe_upright else at.y()
            shown = seen[0] if along < self._wipe().line(box) else seen[1]
        else:
            shown = seen[min(self._panes.index(pane), len(seen) - 1)]
        return read_pixel(
            shown, self._frame, *self.viewport.to_picture(at.x() - pane.x, at.y() - pane.y)
        )

    # Events

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep a fitted picture fitted, and what is in the middle there."""
        before = self.middle()
        self._lay_panes()
        if self._hold is Hold.NOTHING and event.oldSize().isValid():
            moved = self.middle() - before
            self._look(self.viewport.moved(round(moved.x()), round(moved.y())))
        self._rehold()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the surroundings, the pictures, and what is said of them."""
        painter = QPainter(self)
        seen = self._seen()
        several, area = len(self._panes) > 1, QRectF(self.rect())
        painter.fillRect(self.rect(), theme.surround(self._surround))
        if box := self.wipe_box():
            self._paint_wipe(painter, seen, box)
        else:
            for pane, shown in zip(self._panes, seen, strict=False):
                self._paint_pane(painter, pane, shown)
        if several:
            self._paint_seams(painter)
        if len(seen) > 1:
            self._paint_letters(painter, seen)
        elif seen and seen[-1] is self._state.difference:
            drawing.draw_pill(
                painter, self.tr("difference × {n}").format(n=GAIN), QPointF(EDGE, EDGE), area
            )
        if seen and seen[-1].origin is Origin.PREVIEW:
            self._paint_progress(painter)

    def _paint_pane(
        self, painter: QPainter, pane: Pane, shown: Shown, clip: QRectF | None = None
    ) -> None:
        assert self._frame
        ratio = self.devicePixelRatioF()
        corner = self.mapTo(self.window(), QPoint(0, 0))
        origin = (corner.x() + pane.x, corner.y() + pane.y)
        area = QRectF(pane.x, pane.y, pane.width, pane.height)
        painter.save()
        painter.setClipRect(area if clip is None else clip)
        drawing.look_through(painter, area, self.viewport.snapped(ratio, origin))
        box = inside(self._frame, (shown.extent.width, shown.extent.height))
        preview = shown.origin is Origin.PREVIEW
        drawing.draw_picture(painter, self._images(shown), box, ratio=ratio, smooth_always=preview)
        if (heat := self._state.heat) and shown.run and shown.run.folder == heat.run.folder:
            drawing.draw_heat(painter, heat.map, box)
        if self._state.grid and not preview:
            zoom = self.zoom * box[2] / shown.extent.width
            painter.translate(box[0], box[1])
            painter.scale(box[2] / shown.extent.width, box[3] / shown.extent.height)
            drawing.draw_grid(painter, shown.extent.width, shown.extent.height, zoom)
        painter.restore()

    def _paint_wipe(self, painter: QPainter, seen: tuple[Shown, ...], box: Box) -> None:
        wipe, ratio = self._wipe(), self.devicePixelRatioF()
        at = round(wipe.line(box) * ratio) / ratio
        first, second = QRectF(self.rect()), QRectF(self.rect())
        if wipe.upright:
            first.setRight(at)
            second.setLeft(at)
        else:
            first.setBottom(at)
            second.setTop(at)
        self._paint_pane(painter, self._panes[0], seen[0], first)
        self._paint_pane(painter, self._panes[0], seen[1], second)
        drawing.draw_wipe(painter, wipe, box, ratio)

    def _paint_seams(self, painter: QPainter) -> None:
        """Draw what is between the panes."""
        painter.setPen(Qt.PenStyle.NoPen)
        gaps = QRectF(self.rect())
        for pane in self._panes[1:]:
            if pane.x:
                seam = QRectF(pane.x - 2, 0, 2, gaps.height())
                painter.fillRect(seam, theme.color(Role.WINDOW))
            if pane.y:
                painter.fillRect(QRectF(0, pane.y - 2, gaps.width(), 2), theme.color(Role.WINDOW))

    def _paint_letters(self, painter: QPainter, seen: tuple[Shown, ...]) -> None:
        if len(self._panes) > 1:
            areas = [QRectF(p.x, p.y, p.width, p.height) for p in self._panes]
        else:
            areas = [QRectF(self.rect())] * 2
        for index, (area, shown) in enumerate(zip(areas, seen, strict=False)):
            room = area.adjusted(EDGE, EDGE, -EDGE, -EDGE)
            corner = room.topLeft()
            if len(self._panes) == 1 and index:  # of a wipe
                corner = room.topRight() if self._state.wipe_upright else room.bottomLeft()
            drawing.draw_pill(painter, self._letter(index, shown), corner, room)

    def _letter(self, index: int, shown: Shown) -> str:
        if shown.run:
            told = self.tr("seed {seed}").format(seed=shown.run.request.seed)
        elif shown.origin is Origin.PREVIEW:
            told = self.tr("preview")
        elif shown.origin is Origin.SOURCE:
            told = self.tr("starting picture")
        else:
            told = self.tr("not saved")
        return f"{LETTERS[index]}  {told}"

    def _paint_progress(self, painter: QPainter) -> None:
        box = self.picture_rect()
        if self._progress > 0:
            drawing.draw_progress(painter, box, self._progress)
        if self._stage:
            pane = self._panes[-1]
            room = QRectF(pane.x, pane.y, pane.width, pane.height)
            room.adjust(EDGE, EDGE, -EDGE, -1)
            below = box.bottomLeft() + QPointF(0, drawing.PROGRESS_PX + 1)
            drawing.draw_pill(painter, self._stage, below, room)

    # Helpers

    def _seen(self) -> tuple[Shown, ...]:
        """Return the pictures in their order; the last gives way while another one is peeked at."""
        seen = self._state.seen()
        return (*seen[:-1], self._state.compare[0]) if self._flipped and seen else seen

    def _on_pictures(self, _changed: object) -> None:
        shown, before = self._state.shown, self._frame
        if not self._state.compare:
            self._flipped = False
        self._frame = (float(shown.extent.width), float(shown.extent.height)) if shown else None
        seen = (*self._state.compare, *self._state.seen())
        self._levels.keep_only([picture.pixels for picture in seen])
        self._smooth = {key: kept for key, kept in self._smooth.items() if kept[0] in seen}
        self._lay_panes()
        if before is None and self._frame:
            self.fit()
        elif before != self._frame:
            self._rehold()
        self._tell_pixel()
        self.update()

    def _lay_panes(self) -> None:
        apart = self._state.comparing in (Comparing.TWO, Comparing.FOUR)
        count = len(self._state.seen()) if apart else 1
        panes = laid_out(count, float(self.width()), float(self.height()))
        if panes != self._panes:
            self._panes = panes
            self._rehold()

    def _images(self, shown: Shown) -> list[QImage]:
        if shown.origin is not Origin.PREVIEW:
            return painted(shown, self._levels.of(shown.pixels))
        if id(shown) not in self._smooth:
            self._smooth[id(shown)] = (shown, painted(shown, [shown.pixels]))
        return self._smooth[id(shown)][1]

    def _on_changed(self, *_what: object) -> None:
        self.update()

    def _on_settings(self, settings: Settings) -> None:
        self._surround = settings.canvas_surround
        self.update()
