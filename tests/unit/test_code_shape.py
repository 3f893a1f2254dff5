"""Keeps the code base small and plain in the ways a linter does not measure."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CODE = sorted((ROOT / "studio").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
BUILD = sorted((ROOT / "packaging").rglob("*.py"))
MAX_FILE, MAX_CLASS, MAX_FUNCTION, USUAL_FUNCTION = 400, 250, 60, 35
ROOMIER: dict[str, int] = {}  # file -> its own limit, with the reason beside it
FUNCTIONS = ast.FunctionDef | ast.AsyncFunctionDef


def name_of(path):
    return path.relative_to(ROOT).as_posix()


def parsed(path):
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def length(node):
    return node.end_lineno - node.lineno + 1


@pytest.mark.parametrize("path", [*CODE, *BUILD, *TESTS], ids=name_of)
def test_nothing_grows_too_long(path):
    nodes = list(ast.walk(parsed(path)))
    lines = path.read_text(encoding="utf-8").count("\n")
    assert lines <= ROOMIER.get(name_of(path), MAX_FILE)
    assert [n.name for n in nodes if isinstance(n, FUNCTIONS) and length(n) > MAX_FUNCTION] == []
    assert [n.name for n in nodes if isinstance(n, ast.ClassDef) and length(n) > MAX_CLASS] == []


def test_nineteen_functions_of_twenty_fit_on_one_screen():
    nodes = [node for path in CODE for node in ast.walk(parsed(path))]
    lengths = sorted(length(node) for node in nodes if isinstance(node, FUNCTIONS))
    assert lengths[int(len(lengths) * 0.95)] <= USUAL_FUNCTION


@pytest.mark.parametrize("path", CODE, ids=name_of)
def test_a_module_says_in_its_first_line_what_it_is(path):
    first_line = (ast.get_docstring(parsed(path)) or "").partition("\n")[0]
    assert first_line.endswith((".", ":", "?")), "the docstring starts with one whole sentence"


@pytest.mark.parametrize("path", TESTS, ids=name_of)
def test_no_test_waits_for_the_clock(path):
    """A test waits for a signal, a file or a process; only the long loops may pass time."""
    calls = [n.func for n in ast.walk(parsed(path)) if isinstance(n, ast.Call)]
    waits = [ast.unparse(f) for f in calls if ast.unparse(f) in ("time.sleep", "qtbot.wait")]
    assert waits == []
