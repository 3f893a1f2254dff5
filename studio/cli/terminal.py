"""What the user reads: sentences and progress on stderr, results on stdout."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, TextIO

from studio.core.content import HeldBack
from studio.core.job import NO_STAGE
from studio.core.text import N_, Message, message

if TYPE_CHECKING:
    from collections.abc import Callable

    from studio.core.errors import StudioError
    from studio.core.job import Progress

BAR = 24  # characters of the progress bar
AROUND = 34  # characters shown on each side of the one an error is about
QUARTERS = 4  # lines of a log per picture, where no bar can be drawn


class Terminal:
    """Writes for people; `translate` puts the texts into their language."""

    def __init__(self, out: TextIO, err: TextIO, translate: Callable[[str], str]) -> None:
        self._out, self._err, self._translate = out, err, translate
        self._stage: Message = NO_STAGE
        self._quarter = 0
        self._bar = 0  # the columns it takes now

    @property
    def translate(self) -> Callable[[str], str]:
        """What puts a text into the language of the terminal."""
        return self._translate

    def result(self, line: str) -> None:
        """Print one line for programs and people alike, on stdout."""
        self._clear_bar()
        self._out.write(line + "\n")
        self._out.flush()

    def say(self, text: Message) -> None:
        """Print one sentence on stderr."""
        self._clear_bar()
        self._err.write(text.render(self._translate) + "\n")
        self._err.flush()

    def fail(self, error: StudioError) -> None:
        """Print what went wrong, as one sentence."""
        self.say(error.message)

    def point_at(self, text: str, position: int) -> None:
        """Show a part of `text` with a caret under one character."""
        shown, column = _excerpt(text, position)
        self._clear_bar()
        self._err.write(f"    {shown}\n    {' ' * column}^\n")

    def progress(self, progress: Progress) -> None:
        """Show how far a job is: a bar in a terminal, a few lines in a log."""
        if isinstance(progress.result, Message):
            self.say(progress.result)
        elif isinstance(progress.result, HeldBack):
            self.say(progress.result.message)
        elif self._err.isatty():
            self._draw_bar(progress)
        elif progress.stage.template and self._is_news(progress):
            self._stage = progress.stage
            self._quarter = int(progress.fraction * QUARTERS)
            self.say(self._described(progress))

    def _is_news(self, progress: Progress) -> bool:
        quarter = int(progress.fraction * QUARTERS)
        return progress.stage != self._stage or quarter != self._quarter

    def _described(self, progress: Progress) -> Message:
        if not progress.total:
            return progress.stage
        template = N_("{stage}: {step} of {total}") if progress.stage.template else _COUNT
        return message(template, stage=progress.stage, step=progress.step, total=progress.total)

    def _draw_bar(self, progress: Progress) -> None:
        self._clear_bar()
        filled = round(progress.fraction * BAR)
        text = self._described(progress).render(self._translate)
        bar = f"[{'#' * filled}{'.' * (BAR - filled)}] {text}"
        self._err.write(bar)
        self._err.flush()
        self._bar = sum(map(_columns, bar))

    def _clear_bar(self) -> None:
        self._err.write(f"\r{' ' * self._bar}\r" if self._bar else "")
        self._bar = 0


_COUNT = N_("{step} of {total}")


def _excerpt(text: str, position: int) -> tuple[str, int]:
    """Return the neighborhood of a character on its line, and the column it stands in."""
    position = min(max(position, 0), len(text))
    start = text.rfind("\n", 0, position) + 1
    end = text.find("\n", position)
    end = len(text) if end < 0 else end
    left, right = max(start, position - AROUND), min(end, position + AROUND)
    before = ("…" if left > start else "") + _printable(text[left:position])
    after = _printable(text[position:right]) + ("…" if right < end else "")
    return before + after, sum(map(_columns, before))


def _printable(text: str) -> str:
    return "".join(char if char.isprintable() else " " for char in text)


def _columns(char: str) -> int:
    """Return how wide a terminal draws a character: Chinese ones take two columns."""
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
