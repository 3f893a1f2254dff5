from __future__ import annotations

import io
import unicodedata

import pytest

from studio.cli.terminal import Terminal
from studio.core.job import Progress
from studio.core.text import N_, message

PAINTING = message("Painting")


class Screen(io.StringIO):
    """A terminal that knows the carriage return and overwrites."""

    def isatty(self):
        return True

    def lines(self):
        return [self._overwritten(line.split("\r")) for line in self.getvalue().split("\n")]

    def _overwritten(self, layers):
        line = ""
        for layer in layers:
            line = layer + line[len(layer) :]
        return line.rstrip()


def terminal(err, translate=N_):
    return Terminal(io.StringIO(), err, translate)


def test_a_terminal_shows_one_bar_that_grows():
    screen = Screen()
    shown = terminal(screen)
    for step in range(5):
        shown.progress(Progress(step, 4, PAINTING))
        (line,) = screen.lines()
        assert line.count("#") == step * 6
        assert line.endswith(f"Painting: {step} of 4")


def test_a_sentence_replaces_the_bar_and_stays():
    screen = Screen()
    shown = terminal(screen)
    shown.progress(Progress(1, 4, PAINTING))
    shown.say(message("Mind the gap."))
    shown.progress(Progress(2, 4, PAINTING))
    shown.say(message("Done."))
    assert screen.lines() == ["Mind the gap.", "Done.", ""]


def test_a_sentence_that_comes_as_progress_is_said():
    screen = Screen()
    notice = message("Weights are ignored.")
    terminal(screen).progress(Progress(1, 4, stage=notice, result=notice))
    assert screen.lines() == ["Weights are ignored.", ""]


def test_a_log_gets_a_few_lines_rather_than_a_bar():
    log = io.StringIO()
    shown = terminal(log)
    shown.progress(Progress(0, 0, message("Loading")))
    for step in range(1, 101):
        shown.progress(Progress(step, 100, PAINTING))
    lines = log.getvalue().splitlines()
    assert lines[0] == "Loading"
    assert lines[-1] == "Painting: 100 of 100"
    assert len(lines) <= 7
    assert "\r" not in log.getvalue()


def test_every_text_is_translated_with_its_values():
    log = io.StringIO()
    words = {"Painting": "绘制", "{stage}: {step} of {total}": "{stage}：{step}/{total}"}
    terminal(log, lambda text: words.get(text, text)).progress(Progress(1, 2, PAINTING))
    assert log.getvalue() == "绘制：1/2\n"


@pytest.mark.parametrize(
    ("text", "position", "char"),
    [
        ("a (red house", 2, "("),
        ("一座（红色的房子", 2, "（"),
        ("first line\nsecond [line", 18, "["),
        ("x" * 300 + "(" + "y" * 300, 300, "("),
        ("画" * 300 + "{" + "画" * 300, 300, "{"),
        ("\t{", 1, "{"),
    ],
    ids=["latin", "chinese", "second line", "long", "long chinese", "tab"],
)
def test_the_caret_stands_under_the_character(text, position, char):
    log = io.StringIO()
    terminal(log).point_at(text, position)
    shown, caret = log.getvalue().splitlines()
    column, at = 0, 0
    while column < len(caret) - 1:
        column += 2 if unicodedata.east_asian_width(shown[at]) in "WF" else 1
        at += 1
    assert shown[at] == char
    assert len(shown) <= 80


def test_the_caret_may_stand_behind_the_end():
    log = io.StringIO()
    terminal(log).point_at("(open", 99)
    assert log.getvalue().splitlines() == ["    (open", "         ^"]
