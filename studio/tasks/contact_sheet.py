"""Many pictures on a page: small, in order, each with a caption; as pictures or as a PDF."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from studio.core.errors import SaveError, StudioError
from studio.core.job import Progress
from studio.core.naming import Subject, check, free_name, safe_name, text_of
from studio.core.storage import draft_of, make_folder, sync_folder
from studio.core.task import DISK_LANE
from studio.core.text import N_, Message, message
from studio.tasks.load_picture import opened
from studio.tasks.sheet_fonts import elided, font_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray
    from PIL import Image, ImageDraw

    from studio.core.job import CancelToken, Reporter

INCH_MM = 25.4
PRINT_DPI, SCREEN_DPI = 200, 96
_FOOT = 2.2  # heights of a caption's line, for the number of the page


class Paper(Enum):
    """What a page is as large as: width and height in millimetres, upright."""

    A4 = (210.0, 297.0)
    A3 = (297.0, 420.0)
    LETTER = (215.9, 279.4)
    SCREEN = (0.0, 0.0)  # in pixels, as told


class SheetFormat(Enum):
    """What a sheet is written as; the value is the ending."""

    PDF = ".pdf"
    PNG = ".png"


class Ground(Enum):
    """The color of the page: a gray level, and that of the letters on it."""

    WHITE = (255, 30)
    GRAY = (74, 225)
    BLACK = (16, 225)


@dataclass(frozen=True, slots=True)
class Sheet:
    """How a contact sheet looks. `pixels` counts for `Paper.SCREEN` only."""

    title: str = ""
    caption: str = "{prompt:60}\n{seed}"
    columns: int = 4
    paper: Paper = Paper.A4
    landscape: bool = False
    pixels: tuple[int, int] = (1920, 1080)
    ground: Ground = Ground.WHITE
    format: SheetFormat = SheetFormat.PDF

    @property
    def dpi(self) -> int:
        """Pixels per inch."""
        return SCREEN_DPI if self.paper is Paper.SCREEN else PRINT_DPI

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of a page in pixels."""
        if self.paper is Paper.SCREEN:
            return self.pixels
        width, height = (round(mm / INCH_MM * PRINT_DPI) for mm in self.paper.value)
        return (height, width) if self.landscape else (width, height)


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture of a sheet: its file, its thumbnail's file, what its caption can say."""

    path: Path
    small: Path
    subject: Subject


@dataclass(frozen=True, slots=True)
class Measures:
    """Where things stand on a page, in pixels."""

    width: int
    height: int
    margin: int
    gap: int
    cell: int
    letter: int  # height of a caption's letters
    caption: int  # height of a caption
    head: int
    rows: int

    @property
    def line(self) -> int:
        """The height of a caption's line."""
        return round(self.letter * 1.35)


def measures(sheet: Sheet, scale: float = 1.0) -> Measures:
    """Return the places of a sheet; raises `StudioError` if no picture fits on a page."""
    width, height = (max(round(side * scale), 1) for side in sheet.size)
    margin, gap = round(width * 0.04), max(round(width * 0.012), 1)
    cell = (width - 2 * margin - (sheet.columns - 1) * gap) // sheet.columns
    letter = max(round(min(cell * 0.075, width * 0.014)), 1)
    lines = len(sheet.caption.split("\n")) if sheet.caption.strip() else 0
    caption = round(lines * letter * 1.35 + (letter * 0.5 if lines else 0))
    head = round(letter * 3.4) if sheet.title.strip() else 0
    room = height - 2 * margin - head - round(letter * _FOOT) + gap
    rows = room // (cell + caption + gap) if cell > 0 else 0
    if rows < 1:
        raise StudioError(N_("No picture fits on the page: take more columns or a larger page."))
    return Measures(width, height, margin, gap, cell, letter, caption, head, rows)


def page_count(sheet: Sheet, n: int) -> int:
    """Return how many pages `n` pictures take."""
    return max(-(-n // per_page(sheet)), 1)


def per_page(sheet: Sheet) -> int:
    """Return how many pictures a page holds."""
    return sheet.columns * measures(sheet).rows


def draw_page(
    sheet: Sheet, shots: Sequence[Shot], page: tuple[int, int], cancel: CancelToken,
    scale: float = 1.0,
) -> Image.Image:  # fmt: skip
    """Draw the pictures of one page, 0 for the first, of so many.

    A picture that cannot be read is an empty place.
    """
    from PIL import Image, ImageDraw

    at = measures(sheet, scale)
    canvas = Image.new("RGB", (at.width, at.height), (sheet.ground.value[0],) * 3)
    draw = ImageDraw.Draw(canvas)
    _write_frame(draw, sheet, at, page)
    first = page[0] * per_page(sheet)
    for place, shot in enumerate(shots):
        cancel.check()
        row, column = divmod(place, sheet.columns)
        x = at.margin + column * (at.cell + at.gap)
        y = at.margin + at.head + row * (at.cell + at.caption + at.gap)
        _put(canvas, shot, (x, y), at.cell)
        if at.caption:
            _write_caption(draw, sheet, at, (x, y + at.cell), shot.subject, first + place + 1)
    return canvas


def _write_frame(
    draw: ImageDraw.ImageDraw, sheet: Sheet, at: Measures, page: tuple[int, int]
) -> None:
    ink = (sheet.ground.value[1],) * 3
    if at.head:
        font = font_for(sheet.title, round(at.letter * 1.8))
        text = elided(sheet.title, font, at.width - 2 * at.margin)
        draw.text((at.margin, at.margin), text, fill=ink, font=font)
    if page[1] > 1:
        text = f"{page[0] + 1} / {page[1]}"
        place = (at.width - at.margin, at.height - at.margin)
        draw.text(place, text, fill=ink, font=font_for(text, at.letter), anchor="rd")


def _write_caption(
    draw: ImageDraw.ImageDraw, sheet: Sheet, at: Measures, corner: tuple[int, int],
    subject: Subject, number: int,
) -> None:  # fmt: skip
    ink = (sheet.ground.value[1],) * 3
    x, y = corner[0], corner[1] + round(at.letter * 0.4)
    for template in sheet.caption.split("\n"):
        text = text_of(template, subject, number)
        font = font_for(text, at.letter)
        draw.text((x, y), elided(text, font, at.cell), fill=ink, font=font)
        y += at.line


def _put(canvas: Image.Image, shot: Shot, corner: tuple[int, int], cell: int) -> None:
    from PIL import Image, ImageOps

    picture = _opened(shot, cell)
    if picture is None:
        return
    fitted = ImageOps.contain(picture, (cell, cell), Image.Resampling.LANCZOS)
    x, y = corner[0] + (cell - fitted.width) // 2, corner[1] + (cell - fitted.height)
    canvas.paste(fitted, (x, y))


def _opened(shot: Shot, cell: int) -> Image.Image | None:
    """Return the thumbnail where it is large enough, else the picture."""
    for path in (shot.small, shot.path):
        try:
            picture = opened(path).convert("RGB")
        except (OSError, ValueError):
            continue
        if path is shot.path or max(picture.size) >= cell:
            return picture
    return None


@dataclass(frozen=True, slots=True)
class ShowSheet:
    """Draws the first page as small as it is looked at: (h, w, 3) uint8.

    `shots` are the pictures of that page, of `total`.
    """

    sheet: Sheet
    shots: tuple[Shot, ...]
    total: int
    longest: int

    @property
    def lane(self) -> str:
        """Reading files."""
        return DISK_LANE

    @property
    def title(self) -> Message:
        """What it does."""
        return message(N_("Drawing a contact sheet"))

    def run(self, _report: Reporter, cancel: CancelToken) -> NDArray[np.uint8]:
        """Draw it. Raises `StudioError` for a sheet that cannot be."""
        import numpy as np

        check(self.sheet.caption)
        scale = min(self.longest / max(self.sheet.size), 1.0)
        page = (0, page_count(self.sheet, self.total))
        return np.asarray(draw_page(self.sheet, self.shots, page, cancel, scale))


@dataclass(frozen=True, slots=True)
class WriteSheet:
    """Writes a contact sheet: one PDF, or one PNG for each page; never over another file."""

    sheet: Sheet
    shots: Sequence[Shot]
    folder: Path
    name: str

    @property
    def lane(self) -> str:
        """Writing files."""
        return DISK_LANE

    @property
    def title(self) -> Message:
        """What it does."""
        return message(N_("Contact sheet of {n} pictures"), n=len(self.shots))

    def run(self, report: Reporter, cancel: CancelToken) -> tuple[Path, ...]:
        """Return the files. Raises `StudioError` when it cannot be drawn or written."""
        check(self.sheet.caption)
        try:
            make_folder(self.folder)
            if self.sheet.format is SheetFormat.PDF:
                return (self._write_pdf(report, cancel),)
            return tuple(self._write_pngs(report, cancel))
        except OSError as error:
            reason = error.strerror or error
            raise SaveError(
                N_("{path} could not be written: {reason}."), path=self.folder, reason=reason
            ) from error

    def _pages(self, report: Reporter, cancel: CancelToken) -> Iterator[Image.Image]:
        pages = page_count(self.sheet, len(self.shots))
        for page in range(pages):
            report(Progress(page, pages, message(N_("Drawing page {n}"), n=page + 1)))
            first = page * per_page(self.sheet)
            shots = self.shots[first : first + per_page(self.sheet)]
            yield draw_page(self.sheet, shots, (page, pages), cancel)

    def _write_pdf(self, report: Reporter, cancel: CancelToken) -> Path:
        """Put page after page into a draft, so that the memory holds one at a time."""
        name = safe_name(self.name)
        draft = draft_of(self.folder / name)
        try:
            for page, picture in enumerate(self._pages(report, cancel)):
                picture.save(draft, "PDF", resolution=self.sheet.dpi, append=page > 0)
            return self._placed(draft, name, SheetFormat.PDF.value)
        finally:
            draft.unlink(missing_ok=True)

    def _write_pngs(self, report: Reporter, cancel: CancelToken) -> Iterator[Path]:
        many = page_count(self.sheet, len(self.shots)) > 1
        for page, picture in enumerate(self._pages(report, cancel), start=1):
            name = safe_name(f"{self.name}-{page}" if many else self.name)
            draft = draft_of(self.folder / name)
            try:
                picture.save(draft, "PNG", dpi=(self.sheet.dpi, self.sheet.dpi))
                yield self._placed(draft, name, SheetFormat.PNG.value)
            finally:
                draft.unlink(missing_ok=True)

    def _placed(self, draft: Path, name: str, suffix: str) -> Path:
        """Give a draft the first name that is free now, after what may have been minutes."""
        taken = {entry.name.casefold() for entry in self.folder.iterdir()}
        while True:
            target = self.folder / free_name(name, suffix, taken)
            try:
                target.open("xb").close()  # ours from here on, whoever else writes there
            except FileExistsError:
                taken.add(target.name.casefold())
                continue
            try:
                draft.replace(target)
            except OSError:
                target.unlink(missing_ok=True)
                raise
            sync_folder(self.folder)
            return target
