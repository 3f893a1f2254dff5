"""The scripted engine as what a worker process holds."""

from tests.gui.scripted import ScriptedEngine


def make():
    return ScriptedEngine()
