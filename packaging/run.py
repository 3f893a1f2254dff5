"""Open the window; where there is no display, say so and make a picture without one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
PROMPT = "a red house by the sea at sunset, watercolor"
PROBE = "from PySide6.QtGui import QGuiApplication; QGuiApplication([])"


def main() -> int:
    """Return the exit status of what was started."""
    start = [sys.executable, str(ROOT / "main.py")]
    if sys.argv[1:] or has_display():
        return subprocess.call([*start, *sys.argv[1:]])
    print("There is no display, so no window opens. Without one, the studio makes a picture:")
    print(f'    main.py generate "{PROMPT}"', flush=True)
    return subprocess.call([*start, "generate", PROMPT])


def has_display() -> bool:
    """Return whether Qt can open a window here."""
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM"):
        return True
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return False
    # A display may be named and gone, or Qt's system libraries may be missing: ask Qt itself.
    probe = subprocess.run([sys.executable, "-c", PROBE], check=False, capture_output=True)
    return probe.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
