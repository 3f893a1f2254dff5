"""Calls a function in a process that has done nothing before.

Where there is a fork server, it has imported the heavy packages once and every process is forked
from it, so that a hundred of them cost seconds and share nothing but code.
"""

from __future__ import annotations

import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager

IMPORTS = [
    "tests.fresh_imports",
]


@contextmanager
def fresh_processes():
    """Give what runs `function(*args)` in a process of its own and returns its result."""
    kind = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(kind)
    if kind == "forkserver":
        context.set_forkserver_preload(IMPORTS)
    with ProcessPoolExecutor(1, mp_context=context, max_tasks_per_child=1) as pool:

        def call(function, *args):
            return pool.submit(_at_home, os.environ["STUDIO_HOME"], function, args).result()

        yield call


def _at_home(home, function, args):
    os.environ["STUDIO_HOME"] = home
    return function(*args)
