"""Looks at finished pictures with the safety checker of Stable Diffusion, where its files are.

It compares CLIP's view of a picture with those of seventeen concepts. It errs both ways; what it
says is told, never painted over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from studio.core.errors import ModelRefusedError, StudioError, WeightsMissingError
from studio.core.text import N_
from studio.engine.device import choose_device, device_full
from studio.engine.folder import CONFIG, component_weights, read_json
from studio.engine.vision import prepared

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

FOLDER = "safety_checker"
KIND = "StableDiffusionSafetyChecker"
LARGEST_SIDE = 4096  # pixels that a checker may want to see; the published one takes 224


def find_checker(model: Path, folders: Iterable[Path]) -> Path | None:
    """Return the folder of a checker: the model's own, or one in the folders of models."""
    for place in (model / FOLDER, *_places(folders)):
        if _is_checker(place):
            return place
    return None


def concepts_in(pixels: NDArray[np.uint8], folder: Path) -> tuple[int, ...]:
    """Return the numbers of the concepts that a picture, (h, w, 3) uint8, comes too close to.

    Raises `ModelRefusedError` or `WeightsMissingError` for a checker that cannot be used.
    """
    import torch

    checker, device = _load(folder), choose_device()
    side = int(checker.config.vision_config.image_size)
    seen = prepared(pixels, side).to(device.kind, checker.dtype)
    with torch.no_grad():
        view = checker.visual_projection(checker.vision_model(seen)[1])
        return _too_close(checker, view)


def _too_close(checker: Any, view: Any) -> tuple[int, ...]:
    """Return concepts whose likeness exceeds their threshold, as diffusers computes it."""
    care = _likeness(view, checker.special_care_embeds) - checker.special_care_embeds_weights
    nearer = 0.01 if bool((_rounded(care) > 0).any()) else 0.0
    found = _likeness(view, checker.concept_embeds) - checker.concept_embeds_weights + nearer
    return tuple(int(i) for i in (_rounded(found) > 0).nonzero().flatten())


def _likeness(view: Any, concepts: Any) -> Any:
    import torch

    return torch.nn.functional.cosine_similarity(view.float(), concepts.float(), dim=-1)


def _rounded(scores: Any) -> Any:
    return scores.double().mul(1000).round()


def _load(folder: Path) -> Any:
    """Load the checker; raises when it is not what its config says."""
    from diffusers.pipelines.stable_diffusion.safety_checker import StableDiffusionSafetyChecker

    files, device = component_weights(folder), choose_device()
    side = read_json(folder / CONFIG).get("vision_config", {}).get("image_size", 224)
    if not isinstance(side, int) or not 0 < side <= LARGEST_SIDE:
        raise _refused(folder, "image_size")
    try:
        checker, info = StableDiffusionSafetyChecker.from_pretrained(
            folder,
            local_files_only=True,
            use_safetensors=True,
            variant=files.variant,
            dtype=device.dtype,
            output_loading_info=True,
        )
    except (ValueError, TypeError, KeyError, RuntimeError, OSError) as error:
        if device_full(error):
            raise
        raise _refused(folder, error) from None
    for key in ("missing_keys", "mismatched_keys"):
        if wrong := [name for name in info.get(key) or () if "position_ids" not in str(name)]:
            raise _refused(folder, wrong[0])
    return checker.to(device.kind).eval().requires_grad_(False)


def _places(folders: Iterable[Path]) -> Iterator[Path]:
    for folder in folders:
        yield folder / FOLDER
        try:
            inside = sorted(path for path in folder.iterdir() if path.is_dir())
        except OSError:
            continue
        for path in inside:
            yield path
            yield path / FOLDER


def _is_checker(folder: Path) -> bool:
    if not (folder / CONFIG).is_file():
        return False
    try:
        config = read_json(folder / CONFIG)
        component_weights(folder)
    except (StudioError, OSError):
        return False
    return KIND in (config.get("architectures") or ())


def missing(folder: Path) -> WeightsMissingError:
    """Return what to say when there is no checker."""
    return WeightsMissingError(
        N_(
            "The content filter is on, and there is no safety checker to look with, so nothing is "
            "drawn. Put its config.json and model.safetensors into {path}, or have the filter "
            "switched off."
        ),
        path=folder / FOLDER,
    )


def _refused(folder: Path, reason: object) -> ModelRefusedError:
    return ModelRefusedError(
        N_("The safety checker in {path} cannot be used: {reason}"),
        path=folder,
        reason=" ".join(str(reason).split())[:300],
    )
