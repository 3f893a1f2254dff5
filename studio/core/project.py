"""A project is a folder; a run is a folder inside it; the disk is the database."""

from __future__ import annotations

import math
import threading
from dataclasses import replace
from datetime import UTC, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

from studio.core.codec import digest
from studio.core.errors import ProjectError, SaveError
from studio.core.inputs import Inputs
from studio.core.json_text import INT_LIMIT
from studio.core.lock import Lock
from studio.core.names import is_safe
from studio.core.project_folder import (
    PROJECT,
    PROJECT_FILE,
    RUNS,
    ProjectInfo,
    check_folder,
    last_id,
    read_info,
    scan,
    sweep,
)
from studio.core.run import PARAMS, RECORD, Record, Run, next_id, run_of, stored
from studio.core.storage import make_folder, new_folder, reachable, write_atomic, write_synced
from studio.core.text import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path
    from types import TracebackType

    from studio.core.params import Scalar
    from studio.core.request import Request
    from studio.core.text import Message

__all__ = ["NO_FACTS", "Project", "Run", "now"]

Clock: TypeAlias = "Callable[[], datetime]"
NO_FACTS: Mapping[str, Scalar] = MappingProxyType({})


def now() -> datetime:
    """Return the present, with the local time zone."""
    return datetime.now().astimezone()


class Project:
    """Reads and writes one project folder; safe to use from several threads."""

    def __init__(self, root: Path, info: ProjectInfo, lock: Lock | None, clock: Clock) -> None:
        """Read what is there; use `Project.open`."""
        self.root = root
        self.inputs = Inputs(root)
        self._info = info
        self._lock = lock
        self._clock = clock
        self._guard = threading.Lock()
        self._last_id = last_id(root / RUNS)
        found, damaged = scan(root / RUNS)
        self.damaged: tuple[Message, ...] = tuple(damaged)
        self._runs = {run.id: run for run in found}
        self._by_content = {_content(run): run for run in found}

    @classmethod
    def open(
        cls,
        root: Path,
        create: bool = False,
        *,
        read_only: bool = False,
        take_over: bool = False,
        clock: Clock = now,
    ) -> Project:
        """Open a project folder, or make an empty folder one with `create`.

        Takes the lock and removes what a crash left, unless `read_only`, which writes nothing.
        Raises `ProjectLockedError` (see its `can_take_over`) or `ProjectError`.
        """
        root = reachable(root)
        missing = check_folder(root, create=create and not read_only)
        if read_only:
            return cls(root, read_info(root), None, clock)
        if not missing:
            read_info(root)  # a damaged, foreign or newer folder is not even locked
        try:
            make_folder(root / RUNS)
            lock = Lock(root, take_over=take_over)
        except OSError as error:
            raise _unwritable(root, error) from error
        try:
            return cls._opened(root, lock, clock)
        except OSError as error:
            lock.release()
            raise _unwritable(root, error) from error
        except BaseException:
            lock.release()
            raise

    @classmethod
    def _opened(cls, root: Path, lock: Lock, clock: Clock) -> Project:
        if not (root / PROJECT_FILE).exists():
            info = ProjectInfo(root.name or "project", clock().astimezone(UTC))
            write_atomic(root / PROJECT_FILE, PROJECT.dumps(info))
        sweep(root)
        return cls(root, read_info(root), lock, clock)

    @property
    def name(self) -> str:
        """What the user calls it."""
        return self._info.name

    @property
    def read_only(self) -> bool:
        """Whether nothing can be added: opened so, closed, or taken over by another process."""
        return self._lock is None

    def rename(self, name: str) -> None:
        """Call the project something else; the folder keeps its name."""
        self.check_writable()
        info = replace(self._info, name=name)
        try:
            write_atomic(self.root / PROJECT_FILE, PROJECT.dumps(info))
        except OSError as error:
            raise _unwritable(self.root, error) from error
        self._info = info

    def runs(self) -> list[Run]:
        """Return the stored runs, oldest first."""
        with self._guard:
            return sorted(self._runs.values(), key=lambda run: run.id)

    def find(self, request: Request, model_hash: str | None) -> Run | None:
        """Return the newest run of an equal request that the same weights made.

        A request only names its model, whose weights may be others by now: `model_hash` is theirs,
        and without it nothing is equal. A batch is stored one by one: ask for each of
        `request.variations()`.
        """
        if not model_hash:
            return None
        with self._guard:
            return self._by_content.get((digest(request), model_hash))

    def new_run_id(self) -> str:
        """Return an id that no run has had and that sorts after all of them."""
        with self._guard:
            self._last_id = next_id(self._clock(), self._last_id)
            return self._last_id

    def add(
        self,
        run_id: str,
        request: Request,
        files: Mapping[str, bytes],
        facts: Mapping[str, Scalar] = NO_FACTS,
        seconds: float = 0.0,
    ) -> Run:
        """Store a run; it is on the disk, whole and synced, when this returns.

        Raises `SaveError` with every file in its `files` when the disk refuses, or `ProjectError`
        when the project is open for reading only.
        """
        self.check_writable()
        _check_names(run_id, files)
        created = self._clock().astimezone(UTC)
        facts = _plain(facts)
        kept = {name: stored(data) for name, data in files.items()}
        record = Record(created, seconds, request, kept, facts)
        folder = self.root / RUNS / run_id
        self._store(folder, {**files, PARAMS: RECORD.dumps(record)})
        run = run_of(folder, record)
        with self._guard:
            self._runs[run_id] = run
            self._by_content[_content(run)] = run
        return run

    def _store(self, folder: Path, files: Mapping[str, bytes]) -> None:
        try:
            if self._lock is None or not self._lock.is_ours():
                raise PermissionError(0, "another program has taken the project over")
            with new_folder(folder) as draft:
                for name, data in files.items():  # params.json is the last
                    write_synced(draft / name, data)
        except OSError as error:
            failure = SaveError(
                N_(
                    "The picture could not be stored in {path}: {reason}. "
                    "It is kept in memory: make room there, or save it elsewhere."
                ),
                path=folder,
                reason=error.strerror or error,
            )
            failure.files = dict(files)
            raise failure from error

    def check_writable(self) -> None:
        """Raise `ProjectError` when nothing can be added."""
        if self._lock is None:
            raise ProjectError(N_("{path} is open for reading only."), path=self.root)

    def close(self) -> None:
        """Give the lock back; the runs can still be read."""
        if self._lock:
            self._lock.release()
            self._lock = None

    def __enter__(self) -> Project:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _content(run: Run) -> tuple[str, str]:
    """Return what decides whether a run is equal to what is asked for."""
    return digest(run.request), str(run.facts.get("model_hash", ""))


def _unwritable(root: Path, error: OSError) -> ProjectError:
    return ProjectError(
        N_("{path} cannot be written: {reason}."), path=root, reason=error.strerror or error
    )


def _check_names(run_id: str, files: Mapping[str, bytes]) -> None:
    """Refuse names that a caller must not make up; they are bugs or attacks, never wishes."""
    for name in (run_id, *files):
        if not is_safe(name) or name.casefold() == PARAMS:
            raise ProjectError(N_("the file name {name} is not allowed."), name=f"{name!r:.60}")
    if len({name.casefold() for name in files}) < len(files):
        raise ProjectError(N_("Two files of a run have the same name."))


def _plain(facts: Mapping[str, Scalar]) -> dict[str, Scalar]:
    """Keep what JSON can hold; anything else as its text, since a picture must not fail on it."""
    return {str(key): _plain_value(value) for key, value in facts.items()}


def _plain_value(value: object) -> Scalar:
    match value:
        case bool():
            return value
        case int() if -INT_LIMIT <= value < INT_LIMIT:
            return int(value)
        case float() if math.isfinite(value):
            return float(value)
        case _:
            return str(value)
