"""Styles of the AI plug-in for Krita: one JSON object a file, with `style_prompt`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from studio.core.errors import StudioError
from studio.core.metadata_values import Fields, parse_object
from studio.core.sampler_names import our_scheduler
from studio.core.style import Style
from studio.core.style_format import StyleFileError, StyleFormat
from studio.core.text import N_

if TYPE_CHECKING:
    from collections.abc import Sequence

_MARK = re.compile(r'\s*\{(?=.{0,20000}"style_prompt"\s*:)', re.DOTALL)
_SLOT = "{prompt}"


def _detect(text: str) -> bool:
    return _MARK.match(text) is not None


def _read(text: str) -> Sequence[Style]:
    try:
        fields = Fields(parse_object(text))
    except StudioError as error:
        raise StyleFileError(
            N_("The styles cannot be read: {reason}."), reason=error.message
        ) from None
    name = fields.text("name")
    if not name:
        raise StyleFileError(N_("The style has no name."))
    words = fields.text("style_prompt") or _SLOT
    if _SLOT not in words:
        words = f"{_SLOT}, {words}"
    sampler = fields.text("sampler")
    titles = [part.strip() for part in sampler.split(" - ")]
    scheduler = next((ours for title in titles if (ours := our_scheduler(title))), "")
    steps, guidance, skip = ["sampler_steps", "steps"], ["cfg_scale"], ["clip_skip"]
    params = fields.params(steps, guidance, skip, scheduler)
    return [Style(name, name, name, words, fields.text("negative_prompt"), params=params)]


FORMAT = StyleFormat(key="krita", title="Krita AI", suffix=".json", detect=_detect, read=_read)
