"""Whether a picture that was drawn again is the same, and if not, what differs first.

Pixels decide; the facts of both runs say why. Nothing here knows the engine.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from studio.core.text import N_, Message, message

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from studio.core.params import Scalar

PEAK = 255.0  # of a channel
ORDER = (  # what to name first of several differences: the files, the words, then the machine
    *("family", "model_hash", "others", "loras", "embeddings"),
    *("loras_sha256", "embeddings_sha256", "source_pixels", "mask_pixels", "reference_pixels"),
    *("prompt", "negative", "scheduler", "scheduler_config", "dtype", "precision", "attention"),
    *("memory_rung", "tuning"),
    *("device", "device_name", "processor", "cuda", "cudnn", "tf32", "matmul", "threads", "rng"),
    *("torch", "diffusers", "transformers", "numpy", "safetensors", "accelerate"),
    *("studio", "python", "system"),
)
_NAMED = re.compile(r"(.+?): ([0-9a-f]{10,64})(?:, |$)")
SHORT = 60  # characters of a value in a sentence


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two pictures are.

    `psnr_db` is the peak signal-to-noise ratio, none where they are identical or of other sizes;
    `share` is that of the pixels that differ, `most` the largest difference of a channel.
    """

    identical: bool
    psnr_db: float | None = None
    share: float = 0.0
    most: int = 0


@dataclass(frozen=True, slots=True)
class Difference:
    """A fact that is another one now; `now` is empty where it is not said any more."""

    name: str
    before: str
    now: str

    @property
    def message(self) -> Message:
        """Say it in a sentence."""
        return message(
            N_("{name} was {before}, and is {now} now."),
            name=self.name,
            before=_shortened(self.before),
            now=_shortened(self.now) or message(N_("unknown")),
        )


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of drawing a run's picture again."""

    run_id: str
    likeness: Likeness
    differences: tuple[Difference, ...] = ()

    @property
    def message(self) -> Message:
        """Say it in a sentence or two."""
        alike, first = self.likeness, next(iter(self.differences), None)
        if alike.identical:
            return message(
                N_("Identical: {run} was drawn again, and every pixel is the same."),
                run=self.run_id,
            )
        why = first.message if first else message(N_("Nothing that was written down differs."))
        if alike.psnr_db is None:
            text = N_("Not identical: {run} came out in another size. {why}")
            return message(text, run=self.run_id, why=why)
        return message(
            N_(
                "Not identical: {run} was drawn again with a PSNR of {psnr:.1f} dB; {share:.1%} of "
                "the pixels differ, by at most {most} of 255. {why}"
            ),
            run=self.run_id,
            psnr=alike.psnr_db,
            share=alike.share,
            most=alike.most,
            why=why,
        )


def likeness(before: NDArray[np.uint8], now: NDArray[np.uint8]) -> Likeness:
    """Compare two pictures, (h, w, 3) uint8 each."""
    if before.shape != now.shape:
        return Likeness(identical=False, share=1.0, most=int(PEAK))
    gap = np.abs(before.astype(np.int16) - now.astype(np.int16))
    if not gap.any():
        return Likeness(identical=True)
    error = float(np.mean(gap.astype(np.float64) ** 2))
    return Likeness(
        identical=False,
        psnr_db=10 * math.log10(PEAK**2 / error),
        share=float(np.mean(gap.any(axis=-1))),
        most=int(gap.max()),
    )


def differences(before: Mapping[str, Scalar], now: Mapping[str, Scalar]) -> tuple[Difference, ...]:
    """Return what is another fact now, what explains most first.

    Only what was written down before counts: an earlier studio wrote less.
    """
    known = [name for name in ORDER if name in before]
    names = [*known, *sorted(name for name in before if name not in ORDER)]
    return tuple(
        Difference(name, str(before[name]), str(now.get(name, "")))
        for name in names
        if before[name] != now.get(name)
    )


def named_hashes(fact: Scalar) -> dict[str, str]:
    """Read a fact such as `ink: 0123456789, oil: 9876543210`: name to (the start of) a hash."""
    return dict(_NAMED.findall(str(fact)))


def _shortened(text: str) -> str:
    return text if len(text) <= SHORT else f"{text[:SHORT]}…"
