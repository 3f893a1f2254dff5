"""Our own JSON files: each names its format and schema, and older ones are migrated."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

from studio.core.codec import from_json, to_json
from studio.core.json_text import CodecError, Json, parse, text
from studio.core.text import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

T = TypeVar("T")


class NewerVersionError(CodecError):
    """A file that a newer version of the studio wrote."""


def with_new_fields(data: dict[str, Json]) -> dict[str, Json]:
    """Migrate to a schema that only has more fields: what is missing takes its default."""
    return data


@dataclass(frozen=True, slots=True)
class Format(Generic[T]):
    """One kind of JSON file: its name, its value, and how older ones become today's.

    `migrations[n]` turns the data of schema n into that of schema n + 1.
    """

    name: str
    kind: type[T]
    schema: int
    migrations: Mapping[int, Callable[[dict[str, Json]], dict[str, Json]]] = field(
        default_factory=dict
    )

    def dumps(self, value: T) -> bytes:
        """Write a value as a file of the present schema."""
        data = to_json(value)
        if not isinstance(data, dict):
            raise TypeError(f"a file holds a dataclass, not {value!r:.60}")
        return text({"format": self.name, "schema": self.schema, **data})

    def loads(self, data: bytes) -> T:
        """Read a file of this or an older schema; raises `CodecError` saying what is wrong."""
        found = parse(data)
        if not isinstance(found, dict) or found.pop("format", None) != self.name:
            raise CodecError(N_("This is not a {name} file."), name=self.name)
        schema = found.pop("schema", None)
        if type(schema) is not int or schema < 0:
            raise CodecError(N_("The file does not say which version it is of."))
        if schema > self.schema:
            raise NewerVersionError(
                N_(
                    "It was made by a newer version of the studio (schema {its}, here at most "
                    "{ours}). Please update the studio to open it."
                ),
                its=schema,
                ours=self.schema,
            )
        return from_json(self.kind, self._migrated(found, schema))

    def _migrated(self, data: dict[str, Json], schema: int) -> dict[str, Json]:
        for step in range(schema, self.schema):
            if step not in self.migrations:
                raise CodecError(N_("Files of version {n} can no longer be read."), n=step)
            try:
                data = self.migrations[step](data)
            except (KeyError, TypeError, ValueError, AttributeError) as error:
                raise CodecError(
                    N_("The file is damaged: {reason}."), reason=f"{type(error).__name__} {error}"
                ) from None
        return data
