"""Where the parts of a Z-Image model lie: in one folder, in one file, or in several.

A diffusers folder holds all of them. A single file may hold all but the tokenizer; most hold the
transformer alone, and the text encoder and the VAE lie beside it or in folders that ComfyUI uses.
What is missing is named with the place to put it, before any heavy import.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from studio.core.errors import ModelRefusedError, StudioError, WeightsMissingError
from studio.core.model import Layout
from studio.core.paths import user_models_folder
from studio.core.settings import all_models_folders
from studio.core.text import N_
from studio.engine import z_image_names as names
from studio.engine.folder import CONFIG, check_files, component_weights, read_folder, read_json
from studio.engine.gguf import MAGIC, read_gguf
from studio.engine.safefile import Tensors, read_tensors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from studio.core.model import Model
    from studio.engine.original_names import Move

    Shapes = Mapping[str, tuple[int, ...]]

TEXT_FOLDERS = ("text_encoders", "text_encoder", "clip")
VAE_FOLDERS = ("vae", "VAE")
SUFFIXES = (".safetensors", ".gguf")
TOKENIZER_PLACE = ("tokenizers", "qwen3")
TOKENIZER_FILES = (("tokenizer.json",), ("vocab.json", "merges.txt", "tokenizer_config.json"))
SCHEDULER = {
    "_class_name": "FlowMatchEulerDiscreteScheduler",
    "num_train_timesteps": 1000,
    "shift": names.TURBO_SHIFT,
    "use_dynamic_shifting": False,
}
_SIZES = {  # values of a config that the shapes must bear out
    "transformer": (
        "in_channels",
        "dim",
        "n_layers",
        "n_refiner_layers",
        "n_heads",
        "cap_feat_dim",
    ),
    "text_encoder": (
        *("vocab_size", "hidden_size", "intermediate_size", "num_hidden_layers"),
        *("num_attention_heads", "num_key_value_heads", "head_dim"),
    ),
    "vae": ("block_out_channels", "layers_per_block", "latent_channels"),
}


@dataclass(frozen=True, slots=True)
class Piece:
    """One network: its class, its config, its files and the way of each of their tensors.

    `kinds` says how many numbers are stored in each number format.
    """

    kind: str
    config: Mapping[str, Any]
    paths: tuple[Path, ...]
    moves: tuple[Move, ...]
    kinds: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that is needed to load a model, all of it found and checked."""

    transformer: Piece
    text_encoder: Piece
    vae: Piece
    tokenizer: Path
    scheduler: Mapping[str, Any]

    @property
    def pieces(self) -> dict[str, Piece]:
        """The networks, in the order in which they are loaded."""
        return {
            "text_encoder": self.text_encoder,
            "transformer": self.transformer,
            "vae": self.vae,
        }


def plan_of(model: Model) -> Plan:
    """Find all parts of a model; raises `WeightsMissingError` naming the first that is not there.

    `ModelRefusedError` is raised for what is there and cannot be used.
    """
    return _of_folder(model.path) if model.layout is Layout.FOLDER else _of_file(model.path)


def _of_folder(folder: Path) -> Plan:
    header = read_folder(folder)
    check_files(header)
    pieces = {}
    for name, read in _READERS.items():
        piece = read(component_weights(folder / name).paths)
        pieces[name] = _as_told(name, piece, header.configs[name], folder / name)
    scheduler = {**header.configs["scheduler"], "_class_name": header.components["scheduler"]}
    return Plan(**pieces, tokenizer=folder / "tokenizer", scheduler=scheduler)


def _as_told(name: str, piece: Piece, told: Mapping[str, Any], folder: Path) -> Piece:
    """Return the piece with what its config.json says; refuse sizes that the shapes deny."""
    for key in _SIZES[name]:
        if key in told and told[key] != piece.config[key]:
            raise ModelRefusedError(
                N_("{path} is damaged: {name} cannot be {value}."),
                path=folder / "config.json",
                name=key,
                value=told[key],
            )
    config = {**piece.config, **{k: v for k, v in told.items() if not k.startswith("_")}}
    if "rope_parameters" in told:
        config.pop("rope_theta", None)
    return Piece(piece.kind, config, piece.paths, piece.moves, piece.kinds)


def _of_file(path: Path) -> Plan:
    transformer = _transformer((path,))
    whole = contents(path).shapes
    width = int(transformer.config["cap_feat_dim"])
    text = _qwen((path,)) if names.qwen_prefix(whole) is not None else _found_text(path, width)
    vae = _vae((path,)) if names.vae_prefix(whole) is not None else _found_vae(path)
    return Plan(transformer, text, vae, find_tokenizer(path), SCHEDULER)


def _found_text(model: Path, width: int) -> Piece:
    def fits(shapes: Shapes) -> bool:
        prefix = names.qwen_prefix(shapes)
        return prefix is not None and names.qwen_config(shapes, prefix)["hidden_size"] == width

    found = _first_fitting(model, TEXT_FOLDERS, fits)
    if found is None:
        raise WeightsMissingError(
            N_(
                "{model} comes without its text encoder. Put that of Z-Image (Qwen3-4B as one "
                "safetensors or GGUF file) into {folder}."
            ),
            model=model.name,
            folder=_place_for(model, TEXT_FOLDERS),
        )
    return _qwen((found,))


def vae_at(path: Path) -> Piece:
    """Return the VAE that is a folder as diffusers writes it, or a file.

    Raises `ModelRefusedError` for one whose latents are not those of Z-Image.
    """
    if not path.is_dir():
        return _vae((path,))
    told = read_json(path / CONFIG)
    return _as_told("vae", _vae(component_weights(path).paths), told, path)


def _found_vae(model: Path) -> Piece:
    found = _first_fitting(model, VAE_FOLDERS, lambda shapes: names.vae_prefix(shapes) is not None)
    if found is None:
        raise WeightsMissingError(
            N_(
                "{model} comes without its VAE. Put that of Z-Image or Flux.1 (ae.safetensors) "
                "into {folder}."
            ),
            model=model.name,
            folder=_place_for(model, VAE_FOLDERS),
        )
    return _vae((found,))


def find_tokenizer(model: Path) -> Path:
    """Return the folder of the Qwen tokenizer, which single files do not hold.

    It is looked for beside the model, and in `tokenizers/qwen3` of the models folders. Raises
    `WeightsMissingError` naming the file and the place for it.
    """
    beside = [model.with_suffix("") / "tokenizer", model.parent / "tokenizer"]
    common = [folder.joinpath(*TOKENIZER_PLACE) for folder in all_models_folders()]
    for folder in [*beside, *common]:
        if is_tokenizer(folder):
            return folder
    raise WeightsMissingError(
        N_(
            "{model} comes without the tokenizer of its text encoder. Put {file} of Z-Image (its "
            "folder tokenizer) or of Qwen3 into {folder}."
        ),
        model=model.name,
        file="tokenizer.json",
        folder=user_models_folder().joinpath(*TOKENIZER_PLACE),
    )


def is_tokenizer(folder: Path) -> bool:
    """Whether a folder holds all that the tokenizer of Qwen is made from."""
    return any(all((folder / name).is_file() for name in files) for files in TOKENIZER_FILES)


def _first_fitting(
    model: Path, folders: tuple[str, ...], fits: Callable[[Shapes], bool]
) -> Path | None:
    for path in _near(model, folders):
        try:
            if fits(contents(path).shapes):
                return path
        except (StudioError, KeyError, ValueError):  # damaged, or of another kind: another may do
            continue
    return None


def _near(model: Path, folders: tuple[str, ...]) -> Iterator[Path]:
    """Yield the files that may hold another part, the nearest first."""
    yield from _files(model.parent, "*", model)
    roots = [model.parent, model.parent.parent, model.parent.parent.parent, *all_models_folders()]
    for root in dict.fromkeys(roots):
        for place in (root, root / "models"):
            for name in folders:
                yield from _files(place / name, "*", model)
                yield from _files(place / name, "*/*", model)


def _files(folder: Path, pattern: str, besides: Path) -> Iterable[Path]:
    found = (path for path in sorted(folder.glob(pattern)) if path.suffix.lower() in SUFFIXES)
    return [path for path in found if path.is_file() and path != besides]


def _place_for(model: Path, folders: tuple[str, ...]) -> Path:
    """Return the folder that such files lie in where this model is, or that of the user."""
    for root in (model.parent, model.parent.parent, model.parent.parent.parent):
        for name in folders:
            if (root / name).is_dir():
                return root / name
    return user_models_folder() / folders[0]


def _transformer(paths: tuple[Path, ...]) -> Piece:
    return _piece(
        "ZImageTransformer2DModel",
        paths,
        names.transformer_prefix,
        names.transformer_config,
        names.transformer_moves,
    )


def _qwen(paths: tuple[Path, ...]) -> Piece:
    return _piece("Qwen3Model", paths, names.qwen_prefix, names.qwen_config, names.qwen_moves)


def _vae(paths: tuple[Path, ...]) -> Piece:
    return _piece("AutoencoderKL", paths, names.vae_prefix, names.vae_config, names.vae_moves)


def _piece(
    kind: str,
    paths: tuple[Path, ...],
    prefix_of: Callable[[Shapes], str | None],
    config_of: Callable[[Shapes, str], dict[str, Any]],
    moves_of: Callable[[Shapes, str], Iterable[Move]],
) -> Piece:
    shapes: dict[str, tuple[int, ...]] = {}
    kinds: dict[str, int] = {}
    for path in paths:
        tensors = contents(path)
        shapes |= tensors.shapes
        for name, count in tensors.kinds.items():
            kinds[name] = kinds.get(name, 0) + count
    prefix = prefix_of(shapes)
    if prefix is None:
        raise unknown_build(paths[0], kind)
    try:
        return Piece(kind, config_of(shapes, prefix), paths, tuple(moves_of(shapes, prefix)), kinds)
    except (KeyError, ValueError, IndexError, StopIteration, ZeroDivisionError) as error:
        raise unknown_build(paths[0], error) from None


def contents(path: Path) -> Tensors:
    """Return the table of contents of a safetensors or GGUF file."""
    return read_gguf(path) if is_gguf(path) else read_tensors(path)


def is_gguf(path: Path) -> bool:
    """Whether a file begins as GGUF files do; its name is not asked."""
    try:
        with path.open("rb") as file:
            return file.read(len(MAGIC)) == MAGIC
    except OSError:
        return False


def unknown_build(path: Path, reason: object) -> ModelRefusedError:
    """Return the refusal of files that do not hold what their kind of model needs."""
    return ModelRefusedError(
        N_("{path} is incomplete or of an unknown build: {reason}"),
        path=path,
        reason=" ".join(str(reason).split())[:300],
    )


_READERS = {"transformer": _transformer, "text_encoder": _qwen, "vae": _vae}
