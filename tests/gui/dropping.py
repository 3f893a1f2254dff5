"""Drag something over the window and let it go, as the system does."""

from __future__ import annotations

import io

from PIL import Image, PngImagePlugin
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

COLOR = (200, 30, 90)
WORDS = (
    "a tower\nNegative prompt: fog\nSteps: 7, Sampler: DPM++ 2M, Schedule type: Karras, "
    "CFG scale: 5.5, Seed: 77, Size: 320x192, Model: fox-mix, Model hash: 45dee52b, Weird: yes"
)


def png(text=None, size=(48, 32), color=COLOR):
    info = PngImagePlugin.PngInfo()
    for key, value in (text or {}).items():
        info.add_itxt(key, value)
    buffer = io.BytesIO()
    Image.new("RGB", size, color).save(buffer, "PNG", pnginfo=info)
    return buffer.getvalue()


def files(*found):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in found])
    return mime


def event_of(kind, mime):
    at = QPointF(600, 300) if kind is QDropEvent else QPoint(600, 300)
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    return kind(at, Qt.DropAction.CopyAction, mime, buttons, keys)


def enter(studio, mime, widget=None):
    event = event_of(QDragEnterEvent, mime)
    event.ignore()
    QApplication.sendEvent(widget or studio.window, event)
    return event.isAccepted()


def drop(qtbot, studio, mime, widget=None):
    """Drag something over the window and let it go; wait until it was looked at."""
    assert enter(studio, mime, widget)
    with qtbot.waitSignal(studio.session.drops.looked) as told:
        let_go(studio, mime, widget)
    return told.args[0]


def let_go(studio, mime, widget=None):
    QApplication.sendEvent(widget or studio.window, event_of(QDropEvent, mime))


def said(studio):
    return studio.window.error_bar.text.text()
