"""Many pictures on their way out: files under names from a template, contact sheets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from studio.core.naming import START, check, subject_of
from studio.core.run import THUMB
from studio.core.text import N_, message
from studio.state.notices import Level, Notice
from studio.state.observable import Observable
from studio.tasks.contact_sheet import Sheet, Shot, ShowSheet, WriteSheet, per_page
from studio.tasks.export_pictures import Exported, ExportPictures, Outgoing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from studio.core.exporter import Exporter
    from studio.core.library.card import Card
    from studio.core.naming import Subject
    from studio.state.desk import Desk

TOPIC = "saved"


@dataclass(frozen=True, slots=True)
class Way:
    """How pictures are written: names, format, whether their parameters go along."""

    template: str = START
    format: str = "png"
    with_text: bool = True
    folder: str = ""


class Exports(QObject):
    """Writes the cards it is given; tells where they are now."""

    exported = Signal(object)  # Exported
    printed = Signal(object)  # tuple of paths
    drawn = Signal(object)  # (h, w, 3) uint8
    not_drawn = Signal(object)  # StudioError
    way_changed = Signal(object)
    sheet_changed = Signal(object)
    way = Observable(Way())  # as it was done last
    sheet = Observable(Sheet())

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._drawing = ""

    def subject(self, card: Card) -> Subject:
        """Return what a template can say of a picture."""
        indexes = self._desk.history.listing.indexes
        named = next((index.name for index in indexes if index.root == card.root), "")
        project = self._desk.projects.project
        style = self._desk.catalog.supplies.styles.get(card.style)
        return subject_of(
            card,
            project=named or (project.name if project else ""),
            style=style.title if style else card.style,
        )

    def export(self, cards: Iterable[Card], folder: Path, exporter: Exporter, way: Way) -> None:
        """Write pictures into a folder."""
        self.way = way
        pictures = tuple(Outgoing(card.path(card.picture), self.subject(card)) for card in cards)
        task = ExportPictures(pictures, folder, way.template, exporter, way.with_text)
        self._desk.errands.run(task, done=lambda done: self._on_exported(folder, done), quiet=False)

    def print_sheet(self, cards: Iterable[Card], folder: Path, name: str, sheet: Sheet) -> None:
        """Write a contact sheet into a folder."""
        self.sheet = sheet
        task = WriteSheet(sheet, self.shots(cards), folder, name)
        self._desk.errands.run(task, done=self._on_printed, quiet=False)

    def show_sheet(self, cards: Sequence[Card], sheet: Sheet, longest: int) -> None:
        """Draw the first page small; `drawn` or `not_drawn` tells. Raises `StudioError`."""
        check(sheet.caption)
        first = self.shots(cards[: per_page(sheet)])
        self._desk.jobs.cancel(self._drawing)
        task = ShowSheet(sheet, first, len(cards), longest)
        self._drawing = self._desk.errands.run(
            task, done=self.drawn.emit, failed=self.not_drawn.emit
        )

    def shots(self, cards: Iterable[Card]) -> tuple[Shot, ...]:
        """Return cards as a sheet takes them."""
        return tuple(
            Shot(card.path(card.picture), card.path(THUMB), self.subject(card)) for card in cards
        )

    def _on_exported(self, folder: Path, done: Exported) -> None:
        text = message(N_("{n} pictures saved in {path}"), n=len(done.paths), path=folder)
        level = Level.INFO
        if done.problems:
            level = Level.ATTENTION
            text = message(
                N_("{n} pictures saved in {path}; {bad} could not be read. {first}"),
                n=len(done.paths),
                path=folder,
                bad=len(done.problems),
                first=done.problems[0],
            )
        self._desk.notices.tell(Notice(text, level, topic=TOPIC))
        self.exported.emit(done)

    def _on_printed(self, paths: tuple[Path, ...]) -> None:
        text = message(N_("Saved as {path}"), path=paths[0])
        self._desk.notices.tell(Notice(text, Level.INFO, topic=TOPIC))
        self.printed.emit(paths)
