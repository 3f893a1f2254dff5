"""Colors: arithmetic on them, the named subject colors, and the moods of the times of day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from studio.engine.training.illustrator.vocabulary import Color, Time

if TYPE_CHECKING:
    import numpy as np

Rgb = tuple[int, int, int]

PAINTS: dict[Color, Rgb] = {
    Color.RED: (206, 40, 38),
    Color.ORANGE: (242, 120, 22),
    Color.YELLOW: (247, 206, 44),
    Color.GREEN: (52, 150, 66),
    Color.BLUE: (38, 96, 200),
    Color.PURPLE: (122, 58, 166),
    Color.PINK: (244, 136, 178),
    Color.WHITE: (246, 245, 240),
    Color.BLACK: (36, 34, 40),
}


def mix(one: Rgb, other: Rgb, share: float) -> Rgb:
    """`share` of the other color stirred into the first."""
    keep = 1.0 - share
    return (
        round(one[0] * keep + other[0] * share),
        round(one[1] * keep + other[1] * share),
        round(one[2] * keep + other[2] * share),
    )


def scaled(color: Rgb, red: float, green: float, blue: float) -> Rgb:
    """The color with every channel multiplied, kept inside 0..255."""
    return (
        min(255, max(0, round(color[0] * red))),
        min(255, max(0, round(color[1] * green))),
        min(255, max(0, round(color[2] * blue))),
    )


def darker(color: Rgb, share: float) -> Rgb:
    """A shadow of the color, a little cooler as shadows are."""
    keep = 1.0 - share
    return scaled(color, keep * 0.97, keep * 0.98, min(1.0, keep * 1.05))


def lighter(color: Rgb, share: float) -> Rgb:
    """The color in full light."""
    return mix(color, (255, 252, 240), share)


def luminance(color: Rgb) -> float:
    """Perceived brightness, 0..255."""
    return 0.299 * color[0] + 0.587 * color[1] + 0.114 * color[2]


def muted(color: Rgb, share: float) -> Rgb:
    """The color moved toward the gray of its own brightness."""
    gray = round(luminance(color))
    return mix(color, (gray, gray, gray), share)


def jittered(color: Rgb, rng: np.random.Generator, amount: float) -> Rgb:
    """The color with a small random change per channel (amount in 0..255 steps)."""
    shift = rng.normal(0.0, amount, 3)
    return (
        min(255, max(0, round(color[0] + shift[0]))),
        min(255, max(0, round(color[1] + shift[1]))),
        min(255, max(0, round(color[2] + shift[2]))),
    )


@dataclass(frozen=True, slots=True)
class Mood:
    """The light of one time of day."""

    time: Time
    top: Rgb
    low: Rgb
    glow: Rgb
    haze: Rgb
    tint: tuple[float, float, float]
    cloud: Rgb
    cloud_shade: Rgb
    disc: Rgb
    air: float = 0.55
    shadow: float = 0.3
    dark: bool = False

    def lit(self, color: Rgb, depth: float = 0.0) -> Rgb:
        """A surface color under this light, `depth` (0..1) seen through that much air."""
        return mix(scaled(color, *self.tint), self.haze, min(0.92, depth * self.air))


_WHITE: Rgb = (255, 253, 247)
_MOODS: dict[Time, tuple[Mood, ...]] = {
    Time.DAY: (
        Mood(Time.DAY, (86, 154, 212), (208, 232, 240), (255, 248, 220), (190, 214, 228),
             (1.0, 1.0, 1.0), _WHITE, (204, 220, 234), (255, 240, 180)),
        Mood(Time.DAY, (118, 180, 206), (244, 236, 214), (255, 246, 214), (212, 220, 214),
             (1.02, 1.0, 0.95), _WHITE, (216, 220, 220), (255, 236, 170)),
        Mood(Time.DAY, (62, 134, 200), (170, 214, 234), (250, 250, 236), (168, 204, 226),
             (0.98, 1.0, 1.02), _WHITE, (190, 212, 232), (255, 246, 200)),
        Mood(Time.DAY, (134, 196, 210), (226, 240, 226), (255, 250, 226), (202, 224, 220),
             (1.0, 1.01, 0.97), _WHITE, (206, 224, 224), (255, 240, 186)),
    ),
    Time.DAWN: (
        Mood(Time.DAWN, (138, 150, 200), (252, 214, 200), (255, 236, 206), (222, 204, 216),
             (0.97, 0.92, 0.97), (255, 232, 226), (206, 186, 212), (255, 244, 214), 0.7),
        Mood(Time.DAWN, (120, 160, 190), (250, 222, 188), (255, 240, 200), (220, 212, 206),
             (0.98, 0.94, 0.94), (255, 238, 222), (196, 196, 212), (255, 246, 216), 0.7),
        Mood(Time.DAWN, (168, 150, 196), (250, 206, 212), (255, 232, 214), (226, 200, 214),
             (0.98, 0.91, 0.96), (255, 230, 230), (204, 180, 210), (255, 242, 220), 0.7),
    ),
    Time.SUNSET: (
        Mood(Time.SUNSET, (82, 70, 126), (250, 148, 84), (255, 204, 104), (216, 132, 112),
             (0.98, 0.80, 0.72), (255, 178, 124), (166, 94, 112), (255, 226, 138), 0.6, 0.42),
        Mood(Time.SUNSET, (158, 70, 92), (252, 178, 88), (255, 216, 120), (226, 144, 104),
             (1.0, 0.81, 0.68), (255, 196, 132), (190, 96, 96), (255, 232, 150), 0.6, 0.42),
        Mood(Time.SUNSET, (62, 84, 136), (246, 130, 88), (255, 190, 100), (196, 122, 118),
             (0.96, 0.78, 0.74), (255, 162, 118), (134, 88, 124), (255, 220, 130), 0.6, 0.42),
        Mood(Time.SUNSET, (214, 112, 84), (255, 206, 112), (255, 228, 140), (234, 160, 106),
             (1.0, 0.83, 0.68), (255, 214, 150), (206, 110, 90), (255, 240, 170), 0.6, 0.42),
    ),
    Time.NIGHT: (
        Mood(Time.NIGHT, (14, 20, 50), (52, 72, 118), (96, 120, 160), (48, 66, 108),
             (0.40, 0.48, 0.68), (86, 102, 144), (50, 62, 102), (246, 240, 212), 0.6, 0.4, True),
        Mood(Time.NIGHT, (22, 18, 54), (74, 64, 122), (120, 106, 160), (62, 58, 108),
             (0.44, 0.46, 0.68), (98, 90, 146), (58, 52, 102), (250, 244, 220), 0.6, 0.4, True),
        Mood(Time.NIGHT, (10, 32, 56), (40, 88, 112), (92, 136, 152), (42, 78, 104),
             (0.38, 0.50, 0.64), (78, 112, 140), (42, 70, 100), (240, 244, 224), 0.6, 0.4, True),
    ),
    Time.STORM: (
        Mood(Time.STORM, (58, 66, 80), (136, 146, 150), (178, 182, 172), (118, 128, 136),
             (0.64, 0.68, 0.72), (104, 112, 122), (64, 72, 84), (214, 218, 210), 0.6, 0.2),
        Mood(Time.STORM, (52, 54, 76), (146, 138, 148), (190, 176, 166), (116, 114, 130),
             (0.66, 0.66, 0.72), (108, 106, 122), (62, 62, 82), (214, 210, 206), 0.6, 0.2),
        Mood(Time.STORM, (46, 68, 74), (126, 152, 144), (172, 186, 160), (104, 130, 130),
             (0.62, 0.70, 0.70), (96, 116, 120), (54, 72, 80), (210, 218, 206), 0.6, 0.2),
    ),
    Time.FOG: (
        Mood(Time.FOG, (176, 188, 196), (216, 221, 220), (240, 240, 232), (208, 214, 214),
             (0.84, 0.87, 0.88), (226, 230, 230), (202, 210, 212), (248, 246, 234), 1.0, 0.12),
        Mood(Time.FOG, (190, 190, 186), (224, 220, 210), (244, 240, 226), (216, 212, 204),
             (0.88, 0.87, 0.84), (232, 228, 220), (210, 206, 200), (250, 246, 230), 1.0, 0.12),
        Mood(Time.FOG, (164, 182, 184), (206, 218, 212), (234, 240, 230), (196, 210, 206),
             (0.82, 0.87, 0.86), (218, 228, 224), (190, 204, 204), (244, 246, 234), 1.0, 0.12),
    ),
}  # fmt: skip


def mood_for(time: Time, rng: np.random.Generator) -> Mood:
    """One of the time's moods, slightly shifted, so that no two pictures share a palette."""
    options = _MOODS[time]
    mood = options[int(rng.integers(len(options)))]
    return replace(
        mood,
        top=jittered(mood.top, rng, 6.0),
        low=jittered(mood.low, rng, 5.0),
        haze=jittered(mood.haze, rng, 4.0),
    )


def paint_for(color: Color, mood: Mood, rng: np.random.Generator) -> Rgb:
    """The subject's color under the mood; tinted so little that its name stays true."""
    paint = jittered(PAINTS[color], rng, 4.0)
    if color is Color.WHITE:  # the smallest warm tint would make cream or pink of it
        share = {Time.NIGHT: 0.16, Time.STORM: 0.12, Time.FOG: 0.02}.get(mood.time, 0.05)
        return mix(paint, (176, 186, 208), share)
    match mood.time:
        case Time.DAY | Time.DAWN:
            return paint
        case Time.SUNSET:
            return mix(paint, scaled(paint, 1.0, 0.86, 0.78), 0.5)
        case Time.NIGHT:
            dim = 0.93 if color in (Color.YELLOW, Color.ORANGE, Color.PINK) else 0.85
            return mix(scaled(paint, dim, dim * 1.02, 0.92), mood.low, 0.05)
        case Time.STORM:
            return mix(scaled(paint, 0.92, 0.92, 0.94), mood.haze, 0.05)
        case Time.FOG:
            return mix(paint, mood.haze, 0.12)
