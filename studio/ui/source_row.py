"""What a picture starts from: noise, or another picture and how much of it may change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPainterPath
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from studio.core.request import Request
from studio.state.observable import bind
from studio.ui import theme
from studio.ui.canvas.view import to_image
from studio.ui.widgets.menu_combo import MenuCombo
from studio.ui.widgets.number_field import NumberField
from studio.ui.widgets.row import icon_button, label, row

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from studio.state.draft import Draft
    from studio.state.sources import Sources
    from studio.tasks.keep_input import KeptInput

THUMB_PX = 56
STEP = 0.05


class SourceRow(QWidget):
    """Offers pictures to start from; with one, shows it and how much of it may change."""

    file_asked = Signal()
    canvas_asked = Signal()

    def __init__(self, sources: Sources, draft: Draft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sources = sources
        self.choose = MenuCombo(self)
        self.choose.setToolTip(
            self.tr("Draw from nothing but noise, or start from a picture and change it")
        )
        self.menu = QMenu(self.choose)
        self.menu.addAction(self.tr("The picture on the canvas")).triggered.connect(
            lambda: self.canvas_asked.emit()
        )
        self.menu.addAction(self.tr("A picture file...")).triggered.connect(
            lambda: self.file_asked.emit()
        )
        self.choose.set_menu(self.menu)
        self.thumb = SourceThumb(self)
        self.remove = icon_button("x", self.tr("Start from noise again"), sources.clear)
        default = Request("").denoise
        self.denoise = NumberField(0, 1, STEP, default=default, parent=self)
        self.denoise.setAccessibleName(self.tr("How much may change"))
        self.denoise.setToolTip(
            self.tr(
                "How much of the picture may change (denoise strength): 0 keeps it as it is, at 0.3"
                " its forms stay, at 0.7 only its composition, at 1 hardly anything."
            )
        )
        self._lay_out()
        bind(sources, "shown", self._on_shown)
        bind(draft, "denoise", self.denoise.set_value, self.denoise.changed)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        first = label(self.tr("Start from"))
        column.addWidget(row(first, self.choose, self.thumb, self.remove, parent=self))
        self.denoise_row = row(label(self.tr("Change")), self.denoise, parent=self)
        column.addWidget(self.denoise_row)

    def _on_shown(self, kept: KeptInput | None) -> None:
        self.thumb.show_picture(kept)
        for widget in (self.thumb, self.remove, self.denoise_row):
            widget.setVisible(kept is not None)
        self.choose.show_text(self.tr("Another picture") if kept else self.tr("Noise"))
        title = self.tr("Start from")
        self.choose.setAccessibleName(f"{title}: {self.choose.currentText()}")


class SourceThumb(QWidget):
    """The picture that is started from, small and whole."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image: QImage | None = None
        self.setFixedSize(QSize(THUMB_PX, THUMB_PX))
        self.setAccessibleName(self.tr("Starting picture"))

    def show_picture(self, kept: KeptInput | None) -> None:
        """Show another picture."""
        self._image = to_image(kept.thumb) if kept else None
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it in the middle, with round corners."""
        if self._image is None:
            return
        painter = QPainter(self)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        size = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRectF(0, 0, size.width(), size.height())
        place.moveCenter(QRectF(self.rect()).center())
        shape = QPainterPath()
        shape.addRoundedRect(place, theme.RADIUS, theme.RADIUS)
        painter.setClipPath(shape)
        painter.drawImage(place, self._image)
