"""Pictures and styles from elsewhere come in whole, or not at all, and touch nothing else."""

from __future__ import annotations

import hashlib
import io
import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageOps, PngImagePlugin

from studio.core.errors import Cancelled, ProjectError, StudioError
from studio.core.exif import comment
from studio.core.job import CancelToken
from studio.core.metadata import studio
from studio.core.metadata_format import Recipe
from studio.core.model import Layout, Model
from studio.core.paths import cache_folder
from studio.core.project import Project
from studio.core.prompt.styles import load_styles, save_style
from studio.core.request import Extent, Request
from studio.core.run import THUMB, Run
from studio.core.style import Style
from studio.engine.fingerprint import Fingerprint
from studio.tasks.foreign import look_at_picture, look_at_text, matching
from studio.tasks.import_pictures import ImportPictures
from studio.tasks.import_styles import ImportStyles
from studio.tasks.library.move_runs import MoveRuns, Way
from studio.tasks.load_picture import LoadPicture
from studio.tasks.look_at_drop import LookAtFiles
from studio.tasks.open_project import OpenProject
from tests.full_disk import full_disk

WORDS = "a tower\nSteps: 7, Sampler: Euler a, CFG scale: 5, Seed: 77, Size: 8x8, Model: fox"


def quiet(_progress):
    pass


def png(path, text=None, size=(48, 32)):
    info = PngImagePlugin.PngInfo()
    for key, value in (text or {}).items():
        info.add_itxt(key, value)
    Image.new("RGB", size, (9, 8, 7)).save(path, pnginfo=info)
    return path


@pytest.fixture
def project(tmp_path):
    with Project.open(tmp_path / "project", create=True) as opened:
        yield opened


def bring(project, *paths, report=quiet, cancel=None):
    return ImportPictures(project, tuple(paths)).run(report, cancel or CancelToken())


def test_a_picture_comes_in_untouched_with_all_that_it_says(project, tmp_path):
    path = png(tmp_path / "a.png", {"parameters": WORDS, "Author": "me"})
    (run,) = bring(project, path).runs
    assert run.path("image-0.png").read_bytes() == path.read_bytes()
    assert run.path(THUMB).is_file()
    assert run.request == Request(
        "a tower",
        model="fox",
        extent=Extent(48, 32),
        seed=77,
        params={"clip_skip": 1, "steps": 7, "guidance": 5.0, "scheduler": "Euler a"},
    )
    assert run.facts["imported_from"] == "a.png"
    assert run.facts["imported_format"] == "a1111"
    assert project.runs() == [run]


def test_our_own_picture_brings_its_facts(project, tmp_path):
    recipe = Recipe(Request("a boat", seed=5, count=1), {"device": "cpu"})
    path = png(tmp_path / "ours.png", dict(studio.write(recipe)))
    (run,) = bring(project, path).runs
    assert (run.request.prompt, run.request.seed) == ("a boat", 5)
    assert run.facts["device"] == "cpu"


def test_the_same_file_is_taken_in_once_whatever_it_is_called(project, tmp_path):
    path, twin = png(tmp_path / "a.png"), png(tmp_path / "b.png")
    other = png(tmp_path / "c.png", size=(16, 16))
    first = bring(project, path, twin)
    assert (len(first.runs), first.known) == (1, 1)
    again = bring(project, path, other)
    assert ([run.facts["imported_from"] for run in again.runs], again.known) == (["c.png"], 1)


def test_what_was_taken_in_is_known_later_and_by_an_index_and_not_once_it_is_in_the_trash(
    project, tmp_path
):
    path = png(tmp_path / "a.png")
    (run,) = bring(project, path).runs
    project.close()
    with Project.open(project.root) as again:
        assert bring(again, path).known == 1
    opened = OpenProject(project.root, cache=tmp_path / "cache").run(quiet, CancelToken())
    assert bring(opened.project, path).known == 1
    MoveRuns(opened.index, (run.id,), Way.TO_TRASH, opened.project).run(quiet, CancelToken())
    assert len(bring(opened.project, path).runs) == 1
    opened.index.close()
    opened.project.close()


def test_an_import_stops_when_its_project_is_closed(project, tmp_path):
    paths = [png(tmp_path / f"{n}.png", size=(8 + n, 8)) for n in range(3)]
    with pytest.raises(ProjectError):
        bring(project, *paths, report=lambda _progress: project.close())


def test_a_cancel_keeps_what_was_finished(project, tmp_path):
    paths = [png(tmp_path / f"{n}.png", size=(8 + n, 8)) for n in range(4)]
    cancel = CancelToken()

    def stop_after_two(progress):
        if progress.step == 2:
            cancel.cancel()

    with pytest.raises(Cancelled):
        bring(project, *paths, report=stop_after_two, cancel=cancel)
    assert len(project.runs()) == 2


def test_every_finished_picture_is_reported(project, tmp_path):
    told = []
    bring(project, png(tmp_path / "a.png"), tmp_path / "gone.png", report=told.append)
    assert [(p.step, p.total) for p in told] == [(1, 2), (2, 2)]
    assert isinstance(told[0].result, Run)
    assert told[1].result is None


def test_a_full_disk_says_how_far_it_came(project, tmp_path, monkeypatch):
    paths = [png(tmp_path / f"{n}.png") for n in range(2)]
    with full_disk(monkeypatch), pytest.raises(StudioError, match="0 of 2 pictures"):
        bring(project, *paths)
    assert project.runs() == []


def test_a_project_for_reading_takes_nothing(project, tmp_path):
    project.close()
    with pytest.raises(ProjectError):
        bring(project, png(tmp_path / "a.png"))


def test_a_picture_held_sideways_stands_upright_everywhere(project, tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6
    path = tmp_path / "photo.jpg"
    Image.new("RGB", (48, 32), (200, 0, 0)).save(path, exif=exif.tobytes())
    (run,) = bring(project, path).runs
    assert run.request.extent == Extent(32, 48)
    assert LoadPicture(run).run(quiet, CancelToken()).shape == (48, 32, 3)


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")  # PIL's, which looks for the density there
@pytest.mark.parametrize("exif", [b"Exif\0\0garbage", b"Exif\0\0II*\0\xff\xff\xff\xff", b"x" * 40])
def test_damaged_exif_costs_no_picture(project, tmp_path, exif):
    path = tmp_path / "photo.jpg"
    Image.new("RGB", (48, 32)).save(path, exif=exif)
    (run,) = bring(project, path).runs
    assert run.request.extent == Extent(48, 32)


def test_links_out_of_a_folder_are_not_followed(tmp_path):
    outside = png(tmp_path / "secret.png")
    folder = tmp_path / "folder"
    folder.mkdir()
    png(folder / "a.png")
    try:
        (folder / "link.png").symlink_to(outside)
        (folder / "up").symlink_to(tmp_path, target_is_directory=True)
    except OSError:
        pytest.skip("links need a right here")
    seen = LookAtFiles((folder,)).run(quiet, CancelToken())
    assert seen.pictures == (folder / "a.png",)


def test_a_name_that_lies_is_not_believed(tmp_path):
    path = png(tmp_path / "really.png").rename(tmp_path / "song.mp3")
    fake = tmp_path / "fake.png"
    fake.write_bytes(b"MZ" + bytes(100))
    seen = LookAtFiles((path, fake)).run(quiet, CancelToken())
    assert seen.pictures == (path,)
    assert len(seen.unknown) == 1


def test_what_is_gone_or_a_device_is_told(tmp_path):
    paths = [tmp_path / "gone.png"]
    if os.name == "posix":
        paths.append(Path(os.devnull))
    seen = LookAtFiles(tuple(paths)).run(quiet, CancelToken())
    assert len(seen.unknown) == len(paths)


def test_a_vast_picture_is_refused_before_it_is_decoded(tmp_path):
    data = bytearray(png(tmp_path / "a.png").read_bytes())
    data[16:24] = (30000).to_bytes(4, "big") * 2  # the header says 900 million pixels
    path = tmp_path / "vast.png"
    path.write_bytes(bytes(data))
    seen = LookAtFiles((path,)).run(quiet, CancelToken())
    assert seen.picture is None
    assert "pixels" in str(seen.unknown[0]) or "cannot be read" in str(seen.unknown[0])


def test_text_hidden_in_pixels_is_found(tmp_path):
    pixels = np.full((64, 64, 4), 255, np.uint8)
    data = b"stealth_pnginfo" + (len(WORDS) * 8).to_bytes(4, "big") + WORDS.encode()
    bits = np.unpackbits(np.frombuffer(data, np.uint8))
    plane = np.zeros(64 * 64, np.uint8)
    plane[: len(bits)] = bits
    pixels[:, :, 3] = 254 | plane.reshape(64, 64).T
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "PNG")
    seen = look_at_picture(buffer.getvalue(), "hidden.png", None, ())
    assert seen.recipe.request.seed == 77


# ---------------------------------------------------------------------------------- the model


def model(path, key="fox"):
    return Model(key, key.title(), "sdxl", path, Layout.FILE)


def test_a_model_is_known_by_the_start_of_its_hash(tmp_path):
    path = tmp_path / "renamed.safetensors"
    path.write_bytes(b"weights")
    digest = hashlib.sha256(b"weights").hexdigest()
    assert Fingerprint(path, cache_folder() / "hashes.json").text == digest
    recipe = Recipe(Request("a", model=""), {"Model": "other", "Model hash": digest[:10].upper()})
    found = matching(recipe, (model(path, "mine"),))
    assert (found.name, found.key, found.by_hash) == ("other", "mine", True)


def test_a_model_is_known_by_its_name_wherever_it_lay(tmp_path):
    models = (model(tmp_path / "fox.safetensors", "sdxl/fox"),)
    for name in ("fox", "FOX.safetensors", "C:\\models\\fox.ckpt", "a/b/fox"):
        found = matching(Recipe(Request("a", model=""), {"Model": name}), models)
        assert found.key == "sdxl/fox"
        assert not found.by_hash
    for name in ("", "foxes", "..", "/"):
        assert not matching(Recipe(Request("a", model=""), {"Model": name}), models).key


@pytest.mark.parametrize("text", ["plain words", "{", "[1]", "Steps: of stone", ""])
def test_words_are_no_recipe(text):
    assert look_at_text(text, "", ()) is None


def test_pasted_json_of_other_programs_is_a_recipe():
    words = look_at_text('{"sui_image_params": {"prompt": "a", "seed": 4}}', "", ())
    assert words.found.format.key == "swarmui"
    words = look_at_text('{"positive_prompt": "a", "negative_prompt": "b", "seed": 4}', "", ())
    assert words.found.format.key == "invokeai"


# ---------------------------------------------------------------------------------- styles


def test_styles_get_a_number_where_the_name_is_taken(tmp_path):
    ships, own = tmp_path / "ships", tmp_path / "own"
    save_style(ships, Style("Ink", "Ink", "墨", "{prompt}, ink"))
    other, same = (
        Style("Ink", "Ink", "Ink", "ink {prompt}"),
        Style("Ink", "I", "I", "{prompt}, ink"),
    )
    task = ImportStyles("Their styles.csv", (other, same, other), (ships, own))
    done = task.run(quiet, CancelToken())
    assert (done.added, done.renamed, done.same) == (1, 1, 2)
    assert load_styles(ships, own)["Ink"].template == "{prompt}, ink"
    assert load_styles(ships, own)["Ink 2"].template == "ink {prompt}"
    assert done.path == own / "Their-styles.json"
    for name, made in (("NUL.csv", "_NUL.json"), ("..json", "styles.json")):
        new = Style(name, name, name, f"{name} {{prompt}}")
        assert ImportStyles(name, (new,), (ships, own)).run(quiet, CancelToken()).path == own / made
    again = ImportStyles("Their styles.csv", (other,), (ships, own)).run(quiet, CancelToken())
    assert (again.added, again.path) == (0, None)


def test_a_comment_of_ours_survives_the_way_over_webp(project, tmp_path):
    path = tmp_path / "a.webp"
    Image.new("RGB", (8, 8)).save(path, exif=comment(WORDS))
    (run,) = bring(project, path).runs
    assert run.request.seed == 77
    assert run.files[0] == "image-0.webp"


@pytest.mark.parametrize("held", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "PNG"])
def test_however_a_camera_was_held_the_picture_stands_as_it_should(tmp_path, held, kind):
    picture = Image.effect_noise((24, 16), 90).resize((96, 64)).convert("RGB")
    exif = Image.Exif()
    exif[0x0112] = held
    path = tmp_path / "photo"
    picture.save(path, kind, exif=exif.tobytes())
    upright = ImageOps.exif_transpose(Image.open(path)).convert("RGB")
    assert np.array_equal(look_at_picture(path.read_bytes(), "a", None, ()).pixels, upright)


def test_a_picture_that_does_not_say_its_size_has_the_one_it_has(tmp_path):
    text = WORDS.replace("Size: 8x8, ", "")
    path = png(tmp_path / "a.png", {"parameters": text}, (640, 384))
    seen = look_at_picture(path.read_bytes(), "a.png", path, ())
    assert seen.recipe.request.extent == Extent(640, 384)
    path = png(tmp_path / "b.png", {"parameters": WORDS}, (640, 384))  # one that was enlarged
    seen = look_at_picture(path.read_bytes(), "b.png", path, ())
    assert seen.recipe.request.extent == Extent(8, 8)


def test_thousands_of_styles_of_one_name_are_told_apart(tmp_path):
    styles = tuple(Style("s", "S", "S", f"word{n} {{prompt}}") for n in range(3000))
    done = ImportStyles("many.csv", (*styles, *styles), (tmp_path,)).run(quiet, CancelToken())
    assert (done.added, done.renamed, done.same) == (3000, 2999, 3000)
    kept = load_styles(tmp_path)
    assert kept["s"].template == "word0 {prompt}"
    assert (kept["s 3000"].title, kept["s 3000"].template) == ("S 3000", "word2999 {prompt}")
    again = ImportStyles("many.csv", styles, (tmp_path,)).run(quiet, CancelToken())
    assert (again.added, again.path) == (0, None)
