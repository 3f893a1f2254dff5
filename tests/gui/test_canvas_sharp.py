"""At 1 : 1 a pixel of the picture is a pixel of the screen, whatever the scale of the desktop."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_a_picture_at_its_actual_size_is_as_sharp_as_the_screen(qapp, scale):
    environment = os.environ | {
        "QT_SCALE_FACTOR": str(scale),
        "QT_SCALE_FACTOR_ROUNDING_POLICY": "PassThrough",
        "QT_QPA_PLATFORM": qapp.platformName(),
    }
    command = [sys.executable, "-m", "tests.gui.sharp_script"]
    out = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    found = json.loads(out.stdout.splitlines()[-1])
    assert found["ratio"] == scale
    assert found["zoom"] == pytest.approx(1.0)
    assert all(found[name] for name in found if name.startswith("exact")), found
    assert found["line of the wipe"] == 2 * scale  # all of it in one color
