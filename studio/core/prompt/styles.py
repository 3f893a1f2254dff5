"""Styles as data: JSON files that anyone can write, read one by one."""

from __future__ import annotations

import json
import re
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio.core.prompt.styled import styled, styled_negative
from studio.core.storage import write_atomic
from studio.core.style import Style
from studio.core.text import N_, Message, message

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from studio.core.params import Scalar

__all__ = [
    "CATEGORIES",
    "Shelf",
    "load_styles",
    "parse_styles",
    "read_styles",
    "reason",
    "save_style",
    "styled",
    "styled_negative",
    "written",
]

SCHEMA = 1
SIZE_LIMIT = 4_000_000  # bytes; a longer file holds no styles


# The titles of the categories that ship; a user's own category is its own title.
CATEGORIES = {
    "illustration": N_("Illustration"),
    "drawing": N_("Pencil and ink"),
    "painting": N_("Painting"),
    "print": N_("Print and poster"),
    "photo": N_("Photo and film"),
    "digital": N_("Pixel and 3D"),
    "craft": N_("Craft"),
}


@dataclass(frozen=True, slots=True)
class Shelf:
    """The styles of some folders by key, and a sentence for every file that is damaged."""

    styles: dict[str, Style]
    problems: tuple[Message, ...]


def load_styles(*folders: Path) -> dict[str, Style]:
    """Return the styles of the folders by key; later folders replace styles of earlier ones."""
    return read_styles(*folders).styles


def read_styles(*folders: Path) -> Shelf:
    """Read every `*.json` of the folders; a damaged file costs only its own styles."""
    styles: dict[str, Style] = {}
    problems = []
    for path in [path for folder in folders for path in sorted(folder.glob("*.json"))]:
        try:
            styles |= {style.key: style for style in _read(path)}
        except (OSError, ValueError, RecursionError) as error:
            template = N_("The style file {path} was left out: {reason}.")
            problems.append(message(template, path=path, reason=reason(error)))
    return Shelf(styles, tuple(problems))


def save_style(folder: Path, style: Style) -> Path:
    """Write one style of the user's into its own file and return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    name = re.sub(r"[^\w\-]+", "-", style.key)
    if name != style.key:  # two keys never share a file
        name += f"-{zlib.crc32(style.key.encode()):08x}"
    path = folder / f"{name}.json"
    write_atomic(path, written([style]))
    return path


def written(styles: Iterable[Style]) -> bytes:
    """Return the file of some styles."""
    entries = [
        {
            "key": style.key,
            "title": style.title,
            "title_zh": style.title_zh,
            "category": style.category,
            "template": style.template,
            "negative": style.negative,
            "params": dict(style.params),
        }
        for style in styles
    ]
    data = {"schema": SCHEMA, "styles": entries}
    text = json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    return text.encode("utf-8", "replace")


class _BadStyleError(ValueError):
    """A style file says something that no style says."""

    def __init__(self, template: str, **values: object) -> None:
        super().__init__(template)
        self.message = message(template, **values)


def reason(error: Exception) -> Message:
    """Say why a file of styles cannot be read."""
    if isinstance(error, _BadStyleError):
        return error.message
    if isinstance(error, json.JSONDecodeError):
        return message(N_("line {line} is not JSON"), line=error.lineno)
    if isinstance(error, OSError):
        return message(N_("it cannot be read ({error})"), error=error.strerror or error)
    return message(N_("it is not a UTF-8 text file of the expected form"))


def _read(path: Path) -> Iterator[Style]:
    """Yield the styles of a file: ours, or a plain list of name, prompt, negative_prompt."""
    if path.stat().st_size > SIZE_LIMIT:
        raise _BadStyleError(N_("it is larger than {limit} bytes"), limit=SIZE_LIMIT)
    return iter(parse_styles(path.read_text(encoding="utf-8-sig")))


def parse_styles(text: str) -> list[Style]:
    """Return the styles that a JSON text holds; raises `ValueError` or `RecursionError`."""
    data = json.loads(text)
    if isinstance(data, dict):
        schema = data.get("schema", SCHEMA)
        if not isinstance(schema, int) or schema > SCHEMA:
            raise _BadStyleError(N_("it was written by a newer version (schema {n})"), n=schema)
        data = data.get("styles")
    if not isinstance(data, list):
        raise _BadStyleError(N_('it has no list "styles"'))
    return [_style(number, entry) for number, entry in enumerate(data, 1)]


def _style(number: int, entry: object) -> Style:
    if not isinstance(entry, dict):
        raise _BadStyleError(N_("style {number} is not an object"), number=number)
    title = _text(entry, number, "title") or _text(entry, number, "name")
    key = _text(entry, number, "key") or title
    if not key:
        raise _BadStyleError(N_("style {number} has no key"), number=number)
    return Style(
        key=key,
        title=title or key,
        title_zh=_text(entry, number, "title_zh") or title or key,
        template=_text(entry, number, "template") or _text(entry, number, "prompt") or "{prompt}",
        negative=_text(entry, number, "negative") or _text(entry, number, "negative_prompt"),
        category=_text(entry, number, "category"),
        params=_params(entry, number),
    )


def _text(entry: dict[str, object], number: int, name: str) -> str:
    value = entry.get(name, "")
    if not isinstance(value, str):
        template = N_('"{name}" of style {number} is not text')
        raise _BadStyleError(template, name=name, number=number)
    return value.strip()


def _params(entry: dict[str, object], number: int) -> dict[str, Scalar]:
    params = entry.get("params", {})
    if isinstance(params, dict):
        known = {k: v for k, v in params.items() if isinstance(v, bool | int | float | str)}
        if len(known) == len(params):
            return known
    template = N_('"params" of style {number} are not plain values')
    raise _BadStyleError(template, number=number)
