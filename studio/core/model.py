"""What is known of a model on disk before anything of it is loaded."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from studio.core.request import Extent
from studio.core.text import N_, Message, message

if TYPE_CHECKING:
    from pathlib import Path


DEFAULT_NATIVE = Extent(512, 512)
FAMILIAR = (0.75, 1.35)  # of the native area; beyond, composition suffers


def size_notice(native: Extent, extent: Extent) -> Message | None:
    """Return what to know of a size that a model was not trained on, if it is far from that."""
    share = extent.width * extent.height / (native.width * native.height)
    if FAMILIAR[0] <= share <= FAMILIAR[1]:
        return None
    text = N_("This model was trained on pictures of {native}; at {extent} it may lose its way.")
    return message(text, native=native, extent=extent)


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
