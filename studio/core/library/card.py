"""What a list shows of a run without opening it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Protocol

from studio.core.library.marks import NO_MARKS, Marks
from studio.core.library.numbers import day_of, number_of, place_of
from studio.core.library.query import style_of
from studio.core.project_folder import RUNS, TRASH
from studio.core.request import Extent, Request
from studio.core.run import IMAGE, Run, picture_name


class Placed(Protocol):
    """Anything that says which run it is: a `Run` or a `Card`."""

    @property
    def id(self) -> str:
        """The name of its folder."""

    @property
    def folder(self) -> Path:
        """Where it lies."""

    @property
    def files(self) -> tuple[str, ...]:
        """What is in it, the picture at least."""

    def path(self, name: str) -> Path:
        """Return where one of its files lies."""


@dataclass(frozen=True, slots=True)
class Card:
    """A run as the index knows it; `picture` is the name of its picture's file."""

    id: str
    folder: Path
    number: int
    place: int
    prompt: str
    picture: str
    extent: Extent
    model: str
    style: str
    seed: int
    marks: Marks = NO_MARKS
    trashed: bool = False

    @classmethod
    def of(cls, root: Path, row: tuple[Any, ...]) -> Card:
        """Make one of a row of the index."""
        n, run_id, trashed, prompt, picture, width, height, model, style, seed = row[:10]
        stars, place, tags, albums = row[10:]
        folder = root / (TRASH if trashed else RUNS) / run_id
        marks = NO_MARKS
        if tags is not None:
            marks = Marks(stars, frozenset(json.loads(tags)), frozenset(json.loads(albums)))
        extent = Extent(width, height)
        return cls(
            run_id, folder, n, place, prompt, picture, extent, model, style, seed, marks,
            bool(trashed),
        )  # fmt: skip

    @classmethod
    def of_run(cls, run: Run, marks: Marks = NO_MARKS) -> Card:
        """Make one of a whole run."""
        request = run.request
        return cls(
            run.id, run.folder, number_of(run.id), place_of(run), request.prompt,
            picture_name(run.files), run.extent, request.model, style_of(run), request.seed,
            marks, run.folder.parent.name == TRASH,
        )  # fmt: skip

    @property
    def root(self) -> Path:
        """The project folder."""
        return self.folder.parent.parent

    @property
    def files(self) -> tuple[str, ...]:
        """Its picture."""
        return (self.picture,)

    @property
    def day(self) -> date:
        """When it was made, where it was made."""
        return day_of(self.place)

    def path(self, name: str) -> Path:
        """Return where one of its files lies."""
        return self.folder / name

    def as_run(self) -> Run:
        """Return what is known as a run, where the whole of it cannot be read."""
        request = Request(self.prompt, self.model, extent=self.extent, seed=self.seed)
        return Run(self.id, request, self.files, {}, 0.0, datetime.now(UTC), self.folder)


def placeholder(root: Path | None, number: int) -> Card:
    """Return the card of a run of which only the number is known for the moment."""
    digits = f"{max(number, 0):018}"
    run_id = f"{digits[:8]}-{digits[8:14]}-{digits[14:]}"
    folder = (root or Path()) / RUNS / run_id
    return Card(run_id, folder, number, max(number, 0), "", IMAGE, Extent(1, 1), "", "", 0)
