"""The process of the window stays light, whatever its worker loads."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

DRIVE = """
import json, sys
from pathlib import Path

def main():
    from PySide6.QtWidgets import QApplication
    application = QApplication(sys.argv[:1])
    from studio import app
    from tests.gui.scripted import write_model
    from tests.gui.worker_script import make

    root = Path(sys.argv[1])
    write_model(root / "models" / "scripted")
    from studio.engine.client import WorkerEngine
    studio = app.build(app.Parts(root / "project", (root / "models",), WorkerEngine(make)))
    studio.window.show()
    studio.session.start(studio.project)
    desk = studio.session.desk
    while studio.jobs.active or not desk.catalog.supplies.models:
        application.processEvents()
    desk.draft.prompt = "clouds"
    studio.window.request.generate.click()
    while studio.jobs.active:
        application.processEvents()
    runs = desk.history.rowCount()
    notice = desk.notices.current
    studio.close()
    print(json.dumps([runs, notice and str(notice.message), sorted(sys.modules)]))

if __name__ == "__main__":
    main()
"""
HEAVY = {"torch", "diffusers", "transformers", "accelerate", "peft", "vispy", "pyqtgraph"}


def test_a_picture_is_made_without_torch_in_the_process_of_the_window(tmp_path):
    script = tmp_path / "drive.py"
    script.write_text(DRIVE, encoding="utf-8")
    command = [sys.executable, str(script), str(tmp_path)]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    out = subprocess.run(
        command, capture_output=True, text=True, timeout=250, check=False, env=environment
    )
    assert out.returncode == 0, out.stderr
    runs, notice, modules = json.loads(out.stdout.splitlines()[-1])
    assert (runs, notice) == (1, None)
    assert HEAVY.isdisjoint(modules)
