"""Values out of foreign metadata: read leniently, range-checked, and what is left over kept."""

from __future__ import annotations

import json
import math
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from studio.core.metadata_format import MAX_SIDE, MetadataError
from studio.core.request import SEED_LIMIT, Extent, Request
from studio.core.text import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from studio.core.json_text import Json
    from studio.core.params import Scalar

MAX_TEXT = 16 * 2**20  # characters; large workflows have 2 MB
MAX_FACT = 2**16  # characters of one fact; longer ones are cut
MAX_FACTS = 2000
MAX_STEPS = 10_000
MAX_GUIDANCE = 1000.0
MAX_CLIP_SKIP = 12
_DIGITS = 20  # of the largest whole number that any of these programs writes (2**64)
_FOREIGN_SEEDS = 2**64
_NUMBER = re.compile(r"[-+]?\d{1,18}(?:\.\d{0,18})?(?:[eE][-+]?\d{1,2})?")
_HALVES = re.compile("[\ud800-\udfff]")


def parse_json(text: str) -> Json:
    """Read JSON from a picture. NaN and huge numbers become text; the rest is read as it is.

    Raises `MetadataError` when it is no JSON, too long or nested too deeply.
    """
    if len(text) > MAX_TEXT:
        raise MetadataError(N_("The picture's parameters are too long to be read."))
    try:
        found: Json = json.loads(
            text, parse_int=_whole, parse_float=_finite, parse_constant=lambda name: name
        )
    except RecursionError:
        raise MetadataError(N_("The picture's parameters are nested too deeply.")) from None
    except ValueError:
        raise MetadataError(N_("The picture's parameters are damaged.")) from None
    return found


def parse_object(text: str | None) -> dict[str, Json]:
    """Read a JSON object; raises `MetadataError` for anything else."""
    found = parse_json(text or "")
    if not isinstance(found, dict):
        raise MetadataError(N_("The picture's parameters are damaged."))
    return found


def looks_like_object(text: str, *names: str) -> bool:
    """Whether a text may be a JSON object with one of these names; it is not parsed for that."""
    return text.lstrip("\ufeff \t\r\n").startswith("{") and any(
        f'"{name}"' in text for name in names
    )


def clean_text(text: str) -> str:
    """Bring text into the form that the studio keeps: one line end, no NUL, whole characters."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    return _HALVES.sub("\ufffd", plain).strip()


def as_text(value: Json) -> str:
    """Return a value as text; lists and tables as JSON. Half characters become whole ones."""
    if isinstance(value, str):
        return _HALVES.sub("\ufffd", value)
    if value is None:
        return ""
    try:
        text = json.dumps(value, ensure_ascii=False)
    except (RecursionError, ValueError):
        return "…"
    return _HALVES.sub("\ufffd", text)


def whole(value: Json, low: int, high: int) -> int | None:
    """Return a whole number within bounds, however it is written, or None."""
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit():
        number: float | int | None = int(value) if len(value.strip()) <= _DIGITS else None
    else:
        number = _number(value)
    if number is None or number != number // 1:
        return None
    return int(number) if low <= number <= high else None


def decimal(value: Json, low: float, high: float) -> float | None:
    """Return a number within bounds, however it is written, or None."""
    number = _number(value)
    return float(number) if number is not None and low <= number <= high else None


def fold_seed(seed: int) -> int:
    """Return a seed of ours for one of up to 64 bits; equal seeds stay equal."""
    return seed % SEED_LIMIT


def with_extent(request: Request, extent: Extent | None) -> Request:
    """Return the request with a size, where the file says one."""
    return replace(request, extent=extent) if extent else request


def join_loras(loras: Iterable[tuple[str, float | None]]) -> str:
    """Return LoRAs and their weights as one fact."""
    return ", ".join(f"{name}: {1 if weight is None else weight:g}" for name, weight in loras)


class Fields:
    """The named values of a foreign file; what is taken is known, the rest is kept as facts.

    A value is only taken when it is of the right kind and within bounds.
    """

    def __init__(self, data: Mapping[str, Json]) -> None:
        self._left: dict[str, Json] = dict(data)

    def take(self, *names: str) -> Json:
        """Take out the first of these that is there, whatever it is."""
        for name in names:
            if self._left.get(name) is not None:
                return self._left.pop(name)
        return None

    def get(self, name: str) -> Json:
        """Look at a value that stays."""
        return self._left.get(name)

    def text(self, *names: str) -> str:
        """Take a text; of several names the first that has one."""
        for name in names:
            if isinstance(value := self._left.get(name), str):
                del self._left[name]
                if found := clean_text(value):
                    return found
        return ""

    def whole(self, low: int, high: int, *names: str) -> int | None:
        """Take a whole number."""
        for name in names:
            if (number := whole(self._left.get(name), low, high)) is not None:
                del self._left[name]
                return number
        return None

    def decimal(self, low: float, high: float, *names: str) -> float | None:
        """Take a number."""
        for name in names:
            if (number := decimal(self._left.get(name), low, high)) is not None:
                del self._left[name]
                return number
        return None

    def seed(self, *names: str) -> int:
        """Take a seed; one that is larger than ours may be is folded, and stays as a fact."""
        for name in names:
            found = whole(self._left.get(name), 0, _FOREIGN_SEEDS - 1)
            if found is not None:
                if found < SEED_LIMIT:
                    del self._left[name]
                return fold_seed(found)
        return 0

    def extent(self, width: str, height: str) -> Extent | None:
        """Take a size, if both sides make sense."""
        sides = [whole(self._left.get(name), 1, MAX_SIDE) for name in (width, height)]
        if sides[0] is None or sides[1] is None:
            return None
        del self._left[width], self._left[height]
        return Extent(sides[0], sides[1])

    def params(
        self,
        steps: Iterable[str] = (),
        guidance: Iterable[str] = (),
        clip_skip: Iterable[str] = (),
        scheduler: str = "",
    ) -> dict[str, Scalar]:
        """Take what our families know, by the names that it has there."""
        params: dict[str, Scalar] = {}
        if (n := self.whole(1, MAX_STEPS, *steps)) is not None:
            params["steps"] = n
        if (x := self.decimal(0, MAX_GUIDANCE, *guidance)) is not None:
            params["guidance"] = x
        if (n := self.whole(1, MAX_CLIP_SKIP, *clip_skip)) is not None:
            params["clip_skip"] = n
        if scheduler:
            params["scheduler"] = scheduler
        return params

    def rest(self) -> dict[str, Scalar]:
        """Return everything that was not taken, for people to read."""
        return facts(self._left)


def facts(data: Mapping[str, Json]) -> dict[str, Scalar]:
    """Turn what a file says into facts: plain values as they are, the others as JSON text."""
    found: dict[str, Scalar] = {}
    for name, value in list(data.items())[:MAX_FACTS]:
        if value is None or value in ("", [], {}):
            continue
        plain = isinstance(value, bool | int | float)
        key = as_text(name)[:200] or "?"
        found[key] = value if plain else as_text(value)[:MAX_FACT]  # type: ignore[assignment]
    return found


def _whole(digits: str) -> int | str:
    return int(digits) if len(digits) <= _DIGITS and abs(int(digits)) < 2**63 else digits[:60]


def _finite(digits: str) -> float | str:
    number = float(digits)
    return number if math.isfinite(number) else digits[:60]


def _number(value: Json) -> float | int | None:
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return value if abs(value) < 2**64 else None
    if isinstance(value, str) and _NUMBER.fullmatch(text := value.strip()) and text.isascii():
        return float(text)
    return None
