"""A project is a folder; a run is a folder inside it; the disk is the database."""

from __future__ import annotations

import math
import threading
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

from studio.core.codec import digest
from studio.core.errors import ProjectError, SaveError, StudioError
from studio.core.inputs import Inputs
from studio.core.json_text import INT_LIMIT
from studio.core.library.marks import compact_marks
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
from studio.core.run import IMPORTED, PARAMS, RECORD, Record, Run, next_id, run_of, stored
from studio.core.storage import make_folder, new_folder, reachable, write_atomic, write_synced
from studio.core.text import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path
    from types import TracebackType

    from studio.core.library.index import Index
    from studio.core.params import Scalar
    from studio.core.request import Request
    from studio.core.text import Message

__all__ = ["NO_FACTS", "Project", "Run", "now"]

Clock: TypeAlias = "Callable[[], datetime]"
NO_FACTS: Mapping[str, Scalar] = MappingProxyType({})


def now() -> datetime:
    """Return the present, with the local time zone."""
    return datetime.now().astimezone()


@dataclass(slots=True)
class Known:
    """The runs of a project, once every folder has been read."""

    runs: dict[str, Run]
    by_content: dict[tuple[str, str], Run]
    damaged: tuple[Message, ...]


class Project:
    """Reads and writes one project folder; safe to use from several threads."""

    def __init__(self, root: Path, info: ProjectInfo, lock: Lock | None, clock: Clock) -> None:
        """Read what is there; use `Project.open`."""
        self.root = root
        self.inputs = Inputs(root)
        self._info = info
        self._lock = lock
        self._clock = clock
        self._guard = threading.RLock()
        self._drafting = threading.Lock()  # what is being written is not swept
        self._last_id: str | None = None
        self._known: Known | None = None
        self._taken_in: dict[str, str] = {}  # since it was opened, by the content of the files
        self.index: Index | None = None  # finds runs without reading every folder

    @classmethod
    def open(
        cls,
        root: Path,
        create: bool = False,
        *,
        read_only: bool = False,
        take_over: bool = False,
        tidy: bool = True,
        clock: Clock = now,
    ) -> Project:
        """Open a project folder, or make an empty folder one with `create`.

        Takes the lock and removes what a crash left, unless `read_only`, which writes nothing;
        without `tidy`, call that soon. No run is read before it is asked for.
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
            project = cls._opened(root, lock, clock)
            if tidy:
                project.tidy()
            return project
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
        return cls(root, read_info(root), lock, clock)

    def tidy(self) -> None:
        """Remove what a crash left, and marks that are past; nothing while another writes here."""
        if self._lock is None or not self._lock.is_ours():
            return
        with self._drafting:
            sweep(self.root)
            with suppress(OSError, ProjectError):  # it stays as it is, and is read all the same
                compact_marks(self.root)

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
            with self._drafting:
                write_atomic(self.root / PROJECT_FILE, PROJECT.dumps(info))
        except OSError as error:
            raise _unwritable(self.root, error) from error
        self._info = info

    def runs(self) -> list[Run]:
        """Return the stored runs, oldest first; the first time, every folder is read."""
        with self._guard:
            return sorted(self._read().runs.values(), key=lambda run: run.id)

    @property
    def damaged(self) -> tuple[Message, ...]:
        """Sentences about runs that cannot be shown; the first time, every folder is read."""
        with self._guard:
            return self._read().damaged

    def _read(self) -> Known:
        if self._known is None:
            found, damaged = scan(self.root / RUNS)
            by_content = {_content(run): run for run in found}
            self._known = Known({run.id: run for run in found}, by_content, tuple(damaged))
        return self._known

    def find(self, request: Request, model_hash: str | None) -> Run | None:
        """Return the newest run of an equal request that the same weights made.

        A request only names its model, whose weights may be others by now: `model_hash` is theirs,
        and without it nothing is equal. A batch is stored one by one: ask for each of
        `request.variations()`.
        """
        if not model_hash:
            return None
        if self.index:
            return _still_there(self.index, request, model_hash)
        with self._guard:
            return self._read().by_content.get((digest(request), model_hash))

    def has_imported(self, sha256: str) -> bool:
        """Whether a file of this content was taken in, and not thrown away since."""
        with self._guard:
            run_id = self._taken_in.get(sha256)  # the index may not know it yet
            if run_id is None and self.index is None:
                imported = (run for run in self.runs() if run.facts.get(IMPORTED) == sha256)
                run_id = next((run.id for run in imported), None)
        if run_id is None and self.index:
            with suppress(StudioError):  # it is being made anew
                run_id = self.index.imported(sha256)
        return run_id is not None and (self.root / RUNS / run_id).is_dir()

    def new_run_id(self) -> str:
        """Return an id that no run has had and that sorts after all of them."""
        with self._guard:
            last = last_id(self.root) if self._last_id is None else self._last_id
            self._last_id = next_id(self._clock(), last)
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
            if IMPORTED in facts:
                self._taken_in[str(facts[IMPORTED])] = run_id
            if self._known:
                self._known.runs[run_id] = run
                self._known.by_content[_content(run)] = run
        return run

    def _store(self, folder: Path, files: Mapping[str, bytes]) -> None:
        try:
            if self._lock is None or not self._lock.is_ours():
                raise PermissionError(0, "another program has taken the project over")
            with self._drafting, new_folder(folder) as draft:
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

    def check_ours(self) -> None:
        """Raise `ProjectError` when nothing may be changed: another process may hold it by now."""
        self.check_writable()
        if self._lock is None or not self._lock.is_ours():
            raise ProjectError(N_("Another program has taken {path} over."), path=self.root)

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


def _still_there(index: Index, request: Request, model_hash: str) -> Run | None:
    try:
        run = index.same(request, model_hash)
    except StudioError:  # it is being made anew; nothing is lost but the knowledge
        return None
    return run if run and run.folder.is_dir() else None


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
