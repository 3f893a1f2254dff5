"""What a scene shows as numbers: one class per attribute, for classifiers to learn."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from studio.engine.training.illustrator import (
    Figure,
    Language,
    Position,
    Scene,
    Size,
    Vocabulary,
)
from studio.engine.training.illustrator.phrases import CHINESE, ENGLISH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from enum import StrEnum

_MIRROR = {Position.LEFT: Position.RIGHT, Position.RIGHT: Position.LEFT}


@dataclass(frozen=True, slots=True)
class Attribute:
    """One thing that can be said of a scene's first figure or its surroundings."""

    name: str
    values: tuple[StrEnum, ...]
    of: Callable[[Scene], StrEnum]

    def label(self, scene: Scene) -> int:
        """The number of the scene's value."""
        return self.values.index(self.of(scene))


def attributes(vocabulary: Vocabulary) -> tuple[Attribute, ...]:
    """All attributes with the values that this vocabulary has."""
    return (
        Attribute("time", vocabulary.times, lambda scene: scene.time),
        Attribute("place", vocabulary.places, lambda scene: scene.place),
        Attribute("style", vocabulary.styles, lambda scene: scene.style),
        Attribute("subject", vocabulary.subjects, lambda scene: scene.subjects[0].subject),
        Attribute("color", vocabulary.colors, lambda scene: scene.subjects[0].color),
        Attribute("position", tuple(Position), lambda scene: scene.subjects[0].position),
        Attribute("size", tuple(Size), lambda scene: scene.subjects[0].size),
    )


def mirrored(scene: Scene) -> Scene:
    """The scene a mirror shows."""

    def flip(figure: Figure) -> Figure:
        return replace(figure, position=_MIRROR.get(figure.position, figure.position))

    return replace(scene, subjects=tuple(flip(figure) for figure in scene.subjects))


def mentioned(name: str, scene: Scene, text: str, language: Language) -> bool:
    """Whether a caption of the scene speaks of this attribute."""
    phrases = CHINESE if language is Language.CHINESE else ENGLISH
    figure = scene.subjects[0]
    subjects = phrases.subject[figure.subject]
    options: Iterable[str]
    match name:
        case "time":
            options = (*phrases.in_time[scene.time], *phrases.time[scene.time])
        case "place":
            options = (*phrases.in_place[scene.place], *phrases.place[scene.place])
        case "style":
            options = phrases.style[scene.style]
        case "color":
            options = phrases.color[figure.color]
        case "position":
            options = phrases.position[figure.position]
        case "size" if language is Language.CHINESE:  # the character is part of other words too
            options = (size + name for size in phrases.size[figure.size] for name in subjects)
        case "size":
            options = phrases.size[figure.size]
        case _:
            options = subjects
    return any(option in text for option in options)
