"""A worker whose scripted engine ends it, for certain prompts; importable in the child process."""

import ctypes
import os
import signal

from studio.core.job import CancelToken
from tests.gui.scripted import ScriptedEngine


class DyingEngine(ScriptedEngine):
    """Really dies of some prompts, and loses its graphics card over another."""

    def run(self, verb, payload, report, cancel):
        match payload.request.prompt:
            case "crash":
                ctypes.string_at(0)
            case "eat all memory":
                os.kill(os.getpid(), signal.SIGKILL)
            case "lose the card" if os.environ.get("STUDIO_DEVICE") != "cpu":
                raise RuntimeError("CUDA error: unspecified launch failure\nCompile with")
            case "never listen":
                self.gate.clear()
                cancel = CancelToken()
        return super().run(verb, payload, report, cancel)


def make(device=""):
    from studio.engine.devices import take

    take(device)
    return DyingEngine()
