"""The set-up: what it installs, what it skips, and that the pins are those that are tested."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[2]


def pins():
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    found = [Requirement(line) for line in lines if line.strip() and not line.startswith("#")]
    return {canonicalize_name(pin.name): pin for pin in found}


def project():
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def requirements():
    extras = project()["optional-dependencies"]
    return [*project()["dependencies"], *extras["dev"], *extras["package"]]


@pytest.fixture
def bootstrap(tmp_path, monkeypatch):
    """The set-up program, in an empty folder and with every command only noted."""
    file = ROOT / "packaging" / "bootstrap.py"
    spec = importlib.util.spec_from_file_location("bootstrap", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    (tmp_path / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    (tmp_path / "constraints.txt").write_text("torch==2.13.0\n")
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(module, "WHEELS", tmp_path / "wheels")
    (tmp_path / ".venv").mkdir()
    module.commands = []
    monkeypatch.setattr(module, "must", lambda *c: module.commands.append([*map(str, c)]))
    monkeypatch.setattr(module, "run", lambda *c: module.commands.append([*map(str, c)]) or 0)
    return module


@pytest.mark.parametrize("text", requirements())
def test_every_dependency_is_pinned_within_its_range(text):
    wanted = Requirement(text)
    (pin,) = pins()[canonicalize_name(wanted.name)].specifier
    assert pin.operator == "=="
    assert wanted.specifier.contains(pin.version)


def test_the_pins_are_the_versions_that_these_tests_run_with():
    installed = {
        canonicalize_name(found.name): Version(found.version).public
        for found in importlib.metadata.distributions()
    }
    expected = {name: next(iter(pin.specifier)).version for name, pin in pins().items()}
    differing = {
        name: (version, installed[name])
        for name, version in expected.items()
        if name in installed and installed[name] != version
    }
    assert differing == {}


def test_torch_and_qt_are_pinned_to_what_was_measured():
    assert str(pins()["torch"].specifier) == "==2.13.0", "no local label: any build will do"
    assert Version(next(iter(pins()["pyside6-essentials"].specifier)).version) < Version("6.12")


def test_nothing_names_an_index():
    for name in ("constraints.txt", "pyproject.toml", "packaging/bootstrap.py", "Makefile"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "://" not in text
        assert "index-url" not in text


def test_packages_are_installed_once(bootstrap):
    bootstrap.install_packages("dev")
    assert len(bootstrap.commands) == 1
    assert "torch>=2.13,<2.14" in bootstrap.commands[0]
    bootstrap.install_packages("dev")
    assert len(bootstrap.commands) == 1


def test_packages_are_installed_again_when_a_version_or_a_dependency_changes(bootstrap, tmp_path):
    bootstrap.install_packages("dev")
    (tmp_path / "constraints.txt").write_text("torch==2.13.1\n")
    bootstrap.install_packages("dev")
    assert len(bootstrap.commands) == 2
    project = tmp_path / "pyproject.toml"
    project.write_text(project.read_text().replace('"psutil>=7"', '"psutil>=7.1"'))
    bootstrap.install_packages("dev")
    assert "psutil>=7.1" in bootstrap.commands[2]


def test_another_setting_of_a_tool_installs_nothing(bootstrap, tmp_path):
    bootstrap.install_packages("dev")
    project = tmp_path / "pyproject.toml"
    project.write_text(project.read_text().replace("line-length = 100", "line-length = 99"))
    bootstrap.install_packages("dev")
    assert len(bootstrap.commands) == 1


def test_a_failed_installation_is_tried_again(bootstrap, monkeypatch):
    def fail(*command):
        raise subprocess.CalledProcessError(1, command)

    with monkeypatch.context() as patch:
        patch.setattr(bootstrap, "must", fail)
        with pytest.raises(subprocess.CalledProcessError):
            bootstrap.install_packages("dev")
    bootstrap.install_packages("dev")
    assert len(bootstrap.commands) == 1


def keep_a_wheel(folder):
    folder.mkdir()
    (folder / "torch-2.13.0-py3-none-any.whl").touch()


def test_where_wheels_are_kept_packages_come_from_there_alone(bootstrap, tmp_path):
    keep_a_wheel(tmp_path / "wheels")
    bootstrap.install_packages("dev")
    (command,) = bootstrap.commands
    assert "--no-index" in command
    assert command[command.index("--find-links") + 1] == str(tmp_path / "wheels")
    assert command[command.index("-c") + 1] == str(tmp_path / "constraints.txt")


def test_wheels_that_do_not_suffice_are_made_up_for_by_the_index(bootstrap, tmp_path, monkeypatch):
    keep_a_wheel(tmp_path / "wheels")
    monkeypatch.setattr(bootstrap, "run", lambda *c: bootstrap.commands.append([*map(str, c)]) or 1)
    bootstrap.install_packages("dev")
    kept, asked = bootstrap.commands
    assert "--no-index" in kept
    assert "--no-index" not in asked


def test_wheels_are_kept_at_the_pinned_versions(bootstrap, tmp_path):
    bootstrap.keep_wheels("dev")
    (command,) = bootstrap.commands
    assert command[3] == "download"
    assert command[command.index("--dest") + 1] == str(tmp_path / "wheels")
    assert str(tmp_path / "constraints.txt") in command
    assert "torch>=2.13,<2.14" in command


@pytest.mark.skipif(sys.platform != "linux", reason="system libraries are apt's on Linux")
def test_without_rights_the_line_to_type_is_printed(bootstrap, monkeypatch, capsys):
    monkeypatch.setattr(bootstrap, "_as_root", lambda: None)
    bootstrap.install_system_packages(["libegl1", "xvfb"])
    assert "sudo apt-get install libegl1 xvfb" in capsys.readouterr().err
    assert bootstrap.commands == []


@pytest.mark.skipif(sys.platform != "linux", reason="system libraries are apt's on Linux")
def test_apt_is_not_asked_again_for_what_it_does_not_have(bootstrap, monkeypatch, capsys):
    monkeypatch.setattr(bootstrap, "_as_root", list)
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(
        bootstrap, "run", lambda *c: bootstrap.commands.append(c) or int("install" in c)
    )
    bootstrap.install_system_packages(["libegl1"])
    asked = len(bootstrap.commands)
    bootstrap.install_system_packages(["libegl1"])
    assert asked == len(bootstrap.commands) == 2, "an update and one installation"
    assert "sudo apt-get install libegl1" in capsys.readouterr().err


def test_a_missing_library_is_found_out_by_loading_it(bootstrap, monkeypatch):
    monkeypatch.setattr(bootstrap, "LIBRARIES", {"libsurely-not-there.so.1": "libsurely1"})
    assert bootstrap.missing_system_packages(tests=False) == ["libsurely1"]
