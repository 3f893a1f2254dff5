"""Look through a folder for what a batch can be made of: pictures, their parameters, prompts."""

from __future__ import annotations

import os
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from studio.core.errors import RequestError, StudioError
from studio.core.job import Progress
from studio.core.picture_text import kind_of, read_text
from studio.core.request import Extent
from studio.core.task import DISK_LANE
from studio.core.text import N_, Message, message
from studio.tasks.foreign import MAX_PICTURE, Match, look_at_text, matching, recipe_in, sized
from studio.tasks.keep_input import KeepInput
from studio.tasks.load_picture import opened
from studio.tasks.read_prompts import text_at

if TYPE_CHECKING:
    from studio.core.job import CancelToken, Reporter
    from studio.core.metadata_format import Recipe
    from studio.core.model import Model
    from studio.core.project import Project

MOST_FILES = 10_000
MAX_PROMPT = 64 * 2**10  # bytes; a longer text is no prompt
TEXTS = (".txt",)
NO_MATCH = Match()


@dataclass(frozen=True, slots=True, eq=False)
class BatchPicture:
    """A picture, and what it says that it was made from."""

    path: Path
    recipe: Recipe | None = None
    match: Match = NO_MATCH


@dataclass(frozen=True, slots=True, eq=False)
class BatchText:
    """A text file: a prompt, or the parameters of another program."""

    path: Path
    prompt: str
    recipe: Recipe | None = None
    match: Match = NO_MATCH


@dataclass(frozen=True, slots=True, eq=False)
class BatchFolder:
    """What there is in a folder; `others` files are neither pictures nor prompts."""

    folder: Path
    pictures: tuple[BatchPicture, ...] = ()
    texts: tuple[BatchText, ...] = ()
    problems: tuple[Message, ...] = ()
    others: int = 0


@dataclass(frozen=True, slots=True)
class LookAtBatch:
    """Reads every file below a folder, by name; follows no links."""

    folder: Path
    models: tuple[Model, ...] = ()

    @property
    def lane(self) -> str:
        """Reading files."""
        return DISK_LANE

    @property
    def title(self) -> Message:
        """What it does."""
        return message(N_("Looking through {name}"), name=self.folder.name)

    def run(self, report: Reporter, cancel: CancelToken) -> BatchFolder:
        """Return what there is; what cannot be read is told. Raises `StudioError` for too much."""
        files = self._files(cancel)
        pictures: list[BatchPicture] = []
        texts: list[BatchText] = []
        problems: list[Message] = []
        others = 0
        for n, path in enumerate(files):
            cancel.check()
            report(Progress(n, len(files)))
            try:
                found = self._at(path)
            except StudioError as error:
                problems.append(error.message)
                continue
            if isinstance(found, BatchPicture):
                pictures.append(found)
            elif found:
                texts.append(found)
            else:
                others += 1
        return BatchFolder(self.folder, tuple(pictures), tuple(texts), tuple(problems), others)

    def _files(self, cancel: CancelToken) -> list[Path]:
        found: list[Path] = []
        for root, folders, names in os.walk(self.folder):
            cancel.check()
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            paths = (Path(root, name) for name in sorted(names) if not name.startswith("."))
            found += [path for path in paths if path.is_file() and not path.is_symlink()]
            if len(found) > MOST_FILES:
                raise RequestError(N_("There are more than {n} files in it."), n=MOST_FILES)
        return found

    def _at(self, path: Path) -> BatchPicture | BatchText | None:
        try:
            with path.open("rb") as file:
                is_picture = bool(kind_of(file.read(16)))
            if is_picture:
                return self._picture(path)
        except OSError as error:
            name = path.relative_to(self.folder)
            if error.strerror is None:  # from the decoder, which speaks of objects
                raise StudioError(N_("{name} is no whole picture."), name=name) from None
            raise StudioError(
                N_("{path} cannot be read: {reason}."), path=name, reason=error.strerror
            ) from None
        except ValueError:
            name = path.relative_to(self.folder)
            raise StudioError(N_("{name} is no whole picture."), name=name) from None
        return self._text(path) if path.suffix.lower() in TEXTS else None

    def _picture(self, path: Path) -> BatchPicture:
        if path.stat().st_size > MAX_PICTURE:
            raise StudioError(N_("{path} is too large to be read."), path=path)
        data = path.read_bytes()
        extent = Extent(*opened(BytesIO(data)).size)
        found, _problem = recipe_in(dict(read_text(data).text))
        if found is None:
            return BatchPicture(path)
        recipe = sized(found, extent).recipe
        return BatchPicture(path, recipe, matching(recipe, self.models))

    def _text(self, path: Path) -> BatchText | None:
        text = text_at(path, MAX_PROMPT)
        words = look_at_text(text, path.name, self.models)
        if words:
            return BatchText(
                path, words.found.recipe.request.prompt, words.found.recipe, words.match
            )
        prompt = " ".join(text.split())
        return BatchText(path, prompt) if prompt else None


@dataclass(frozen=True, slots=True, eq=False)
class KeepInputs:
    """Takes over pictures so that requests can start from them; returns the key of each."""

    project: Project
    paths: tuple[Path, ...]

    @property
    def lane(self) -> str:
        """Reading and writing files."""
        return DISK_LANE

    @property
    def title(self) -> Message:
        """What it does."""
        return message(N_("Taking over {n} pictures"), n=len(self.paths))

    def run(self, report: Reporter, cancel: CancelToken) -> tuple[str, ...]:
        """Store one after the other. Raises `StudioError` for the first that cannot be."""
        keys = []
        for n, path in enumerate(self.paths):
            report(Progress(n, len(self.paths)))
            keys.append(KeepInput(self.project, path).run(_ignore, cancel).key)
        return tuple(keys)


def _ignore(_progress: Progress) -> None:
    """One picture of many has no progress of its own."""
