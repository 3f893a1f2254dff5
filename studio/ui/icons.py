"""Icons: outlines from `resources/icons`, filled at paint time in the color of a role."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QGuiApplication,
    QIcon,
    QIconEngine,
    QPainter,
    QPainterPath,
    QPalette,
    QPixmap,
)

from studio.core.paths import resources
from studio.ui.palette import Role

if TYPE_CHECKING:
    from PySide6.QtGui import QColor

GRID = 256.0
_OUTLINE = re.compile(r' d="([^"]+)"')
_COMMAND = re.compile(r"([MLC])([^MLC]+)")


def icon(name: str, role: Role = Role.TEXT) -> QIcon:
    """Return an icon that takes its color from the application's palette when it is painted."""
    return QIcon(OutlineEngine(name, role))


def paint(painter: QPainter, name: str, rect: QRectF, color: QColor) -> None:
    """Fill an icon's outline into a square in the middle of `rect`."""
    side = min(rect.width(), rect.height())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.center().x() - side / 2, rect.center().y() - side / 2)
    painter.scale(side / GRID, side / GRID)
    painter.fillPath(outline(name), color)
    painter.restore()


@cache
def outline(name: str) -> QPainterPath:
    """Read an icon's outline; our files hold one path of absolute M, L and C commands."""
    text = (resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    found = _OUTLINE.search(text)
    if found is None:
        raise ValueError(f"{name}.svg has no path")
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    for command, numbers in _COMMAND.findall(found[1]):
        values = [float(n) for n in numbers.split()]
        match command:
            case "M":
                path.moveTo(values[0], values[1])
            case "L":
                path.lineTo(values[0], values[1])
            case _:
                path.cubicTo(*values)
    return path


class OutlineEngine(QIconEngine):
    """Paints an outline at any size and scale, dimmed where its button is disabled."""

    def __init__(self, name: str, role: Role) -> None:
        super().__init__()
        self._name = name
        self._role = role

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        """Paint in the palette's present color."""
        palette = QGuiApplication.palette()
        if mode is QIcon.Mode.Disabled:
            shade = palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.WindowText)
        else:
            shade = palette.color(self._role.value)
        paint(painter, self._name, QRectF(rect), shade)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """Paint into a transparent pixmap."""
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        return pixmap

    def clone(self) -> QIconEngine:
        """Copy for Qt's implicit sharing."""
        return OutlineEngine(self._name, self._role)
