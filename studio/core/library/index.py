"""What is known of the runs of one project without reading their folders; only a cache."""

from __future__ import annotations

import json
import os
import zlib
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from studio.core.json_text import CodecError
from studio.core.late import Late
from studio.core.library.asking import where
from studio.core.library.card import Card
from studio.core.library.marks import NO_MARKS, Marks
from studio.core.library.numbers import number_of, place_of
from studio.core.library.query import style_of
from studio.core.library.reading import content_of, unpacked
from studio.core.library.store import IndexLostError, Store, index_path
from studio.core.library.tables import ALBUM, TAG
from studio.core.library.words import said_of
from studio.core.names import is_encodable
from studio.core.project_folder import RUNS, TRASH
from studio.core.run import IMPORTED, picture_name
from studio.core.text import Message

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from studio.core.library.query import Query
    from studio.core.library.reading import Reading
    from studio.core.request import Request
    from studio.core.run import Run
else:
    np = Late("numpy")

_OFTEN = 20_000  # steps of SQLite between two looks at whether to stop
_WHOLE = "SELECT id, trashed, data FROM runs JOIN records USING (n) WHERE n = ?"
HEAD = 300  # characters of a prompt that a list shows
_CARD = """SELECT n, id, trashed, prompt, picture, width, height, model, style, seed, runs.stars,
    place, marks.tags, marks.albums FROM runs LEFT JOIN marks USING (n) WHERE n IN"""


_KINDS = (
    "SELECT model, style, width, height, stars, count(*) FROM runs WHERE {} GROUP BY 1, 2, 3, 4, 5"
)
_NAMES = """SELECT kind, name, count(*) FROM named CROSS JOIN runs USING (n) WHERE {}
    GROUP BY kind, name"""


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """The runs that a query asks for, in no order: a number each, and what orders them."""

    numbers: NDArray[np.int64]
    places: NDArray[np.int64]
    alikes: NDArray[np.int64]  # empty unless asked for
    stars: NDArray[np.int64]  # empty unless asked for


@dataclass(frozen=True, slots=True)
class Facets:
    """How many runs there are of each kind."""

    models: Mapping[str, int] = field(default_factory=dict)
    styles: Mapping[str, int] = field(default_factory=dict)
    sizes: Mapping[tuple[int, int], int] = field(default_factory=dict)
    stars: Mapping[int, int] = field(default_factory=dict)
    tags: Mapping[str, int] = field(default_factory=dict)
    albums: Mapping[str, int] = field(default_factory=dict)

    def __add__(self, other: Facets) -> Facets:
        return Facets(
            Counter(self.models) + Counter(other.models),
            Counter(self.styles) + Counter(other.styles),
            Counter(self.sizes) + Counter(other.sizes),
            Counter(self.stars) + Counter(other.stars),
            Counter(self.tags) + Counter(other.tags),
            Counter(self.albums) + Counter(other.albums),
        )


class Index:
    """Reads and writes the index of one project; safe to use from several threads.

    Everything raises `IndexLostError` when the file is damaged, or `IndexBusyError`.
    """

    def __init__(self, root: Path, cache: Path) -> None:
        """Open the index of a project folder, or make an empty one in the cache folder."""
        self.root = root
        self._store = Store(index_path(root, cache))
        if self._store.is_new:
            self.note("root", str(root))

        self.name = str(self.noted("name") or root.name)

    @property
    def path(self) -> Path:
        """Where it lies."""
        return self._store.path

    def rename(self, name: str) -> None:
        """Know what the project is called."""
        if name != self.name:
            self.name = name
            self.note("name", name)

    def cards(self, numbers: Sequence[int]) -> dict[int, Card]:
        """Return what a list shows of some runs, by their numbers."""
        if not numbers:
            return {}
        with self._store.reading() as db:
            rows = db.execute(f"{_CARD} ({','.join(map(str, map(int, numbers)))})").fetchall()
        return {row[0]: self._card(row) for row in rows}

    def run(self, number: int) -> Run | None:
        """Return a whole run."""
        with self._store.reading() as db:
            row = db.execute(_WHOLE, (number,)).fetchone()
        return self._unpacked(row) if row else None

    def same(self, request: Request, model_hash: str) -> Run | None:
        """Return the newest run of an equal request and the same weights."""
        question = """SELECT id, trashed, data FROM runs JOIN records USING (n)
            WHERE content = ? AND trashed = 0 ORDER BY id DESC LIMIT 1"""
        with self._store.reading() as db:
            row = db.execute(question, (content_of(request, model_hash),)).fetchone()
        return self._unpacked(row) if row else None

    def imported(self, sha256: str) -> str | None:
        """Return the id of a run that a file of this content was taken in as."""
        question = "SELECT id FROM imported JOIN runs USING (n) WHERE sha256 = ? AND trashed = 0"
        with self._store.reading() as db:
            row = db.execute(question, (sha256,)).fetchone()
        return row[0] if row else None

    def find(self, query: Query, *, alikes: bool = False, stars: bool = False) -> Found:
        """Return the numbers of the runs that are asked for."""
        condition, values = where(query, search=self._store.has_search)
        columns = ["n"] + ["alike"] * alikes + ["stars"] * stars
        # One long text for each column: SQLite makes it and numpy reads it, both away from Python.
        lists = ", ".join(f"group_concat({column})" for column in columns)
        with self._store.reading() as db:
            row = db.execute(f"SELECT {lists} FROM runs WHERE {condition}", values).fetchone()
            odd = dict(db.execute("SELECT n, place FROM runs WHERE n < 0"))
        found = dict(zip(columns, map(_numbers, row), strict=True))
        nothing = np.empty(0, np.int64)
        return Found(
            found["n"],
            _places(found["n"], odd),
            found.get("alike", nothing),
            found.get("stars", nothing),
        )

    def facets(self, query: Query) -> Facets:
        """Count the runs that are asked for by model, style, size, stars, tag and album."""
        condition, values = where(query, search=self._store.has_search)
        with self._store.reading() as db:
            kinds = db.execute(_KINDS.format(condition), values).fetchall()
            names = db.execute(_NAMES.format(condition), values).fetchall()
        return _facets(kinds, names)

    def count(self, *, trashed: bool = False) -> int:
        """Return how many runs are known."""
        question = "SELECT count(*) FROM runs WHERE trashed = ?"
        with self._store.reading() as db:
            return int(db.execute(question, (trashed,)).fetchone()[0])

    def ids(self, *, trashed: bool = False) -> set[str]:
        """Return the folder names of the known runs."""
        question = "SELECT group_concat(id, '/') FROM runs WHERE trashed = ?"
        with self._store.reading() as db:
            text = db.execute(question, (trashed,)).fetchone()[0]
        return set(text.split("/")) if text else set()

    def stamps(self, numbers: Iterable[int]) -> dict[int, int]:
        """Return what params.json of some runs was when it was read."""
        listed = ",".join(map(str, map(int, numbers)))
        with self._store.reading() as db:
            return dict(db.execute(f"SELECT n, stamp FROM runs WHERE n IN ({listed})"))

    def newest(self, n: int) -> list[str]:
        """Return the ids of the last runs."""
        question = "SELECT id FROM runs WHERE trashed = 0 ORDER BY place DESC LIMIT ?"
        with self._store.reading() as db:
            return [row[0] for row in db.execute(question, (n,))]

    def marks(self, run_ids: Iterable[str]) -> dict[str, Marks]:
        """Return what is said of some runs."""
        by_number = {number_of(run_id): run_id for run_id in run_ids}
        listed = ",".join(map(str, by_number))
        with self._store.reading() as db:
            rows = db.execute(f"SELECT * FROM marks WHERE n IN ({listed})").fetchall()
        found = {by_number[row[0]]: _marks(*row[1:]) for row in rows}
        return {run_id: found.get(run_id, NO_MARKS) for run_id in by_number.values()}

    def all_marks(self) -> dict[int, Marks]:
        """Return everything that is said, by the numbers of the runs."""
        with self._store.reading() as db:
            return {row[0]: _marks(*row[1:]) for row in db.execute("SELECT * FROM marks")}

    def put(self, readings: Sequence[Reading]) -> None:
        """Take up some runs, or take them up anew."""
        with self._store.writing() as db:
            for reading in readings:
                said = db.execute("SELECT * FROM marks WHERE n = ?", (reading.number,)).fetchone()
                marks = _marks(*said[1:]) if said else NO_MARKS
                self._put(db, reading, marks)

    def _put(self, db: sqlite3.Connection, reading: Reading, marks: Marks) -> None:
        run, n = reading.run, reading.number
        request = run.request
        row = (
            n, place_of(run), run.id, reading.trashed, reading.stamp, reading.alike,
            reading.content, marks.stars, request.model, style_of(run), run.extent.width,
            run.extent.height, request.seed, picture_name(run.files), request.prompt[:HEAD],
        )  # fmt: skip
        db.execute(f"INSERT OR REPLACE INTO runs VALUES ({','.join('?' * len(row))})", row)
        db.execute("INSERT OR REPLACE INTO records VALUES (?, ?)", (n, reading.data))
        if sha256 := run.facts.get(IMPORTED):
            db.execute("INSERT OR IGNORE INTO imported VALUES (?, ?)", (str(sha256), n))
        self._say(db, n, said_of(run, marks))
        place = (run.id, reading.trashed)
        db.execute("DELETE FROM damaged WHERE id = ? AND trashed = ?", place)

    def _say(self, db: sqlite3.Connection, n: int, said: str | None) -> None:
        """Let a run be found by these words, or by none."""
        old = db.execute("SELECT said FROM texts WHERE n = ?", (n,)).fetchone()
        if old and old[0] == said:
            return
        if old and self._store.has_search:
            db.execute(
                "INSERT INTO words (words, rowid, said) VALUES ('delete', ?, ?)", (n, old[0])
            )
        if said is None:
            db.execute("DELETE FROM texts WHERE n = ?", (n,))
            return
        db.execute("INSERT OR REPLACE INTO texts VALUES (?, ?)", (n, said))
        if self._store.has_search:
            db.execute("INSERT INTO words (rowid, said) VALUES (?, ?)", (n, said))

    def forget(self, run_ids: Iterable[str], *, trashed: bool = False) -> None:
        """Know nothing any more of runs that are gone from where they were."""
        with self._store.writing() as db:
            for run_id in run_ids:
                n = number_of(run_id)
                gone = db.execute("DELETE FROM runs WHERE n = ? AND trashed = ?", (n, trashed))
                if gone.rowcount:
                    db.execute("DELETE FROM records WHERE n = ?", (n,))
                    self._say(db, n, None)
                place = (run_id, trashed)
                db.execute("DELETE FROM damaged WHERE id = ? AND trashed = ?", place)

    def move(self, run_ids: Iterable[str], *, trashed: bool) -> None:
        """Know that runs were put into the trash, or taken out of it."""
        with self._store.writing() as db:
            rows = [(trashed, number_of(run_id)) for run_id in run_ids]
            db.executemany("UPDATE runs SET trashed = ? WHERE n = ?", rows)

    def set_marks(self, marks: Mapping[int, Marks]) -> None:
        """Know what is said of some runs, by their numbers."""
        with self._store.writing() as db:
            for n, said in marks.items():
                self._mark(db, n, said)

    def _mark(self, db: sqlite3.Connection, n: int, marks: Marks) -> None:
        db.execute("DELETE FROM named WHERE n = ?", (n,))
        db.execute("DELETE FROM marks WHERE n = ?", (n,))
        if marks != NO_MARKS:
            row = (n, marks.stars, _listed(marks.tags), _listed(marks.albums))
            db.execute("INSERT INTO marks VALUES (?, ?, ?, ?)", row)
            names = [(TAG, tag, n) for tag in marks.tags]
            names += [(ALBUM, album, n) for album in marks.albums]
            db.executemany("INSERT INTO named VALUES (?, ?, ?)", names)
        db.execute("UPDATE runs SET stars = ? WHERE n = ?", (marks.stars, n))
        if row := db.execute(_WHOLE, (n,)).fetchone():
            self._say(db, n, said_of(self._unpacked(row), marks))

    def note_damage(self, damage: Mapping[str, Message], *, trashed: bool) -> None:
        """Remember which folders cannot be read, and why."""
        with self._store.writing() as db:
            rows = [(run_id, trashed, _as_text(problem)) for run_id, problem in damage.items()]
            db.executemany("INSERT OR REPLACE INTO damaged VALUES (?, ?, ?)", rows)

    def damage(self, *, trashed: bool = False) -> dict[str, Message]:
        """Return which folders cannot be read, and why."""
        question = "SELECT id, problem FROM damaged WHERE trashed = ? ORDER BY id"
        with self._store.reading() as db:
            rows = db.execute(question, (trashed,)).fetchall()
        return {run_id: _as_message(json.loads(problem)) for run_id, problem in rows}

    def note(self, key: str, value: str | int) -> None:
        """Remember something about the project."""
        with self._store.writing() as db:
            db.execute("INSERT OR REPLACE INTO about VALUES (?, ?)", (key, _storable(value)))

    def noted(self, key: str) -> str | int | None:
        """Return what was remembered."""
        with self._store.reading() as db:
            row = db.execute("SELECT value FROM about WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    def check(self, stop: Callable[[], bool] = bool) -> None:
        """Read all of the file; raises `IndexLostError` if a part of it is damaged."""
        with self._store.reading() as db:
            db.set_progress_handler(stop, _OFTEN)
            try:
                answer = db.execute("PRAGMA quick_check(1)").fetchone()[0]
            finally:
                db.set_progress_handler(None, 0)
        if answer != "ok":
            raise IndexLostError(answer, self.path)

    def renew(self) -> None:
        """Throw away what is known, and begin with nothing."""
        self._store.renew()
        self.note("root", str(self.root))

    def close(self) -> None:
        """Close the file."""
        self._store.close()

    def _card(self, row: tuple[object, ...]) -> Card:
        return Card.of(self.root, row)

    def _unpacked(self, row: tuple[str, int, bytes]) -> Run:
        folder = self.root / (TRASH if row[1] else RUNS) / row[0]
        try:
            return unpacked(folder, row[2])
        except (CodecError, zlib.error) as error:
            raise IndexLostError(error, self.path) from error


def _facets(kinds: list[tuple[Any, ...]], names: list[tuple[Any, ...]]) -> Facets:
    models, styles, stars = Counter[str](), Counter[str](), Counter[int]()
    sizes, tags, albums = Counter[tuple[int, int]](), Counter[str](), Counter[str]()
    for model, style, width, height, stars_given, n in kinds:
        models[model] += n
        styles[style] += n
        sizes[width, height] += n
        stars[stars_given] += n
    for kind, name, n in names:
        (tags if kind == TAG else albums)[name] += n
    return Facets(models, styles, sizes, stars, tags, albums)


def _numbers(text: str | None) -> NDArray[np.int64]:
    return np.fromstring(text, np.int64, sep=",") if text else np.empty(0, np.int64)


def _places(numbers: NDArray[np.int64], odd: Mapping[int, int]) -> NDArray[np.int64]:
    """Return where runs stand in time: their number says it, but for folders of other names."""
    if not odd:
        return numbers
    places = numbers.copy()
    for at in np.flatnonzero(numbers < 0):
        places[at] = odd[int(numbers[at])]
    return places


def _storable(value: str | int) -> str | int | bytes:
    """Return a value as a table takes it; on Linux a path may be any bytes."""
    return value if isinstance(value, int) or is_encodable(value) else os.fsencode(value)


def _marks(stars: int, tags: str, albums: str) -> Marks:
    return Marks(stars, frozenset(json.loads(tags)), frozenset(json.loads(albums)))


def _listed(names: Iterable[str]) -> str:
    return json.dumps(sorted(names), ensure_ascii=False)


def _as_text(problem: Message) -> str:
    """Write a sentence down so that it can still be translated."""

    def plain(value: object) -> object:
        return [value.template, _plain(value)] if isinstance(value, Message) else str(value)

    def _plain(said: Message) -> dict[str, object]:
        return {name: plain(value) for name, value in said.values.items()}

    return json.dumps(plain(problem), ensure_ascii=False)


def _as_message(data: Any) -> Message:
    template, values = data
    return Message(
        template,
        {name: _as_message(v) if isinstance(v, list) else v for name, v in values.items()},
    )
