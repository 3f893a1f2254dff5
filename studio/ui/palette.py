"""Every color of the window, by what it is for; no other file names one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from PySide6.QtGui import QColor, QPalette

Roles = QPalette.ColorRole


class Role(Enum):
    """What a color is for; the value is the place in QPalette that carries it."""

    WINDOW = Roles.Window
    PANEL = Roles.AlternateBase
    CONTROL = Roles.Base
    RAISED = Roles.Light
    CANVAS = Roles.Mid
    HAIRLINE = Roles.Dark
    TEXT = Roles.WindowText
    SECONDARY = Roles.PlaceholderText
    ACCENT = Roles.Highlight
    PRIMARY = Roles.Midlight
    ON_PRIMARY = Roles.HighlightedText
    WARNING = Roles.LinkVisited
    ERROR = Roles.BrightText


@dataclass(frozen=True, slots=True)
class Palette:
    """One theme: four steps of a neutral gray, one accent, two signal colors.

    `accent` draws focus, selection and progress; `primary` fills what text stands on, and
    `primary_hover` does under the mouse.
    """

    name: str
    window: str
    panel: str
    control: str
    raised: str
    canvas: str
    hairline: str
    text: str
    secondary: str
    disabled: str
    accent: str
    primary: str
    primary_hover: str
    on_primary: str
    warning: str
    error: str

    def color(self, role: Role) -> QColor:
        """Return the color of a role."""
        return QColor(getattr(self, role.name.lower()))

    def to_qt(self) -> QPalette:
        """Return the palette that Qt and our own widgets paint with."""
        qt = QPalette()
        for role in Role:
            qt.setColor(role.value, self.color(role))
        same = {
            Roles.Button: self.control,
            Roles.Text: self.text,
            Roles.ButtonText: self.text,
            Roles.ToolTipBase: self.raised,
            Roles.ToolTipText: self.text,
            Roles.Link: self.accent,
            Roles.Accent: self.accent,
            Roles.Shadow: self.hairline,
        }
        for place, value in same.items():
            qt.setColor(place, QColor(value))
        for place in (Roles.WindowText, Roles.Text, Roles.ButtonText):
            qt.setColor(QPalette.ColorGroup.Disabled, place, QColor(self.disabled))
        return qt


DARK = Palette(
    name="dark",
    window="#1b1b1c",
    panel="#242425",
    control="#2f2f31",
    raised="#3b3b3e",
    canvas="#4a4a4a",
    hairline="#101011",
    text="#e6e6e6",
    secondary="#a9a9ac",
    disabled="#6d6d70",
    accent="#5e99ff",
    primary="#2a66d9",
    primary_hover="#3470e0",
    on_primary="#ffffff",
    warning="#e0a33a",
    error="#f28573",
)

LIGHT = Palette(
    name="light",
    window="#dededf",
    panel="#ececed",
    control="#fbfbfb",
    raised="#d2d2d4",
    canvas="#b4b4b4",
    hairline="#b9b9bb",
    text="#1d1d1e",
    secondary="#565659",
    disabled="#9a9a9d",
    accent="#1758c4",
    primary="#1a5fd0",
    primary_hover="#1450b8",
    on_primary="#ffffff",
    warning="#7d5200",
    error="#a8221b",
)

SURROUNDS = {"dark": "#2a2a2a", "light": "#d6d6d6", "black": "#000000"}  # else as the theme

PALETTES = {palette.name: palette for palette in (DARK, LIGHT)}


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colors as WCAG 2 defines it, 1 to 21."""
    bright, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def _luminance(value: str) -> float:
    color = QColor(value)
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (color.redF(), color.greenF(), color.blueF())
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
