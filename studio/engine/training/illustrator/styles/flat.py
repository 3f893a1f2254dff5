"""Flat illustration: clean shapes, few tones, long shadows."""

from __future__ import annotations

from studio.engine.training.illustrator.paint import Floats, over
from studio.engine.training.illustrator.style import (
    Films,
    Hand,
    backdrop,
    weather,
    with_halo,
    with_lights,
)
from studio.engine.training.illustrator.vocabulary import Style


def _finish(films: Films) -> Floats:
    picture = with_halo(backdrop(films), films, 0.35)
    picture = over(picture, films.figure)
    return with_lights(weather(picture, films), films, 0.25)


HAND = Hand(Style.FLAT, _finish, long_shadow=True)
