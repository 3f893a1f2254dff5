"""What a prompt says once it is read: weighted words, and from which step on they hold."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """Words with one weight; neighbors always differ in weight."""

    text: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Part:
    """One side of an AND: its chunks were separated by BREAK, its weight was written as `:w`."""

    chunks: tuple[tuple[Span, ...], ...] = ((),)
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Prompt:
    """The parts that hold together at one step; there is always at least one."""

    parts: tuple[Part, ...] = (Part(),)


@dataclass(frozen=True, slots=True)
class Stage:
    """A prompt that holds from `first_step` (counted from 0) until the next stage begins."""

    first_step: int
    prompt: Prompt
