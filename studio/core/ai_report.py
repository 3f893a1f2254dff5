"""What a project's pictures were made with: models and their licenses, LoRAs, pictures taken in.

A report is counted from the runs alone and holds no prompt. What files say of their licenses is
looked up elsewhere and passed in.
"""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 - the codec reads the annotations
from dataclasses import dataclass, field, replace
from datetime import datetime  # noqa: TC003 - likewise
from typing import TYPE_CHECKING

from studio import __version__
from studio.core import xmp
from studio.core.file_format import Format
from studio.core.run import DIGITAL_SOURCE, GRID, IMPORTED, RIGHTS
from studio.core.verify import named_hashes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from studio.core.run import Run

MODEL, FURTHER, LORA, EMBEDDING = "model", "further model", "LoRA", "embedding"
SOURCE, MASK, REFERENCE = "starting picture", "mask", "reference picture"
FOREIGN = "taken in"  # how a picture came about that says nothing of it
SHEET = "sheet of pictures"


@dataclass(frozen=True, slots=True)
class Used:
    """A model, LoRA or embedding, by its hash (of a LoRA of an early studio only the start).

    `license` is what its files say, `commercial` one of `core.licenses.Commercial`; both are empty
    where the files are not on this machine.
    """

    kind: str
    name: str
    sha256: str
    pictures: int
    first: datetime
    last: datetime
    family: str = ""
    license: str = ""
    commercial: str = ""


@dataclass(frozen=True, slots=True)
class Input:
    """A picture of the user's that others were made from; `here` says whether it is still kept."""

    role: str
    sha256: str
    pictures: int
    here: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """One picture: how it came about (a word of the IPTC, `FOREIGN` or `SHEET`) and from what."""

    run: str
    created: datetime
    how: str
    model: str = ""
    imported_from: str = ""
    rights: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """Everything of one project; `damaged` runs could not be read."""

    project: str
    made: datetime
    pictures: tuple[Listed, ...] = ()
    used: tuple[Used, ...] = ()
    inputs: tuple[Input, ...] = ()
    damaged: int = 0
    studio: str = __version__

    @property
    def counts(self) -> Mapping[str, int]:
        """How many pictures came about in each way."""
        found: dict[str, int] = {}
        for picture in self.pictures:
            found[picture.how] = found.get(picture.how, 0) + 1
        return found


REPORT = Format("studio.ai_report", Report, schema=1)


@dataclass(slots=True)
class Counting:
    """Counts runs one by one."""

    _pictures: list[Listed] = field(default_factory=list)
    _used: dict[tuple[str, str, str], Used] = field(default_factory=dict)
    _inputs: dict[tuple[str, str], int] = field(default_factory=dict)

    def add(self, run: Run) -> None:
        """Count one run."""
        facts = run.facts
        how = how_made(run)
        drawn = IMPORTED not in facts
        self._pictures.append(
            Listed(
                run.id,
                run.created,
                how,
                run.request.model,
                str(facts.get("imported_from", "")),
                str(facts.get(RIGHTS, "")),
            )
        )
        if drawn and "model_hash" in facts:
            family = str(facts.get("family", ""))
            self._use(run, MODEL, run.request.model, str(facts["model_hash"]), family)
        if drawn:
            self._use_named(run)
            self._take_inputs(run)

    def report(
        self,
        project: str,
        made: datetime,
        known: Callable[[Used], tuple[str, str]],
        kept: Callable[[str], bool],
        damaged: int = 0,
    ) -> Report:
        """Return the report; `known` says license and commercial use, `kept` whether an input is.

        What most pictures were made with comes first.
        """
        used = []
        for entry in sorted(self._used.values(), key=lambda e: (e.kind != MODEL, -e.pictures)):
            license_, commercial = known(entry)
            used.append(replace(entry, license=license_, commercial=commercial))
        inputs = [
            Input(role, key, pictures, kept(key))
            for (role, key), pictures in sorted(self._inputs.items())
        ]
        return Report(project, made, tuple(self._pictures), tuple(used), tuple(inputs), damaged)

    def _use_named(self, run: Run) -> None:
        for name, kind in (("loras", LORA), ("embeddings", EMBEDDING)):
            hashes = run.facts.get(f"{name}_sha256", run.facts.get(name, ""))
            for called, sha256 in named_hashes(hashes).items():
                self._use(run, kind, called, sha256)
        for called, sha256 in named_hashes(run.facts.get("others", "")).items():
            self._use(run, FURTHER, called, sha256)

    def _use(self, run: Run, kind: str, name: str, sha256: str, family: str = "") -> None:
        key = (kind, name, sha256)
        if before := self._used.get(key):
            self._used[key] = replace(
                before,
                pictures=before.pictures + 1,
                first=min(before.first, run.created),
                last=max(before.last, run.created),
            )
        else:
            self._used[key] = Used(kind, name, sha256, 1, run.created, run.created, family)

    def _take_inputs(self, run: Run) -> None:
        request = run.request
        keys = [(SOURCE, request.source)]
        keys += [(MASK, request.inpaint.mask)] if request.inpaint else []
        keys += [(REFERENCE, entry.picture) for entry in request.references]
        for role, key in dict.fromkeys(keys):
            if key:
                self._inputs[role, key] = self._inputs.get((role, key), 0) + 1


def how_made(run: Run) -> str:
    """Return how a picture came about: of one that was taken in, what its file says."""
    if IMPORTED in run.facts:
        return str(run.facts.get(DIGITAL_SOURCE, "")) or FOREIGN
    return SHEET if GRID in run.facts else str(xmp.source_of(run.request))


def count(runs: Iterable[Run]) -> Counting:
    """Count runs."""
    counting = Counting()
    for run in runs:
        counting.add(run)
    return counting
