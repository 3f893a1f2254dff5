"""Colors come from one palette, and can be read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QFontDatabase

from studio.ui import icons, theme
from studio.ui.palette import PALETTES, contrast

UI = Path(theme.__file__).parent
LITERAL = re.compile(
    r"#[0-9a-fA-F]{3,8}\b|\bQColor\(\s*[\d\"']|GlobalColor\.(?!transparent)|\brgba?\("
)


@pytest.mark.parametrize("path", sorted(UI.rglob("*.py")), ids=lambda p: str(p.relative_to(UI)))
def test_only_the_palette_names_colors(path):
    found = LITERAL.findall(path.read_text(encoding="utf-8"))
    assert bool(found) == (path.name == "palette.py")


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_text_can_be_read_and_icons_and_focus_can_be_seen(palette):
    still = (palette.window, palette.panel, palette.control)
    grounds = (*still, palette.raised)  # under the mouse
    texts = [(text, g) for text in (palette.text, palette.secondary) for g in grounds]
    texts += [(text, g) for text in (palette.warning, palette.error) for g in still]
    texts += [(palette.on_primary, g) for g in (palette.primary, palette.primary_hover)]
    poor = [pair for pair in texts if contrast(*pair) < 4.5]
    marks = (palette.text, palette.secondary, palette.accent, palette.warning, palette.error)
    places = (*grounds, palette.canvas)
    poor += [(mark, g) for mark in marks for g in places if contrast(mark, g) < 3]
    assert poor == []


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_what_surrounds_a_picture_has_no_hue(palette):
    for name in ("window", "panel", "control", "raised", "canvas", "hairline"):
        color = QColor(getattr(palette, name))
        channels = (color.red(), color.green(), color.blue())
        assert max(channels) - min(channels) <= 3, name


def test_contrast_is_that_of_wcag():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(
    "path", sorted((icons.resources() / "icons").glob("*.svg")), ids=lambda p: p.stem
)
def test_every_icon_has_an_outline_inside_its_grid(path):
    box = icons.outline(path.stem).boundingRect()
    assert box.width() > 20
    assert -1 <= box.left() <= box.right() <= icons.GRID + 1
    assert -1 <= box.top() <= box.bottom() <= icons.GRID + 1


def test_the_theme_changes_at_once_and_is_remembered(qtbot, open_studio):
    studio = open_studio()
    dark = studio.window.grab().toImage().pixelColor(5, 300).lightness()
    studio.window.toggle_theme()
    try:
        assert studio.window.grab().toImage().pixelColor(5, 300).lightness() > dark + 100
        assert studio.session.desk.memory.settings.theme == "light"
    finally:
        studio.window.toggle_theme()


def test_chinese_has_a_face_of_its_own(qapp):
    there = set(QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese))
    if not there:
        pytest.skip("this machine has no Chinese font at all")
    assert there & set(theme.font(qapp.font()).families())
