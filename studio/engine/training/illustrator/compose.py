"""Composition: where things stand, and the drawing of all films of a scene."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from studio.engine.training.illustrator import figures as core_figures
from studio.engine.training.illustrator import figures_alive, figures_made, places_more
from studio.engine.training.illustrator import places as core_places
from studio.engine.training.illustrator.paint import Floats, Plate, unit
from studio.engine.training.illustrator.palette import Mood, Rgb, lighter, mix, mood_for, paint_for
from studio.engine.training.illustrator.shapes import Drawing, Habitat, Tone, tones
from studio.engine.training.illustrator.sky import draw_sky, gradient
from studio.engine.training.illustrator.stage import Placed, Stage
from studio.engine.training.illustrator.style import Films, Hand
from studio.engine.training.illustrator.vocabulary import Place, Position, Size, Subject, Time

if TYPE_CHECKING:
    from collections.abc import Callable

    from studio.engine.training.illustrator.scene import Figure, Scene

DRAW: dict[Subject, Callable[[np.random.Generator], Drawing]] = {
    Subject.HOUSE: core_figures.house,
    Subject.TREE: core_figures.tree,
    Subject.BOAT: core_figures.boat,
    Subject.ROCKET: figures_made.rocket,
    Subject.CASTLE: core_figures.castle,
    Subject.BALLOON: core_figures.balloon,
    Subject.CAT: figures_alive.cat,
    Subject.FISH: figures_alive.fish,
    Subject.CAR: figures_made.car,
    Subject.FLOWER: figures_alive.flower,
    Subject.ROBOT: figures_made.robot,
    Subject.LIGHTHOUSE: figures_made.lighthouse,
    Subject.WINDMILL: figures_made.windmill,
    Subject.MUSHROOM: core_figures.mushroom,
    Subject.BIRD: figures_alive.bird,
}
SETTINGS: dict[Place, Callable[[Plate, Stage], None]] = {
    Place.MOUNTAINS: core_places.mountains,
    Place.HILLS: core_places.hills,
    Place.SEA: core_places.sea,
    Place.DESERT: core_places.desert,
    Place.CITY: places_more.city,
    Place.FOREST: places_more.forest,
    Place.SNOW: core_places.snow,
    Place.RIVER: places_more.river,
    Place.SPACE: places_more.space,
}
_WIDEST = {Size.SMALL: 0.48, Size.LARGE: 0.84}
_HEIGHTS = {Size.SMALL: (0.31, 0.375), Size.LARGE: (0.56, 0.64)}
_CENTERS = {Position.LEFT: 0.23, Position.CENTER: 0.5, Position.RIGHT: 0.77}


def films_of(scene: Scene, hand: Hand, size: int) -> Films:
    """All layers of the scene drawn with the habits of one hand."""
    rng = np.random.default_rng([scene.seed, 1])
    stage = set_stage(scene, rng)
    stage.towering = hand.towering
    grid = size // hand.coarse
    sky = _plate(hand, grid)
    draw_sky(sky, stage)
    land = _plate(hand, grid)
    SETTINGS[scene.place](land, stage)
    figure = _plate(hand, grid, wobble=0.5)
    for placed in sorted(stage.figures, key=lambda p: p.base):
        _draw_figure(figure, stage, placed)
    figure_film = figure.film()
    shadow = _shadow(stage, hand, grid)
    return Films(
        grid,
        stage,
        gradient(stage, grid),
        sky.film(),
        land.film(),
        shadow,
        figure_film,
        np.random.default_rng([scene.seed, 2]),
    )


def _plate(hand: Hand, size: int, wobble: float = 1.0) -> Plate:
    return Plate(size, hand.oversample, hand.wobble * wobble, hand.pen, hand.brush)


def set_stage(scene: Scene, rng: np.random.Generator) -> Stage:
    """Light, horizon and figures, placed so that the main figure has room."""
    mood = mood_for(scene.time, rng)
    horizon = float(rng.uniform(0.5, 0.64))
    if scene.place is Place.SPACE:
        horizon = float(rng.uniform(0.7, 0.78))
        mood = _airless(mood)
    placed = tuple(_place(figure, scene, mood, horizon, rng) for figure in scene.subjects)
    x = placed[0].x
    far_side = 0.2 if x > 0.5 else 0.8
    light_x = float(np.clip(far_side + rng.normal(0.0, 0.06), 0.1, 0.9))
    light_y = {
        Time.DAY: float(rng.uniform(0.1, 0.2)),
        Time.DAWN: horizon - float(rng.uniform(0.08, 0.16)),
        Time.SUNSET: horizon - float(rng.uniform(0.02, 0.1)),
        Time.NIGHT: float(rng.uniform(0.11, 0.2)),
        Time.STORM: float(rng.uniform(0.1, 0.2)),
        Time.FOG: float(rng.uniform(0.14, 0.26)),
    }[scene.time]
    # Figures are drawn lit from the left; they turn around when the light is on the right.
    lit = tuple(replace(p, mirrored=light_x > p.x) for p in placed)
    return Stage(scene.place, mood, horizon, light_x, light_y, lit, rng)


def _airless(mood: Mood) -> Mood:
    """The mood where no air scatters the light: a dark sky with a trace of the hour's color."""
    return replace(
        mood,
        top=mix(mood.top, (10, 10, 30), 0.76),
        low=mix(mood.low, (34, 28, 66), 0.52),
        haze=mix(mood.haze, (60, 56, 96), 0.4),
    )


def _place(
    figure: Figure, scene: Scene, mood: Mood, horizon: float, rng: np.random.Generator
) -> Placed:
    drawing = _normalized(DRAW[figure.subject](rng))
    if scene.place is Place.SPACE and drawing.habitat is Habitat.WATER:
        # There is no water to be on: boats and fish float.
        drawing = replace(drawing, habitat=Habitat.AIR, parts=drawing.parts[drawing.splashes :])
        drawing = _normalized(drawing)
    low, high = _HEIGHTS[figure.size]
    corners = np.vstack([part.points for part in drawing.parts])
    aspect = float(np.abs(corners[:, 0]).max()) * 2
    # Two figures share the width, so wide ones have to be lower than usual.
    widest = _WIDEST[figure.size] * (0.68 if len(scene.subjects) > 1 else 1.0)
    height = min(float(rng.uniform(low, high)), widest / aspect)
    half = height * aspect / 2
    x = _CENTERS[figure.position] + float(rng.normal(0.0, 0.018))
    x = float(np.clip(x, half + 0.02, 0.98 - half))
    if drawing.habitat is Habitat.AIR:
        room = 0.06 + height
        base = room + float(rng.uniform(0.0, 0.5)) * (0.9 - room)
    elif figure.size is Size.SMALL:
        base = horizon + (0.96 - horizon) * float(rng.uniform(0.42, 0.66))
    else:
        base = float(rng.uniform(0.87, 0.93))
    base += drawing.sunk * height
    paint = paint_for(figure.color, mood, rng)
    return Placed(drawing, paint, x, base, height, half * 2, mirrored=False)


def _normalized(drawing: Drawing) -> Drawing:
    """The drawing scaled to height 1 with its feet at 0 and its middle at 0."""
    corners = np.vstack([part.points for part in drawing.parts])
    low, high = corners.min(axis=0), corners.max(axis=0)
    height = high[1] - low[1]
    shift = np.array([(low[0] + high[0]) / 2, low[1]])
    parts = tuple(
        replace(part, points=(part.points - shift) / height, width=part.width / height)
        for part in drawing.parts
    )
    return replace(drawing, parts=parts)


def _draw_figure(plate: Plate, stage: Stage, placed: Placed) -> None:
    colors = tones(placed.paint, stage.mood)
    for part in placed.drawing.parts:
        outline = placed.outline(part.points)
        color: Rgb = colors[part.tone]
        if part.width > 0.0:
            plate.stroke(outline, color, part.width * placed.height)
        else:
            plate.fill(outline, color, part.contour)
        if part.tone in (Tone.WINDOW, Tone.EMBER) and stage.mood.dark:
            x, y = outline.mean(axis=0)
            stage.lights.append((float(x), float(y), 0.05, lighter(color, 0.1)))


def _foot(placed: Placed) -> float:
    """Half the width of what touches the ground."""
    corners = np.vstack([part.points for part in placed.drawing.parts])
    return float(np.abs(corners[corners[:, 1] < 0.1, 0]).max()) * placed.height


def _shadow(stage: Stage, hand: Hand, size: int) -> Floats:
    """Cast shadows as coverage, long and hard or short and soft."""
    image = Image.new("L", (size * 2, size * 2))
    draw = ImageDraw.Draw(image)
    for placed in stage.figures:
        if placed.drawing.habitat is Habitat.AIR:
            continue
        away = 1.0 if stage.light_x < placed.x else -1.0
        half = _foot(placed)
        reach = placed.width * (1.2 if hand.long_shadow else 0.7)
        deep = placed.height * (0.12 if hand.long_shadow else 0.07)
        x, y = placed.x, placed.base
        path = [
            (x - away * half, y - 0.004),
            (x + away * half, y - 0.006),
            (x + away * (placed.width * 0.5 + reach), y + deep * 0.5),
            (x + away * (placed.width * 0.3 + reach), y + deep),
            (x - away * half * 0.8, y + 0.008),
        ]
        draw.polygon([(a * size * 2, b * size * 2) for a, b in path], fill=255)
    small = image.reduce(2)
    if not hand.long_shadow:
        small = small.filter(ImageFilter.GaussianBlur(size * 0.012))
    return unit(small)
