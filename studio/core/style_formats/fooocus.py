"""Fooocus: a JSON list of name, prompt with `{prompt}` in it, and negative_prompt."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from studio.core.prompt.styles import parse_styles, reason
from studio.core.style_format import StyleFileError, StyleFormat
from studio.core.text import N_

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studio.core.style import Style

_START = re.compile(r'\s*\[\s*\{\s*"(name|prompt|negative_prompt|key|title)"\s*:')


def _detect(text: str) -> bool:
    return _START.match(text) is not None


def _read(text: str) -> Sequence[Style]:
    try:
        return parse_styles(text)
    except (ValueError, RecursionError) as error:
        raise StyleFileError(
            N_("The styles cannot be read: {reason}."), reason=reason(error)
        ) from None


def _write(styles: Sequence[Style]) -> bytes:
    entries = [
        {"name": style.title, "prompt": style.template, "negative_prompt": style.negative}
        for style in styles
    ]
    return (json.dumps(entries, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace")


FORMAT = StyleFormat(
    key="fooocus", title="Fooocus", suffix=".json", detect=_detect, read=_read, write=_write
)
