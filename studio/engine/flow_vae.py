"""Another VAE in place of that of a flow-matching transformer, for the pictures that name one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from studio.core.errors import ModelRefusedError, WeightsMissingError
from studio.core.text import N_
from studio.engine.memory.filling import Filler
from studio.engine.z_image_files import vae_at
from studio.engine.z_image_parts import filled, unfilled

if TYPE_CHECKING:
    from pathlib import Path

    from studio.core.job import CancelToken, Reporter
    from studio.engine.payload import GeneratePayload
    from studio.engine.z_image_parts import FlowParts, Network


@dataclass(slots=True, eq=False)
class FlowVaeShelf:
    """Keeps the other VAE that a model drew with last."""

    network: Network | None = None
    _of: tuple[Path, int, int] | None = None

    def dressed(
        self, payload: GeneratePayload, parts: FlowParts, report: Reporter, cancel: CancelToken
    ) -> FlowParts:
        """Return the parts with the VAE that a request wants.

        Raises `WeightsMissingError` for one that was not found, and `ModelRefusedError` for one
        that cannot read this model's latents.
        """
        name = payload.request.vae
        if not name:
            return parts
        model = payload.others.get(name)
        if model is None or not model.path.exists():
            raise WeightsMissingError(
                N_("The VAE {name} was not found. Choose another, or the model's own."), name=name
            )
        stat = model.path.stat()
        of = (model.path, stat.st_mtime_ns, stat.st_size)
        if of != self._of:
            self.network, self._of = None, None
            self.network = _loaded(model.path, parts, report, cancel)
            self._of = of
        assert self.network is not None, "it was loaded just now"
        return replace(parts, networks={**parts.networks, "vae": self.network})


def _loaded(path: Path, parts: FlowParts, report: Reporter, cancel: CancelToken) -> Network:
    piece = vae_at(path)
    if len(piece.config["block_out_channels"]) != len(parts.vae.config.block_out_channels):
        raise ModelRefusedError(
            N_("{path} is not a VAE of a kind the studio knows, or it is not complete."), path=path
        )
    network = unfilled("vae", piece, parts.dtype)
    filler = Filler(parts.device.kind, parts.dtype, report, cancel, network.size)
    filled(network, piece.paths[0], filler)
    return network
