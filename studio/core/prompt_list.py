"""Lists of prompts in files: one a line, or a table with a column of them."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from studio.core.errors import RequestError
from studio.core.matrix import LIMIT, prompts_in
from studio.core.request import SEED_LIMIT
from studio.core.text import N_

PROMPT, NEGATIVE, SEED = "prompt", "negative", "seed"
NEGATIVES = (NEGATIVE, "negative_prompt", "negative prompt")
DELIMITERS = ",;\t"


@dataclass(frozen=True, slots=True)
class Written:
    """One prompt of a list; None and "" leave to the panel what the list does not say."""

    prompt: str
    negative: str = ""
    seed: int | None = None


def read_lines(text: str) -> tuple[Written, ...]:
    """Read one prompt a line; raises `RequestError` when there are none, or too many."""
    return _checked([Written(prompt) for prompt in prompts_in(text)])


def read_table(text: str) -> tuple[Written, ...]:
    """Read a table with a column `prompt`, perhaps with `negative` and `seed`.

    Raises `RequestError` that names the line.
    """
    rows = csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=_delimiter(text))
    found: list[Written] = []
    try:
        head = [name.strip().casefold() for name in next(rows, [])]
        if PROMPT not in head:
            raise RequestError(N_("The first line names no column “prompt”."))
        for cells in rows:
            row = dict(zip(head, (_one_line(cell) for cell in cells), strict=False))
            if row.get(PROMPT):
                negative = next((row[name] for name in NEGATIVES if row.get(name)), "")
                found.append(Written(row[PROMPT], negative, _seed(row, rows.line_num)))
    except csv.Error as error:
        raise RequestError(
            N_("Line {line}: {problem}."), line=rows.line_num, problem=error
        ) from None
    return _checked(found)


def _seed(row: dict[str, str], line: int) -> int | None:
    text = row.get(SEED, "")
    if text in ("", "-1"):  # other programs' way to say: any
        return None
    if not (text.isascii() and text.isdigit() and int(text[:12]) < SEED_LIMIT):
        raise RequestError(N_("Line {line}: “{value}” is no seed."), line=line, value=text[:40])
    return int(text)


def _delimiter(text: str) -> str:
    head = text.split("\n", 1)[0]
    return max(DELIMITERS, key=head.count)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _checked(found: list[Written]) -> tuple[Written, ...]:
    if not found:
        raise RequestError(N_("There are no prompts in it."))
    if len(found) > LIMIT:
        raise RequestError(N_("These are more than {n} prompts."), n=LIMIT)
    return tuple(found)
