"""Contact sheets: `python -m studio.engine.training.illustrator.sheet OUT.png`."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from PIL import Image

from studio.engine.training.illustrator.render import render
from studio.engine.training.illustrator.scene import Figure, Scene
from studio.engine.training.illustrator.vocabulary import (
    FULL,
    Place,
    Position,
    Size,
    Style,
    Subject,
    Time,
    Vocabulary,
)

_CELL = 160


def style_rows() -> list[list[Scene]]:
    """A few scenes, each in all styles."""
    starts = [
        (Time.DAY, Place.MOUNTAINS, Subject.BALLOON),
        (Time.SUNSET, Place.SEA, Subject.BOAT),
        (Time.NIGHT, Place.HILLS, Subject.HOUSE),
        (Time.FOG, Place.FOREST, Subject.CAT),
        (Time.STORM, Place.CITY, Subject.ROBOT),
    ]
    rows = []
    for i, (time, place, subject) in enumerate(starts):
        figure = Figure(subject, FULL.colors[(2 * i) % 9], tuple(Position)[i % 3], Size.LARGE)
        scene = Scene(time, place, Style.FLAT, (figure,), seed=i)
        rows.append([replace(scene, style=style) for style in FULL.styles])
    return rows


def color_rows(vocabulary: Vocabulary = FULL) -> list[list[Scene]]:
    """Every subject in every color, the styles taking turns."""
    rows = []
    for i, subject in enumerate(vocabulary.subjects):
        row = []
        for j, color in enumerate(vocabulary.colors):
            style = vocabulary.styles[(i + j) % len(vocabulary.styles)]
            place = vocabulary.places[(i + 2 * j) % len(vocabulary.places)]
            row.append(Scene(Time.DAY, place, style, (Figure(subject, color),), seed=i * 9 + j))
        rows.append(row)
    return rows


def place_rows(vocabulary: Vocabulary = FULL) -> list[list[Scene]]:
    """Every place at every time of day."""
    rows = []
    for i, place in enumerate(vocabulary.places):
        row = []
        for j, time in enumerate(vocabulary.times):
            subject = vocabulary.subjects[(i * 5 + j) % len(vocabulary.subjects)]
            color = vocabulary.colors[(i + j) % len(vocabulary.colors)]
            figure = Figure(subject, color, tuple(Position)[j % 3], tuple(Size)[i % 2])
            row.append(Scene(time, place, Style.FLAT, (figure,), seed=i * 6 + j))
        rows.append(row)
    return rows


def contact_sheet(rows: list[list[Scene]]) -> Image.Image:
    """The rows of scenes as one picture."""
    sheet = Image.new("RGB", (_CELL * max(map(len, rows)), _CELL * len(rows)))
    for y, row in enumerate(rows):
        for x, scene in enumerate(row):
            picture = Image.fromarray(render(scene)).resize(
                (_CELL, _CELL), Image.Resampling.LANCZOS
            )
            sheet.paste(picture, (x * _CELL, y * _CELL))
    return sheet


def main(arguments: list[str]) -> int:
    """Writes OUT-styles.png, OUT-colors.png and OUT-places.png next to the given name."""
    if len(arguments) != 1:
        sys.stdout.write("usage: python -m studio.engine.training.illustrator.sheet OUT.png\n")
        return 2
    out = Path(arguments[0])
    kinds = {"styles": style_rows(), "colors": color_rows(), "places": place_rows()}
    for kind, rows in kinds.items():
        path = out.with_stem(f"{out.stem}-{kind}")
        contact_sheet(rows).save(path)
        sys.stdout.write(f"{path}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
