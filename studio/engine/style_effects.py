"""What is known of the effect of styles on a model: measured once, kept beside it or in the cache.

A record counts only as long as the model's weights, the style's words and the way of measuring
are the ones it was made with.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

from studio.core.errors import StudioError
from studio.core.paths import cache_folder
from studio.core.storage import write_atomic
from studio.engine.fingerprint import fingerprint
from studio.engine.folder import read_json
from studio.engine.style_descriptor import METHOD, Effect
from studio.engine.verbs.style_effect import PARAMS, PROMPTS, SEEDS, Looks, StyleEffect

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from studio.core.model import Model
    from studio.core.style import Style

SHIPPED = "style_effect.json"  # in the folder of a model that was measured by its maker
SCHEMA = 1
DIGITS = 5


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was measured of one style, and a hash of the words it had."""

    words: str
    moved: float
    spread: float
    error: float

    @property
    def works(self) -> bool:
        """Whether the style surely does more than another seed would."""
        return Effect(self.moved, self.spread, self.error).works


@dataclass(frozen=True, slots=True)
class Record:
    """What was measured of one model; `plain` are the looks of its pictures without style."""

    model: str  # hash of the weights
    plain: Looks = ()
    styles: Mapping[str, Verdict] = field(default_factory=dict)

    def joined(self, effect: StyleEffect, style: Style) -> Record:
        """Return the record with one more style."""
        verdict = Verdict(
            words=words_of(style),
            moved=round(effect.moved, DIGITS),
            spread=round(effect.spread, DIGITS),
            error=round(effect.error, DIGITS),
        )
        return replace(self, plain=effect.plain, styles={**self.styles, style.key: verdict})


def style_effects(model: Model, styles: Mapping[str, Style]) -> dict[str, bool]:
    """Say of every measured style whether it does more to the model's pictures than a seed.

    Styles that nobody measured are absent. Reads files, and the weights if they changed: not for
    the UI thread.
    """
    if not any(path.is_file() for path in _places(model)):
        return {}
    record = known(model)
    return {
        key: record.styles[key].works
        for key, style in styles.items()
        if key in record.styles and record.styles[key].words == words_of(style)
    }


def known(model: Model) -> Record:
    """Return what was measured of a model, by its maker or on this machine."""
    content = content_of(model)
    record = Record(content)
    for path in _places(model):
        found = read(path)
        if found and found.model == content:
            record = Record(content, found.plain, {**record.styles, **found.styles})
    return record


def content_of(model: Model) -> str:
    """Return the hash of a model's weights, remembered as long as its files do not change."""
    memory = cache_folder() / "hashes.json"
    return fingerprint(model.path, memory, suffixes=(".safetensors",))


def words_of(style: Style) -> str:
    """Return a hash of everything of a style that reaches a picture in the measurement."""
    return hashlib.sha256(f"{style.template}\n{style.negative}".encode()).hexdigest()[:16]


def shipped_place(model: Model) -> Path:
    """Return where the maker of a model folder keeps the record."""
    return model.path / SHIPPED


def cached_place(model: Model) -> Path:
    """Return where this machine keeps the record."""
    name = hashlib.sha256(str(model.path.absolute()).encode()).hexdigest()[:24]
    return cache_folder() / "style-effects" / f"{name}.json"


def read(path: Path) -> Record | None:
    """Return the record of a file, or None if there is none that still counts."""
    try:
        data = read_json(path)
        if data["method"] != _method():
            return None
        styles = {key: Verdict(**entry) for key, entry in data["styles"].items()}
        return Record(str(data["model"]), _looks(data["plain"]), styles)
    except (StudioError, OSError, KeyError, TypeError, ValueError, AttributeError):
        return None


def write(path: Path, record: Record) -> None:
    """Store a record; it is either there as a whole or the old one stays."""
    verdicts = {key: asdict(verdict) for key, verdict in sorted(record.styles.items())}
    rows = ",\n".join(f"    {json.dumps(key)}: {json.dumps(v)}" for key, v in verdicts.items())
    rounded = [[[round(n, DIGITS) for n in look] for look in seeds] for seeds in record.plain]
    plain = ",\n".join(f"    {json.dumps(seeds, separators=(',', ':'))}" for seeds in rounded)
    head = {"schema": SCHEMA, "method": _method(), "model": record.model}
    lines = ",\n".join(f'  "{key}": {json.dumps(value)}' for key, value in head.items())
    text = f'{{\n{lines},\n  "styles": {{\n{rows}\n  }},\n  "plain": [\n{plain}\n  ]\n}}\n'
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomic(path, text.encode())


def _places(model: Model) -> tuple[Path, Path]:
    return shipped_place(model), cached_place(model)


def _method() -> str:
    """Name the way of measuring: another one makes numbers that cannot be compared."""
    digest = hashlib.sha256(repr((PROMPTS, SEEDS, sorted(PARAMS.items()))).encode()).hexdigest()
    return f"{METHOD}-{digest[:8]}"


def _looks(data: Any) -> Looks:
    if any(len(seeds) != len(SEEDS) for seeds in data):
        raise ValueError
    return tuple(tuple(tuple(float(n) for n in look) for look in seeds) for seeds in data)
