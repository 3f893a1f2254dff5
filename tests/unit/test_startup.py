"""Starting up stays light: no module loads a framework, and importing has no effect."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {"torch", "diffusers", "transformers", "accelerate", "peft", "trimesh", "vispy"} | {
    "pyqtgraph",
    "safetensors.torch",
    "scipy",
}
MODULES = "import sys, json; print(json.dumps(sorted(sys.modules)))"
EVERY_PLUG_IN = """
import importlib, pkgutil
from studio import exporters, tasks, tools
from studio.core import metadata
from studio.engine import families, verbs
for package in (exporters, tasks, tools, metadata, families, verbs):
    for info in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"{package.__name__}.{info.name}")
"""


def modules_after(code):
    command = [sys.executable, "-c", f"{code}\n{MODULES}"]
    out = subprocess.run(command, capture_output=True, text=True, check=True)
    return set(json.loads(out.stdout))


@pytest.mark.parametrize(
    "code",
    ["import studio.app", "import studio.cli", EVERY_PLUG_IN],
    ids=["window", "command line", "plug-ins"],
)
def test_starting_up_imports_nothing_heavy(code):
    assert modules_after(code) & HEAVY == set()


def test_the_command_line_starts_without_qt():
    assert not any(name.startswith("PySide6") for name in modules_after("import studio.cli"))


def test_the_engine_starts_without_qt():
    """The worker process must not pay for Qt, nor the machine without a screen need it."""
    loaded = modules_after(f"{EVERY_PLUG_IN}\nimport studio.engine.runtime, studio.engine.worker")
    assert not any(name.startswith("PySide6") for name in loaded)


def test_importing_the_studio_writes_nothing(tmp_path):
    root = str(Path(__file__).parents[2])
    code = f"import sys; sys.path.insert(0, {root!r}); import studio.app, studio.cli"
    home = {"HOME": str(tmp_path), "USERPROFILE": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"}
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("STUDIO_", "XDG_"))}
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=inherited | home, check=True)
    assert list(tmp_path.iterdir()) == []
