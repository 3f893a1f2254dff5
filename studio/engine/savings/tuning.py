"""Tuning for graphics cards that changes no more than the last digits of a picture.

`TUNED` lays the weights of convolutions out as cards read them fastest (channels last) and joins
the projections of each attention into one product; `COMPILED` compiles the repeated blocks as well
and keeps what was compiled on the disk. Sums are then taken in another order, so that a picture is
not bit for bit the one without; `docs/performance.md` says how far off. All of it can be undone.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from studio.core.paths import cache_folder
from studio.core.text import N_, Message, message
from studio.engine.memory.rungs import Rung, rung_now

if TYPE_CHECKING:
    from studio.engine.loading import Parts

COMPILED_FOLDER = "compiled"
_PLAIN = ("AttnProcessor2_0", "AttnProcessor")


class Level(StrEnum):
    """How much is tuned."""

    NONE = ""
    TUNED = "tuned"
    COMPILED = "compiled"


@dataclass(slots=True)
class Tuning:
    """What was tuned of one model."""

    level: Level = Level.NONE

    @property
    def facts(self) -> dict[str, str]:
        """What to record of it in a run."""
        return {"tuning": str(self.level)} if self.level is not Level.NONE else {}

    def apply(self, parts: Parts, wanted: str, device: str) -> tuple[Message, ...]:
        """Tune a model as far as it is wanted, or take it back; return what to tell.

        A processor is not tuned: there it is slower. On a rung of memory where parts of the model
        come and go nothing new is tuned, and nothing stays compiled.
        """
        level = Level.NONE if device == "cpu" else Level(wanted)
        if rung_now() >= Rung.FINISHED or _is_offloaded(parts.unet):
            level = Level.NONE if self.level is Level.NONE else Level.TUNED
        told: tuple[Message, ...] = ()
        if level is Level.COMPILED and not can_compile(device):
            level, told = Level.TUNED, (_no_compiler(),)
        if level is not self.level:
            self._change(parts, level)
        return told

    def _change(self, parts: Parts, level: Level) -> None:
        if self.level is Level.COMPILED:
            uncompile(parts.unet)
        if level is Level.NONE:
            plain(parts)
        elif self.level is Level.NONE:
            tune(parts)
        if level is Level.COMPILED:
            compile_blocks(parts.unet)
        self.level = level


def tune(parts: Parts) -> None:
    """Lay weights out with channels last, and join the projections of plain attentions."""
    import torch

    for module in (parts.unet, parts.vae):
        module.to(memory_format=torch.channels_last)
    if all(type(one).__name__ in _PLAIN for one in parts.unet.attn_processors.values()):
        with torch.no_grad():
            parts.unet.fuse_qkv_projections()


def plain(parts: Parts) -> None:
    """Take back what `tune` did."""
    import torch

    for module in (parts.unet, parts.vae):
        module.to(memory_format=torch.contiguous_format)
    if not any(_joined(module) for module in parts.unet.modules()):
        return
    parts.unet.unfuse_qkv_projections()
    for module in parts.unet.modules():
        for name in _joined(module):
            delattr(module, name)
            module.fused_projections = False


def refresh_joined(unet: Any) -> None:
    """Copy the weights of an attention into its joined projection after they were changed."""
    import torch

    with torch.no_grad():
        for module in unet.modules():
            for name, layers in _joined(module).items():
                joined = getattr(module, name)
                joined.weight.copy_(torch.cat([layer.weight for layer in layers]))


def _joined(module: Any) -> dict[str, tuple[Any, ...]]:
    """Return the joined projections that an attention has, and what each is made of."""
    if not getattr(module, "fused_projections", False):
        return {}
    found: dict[str, tuple[Any, ...]] = {}
    if hasattr(module, "to_qkv"):
        found["to_qkv"] = (module.to_q, module.to_k, module.to_v)
    if hasattr(module, "to_kv"):
        found["to_kv"] = (module.to_k, module.to_v)
    return found


def can_compile(device: str) -> bool:
    """Whether blocks can be compiled: for a graphics card that takes Triton."""
    if device != "cuda":
        return False
    from torch.utils._triton import has_triton

    return bool(has_triton())


def compile_blocks(unet: Any) -> None:
    """Compile the repeated blocks at their next pass; what was compiled before is read back.

    A block that cannot be compiled is computed as it was.
    """
    import torch

    folder = cache_folder() / COMPILED_FOLDER
    torch._dynamo.config.suppress_errors = True
    os.environ["TORCHINDUCTOR_CACHE_DIR"] = str(
        folder
    )  # torch itself has set it to a passing place
    unet.compile_repeated_blocks()


def uncompile(unet: Any) -> None:
    """Compute every block as it was before it was compiled."""
    for module in unet.modules():
        if getattr(module, "_compiled_call_impl", None) is not None:
            module._compiled_call_impl = None


def _is_offloaded(unet: Any) -> bool:
    """Whether hooks of diffusers move or convert weights of the model."""
    return any(hasattr(module, "_diffusers_hook") for module in unet.modules())


def _no_compiler() -> Message:
    return message(
        N_(
            "This copy cannot compile for the graphics card, because Triton is not installed: the "
            "picture was drawn without."
        )
    )
