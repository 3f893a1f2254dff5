"""What a request asks for besides: added by a menu, shown as cards, kept with the picture."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from studio.core.request_parts import (
    HighRes,
    Inpaint,
    Outpaint,
    Reference,
    Refiner,
    Seamless,
    Variation,
)
from tests.gui.scripted import write_parts
from tests.gui.steps import generate, trigger


@pytest.fixture
def mask(tmp_path):
    Image.fromarray(np.eye(64, dtype=np.uint8) * 255).save(tmp_path / "mask.png")
    return tmp_path / "mask.png"


def cards(studio):
    return studio.window.request.part_cards


def parts(studio):
    return studio.session.desk.draft.parts


def menu_line(studio, title):
    """The line of the menu that opens with a click on Add."""
    menu = cards(studio).menu
    menu.aboutToShow.emit()
    return next(action for action in menu.actions() if action.text() == title)


def test_nothing_is_asked_for_besides_until_the_user_does(studio):
    assert parts(studio) == {}
    assert cards(studio).cards == {}


def test_a_part_is_added_by_the_menu_changed_on_its_card_and_kept_with_the_picture(qtbot, studio):
    menu_line(studio, "Larger picture").trigger()
    card = cards(studio).cards["high_res"]
    qtbot.waitUntil(card.isVisible)
    card.form.fields["denoise"].changed.emit(0.3)
    card.form.fields["scale"].changed.emit(1.5)
    assert parts(studio) == {"high_res": HighRes(scale=1.5, denoise=0.3)}
    run = generate(qtbot, studio)
    assert run.request.high_res == HighRes(scale=1.5, denoise=0.3)


def test_a_card_that_is_taken_away_asks_for_nothing_any_more(qtbot, studio):
    trigger(studio, "part.seamless")
    qtbot.waitUntil(cards(studio).cards["seamless"].isVisible)
    cards(studio).cards["seamless"].remove.click()
    assert parts(studio) == {}
    assert "seamless" not in cards(studio).cards
    assert generate(qtbot, studio).request.seamless is Seamless.NONE


def test_what_is_in_use_cannot_be_added_twice(studio):
    trigger(studio, "part.outpaint")
    assert not menu_line(studio, "Beyond the edges").isEnabled()
    assert menu_line(studio, "Larger picture").isEnabled()


def test_a_value_goes_back_to_what_is_usual(studio):
    trigger(studio, "part.variation")
    card = cards(studio).cards["variation"]
    card.form.fields["strength"].changed.emit(0.7)
    assert parts(studio)["variation"].strength == 0.7
    card.form.ways_back["strength"].click()
    assert parts(studio)["variation"].strength == Variation().strength


def test_a_mask_is_chosen_kept_in_the_project_and_shown(qtbot, studio, dialogs, mask):
    dialogs.answer = mask
    trigger(studio, "part.inpaint")
    qtbot.waitUntil(lambda: "inpaint" in parts(studio))
    key = parts(studio)["inpaint"].mask
    assert studio.session.desk.projects.project.inputs.has(key)
    card = cards(studio).cards["inpaint"]
    qtbot.waitUntil(lambda: card.thumb.grab().toImage().pixelColor(28, 28).lightness() > 0)
    card.view.setCurrentIndex(1)
    card.view.activated.emit(1)
    assert parts(studio)["inpaint"] == Inpaint(key, context=64)
    assert card.context_row.isVisibleTo(card)


def test_another_mask_keeps_how_it_is_used(qtbot, studio, dialogs, mask, tmp_path):
    dialogs.answer = mask
    trigger(studio, "part.inpaint")
    qtbot.waitUntil(lambda: "inpaint" in parts(studio))
    card = cards(studio).cards["inpaint"]
    card.form.fields["grow"].changed.emit(40)
    Image.fromarray(np.full((8, 8), 255, np.uint8)).save(tmp_path / "other.png")
    before = parts(studio)["inpaint"].mask
    dialogs.answer = tmp_path / "other.png"
    card.choose.click()
    qtbot.waitUntil(lambda: parts(studio)["inpaint"].mask != before)
    assert parts(studio)["inpaint"].grow == 40


def test_parts_of_a_source_wait_for_one_and_say_so(qtbot, studio):
    trigger(studio, "part.outpaint")
    card = cards(studio).cards["outpaint"]
    assert "Choose a picture to start from" in card.notice.text()
    run = generate(qtbot, studio)
    assert run.request.outpaint is None
    trigger(studio, "source.canvas")
    qtbot.waitUntil(lambda: studio.session.desk.draft.source != "")
    assert card.notice.text() == ""
    assert studio.session.desk.draft.request().outpaint == Outpaint(64, 64, 64, 64)


def test_the_second_model_is_another_one(studio):
    trigger(studio, "part.refiner")
    part = parts(studio)["refiner"]
    assert isinstance(part, Refiner)
    keys = {model.key for model in studio.session.desk.catalog.supplies.models}
    assert part.model in keys - {studio.session.desk.draft.model}


def test_a_new_card_is_brought_into_sight(qtbot, studio):
    for name in ("outpaint", "high_res", "seamless"):
        trigger(studio, f"part.{name}")
        card = cards(studio).cards[name]
        qtbot.waitUntil(lambda: not card.visibleRegion().isEmpty())  # noqa: B023


def test_a_model_of_another_kind_is_not_offered_as_the_second(qtbot, studio, models):
    (models / "second" / "studio.json").unlink()  # now it is a model like Stable Diffusion 1.5
    studio.session.look_for_supplies()
    found = studio.session.desk.catalog
    qtbot.waitUntil(lambda: {m.family for m in found.supplies.models} == {"starter", "sd15"})
    studio.session.desk.draft.model = "scripted"
    trigger(studio, "part.refiner")
    assert "No other model of this kind" in studio.window.error_bar.text.text()
    assert parts(studio) == {}


def test_without_a_vae_or_an_adapter_it_is_said_what_to_do(studio):
    for name, word in (("vae", "No VAE was found"), ("references", "No IP-Adapter was found")):
        trigger(studio, f"part.{name}")
        assert word in studio.window.error_bar.text.text()
    assert parts(studio) == {}


def test_vaes_and_references_are_those_that_were_found(qtbot, studio, dialogs, models, mask):
    write_parts(models)
    studio.session.look_for_supplies()
    qtbot.waitUntil(lambda: len(studio.session.desk.catalog.supplies.parts) == 4)
    trigger(studio, "part.vae")
    card = cards(studio).cards["vae"]
    assert card.vae.count() == 2
    assert parts(studio)["vae"] == card.vae.itemData(0)
    dialogs.answer = mask
    trigger(studio, "part.references")
    qtbot.waitUntil(lambda: "references" in parts(studio))
    references = cards(studio).cards["references"]
    references.more.click()
    qtbot.waitUntil(lambda: len(parts(studio)["references"]) == 2)
    references.lines[0].scale.changed.emit(1.1)
    first, second = parts(studio)["references"]
    assert first == Reference(second.picture, second.adapter, 1.1)
    references.lines[0].remove.click()
    assert parts(studio)["references"] == (second,)
    references.lines[0].remove.click()
    assert parts(studio).get("references") is None
    assert "references" not in cards(studio).cards


def test_what_a_picture_asked_for_comes_back_with_its_parameters(qtbot, studio):
    trigger(studio, "part.high_res")
    trigger(studio, "part.seamless")
    run = generate(qtbot, studio)
    studio.session.desk.draft.parts = {}
    studio.session.desk.draft.load(run.request)
    assert parts(studio) == {"high_res": HighRes(), "seamless": Seamless.BOTH}
    assert set(cards(studio).cards) == {"high_res", "seamless"}
