"""The page of models says what is there, and keeps what the user notes."""

from __future__ import annotations

import json

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout

from studio.core.request import Extent
from tests.gui.scripted import color, write_model
from tests.gui.steps import generate
from tests.unit.test_engine_weights import safetensors


@pytest.fixture
def models(models):
    (models / "second" / "README.md").write_text("---\nlicense: cc-by-nc-4.0\n---\n")
    write_model(models / "cut")
    (models / "cut" / "unet" / "diffusion_pytorch_model.safetensors").unlink()
    return models


@pytest.fixture
def page(qtbot, studio):
    page = studio.window.dock("models")
    facts = studio.session.desk.facts
    qtbot.waitUntil(lambda: all(facts.of(e.path) for e in entries(page)))
    return page


def entries(page):
    return [page.list.item(n).data(Qt.ItemDataRole.UserRole) for n in range(page.list.count())]


def choose(page, name):
    [row] = [n for n in range(page.list.count()) if page.list.item(n).text().startswith(name)]
    page.list.setCurrentRow(row)


def told(page):
    facts = page.details.facts
    return "\n".join(
        facts.itemAt(row, QFormLayout.ItemRole.FieldRole).widget().text()
        for row in range(facts.rowCount())
    )


def test_it_says_what_a_model_is_and_what_it_may_be_used_for(page):
    choose(page, "Second")
    text = told(page)
    assert "CC BY-NC 4.0 (says README.md)" in text
    assert "Commercial use: no" in text
    assert "24 parameters, float32" in text
    assert "256 × 256 px" in text
    choose(page, "Scripted")
    assert "the file does not say" in told(page)


def test_a_model_that_lacks_a_part_is_listed_with_the_missing_file(page, dialogs, models):
    choose(page, "cut")
    assert "diffusion_pytorch_model.safetensors is missing" in told(page)
    page.details.folder.click()
    assert dialogs.shown[-1] == models / "cut"


def test_a_name_and_a_note_are_kept(qtbot, studio, page, studio_home):
    choose(page, "Second")
    page.details.title.setText("My watercolors")
    page.details.title.editingFinished.emit()
    request = studio.window.request
    assert "My watercolors" in [request.model.itemText(n) for n in range(request.model.count())]
    page.details.note.setText("good skies")
    page.details.note.editingFinished.emit()
    path = studio_home / "config" / "models.json"
    qtbot.waitUntil(lambda: path.exists() and "good skies" in path.read_text(encoding="utf-8"))
    page.details.title.setText("")
    page.details.title.editingFinished.emit()
    assert studio.session.desk.catalog.model("second").title == "Second"


def test_the_users_defaults_are_used_when_the_model_is_chosen(qtbot, studio, page):
    draft, notes = studio.session.desk.draft, studio.session.desk.catalog.notes
    choose(page, "Second")
    form = page.details.defaults
    form.params.changed.emit("steps", 7)
    notes.write("second", extent=Extent(512, 256), style=next(iter(
        studio.session.desk.catalog.supplies.styles)))  # fmt: skip
    page.details.use.click()
    assert draft.model == "second"
    assert draft.params()["steps"] == 7
    assert (draft.extent.width, draft.extent.height) == (512, 256)
    assert draft.style is not None
    form.reset.click()
    assert draft.params()["steps"] != 7
    assert not notes.of("second").has_defaults


def test_what_is_set_now_becomes_the_models_own(studio, page):
    draft = studio.session.desk.draft
    choose(page, "Scripted")
    draft.choose_model("scripted")
    draft.set_param("steps", 9)
    page.details.defaults.take.click()
    assert studio.session.desk.catalog.defaults("scripted")["steps"] == 9
    assert draft.overrides == {}


def test_the_hash_is_computed_on_request(qtbot, studio, page):
    choose(page, "Second")
    page.details.hash.click()
    facts, path = studio.session.desk.facts, page.entry().path
    qtbot.waitUntil(lambda: len(facts.hash_of(path)) == 64)
    assert facts.hash_of(path) in told(page).replace("\n", "")
    assert not page.details.hash.isEnabled()


def test_models_are_found_by_words(page):
    page.search.setText("second cc")
    shown = [page.list.item(n).text() for n in range(page.list.count())
             if not page.list.item(n).isHidden()]  # fmt: skip
    assert [text.splitlines()[0] for text in shown] == ["Second"]
    page.search.setText("no such model")
    assert "No model has these words" in page.empty.text()
    assert page.empty.isVisibleTo(page)


def test_folders_are_added_arranged_and_removed(qtbot, studio, page, dialogs, tmp_path, models):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        dialogs.answer = tmp_path / name
        page.folders.add_button.click()
    chosen = lambda: studio.session.desk.memory.settings.models_folders  # noqa: E731
    assert chosen() == (str(tmp_path / "one"), str(tmp_path / "two"))
    page.folders.up.click()
    assert chosen() == (str(tmp_path / "two"), str(tmp_path / "one"))
    page.folders.remove.click()
    assert chosen() == (str(tmp_path / "one"),)
    qtbot.waitUntil(lambda: "(2 models)" in page.folders.list.item(0).text())


def test_damaged_notes_cost_nothing_but_themselves(open_studio, studio_home):
    path = studio_home / "config" / "models.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"format": "studio.models", "schema": 1, "models": 7}))
    studio = open_studio()
    assert studio.session.desk.catalog.supplies.models
    assert studio.session.desk.catalog.notes.noted.models == {}
    assert (path.parent / "models.json.damaged-1").exists()


def test_the_newest_picture_made_with_a_model_stands_for_it(qtbot, studio, page):
    choose(page, "Scripted")
    assert not page.details.picture.isVisibleTo(page)
    generate(qtbot, studio, seed=11)
    page.list.setCurrentRow(1)
    choose(page, "Scripted")
    qtbot.waitUntil(lambda: page.details.picture.isVisibleTo(page))
    shown = page.details.picture.pixmap().toImage().pixelColor(20, 20)
    close = np.array([shown.red(), shown.green(), shown.blue()], int) - color(11).astype(int)
    assert np.abs(close).max() <= 12  # as far as its thumbnail is compressed


VAE = {"decoder.conv_in.weight": (8, 4, 3, 3), "decoder.mid.block_1.conv1.weight": (8, 8, 3, 3)}


def test_parts_are_listed_with_what_they_go_with(qtbot, studio, page, models):
    (models / "bright.safetensors").write_bytes(safetensors(VAE))
    page.look.click()
    qtbot.waitUntil(lambda: any(e.path.stem == "bright" for e in entries(page)))
    choose(page, "bright")
    assert "Picture decoder (VAE) · for SD and SDXL" in told(page)
    assert not page.details.use.isVisibleTo(page)
    request = studio.window.request
    assert "bright" not in [request.model.itemText(n) for n in range(request.model.count())]


def test_a_pickle_is_converted_on_request_and_takes_its_place(qtbot, studio, page, models):
    import torch

    weights = {name: torch.zeros(shape) for name, shape in VAE.items()}
    torch.save({"state_dict": weights}, models / "bright.ckpt")
    page.look.click()
    qtbot.waitUntil(lambda: any(e.path.stem == "bright" for e in entries(page)))
    choose(page, "bright.ckpt")
    assert "A pickle: convert it" in page.list.currentItem().text()
    said = []
    studio.session.desk.notices.current_changed.connect(lambda n: said.append(str(n and n.message)))
    page.details.convert.click()
    assert not page.details.convert.isEnabled()
    qtbot.waitUntil(lambda: any(e.path.suffix == ".safetensors" for e in entries(page)))
    choose(page, "bright")
    assert "Picture decoder" in told(page)
    assert not page.details.convert.isVisibleTo(page)
    assert any("was converted" in text for text in said)


def test_an_evil_pickle_is_refused_with_a_sentence_and_may_be_tried_again(
    qtbot, studio, page, models
):
    from tests.unit.test_convert_pickles import evil_zip

    (models / "evil.ckpt").write_bytes(evil_zip())
    page.look.click()
    qtbot.waitUntil(lambda: any(e.path.stem == "evil" for e in entries(page)))
    choose(page, "evil")
    page.details.convert.click()
    notices = studio.session.desk.notices
    qtbot.waitUntil(lambda: notices.current and "never run" in str(notices.current.message))
    qtbot.waitUntil(page.details.convert.isEnabled)
    assert not list(models.glob("*.safetensors"))


def hash_in_the_background(studio):
    studio.session.desk.hashes._soon.setInterval(0)
    studio.session.look_for_supplies()


def test_hashes_are_computed_while_nobody_waits(qtbot, studio, page):
    hash_in_the_background(studio)
    facts = studio.session.desk.facts
    shown = []
    studio.session.desk.hashes.now_changed.connect(
        lambda _now: shown.append((page.hashing.text.text(), page.hashing.isVisibleTo(page)))
    )
    qtbot.waitUntil(lambda: all(facts.hash_of(e.path) for e in page_models(page)))
    choose(page, "Second")
    assert facts.hash_of(page.entry().path) in told(page).replace("\n", "")
    assert ("Computing hashes: 1 of 2, Scripted, 0 %", True) in shown
    assert not page.hashing.isVisibleTo(page)


def page_models(page):
    return [entry for entry in entries(page) if hasattr(entry, "family")]


def test_nothing_is_hashed_once_the_user_has_said_so(qtbot, studio, page):
    hashes, facts = studio.session.desk.hashes, studio.session.desk.facts
    hashes.halt()
    assert "until the next start" in page.hashing.text.text()
    assert page.hashing.isVisibleTo(page)
    hash_in_the_background(studio)
    qtbot.waitUntil(lambda: not studio.session.desk.jobs.active and not hashes._soon.isActive())
    assert not any(facts.hash_of(e.path) for e in page_models(page))
    page.hashing.switch.click()
    qtbot.waitUntil(lambda: all(facts.hash_of(e.path) for e in page_models(page)))
    qtbot.waitUntil(lambda: not page.hashing.isVisibleTo(page))


def test_the_setting_turns_it_off_and_on(qtbot, studio, page):
    hashes, facts = studio.session.desk.hashes, studio.session.desk.facts
    studio.session.desk.preferences.choose("hash_models", False)
    hash_in_the_background(studio)
    qtbot.waitUntil(lambda: not studio.session.desk.jobs.active and not hashes._soon.isActive())
    assert not any(facts.hash_of(e.path) for e in page_models(page))
    studio.session.desk.preferences.choose("hash_models", True)
    qtbot.waitUntil(lambda: all(facts.hash_of(e.path) for e in page_models(page)))


def test_work_goes_before_hashes(qtbot, studio, page, engine):
    facts = studio.session.desk.facts
    engine.gate.clear()
    studio.session.desk.draft.prompt = "a house"
    studio.session.generation.generate()
    qtbot.waitUntil(lambda: studio.session.desk.queue.busy)
    hash_in_the_background(studio)
    hashes = studio.session.desk.hashes
    qtbot.waitUntil(lambda: not hashes._soon.isActive())
    assert not any(facts.hash_of(e.path) for e in page_models(page))
    engine.gate.set()
    qtbot.waitUntil(lambda: all(facts.hash_of(e.path) for e in page_models(page)))


def test_damaged_weights_are_found_on_the_way(qtbot, studio, page, models):
    import torch
    from safetensors.torch import save_file

    shapes = {name: torch.zeros(shape) for name, shape in VAE.items()}
    shapes["decoder.conv_in.weight"][0, 0, 0, 0] = float("nan")
    save_file(shapes, models / "black.safetensors")
    page.look.click()
    qtbot.waitUntil(lambda: any(e.path.stem == "black" for e in entries(page)))
    choose(page, "black")
    page.details.hash.click()
    wrong = "decoder.conv_in.weight holds numbers that are not finite"
    qtbot.waitUntil(lambda: wrong in told(page))
    assert wrong in str(studio.session.desk.notices.current.message)
    assert "(AutoV2)" in told(page)


def test_a_hash_that_was_cancelled_can_be_asked_for_again(qtbot, studio, page):
    choose(page, "Second")
    page.details.hash.click()
    [job] = [job for job in studio.session.desk.jobs.active if job.task.lane == "hash"]
    studio.session.desk.jobs.cancel(job.id)
    qtbot.waitUntil(lambda: not studio.session.desk.jobs.active)
    path = page.entry().path
    assert not studio.session.desk.facts.is_hashing(path)


def test_a_model_is_found_by_its_hash(qtbot, studio, page):
    hash_in_the_background(studio)
    facts = studio.session.desk.facts
    qtbot.waitUntil(lambda: all(facts.hash_of(e.path) for e in page_models(page)))
    [second] = [e for e in page_models(page) if e.title == "Second"]
    page.search.setText(facts.hash_of(second.path)[:10].upper())
    rows = [page.list.item(n) for n in range(page.list.count())]
    shown = [item.text().splitlines()[0] for item in rows if not item.isHidden()]
    assert shown == ["Second"]


def test_a_search_that_takes_long_says_how_far_it_is(qtbot, studio, page, monkeypatch):
    monkeypatch.setattr("studio.tasks.find_supplies.TELL_S", -1)
    said = []
    studio.session.desk.catalog.looking_changed.connect(
        lambda _looking: said.append((page.hashing.text.text(), page.hashing.isVisibleTo(page)))
    )
    page.look.click()
    qtbot.waitUntil(lambda: not studio.session.desk.jobs.active)
    assert any(text.startswith("Looking at models: ") and shown for text, shown in said)
    assert not page.hashing.isVisibleTo(page)


def test_the_models_of_another_program_are_offered_and_used_where_they_are(
    qtbot, open_studio, tmp_path, monkeypatch
):
    comfy, empty = tmp_path / "ComfyUI", tmp_path / "invokeai"
    write_model(comfy / "models" / "checkpoints" / "third", title="Third")
    empty.mkdir()
    usual = (comfy, empty, tmp_path / "nowhere", tmp_path / "ComfyUI")
    monkeypatch.setattr("studio.core.paths.programs_folders", lambda: usual)
    studio = open_studio()
    page = studio.window.dock("models")
    rows = page.programs
    qtbot.waitUntil(lambda: list(rows.buttons) == [comfy])
    assert rows.isVisibleTo(page)
    rows.buttons[comfy].click()
    qtbot.waitUntil(lambda: any(entry.path.is_relative_to(comfy) for entry in entries(page)))
    qtbot.waitUntil(lambda: rows.buttons == {})
    assert not rows.isVisibleTo(page)
    assert studio.session.desk.memory.settings.models_folders == (str(comfy),)
