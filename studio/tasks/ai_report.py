"""Write down which models, licenses and pictures a project was made with: a page, and JSON."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from studio.core.ai_report import EMBEDDING, LORA, REPORT, Counting, Report, Used
from studio.core.ai_report_page import page
from studio.core.errors import StudioError
from studio.core.inputs import Inputs
from studio.core.job import Progress
from studio.core.project_folder import RUNS, names_in, read_entry, read_info
from studio.core.storage import write_atomic
from studio.core.task import DISK_LANE
from studio.core.text import N_, Message, message
from studio.engine.about import about
from studio.engine.fingerprint import hash_at_hand

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from studio.core.addition import Addition
    from studio.core.job import CancelToken, Reporter
    from studio.core.licenses import License
    from studio.core.model import Model


@dataclass(frozen=True, slots=True, eq=False)
class Written:
    """The report, the page, and the JSON beside it."""

    report: Report
    page: Path
    data: Path


@dataclass(frozen=True, slots=True, eq=False)
class WriteAiReport:
    """Reads every run of the project at `root`; licenses come from the files on this machine.

    `translate` puts the page's texts into the user's language.
    """

    root: Path
    target: Path
    models: Sequence[Model] = ()
    additions: Sequence[Addition] = ()
    translate: Callable[[str], str] = N_

    @property
    def lane(self) -> str:
        """Reading and writing files."""
        return DISK_LANE

    @property
    def title(self) -> Message:
        """What it does."""
        return message(N_("Writing the report on the use of AI"))

    def run(self, report: Reporter, cancel: CancelToken) -> Written:
        """Write both files. Raises `StudioError` when the project or the target refuses."""
        found = self._report(report, cancel)
        data = self.target.with_suffix(".json")
        try:
            write_atomic(data, REPORT.dumps(found))
            write_atomic(self.target, page(found, self.translate).encode("utf-8", "replace"))
        except OSError as error:
            raise StudioError(
                N_("{path} could not be saved: {reason}."),
                path=self.target,
                reason=error.strerror or error,
            ) from error
        return Written(found, self.target, data)

    def _report(self, report: Reporter, cancel: CancelToken) -> Report:
        name = read_info(self.root).name
        counting, damaged = Counting(), 0
        names = sorted(names_in(self.root / RUNS))
        for done, run_id in enumerate(names):
            cancel.check()
            report(Progress(done, len(names), self.title))
            try:
                run = read_entry(self.root / RUNS / run_id)
            except StudioError:
                damaged += 1
                continue
            if run:
                counting.add(run)
        shelf = _Shelf(self.models, self.additions)
        kept = Inputs(self.root).has
        return counting.report(name, datetime.now(UTC), shelf.license_of, kept, damaged)


class _Shelf:
    """What is on this machine, by kind and hash; a file that was never hashed by its name."""

    def __init__(self, models: Sequence[Model], additions: Sequence[Addition]) -> None:
        self._by_hash: dict[str, Path] = {}
        self._by_name: dict[tuple[bool, str], Path] = {}
        named = [(False, model.key, model.path) for model in models]
        named += [(True, addition.name, addition.path) for addition in additions]
        for is_addition, name, path in named:
            if known := hash_at_hand(path):
                self._by_hash[known] = path
            else:
                self._by_name[is_addition, name] = path

    def license_of(self, used: Used) -> tuple[str, str]:
        """Return license and commercial use, empty where the files are not here."""
        path = self._path(used)
        if path is None:
            return "", ""
        said: License = about(path).license
        return said.title, said.commercial.value

    def _path(self, used: Used) -> Path | None:
        by_hash: Mapping[str, Path] = self._by_hash
        for known, path in by_hash.items():
            if used.sha256 and known.startswith(used.sha256):
                return path
        return self._by_name.get((used.kind in (LORA, EMBEDDING), used.name))
