"""What is known of a model on disk before anything of it is loaded."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from studio.core.request import Extent

if TYPE_CHECKING:
    from pathlib import Path


DEFAULT_NATIVE = Extent(512, 512)


class Layout(Enum):
    """How the weights lie on disk."""

    FOLDER = "folder"  # a diffusers folder with model_index.json
    FILE = "file"  # one safetensors file with the original key names


@dataclass(frozen=True, slots=True)
class Model:
    """One line of the model menu; `path` is the folder or the file."""

    key: str
    title: str
    family: str
    path: Path
    layout: Layout
    native: Extent = DEFAULT_NATIVE
    size_bytes: int = 0
    license: str = ""
    note: str = ""
