"""Painting primitives: supersampled plates, curves, textures and light."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

if TYPE_CHECKING:
    from studio.engine.training.illustrator.palette import Rgb

Floats = NDArray[np.float32]
Points = NDArray[np.float64]  # (N, 2), x to the right, y downward, the picture is 0..1

_FIELD_SIDE = 64
_TEXTURE_SIDE = 768


@dataclass(frozen=True, slots=True)
class Film:
    """A finished plate: color premultiplied by coverage, coverage, contours and water."""

    rgb: Floats  # (3, H, W) 0..255, premultiplied
    alpha: Floats  # (H, W) 0..1
    line: Floats  # (H, W) 0..1
    water: Floats | None  # (H, W) 0..1, where the water is


class Plate:
    """A transparent sheet to draw shapes on, larger than the picture to smooth their edges."""

    def __init__(
        self,
        size: int,
        oversample: int,
        wobble: float = 0.0,
        pen: float = 0.006,
        brush: float = 0.0,
    ) -> None:
        self.size = size
        self.scale = size * oversample
        self.oversample = oversample
        self.wobble = wobble
        self.pen = pen
        self.brush = brush
        side = (self.scale, self.scale)
        # RGBX, because Pillow would divide an RGBA image by its alpha when reducing it.
        self._rgba = Image.new("RGBX", side)
        self._line = Image.new("L", side)
        self._water = Image.new("L", side)
        self._draw = ImageDraw.Draw(self._rgba)
        self._pen = ImageDraw.Draw(self._line)
        self._wet = ImageDraw.Draw(self._water)
        self._has_water = False

    def fill(self, points: Points, color: Rgb, contour: bool = True, water: bool = False) -> None:
        """A filled shape; it hides the contours it covers and gets its own."""
        path = self._path(points)
        self._draw.polygon(path, fill=(*color, 255))
        self._pen.polygon(path, fill=0)
        if water or self._has_water:
            self._has_water = True
            self._wet.polygon(path, fill=255 if water else 0)
        if contour:
            self._contour([*path, *path[:2]])

    def stroke(self, points: Points, color: Rgb, width: float) -> None:
        """An open line of the given width (in picture heights)."""
        path = self._path(points, closed=False)
        pixels = max(1, round(width * self.scale))
        self._draw.line(path, fill=(*color, 255), width=pixels, joint="curve")
        if pixels > 3 * self.oversample:
            self._pen.line(path, fill=0, width=pixels)

    def scribble(self, points: Points, strength: int = 255) -> None:
        """A line that exists only as a contour."""
        self._contour(self._path(points, closed=False), strength)

    def dots(self, centers: Points, radius: float, color: Rgb) -> None:
        """Many small round spots of one color."""
        least = 0.0 if self.oversample == 1 else 0.5  # a coarse grid has no half pixels
        r = max(least, radius * self.scale)
        for x, y in (centers * self.scale).tolist():
            self._draw.ellipse((x - r, y - r, x + r, y + r), fill=(*color, 255))

    def film(self) -> Film:
        """The plate reduced to the picture's size."""
        rgba = planes(_reduced(self._rgba, self.oversample))
        water = unit(_reduced(self._water, self.oversample)) if self._has_water else None
        line = unit(_reduced(self._line, self.oversample))
        return Film(rgba[:3], rgba[3] * np.float32(1 / 255), line, water)

    def _contour(self, path: list[float], strength: int = 255) -> None:
        width = max(1.0, self.pen * self.scale)
        if self.brush <= 0.0:
            self._pen.line(path, fill=strength, width=round(width))
            return
        # A brush swells and thins along its way; every segment has its own width.
        for i in range(0, len(path) - 2, 2):
            swell = 1.0 + self.brush * float(_swell()[(i * 7 + round(path[0])) % 512])
            segment = path[i : i + 4]
            self._pen.line(segment, fill=strength, width=max(1, round(width * swell)))

    def _path(self, points: Points, closed: bool = True) -> list[float]:
        if self.wobble > 0.0:
            points = shaken(densified(points, closed), self.wobble)
        flat: list[float] = (points * self.scale).ravel().tolist()
        return flat


def _reduced(image: Image.Image, factor: int) -> Image.Image:
    return image if factor == 1 else image.reduce(factor)


def planes(image: Image.Image) -> Floats:
    """A color image as (C, H, W) 0..255; channels first is what makes broadcasting fast."""
    return np.asarray(image).transpose(2, 0, 1).astype(np.float32, order="C")


def unit(image: Image.Image) -> Floats:
    """A gray image as (H, W) 0..1."""
    return np.asarray(image) * np.float32(1 / 255)


def image_of(picture: Floats) -> Image.Image:
    """A (3, H, W) picture as an image."""
    return Image.fromarray((np.clip(picture, 0, 255) + 0.5).astype(np.uint8).transpose(1, 2, 0))


def column(color: Rgb) -> Floats:
    """A color ready to be combined with (3, H, W) pictures."""
    return np.array(color, np.float32)[:, None, None]


def densified(points: Points, closed: bool = True, step: float = 0.03) -> Points:
    """The same outline with extra points along its longer edges."""
    ring = np.vstack([points, points[:1]]) if closed else points
    lengths = np.hypot(*np.diff(ring, axis=0).T)
    along = np.concatenate([[0.0], np.cumsum(lengths)])
    count = int(along[-1] / step)
    if count < 2:
        return points
    extra = np.linspace(0.0, along[-1], count, endpoint=False)
    stops = np.sort(np.concatenate([along[:-1] if closed else along, extra]))
    return np.stack([np.interp(stops, along, ring[:, k]) for k in (0, 1)], axis=1)


def shaken(points: Points, amount: float) -> Points:
    """Points moved by a fixed smooth field, so that shared edges stay shared."""
    cell = np.clip(points * _FIELD_SIDE, 0, _FIELD_SIDE * 4 - 1).astype(np.intp) % _FIELD_SIDE
    moved: Points = points + _field()[cell[:, 1], cell[:, 0]] * amount
    return moved


@cache
def _field() -> Points:
    rng = np.random.default_rng(11)
    coarse = rng.normal(0.0, 1.0, (_FIELD_SIDE, _FIELD_SIDE, 2))
    for axis in (0, 1, 0, 1, 0, 1):
        coarse = coarse + np.roll(coarse, 1, axis)
    field: Points = coarse / coarse.std()
    return field


@cache
def _swell() -> Points:
    values = np.random.default_rng(12).normal(0.0, 1.0, 512)
    for _ in range(3):
        values = (values + np.roll(values, 1) + np.roll(values, -1)) / 2.2
    swell: Points = np.clip(values, -0.8, 1.2)
    return swell


def blurred(mask: Floats, radius: float) -> Floats:
    """A (H, W) mask in 0..1 softened by about `radius` pixels."""
    image = Image.fromarray((np.clip(mask, 0, 1) * 255).astype(np.uint8))
    return unit(_soft(image, radius))


def blurred_rgb(picture: Floats, radius: float) -> Floats:
    """A (3, H, W) picture in 0..255 softened by about `radius` pixels."""
    return planes(_soft(image_of(picture), radius))


def _soft(image: Image.Image, radius: float) -> Image.Image:
    if radius < 2.5:
        return image.filter(ImageFilter.BoxBlur(radius))
    # Wide blurs have no detail to lose: a quarter of the resolution is enough for them.
    small = image.reduce(4).filter(ImageFilter.GaussianBlur(radius / 4))
    return small.resize(image.size, Image.Resampling.BICUBIC)


def over(base: Floats, film: Film) -> Floats:
    """The film laid on an opaque picture."""
    return base * (1 - film.alpha) + film.rgb


def blend(base: Floats, color: Rgb, alpha: Floats | float) -> Floats:
    """The picture moved toward one color by a (H, W) or scalar share."""
    return base + (column(color) - base) * alpha


def radial(size: int, x: float, y: float, radius: float) -> Floats:
    """A soft round light, 1 in the middle and 0 beyond the radius, (H, W)."""
    axis = (np.arange(size, dtype=np.float32) + 0.5) / size
    square = ((axis - x) / radius)[None, :] ** 2 + ((axis - y) / radius)[:, None] ** 2
    light = np.clip(1 - square, 0, 1)
    return (light * light).astype(np.float32)


def ramp(size: int, *stops: tuple[float, float]) -> Floats:
    """Values interpolated down the picture from (y, value) pairs, (H, 1)."""
    axis = (np.arange(size) + 0.5) / size
    ys, values = zip(*stops, strict=True)
    down: Floats = np.interp(axis, ys, values).astype(np.float32)[:, None]
    return down


def texture(kind: str, size: int, rng: np.random.Generator) -> Floats:
    """A random cut-out of a prepared texture, (size, size), mean about zero, range -1..1.

    The prepared textures are drawn once for 256 px pictures and enlarged for bigger ones.
    """
    whole = _texture(kind, max(1, round(size / 256)))
    room = whole.shape[0] - size
    x, y = (int(v) for v in rng.integers(0, room + 1, 2))
    return whole[y : y + size, x : x + size]


@cache
def _texture(kind: str, scale: int) -> Floats:
    rng = np.random.default_rng([3, len(kind), sum(map(ord, kind))])
    match kind:
        case "cloud":
            plane = _octaves(rng, (6, 12, 24, 48), 0.55)
        case "blot":
            plane = _octaves(rng, (14, 28, 56, 110), 0.6)
        case "band":
            plane = _octaves(rng, (4, 9, 20), 0.6, stretch=4)
        case "paper":
            plane = _octaves(rng, (150, 300, 600), 0.8)
        case "grain":
            plane = _octaves(rng, (380, 768), 1.0)
        case _ if kind.startswith("hatch"):
            plane = _hatch(rng, float(kind.removeprefix("hatch")))
        case _:
            raise ValueError(kind)
    image = Image.fromarray(plane).resize((_TEXTURE_SIDE * scale,) * 2)
    return np.asarray(image, np.float32)


def _octaves(
    rng: np.random.Generator, cells: tuple[int, ...], fall: float, stretch: int = 1
) -> Floats:
    total = np.zeros((_TEXTURE_SIDE, _TEXTURE_SIDE), np.float32)
    for i, cell in enumerate(cells):
        coarse = rng.normal(0.0, 1.0, (cell * stretch, cell)).astype(np.float32)
        wide = Image.fromarray(coarse).resize((_TEXTURE_SIDE,) * 2, Image.Resampling.BICUBIC)
        total += np.asarray(wide, np.float32) * np.float32(fall**i)
    plane: Floats = np.clip(total / np.float32(2.0 * total.std()), -1, 1)
    return plane


def _hatch(rng: np.random.Generator, degrees: float) -> Floats:
    """Pencil strokes side by side: -1 is bare paper, 1 a full stroke."""
    side = _TEXTURE_SIDE
    image = Image.new("L", (side * 2, side * 2), 40)
    draw = ImageDraw.Draw(image)
    along = np.array([np.cos(np.radians(degrees)), np.sin(np.radians(degrees))])
    across = np.array([-along[1], along[0]])
    reach = side * 3
    offset = -float(reach)
    while offset < reach:
        start = -float(reach)
        while start < reach:
            length = rng.uniform(36, 110)
            tilt = rng.normal(0.0, 0.03)
            a = side + along * start + across * (offset + rng.normal(0, 1.2))
            b = a + (along + across * tilt) * length
            ink = int(rng.uniform(120, 255))
            draw.line([*a, *b], fill=ink, width=int(rng.integers(2, 4)))
            start += length * rng.uniform(0.85, 1.1)
        offset += rng.uniform(3.4, 5.0)
    small = image.reduce(2)
    return (np.asarray(small, np.float32) / 127.5 - 1.0).astype(np.float32)
