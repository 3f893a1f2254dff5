"""The desk without a window, over projects of a few runs, for tests of the library."""

from __future__ import annotations

import pytest

from studio.core.project import Project
from studio.core.request import Request
from studio.jobs.service import JobService
from studio.state.browsing import Browsing
from studio.state.desk import lay
from tests.gui.scripted import ScriptedEngine
from tests.projects import add

NAMES = ("red house", "blue boat", "海边的塔")


class Studio:
    """A desk without a window."""

    def __init__(self, qtbot, home):
        self.qtbot = qtbot
        self.jobs = JobService()
        self.desk = lay(self.jobs, ScriptedEngine(), home / "config")
        self.library, self.history = self.desk.library, self.desk.history
        self.browsing = Browsing(self.desk, self.jobs)
        self.library.start()

    def open(self, root, **how):
        self.desk.projects.open(root, **how)
        self.settle()
        return self

    def settle(self):
        """Wait until nothing is to be done any more."""
        self.qtbot.waitUntil(lambda: not self.jobs.active)

    def prompts(self):
        return [self.history.card(row).prompt for row in range(self.history.rowCount())]

    def runs(self, *prompts):
        rows = range(self.history.rowCount())
        return [self.history.run(row) for row in rows if self.history.card(row).prompt in prompts]

    def said(self):
        notice = self.desk.notices.current
        return str(notice.message) if notice else ""

    def close(self):
        self.jobs.close()
        self.desk.projects.close()


@pytest.fixture
def root(tmp_path):
    return made(tmp_path / "project", *NAMES)


def made(root, *prompts):
    with Project.open(root, create=True) as project:
        for seed, prompt in enumerate(prompts):
            add(project, Request(prompt, seed=seed))
    return root


@pytest.fixture
def another(qtbot, studio_home):
    """Start studios, one after the other; all are closed at the end."""
    started = []

    def start():
        started.append(Studio(qtbot, studio_home))
        return started[-1]

    yield start
    for one in started:
        one.close()


@pytest.fixture
def studio(another, root):
    return another().open(root)
