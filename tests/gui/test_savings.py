"""The section of what may be left out: it edits the draft, and shows what the family knows."""

from __future__ import annotations

import pytest

from studio.core.request_parts import OF_TRANSFORMERS, Decoder, HighRes, Savings
from tests.gui.steps import generate


@pytest.fixture
def section(studio):
    section = studio.window.request.savings_section
    section.set_open(True)
    return section


def test_nothing_is_left_out_at_first_and_the_section_is_folded(studio):
    section = studio.window.request.savings_section
    assert section.isVisible()
    assert not section.is_open()
    assert section.header.text() == "Quicker, less exact"
    assert studio.session.desk.draft.request().savings == Savings()


def test_what_is_set_is_asked_for_and_counted_in_the_title(qtbot, studio, section, engine):
    section.form.fields["deep_cache"].changed.emit(3)
    combo = section.form.fields["decoder"]
    combo.setCurrentIndex(combo.findData(Decoder.TINY))
    combo.activated.emit(combo.currentIndex())
    assert section.header.text() == "Quicker, less exact (2 in use)"
    generate(qtbot, studio)
    assert engine.requests[-1].savings == Savings(deep_cache=3, decoder=Decoder.TINY)


def test_the_way_back_leaves_nothing_behind(studio, section):
    section.form.fields["guidance_end"].changed.emit(0.8)
    assert section.form.ways_back["guidance_end"].isVisible()
    section.form.ways_back["guidance_end"].click()
    assert "savings" not in studio.session.desk.draft.parts
    assert section.header.text() == "Quicker, less exact"


def test_a_loaded_request_shows_its_savings_and_keeps_the_other_parts(studio, section):
    draft = studio.session.desk.draft
    draft.set_part("high_res", HighRes())
    draft.set_part("savings", Savings(deep_cache=5))
    assert section.form.fields["deep_cache"].value() == 5
    section.form.fields["deep_cache"].changed.emit(1)
    assert set(draft.parts) == {"high_res"}


def test_only_what_the_family_knows_is_shown_and_asked_for(studio, section, monkeypatch):
    from dataclasses import replace

    draft, catalog = studio.session.desk.draft, studio.session.desk.catalog
    draft.set_part("savings", Savings(deep_cache=3, block_cache=0.1))
    assert set(section.form.fields) == {"deep_cache", "guidance_start", "guidance_end", "decoder"}
    assert draft.request().savings == Savings(deep_cache=3)
    other = replace(catalog.family(draft.model), saves=OF_TRANSFORMERS)
    monkeypatch.setattr(type(catalog), "family", lambda _catalog, _key: other)
    draft.model_changed.emit(draft.model)
    assert set(section.form.fields) == set(OF_TRANSFORMERS)
    assert draft.request().savings == Savings(block_cache=0.1)


def test_every_control_says_what_it_costs(section):
    for name, field in section.form.fields.items():
        assert field.accessibleName(), name
        assert len(field.toolTip()) > 60, name
