"""Every test has folders of its own, and draws the same examples every time."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile

import hypothesis
import pytest

from tests import sealed
from tests.checkpoints import checkpoints  # noqa: F401 - a fixture for all tests
from tests.z_images import bare_z_image, z_image, z_runtime  # noqa: F401 - the same

# Before any test or fixture of a wider scope: nothing may touch the folders of whoever runs this,
# nor depend on their language or their screen.
os.environ["STUDIO_HOME"] = tempfile.mkdtemp(prefix="studio-tests-")
os.environ["LC_ALL"] = "C.UTF-8"
os.environ.pop("LANGUAGE", None)
os.environ.setdefault("OMP_NUM_THREADS", "1")  # threads that wait for each other stall a busy CI
if sys.platform == "linux" and not {"DISPLAY", "WAYLAND_DISPLAY"} & os.environ.keys():
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sealed.seal()
hypothesis.settings.register_profile("studio", deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile("studio")


@pytest.fixture(autouse=True)
def studio_home(tmp_path_factory, monkeypatch):
    """The folder of the user's projects, models, settings and cache during one test."""
    home = tmp_path_factory.mktemp("home", numbered=True)
    for name in ("STUDIO_CACHE", "STUDIO_CONFIG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("STUDIO_HOME", str(home))
    return home


def pytest_collection_modifyitems(items):
    if os.environ.get("QT_QPA_PLATFORM") == "offscreen":
        for item in items:
            if "gl" in item.keywords:
                item.add_marker(pytest.mark.skip(reason="needs Xvfb or a display"))


def pytest_unconfigure():
    shutil.rmtree(os.environ["STUDIO_HOME"], ignore_errors=True)
