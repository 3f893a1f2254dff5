"""Values to JSON data and back: strict, and clear about which field is wrong."""

from __future__ import annotations

import hashlib
import json
import math
import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from functools import cache
from pathlib import Path
from typing import (
    Any,
    NoReturn,
    TypeAlias,
    TypeVar,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

from studio.core.json_text import INT_LIMIT, BadValueError, CodecError, Json, bad
from studio.core.text import N_, Message

Encoder: TypeAlias = Callable[[object], Json]
Decoder: TypeAlias = Callable[[object], object]
Kind: TypeAlias = Any  # a type as it is annotated: a class, tuple[int, ...], X | None
T = TypeVar("T")

TAG = "kind"  # says which dataclass an entry of a union is


def to_json(value: object) -> Json:
    """Turn a dataclass into JSON data, checking every field against its declared type."""
    kind: Kind = type(value)
    return encoder(kind)(value)


def from_json(kind: type[T], data: object) -> T:
    """Build a `kind` from JSON data. Raises `CodecError` naming the field that is wrong.

    Fields that are missing take their default; unknown ones are an error.
    """
    declared: Kind = kind
    try:
        value = decoder(declared)(data)
    except BadValueError as error:
        _fail(error)
    assert isinstance(value, kind)
    return value


def _fail(error: BadValueError) -> NoReturn:
    if not error.path:
        raise CodecError("{problem}", problem=error.problem) from None
    where = ".".join(reversed(error.path))
    raise CodecError(N_("{where}: {problem}"), where=where, problem=error.problem) from None


@cache
def decoder(kind: Kind) -> Decoder:
    """Return the function that reads a type; made once per type."""
    if kind in _READERS:
        return _READERS[kind]
    origin: Kind = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _union_decoder(get_args(kind))
    if origin is tuple:
        return _tuple_decoder(get_args(kind))
    if origin in (Mapping, dict):
        return _mapping_decoder(get_args(kind)[1])
    if isinstance(kind, type) and issubclass(kind, Enum):
        return _enum_decoder(kind)
    if isinstance(kind, type) and is_dataclass(kind):
        return _dataclass_decoder(kind)
    raise TypeError(f"the codec has no rule for {kind!r}")


def _read_bool(data: object) -> object:
    return data if isinstance(data, bool) else _wrong(N_("must be true or false"), data)


def _read_int(data: object) -> object:
    if type(data) is not int or not -INT_LIMIT <= data < INT_LIMIT:
        _wrong(N_("must be a whole number"), data)
    return data


def _read_float(data: object) -> object:
    if isinstance(data, float) and math.isfinite(data):
        return data
    if type(data) is not int or not -INT_LIMIT <= data < INT_LIMIT:
        _wrong(N_("must be a number"), data)
    return float(data)


def _read_str(data: object) -> object:
    if not isinstance(data, str):
        _wrong(N_("must be text"), data)
    if not data.isascii():
        try:
            data.encode()
        except UnicodeEncodeError:
            bad(N_("the text holds half a character"))
    return data


def _read_none(data: object) -> object:
    return data if data is None else _wrong(N_("must be empty"), data)


def _read_time(data: object) -> object:
    try:
        time = datetime.fromisoformat(str(_read_str(data)))
    except ValueError:
        _wrong(N_("must be a time like 2026-08-24T10:15:30Z"), data)
    if time.tzinfo is None:
        _wrong(N_("must be a time like 2026-08-24T10:15:30Z"), data)
    return time.astimezone(UTC)


def _read_day(data: object) -> object:
    try:
        return date.fromisoformat(str(_read_str(data)))
    except ValueError:
        _wrong(N_("must be a day like 2026-08-24"), data)


_READERS: dict[Kind, Decoder] = {
    bool: _read_bool,
    int: _read_int,
    float: _read_float,
    str: _read_str,
    type(None): _read_none,
    datetime: _read_time,
    date: _read_day,
    Path: lambda data: Path(str(_read_str(data))),
}


def _wrong(rule: str, data: object) -> NoReturn:
    shown = f"{data!s:.40}" if isinstance(data, bool | float | str) else type(data).__name__
    bad(N_("{rule}, not {value}"), rule=Message(rule), value=shown)


def _under(name: str, read: Callable[[object], T], data: object) -> T:
    try:
        return read(data)
    except BadValueError as error:
        error.path.append(name)
        raise


def _tuple_decoder(args: tuple[Kind, ...]) -> Decoder:
    if len(args) != 2 or args[1] is not ...:
        raise TypeError("the codec reads tuples of one type only: tuple[T, ...]")
    read = decoder(args[0])

    def decode(data: object) -> object:
        if not isinstance(data, list):
            _wrong(N_("must be a list"), data)
        return tuple(_under(f"[{i}]", read, item) for i, item in enumerate(data))

    return decode


def _mapping_decoder(item: Kind) -> Decoder:
    read = decoder(item)

    def decode(data: object) -> object:
        if not isinstance(data, dict):
            _wrong(N_("must be a table"), data)
        return {str(_under(key, _read_str, key)): _under(key, read, data[key]) for key in data}

    return decode


def _enum_decoder(kind: type[Enum]) -> Decoder:
    known = {member.value: member for member in kind}

    def decode(data: object) -> object:
        if not isinstance(data, str) or data not in known:
            bad(N_("{value} is unknown"), value=f"{data!s:.40}")
        return known[data]

    return decode


def _dataclass_decoder(kind: type) -> Decoder:
    hints = get_type_hints(kind)
    own = [f for f in fields(kind) if f.init]
    readers = {f.name: decoder(hints[f.name]) for f in own}
    needed = [f.name for f in own if f.default is MISSING and f.default_factory is MISSING]

    def decode(data: object) -> object:
        if not isinstance(data, dict):
            _wrong(N_("must be a table"), data)
        for name in needed:
            if name not in data:
                bad(N_("{name} is missing"), name=name)
        for name in data:
            if name not in readers:
                bad(N_("{name} is unknown"), name=f"{name:.40}")
        return kind(**{name: _under(name, readers[name], data[name]) for name in data})

    return decode


def _union_decoder(args: tuple[Kind, ...]) -> Decoder:
    scalars = {arg: decoder(arg) for arg in args if arg in (bool, int, float, str, type(None))}
    if float in scalars:
        scalars.setdefault(int, scalars[float])
    tables = [arg for arg in args if arg not in scalars]
    tagged = {t.__name__: decoder(t) for t in tables if isinstance(t, type) and is_dataclass(t)}
    if len(tables) > 1 and len(tagged) != len(tables):
        raise TypeError(f"the codec cannot tell these apart: {args!r}")
    alone = decoder(tables[0]) if len(tables) == 1 else None

    def decode(data: object) -> object:
        if type(data) in scalars:
            return scalars[type(data)](data)
        if alone:
            return alone(data)
        if not tagged or not isinstance(data, dict):
            _wrong(N_("has the wrong type"), data)
        name = data.get(TAG)
        if not isinstance(name, str) or name not in tagged:
            bad(N_("{value} is unknown"), value=f"{name!s:.40}")
        return tagged[name]({key: item for key, item in data.items() if key != TAG})

    return decode


@cache
def encoder(kind: Kind) -> Encoder:
    """Return the function that writes a type; made once per type."""
    if kind in _WRITERS:
        return _WRITERS[kind]
    if kind is Path or (isinstance(kind, type) and issubclass(kind, Path)):
        return str
    if kind in _READERS:
        return _checked(_READERS[kind])
    origin: Kind = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _union_encoder(get_args(kind))
    if origin is tuple:
        item = encoder(get_args(kind)[0])
        return lambda value: [item(entry) for entry in _as(tuple, value)]
    if origin in (Mapping, dict):
        return _mapping_encoder(get_args(kind)[1])
    if isinstance(kind, type) and issubclass(kind, Enum):
        return lambda value: str(_as(kind, value).value)
    if isinstance(kind, type) and is_dataclass(kind):
        return _dataclass_encoder(kind)
    raise TypeError(f"the codec has no rule for {kind!r}")


def _as(kind: type[T], value: object) -> T:
    if not isinstance(value, kind):
        raise TypeError(f"a {kind.__name__} was declared, not {value!r:.60}")
    return value


def _checked(read: Decoder) -> Encoder:
    def encode(value: object) -> Json:
        try:
            checked = read(value)
        except BadValueError as error:
            _fail(error)
        assert checked is None or isinstance(checked, bool | int | float | str)
        return checked

    return encode


def _write_str(value: object) -> Json:
    """Half a character, which no file can hold, becomes a question mark: text is never refused."""
    found = _as(str, value)
    return found if found.isascii() else found.encode("utf-8", "replace").decode()


def _write_time(value: object) -> Json:
    return _as(datetime, value).astimezone(UTC).isoformat().replace("+00:00", "Z")


_WRITERS: dict[Kind, Encoder] = {
    datetime: _write_time,
    date: lambda value: _as(date, value).isoformat(),
    str: _write_str,
}


def _mapping_encoder(item: Kind) -> Encoder:
    key, write = encoder(str), encoder(item)

    def encode(value: object) -> Json:
        if not isinstance(value, Mapping):
            raise TypeError(f"a mapping was declared, not {value!r:.60}")
        return {str(key(name)): write(entry) for name, entry in value.items()}

    return encode


def _dataclass_encoder(kind: type) -> Encoder:
    hints = get_type_hints(kind)
    writers = {f.name: encoder(hints[f.name]) for f in fields(kind) if f.init}

    def encode(value: object) -> Json:
        if not isinstance(value, kind):
            raise TypeError(f"a {kind.__name__} was declared, not {value!r:.60}")
        return {name: write(getattr(value, name)) for name, write in writers.items()}

    return encode


def _union_encoder(args: tuple[Kind, ...]) -> Encoder:
    writers: dict[Kind, Encoder] = {get_origin(arg) or arg: encoder(arg) for arg in args}
    classes = [arg for arg in args if isinstance(arg, type) and is_dataclass(arg)]

    def encode(value: object) -> Json:
        kind: Kind = type(value)
        if kind not in writers:  # a dict for a Mapping
            kind = next((k for k in writers if isinstance(value, k)), kind)
        if kind not in writers:
            raise TypeError(f"one of {args!r} was declared, not {value!r:.60}")
        data = writers[kind](value)
        if len(classes) > 1 and isinstance(data, dict):
            return {TAG: kind.__name__, **data}
        return data

    return encode


def digest(value: object) -> str:
    """Return a hash that equal values share, however their numbers are written (7 and 7.0)."""
    plain = json.dumps(_canonical(to_json(value)), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def _canonical(data: Json) -> Json:
    match data:
        case float() if data.is_integer():
            return int(data)
        case list():
            return [_canonical(item) for item in data]
        case dict():
            return {key: _canonical(item) for key, item in data.items()}
        case _:
            return data
