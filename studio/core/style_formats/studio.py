"""Our own files of styles: JSON with a schema and a list."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from studio.core.prompt.styles import parse_styles, reason, written
from studio.core.style_format import StyleFileError, StyleFormat
from studio.core.text import N_

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studio.core.style import Style

_START = re.compile(r'\s*\{[^{}\[\]]{0,200}"styles"\s*:\s*\[')


def _detect(text: str) -> bool:
    return _START.match(text) is not None


def _read(text: str) -> Sequence[Style]:
    try:
        return parse_styles(text)
    except (ValueError, RecursionError) as error:
        raise StyleFileError(
            N_("The styles cannot be read: {reason}."), reason=reason(error)
        ) from None


write = written

FORMAT = StyleFormat(
    key="studio", title=N_("Studio styles"), suffix=".json", detect=_detect, read=_read,
    write=write,
)  # fmt: skip
