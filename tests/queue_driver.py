"""The real window in a process of its own, with a scripted engine, for the test that kills it.

`python -m tests.queue_driver PROJECT MODELS` queues three jobs, the first of them a batch; its
third picture never ends. It tells of every stored picture, and of the moment when it may be killed.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from studio import app
from studio.core.run import Run
from tests.gui.scripted import ScriptedDialogs, ScriptedEngine

BATCH = 4
STORED_BEFORE = 2


class StuckEngine(ScriptedEngine):
    """Stays in the third picture."""

    def run(self, verb, payload, report, cancel):
        if len(self.requests) == STORED_BEFORE:
            say("stuck")
            self.gate.clear()
        return super().run(verb, payload, report, cancel)


def say(word):
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def main(project, models):
    application = QApplication([])
    parts = app.Parts(project, (models,), StuckEngine(), ScriptedDialogs())
    studio = app.build(parts)
    studio.window.show()
    studio.start()
    desk = studio.session.desk
    studio.jobs.progressed.connect(
        lambda _i, p: say(f"stored {p.result.id}") if isinstance(p.result, Run) else None
    )

    def ask():
        if not desk.catalog.looked or desk.projects.opening:
            return
        asking.stop()
        request = replace(desk.draft.request(), count=1)
        studio.session.generation.enqueue([replace(request, prompt="batch", count=BATCH)])
        studio.session.generation.enqueue([replace(request, prompt="second", seed=50)])
        studio.session.generation.enqueue([replace(request, prompt="third", seed=60)])

    asking = QTimer(interval=10)
    asking.timeout.connect(ask)
    asking.start()
    application.exec()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
