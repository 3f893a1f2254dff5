"""The closed sets of things the illustrator can draw and name."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Time(StrEnum):
    """Time of day or weather: what the light is like."""

    DAY = "day"
    DAWN = "dawn"
    SUNSET = "sunset"
    NIGHT = "night"
    STORM = "storm"
    FOG = "fog"


class Place(StrEnum):
    """The landscape around the subject."""

    MOUNTAINS = "mountains"
    HILLS = "hills"
    SEA = "sea"
    DESERT = "desert"
    CITY = "city"
    FOREST = "forest"
    SNOW = "snow"
    RIVER = "river"
    SPACE = "space"


class Subject(StrEnum):
    """What the picture is about."""

    HOUSE = "house"
    TREE = "tree"
    BOAT = "boat"
    ROCKET = "rocket"
    CASTLE = "castle"
    BALLOON = "hot-air balloon"
    CAT = "cat"
    FISH = "fish"
    CAR = "car"
    FLOWER = "flower"
    ROBOT = "robot"
    LIGHTHOUSE = "lighthouse"
    WINDMILL = "windmill"
    MUSHROOM = "mushroom"
    BIRD = "bird"


class Color(StrEnum):
    """The named color of a subject."""

    RED = "red"
    ORANGE = "orange"
    YELLOW = "yellow"
    GREEN = "green"
    BLUE = "blue"
    PURPLE = "purple"
    PINK = "pink"
    WHITE = "white"
    BLACK = "black"


class Style(StrEnum):
    """The hand that draws the picture."""

    FLAT = "flat illustration"
    WATERCOLOR = "watercolor"
    PENCIL = "pencil"
    NEON = "neon cyberpunk"
    INK = "ink"
    PIXEL = "pixel art"
    ANIME = "anime film"
    STORYBOARD = "storyboard sketch"


class Position(StrEnum):
    """Where the subject stands across the picture."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


class Size(StrEnum):
    """How much of the picture's height the subject takes."""

    SMALL = "small"
    LARGE = "large"


class Language(StrEnum):
    """A language captions are written in."""

    ENGLISH = "en"
    CHINESE = "zh"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A selection of the closed sets that scenes are drawn from."""

    times: tuple[Time, ...]
    places: tuple[Place, ...]
    subjects: tuple[Subject, ...]
    colors: tuple[Color, ...]
    styles: tuple[Style, ...]
    most_figures: int = 1


CORE = Vocabulary(
    times=(Time.DAY, Time.SUNSET, Time.NIGHT, Time.FOG),
    places=(Place.MOUNTAINS, Place.HILLS, Place.SEA, Place.DESERT, Place.SNOW),
    subjects=(
        Subject.HOUSE,
        Subject.TREE,
        Subject.BOAT,
        Subject.CASTLE,
        Subject.BALLOON,
        Subject.MUSHROOM,
    ),
    colors=(Color.RED, Color.YELLOW, Color.GREEN, Color.BLUE, Color.PURPLE, Color.WHITE),
    styles=(Style.FLAT, Style.WATERCOLOR, Style.PENCIL, Style.NEON),
)
FULL = Vocabulary(
    times=tuple(Time),
    places=tuple(Place),
    subjects=tuple(Subject),
    colors=tuple(Color),
    styles=tuple(Style),
    most_figures=2,
)
