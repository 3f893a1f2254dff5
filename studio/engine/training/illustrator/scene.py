"""Scenes: the structured description every picture and caption is made from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from studio.engine.training.illustrator.vocabulary import (
    Color,
    Place,
    Position,
    Size,
    Style,
    Subject,
    Time,
    Vocabulary,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

TWO_FIGURES_SHARE = 0.25
HELD_OUT_PERCENT = 10

_T = TypeVar("_T")


class Split(StrEnum):
    """Which attribute combinations a sample may come from."""

    TRAIN = "train"
    HELD_OUT = "held-out"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Figure:
    """One subject with its color, place in the picture and size."""

    subject: Subject
    color: Color
    position: Position = Position.CENTER
    size: Size = Size.LARGE


@dataclass(frozen=True, slots=True)
class Scene:
    """A whole picture; the seed decides everything the attributes leave open."""

    time: Time
    place: Place
    style: Style
    subjects: tuple[Figure, ...]
    seed: int = 0


def held_out(scene: Scene) -> bool:
    """Whether the scene's combination is reserved for evaluation (about one in ten).

    Position, size and seed do not count: otherwise a held-out picture would differ from a
    training picture only by a shift.
    """
    figures = sorted(f"{figure.color} {figure.subject}" for figure in scene.subjects)
    key = "|".join([scene.time, scene.place, scene.style, *figures])
    digest = blake2b(key.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") % 100 < HELD_OUT_PERCENT


def sample_scene(
    rng: np.random.Generator, vocabulary: Vocabulary, split: Split = Split.TRAIN
) -> Scene:
    """A random scene; by default never one of the combinations held out for evaluation."""
    while True:
        scene = Scene(
            time=_pick(rng, vocabulary.times),
            place=_pick(rng, vocabulary.places),
            style=_pick(rng, vocabulary.styles),
            subjects=_figures(rng, vocabulary),
            seed=int(rng.integers(2**31)),
        )
        if split is Split.ANY or held_out(scene) == (split is Split.HELD_OUT):
            return scene


def _figures(rng: np.random.Generator, vocabulary: Vocabulary) -> tuple[Figure, ...]:
    pair = vocabulary.most_figures > 1 and rng.random() < TWO_FIGURES_SHARE
    count = 2 if pair else 1
    subjects = rng.choice(len(vocabulary.subjects), count, replace=False)
    positions = rng.choice(len(Position), count, replace=False)
    if pair:  # neighbours at left and center would overlap
        positions = np.array([0, 2]) if rng.random() < 0.5 else np.array([2, 0])
    colors = [_pick(rng, vocabulary.colors) for _ in range(count)]
    while pair and colors[0] is colors[1]:  # else nobody learns which color belongs to which
        colors[1] = _pick(rng, vocabulary.colors)
    sizes = [_pick(rng, tuple(Size)) for _ in range(count)]
    if pair and sizes == [Size.LARGE, Size.LARGE]:
        sizes[1] = Size.SMALL
    return tuple(
        Figure(
            vocabulary.subjects[int(subject)],
            color,
            tuple(Position)[int(position)],
            size,
        )
        for subject, color, position, size in zip(subjects, colors, positions, sizes, strict=True)
    )


def _pick(rng: np.random.Generator, options: Sequence[_T]) -> _T:
    return options[int(rng.integers(len(options)))]
