"""Every setting has its place in the window, and folders are checked like everything else."""

from __future__ import annotations

import json
from dataclasses import fields, replace

import pytest

from studio.core.errors import StudioError
from studio.core.log_files import level_of, log_files, new_log
from studio.core.paths import config_folder
from studio.core.settings import (
    CATEGORIES,
    SETTINGS,
    Settings,
    checked,
    declared,
    open_settings,
    preview_wait_s,
)


def test_every_setting_is_declared_with_a_category_a_title_and_help():
    assert set(declared()) == {f.name for f in fields(Settings)}
    for setting in declared().values():
        assert setting.category in CATEGORIES
        assert setting.spec.title
        assert setting.spec.help
        assert setting.default == getattr(Settings(), setting.name)


@pytest.mark.parametrize("folder", ["", "  ", "a\0b", "x" * 5000])
def test_what_is_no_folder_is_refused(folder):
    with pytest.raises(StudioError, match="folder"):
        checked(replace(Settings(), styles_folders=(folder,)))


def test_settings_of_the_second_schema_keep_what_they_say():
    old = {"format": "studio.settings", "schema": 2, "theme": "light", "models_folders": ["/m"]}
    found = SETTINGS.loads(json.dumps(old).encode())
    assert (found.theme, found.models_folders, found.log_level) == ("light", ("/m",), "info")


def test_the_rate_of_previews_becomes_a_wait():
    assert preview_wait_s() == pytest.approx(0.1)
    open_settings(config_folder()).save(Settings(preview_rate=4))
    assert preview_wait_s() == pytest.approx(0.25)
    open_settings(config_folder()).save(Settings(preview=False))
    assert preview_wait_s() == 0


def test_the_oldest_logs_go_first(tmp_path):
    for day in range(1, 8):
        (tmp_path / f"window-2026010{day}-120000-000001.log").write_text("x")
    (tmp_path / "worker-20260109-120000-000001.log").write_text("x")
    made = new_log(tmp_path, 3)
    made.write_text("now")
    windows = [file for file in log_files(tmp_path) if not file.is_worker]
    days = [file.started[:8] for file in windows[1:]]
    assert days == ["20260107", "20260106", "20260105"]
    assert windows[0].path == made
    assert any(file.is_worker for file in log_files(tmp_path))


def test_a_line_without_a_time_belongs_to_the_entry_before():
    assert level_of("2026-01-01 10:00:00,123 ERROR studio: no", "INFO") == "ERROR"
    assert level_of("Traceback (most recent call last):", "ERROR") == "ERROR"
