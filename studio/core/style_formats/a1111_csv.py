"""AUTOMATIC1111's styles.csv: name, prompt, negative_prompt; texts may have lines of their own."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from studio.core.style import Style
from studio.core.style_format import MAX_STYLES, StyleFileError, StyleFormat
from studio.core.text import N_

if TYPE_CHECKING:
    from collections.abc import Sequence

_HEAD = re.compile(r'\s*"?name"?\s*,\s*"?(prompt|text)"?\s*(,|\r?\n|$)', re.IGNORECASE)
_NAMES = ["name", "prompt", "negative_prompt"]
_SLOT = "{prompt}"


def _detect(text: str) -> bool:
    return _HEAD.match(text) is not None


def _read(text: str) -> Sequence[Style]:
    """Read rows; those without a name, or with a name only, divide a list and are left out."""
    rows = csv.reader(io.StringIO(text.replace("\0", ""), newline=""))
    found: list[Style] = []
    try:
        head = [name.strip().lower() for name in next(rows)]
        for row in rows:
            entry = dict(zip(head, row, strict=False))
            style = _style(entry)
            if style:
                found.append(style)
            if len(found) > MAX_STYLES:
                break
    except (csv.Error, StopIteration) as error:
        raise StyleFileError(
            N_("The styles cannot be read: line {line}: {reason}."),
            line=rows.line_num,
            reason=error,
        ) from None
    return found


def _style(entry: dict[str, str]) -> Style | None:
    name = entry.get("name", "").strip()
    words = (entry.get("prompt") or entry.get("text") or "").strip()
    negative = (entry.get("negative_prompt") or "").strip()
    if not name or not (words or negative):
        return None
    if words and _SLOT not in words:  # put behind the user's own words
        words = f"{_SLOT}, {words}"
    return Style(name, name, name, words or _SLOT, negative)


def write(styles: Sequence[Style]) -> bytes:
    """Return the table, as spreadsheets read it too."""
    buffer = io.StringIO(newline="")
    rows = csv.writer(buffer)
    rows.writerow(_NAMES)
    for style in styles:
        template = "" if style.template == _SLOT else style.template
        rows.writerow([style.title, template, style.negative])
    return buffer.getvalue().encode("utf-8-sig", "replace")


FORMAT = StyleFormat(
    key="a1111_csv", title="AUTOMATIC1111", suffix=".csv", detect=_detect, read=_read, write=write
)
