"""Faults of what is written: prompts that no encoder was made for."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tests.faults.fault import Fault

if TYPE_CHECKING:
    from pathlib import Path

STEPS = 1


def drawn(prompt: str, _folder: Path, checkpoints: Path) -> str:
    """Draw with a prompt and return what was said about it."""
    from studio.engine.runtime import Runtime
    from tests.unit.engine_help import draw

    made = draw(Runtime(), checkpoints / "sd", prompt, steps=STEPS)
    assert made.pixels.std() > 0
    return "drawn. " + " ".join(str(notice) for notice in made.notices)


def clamped(_folder: Path, checkpoints: Path) -> str:
    """Ask for an absurd weight: it acts like the largest one that means anything."""
    from studio.engine.runtime import Runtime
    from tests.unit.engine_help import draw

    runtime = Runtime()
    words = ("a (cat:1e9)", "a (cat:10)", "a (cat:2)")
    absurd, largest, usual = (draw(runtime, checkpoints / "sd", w, steps=2).pixels for w in words)
    assert (largest != usual).any()
    return "as 10" if (absurd == largest).all() else "not clamped"


FAULTS = (
    Fault(47, "ten-thousand-words", partial(drawn, "house " * 10_000), "it is too long"),
    Fault(47, "emoji-and-nul", partial(drawn, "a 🎨\0 cat \u202e👩‍👩‍👧"), "drawn"),
    Fault(47, "huge-weight", clamped, "as 10"),
)
