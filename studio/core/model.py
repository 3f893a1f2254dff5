"""What is known of a model on disk before anything of it is loaded."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from studio.core.request import Extent
from studio.core.text import N_, Message, message

if TYPE_CHECKING:
    from collections.abc import Iterable
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
    FILE = "file"  # one safetensors file; of a whole checkpoint, with the original key names
    GGUF = "gguf"  # one GGUF file, its weights in blocks of few bits


class Kind(Enum):
    """What a model is: all that a picture takes, or a part that a request or a family names."""

    CHECKPOINT = "checkpoint"
    DENOISER = "denoiser"  # a UNet or a transformer alone
    VAE = "vae"
    TAESD = "taesd"  # a small decoder, with or without its encoder
    TEXT_ENCODER = "text_encoder"
    VISION = "vision"  # an encoder of pictures, which IP-Adapters look through
    CONTROLNET = "controlnet"
    IP_ADAPTER = "ip_adapter"


@dataclass(frozen=True, slots=True)
class Model:
    """One line of the model menu, or of the menus of parts; `path` is the folder or the file.

    `family` is that of a checkpoint, or of a denoiser that a family can draw with; other parts have
    none. `width` is what a part must have in common with the rest: of a VAE or TAESD the channels
    of its latents, of the others the width of the text's vectors; 0 where the file does not tell.
    """

    key: str
    title: str
    family: str
    path: Path
    layout: Layout
    native: Extent = DEFAULT_NATIVE
    size_bytes: int = 0
    license: str = ""
    note: str = ""
    kind: Kind = Kind.CHECKPOINT
    width: int = 0


def find_part(name: str, kind: Kind, parts: Iterable[Model]) -> Model | None:
    """Return the part of a kind whose key or path is `name`; the first of several."""
    return next((p for p in parts if p.kind is kind and name in (p.key, str(p.path))), None)
