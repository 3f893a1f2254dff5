"""Look for models, styles and wildcards on disk."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from studio.core.prompt.styles import load_styles
from studio.core.prompt.wildcards import load_wildcards
from studio.core.task import DISK_LANE
from studio.core.text import N_, Message, message
from studio.engine.weights import find_models

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from studio.core.job import CancelToken, Reporter
    from studio.core.model import Model
    from studio.core.style import Style


@dataclass(frozen=True)
class Supplies:
    """Everything that was found, read in one go."""

    models: tuple[Model, ...] = ()
    styles: Mapping[str, Style] = field(default_factory=dict)
    wildcards: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FindSupplies:
    """Reads the folders that ship and those of the user; later ones win."""

    models: tuple[Path, ...]
    styles: tuple[Path, ...] = ()
    wildcards: tuple[Path, ...] = ()

    @property
    def lane(self) -> str:
        """Reading files."""
        return DISK_LANE

    @property
    def title(self) -> Message:
        """What it does."""
        return message(N_("Looking for models"))

    def run(self, _report: Reporter, cancel: CancelToken) -> Supplies:
        """Read everything; what cannot be read is left out and logged where it is found."""
        styles = load_styles(*self.styles)
        wildcards = load_wildcards(*self.wildcards)
        cancel.check()
        return Supplies(find_models(self.models), styles, wildcards)
