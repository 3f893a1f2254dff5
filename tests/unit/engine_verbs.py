"""Verbs that misbehave on purpose, for tests of both engines; importable in the child process."""

import ctypes
import gc
import os
import signal
import sys
import threading
from dataclasses import dataclass, field

import numpy as np

from studio.core.errors import RequestError
from studio.core.job import Progress
from studio.core.model import Model
from studio.core.text import Message
from studio.engine.devices import take
from studio.engine.runtime import Runtime
from studio.engine.stages import IMPORTING
from studio.engine.verb import Verb


@dataclass(frozen=True, slots=True)
class Order:
    """What to do, and in how many steps."""

    what: str
    steps: int = 3
    model: Model | None = None
    array: np.ndarray | None = field(default=None, compare=False)


class OwnError(Exception):
    """An exception that cannot be pickled."""

    def __init__(self, one, two):
        super().__init__(f"{one} and {two}")


def scripted_runtime():
    """Return a runtime with the verb `scripted` besides its own."""
    runtime = Runtime()
    runtime.verbs["scripted"] = Verb("scripted", Order, object, run)
    return runtime


def scripted_on(device):
    """Return the same for one device."""
    take(device)
    return scripted_runtime()


def run(_runtime, order, report, cancel):
    """Do as the order says."""
    return ORDERS[order.what](order, report, cancel)


def count(order, report, cancel):
    for step in range(order.steps):
        cancel.check()
        report(Progress(step + 1, order.steps, result="never crosses a process"))
    return order.steps


def flood(order, report, _cancel):
    for step in range(order.steps):
        report(Progress(step + 1, order.steps, preview=np.zeros((64, 64, 3), np.uint8)))
    return order.steps


def wait(_order, report, cancel):
    report(Progress(0, 1))
    while True:
        cancel.check()
        threading.Event().wait(0.005)


def import_slowly(_order, report, cancel):
    report(Progress(0, 1, Message(IMPORTING)))
    threading.Event().wait(1.0)
    cancel.check()


def silent(order, *_):
    order.model.path.touch()
    threading.Event().wait()


def deaf(_order, report, _cancel):
    report(Progress(0, 1))
    while True:
        threading.Event().wait(0.05)


def refuse(*_):
    raise RequestError("{name} is {value}", name="steps", value=7)


def bug(*_):
    raise ZeroDivisionError("boom")


def odd_bug(*_):
    raise OwnError("this", "that")


def file_missing(*_):
    raise FileNotFoundError(2, "no such file", "nowhere")


def full(*_):
    raise RuntimeError(
        "DefaultCPUAllocator: can't allocate memory: you tried to allocate 2097152 bytes."
    )


def kill(_order, report, _cancel):
    report(Progress(1, 2))
    os.kill(os.getpid(), signal.SIGKILL)


def crash(*_):
    ctypes.string_at(0)


def echo(order, report, _cancel):
    report(Progress(1, 2, preview=order.array))
    return 255 - order.array


def show_and_die(order, report, _cancel):
    report(Progress(1, 2, preview=order.array))
    os.kill(os.getpid(), signal.SIGKILL)


def frozen(*_):
    return gc.get_freeze_count()


def where(*_):
    return os.getpid(), os.environ.get("STUDIO_DEVICE")


def cut_off(order, *_):
    from safetensors import safe_open

    with safe_open(order.model.path, framework="np") as file:
        os.truncate(order.model.path, 4096)
        return file.get_tensor("weight").sum()


def lose_the_card(*_):
    raise RuntimeError("CUDA error: unspecified launch failure\nCompile with TORCH_USE_CUDA_DSA")


def leave(*_):
    os._exit(3)


def modules(*_):
    return sorted(sys.modules)


def die_stopping(order, report, cancel):
    """Be taken by the system while the job comes to its end."""
    report(Progress(0, 1))
    while not cancel.is_set:
        threading.Event().wait(0.005)
    kill(order, report, cancel)


ORDERS = {
    "count": count,
    "flood": flood,
    "wait": wait,
    "deaf": deaf,
    "import slowly": import_slowly,
    "silent": silent,
    "refuse": refuse,
    "bug": bug,
    "full": full,
    "odd bug": odd_bug,
    "file missing": file_missing,
    "kill": kill,
    "die while stopping": die_stopping,
    "crash": crash,
    "where": where,
    "frozen": frozen,
    "echo": echo,
    "show and die": show_and_die,
    "cut off": cut_off,
    "lose the card": lose_the_card,
    "exit": leave,
    "modules": modules,
}
