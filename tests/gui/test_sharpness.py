"""The window is drawn in the pixels of the screen, at whatever scale."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

GRAB = """
import numpy as np
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from studio.ui import theme
from studio.ui.palette import DARK
from studio.ui.widgets.row import icon_button
app = QApplication([])
theme.apply(app, DARK)
button = icon_button("frame-corners", "tip")
image = button.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
line = image.bytesPerLine()
gray = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), line)[:, :image.width()]
scale = image.devicePixelRatio()
coarse = gray.shape[0] // 28
blocks = gray[: 28 * coarse, : 28 * coarse].reshape(28, coarse, 28, coarse)
fine = int((np.ptp(blocks.astype(int), axis=(1, 3)) > 8).sum())
print(gray.shape[0], gray.shape[1], scale, fine, int(gray.max()) - int(gray.min()))
"""


@pytest.mark.parametrize("scale", ["1", "1.5", "2"])
def test_icons_are_drawn_in_device_pixels(scale):
    environment = os.environ | {"QT_SCALE_FACTOR": scale}
    done = subprocess.run(
        [sys.executable, "-c", GRAB], env=environment, capture_output=True, text=True, check=True
    )
    height, width, ratio, fine, span = map(float, done.stdout.split())
    assert (height, width, ratio) == (28 * float(scale), 28 * float(scale), float(scale))
    assert span > 60, "the icon is there"
    if scale == "2":
        assert fine > 20, "an icon that was only stretched has no detail inside a point"
