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

_OF_SECOND = ("subject", "color", "position")
_MIRROR = {Position.LEFT: Position.RIGHT, Position.RIGHT: Position.LEFT}


@dataclass(frozen=True, slots=True)
class Attribute:
    """One thing that can be said of a scene's surroundings or of one of its figures."""

    name: str
    values: tuple[StrEnum, ...]
    of: Callable[[Scene, Figure], StrEnum]
    figure: int = 0

    def label(self, scene: Scene) -> int:
        """The number of the scene's value; one more than the last if there is no such figure."""
        if self.figure >= len(scene.subjects):
            return len(self.values)
        return self.values.index(self.of(scene, scene.subjects[self.figure]))


def attributes(vocabulary: Vocabulary) -> tuple[Attribute, ...]:
    """What can be asked of scenes with one figure, with the values that this vocabulary has."""
    return (
        Attribute("time", vocabulary.times, lambda scene, figure: scene.time),
        Attribute("place", vocabulary.places, lambda scene, figure: scene.place),
        Attribute("style", vocabulary.styles, lambda scene, figure: scene.style),
        Attribute("subject", vocabulary.subjects, lambda scene, figure: figure.subject),
        Attribute("color", vocabulary.colors, lambda scene, figure: figure.color),
        Attribute("position", tuple(Position), lambda scene, figure: figure.position),
        Attribute("size", tuple(Size), lambda scene, figure: figure.size),
    )


def all_attributes(vocabulary: Vocabulary) -> tuple[Attribute, ...]:
    """The same, and what can be asked of a second figure where the vocabulary has two."""
    first = attributes(vocabulary)
    second = (replace(kind, figure=1) for kind in first if kind.name in _OF_SECOND)
    return (*first, *second) if vocabulary.most_figures > 1 else first


def mirrored(scene: Scene) -> Scene:
    """The scene a mirror shows."""

    def flip(figure: Figure) -> Figure:
        return replace(figure, position=_MIRROR.get(figure.position, figure.position))

    return replace(scene, subjects=tuple(flip(figure) for figure in scene.subjects))


def mentioned(kind: Attribute, scene: Scene, text: str, language: Language) -> bool:
    """Whether a caption of the scene speaks of this attribute."""
    if kind.figure >= len(scene.subjects):
        return False
    phrases = CHINESE if language is Language.CHINESE else ENGLISH
    figure = scene.subjects[kind.figure]
    subjects = phrases.subject[figure.subject]
    options: Iterable[str]
    match kind.name:
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
