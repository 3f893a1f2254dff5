"""Many pictures on their way out: files under names from a template, contact sheets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from studio.core.library.cards import Made
from studio.core.naming import START, check, subject_of
from studio.core.run import THUMB
from studio.core.text import N_, message
from studio.state.chosen import Chosen
from studio.state.notices import Level, Notice
from studio.state.observable import Observable
from studio.tasks.contact_sheet import Sheet, Shot, ShowSheet, WriteSheet, per_page
from studio.tasks.export_pictures import Exported, ExportPictures, Outgoing
from studio.tasks.inside import Inside

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from studio.core.exporter import Exporter
    from studio.core.library.card import Card
    from studio.core.naming import Subject
    from studio.core.style import Style
    from studio.state.desk import Desk

TOPIC = "saved"


@dataclass(frozen=True, slots=True)
class Way:
    """How pictures are written: names, format, what goes along inside them."""

    template: str = START
    format: str = "png"
    with_text: bool = True
    with_origin: bool = True
    folder: str = ""


@dataclass(frozen=True, slots=True)
class Names:
    """What projects and styles are called now; asked by the lane that writes."""

    projects: Mapping[Path, str]
    project: str  # the open one
    styles: Mapping[str, Style]

    def subject(self, card: Card) -> Subject:
        """Return what a template can say of a picture."""
        style = self.styles.get(card.style)
        project = self.projects.get(card.root) or self.project
        return subject_of(card, project=project, style=style.title if style else card.style)

    def outgoing(self, card: Card) -> Outgoing:
        """Return a picture as it is exported."""
        return Outgoing(card.path(card.picture), self.subject(card))

    def shot(self, card: Card) -> Shot:
        """Return a picture as a sheet takes it."""
        return Shot(card.path(card.picture), card.path(THUMB), self.subject(card))


def _on_a_lane(cards: Sequence[Card]) -> Sequence[Card]:
    """Return cards so that those of a large selection are read by the task."""
    return cards.on_a_lane() if isinstance(cards, Chosen) else cards


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
        return self._names().subject(card)

    def _names(self) -> Names:
        project = self._desk.projects.project
        indexes = self._desk.history.listing.indexes
        return Names(
            {index.root: index.name for index in indexes},
            project.name if project else "",
            self._desk.catalog.supplies.styles,
        )

    def export(self, cards: Sequence[Card], folder: Path, exporter: Exporter, way: Way) -> None:
        """Write pictures into a folder."""
        self.way = way
        pictures = Made(_on_a_lane(cards), self._names().outgoing)
        inside = Inside(way.with_text, way.with_origin, self._desk.memory.settings.rights)
        task = ExportPictures(pictures, folder, way.template, exporter, inside)
        self._desk.errands.run(task, done=lambda done: self._on_exported(folder, done), quiet=False)

    def print_sheet(self, cards: Sequence[Card], folder: Path, name: str, sheet: Sheet) -> None:
        """Write a contact sheet into a folder."""
        self.sheet = sheet
        task = WriteSheet(sheet, Made(_on_a_lane(cards), self._names().shot), folder, name)
        self._desk.errands.run(task, done=self._on_printed, quiet=False)

    def show_sheet(self, cards: Sequence[Card], sheet: Sheet, longest: int) -> None:
        """Draw the first page small; `drawn` or `not_drawn` tells. Raises `StudioError`."""
        check(sheet.caption)
        first = tuple(map(self._names().shot, cards[: per_page(sheet)]))
        self._desk.jobs.cancel(self._drawing)
        task = ShowSheet(sheet, first, len(cards), longest)
        self._drawing = self._desk.errands.run(
            task, done=self.drawn.emit, failed=self.not_drawn.emit
        )

    def _on_exported(self, folder: Path, done: Exported) -> None:
        text = message(N_("{n} pictures saved in {path}"), n=len(done.paths), path=folder)
        if len(done.paths) == 1:
            text = message(N_("Saved as {path}"), path=done.paths[0])
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
