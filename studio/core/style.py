"""A style: words around the user's prompt, and parameters it prefers."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 - the codec reads the annotations
from dataclasses import dataclass, field

from studio.core.params import Scalar  # noqa: TC001


@dataclass(frozen=True, slots=True)
class Style:
    """One entry of the style picker.

    `template` holds `{prompt}` where the user's words go. A request keeps the whole value, so that
    a picture can be made again after the style was edited or deleted.
    """

    key: str
    title: str
    title_zh: str
    template: str = "{prompt}"
    negative: str = ""
    category: str = ""
    params: Mapping[str, Scalar] = field(default_factory=dict)
