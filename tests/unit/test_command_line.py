"""The command line with a scripted engine; tests/e2e runs it with real weights."""

from __future__ import annotations

import io
import json
import os
import signal
import sys

import pytest

from studio import cli
from studio.core.errors import DeviceFullError
from studio.core.model import Layout, Model
from studio.core.paths import config_folder
from studio.core.project import Project
from studio.core.request import Extent
from studio.core.settings import Settings, open_settings
from studio.core.text import message
from studio.engine.weights import Catalog, Problem
from tests.unit.command_line import WEIGHTS, make, picture_at


def test_json_is_one_line_that_names_the_run_and_its_picture(studio, engine, tmp_path):
    status, out, err = studio("generate", "a house", "--project", tmp_path / "p", "--json")
    assert status == 0
    assert out.count("\n") == 1
    assert out.isascii()
    (run,) = json.loads(out)["runs"]
    assert run.keys() == {"folder", "images", "seed", "seconds"}
    (picture,) = run["images"]
    assert os.path.dirname(picture) == run["folder"]
    assert picture_at(picture).size == (64, 128)
    assert "A notice." in err


@pytest.mark.parametrize("words", ["", "  "])
def test_without_words_nothing_is_drawn(studio, engine, words):
    status, _, err = studio("generate", words)
    assert status == 1
    assert "Write what you want to see first" in err
    assert engine.payloads == []


def test_what_is_to_know_of_a_whole_batch_is_said_once(studio, engine):
    engine.notices = lambda seed: (message("A notice."), message("Of {seed}.", seed=seed))
    _, _, err = studio("generate", "a house", "--count", 3, "--seed", 5)
    assert err.count("A notice.") == 1
    assert [f"Of {seed}." in err for seed in (5, 6, 7)] == [True] * 3


def test_what_was_typed_is_what_is_stored(studio, engine, tmp_path):
    make(
        studio,
        "一座（红色）的房子",
        *("--negative", "blurry", "--style-raw", "in {prompt} ink", "--style-strength", "0.5"),
        *("--size", "128X64", "--steps", "3", "--guidance", "4.5", "--scheduler", "euler A"),
        *("--seed", "7", "--project", tmp_path / "p"),
    )
    with Project.open(tmp_path / "p") as project:
        (run,) = project.runs()
    request = run.request
    assert request.prompt == "一座（红色）的房子"
    assert (request.negative, request.style_text) == ("blurry", "in {prompt} ink")
    assert (request.style_strength, request.seed) == (0.5, 7)
    assert request.extent == Extent(128, 64)
    assert request.params["steps"] == 3
    assert request.params["guidance"] == 4.5
    assert request.params["scheduler"] == "Euler a"


def test_what_was_left_out_is_the_models_own(studio, engine):
    runs = [make(studio, "a house")[0] for _ in range(2)]
    request = engine.payloads[0].request
    assert request.extent == Extent(64, 128)
    assert request.params["scheduler"] == ""
    assert set(request.params) >= {"steps", "guidance", "scheduler"}
    assert runs[0]["seed"] != runs[1]["seed"], "a seed that nobody chose is drawn anew"


def test_without_a_project_the_picture_goes_to_the_default_one(studio, engine, studio_home):
    (run,) = make(studio, "a house")
    assert run["folder"].startswith(str(studio_home / "My pictures"))


def test_a_batch_is_one_run_for_each_seed(studio, engine, tmp_path):
    runs = make(studio, "a house", "--seed", 2**32 - 1, "--count", 3)
    assert [run["seed"] for run in runs] == [2**32 - 1, 0, 1]
    assert len({run["folder"] for run in runs}) == 3


def test_an_equal_request_is_answered_from_the_project(studio, engine):
    first = make(studio, "a house", "--seed", 5, "--count", 2)
    engine.payloads.clear()
    status, out, err = studio("generate", "a house", "--seed", 5)
    assert status == 0
    assert out.splitlines() == first[0]["images"]
    assert "already" in err
    assert make(studio, "a house", "--seed", 5, "--count", 3)[:2] == first
    assert [p.request.seed for p in engine.payloads] == [7], "only the new one is made"


def test_a_picture_by_weights_that_were_replaced_is_no_answer(studio, engine, tmp_path):
    (first,) = make(studio, "a house", "--seed", 5)
    (tmp_path / "starter" / WEIGHTS).write_bytes(b"other")
    (second,) = make(studio, "a house", "--seed", 5)
    assert first["folder"] != second["folder"]
    assert make(studio, "a house", "--seed", 5) == [second]
    (tmp_path / "starter" / WEIGHTS).write_bytes(b"one")
    assert make(studio, "a house", "--seed", 5) == [first]


def test_again_makes_it_anew(studio, engine):
    first = make(studio, "a house", "--seed", 5)
    again = make(studio, "a house", "--seed", 5, "--again")
    assert first[0]["folder"] != again[0]["folder"]


def test_a_style_is_found_by_its_chinese_title_too(studio, engine, studio_home):
    style = {"key": "wash", "title": "Wash", "title_zh": "淡彩", "template": "{prompt}, wash"}
    style["params"] = {"steps": 9, "unknown to this family": 1}
    (studio_home / "styles").mkdir()
    (studio_home / "styles" / "own.json").write_text(json.dumps({"styles": [style]}), "utf-8")
    make(studio, "a house", "--style", "淡彩")
    request = engine.payloads[0].request
    assert request.style.key == "wash"
    assert request.params["steps"] == 9
    assert "unknown to this family" not in request.params


def test_wildcards_travel_with_the_request(studio, engine, studio_home):
    (studio_home / "wildcards").mkdir()
    (studio_home / "wildcards" / "hue.txt").write_text("red\nblue\n", "utf-8")
    make(studio, "a __hue__ house")
    assert engine.payloads[0].request.wildcards == {"hue": ("red", "blue")}


def test_out_copies_the_stored_file(studio, engine, tmp_path):
    (run,) = make(studio, "a house", "--out", tmp_path / "画.png")
    stored = (tmp_path / "画.png").read_bytes()
    with open(run["images"][0], "rb") as file:
        assert stored == file.read()


def test_out_numbers_the_pictures_of_a_batch_and_converts(studio, engine, tmp_path):
    make(studio, "a house", "--count", "2", "--out", tmp_path / "a.webp")
    assert sorted(p.name for p in tmp_path.glob("a*")) == ["a-1.webp", "a-2.webp"]
    assert picture_at(tmp_path / "a-1.webp").format == "WEBP"


def test_an_error_in_the_prompt_points_at_its_character(studio, engine):
    status, out, err = studio("generate", "海边 {红房子|蓝房子")
    assert (status, out) == (1, "")
    prompt, caret, sentence = err.splitlines()
    assert prompt == "    海边 {红房子|蓝房子"
    assert caret == "         ^", "Chinese characters are two columns wide"
    assert sentence
    assert engine.payloads == []


def test_an_error_in_the_negative_prompt_shows_the_negative_prompt(studio, engine):
    _, _, err = studio("generate", "fine", "--negative", "{broken")
    assert err.splitlines()[:2] == ["    {broken", "    ^"]


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("--size", "100x128"), "100x128"),
        (("--size", "32x32"), "32x32"),
        (("--steps", "0"), "steps"),
        (("--guidance", "nan"), "guidance"),
        (("--scheduler", "magic"), "magic"),
        (("--style", "no such"), "no such"),
        (("--model", "no such"), "starter"),
        (("--style-raw", "x", "--style-strength", "9"), "9"),
        (("--out", "picture.docx"), ".png"),
        (("--out", "no/such/folder/a.png"), "folder"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_cannot_be_made_ends_with_one_sentence_and_status_1(studio, engine, arguments, word):
    status, out, err = studio("generate", "a house", *arguments)
    assert (status, out) == (1, "")
    assert word in err
    assert len(err.splitlines()) <= 3
    assert err.rstrip()[-1] in ".,"
    assert engine.payloads == []


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("nonsense",),
        ("generate",),
        ("generate", "a", "--size", "big"),
        ("generate", "a", "--seed", "-5"),
        ("generate", "a", "--seed", str(2**32)),
        ("generate", "a", "--count", "0"),
        ("generate", "a", "--steps", "many"),
        ("generate", "a", "--style", "x", "--style-raw", "y"),
    ],
    ids=" ".join,
)
def test_wrong_usage_ends_with_status_2(studio, arguments):
    with pytest.raises(SystemExit) as stopped:
        studio(*arguments)
    assert stopped.value.code == 2


def test_a_failure_of_the_engine_is_told_in_one_sentence(studio, engine):
    def fail(_cancel):
        raise DeviceFullError("It needs {n} MB.", n=7)

    engine.at_step = fail
    assert studio("generate", "a house") == (1, "", "It needs 7 MB.\n")


def test_a_bug_is_told_with_its_traceback(studio, engine):
    def fail(_cancel):
        raise KeyError("oops")

    engine.at_step = fail
    status, out, err = studio("generate", "a house")
    assert (status, out) == (1, "")
    assert "Traceback" in err
    assert err.splitlines()[-1] == "Unexpected error: 'oops'"


def test_a_locked_project_is_refused_before_anything_is_made(studio, engine, tmp_path):
    with Project.open(tmp_path / "p", create=True):
        status, _, err = studio("generate", "a house", "--project", tmp_path / "p")
    assert status == 1
    assert str(tmp_path / "p") in err
    assert engine.payloads == []


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGINT to oneself on Windows")
def test_ctrl_c_keeps_the_finished_pictures_and_leaves_no_half_one(studio, engine, tmp_path):
    def interrupt(_cancel):
        if len(engine.payloads) == 2:
            os.kill(os.getpid(), signal.SIGINT)

    engine.at_step = interrupt
    before = signal.getsignal(signal.SIGINT)
    status, out, err = studio("generate", "a", "--count", 3, "--project", tmp_path / "p", "--json")
    assert (status, out) == (1, "")
    assert "Cancelled." in err
    assert "1 " in err
    assert len(engine.payloads) == 2
    assert signal.getsignal(signal.SIGINT) == before
    with Project.open(tmp_path / "p") as project:
        assert len(project.runs()) == 1
        assert project.damaged == ()


def test_sentences_speak_the_users_language(studio, engine, monkeypatch, tmp_path):
    (tmp_path / "translations").mkdir()
    (tmp_path / "translations" / "studio_zh_CN.ts").write_text(
        "<TS><context><name>studio</name><message><source>There is no style {name}. "
        "There is: {known}.</source><translation>没有风格 {name}：{known}</translation>"
        "</message></context></TS>",
        "utf-8",
    )
    monkeypatch.setattr("studio.core.paths.resources", lambda: tmp_path)
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert studio("generate", "a", "--style", "x")[2].startswith("没有风格 x")


def test_the_language_chosen_in_the_window_counts_in_the_terminal_too(studio, engine, studio_home):
    settings = {"format": "studio.settings", "schema": 1, "language": "zh_CN"}
    (studio_home / "config").mkdir()
    (studio_home / "config" / "settings.json").write_text(json.dumps(settings), "utf-8")
    assert studio("generate", "a", "--style", "x")[2].startswith("没有风格 x")


def test_the_threads_chosen_in_the_window_draw_in_the_terminal_too(studio, engine):
    open_settings(config_folder()).save(Settings(cpu_threads=3))
    make(studio, "a house")
    assert engine.threads == 3


def test_damaged_settings_are_told_and_cost_no_picture(studio, engine, studio_home):
    (studio_home / "config").mkdir()
    (studio_home / "config" / "settings.json").write_text("{", "utf-8")
    status, _, err = studio("generate", "a house")
    assert status == 0
    assert "settings.json is damaged" in err


def test_the_folders_chosen_in_the_window_are_searched_too(studio, monkeypatch, tmp_path):
    open_settings(config_folder()).save(Settings(models_folders=(str(tmp_path),)))
    searched = []
    monkeypatch.setattr(
        "studio.cli.models.scan", lambda folders: searched.append(folders) or Catalog((), ())
    )
    studio("models")
    assert searched[0][-1] == tmp_path


def test_models_are_listed_and_damaged_ones_explained(studio, monkeypatch, tmp_path):
    model = Model(
        "sub/big", "Big", "sd15", tmp_path, Layout.FILE, Extent(512, 512), 2_000_000, "MIT"
    )
    problem = Problem(tmp_path / "x.safetensors", message("It is cut off."))
    monkeypatch.setattr("studio.cli.models.scan", lambda _: Catalog((model,), (problem,)))
    status, out, err = studio("models")
    assert status == 0
    assert out.split() == ["sub/big", "sd15", "512x512", "2", "MB", "Big"]
    assert err == "It is cut off.\n"
    data = json.loads(studio("models", "--json")[1])
    assert data["models"][0]["key"] == "sub/big"
    assert data["models"][0]["native"] == [512, 512]
    assert data["problems"] == [
        {"path": str(tmp_path / "x.safetensors"), "message": "It is cut off."}
    ]


def test_models_searches_the_named_folder_and_those_that_ship(studio, monkeypatch, tmp_path):
    searched = []
    monkeypatch.setattr(
        "studio.cli.models.scan", lambda folders: searched.append(folders) or Catalog((), ())
    )
    studio("models", "--models", tmp_path)
    assert [folder.name for folder in searched[0]] == ["models", tmp_path.name]


def test_output_is_utf8_whatever_the_locale(engine, monkeypatch):
    monkeypatch.setenv("LC_ALL", "C")
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stderr", io.TextIOWrapper(raw, encoding="ascii"))
    assert cli.main(["generate", "海 {边"]) == 1
    sys.stderr.flush()
    assert "海 {边" in raw.getvalue().decode("utf-8")
