"""Names from a template such as `{date} {prompt:40} {seed}`, fit for every file system."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from studio.core.errors import StudioError
from studio.core.metadata_format import model_name
from studio.core.names import is_safe
from studio.core.text import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Container

    from studio.core.library.card import Card

START = "{date} {prompt:40} {seed}"
FALLBACK = "picture"
STAR = "★"
MAX_BYTES = 180  # of a name without its ending: systems allow 255 with everything
MAX_LENGTH = 100
_MOST = 3  # digits of a length: longer ones are a slip of the finger
_PIECE = re.compile(
    r"(?P<twice>\{\{|\}\})|\{(?P<name>[^{}:]*)(?::(?P<spec>[^{}]*))?\}|(?P<odd>[{}])"
)
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')


class NamingError(StudioError):
    """A template cannot be read; `start` and `end` are where."""

    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Subject:
    """What the fields of a template stand for."""

    created: datetime
    project: str
    model: str
    seed: int
    width: int
    height: int
    style: str
    prompt: str
    stars: int = 0


def subject_of(card: Card, project: str = "", style: str = "") -> Subject:
    """Return what a template can say of a run; `style` is what it is called, if not by its key."""
    return Subject(
        _time_of(card.place),
        project,
        model_name(card.model),
        card.seed,
        card.extent.width,
        card.extent.height,
        style or card.style,
        card.prompt.encode("utf-8", "replace").decode(),
        card.marks.stars,
    )


def _time_of(place: int) -> datetime:
    """Return the time that a run's place says; the first of all times where it says none."""
    try:
        return datetime.strptime(f"{place // 10_000:014}", "%Y%m%d%H%M%S")
    except ValueError:
        return datetime.min


_TEXTS: dict[str, Callable[[Subject], str]] = {
    "date": lambda s: f"{s.created:%Y-%m-%d}",
    "time": lambda s: f"{s.created:%H-%M-%S}",
    "project": lambda s: s.project,
    "model": lambda s: s.model,
    "style": lambda s: s.style,
    "prompt": lambda s: s.prompt,
    "stars": lambda s: STAR * s.stars,
}
_NUMBERS: dict[str, Callable[[Subject, int], int]] = {
    "seed": lambda s, _n: s.seed,
    "width": lambda s, _n: s.width,
    "height": lambda s, _n: s.height,
    "number": lambda _s, n: n,
}
FIELDS = (*_TEXTS, *_NUMBERS)


def check(template: str) -> None:
    """Raise `NamingError` if a template cannot be read."""
    for found in _PIECE.finditer(template):
        if found["twice"]:
            continue
        if found["odd"]:
            raise _error(found, N_("A “{bracket}” without its partner; write it twice to keep it."),
                         bracket=found["odd"])  # fmt: skip
        _check_field(found)


def text_of(template: str, subject: Subject, number: int = 1) -> str:
    """Fill a template in, as a text for people; raises `NamingError`."""
    check(template)
    return " ".join(_PIECE.sub(lambda m: _value(m, subject, number), template).split())


def name_of(template: str, subject: Subject, number: int = 1) -> str:
    """Fill a template in, as a file's name without its ending; raises `NamingError`."""
    check(template)
    filled = _PIECE.sub(lambda m: _value(m, subject, number), template)
    return safe_name(filled)


def safe_name(text: str) -> str:
    """Return the nearest name that Windows, macOS and Linux allow; never an empty one."""
    text = unicodedata.normalize("NFC", text)
    # what cannot be seen could turn the order of the letters, or end the name
    text = "".join(c if unicodedata.category(c)[0] not in "CZ" else " " for c in text)
    text = _FORBIDDEN.sub("-", text)
    text = _cut(" ".join(text.split()))
    text = text.strip(" .") or FALLBACK
    return text if is_safe(text) else f"_{text}"


def free_name(name: str, suffix: str, taken: Container[str]) -> str:
    """Return the name with its ending, numbered if it is `taken` (in any case of its letters)."""
    free, n = f"{name}{suffix}", 2
    while free.casefold() in taken:
        free, n = f"{name} {n}{suffix}", n + 1
    return free


def _check_field(found: re.Match[str]) -> None:
    name, spec = found["name"], found["spec"]
    if name not in FIELDS:
        raise _error(found, N_("There is no field “{name}”."), name=name)
    if spec is None:
        return
    if not (spec.isascii() and spec.isdigit() and len(spec) <= _MOST):
        rule = N_("“{spec}” is no length: write {example}.")
        raise _error(found, rule, spec=spec, example=_example(name))
    if name in _TEXTS and int(spec) == 0:
        raise _error(found, N_("A length of 0 leaves nothing of {name}."), name=name)


def _example(name: str) -> str:
    return f"{{{name}:40}}" if name in _TEXTS else f"{{{name}:04}}"


def _error(found: re.Match[str], template: str, **values: object) -> NamingError:
    error = NamingError(template, **values)
    error.start, error.end = found.span()
    return error


def _value(found: re.Match[str], subject: Subject, number: int) -> str:
    if found["twice"]:
        return found["twice"][0]
    name, spec = found["name"], found["spec"]
    if name in _NUMBERS:
        return str(_NUMBERS[name](subject, number)).zfill(int(spec or 1))
    text = " ".join(_TEXTS[name](subject).split())
    return _shortened(text, int(spec)) if spec else text


def _shortened(text: str, length: int) -> str:
    """Cut at a word's end, unless that would leave less than half."""
    if len(text) <= length:
        return text
    cut = text[:length]
    if text[length].isspace():
        return cut.rstrip(" ,.;:")
    whole = cut.rpartition(" ")[0]
    return (whole if len(whole) > length // 2 else cut).rstrip(" ,.;:")


def _cut(text: str) -> str:
    text = text[:MAX_LENGTH]
    return text.encode("utf-8", "ignore")[:MAX_BYTES].decode("utf-8", "ignore")
