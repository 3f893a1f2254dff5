"""Take the icons we use out of the Phosphor font (MIT) that qtawesome carries, as SVG files.

Our own marks, which Phosphor has not, are lines drawn at its stroke width (`OWN`).

Run it after adding a name: `.venv/bin/python packaging/icons.py`. The window reads the SVG files
alone, because importing qtawesome costs as much time as opening an empty window.
"""

import json
import sys
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import (
    QGuiApplication,
    QPainterPath,
    QPainterPathStroker,
    QPolygonF,
    QRawFont,
    QTransform,
)

GRID = 256
NAMES = """
arrow-clockwise arrow-counter-clockwise arrow-u-up-left bookmark-simple books calendar-blank
caret-down caret-right caret-up check circle-half clock clock-counter-clockwise columns copy
corners-out cube dice-five link-simple link-break pencil-simple puzzle-piece shuffle
export eye eyedropper faders-horizontal file-text floppy-disk folder-open folder-plus
folder-simple frame-corners funnel grid-four hourglass-medium image info list lock-simple
lock-simple-open magnifying-glass magnifying-glass-minus magnifying-glass-plus minus moon
number-square-one paint-brush pause play plus push-pin rectangle sort-ascending sparkle square
stack star stop sun swap tag text-t trash warning warning-circle x
""".split()  # noqa: SIM905


STROKE = 16
OWN = {  # lines from point to point, on the grid
    "mirror": (
        ((128, 32), (128, 72)),
        ((128, 108), (128, 148)),
        ((128, 184), (128, 224)),
        ((100, 64), (100, 192), (28, 192), (100, 64)),
        ((156, 64), (156, 192), (228, 192), (156, 64)),
    ),
    "wipe": (
        ((128, 24), (128, 232)),
        ((100, 52), (32, 52), (32, 204), (100, 204)),
        ((156, 52), (224, 52), (224, 204), (156, 204)),
    ),
    "pixel-grid": (
        ((40, 40), (216, 40), (216, 216), (40, 216), (40, 40)),
        *(((x, 40), (x, 216)) for x in (99, 157)),
        *(((40, y), (216, y)) for y in (99, 157)),
    ),
    "arrows-horizontal": (
        ((32, 128), (224, 128)),
        ((72, 88), (32, 128), (72, 168)),
        ((184, 88), (224, 128), (184, 168)),
    ),
    "arrows-vertical": (
        ((128, 32), (128, 224)),
        ((88, 72), (128, 32), (168, 72)),
        ((88, 184), (128, 224), (168, 184)),
    ),
}


def stroked(lines: tuple[tuple[tuple[int, int], ...], ...]) -> QPainterPath:
    """Return the outline of lines with round ends and corners."""
    path = QPainterPath()
    for points in lines:
        path.addPolygon(QPolygonF([QPointF(*point) for point in points]))
    pen = QPainterPathStroker()
    pen.setWidth(STROKE)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen.createStroke(path).simplified()


def svg(path: QPainterPath) -> str:
    """Return an SVG whose one path has the font's outline on a 256 grid."""
    out, i = [], 0
    while i < path.elementCount():
        e = path.elementAt(i)
        kind = e.type
        if kind == QPainterPath.ElementType.CurveToElement:
            points = [path.elementAt(i + k) for k in range(3)]
            out.append("C" + " ".join(f"{p.x:.6g} {p.y:.6g}" for p in points))
            i += 3
            continue
        letter = "M" if kind == QPainterPath.ElementType.MoveToElement else "L"
        out.append(f"{letter}{e.x:.6g} {e.y:.6g}")
        i += 1
    d = "".join(out)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {GRID} {GRID}">'
        f'<path fill-rule="nonzero" d="{d}"/></svg>\n'
    )


def shape(font: QRawFont, codes: dict[str, str], name: str) -> QPainterPath:
    """Return the outline of an icon with its origin at the top left."""
    [glyph] = font.glyphIndexesForString(chr(int(codes[name], 16)))
    outline = font.pathForGlyph(glyph)
    outline.translate(0, font.ascent())
    return outline


def _area(polygon: QPolygonF) -> float:
    box = polygon.boundingRect()
    return box.width() * box.height()


def main() -> None:
    app = QGuiApplication(["icons", "-platform", "offscreen"])
    fonts = Path(find_spec("qtawesome").origin).parent / "fonts"
    codes = json.loads(next(fonts.glob("phosphor-charmap-*.json")).read_text(encoding="utf-8"))
    font = QRawFont(str(next(fonts.glob("phosphor-*.ttf"))), GRID)
    target = Path(__file__).parents[1] / "resources" / "icons"
    missing = [name for name in NAMES if name not in codes]
    if missing:
        sys.exit(f"Phosphor has no {', '.join(missing)}")
    for name in NAMES:
        (target / f"{name}.svg").write_text(svg(shape(font, codes, name)), encoding="utf-8")
    upright = svg(QTransform().translate(GRID, 0).rotate(90).map(shape(font, codes, "rectangle")))
    (target / "rectangle-portrait.svg").write_text(upright, encoding="utf-8")
    solid = QPainterPath()
    solid.addPolygon(max(shape(font, codes, "star").toSubpathPolygons(), key=_area))
    (target / "star-fill.svg").write_text(svg(solid), encoding="utf-8")
    for name, lines in OWN.items():
        (target / f"{name}.svg").write_text(svg(stroked(lines)), encoding="utf-8")
    print(f"{len(NAMES) + len(OWN)} icons in {target}")
    del app


if __name__ == "__main__":
    main()
