"""Every fault of the list happens for real, and the studio says what it is to say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.faults import models, pictures, prompts, results
from tests.faults.child import happen

CASES = [(kind.__name__, f) for kind in (models, pictures, prompts, results) for f in kind.FAULTS]
ROWS = {*range(8, 31), *range(40, 45), 47, 48}


@pytest.mark.parametrize(("module", "fault"), CASES, ids=[f"{f.row}-{f.name}" for _, f in CASES])
def test_the_studio_survives(module, fault, checkpoints):
    outcome = happen(module, fault.name, checkpoints, fault.seconds)
    assert outcome.trace == "", f"{outcome.trace}\nexit code {outcome.exit_code}"
    assert re.search(fault.says, outcome.says), outcome.says
    assert outcome.grown_mib <= fault.mib


def test_the_page_of_faults_tells_of_each():
    page = (Path(__file__).parents[2] / "docs" / "faults.md").read_text(encoding="utf-8")
    assert [f.name for _, f in CASES if f"| {f.row} | {f.name} |" not in page] == []


def test_no_row_of_the_list_is_left_out():
    assert {fault.row for _, fault in CASES} == ROWS
    names = [fault.name for _, fault in CASES]
    assert len(set(names)) == len(names)
