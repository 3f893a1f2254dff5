"""The file of an index: SQLite in the cache folder, made anew whenever it cannot be used.

It is written ahead (WAL), so that the window reads while a lane writes and a killed process leaves
nothing half. Where no file can be written the index is in memory and serves until the end.
"""

from __future__ import annotations

import hashlib
import logging
import sqlite3
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from studio.core.errors import StudioError
from studio.core.library.tables import SCHEMA, SEARCH, TABLES
from studio.core.text import N_

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

log = logging.getLogger(__name__)

FOLDER = "index"
BUSY_S = 10.0
_MOST_NAMES = 8
_SUFFIXES = ("", "-wal", "-shm")


class IndexLostError(StudioError):
    """The index cannot be read any more; it is made anew from the folders."""

    def __init__(self, error: object, path: Path | None = None) -> None:
        super().__init__(
            N_("The index of the project is damaged and made anew: {error}."), error=error
        )
        self.path = path


class IndexBusyError(StudioError):
    """Another process has been writing the index for long."""

    def __init__(self) -> None:
        super().__init__(N_("The index of the project is in use; try again."))


def index_path(root: Path, folder: Path) -> Path:
    """Return where the index of a project lies, whatever link leads to the project."""
    with suppress(OSError, RuntimeError):
        root = root.resolve()
    return (
        folder
        / FOLDER
        / f"{hashlib.sha256(str(root).encode('utf-8', 'replace')).hexdigest()[:24]}.db"
    )


class Store:
    """One connection for each thread that asks; safe to use from several threads."""

    def __init__(self, path: Path) -> None:
        """Open the file, or make it; one of a newer version is left alone, a bad one replaced."""
        self._local = threading.local()
        self._all: list[sqlite3.Connection] = []
        self._guard = threading.RLock()
        self._alone: sqlite3.Connection | None = None
        self._wanted = path
        self.has_search = True
        self.is_new = False
        self.path = self._opened(path)

    @property
    def in_memory(self) -> bool:
        """Whether it is lost when the studio closes."""
        return self._alone is not None

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Lend this thread's connection; raises `IndexLostError` or `IndexBusyError`."""
        with self._guarded(), _errors(self.path):
            yield self._connection()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Lend this thread's connection for changes that come to be together or not at all."""
        with self._guarded(), _errors(self.path):
            connection = self._connection()
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    connection.execute("ROLLBACK")
                raise

    def renew(self) -> None:
        """Make the file anew; threads that use it meanwhile get an `IndexLostError`."""
        self.close()
        with suppress(OSError):
            remove(self.path)
        self.path = self._opened(self._wanted)

    def close(self) -> None:
        """Close every connection; nothing may be asked any more."""
        with self._guard:
            for connection in self._all:
                with suppress(sqlite3.Error):
                    connection.close()
            self._all.clear()
            self._local = threading.local()
            self._alone = None

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        if self._alone is None:
            yield
        else:
            with self._guard:
                yield

    def _connection(self) -> sqlite3.Connection:
        if self._alone is not None:
            return self._alone
        found: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if found is None:
            found = self._local.connection = self._connect(str(self.path))
        return found

    def _connect(self, path: str) -> sqlite3.Connection:
        connection = sqlite3.connect(
            path, timeout=BUSY_S, isolation_level=None, check_same_thread=False
        )
        with self._guard:
            self._all.append(connection)
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("PRAGMA cache_size = -4000")
        return connection

    def _opened(self, wanted: Path) -> Path:
        """Return the file that is used: the one that is wanted, or one beside it."""
        names = [wanted, *(wanted.with_suffix(f".{n}.db") for n in range(1, _MOST_NAMES))]
        for path in names:
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                if self._prepared(path):
                    return path
            except (OSError, sqlite3.Error) as error:
                log.warning("the index %s cannot be used: %s", path, error)
                self.close()
        self._alone = self._connect(":memory:")
        self._make(self._alone)
        return wanted

    def _prepared(self, path: Path) -> bool:
        """Make a file ready; False if it is of a newer version."""
        try:
            version = self._version(path)
        except sqlite3.DatabaseError as error:
            if _is_refusal(error):
                raise
            log.warning("the index %s is damaged and made anew: %s", path, error)
            version = -1
        if version > SCHEMA:
            self.close()
            return False
        if version != SCHEMA:
            self._replace(path)
        return True

    def _version(self, path: Path) -> int:
        """Return the schema number; raises `sqlite3.DatabaseError` for what is no such file."""
        if not path.exists():
            return 0
        connection = self._connection_to(path)
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        if version == SCHEMA:
            connection.execute("SELECT n, id FROM runs LIMIT 1").fetchone()
            found = connection.execute("SELECT value FROM about WHERE key = 'search'").fetchone()
            self.has_search = bool(found and found[0])
        return version

    def _connection_to(self, path: Path) -> sqlite3.Connection:
        self.path = path
        return self._connection()

    def _replace(self, path: Path) -> None:
        self.close()
        remove(path)
        connection = self._connection_to(path)
        connection.execute("PRAGMA journal_mode = WAL")
        self._make(connection)

    def _make(self, connection: sqlite3.Connection) -> None:
        self.is_new = True
        connection.execute("BEGIN IMMEDIATE")
        if not connection.execute("PRAGMA user_version").fetchone()[0]:  # no other was quicker
            for statement in TABLES:
                connection.execute(statement)
            self.has_search = _try(connection, SEARCH)
            connection.execute("INSERT INTO about VALUES ('search', ?)", (self.has_search,))
            connection.execute(f"PRAGMA user_version = {SCHEMA}")
        connection.execute("COMMIT")


def remove(path: Path) -> None:
    """Delete the file of an index; raises `OSError` where the system does not let go of it."""
    for suffix in _SUFFIXES:
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _try(connection: sqlite3.Connection, statement: str) -> bool:
    try:
        connection.execute(statement)
    except sqlite3.OperationalError as error:  # a Python whose SQLite cannot search texts
        log.info("texts are searched the slow way: %s", error)
        return False
    return True


def _is_refusal(error: sqlite3.Error) -> bool:
    """Whether the system refuses, rather than the file being bad."""
    name = getattr(error, "sqlite_errorname", "")
    return name.startswith(
        (
            "SQLITE_BUSY",
            "SQLITE_LOCKED",
            "SQLITE_CANTOPEN",
            "SQLITE_READONLY",
            "SQLITE_FULL",
            "SQLITE_PERM",
        )
    )


@contextmanager
def _errors(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        name = getattr(error, "sqlite_errorname", "")
        if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_INTERRUPT")):
            raise IndexBusyError from error
        raise IndexLostError(error, path) from error
