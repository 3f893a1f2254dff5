"""Loads a single safetensors file with original tensor names, without any config from a hub."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from studio.core.errors import ModelRefusedError, WeightsMissingError
from studio.core.job import Progress
from studio.core.paths import user_models_folder
from studio.core.settings import all_models_folders
from studio.core.text import N_, message
from studio.engine import original_configs as configs
from studio.engine import original_names as names
from studio.engine.device import device_full
from studio.engine.loading import STAGES, Parts, keep_precise, known_classes, refuse_nan, settled
from studio.engine.original_names import Change, Move

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from studio.core.job import CancelToken, Reporter
    from studio.engine.device import Device
    from studio.engine.family import Header

VOCABULARY = ("vocab.json", "merges.txt")


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
    plan = _plan(header)
    modules: dict[str, Any] = {}
    for i, (name, (kind, config, moves)) in enumerate(plan.items()):
        report(Progress(i, len(plan), message(STAGES[name])))
        module = _module(kind, config)
        _fill(module, header.path, moves, device)
        refuse_nan(module, header.path)
        modules[name] = settled(module, device)
        cancel.check()
    if "text_encoder_2" in modules:
        keep_precise(modules["vae"])
    encoders = [modules[name] for name in ("text_encoder", "text_encoder_2") if name in modules]
    return Parts(
        tokenizers=tuple(
            _tokenizer(vocabulary, encoder, is_second=i == 1) for i, encoder in enumerate(encoders)
        ),
        encoders=tuple(encoders),
        unet=modules["unet"],
        vae=modules["vae"],
        scheduler=configs.scheduler_config(header.shapes, header.metadata),
        zeros_when_empty=len(encoders) == 2,
    )


def _plan(header: Header) -> dict[str, tuple[str, dict[str, Any], list[Move]]]:
    """Return class name, config and tensor moves of every part; refuse what is incomplete."""
    shapes = header.shapes
    clip = names.clip_prefix(shapes) or ""
    try:
        unet = list(names.unet_moves(shapes, configs.unet_layers(shapes)))
        vae = list(names.vae_moves(shapes, configs.vae_levels(shapes)))
        plan = {
            "text_encoder": (
                "CLIPTextModel",
                configs.clip_config(shapes),
                list(names.clip_moves(shapes, clip)),
            ),
            "unet": ("UNet2DConditionModel", configs.unet_config(shapes), unet),
            "vae": ("AutoencoderKL", configs.vae_config(shapes), vae),
        }
        if configs.is_xl(shapes):
            plan["text_encoder_2"] = (
                "CLIPTextModelWithProjection",
                configs.open_clip_config(shapes),
                list(names.open_clip_moves(shapes)),
            )
    except (KeyError, ValueError, IndexError, StopIteration) as error:
        raise _incomplete(header.path, error) from None
    return plan


def _module(kind: str, config: Mapping[str, Any]) -> Any:
    """Return a module of this config whose parameters have no storage yet."""
    import transformers
    from accelerate import init_empty_weights

    cls = known_classes()[kind]
    with init_empty_weights():
        if kind.startswith("CLIP"):
            return cls(transformers.CLIPTextConfig(**config))
        return cls.from_config(dict(config))


def _fill(module: Any, path: Path, moves: Iterable[Move], device: Device) -> None:
    """Put the file's tensors into the module, in the device's number format."""
    from safetensors import safe_open

    with safe_open(path, framework="pt") as file:
        state = {
            move.target: _changed(file.get_tensor(move.source), move.change).to(device.dtype)
            for move in moves
        }
    try:
        module.load_state_dict(state, strict=True, assign=True)
    except RuntimeError as error:
        if device_full(error):
            raise
        raise _incomplete(path, error) from None


def _changed(tensor: Any, change: Change) -> Any:
    match change:
        case Change.NONE:
            return tensor
        case Change.TO_LINEAR:
            return tensor[:, :, 0, 0] if tensor.dim() == 4 else tensor
        case Change.TRANSPOSED:
            return tensor.T.contiguous()
        case Change.THIRD_0 | Change.THIRD_1 | Change.THIRD_2:
            third = (Change.THIRD_0, Change.THIRD_1, Change.THIRD_2).index(change)
            return tensor.chunk(3)[third].clone()


def _tokenizer(folder: Path, encoder: Any, *, is_second: bool) -> Any:
    """Return the tokenizer for an encoder; SDXL's second one pads with another mark."""
    from transformers import CLIPTokenizer

    length = encoder.config.max_position_embeddings
    options = {"pad_token": "!"} if is_second else {}
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
