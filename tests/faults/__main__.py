"""Let every fault happen and write down what the user reads: `python -m tests.faults`."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from tests.checkpoints import write_models
from tests.faults.child import happen
from tests.faults.test_faults import CASES

PAGE = Path(__file__).parents[2] / "docs" / "faults.md"
HEAD = """# Faults, and what the studio says

Each of these happens for real in `tests/faults/`, in a process whose memory and time are limited;
the test fails when the studio does not survive it or says something else. The numbers are those of
the list of faults that trusted programs were measured by. Sentences are those of the English
window; {where} stands for a folder. Made by `python -m tests.faults`.

| # | fault | what the user reads, or sees |
| --- | --- | --- |
"""
FOLDER = re.compile(r"/\S*?/(here|checkpoints)")


def main() -> None:
    """Write the page."""
    lines = []
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "checkpoints"
        write_models(root)
        for module, fault in sorted(CASES, key=lambda case: case[1].row):
            outcome = happen(module, fault.name, root, fault.seconds)
            said = FOLDER.sub("{where}", outcome.says or outcome.trace.splitlines()[-1])
            lines.append(f"| {fault.row} | {fault.name} | {said.replace('|', ' ')} |\n")
    PAGE.write_text(HEAD + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
