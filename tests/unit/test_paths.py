import sys
from pathlib import Path

import pytest

from studio.core import paths

FOLDERS = [
    paths.documents_folder,
    paths.default_project,
    paths.user_models_folder,
    paths.cache_folder,
    paths.config_folder,
]


@pytest.fixture
def home(tmp_path, monkeypatch):
    for name in ("STUDIO_HOME", "STUDIO_CACHE", "STUDIO_CONFIG", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(tmp_path))
    for name, folder in (("LOCALAPPDATA", "Local"), ("APPDATA", "Roaming")):
        monkeypatch.setenv(name, str(tmp_path / "AppData" / folder))
    monkeypatch.setenv("XDG_CONFIG_HOME", "")
    return tmp_path


def test_resources_lie_beside_the_package():
    assert (paths.resources().parent / "studio" / "core" / "paths.py").is_file()


def test_resources_lie_in_the_bundle_of_the_packaged_executable(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert paths.resources() == tmp_path / "resources"


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
def test_every_folder_of_the_user_is_below_the_home_folder(home, monkeypatch, platform):
    monkeypatch.setattr(sys, "platform", platform)
    assert all(home in folder().parents for folder in FOLDERS)


def test_cache_and_settings_never_share_a_folder(home, monkeypatch):
    for platform in ("linux", "darwin", "win32"):
        monkeypatch.setattr(sys, "platform", platform)
        assert paths.cache_folder() != paths.config_folder()


def test_one_variable_moves_everything_of_the_user(home, monkeypatch):
    monkeypatch.setenv("STUDIO_HOME", str(home / "portable 画室"))
    assert all(home / "portable 画室" in [f(), *f().parents] for f in FOLDERS)


def test_cache_and_settings_move_alone(home, monkeypatch):
    monkeypatch.setenv("STUDIO_HOME", str(home / "a"))
    monkeypatch.setenv("STUDIO_CACHE", str(home / "b"))
    monkeypatch.setenv("STUDIO_CONFIG", "c")
    assert paths.cache_folder() == home / "b"
    assert paths.config_folder() == Path("c").absolute()
    assert paths.documents_folder() == home / "a"


def test_the_users_models_are_searched_after_those_that_ship(home):
    assert paths.models_folders() == (
        paths.resources() / "models",
        home / "Studio" / "models",
    )


@pytest.mark.parametrize("kind", ["styles", "wildcards"])
def test_the_users_own_words_win_over_those_that_ship(home, kind):
    folders = getattr(paths, f"{kind}_folders")()
    assert folders == (paths.resources() / kind, home / "Studio" / kind)


def test_asking_for_a_folder_creates_nothing(home):
    for folder in FOLDERS:
        folder()
    assert list(home.iterdir()) == []


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
def test_other_programs_are_looked_for_at_home_unless_everything_was_moved(
    home, monkeypatch, platform
):
    for name in ("HF_HUB_CACHE", "HF_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", platform)
    found = paths.programs_folders()
    assert {home / ".cache/huggingface/hub", home / "ComfyUI"} <= set(found)
    assert (home / "Documents" / "ComfyUI" in found) is (platform != "darwin")
    monkeypatch.setenv("HF_HOME", str(home / "hf"))
    assert home / "hf" / "hub" in paths.programs_folders()
    monkeypatch.setenv("STUDIO_HOME", str(home / "studio"))
    assert paths.programs_folders() == ()
