"""The whole window takes what is dropped on it, and says calmly what will happen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPen,
)
from PySide6.QtWidgets import QWidget

from studio.core.parameters_text import is_parameters
from studio.ui import icons, theme
from studio.ui.incoming import Kind, hand_over, kind_of
from studio.ui.palette import Role

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData
    from PySide6.QtGui import QPaintEvent

    from studio.ui.main_window import MainWindow

ICON_PX = 40
CARD = (380, 128)
EDGE_PX = 2
SHADE = 0.55  # of what lies under it


class DropTarget(QObject):
    """Watches the window for drags; children that take none of their own let them through."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._drops = window.session.drops
        self.overlay = DropOverlay(window)
        window.setAcceptDrops(True)
        window.installEventFilter(self)
        self._drops.about_asked.connect(self._on_about_asked)
        window.places["request"].filled.connect(self._on_filled)
        if window.places["request"].made():
            self._on_filled()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take drags and drops; from the texts also what is no words. Let all else pass."""
        if watched is not self._window and self._is_for_the_text(event):
            return False
        match event.type():
            case QEvent.Type.KeyPress:  # the window gets every key that nobody took
                return watched is not self._window and self._paste()
            case QEvent.Type.DragEnter | QEvent.Type.DragMove if isinstance(event, QDropEvent):
                return self._on_drag(event)
            case QEvent.Type.DragLeave:
                self.overlay.hide()
                return True
            case QEvent.Type.Drop if isinstance(event, QDropEvent):
                return self._on_drop(event)
        return super().eventFilter(watched, event)

    def _is_for_the_text(self, event: QEvent) -> bool:
        """Whether an event of a text is to be left to it: all but what holds no plain words."""
        match event.type():
            case QEvent.Type.DragEnter | QEvent.Type.DragMove | QEvent.Type.Drop:
                return isinstance(event, QDropEvent) and _is_words(event.mimeData())
            case QEvent.Type.DragLeave:
                return self.overlay.isHidden()
            case QEvent.Type.KeyPress if isinstance(event, QKeyEvent):
                mime = QGuiApplication.clipboard().mimeData()
                pasted = event.matches(QKeySequence.StandardKey.Paste)
                return not pasted or mime is None or _is_words(mime)
            case _:
                return True

    def _paste(self) -> bool:
        mime = QGuiApplication.clipboard().mimeData()
        return bool(mime and hand_over(mime, self._drops, self.tr("Pasted picture")))

    def _on_filled(self) -> None:
        request = self._window.request
        for text in (request.prompt, request.negative):
            text.installEventFilter(self)
            text.viewport().installEventFilter(self)

    def _on_drag(self, event: QDropEvent) -> bool:
        kind = self._kind(event)
        if kind is Kind.NOTHING:
            event.ignore()
            return True
        event.setDropAction(Qt.DropAction.CopyAction)  # what is dropped stays where it is
        event.accept()
        if isinstance(event, QDragEnterEvent):
            self.overlay.say(kind, self._sentence(kind, event.mimeData()))
        return True

    def _on_drop(self, event: QDropEvent) -> bool:
        self.overlay.hide()
        if self._kind(event) is Kind.NOTHING:
            event.ignore()
            return True
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        hand_over(event.mimeData(), self._drops, self.tr("Dropped picture"))
        self._window.activateWindow()
        return True

    def _kind(self, event: QDropEvent) -> Kind:
        """Our own drags are no news."""
        source = event.source()
        if isinstance(source, QWidget) and source.window() is self._window:
            return Kind.NOTHING
        return kind_of(event.mimeData())

    def _sentence(self, kind: Kind, mime: QMimeData) -> str:
        sentences = {
            Kind.NOTHING: "",
            Kind.PICTURE: self.tr("Show this picture and read what made it"),
            Kind.PICTURES: self.tr("Look at {n} pictures and offer to import them"),
            Kind.FOLDER: self.tr("Open the project, or import the pictures of the folder"),
            Kind.MODEL: self.tr("Say what this model is"),
            Kind.FILES: self.tr("Look what this is: pictures, styles, settings"),
            Kind.TEXT: self.tr("Read settings from this text, or take it as the prompt"),
            Kind.ADDRESS: self.tr("Nothing is fetched from a network: save the picture first"),
        }
        return sentences[kind].format(n=len(mime.urls()))

    def _on_about_asked(self) -> None:
        show_about(self._window)


def show_about(window: MainWindow) -> None:
    """Show the list of fields, at first behind one tab bar with the gallery."""
    about, gallery = window.places["about"], window.places["gallery"]
    if about.isHidden() and not about.isFloating() and not gallery.isHidden():
        window.tabifyDockWidget(gallery, about)
    window.dock("about")


def _is_words(mime: QMimeData) -> bool:
    """Whether this is text for a prompt: no file, no picture, no block of parameters."""
    if kind_of(mime) in (Kind.TEXT, Kind.ADDRESS) and mime.hasText():
        return not is_parameters(mime.text())
    return kind_of(mime) is Kind.NOTHING


class DropOverlay(QWidget):
    """Lies over the window while something is dragged above it; never takes the mouse."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.text = ""
        self._kind = Kind.NOTHING
        self.hide()

    def say(self, kind: Kind, text: str) -> None:
        """Cover the window with what will happen."""
        self._kind, self.text = kind, text
        self.setAccessibleName(text)
        parent = self.parentWidget()
        assert parent
        self.setGeometry(parent.rect())
        self.raise_()
        self.show()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw a shade, an edge, and a card with the sentence."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shade = theme.color(Role.WINDOW)
        shade.setAlphaF(SHADE)
        painter.fillRect(self.rect(), shade)
        refused = self._kind is Kind.ADDRESS
        edge = theme.color(Role.WARNING if refused else Role.ACCENT)
        painter.setPen(QPen(edge, EDGE_PX))
        inner = QRectF(self.rect()).adjusted(4, 4, -4, -4)
        painter.drawRoundedRect(inner, theme.RADIUS, theme.RADIUS)
        card = QRectF(0, 0, *CARD)
        card.moveCenter(QRectF(self.rect()).center())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(Role.CONTROL))
        painter.drawRoundedRect(card, 2 * theme.RADIUS, 2 * theme.RADIUS)
        place = QRectF(card.center().x() - ICON_PX / 2, card.top() + 20, ICON_PX, ICON_PX)
        icons.paint(painter, _ICONS[self._kind], place, edge)
        painter.setPen(theme.color(Role.TEXT))
        words = card.adjusted(24, 20 + ICON_PX + 8, -24, -12)
        flags = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
        painter.drawText(words, flags, self.text)


_ICONS = {
    Kind.NOTHING: "x",
    Kind.PICTURE: "image",
    Kind.PICTURES: "image",
    Kind.FOLDER: "folder-open",
    Kind.MODEL: "cube",
    Kind.FILES: "stack",
    Kind.TEXT: "text-t",
    Kind.ADDRESS: "warning",
}
