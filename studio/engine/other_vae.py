"""Another VAE in place of a model's own: a folder as diffusers writes it, or a single file.

A file holds nothing but tensors, under the names of the original code or of diffusers. What they do
not tell (how latents are scaled, whether half precision suffices) is taken from the model's own.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from studio.core.errors import ModelRefusedError, StudioError, WeightsMissingError
from studio.core.text import N_, Message, message
from studio.engine import original_names as names
from studio.engine.budget import Stored, blueprint
from studio.engine.folder import CONFIG, read_json
from studio.engine.loading import STAGES, entries_of, keep_precise, known_classes, load_module
from studio.engine.memory.filling import Entry, Filler, MisfitError
from studio.engine.memory.reading import places
from studio.engine.original_configs import bundled, vae_widths
from studio.engine.preview import decode
from studio.engine.single_file import entry_of
from studio.engine.stable import VAES, vae_factor

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from studio.core.job import CancelToken, Reporter
    from studio.core.model import Model
    from studio.engine.checkpoint import Checkpoint
    from studio.engine.memory.reading import Place
    from studio.engine.payload import GeneratePayload

PREFIXES = (names.VAE, "vae.", "")
SCALED = ("scaling_factor", "shift_factor", "latents_mean", "latents_std", "force_upcast")
SAME = 0.01  # scales that differ by no more than this share are the same
ALIKE = 0.5  # the correlation of colors below which a VAE is told to be another model's


@dataclass(slots=True)
class VaeShelf:
    """Keeps the other VAE that a model drew with last."""

    vae: Any = None
    notices: tuple[Message, ...] = ()
    _of: tuple[Path, float] | None = None

    @property
    def modules(self) -> dict[str, Any]:
        """What is kept, by name."""
        return {} if self.vae is None else {"other_vae": self.vae}

    def dressed(
        self,
        payload: GeneratePayload,
        drawn_by: Checkpoint,
        report: Reporter,
        cancel: CancelToken,
    ) -> tuple[Checkpoint, tuple[Message, ...]]:
        """Return the checkpoint with the VAE that a request wants, and what to tell of it.

        Raises `WeightsMissingError` for one that was not found, and `ModelRefusedError` for one
        that cannot read this model's latents.
        """
        if not payload.request.vae:
            return drawn_by, ()
        model = payload.others.get(payload.request.vae)
        if model is None or not model.path.exists():
            raise WeightsMissingError(
                N_("The VAE {name} was not found. Choose another, or the model's own."),
                name=payload.request.vae,
            )
        of = (model.path, _touched(model.path))
        if of != self._of:
            self.vae, self._of = None, None
            self.vae = load_vae(model, drawn_by, report, cancel)
            self.notices = _notices(self.vae, model, drawn_by)
            self._of = of
        return replace(drawn_by, parts=replace(drawn_by.parts, vae=self.vae)), self.notices


def load_vae(model: Model, drawn_by: Checkpoint, report: Reporter, cancel: CancelToken) -> Any:
    """Load a VAE for the latents of a checkpoint; raises `ModelRefusedError` if they do not fit."""
    device = drawn_by.device
    filler = Filler(device.kind, device.dtype, report, cancel, model.size_bytes)
    is_folder = model.path.is_dir()
    vae = _folder(model.path, filler) if is_folder else _file(model.path, filler, drawn_by)
    _check_latents(model, vae, drawn_by)
    if drawn_by.is_xl:
        keep_precise(vae)
    return vae.eval().requires_grad_(False)


def _folder(path: Path, filler: Filler) -> Any:
    kind = read_json(path / CONFIG).get("_class_name")
    if kind not in VAES:
        raise _no_vae(path)
    return load_module(path, kind, filler)


def _file(path: Path, filler: Filler, drawn_by: Checkpoint) -> Any:
    found = _named(places(path))
    shapes = {name: place.shape for name, place in found.items()}
    stored = Stored(len(found), sum(map(math.prod, shapes.values())))
    try:
        config = {**_base(drawn_by), **vae_widths(shapes)}
        vae = blueprint(known_classes()["AutoencoderKL"], config, path, stored)
        filler.fill(vae, _entries(found, vae), message(STAGES["vae"]))
    except (KeyError, ValueError, IndexError, MisfitError) as error:
        raise _no_vae(path) from error
    return vae


def _named(found: Mapping[str, Place]) -> dict[str, Place]:
    """Return the tensors of a VAE under the prefix that they have in a whole checkpoint."""
    for prefix in PREFIXES:
        if f"{prefix}decoder.conv_in.weight" in found:
            inner = {n.removeprefix(prefix): p for n, p in found.items() if n.startswith(prefix)}
            return {f"{names.VAE}{name}": place for name, place in inner.items()}
    return {}


def _entries(found: Mapping[str, Place], vae: Any) -> list[Entry]:
    wanted = vae.state_dict()
    plain = {name.removeprefix(names.VAE): place for name, place in found.items()}
    if "encoder.down_blocks.0.resnets.0.conv1.weight" in plain:
        return entries_of(plain, wanted)
    levels = len(vae.config.block_out_channels)
    return [entry_of(found[move.source], move) for move in names.vae_moves(found, levels)]


def _base(drawn_by: Checkpoint) -> dict[str, Any]:
    """Return the config of the published VAE of a model's build, scaled as the model's own is."""
    build = names.Build.SDXL if drawn_by.is_xl else names.Build.SD15
    base = dict(bundled(build)["vae"])
    own = drawn_by.parts.vae.config
    if own.get("_class_name", type(drawn_by.parts.vae).__name__) != "AutoencoderKL":
        return base
    return base | {key: own[key] for key in (*SCALED, "norm_num_groups") if key in own}


def _check_latents(model: Model, vae: Any, drawn_by: Checkpoint) -> None:
    """Refuse a VAE whose latents are others than those of the model."""
    if int(vae.config.latent_channels) != drawn_by.channels:
        raise _foreign(model, f"{vae.config.latent_channels}", f"{drawn_by.channels}")
    if vae_factor(vae.config) != drawn_by.factor:
        raise _foreign(model, f"1/{vae_factor(vae.config)}", f"1/{drawn_by.factor}")
    own = drawn_by.parts.vae
    if type(own) is type(vae):
        found, wanted = float(vae.config.scaling_factor), float(own.config.scaling_factor)
        if abs(found - wanted) > SAME * wanted:
            raise _foreign(model, f"x {found:g}", f"x {wanted:g}")


def _foreign(model: Model, found: str, wanted: str) -> ModelRefusedError:
    return ModelRefusedError(
        N_(
            "The VAE {name} was made for another base model: its latents are {found}, this one's "
            "{wanted}. Choose another VAE, or the model's own."
        ),
        name=model.title,
        found=found,
        wanted=wanted,
    )


def _notices(vae: Any, model: Model, drawn_by: Checkpoint) -> tuple[Message, ...]:
    """Return what to tell of a VAE that gives latents other colors than the model's own does."""
    if _likeness(vae, drawn_by) >= ALIKE:
        return ()
    text = N_("{name} gives other colors than the model's own VAE. It may be for another model.")
    return (message(text, name=model.title),)


def _likeness(vae: Any, drawn_by: Checkpoint) -> float:
    """Return the correlation of what both VAEs make of the same smooth random latents."""
    import torch

    random = torch.Generator("cpu").manual_seed(1)
    coarse = torch.randn((1, drawn_by.channels, 4, 4), generator=random)
    latents = torch.nn.functional.interpolate(coarse, size=(16, 16), mode="bicubic")
    latents = latents.to(drawn_by.device.kind)
    with torch.no_grad():
        pair = [decode(v, latents).float().flatten() for v in (drawn_by.parts.vae, vae)]
    return float(torch.nan_to_num(torch.corrcoef(torch.stack(pair))[0, 1]))


def _touched(path: Path) -> float:
    """Return when a file, or the newest file of a folder, was last written."""
    files = [p for p in path.iterdir() if p.is_file()] if path.is_dir() else [path]
    return max((file.stat().st_mtime for file in files), default=0.0)


def _no_vae(path: Path) -> StudioError:
    return ModelRefusedError(
        N_("{path} is not a VAE of a kind the studio knows, or it is not complete."), path=path
    )
