"""What the user wrote down about a model: its name here, and with what it begins."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 - the codec reads the annotations
from dataclasses import dataclass, field

from studio.core.file_format import Format
from studio.core.params import Scalar  # noqa: TC001
from studio.core.request import Extent  # noqa: TC001

FILE_NAME = "models.json"


@dataclass(frozen=True, slots=True)
class ModelNote:
    """Empty fields say nothing, and what the model's files say counts."""

    title: str = ""
    note: str = ""
    params: Mapping[str, Scalar] = field(default_factory=dict)
    style: str = ""  # the key of a style
    extent: Extent | None = None

    @property
    def has_defaults(self) -> bool:
        """Whether anything is wanted other than what the model begins with."""
        return bool(self.params or self.style or self.extent)


@dataclass(frozen=True, slots=True)
class Noted:
    """Every note by the key of its model."""

    models: Mapping[str, ModelNote] = field(default_factory=dict)


NOTES = Format("studio.models", Noted, schema=1)
