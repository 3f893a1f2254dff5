"""Run the benchmarks of this folder, or those named: `python -m tests.benchmarks start`.

Each module has a `run()` that yields lines. They say how often one thing is longer than another,
because seconds move with the machine; nothing is asserted.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys

from tests import benchmarks


def main():
    known = [i.name for i in pkgutil.iter_modules(benchmarks.__path__) if i.name[0] != "_"]
    for name in sys.argv[1:] or known:
        print(f"{name}", flush=True)
        for line in importlib.import_module(f"tests.benchmarks.{name}").run():
            print(f"    {line}", flush=True)


if __name__ == "__main__":
    main()
