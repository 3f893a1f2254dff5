"""Numbers that are sliders, choices, styles, and the form drawn from a dataclass."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QCheckBox, QLineEdit

from studio.core.params import choice, decimal, flag, integer
from studio.core.request import Extent
from studio.ui.param_form import ParamForm
from studio.ui.widgets.combo import Combo
from studio.ui.widgets.number_field import NumberField
from tests.gui.test_keyboard import wheel


@pytest.fixture
def field(qtbot):
    field = NumberField(0, 100, 5, default=20, unit="px")
    field.heard = []
    field.changed.connect(field.heard.append)
    qtbot.addWidget(field)
    field.resize(100, 28)
    with qtbot.waitExposed(field):
        field.show()
    field.activateWindow()
    qtbot.waitUntil(field.isActiveWindow)
    field.setFocus()
    return field


def typed(qtbot, field, text, end=Qt.Key.Key_Return):
    qtbot.mouseClick(field, Qt.MouseButton.LeftButton)
    editor = field.findChild(QLineEdit)
    qtbot.keyClicks(editor, text)
    qtbot.keyClick(editor, end)


def test_a_number_is_shown_with_its_unit_and_not_told(field):
    field.set_value(33)
    assert field.text() == "33 px"
    assert field.heard == []


def test_dragging_over_the_width_is_the_whole_range(qtbot, field):
    qtbot.mousePress(field, Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    for x in range(10, 71, 10):
        qtbot.mouseMove(field, QPoint(x, 10))
    qtbot.mouseRelease(field, Qt.MouseButton.LeftButton, pos=QPoint(70, 10))
    assert field.value() == 80
    assert field.heard == sorted(field.heard)


def test_the_wheel_steps_only_where_the_focus_is(qtbot, field):
    wheel(field, QPoint(5, 5), 1)
    assert field.value() == 25
    field.clearFocus()
    wheel(field, QPoint(5, 5), 1)
    assert field.value() == 25


def test_a_sum_can_be_typed(qtbot, field):
    typed(qtbot, field, "8*5 px")
    assert field.value() == 40


@pytest.mark.parametrize("text", ["abc", "", "1/0"])
def test_nonsense_changes_nothing(qtbot, field, text):
    typed(qtbot, field, text or " ")
    assert field.value() == 20
    assert field.heard == []


def test_what_is_out_of_bounds_becomes_the_bound(qtbot, field):
    typed(qtbot, field, "1000")
    assert field.value() == 100


def test_escape_leaves_the_editor_without_a_change(qtbot, field):
    typed(qtbot, field, "40", end=Qt.Key.Key_Escape)
    assert field.value() == 20


def test_a_double_click_resets(qtbot, field):
    field.set_value(55)
    qtbot.mouseClick(field, Qt.MouseButton.LeftButton)
    qtbot.mouseDClick(field.findChild(QLineEdit), Qt.MouseButton.LeftButton)
    assert field.value() == 20
    assert not field.findChild(QLineEdit).isVisible()


@pytest.mark.parametrize(
    ("key", "value"),
    [("Up", 25), ("Down", 15), ("PageUp", 70), ("Home", 0), ("End", 100), ("Delete", 20)],
)
def test_keys_change_the_number(qtbot, field, key, value):
    qtbot.keyClick(field, Qt.Key[f"Key_{key}"])
    assert field.value() == value


def test_typing_a_digit_begins_a_new_number(qtbot, field):
    qtbot.keyClicks(field, "4")
    qtbot.keyClicks(field.findChild(QLineEdit), "5")
    qtbot.keyClick(field.findChild(QLineEdit), Qt.Key.Key_Return)
    assert field.value() == 45


@dataclass(frozen=True)
class Params:
    steps: int = integer(20, 1, 50, title="Steps", help="More is finer")
    strength: float = decimal(0.5, 0.0, 1.0, 0.05, title="Strength", help="How much")
    tiled: bool = flag(False, title="Tiled", help="Repeats")
    mode: str = choice("a", (("a", "First"), ("b", "Second")), title="Mode", help="Which")


@pytest.fixture
def form(qtbot):
    form = ParamForm()
    form.heard = []
    form.changed.connect(lambda name, value: form.heard.append((name, value)))
    qtbot.addWidget(form)
    form.show_kind(Params)
    defaults = {"steps": 20, "strength": 0.5, "tiled": False, "mode": "a"}
    form.show_values(defaults | {"steps": 30}, defaults)
    form.show()
    return form


def test_every_kind_of_parameter_has_its_control(qtbot, form):
    kinds = {name: type(field) for name, field in form.fields.items()}
    assert kinds == {
        "steps": NumberField,
        "strength": NumberField,
        "tiled": QCheckBox,
        "mode": Combo,
    }
    assert form.fields["steps"].text() == "30"
    assert form.fields["steps"].toolTip() == "More is finer"
    form.fields["steps"].reset()
    form.fields["tiled"].click()
    qtbot.keyClick(form.fields["mode"], Qt.Key.Key_Down)
    assert form.heard == [("steps", 20), ("tiled", True), ("mode", "b")]


def test_only_what_differs_offers_a_way_back(qtbot, form):
    visible = [name for name, button in form.ways_back.items() if button.isVisible()]
    assert visible == ["steps"]
    with qtbot.waitSignal(form.reset) as blocker:
        qtbot.mouseClick(form.ways_back["steps"], Qt.MouseButton.LeftButton)
    assert blocker.args == ["steps"]


def test_styles_are_found_by_typing_in_english_and_chinese(qtbot, studio):
    picker = studio.window.request.style_picker
    styles = studio.session.desk.catalog.supplies.styles
    assert len(picker.popup.listed()) == len(styles) + 1
    picker.setFocus()
    qtbot.keyClicks(picker, "w")
    qtbot.keyClicks(picker.popup.search, "atercolor")
    assert "watercolor" in picker.popup.listed()
    assert "ink" not in picker.popup.listed()
    picker.popup.search.setText("水彩")
    assert picker.popup.listed()[0] == "watercolor"
    qtbot.keyClick(picker.popup.search, Qt.Key.Key_Return)
    assert studio.session.desk.draft.style.key == "watercolor"
    assert picker.currentText() == styles["watercolor"].title
    assert studio.window.request.strength_row.isVisible()


def test_a_style_brings_the_parameters_it_prefers_until_the_user_says_otherwise(qtbot, studio):
    styles = studio.session.desk.catalog.supplies.styles
    style = next(s for s in styles.values() if "steps" in s.params or "guidance" in s.params)
    name = next(n for n in style.params if n in ("steps", "guidance"))
    draft, form = studio.session.desk.draft, studio.window.request.params
    draft.style = style
    assert float(form.fields[name].value()) == float(style.params[name])
    assert form.ways_back[name].isHidden()
    draft.set_param(name, 2)
    draft.style = None
    assert draft.params()[name] == 2
    draft.reset_param(name)
    assert draft.params()[name] != 2


def test_shapes_keep_the_area_of_the_model(qtbot, studio):
    row, draft = studio.window.request.size_row, studio.session.desk.draft
    for button, wide in ((row.landscape, True), (row.portrait, False)):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        extent = draft.extent
        assert (extent.width > extent.height) is wide
        assert extent.width % 16 == extent.height % 16 == 0
        assert 0.85 < extent.width * extent.height / 256**2 < 1.15
    qtbot.mouseClick(row.swap, Qt.MouseButton.LeftButton)
    assert draft.extent == Extent(extent.height, extent.width)
    qtbot.mouseClick(row.square, Qt.MouseButton.LeftButton)
    assert draft.extent == Extent(256, 256)


def test_every_shape_and_every_step_is_a_size_that_the_model_can_draw(qtbot, studio):
    row, draft = studio.window.request.size_row, studio.session.desk.draft
    multiple = studio.session.desk.catalog.family(draft.model).multiple
    assert multiple == 16
    for button in row.shapes.buttons.values():
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert draft.extent.width % multiple == draft.extent.height % multiple == 0
    row.width_field.setFocus()
    qtbot.keyClick(row.width_field, Qt.Key.Key_Up)
    assert draft.extent.width % multiple == 0


def test_the_dice_roll_and_a_typed_seed_is_kept(qtbot, studio):
    request, draft = studio.window.request, studio.session.desk.draft
    before = draft.seed
    qtbot.mouseClick(request.dice, Qt.MouseButton.LeftButton)
    assert draft.seed != before
    assert not draft.seed_locked
    typed(qtbot, request.seed, "123456789")
    assert (draft.seed, draft.seed_locked) == (123456789, True)
    qtbot.mouseClick(request.random, Qt.MouseButton.LeftButton)
    assert not draft.seed_locked
    qtbot.mouseClick(request.lock, Qt.MouseButton.LeftButton)
    assert draft.seed_locked
