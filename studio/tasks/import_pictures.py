"""Take pictures from elsewhere into the project, each as a run with what it says of itself."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING

from studio.core import xmp
from studio.core.errors import SaveError, StudioError
from studio.core.job import Progress
from studio.core.metadata_format import model_name
from studio.core.picture_text import kind_of, read_text
from studio.core.request import Extent, Request
from studio.core.run import DIGITAL_SOURCE, IMPORTED, RIGHTS, THUMB, Run
from studio.core.text import N_, Message, message
from studio.exporters.webp import thumbnail
from studio.tasks.foreign import MAX_PICTURE, recipe_in
from studio.tasks.load_picture import opened, unreadable, upright

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from studio.core.job import CancelToken, Reporter
    from studio.core.params import Scalar
    from studio.core.project import Project

IMPORT_LANE = "import"  # a long one keeps nobody waiting who looks at a picture
SUFFIXES = {"png": ".png", "jpeg": ".jpg", "webp": ".webp"}


@dataclass(frozen=True, slots=True)
class Imported:
    """The runs that were made, and a sentence for every picture that was left out.

    `known` files had been taken in before.
    """

    runs: tuple[Run, ...]
    problems: tuple[Message, ...] = ()
    known: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class ImportPictures:
    """Copies the files as they are, each once: a content that is there already is not taken again.

    The last progress of each picture carries its `Run`. `loose` is a picture that came without a
    file: its name and its bytes.
    """

    project: Project
    paths: tuple[Path, ...]
    loose: tuple[str, bytes] | None = None

    @property
    def lane(self) -> str:
        """One of its own."""
        return IMPORT_LANE

    @property
    def title(self) -> Message:
        """What the job strip calls it."""
        return message(N_("Importing {n} pictures"), n=len(self.paths) or 1)

    def run(self, report: Reporter, cancel: CancelToken) -> Imported:
        """Import one after the other; those before a Cancel or a full disk stay.

        Raises `StudioError` when the project cannot be written.
        """
        runs: list[Run] = []
        problems: list[Message] = []
        known = 0
        total = len(self.paths) + bool(self.loose)
        for index, source in enumerate((*self.paths, *((self.loose,) if self.loose else ()))):
            cancel.check()
            self.project.check_writable()  # it may have been closed meanwhile
            try:
                name, data, made = _read(source)
                sha256 = hashlib.sha256(data).hexdigest()
                if self.project.has_imported(sha256):
                    known += 1
                    report(Progress(index + 1, total))
                    continue
                run = self._add(name, data, made, sha256)
            except SaveError as error:
                raise StudioError(
                    N_("{n} of {total} pictures were imported. {problem}"),
                    n=len(runs),
                    total=total,
                    problem=error.message,
                ) from None
            except StudioError as error:
                problems.append(error.message)
                report(Progress(index + 1, total))
                continue
            runs.append(run)
            report(Progress(index + 1, total, message(N_("{name}"), name=name), result=run))
        return Imported(tuple(runs), tuple(problems), known)

    def _add(self, name: str, data: bytes, made: datetime | None, sha256: str) -> Run:
        kind = kind_of(data)
        try:
            pixels = upright(opened(BytesIO(data)))
        except (OSError, ValueError) as error:
            raise unreadable(name, error) from None
        height, width = pixels.shape[:2]
        request, facts = described(data)
        facts |= {"imported_from": name, IMPORTED: sha256}
        if made:
            facts["file_time"] = made.isoformat(timespec="seconds")
        request = replace(request, extent=Extent(width, height))
        files = {f"image-0{SUFFIXES[kind]}": data, THUMB: thumbnail(pixels)}
        return self.project.add(self.project.new_run_id(), request, files, facts)


def described(data: bytes) -> tuple[Request, dict[str, Scalar]]:
    """Return what a picture says it was made from; a plain request where it says nothing."""
    text = read_text(data).text
    found, problem = recipe_in(text)
    facts = _origin(text)
    if found is None:
        facts |= {"metadata_problem": str(problem)} if problem else {}
        return Request("", model=""), facts
    request, known = found.recipe.request, {**found.recipe.facts, **facts}
    name = request.model or model_name(str(known.get("Model", "")))
    request = replace(request, model=name, count=1, source="")  # its source may not be here
    return request, known | {"imported_format": found.format.key}


def _origin(text: Mapping[str, str]) -> dict[str, Scalar]:
    """Return what a file says of where it comes from and whose it is."""
    said = xmp.read(text.get(xmp.KEY, ""))
    facts: dict[str, Scalar] = {DIGITAL_SOURCE: said.source, RIGHTS: said.rights}
    return {name: value for name, value in facts.items() if value}


def _read(source: Path | tuple[str, bytes]) -> tuple[str, bytes, datetime | None]:
    if isinstance(source, tuple):
        return source[0], source[1], None
    try:
        stat = source.stat()
        if stat.st_size > MAX_PICTURE:
            raise StudioError(N_("{path} is too large to be read."), path=source)
        made = datetime.fromtimestamp(stat.st_mtime).astimezone()
        return source.name, source.read_bytes(), made
    except (OSError, ValueError, OverflowError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else error
        raise StudioError(
            N_("{path} cannot be read: {reason}."), path=source, reason=reason
        ) from None
