"""Settings are declared once, kept whole, and never in the way of a start."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, fields, replace
from pathlib import Path

import pytest

import studio
from studio.core.errors import StudioError
from studio.core.file_format import Format
from studio.core.kept_file import KeptFile
from studio.core.params import specs
from studio.core.paths import config_folder, models_folders
from studio.core.settings import (
    FILE_NAME,
    SETTINGS,
    Settings,
    all_models_folders,
    open_settings,
    read_settings,
)
from tests.full_disk import full_disk

CHOSEN = Settings(theme="light", cpu_threads=2, models_folders=("/models", "/模型"))


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "config"


def path_in(folder):
    return folder / FILE_NAME


def test_settings_come_back_after_a_restart(folder):
    first = open_settings(folder)
    assert (first.value, first.notice, first.read_only) == (Settings(), None, False)
    first.save(CHOSEN)
    assert open_settings(folder).value == CHOSEN


def test_settings_of_the_first_schema_are_still_read(folder):
    folder.mkdir()
    data = json.loads(SETTINGS.dumps(CHOSEN)) | {"schema": 1, "canvas_background": "checks"}
    path_in(folder).write_text(json.dumps(data), encoding="utf-8")
    found = open_settings(folder)
    assert (found.value, found.notice) == (CHOSEN, None)


def test_every_setting_is_read_by_something():
    """A setting that nothing reads is a control that does nothing."""
    package = Path(studio.__file__).parent
    own = package / "core" / "settings.py"
    code = "".join(p.read_text(encoding="utf-8") for p in package.rglob("*.py") if p != own)
    code += own.read_text(encoding="utf-8").partition("def read_settings")[2]
    for setting in fields(Settings):
        assert re.search(rf"(settings|settings\(\)|value)\.{setting.name}\b", code), setting.name


def test_the_file_can_be_looked_into_without_being_touched(studio_home):
    assert read_settings() == Settings()
    open_settings(config_folder()).save(CHOSEN)
    assert read_settings() == CHOSEN
    path_in(config_folder()).write_bytes(b"damaged")
    assert read_settings() == Settings()
    assert open_settings(config_folder()).notice, "who tells of it still finds it"


def test_the_users_other_folders_are_searched_after_those_that_are_known():
    open_settings(config_folder()).save(CHOSEN)
    assert all_models_folders() == (*models_folders(), Path("/models"), Path("/模型"))


def test_every_setting_says_what_it_does():
    for spec, _ in specs(Settings).values():
        assert spec.title
        assert spec.help


DAMAGED = {
    "cut off": SETTINGS.dumps(CHOSEN)[:40],
    "zeros": b"\0" * 300,
    "empty": b"",
    "another program's": b'{"window": [1, 2]}',
    "a wrong type": SETTINGS.dumps(CHOSEN).replace(b'"light"', b"7"),
    "an unknown choice": SETTINGS.dumps(CHOSEN).replace(b'"light"', b'"plaid"'),
    "out of bounds": SETTINGS.dumps(replace(CHOSEN, cpu_threads=100_000)),
    "too many folders": SETTINGS.dumps(replace(CHOSEN, models_folders=("x",) * 101)),
}


@pytest.mark.parametrize("data", DAMAGED.values(), ids=DAMAGED.keys())
def test_a_damaged_file_is_put_aside_and_the_defaults_are_used(folder, data):
    folder.mkdir()
    path_in(folder).write_bytes(data)
    found = open_settings(folder)
    assert found.value == Settings()
    assert "damaged" in str(found.notice)
    assert (folder / f"{FILE_NAME}.damaged-1").read_bytes() == data
    found.save(CHOSEN)
    assert open_settings(folder).value == CHOSEN


def test_every_damaged_file_is_kept(folder):
    folder.mkdir()
    for text in (b"first", b"second"):
        path_in(folder).write_bytes(text)
        open_settings(folder)
    kept = sorted(path.read_bytes() for path in folder.iterdir())
    assert kept == [b"first", b"second"]


def test_a_newer_file_is_neither_used_nor_changed(folder):
    folder.mkdir()
    data = json.dumps({"format": "studio.settings", "schema": 99, "theme": "light"}).encode()
    path_in(folder).write_bytes(data)
    found = open_settings(folder)
    assert found.value == Settings()
    assert found.read_only
    assert "newer version" in str(found.notice)
    found.save(CHOSEN)
    assert found.value == CHOSEN, "in use until the end"
    assert path_in(folder).read_bytes() == data


@pytest.mark.parametrize("room", [0, 10])
def test_a_full_disk_keeps_the_old_settings_and_the_studio_starts(folder, monkeypatch, room):
    found = open_settings(folder)
    found.save(CHOSEN)
    with full_disk(monkeypatch, room), pytest.raises(StudioError, match="No space left"):
        found.save(replace(CHOSEN, theme="dark"))
    assert found.value.theme == "dark", "in use until the end"
    assert open_settings(folder).value == CHOSEN
    assert [path.name for path in folder.iterdir()] == [FILE_NAME]


def test_a_full_disk_at_the_first_start_is_no_trouble(folder, monkeypatch):
    with full_disk(monkeypatch):
        found = open_settings(folder)
        with pytest.raises(StudioError):
            found.save(CHOSEN)
    assert open_settings(folder).value == Settings()


def test_a_file_that_cannot_be_read_is_not_written_over(folder):
    path_in(folder).mkdir(parents=True)
    found = open_settings(folder)
    assert found.read_only
    assert found.notice
    found.save(CHOSEN)
    assert path_in(folder).is_dir()


def test_settings_out_of_bounds_are_refused(folder):
    found = open_settings(folder)
    with pytest.raises(StudioError, match="cpu_threads"):
        found.save(replace(CHOSEN, cpu_threads=-1))
    assert found.value == Settings()
    assert not folder.exists()


@dataclass(frozen=True)
class Note:
    title: str = ""


def test_an_older_file_is_migrated(tmp_path):
    old = Format("test.note", Note, schema=1)
    new = Format("test.note", Note, 2, {1: lambda data: {"title": f"{data['title']}!"}})
    (tmp_path / "note").write_bytes(old.dumps(Note("a")))
    assert KeptFile(tmp_path / "note", new, Note()).value == Note("a!")
