"""The project speaks of itself alone, and is finished where it says something."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = ("studio", "tests", "packaging", "docs", "resources", ".ci")
TEXTS = {".py", ".md", ".sh", ".toml", ".txt", ".json", ".ts", ".spec", ".svg", ""}
FILES = sorted(
    path
    for folder in FOLDERS
    for path in (ROOT / folder).rglob("*")
    if path.is_file() and path.suffix in TEXTS and "__pycache__" not in path.parts
) + sorted(path for path in ROOT.iterdir() if path.is_file() and path.suffix in TEXTS)
PAGES = [path for path in FILES if path.suffix == ".md"]
OTHERS = [path for path in FILES if path != Path(__file__)]

# Absolute paths of somebody's machine; a test may make up hostile ones below /etc or C:\\Windows.
MACHINE_PATH = re.compile(r"(?<![\w.~/-])/(?:home|root|Users|work|mnt|media)/[\w.]")
LEFTOVER = re.compile(
    r"^(?:<{7} |={7}$|>{7} )|\b(?:TODO|FIXME|HACK)\b|\bpdb\.set_trace|breakpoint\(\)", re.M
)


def read(path):
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", OTHERS, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_a_file_says_nothing_that_belongs_to_one_machine_or_one_hour(path):
    text = read(path)
    assert MACHINE_PATH.findall(text) == []
    assert LEFTOVER.findall(text) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_links_between_pages_lead_somewhere(page):
    targets = [link.partition("#")[0] for link in re.findall(r"\]\(([^)\s]+)\)", read(page))]
    own = [target for target in targets if target and "://" not in target]
    assert [target for target in own if not (page.parent / target).exists()] == []
