"""JSON text, read with limits: a file from elsewhere may hold anything."""

from __future__ import annotations

import json
import math
from typing import NoReturn, TypeAlias

from studio.core.errors import StudioError
from studio.core.text import N_, Message, message

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"

INT_LIMIT = 2**63  # whole numbers beyond it are no value of ours, and slow to read
MAX_BYTES = 64 * 2**20


class CodecError(StudioError):
    """Data that is not what it should be; the message says where and why."""


class BadValueError(Exception):
    """A problem on its way up to the top of the document, collecting the names it passes."""

    def __init__(self, problem: Message) -> None:
        super().__init__(problem)
        self.problem = problem
        self.path: list[str] = []


def bad(template: str, **values: object) -> NoReturn:
    """Raise a `BadValueError`."""
    raise BadValueError(message(template, **values))


def parse(data: bytes) -> Json:
    """Read JSON text; refuses NaN, huge numbers, absurd nesting and text that is not UTF-8."""
    if len(data) > MAX_BYTES:
        raise CodecError(N_("The file is too large ({n} bytes)."), n=len(data))
    try:
        found: Json = json.loads(
            data.decode("utf-8-sig"),
            parse_constant=_no_constant,
            parse_int=_small_int,
            parse_float=_finite,
        )
    except RecursionError:
        raise CodecError(N_("The file is nested too deeply.")) from None
    except BadValueError as error:
        raise CodecError("{problem}", problem=error.problem) from None
    except ValueError as error:  # not UTF-8, or not JSON
        raise CodecError(N_("The file is damaged: {reason}."), reason=error) from None
    return found


def text(data: Json) -> bytes:
    """Write JSON for people to read: indented UTF-8."""
    return (json.dumps(data, ensure_ascii=False, allow_nan=False, indent=2) + "\n").encode()


def _no_constant(name: str) -> NoReturn:
    bad(N_("{name} is not a number."), name=name)


def _small_int(digits: str) -> int:
    if len(digits) > len(str(INT_LIMIT)) + 1 or not -INT_LIMIT <= int(digits) < INT_LIMIT:
        bad(N_("A number is too large ({n} digits)."), n=len(digits))
    return int(digits)


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        bad(N_("A number is too large ({n} digits)."), n=len(digits))
    return number
