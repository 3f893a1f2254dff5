"""Which characters of a raw prompt mean something, for the colors of the text box."""

from __future__ import annotations

import re
from enum import StrEnum

from studio.core.prompt.choices import WILDCARD, read_choices, without_comments
from studio.core.prompt.grammar import read
from studio.core.prompt.schedule import KEYWORD
from studio.core.prompt.tags import TAG


class Kind(StrEnum):
    """What a stretch of a prompt is."""

    COMMENT = "comment"
    ESCAPE = "escape"
    KEYWORD = "keyword"
    WILDCARD = "wildcard"
    TAG = "tag"
    BRACKET = "bracket"  # of weights and schedules, with their colons and bars
    CHOICE = "choice"  # braces, their bars, counts and odds
    NUMBER = "number"
    ERROR = "error"


_TOKEN = re.compile(
    r"(?P<comment>\0+)|(?P<escape>\\[\\()\[\]{}:|#_])"
    rf"|(?P<tag>(?i:{TAG.pattern}))|(?P<wildcard>{WILDCARD.pattern})"
    rf"|(?P<keyword>(?a:{KEYWORD.pattern}))"
    r"|(?P<number>(?<=:)\s*[-+]?[0-9０-９.．]+\s*(?=[)\]]))"
    r"|(?P<choice>[{}]|(?<=\{)[0-9\s-]+\$\$(?:[^|{}$]*\$\$)?|(?<=[{|])\s*[0-9.]+\s*::)"
    r"|(?P<bracket>[()\[\]])|(?P<mark>[:|])",
    re.DOTALL,
)
_OPENER = {")": "(", "]": "[", "}": "{"}
_MARKS = {"(": ":", "[": ":|", "{": "|"}


def highlight(text: str) -> list[tuple[int, int, Kind]]:
    """Return (start, end, kind) of what is not plain words, in order and without overlaps.

    Indexes count characters of the raw text. Never raises, whatever is typed.
    """
    copy = without_comments(text)
    errors = _errors(text, copy)
    wrong = {i for start, end, _ in errors for i in range(start, end)}
    tokens = [
        (start, end, kind)
        for start, end, kind in _tokens(copy)
        if wrong.isdisjoint(range(start, end))
    ]
    return sorted([*tokens, *errors])


def _tokens(copy: str) -> list[tuple[int, int, Kind]]:
    tokens: list[tuple[int, int, Kind]] = []
    opened: list[str] = []
    for found in _TOKEN.finditer(copy):
        name, token = found.lastgroup or "", found.group()
        if name == "mark":
            if not opened or token not in _MARKS[opened[-1]]:
                continue
            name = "choice" if opened[-1] == "{" else "bracket"
        elif token in _MARKS:
            opened.append(token)
        elif token in _OPENER:
            if _OPENER[token] not in opened:
                continue  # a closing bracket that closes nothing is text
            while opened.pop() != _OPENER[token]:
                pass
        tokens.append((found.start(), found.end(), Kind(name)))
    return tokens


def _errors(text: str, copy: str) -> list[tuple[int, int, Kind]]:
    found: dict[int, int] = {}
    for error in (*read_choices(text)[1], *read(copy.replace("\0", " ")).errors):
        wrong = str(error.message.values.get("found", ""))
        end = min(error.position + max(len(wrong), 1), len(copy))
        found.setdefault(error.position, end)
    errors: list[tuple[int, int, Kind]] = []
    for start, end in sorted(found.items()):
        if start < end and (not errors or errors[-1][1] <= start):
            errors.append((start, end, Kind.ERROR))
    return errors
