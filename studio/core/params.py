"""Declared parameters: a dataclass field that knows its bounds, title and help.

A family, verb or trainer declares its parameters once, as a frozen dataclass whose fields are made
here. The window draws a form from it, the command line reads flags from it, and `clean` checks
values that come from files.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, TypeVar, cast

from studio.core.errors import RequestError
from studio.core.text import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

Scalar = bool | int | float | str
T = TypeVar("T")
_KEY = "studio.param"


@dataclass(frozen=True, slots=True)
class Spec:
    """What a form needs to know about one parameter."""

    kind: str  # "int", "float", "bool", "choice" or "text"
    title: str
    help: str
    low: float = -math.inf
    high: float = math.inf
    step: float = 1.0
    unit: str = ""
    choices: tuple[tuple[str, str], ...] = ()  # (value, title)


def integer(default: int, low: int, high: int, *, title: str, help: str, unit: str = "") -> Any:
    """Declare a whole number with inclusive bounds."""
    return field(default=default, metadata={_KEY: Spec("int", title, help, low, high, 1, unit)})


def decimal(  # noqa: PLR0913 - a declaration, read as a table row
    default: float, low: float, high: float, step: float, *, title: str, help: str, unit: str = ""
) -> Any:
    """Declare a real number with inclusive bounds and the step of its slider."""
    spec = Spec("float", title, help, low, high, step, unit)
    return field(default=default, metadata={_KEY: spec})


def flag(default: bool, *, title: str, help: str) -> Any:
    """Declare a switch."""
    return field(default=default, metadata={_KEY: Spec("bool", title, help)})


def choice(default: str, choices: tuple[tuple[str, str], ...], *, title: str, help: str) -> Any:
    """Declare a closed set of (value, title) pairs."""
    spec = Spec("choice", title, help, choices=choices)
    return field(default=default, metadata={_KEY: spec})


def text(default: str, longest: int, *, title: str, help: str) -> Any:
    """Declare a line of text of at most so many characters."""
    spec = Spec("text", title, help, high=longest)
    return field(default=default, metadata={_KEY: spec})


def specs(kind: type) -> dict[str, tuple[Spec, Scalar]]:
    """Return name -> (spec, default) of every declared parameter of a dataclass, in order."""
    declared = [f for f in fields(kind) if _KEY in f.metadata]
    return {f.name: (f.metadata[_KEY], cast("Scalar", f.default)) for f in declared}


def clean(kind: type[T], values: Mapping[str, Any]) -> T:
    """Build `kind` from untrusted values; unknown names are dropped.

    Raises `RequestError` naming the parameter when a value has the wrong type or is out of bounds.
    """
    declared = specs(kind)
    return kind(**{k: _checked(k, declared[k][0], v) for k, v in values.items() if k in declared})


def check(built: object) -> None:
    """Raise `RequestError` naming a parameter of a dataclass that is out of its bounds."""
    for name, (spec, _) in specs(type(built)).items():
        _checked(name, spec, getattr(built, name))


def _checked(name: str, spec: Spec, value: Any) -> Scalar:
    try:
        return _converted(spec, value)
    except (TypeError, ValueError, OverflowError):
        raise RequestError(
            N_("{name} cannot be {value!r}: {rule}."), name=name, value=value, rule=_rule(spec)
        ) from None


def _converted(spec: Spec, value: Any) -> Scalar:
    match spec.kind:
        case "bool":
            if not isinstance(value, bool):
                raise TypeError
            return value
        case "int" | "float":
            number = int(value) if spec.kind == "int" else float(value)
            if isinstance(value, bool) or number != float(value):
                raise TypeError
            if not spec.low <= number <= spec.high:  # also refuses NaN
                raise ValueError
            return number
        case "choice":
            if value not in [key for key, _ in spec.choices]:
                raise ValueError
            return str(value)
        case _:
            if len(str(value)) > spec.high:
                raise ValueError
            return str(value)


def _rule(spec: Spec) -> str:
    match spec.kind:
        case "bool":
            return "true or false"
        case "choice":
            return "one of " + ", ".join(key or '""' for key, _ in spec.choices)
        case "text":
            return f"at most {spec.high:g} characters"
        case _:
            return f"a number from {spec.low:g} to {spec.high:g}"
