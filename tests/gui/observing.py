"""Everything that can change in the window and around it, as one value that can be compared."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path

import shiboken6
from PySide6.QtCore import QBuffer, QIODevice, QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from studio.state.observable import Observable


def observed(studio, dialogs, engine, folder):
    """Return what the window shows and knows, what lies on the disk, and what was asked for."""
    return {
        "state": _state(studio),
        "files": _files(folder),
        "pixels": _pixels(),
        "clipboard": _clipboard(),
        "dialogs": (len(dialogs.asked), len(dialogs.shown)),
        "engine": len(engine.requests),
    }


def changes(before, after):
    """Return the names of what differs."""
    return [name for name in before if before[name] != after[name]]


def _state(studio):
    """Return every observable of the state's objects, whatever they are called."""
    values = {}
    seen = set()
    waiting = [studio.session, *vars(studio.session.desk).values()]
    while waiting:
        part = waiting.pop()
        if id(part) in seen or not isinstance(part, QObject) or not shiboken6.isValid(part):
            continue
        if not type(part).__module__.startswith("studio.state"):
            continue
        seen.add(id(part))
        for kind in type(part).__mro__:
            for name, value in vars(kind).items():
                if isinstance(value, Observable):
                    values[type(part).__name__, name] = _text(getattr(part, name))
        waiting += vars(part).values()
    return values


def _text(value):
    """Return a text that is equal for equal values; arrays by what they hold."""
    pixels = getattr(value, "pixels", None)
    if hasattr(pixels, "tobytes"):
        return f"{type(value).__name__} {pixels.shape} {hash(pixels.tobytes())}"
    return repr(value)


def _files(folder):
    """Return size and time of every file, but for logs and caches, which say nothing here."""
    found = {}
    for place, folders, names in os.walk(folder):  # which goes on where something vanishes
        folders[:] = [name for name in folders if name not in ("logs", "cache")]
        for name in names:
            path = Path(place, name)
            with suppress(FileNotFoundError):
                if ".lock" not in name:
                    found[str(path)] = (path.stat().st_size, path.stat().st_mtime_ns)
    return found


def _pixels():
    shown = [w for w in QApplication.topLevelWidgets() if w.isVisible()]
    grabs = []
    for widget in shown:
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        widget.grab().toImage().save(buffer, "BMP")
        digest = hashlib.sha256(buffer.data().data()).hexdigest()
        grabs.append(
            (type(widget).__name__, widget.windowTitle(), int(widget.windowState().value), digest)
        )
    return sorted(grabs)


def _clipboard():
    mime = QGuiApplication.clipboard().mimeData()
    image = QGuiApplication.clipboard().image()
    return (mime.text(), [url.toString() for url in mime.urls()], image.size(), image.cacheKey())
