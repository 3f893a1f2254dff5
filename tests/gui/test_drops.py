"""What is dropped on the window is looked at, shown and offered."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt

from studio.core import paths
from studio.core.prompt.styles import load_styles
from studio.core.request import Extent
from studio.state.canvas import Origin
from studio.state.notices import Step
from tests.gui.dropping import COLOR, WORDS, drop, files, png, said
from tests.gui.scripted import write_model
from tests.gui.steps import press, trigger
from tests.gui.test_models_page import VAE
from tests.unit.test_engine_weights import safetensors


@pytest.fixture
def fox(tmp_path):
    path = tmp_path / "fox.png"
    path.write_bytes(png({"parameters": WORDS}))
    return path


def test_a_dropped_picture_is_shown_and_offers_what_made_it(qtbot, studio, fox):
    draft = studio.session.desk.draft
    before = draft.request()
    drop(qtbot, studio, files(fox))
    shown = studio.session.desk.canvas.shown
    assert shown.origin is Origin.DROPPED
    assert tuple(shown.pixels[5, 5]) == COLOR
    assert "fox.png" in said(studio)
    assert "AUTOMATIC1111" in said(studio)
    assert draft.request() == before, "nothing is taken over unasked"

    press(qtbot, studio, Step.USE_ALL)
    assert (draft.prompt, draft.negative, draft.seed) == ("a tower", "fog", 77)
    assert draft.extent == Extent(320, 192)
    assert draft.params()["steps"] == 7
    assert draft.params()["guidance"] == 5.5
    assert draft.params()["scheduler"] == "DPM++ 2M Karras"
    assert draft.model == "scripted"
    assert "fox-mix" in said(studio)
    assert "45dee52b" in said(studio)


def test_only_the_prompt_is_taken_where_only_that_is_wanted(qtbot, studio, fox):
    draft = studio.session.desk.draft
    draft.seed = 5
    drop(qtbot, studio, files(fox))
    press(qtbot, studio, Step.USE_PROMPT)
    assert (draft.prompt, draft.negative, draft.seed) == ("a tower", "fog", 5)


def test_only_looking_changes_nothing(qtbot, studio, fox):
    before = studio.session.desk.draft.request()
    drop(qtbot, studio, files(fox))
    press(qtbot, studio, Step.ONLY_LOOK)
    assert studio.session.desk.draft.request() == before
    assert studio.session.desk.notices.current is None
    assert studio.session.desk.canvas.shown.origin is Origin.DROPPED


def test_every_field_can_be_read_and_unknown_ones_stand_apart(qtbot, studio, fox):
    drop(qtbot, studio, files(fox))
    press(qtbot, studio, Step.ABOUT_PICTURE)
    panel = studio.window.dock("about")
    assert panel.isVisible()
    rows = panel.rows()
    assert rows["Prompt"] == "a tower"
    assert rows["Scheduler"] == "DPM++ 2M Karras"
    assert rows["Weird"] == "yes"
    groups = [panel.fields.topLevelItem(n) for n in range(2)]
    kept = [groups[1].child(n).text(0) for n in range(groups[1].childCount())]
    assert "Weird" in kept
    assert "Prompt" not in kept
    qtbot.mouseClick(panel.use_prompt, Qt.MouseButton.LeftButton)
    assert studio.session.desk.draft.prompt == "a tower"


def test_characters_that_turn_the_text_around_are_written_out(qtbot, studio, tmp_path):
    path = tmp_path / "evil.png"
    line = "Steps: 1, Seed: 1, Size: 8x8, Model: \u202egnp.exe"
    path.write_bytes(png({"parameters": f"a\u202eb\n{line}", "Author": "\u202eme"}))
    drop(qtbot, studio, files(path))
    trigger(studio, "import.about")
    rows = studio.window.dock("about").rows()
    assert rows["Prompt"] == "a⟨U+202E⟩b"
    assert rows["Model"] == "⟨U+202E⟩gnp.exe"
    assert rows["Author"] == "⟨U+202E⟩me", "what no format knows is shown too"


def test_markup_in_a_file_is_shown_as_it_is(qtbot, studio, tmp_path):
    evil = "<b>bold</b><img src='file:///etc/x.png'>"
    path = tmp_path / "a.png"
    path.write_bytes(png({"parameters": f"{evil}\nSteps: 1, Seed: 1, Size: 8x8, Model: <i>x</i>"}))
    drop(qtbot, studio, files(path))
    press(qtbot, studio, Step.ABOUT_PICTURE)
    panel = studio.window.dock("about")
    assert panel.rows()["Prompt"] == evil
    prompt = panel.fields.topLevelItem(0).child(0)
    assert "&lt;b&gt;bold" in prompt.toolTip(1)
    for shown in (panel.made_by, studio.window.error_bar.text):
        assert shown.textFormat() is Qt.TextFormat.PlainText


def test_a_model_of_the_same_name_is_taken(qtbot, studio, tmp_path):
    path = tmp_path / "second.png"
    path.write_bytes(png({"parameters": WORDS.replace("fox-mix", "second")}))
    drop(qtbot, studio, files(path))
    press(qtbot, studio, Step.USE_ALL)
    assert studio.session.desk.draft.model == "second"
    assert studio.session.desk.notices.current is None


def test_values_that_the_model_does_not_take_are_left_out_by_name(qtbot, studio, tmp_path):
    path = tmp_path / "many.png"
    words = WORDS.replace("Steps: 7", "Steps: 9999").replace("fox-mix", "scripted")
    path.write_bytes(png({"parameters": words}))
    drop(qtbot, studio, files(path))
    press(qtbot, studio, Step.USE_ALL)
    assert "steps" in said(studio)
    assert studio.session.desk.draft.params()["steps"] != 9999
    assert studio.session.desk.draft.params()["guidance"] == 5.5


def test_a_picture_that_says_nothing_can_be_imported(qtbot, studio, tmp_path):
    path = tmp_path / "photo.png"
    path.write_bytes(png())
    drop(qtbot, studio, files(path))
    with qtbot.waitSignal(studio.session.drops.imported):
        press(qtbot, studio, Step.IMPORT_PICTURES)
    run = studio.session.desk.history.run(0)
    assert run.facts["imported_from"] == "photo.png"
    assert run.request.extent == Extent(48, 32)
    assert (Path(run.folder) / "image-0.png").read_bytes() == path.read_bytes()


def test_a_picture_that_says_nothing_can_be_the_start(qtbot, studio, tmp_path):
    path = tmp_path / "sketch.png"
    path.write_bytes(png())
    drop(qtbot, studio, files(path))
    press(qtbot, studio, Step.START_FROM)
    qtbot.waitUntil(lambda: bool(studio.session.desk.draft.source))
    assert studio.session.sources.shown is not None


def test_parameters_that_cannot_be_read_leave_the_picture(qtbot, studio, tmp_path):
    path = tmp_path / "deep.png"
    path.write_bytes(png({"invokeai_metadata": "[" * 100_000}))
    drop(qtbot, studio, files(path))
    assert studio.session.desk.canvas.shown.origin is Origin.DROPPED
    assert "nested too deeply" in said(studio)


def test_a_folder_of_pictures_becomes_runs(qtbot, studio, tmp_path):
    folder = tmp_path / "old"
    (folder / "deeper").mkdir(parents=True)
    (folder / "a.png").write_bytes(png({"parameters": WORDS}))
    Image.new("RGB", (40, 24), COLOR).save(folder / "deeper" / "b.jpg")
    (folder / "broken.png").write_bytes(png()[:60])
    (folder / "notes.txt").write_text("milk", encoding="utf-8")
    drop(qtbot, studio, files(folder))
    assert "3 pictures" in said(studio)
    with qtbot.waitSignal(studio.session.drops.imported) as told:
        press(qtbot, studio, Step.IMPORT_PICTURES)
    done = told.args[0]
    assert len(done.runs) == 2
    assert "broken.png" in said(studio)
    history = studio.session.desk.history
    runs = {history.run(row).facts["imported_from"]: history.run(row) for row in range(2)}
    assert runs["a.png"].request.prompt == "a tower"
    assert runs["a.png"].request.model == "fox-mix"
    assert runs["a.png"].facts["Weird"] == "yes"
    assert runs["b.jpg"].files[0] == "image-0.jpg"
    studio.session.browsing.show(runs["b.jpg"])
    canvas = studio.session.desk.canvas
    qtbot.waitUntil(
        lambda: canvas.shown.run is not None and canvas.shown.run.id == runs["b.jpg"].id
    )
    assert canvas.shown.pixels.shape == (24, 40, 3)


def test_styles_are_added_and_none_is_replaced(qtbot, studio, tmp_path):
    table = tmp_path / "styles.csv"
    table.write_text('name,prompt,negative_prompt\nInky,"ink, {prompt}",blur\n', encoding="utf-8")
    drops, own = studio.session.drops, paths.styles_folders()[-1]
    for text, added in (("", 1), ("", 0), ("other ink, {prompt}", 1)):
        if text:
            table.write_text(f'name,prompt,negative_prompt\nInky,"{text}",\n', encoding="utf-8")
        with qtbot.waitSignal(drops.styles_added) as told:
            drop(qtbot, studio, files(table))
        assert told.args[0].added == added
    styles = load_styles(own)
    assert styles["Inky"].template == "ink, {prompt}"
    assert styles["Inky 2"].template == "other ink, {prompt}"
    catalog = studio.session.desk.catalog
    qtbot.waitUntil(lambda: "Inky 2" in catalog.supplies.styles)


def test_ones_own_styles_can_be_given_away(qtbot, studio, dialogs, tmp_path):
    table = tmp_path / "styles.csv"
    table.write_text("name,prompt,negative_prompt\nInky,ink,blur\n", encoding="utf-8")
    with qtbot.waitSignal(studio.session.drops.styles_added):
        drop(qtbot, studio, files(table))
    dialogs.answer = tmp_path / "mine.csv"
    trigger(studio, "import.export_styles")
    qtbot.waitUntil(dialogs.answer.exists)
    assert 'Inky,"{prompt}, ink",blur' in dialogs.answer.read_text(encoding="utf-8-sig")


def test_a_project_folder_is_opened(qtbot, studio, open_studio, tmp_path):
    other = tmp_path / "other"
    studio.session.desk.projects.open(other, create=True)
    projects = studio.session.desk.projects
    qtbot.waitUntil(lambda: projects.project is not None and projects.project.root == other)
    first = tmp_path / "project"
    drop(qtbot, studio, files(first))
    qtbot.waitUntil(lambda: projects.project.root == first)


def test_a_model_is_named_and_stays_where_it_is(qtbot, studio, tmp_path):
    folder = write_model(tmp_path / "elsewhere" / "third")
    drop(qtbot, studio, files(folder))
    assert "third" in said(studio)
    assert Step.OPEN_MODELS_FOLDER in studio.window.error_bar.buttons
    pickle = tmp_path / "evil.safetensors"
    pickle.write_bytes(b"\x80\x04c" + b"x" * 100)
    drop(qtbot, studio, files(pickle))
    assert "pickle" in said(studio)
    studio.window.error_bar.buttons[Step.CONVERT].click()
    qtbot.waitUntil(lambda: "cannot be converted" in said(studio))


def test_a_file_of_a_part_or_a_lora_is_named_too(qtbot, studio, tmp_path):
    for name, shapes in {"ink": {"lora_unet_a.lora_up.weight": (4, 4)}, "bright": VAE}.items():
        path = tmp_path / f"{name}.safetensors"
        path.write_bytes(safetensors(shapes))
        drop(qtbot, studio, files(path))
        assert f"{name}.safetensors is a part that models can be given" in said(studio)


@pytest.mark.parametrize("program", ["webui", "a plain folder"])
def test_the_folder_of_another_program_is_used_where_it_is(qtbot, studio, tmp_path, program):
    root = tmp_path / program
    write_model(root / ("models/Stable-diffusion/third" if program == "webui" else "a/third"))
    if program == "webui":
        (root / "output.png").write_bytes(png())
    drop(qtbot, studio, files(root))
    assert f"Models were found in {root}" in said(studio)
    studio.window.error_bar.buttons[Step.SEARCH_FOLDER].click()
    models = lambda: studio.session.desk.catalog.supplies.models  # noqa: E731
    qtbot.waitUntil(lambda: any(model.path.is_relative_to(root) for model in models()))
    assert studio.session.desk.memory.settings.models_folders == (str(root),)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.zip", b"PK\x03\x04" + b"x" * 99, "archive"),
        ("a.bin", b"whatever", "can do nothing with a.bin"),
        ("list.json", b"[" * 100_000, "can do nothing with list.json"),
        ("cut.png", png()[:40], "cannot be read"),
    ],
)
def test_anything_else_ends_in_a_sentence(qtbot, studio, tmp_path, name, data, words):
    path = tmp_path / name
    path.write_bytes(data)
    drop(qtbot, studio, files(path))
    assert words in said(studio)


def test_files_are_asked_for_in_the_menu(qtbot, studio, dialogs, fox):
    dialogs.answer = fox
    with qtbot.waitSignal(studio.session.drops.looked):
        trigger(studio, "import.files")
    assert studio.session.drops.about.path == fox
    dialogs.answer = fox.parent / "nothing here"
    dialogs.answer.mkdir()
    with qtbot.waitSignal(studio.session.drops.looked):
        trigger(studio, "import.folder")
    assert "no pictures" in said(studio)


def test_many_at_once_are_each_what_they_are(qtbot, studio, tmp_path, fox):
    second = tmp_path / "second.png"
    second.write_bytes(png())
    junk = tmp_path / "junk.bin"
    junk.write_bytes(b"junk")
    seen = drop(qtbot, studio, files(fox, second, junk))
    assert seen.pictures == (fox, second)
    assert len(seen.unknown) == 1
    assert "2 pictures" in said(studio), "the offer comes first"
    with qtbot.waitSignal(studio.session.drops.imported):
        press(qtbot, studio, Step.IMPORT_PICTURES)
    assert studio.session.desk.history.rowCount() == 2
    qtbot.mouseClick(studio.window.error_bar.dismiss, Qt.MouseButton.LeftButton)
    assert "junk.bin" in said(studio), "what could not be used is still told"
