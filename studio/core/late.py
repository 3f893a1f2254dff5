"""Modules that are imported when something of them is used for the first time."""

from __future__ import annotations

import importlib
from types import ModuleType
from typing import Any


class Late(ModuleType):
    """Stands for a module that costs more than the first sight of the window may wait for.

    Type checkers see the real one: `if TYPE_CHECKING: import numpy as np`, and in the `else`
    `np = Late("numpy")`.
    """

    def __getattr__(self, name: str) -> Any:
        value = getattr(importlib.import_module(self.__name__), name)
        setattr(self, name, value)  # the next time costs nothing
        return value
