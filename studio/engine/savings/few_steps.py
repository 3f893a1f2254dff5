"""LoRAs that make a model draw in a few steps, told by their names, metadata and layers.

Each was distilled with a schedule of its own and draws mud with another, so the model's own
scheduler is replaced by the one it was made for. A scheduler that the user chose is left alone.
Nothing inside such a file says for certain what it is: its authors' names for it do, and what is
named by a word that styles are named by too must also reach layers that styles rarely touch.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from studio.core.errors import StudioError
from studio.core.text import N_, Message, message
from studio.engine.safefile import Tensors, read_tensors

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from studio.core.addition import Addition

_TITLES = ("modelspec.title", "ss_output_name", "name", "title")
_NOT_A_NAME = ("pytorch_lora_weights", "diffusion_pytorch_model", "adapter_model", "model", "lora")
_COUNT = re.compile(r"(\d{1,2})[-_ ]?steps?")
_DEEP = re.compile(r"time_emb_proj|emb_layers|conv_shortcut|samplers_0_conv|samplers\.0\.conv")
_WORD = r"(?:^|[^a-z]){}(?:$|[^a-z])"


@dataclass(frozen=True, slots=True)
class FewSteps:
    """How a kind of LoRA wants to be drawn with; `guidance` of 1 is none."""

    title: str
    scheduler: str
    least: int
    most: int
    guidance: tuple[float, float] = (1.0, 1.0)


LCM = FewSteps("LCM", "LCM", 2, 8, (1.0, 2.0))  # Luo et al. 2023, arXiv:2311.05556
TCD = FewSteps("TCD", "TCD", 2, 20)  # Zheng et al. 2024, arXiv:2402.19159
DMD = FewSteps("DMD2", "LCM", 4, 4)  # Yin et al. 2024, arXiv:2405.14867
LIGHTNING = FewSteps("Lightning", "Euler Trailing", 2, 8)  # Lin et al. 2024, arXiv:2402.13929
HYPER = FewSteps("Hyper-SD", "DDIM Trailing", 2, 8)  # Ren et al. 2024, arXiv:2404.13686
HYPER_ONE = FewSteps("Hyper-SD", "TCD", 1, 8)  # its single-step file serves several
HYPER_GUIDED = FewSteps("Hyper-SD CFG", "DDIM Trailing", 8, 12, (5.0, 8.0))
TURBO = FewSteps("Turbo", "Euler a Trailing", 1, 4)  # Sauer et al. 2023, arXiv:2311.17042
_CERTAIN: Mapping[str, FewSteps] = {"lcm": LCM, "tcd": TCD, "dmd2?": DMD}
_COMMON: Mapping[str, FewSteps] = {"lightning": LIGHTNING, "hyper": HYPER, "turbo": TURBO}


def recognized(path: Path) -> FewSteps | None:
    """Return what a LoRA file wants if it is one for few steps; None also where it is unreadable.

    A file is read once as long as it is the same.
    """
    try:
        stamp = path.stat()
    except OSError:
        return None
    return _recognized(path, stamp.st_mtime_ns, stamp.st_size)


@lru_cache(maxsize=256)
def _recognized(path: Path, _changed_ns: int, _size: int) -> FewSteps | None:
    try:
        return kind_of(_names(path), read_tensors(path))
    except StudioError:
        return None


def kind_of(names: Sequence[str], tensors: Tensors) -> FewSteps | None:
    """Return the kind that the names of a file and its tensors and metadata speak for."""
    said = " ".join([*names, *(tensors.metadata.get(key, "") for key in _TITLES)]).casefold()
    for word, kind in _CERTAIN.items():
        if re.search(_WORD.format(word), said):
            return kind
    count = _COUNT.search(said)
    if count is None and not any(_DEEP.search(name) for name in tensors.shapes):
        return None
    found = next((k for word, k in _COMMON.items() if re.search(_WORD.format(word), said)), None)
    return _for_count(found, said, int(count[1]) if count else 0) if found else None


def _for_count(kind: FewSteps, said: str, count: int) -> FewSteps:
    """Narrow a kind down to the number of steps that a file was made for."""
    if kind is HYPER:
        if count == 1:
            return HYPER_ONE
        if re.search(_WORD.format("cfg"), said):
            kind = HYPER_GUIDED
    return replace(kind, least=count, most=count) if count > 0 else kind


def _names(path: Path) -> list[str]:
    """Return what a file is called; one with a name that says nothing has its folders'.

    In the hub's cache that is `models--owner--name/snapshots/<revision>/`.
    """
    if path.stem.casefold() not in _NOT_A_NAME:
        return [path.stem]
    parents = list(path.parents)[:3]
    return [parent.name for parent in parents if parent.name not in ("snapshots", "")]


@dataclass(frozen=True, slots=True)
class Advice:
    """The scheduler to draw with instead of the model's own ("" keeps it), and what to tell."""

    scheduler: str = ""
    notices: tuple[Message, ...] = ()

    def applied(self, params: Any) -> Any:
        """Return the parameters with the scheduler that is asked for."""
        return replace(params, scheduler=self.scheduler) if self.scheduler else params


def advice(worn: Sequence[Addition], params: Any) -> Advice:
    """Say what the LoRAs that act ask for, given what the user chose; the first one counts."""
    chosen, steps, guidance = params.scheduler, params.steps, params.guidance
    found = [(lora, kind) for lora in worn if (kind := recognized(lora.path)) is not None]
    if not found:
        return Advice()
    lora, kind = found[0]
    told = []
    if not chosen:
        told.append(
            message(
                N_("{lora} draws in few steps: its scheduler {scheduler} is used."),
                lora=lora.name,
                scheduler=kind.scheduler,
            )
        )
    if not kind.least <= steps <= kind.most:
        told.append(_steps_notice(lora, kind, steps))
    low, high = kind.guidance
    if not low <= guidance <= high:
        text = N_("{lora} was made for guidance {wanted}; this picture was drawn with {guidance}.")
        wanted = f"{low:g}" if low == high else f"{low:g}-{high:g}"
        told.append(message(text, lora=lora.name, wanted=wanted, guidance=f"{guidance:g}"))
    return Advice("" if chosen else kind.scheduler, tuple(told))


def _steps_notice(lora: Addition, kind: FewSteps, steps: int) -> Message:
    wanted = str(kind.most) if kind.least == kind.most else f"{kind.least}-{kind.most}"
    return message(
        N_("{lora} was made for {wanted} steps; this picture was drawn with {steps}."),
        lora=lora.name,
        wanted=wanted,
        steps=steps,
    )
