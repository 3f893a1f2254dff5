"""How raw text is read: full-width twins, characters no encoder takes, numbers.

Everything here keeps the length of the text, so that an index into the copy is an index into the
raw text, which is what gets stored.
"""

from __future__ import annotations

import re

WEIGHT_LIMIT = 10.0  # |weight| beyond this is noise in every encoder; larger ones are clamped

_TWINS = dict(zip("（）［］｛｝：，｜", "()[]{}:,|", strict=True))
_DIGITS = str.maketrans("０１２３４５６７８９．－＋", "0123456789.-+")
_UNREADABLE = {chr(code): " " for code in (*range(32), 127) if chr(code) not in "\t\n\r"}
_TABLE = str.maketrans(_TWINS | _UNREADABLE)
_SURROGATE = re.compile("[\ud800-\udfff]")
_NUMBER = re.compile(r"\s*[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?\s*")


def readable(text: str) -> str:
    """Return a copy of the same length that the grammar and the encoders can read.

    Full-width brackets, colons, commas and bars become their ASCII twins, control characters
    (NUL too) become spaces, and halves of surrogate pairs the replacement character.
    """
    return _SURROGATE.sub("�", text.translate(_TABLE))


def number(text: str) -> float | None:
    """Read a decimal number (full-width digits too), or return None."""
    ascii_text = text.translate(_DIGITS)
    return float(ascii_text) if _NUMBER.fullmatch(ascii_text) else None


def clamped(weight: float) -> float:
    """Bring a weight into the range that does an encoder good, without arithmetic dust."""
    return round(min(max(weight, -WEIGHT_LIMIT), WEIGHT_LIMIT), 9)
