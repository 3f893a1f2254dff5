"""CLIP's encoder of pictures: what IP-Adapters look through.

It may be a folder as transformers writes it or its weights alone. It is large and needed for a
moment, so it is loaded for the pictures it has not seen and let go again.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from studio.core.errors import ModelRefusedError
from studio.core.text import N_, message
from studio.engine.budget import Stored, blueprint
from studio.engine.folder import CONFIG, read_json
from studio.engine.loading import entries_of, known_classes, load_module
from studio.engine.memory.filling import Filler, MisfitError
from studio.engine.memory.reading import places
from studio.engine.safefile import read_tensors

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from studio.core.job import CancelToken, Reporter
    from studio.core.model import Model
    from studio.engine.device import Device

KIND = "CLIPVisionModelWithProjection"
LOADING = N_("Loading the encoder of reference pictures")
MEAN = (0.48145466, 0.4578275, 0.40821073)  # of the pictures that CLIP was trained on
STD = (0.26862954, 0.26130258, 0.27577711)
HEADS = 16  # of every published size: ViT-L, ViT-H and ViT-bigG
NARROW = 1024  # ViT-L is OpenAI's, whose activation is another than OpenCLIP's
_INNER = "vision_model."
_PATCHES = f"{_INNER}embeddings.patch_embedding.weight"
_POSITIONS = f"{_INNER}embeddings.position_embedding.weight"


@dataclass(frozen=True, slots=True)
class Widths:
    """How wide the answers of an encoder are: of its layers, and of the picture as a whole."""

    hidden: int
    projection: int


def widths(model: Model) -> Widths:
    """Return the widths of an encoder without loading it; zeros for one of another build."""
    if model.path.is_dir():
        config = read_json(model.path / CONFIG)
    else:
        config = _config(read_tensors(model.path).shapes)
    found = (config.get(key) for key in ("hidden_size", "projection_dim"))
    return Widths(*(value if isinstance(value, int) else 0 for value in found))


def load_vision(model: Model, device: Device, report: Reporter, cancel: CancelToken) -> Any:
    """Load an encoder; raises `ModelRefusedError` for one that is not complete."""
    filler = Filler(device.kind, device.dtype, report, cancel, model.size_bytes)
    if model.path.is_dir():
        return load_module(model.path, KIND, filler)
    found = places(model.path)
    shapes = {name: place.shape for name, place in found.items()}
    stored = Stored(len(shapes), sum(map(math.prod, shapes.values())))
    encoder = blueprint(known_classes()[KIND], _config(shapes), model.path, stored)
    try:
        filler.fill(encoder, entries_of(found, encoder.state_dict()), message(LOADING))
    except MisfitError as error:
        raise ModelRefusedError(
            N_("{path} is incomplete or of an unknown build: {reason}"),
            path=model.path,
            reason=str(error),
        ) from None
    return encoder.eval().requires_grad_(False)


def prepared(pixels: NDArray[np.uint8], side: int) -> Any:
    """Return a picture (h, w, 3) as CLIP wants it, (1, 3, side, side): its middle, normalized."""
    import numpy as np
    import torch
    from PIL import Image

    height, width = pixels.shape[:2]
    scale = side / min(height, width)
    size = (max(side, int(width * scale)), max(side, int(height * scale)))
    image = Image.fromarray(pixels).resize(size, Image.Resampling.BICUBIC)
    left, top = (size[0] - side) // 2, (size[1] - side) // 2
    middle = np.asarray(image.crop((left, top, left + side, top + side)))
    shares = (middle * np.float64(1 / 255)).astype(np.float32)
    values = (shares - np.array(MEAN, np.float32)) / np.array(STD, np.float32)
    return torch.from_numpy(values.transpose(2, 0, 1)[None].copy())


def _config(shapes: Mapping[str, tuple[int, ...]]) -> dict[str, Any]:
    """Read the config of a file with the names of transformers off its shapes; else nothing."""
    patches, positions = shapes.get(_PATCHES, ()), shapes.get(_POSITIONS, ())
    projection = shapes.get("visual_projection.weight", ())
    if len(patches) != 4 or len(positions) != 2 or len(projection) != 2:
        return {}
    layers = re.compile(_INNER + r"encoder\.layers\.(\d{1,3})\..+")
    numbers = [int(found[1]) for name in shapes if (found := layers.fullmatch(name))]
    width, patch = patches[0], patches[2]
    return {
        "hidden_size": width,
        "projection_dim": projection[0],
        "intermediate_size": shapes.get(f"{_INNER}encoder.layers.0.mlp.fc1.weight", (0,))[0],
        "num_hidden_layers": max(numbers, default=0) + 1,
        "num_attention_heads": HEADS,
        "patch_size": patch,
        "image_size": math.isqrt(positions[0] - 1) * patch,
        "hidden_act": "quick_gelu" if width == NARROW else "gelu",
    }
