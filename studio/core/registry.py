"""Find plug-in modules: one file in a package is one entry."""

from __future__ import annotations

import importlib
import pkgutil
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from types import ModuleType


class Keyed(Protocol):
    """Anything with a unique `key`."""

    @property
    def key(self) -> str:
        """The name it is known by in files and on the command line."""


T = TypeVar("T", bound=Keyed)


def discover(package: ModuleType, constant: str, kind: type[T]) -> dict[str, T]:
    """Import every module of `package` and collect its `constant`, keyed by `.key`.

    Modules whose name starts with an underscore are shared helpers, not entries. A module without
    the constant (TypeError) or with a key that is taken (ValueError) is a bug in that module and is
    reported as such instead of being skipped.
    """
    found: dict[str, T] = {}
    for info in pkgutil.iter_modules(package.__path__):
        if info.name.startswith("_"):
            continue
        module = importlib.import_module(f"{package.__name__}.{info.name}")
        entry = getattr(module, constant, None)
        if not isinstance(entry, kind):
            raise TypeError(f"{module.__name__} must define {constant}: {kind.__name__}")
        if entry.key in found:
            raise ValueError(f"{module.__name__} repeats the key {entry.key!r}")
        found[entry.key] = entry
    return found
