"""How everything looks: the palette, the style sheet made from it, the font, the distances."""

from __future__ import annotations

import sys
from dataclasses import asdict
from string import Template
from typing import TYPE_CHECKING

from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication

from studio.core.paths import resources
from studio.ui.palette import SURROUNDS, Role

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from studio.ui.palette import Palette

CONTROL_HEIGHT = 28
RADIUS = 4
GAP = 8
TEXT_PX = 13 if sys.platform == "darwin" else 12
TITLE_PX = 20
SMALL_PX = TEXT_PX - 1
BARE_FONTS = ("DejaVu Sans", "Sans", "Sans Serif", "Bitstream Vera Sans", "")
BETTER_FONTS = ("Inter", "Noto Sans", "Noto Sans CJK SC", "Source Sans 3", "Liberation Sans")
CJK_FONTS = ("Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Micro Hei", "Droid Sans Fallback")

SHEET = Template("""
QMainWindow, QDialog { background: $window; }
QWidget#panel, QScrollArea#panel, QWidget#page { background: $panel; }
QToolTip { background: $raised; color: $text; border: 1px solid $hairline; padding: 5px 7px; }
QLabel { background: transparent; }
QLabel#secondary { color: $secondary; }
QLabel#heading { font-weight: 600; }
QLabel#title { font-size: ${title_px}px; font-weight: 600; }

QPlainTextEdit, QLineEdit {
    background: $control; border: 1px solid transparent; border-radius: 4px;
    padding: 4px 6px; selection-background-color: $primary; selection-color: $on_primary;
}
QPlainTextEdit:hover, QLineEdit:hover { border-color: $raised; }
QPlainTextEdit:focus, QLineEdit:focus { border-color: $accent; }
QPlainTextEdit[wrong="true"], QLineEdit[wrong="true"] { border-color: $error; }
QLineEdit#inside { background: transparent; border: none; padding: 0 7px; }

QPushButton {
    background: $control; border: 1px solid transparent; border-radius: 4px;
    min-height: 26px; padding: 0 12px;
}
QPushButton:hover { background: $raised; }
QPushButton:pressed { background: $window; }
QPushButton:focus { border-color: $accent; }
QPushButton:disabled { color: $disabled; }
QPushButton#primary {
    background: $primary; color: $on_primary; font-weight: 600; min-height: 34px;
}
QPushButton#primary:hover { background: $primary_hover; }
QPushButton#primary:pressed { background: $primary; }
QPushButton#primary:focus { border-color: $text; }
QPushButton#primary:disabled { background: $control; color: $disabled; }
QPushButton#stop { min-height: 34px; }

QToolButton {
    background: transparent; border: 1px solid transparent; border-radius: 4px; padding: 3px;
}
QToolButton:hover { background: $raised; }
QToolButton:pressed { background: $control; }
QToolButton:checked { background: $raised; }
QToolButton:focus { border-color: $accent; }
QToolButton::menu-indicator { width: 0; }
QToolButton#tab { background: $control; color: $secondary; }
QToolButton#tab:hover { background: $raised; }
QToolButton#tab:checked { background: $raised; color: $text; }
QToolButton#tab:focus { border-color: $accent; }

QMenuBar { background: $window; padding: 2px 4px; }
QMenuBar::item { padding: 6px 9px; border-radius: 4px; background: transparent; }
QMenuBar::item:selected { background: $raised; }
QMenu { background: $control; border: 1px solid $hairline; padding: 4px; }
QMenu::item { padding: 5px 24px 5px 12px; border-radius: 3px; }
QMenu::item:selected { background: $primary; color: $on_primary; }
QMenu::item:disabled { color: $disabled; background: transparent; }
QMenu::separator { height: 1px; background: $raised; margin: 4px 8px; }

QScrollArea { border: none; background: transparent; }
QScrollBar:vertical { width: 10px; background: transparent; margin: 0; }
QScrollBar:horizontal { height: 10px; background: transparent; margin: 0; }
QScrollBar::handle { background: $raised; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: $secondary; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QSlider::groove:horizontal { height: 3px; border-radius: 1px; background: $raised; }
QSlider::handle:horizontal {
    width: 10px; height: 10px; margin: -4px 0; border-radius: 5px; background: $secondary;
}
QSlider::handle:horizontal:hover { background: $text; }
QSlider::handle:horizontal:focus { background: $accent; }
QSlider::sub-page:horizontal:focus { background: $accent; border-radius: 1px; }

QCheckBox, QRadioButton { spacing: 8px; min-height: 24px; border-radius: 4px; padding: 0 2px; }
QCheckBox:focus, QRadioButton:focus { border: 1px solid $accent; }
QCheckBox::indicator, QRadioButton::indicator {
    width: 12px; height: 12px; border: 1px solid $secondary; border-radius: 3px;
    background: $control;
}
QRadioButton::indicator { border-radius: 7px; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover { border-color: $text; }
QCheckBox::indicator:checked, QRadioButton::indicator:checked {
    background: $accent; border-color: $accent;
}
QCheckBox::indicator:checked, QListView#menu::indicator:checked { image: url("$tick"); }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { border-color: $disabled; }

QComboBox {
    background: $control; border: 1px solid transparent; border-radius: 4px;
    min-height: 26px; padding: 0 8px;
}
QComboBox:hover { background: $raised; }
QComboBox:focus { border-color: $accent; }

QProgressBar {
    background: $raised; border: none; border-radius: 2px; max-height: 4px; min-height: 4px;
}
QProgressBar::chunk { background: $accent; border-radius: 2px; }

QTabWidget::pane { border: none; background: $panel; }
QTabBar { background: transparent; border: none; }
QTabBar::tab {
    background: transparent; color: $secondary; border: 1px solid transparent;
    border-radius: 4px; padding: 4px 10px; margin: 1px;
}
QTabBar::tab:hover { background: $raised; color: $text; }
QTabBar::tab:selected { background: $control; color: $text; }
QTabBar#workspaces::tab { padding: 3px 12px; margin: 2px; }
QTabBar::tab:selected:focus { border-color: $accent; }

QTreeView, QTableView {
    background: $panel; border: 1px solid transparent; outline: none; gridline-color: $raised;
    selection-background-color: $primary; selection-color: $on_primary;
}
QTreeView#table, QTableView#table { background: $window; alternate-background-color: $panel; }
QTreeView::item, QTableView::item { min-height: 26px; padding: 0 6px; }
QTreeView::item:hover, QTableView::item:hover { background: $raised; color: $text; }
QTreeView::item:selected, QTableView::item:selected { background: $primary; color: $on_primary; }
QHeaderView { background: $panel; border: none; }
QHeaderView::section {
    background: $panel; color: $secondary; border: none; border-bottom: 1px solid $hairline;
    padding: 4px 6px; font-weight: 400;
}
QHeaderView::section:hover { color: $text; }

QFrame#dialog, QWidget#dialog, QDialog#dialog { background: $panel; }
QWidget#sidebar, QListView#sidebar { background: $window; border: none; padding: 4px; }
QListView#sidebar::item { border-radius: 4px; padding: 0 8px; min-height: 28px; }
QListView#sidebar::item:hover { background: $raised; }
QListView#sidebar::item:selected { background: $control; color: $text; }
QListView#sidebar::item:selected:active { border-left: 2px solid $accent; }
QFrame#card, QWidget#card { background: $control; border: none; border-radius: 4px; }
QFrame#part { background: transparent; border: 1px solid $hairline; border-radius: 4px; }
QFrame#toast { background: $raised; border: 1px solid $hairline; border-radius: 4px; }
QLineEdit#searchField { padding-left: 8px; min-height: 18px; }
QLabel#chip, QPushButton#chip, QToolButton#chip {
    background: $control; color: $text; border: 1px solid transparent; border-radius: 10px;
    padding: 1px 8px; min-height: 16px;
}
QPushButton#chip:hover, QToolButton#chip:hover { background: $raised; }
QPushButton#chip:focus, QToolButton#chip:focus { border-color: $accent; }
QPushButton#chip:checked, QToolButton#chip:checked { background: $primary; color: $on_primary; }
QLabel#badge {
    background: $raised; color: $text; border-radius: 7px; padding: 0 5px; min-height: 14px;
    font-size: ${small_px}px;
}
QLabel#small { color: $secondary; font-size: ${small_px}px; }
QLabel#warning { color: $warning; }
QLabel#error { color: $error; }
QPushButton#danger { color: $error; }
QPushButton#flat, QPushButton#link { background: transparent; color: $secondary; }
QPushButton#flat:hover, QPushButton#link:hover { background: $raised; color: $text; }
QPushButton#flat:focus, QPushButton#link:focus { border-color: $accent; }

QListView { background: $panel; border: 1px solid transparent; outline: none; }
QListView#tiles { background: transparent; }
QListView#menu { background: $control; border: none; padding: 4px; }
QListView#menu::item { border-radius: 3px; padding: 0 8px; min-height: 24px; }
QListView#menu::item:hover { background: $raised; }
QListView#menu::item:selected { background: $primary; color: $on_primary; }
QListView::item:focus, QTreeView::item:focus, QTableView::item:focus { outline: none; }
QListView:focus, QTreeView:focus, QTableView:focus { border-color: $accent; }
QListView#menu:focus { border: none; }
QSplitter::handle { background: $hairline; }
QMainWindow::separator { background: $hairline; width: 2px; height: 2px; }
QMainWindow::separator:hover { background: $accent; }
QDockWidget { border: none; }
QWidget#dockTitle { background: $panel; }
QToolBar { background: $window; border: none; padding: 0; spacing: 0; }
QDateEdit {
    background: $control; border: 1px solid $raised; border-radius: 4px;
    min-height: 24px; padding: 0 6px;
}
QDateEdit:focus { border-color: $accent; }
QListView#menu::indicator {
    width: 12px; height: 12px; border: 1px solid $secondary; border-radius: 3px;
    background: $control;
}
QListView#menu::indicator:checked { background: $accent; border-color: $text; }
QTextEdit#value { background: transparent; border: none; padding: 0; }
QAbstractItemView#grid { background: $panel; border: none; }
QPushButton#shelf {
    background: transparent; font-weight: 600; text-align: left; padding: 0 4px;
}
QPushButton#shelf:hover { background: $raised; }
QPushButton#shelf:focus { border-color: $accent; }
QWidget#bar { background: $panel; }
QWidget#strip { background: $window; }
QWidget#popup { background: $control; border: 1px solid $hairline; }
""")


def apply(app: QApplication, palette: Palette) -> None:
    """Dress the whole application; the same palette again costs nothing."""
    dressed = sheet(palette)
    if app.styleSheet() == dressed:
        return
    app.setStyle("Fusion")
    app.setFont(font(app.font()))
    app.setPalette(palette.to_qt())
    app.setStyleSheet(dressed)


def sheet(palette: Palette) -> str:
    """Return the style sheet in the colors of a palette."""
    tick = (resources() / "marks" / "check.svg").as_posix()
    return SHEET.substitute(asdict(palette), title_px=TITLE_PX, small_px=SMALL_PX, tick=tick)


def font(system: QFont) -> QFont:
    """Return the system's font at our size, with a better one where it has none of its own.

    Chinese falls back to a sans-serif face rather than to whatever comes first in the alphabet.
    """
    there = set(QFontDatabase.families())
    family = system.family()
    if family in BARE_FONTS:
        family = next((name for name in BETTER_FONTS if name in there), family)
    chosen = QFont()
    chosen.setWeight(QFont.Weight.Normal)
    chosen.setFamilies([family, *(name for name in CJK_FONTS if name in there and name != family)])
    chosen.setPixelSize(TEXT_PX)
    chosen.setFeature(QFont.Tag("tnum"), 1)  # digits of one width, so that numbers do not dance
    return chosen


def surround(name: str) -> QColor:
    """Return the shade around a picture that the settings name; the theme's gray by default."""
    return QColor(SURROUNDS[name]) if name in SURROUNDS else color(Role.CANVAS)


def color(role: Role) -> QColor:
    """Return a role's color as the application is dressed now.

    Not the widget's own palette: the style sheet changes roles there that it was not asked to.
    """
    return QGuiApplication.palette().color(role.value)
