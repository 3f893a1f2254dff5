"""Loads a single safetensors file with original tensor names, without any config from a hub."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from studio.core.errors import ModelRefusedError, WeightsMissingError
from studio.core.paths import user_models_folder
from studio.core.settings import all_models_folders
from studio.core.text import N_, message
from studio.engine import original_configs as configs
from studio.engine import original_names as names
from studio.engine.budget import Stored, blueprint
from studio.engine.loading import STAGES, Parts, keep_precise, known_classes
from studio.engine.memory.filling import Entry, Filler, MisfitError
from studio.engine.memory.reading import Place, places
from studio.engine.original_names import Build, Change, Move
from studio.engine.prediction import predicted
from studio.engine.stable import is_few_step, predicts_v

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from studio.core.job import CancelToken, Reporter
    from studio.engine.device import Device
    from studio.engine.family import Header

VOCABULARY = ("vocab.json", "merges.txt")
OPEN_CLIP_ACT = "gelu"  # where OpenAI's CLIP has "quick_gelu"

Part = tuple[str, dict[str, Any], list[Move]]


def find_vocabulary(model: Path) -> Path:
    """Return the folder of the CLIP vocabulary, which such files do not hold.

    It is looked for beside the model, and in `tokenizers/clip` of the models folders. Raises
    `WeightsMissingError` naming the files and the place for them.
    """
    beside = [model.with_suffix("") / "tokenizer", model.parent / "tokenizer"]
    common = [folder / "tokenizers" / "clip" for folder in all_models_folders()]
    for folder in [*beside, *common]:
        if all((folder / name).is_file() for name in VOCABULARY):
            return folder
    raise WeightsMissingError(
        N_(
            "{model} comes without the vocabulary of its text encoder. Put {files} of any Stable "
            "Diffusion model in diffusers format (its folder tokenizer) into {folder}."
        ),
        model=model.name,
        files=" and ".join(VOCABULARY),
        folder=user_models_folder() / "tokenizers" / "clip",
    )


def load_file(header: Header, device: Device, report: Reporter, cancel: CancelToken) -> Parts:
    """Load a file whose header has been recognized."""
    vocabulary = find_vocabulary(header.path)
    parts = plan(header)
    modules: dict[str, Any] = {}
    found = places(header.path)
    total = sum(place.size for place in found.values())
    stored = Stored(len(found), sum(map(math.prod, header.shapes.values())))
    filler = Filler(device.kind, device.dtype, report, cancel, total)
    for name, (kind, config, moves) in parts.items():
        module = blueprint(known_classes()[kind], config, header.path, stored)
        _fill(module, header.path, [entry_of(found[m.source], m) for m in moves], filler, name)
        modules[name] = module.eval().requires_grad_(False)
        cancel.check()
    if "text_encoder_2" in modules:
        keep_precise(modules["vae"])
    encoders = [name for name in ("text_encoder", "text_encoder_2") if name in modules]
    return Parts(
        tokenizers=tuple(_tokenizer(vocabulary, modules[name]) for name in encoders),
        encoders=tuple(modules[name] for name in encoders),
        unet=modules["unet"],
        vae=modules["vae"],
        scheduler=_scheduler(header, modules["unet"], modules[encoders[0]]),
        zeros_when_empty=len(encoders) == 2,
    )


def plan(header: Header) -> dict[str, Part]:
    """Return class name, config and tensor moves of every part; refuse what is incomplete."""
    shapes = header.shapes
    try:
        unet = list(names.unet_moves(shapes, configs.unet_layers(shapes)))
        vae = list(names.vae_moves(shapes, configs.vae_levels(shapes)))
        return {
            **dict(_encoders(shapes)),
            "unet": ("UNet2DConditionModel", configs.unet_config(shapes), unet),
            "vae": ("AutoencoderKL", configs.vae_config(shapes), vae),
        }
    except (KeyError, ValueError, IndexError, StopIteration) as error:
        raise _incomplete(header.path, error) from None


def _encoders(shapes: Mapping[str, tuple[int, ...]]) -> Iterator[tuple[str, Part]]:
    build = configs.known_build(shapes)
    if build in (Build.SD15, Build.SDXL):
        moves = list(names.clip_moves(shapes, names.clip_prefix(shapes) or ""))
        yield "text_encoder", ("CLIPTextModel", configs.clip_config(shapes), moves)
    if build in names.OPEN_CLIPS:
        projected = build is not Build.SD2
        kind = "CLIPTextModelWithProjection" if projected else "CLIPTextModel"
        moves = list(names.open_clip_moves(shapes, build))
        name = "text_encoder_2" if projected else "text_encoder"
        yield name, (kind, configs.open_clip_config(shapes), moves)


def _scheduler(header: Header, unet: Any, encoder: Any) -> dict[str, Any]:
    """Return the scheduler config; where the file does not say what it predicts, the UNet does."""
    config = configs.scheduler_config(header.shapes, header.metadata)
    if is_few_step(header):
        config["timestep_spacing"] = "trailing"
    silent = not configs.told_prediction(header.shapes, header.metadata)
    if names.build_of(header.shapes) is Build.SD2 and silent and predicts_v(config):
        width = encoder.config.hidden_size
        config["prediction_type"] = predicted(unet, width, encoder.config.max_position_embeddings)
    return config


def _fill(module: Any, path: Path, entries: Sequence[Entry], filler: Filler, stage: str) -> None:
    """Put the file's tensors into the module, in the filler's number format."""
    try:
        filler.fill(module, entries, message(STAGES[stage]))
    except MisfitError as error:
        raise _incomplete(path, error) from None


def entry_of(place: Place, move: Move) -> Entry:
    """Return the way of a tensor into its module, with what is done to it."""
    if move.change is Change.NONE:
        return Entry(move.target, place)
    return Entry(move.target, place, lambda values: _changed(values, move.change))


def _changed(tensor: Any, change: Change) -> Any:
    match change:
        case Change.NONE:
            return tensor
        case Change.TO_LINEAR:
            return tensor[:, :, 0, 0] if tensor.dim() == 4 else tensor
        case Change.TRANSPOSED:
            return tensor.T
        case Change.THIRD_0 | Change.THIRD_1 | Change.THIRD_2:
            third = (Change.THIRD_0, Change.THIRD_1, Change.THIRD_2).index(change)
            return tensor.chunk(3)[third]


def _tokenizer(folder: Path, encoder: Any) -> Any:
    """Return the tokenizer for an encoder; OpenCLIP's pad with the number 0, which is "!"."""
    from transformers import CLIPTokenizer

    length = encoder.config.max_position_embeddings
    options = {"pad_token": "!"} if encoder.config.hidden_act == OPEN_CLIP_ACT else {}
    tokenizer = CLIPTokenizer.from_pretrained(
        folder, local_files_only=True, model_max_length=length, **options
    )
    if len(tokenizer) > encoder.config.vocab_size:
        raise ModelRefusedError(
            N_("The vocabulary in {folder} belongs to another model: it has {count} words."),
            folder=folder,
            count=len(tokenizer),
        )
    return tokenizer


def _incomplete(path: Path, reason: object) -> ModelRefusedError:
    return ModelRefusedError(
        N_("{path} is incomplete or of an unknown build: {reason}"),
        path=path,
        reason=" ".join(str(reason).split())[:300],
    )
