"""Find out by content what was dropped on the window or pasted into it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from studio.core.errors import PickleError, StudioError
from studio.core.picture_text import kind_of
from studio.core.project_folder import PROJECT_FILE
from studio.core.task import DISK_LANE
from studio.core.text import N_, Message, message
from studio.tasks.foreign import (
    MAX_PICTURE,
    SeenPicture,
    SeenWords,
    look_at_picture,
    look_at_text,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import numpy as np
    from numpy.typing import NDArray

    from studio.core.addition import Addition
    from studio.core.job import CancelToken, Reporter
    from studio.core.model import Model
    from studio.core.style import Style

MAX_TEXT_FILE = 32 * 2**20
MAX_PICTURES = 100_000
INDEX = "model_index.json"
MODELS = (".safetensors", ".sft", ".ckpt", ".pt", ".pth", ".gguf")
TEXTS = (".json", ".csv", ".txt", ".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class SeenStyles:
    """A file of styles."""

    path: Path
    styles: tuple[Style, ...]


@dataclass(frozen=True, slots=True)
class SeenModel:
    """A model or a part of one, an addition, or a whole folder of them, and what it is.

    `pickle` can be converted; a `folder` is one that another program keeps its models in.
    """

    path: Path
    model: Model | Addition | None
    problem: Message | None = None
    pickle: Path | None = None
    is_folder: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """Everything that was dropped at once; of several pictures the first is decoded."""

    picture: SeenPicture | None = None
    pictures: tuple[Path, ...] = ()
    words: tuple[SeenWords, ...] = ()
    styles: tuple[SeenStyles, ...] = ()
    projects: tuple[Path, ...] = ()
    models: tuple[SeenModel, ...] = ()
    unknown: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class LookAtFiles:
    """Looks at files and folders; what they are called does not matter."""

    paths: tuple[Path, ...]
    models: tuple[Model, ...] = ()

    @property
    def lane(self) -> str:
        """Reading files."""
        return DISK_LANE

    @property
    def title(self) -> Message:
        """What it does."""
        return message(N_("Looking at what was dropped"))

    def run(self, _report: Reporter, cancel: CancelToken) -> Seen:
        """Return what there is; nothing of it is executed, unpacked or fetched."""
        look = _Look(self.models, cancel)
        for path in self.paths:
            cancel.check()
            try:
                look.at(path)
            except OSError as error:
                look.unknown.append(
                    message(
                        N_("{path} cannot be read: {reason}."),
                        path=path,
                        reason=error.strerror or error,
                    )
                )
        return look.seen()


@dataclass(frozen=True, slots=True, eq=False)
class LookAtPicture:
    """Looks at an encoded picture or at bare pixels that came without a file."""

    name: str
    data: bytes | NDArray[np.uint8]
    models: tuple[Model, ...] = ()

    @property
    def lane(self) -> str:
        """As quick as reading a file."""
        return DISK_LANE

    @property
    def title(self) -> Message:
        """What it does."""
        return message(N_("Looking at what was dropped"))

    def run(self, _report: Reporter, _cancel: CancelToken) -> Seen:
        """Return the picture; raises `StudioError` if it is none."""
        if isinstance(self.data, bytes):
            return Seen(look_at_picture(self.data, self.name, None, self.models))
        from studio.core.artifact import Picture
        from studio.exporters.png import EXPORTER

        data = EXPORTER.encode(Picture(self.data))
        return Seen(SeenPicture(self.name, None, self.data, data))


@dataclass(frozen=True, slots=True)
class LookAtText:
    """Looks for a recipe in text that was dropped or pasted."""

    text: str
    models: tuple[Model, ...] = ()

    @property
    def lane(self) -> str:
        """Reading; a long workflow takes a moment."""
        return DISK_LANE

    @property
    def title(self) -> Message:
        """What it does."""
        return message(N_("Looking at what was dropped"))

    def run(self, _report: Reporter, _cancel: CancelToken) -> Seen:
        """Return a recipe, or nothing."""
        words = look_at_text(self.text, "", self.models)
        return Seen(words=(words,) if words else ())


class _Look:
    """Collects what the paths are."""

    def __init__(self, models: tuple[Model, ...], cancel: CancelToken) -> None:
        self._models = models
        self._cancel = cancel
        self.pictures: list[Path] = []
        self.words: list[SeenWords] = []
        self.styles: list[SeenStyles] = []
        self.projects: list[Path] = []
        self.models: list[SeenModel] = []
        self.unknown: list[Message] = []

    def at(self, path: Path) -> None:
        """Look at one."""
        if path.is_dir():
            self._at_folder(path)
        elif path.name == PROJECT_FILE:
            self.projects.append(path.parent)
        elif path.is_file():
            self._at_file(path)
        else:
            self.unknown.append(message(N_("{path} is not there any more."), path=path))

    def seen(self) -> Seen:
        """Decode the first picture, and return everything."""
        picture = None
        for path in list(self.pictures):
            try:
                picture = look_at_picture(_bytes(path), path.name, path, self._models)
                break
            except StudioError as error:  # the next may be whole
                self.pictures.remove(path)
                self.unknown.append(error.message)
            self._cancel.check()
        return Seen(
            picture,
            tuple(self.pictures),
            tuple(self.words),
            tuple(self.styles),
            tuple(self.projects),
            tuple(self.models),
            tuple(self.unknown),
        )

    def _at_folder(self, path: Path) -> None:
        if (path / PROJECT_FILE).is_file():
            self.projects.append(path)
            return
        if (path / INDEX).is_file():
            self._at_model(path)
            return
        if _is_of_a_program(path):
            self.models.append(SeenModel(path, None, is_folder=True))
            return
        before = len(self.pictures)
        for file in pictures_in(path, self._cancel.check):
            self.pictures.append(file)
            if len(self.pictures) >= MAX_PICTURES:
                break
        if len(self.pictures) == before:
            self._at_folder_without_pictures(path)

    def _at_folder_without_pictures(self, path: Path) -> None:
        from studio.engine.weights import holds_models

        if holds_models(path):
            self.models.append(SeenModel(path, None, is_folder=True))
        else:
            self.unknown.append(message(N_("There are no pictures in {path}."), path=path))

    def _at_file(self, path: Path) -> None:
        with path.open("rb") as file:
            start = file.read(64)
        if kind_of(start):
            self.pictures.append(path)
        elif path.suffix.lower() in MODELS or (start[8:9] == b"{" and start[5:8] == b"\0\0\0"):
            self._at_model(path)
        elif path.suffix.lower() in TEXTS:
            self._at_text(path)
        elif start.startswith(b"PK\x03\x04"):
            self.unknown.append(
                message(N_("{name} is an archive. Unpack it and drop the folder."), name=path.name)
            )
        else:
            self.unknown.append(_nothing(path))

    def _at_model(self, path: Path) -> None:
        from studio.engine.weights import entry_at

        try:
            self.models.append(SeenModel(path, entry_at(path)))
        except PickleError as error:
            self.models.append(SeenModel(path, None, error.message, error.path))
        except StudioError as error:
            self.models.append(SeenModel(path, None, error.message))

    def _at_text(self, path: Path) -> None:
        from studio.core import style_formats
        from studio.core.registry import discover
        from studio.core.style_format import StyleFormat, read_styles

        if path.stat().st_size > MAX_TEXT_FILE:
            self.unknown.append(message(N_("{path} is too large to be read."), path=path))
            return
        text = path.read_bytes().decode("utf-8-sig", "replace")
        try:
            styles = read_styles(discover(style_formats, "FORMAT", StyleFormat).values(), text)
        except StudioError as error:
            self.unknown.append(
                message(N_("{name}: {problem}"), name=path.name, problem=error.message)
            )
            return
        if styles is not None:
            self.styles.append(SeenStyles(path, tuple(styles)))
        elif words := look_at_text(text, path.name, self._models):
            self.words.append(words)
        else:
            self.unknown.append(_nothing(path))


def pictures_in(folder: Path, check: Callable[[], None]) -> Iterator[Path]:
    """Yield the pictures below a folder by name; follows no links."""
    for root, folders, names in os.walk(folder):
        check()
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(root, name)
            if not path.is_symlink() and _is_picture(path):
                yield path


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_PICTURE:
            raise StudioError(N_("{path} is too large to be read."), path=path)
        return path.read_bytes()
    except OSError as error:
        raise StudioError(
            N_("{path} cannot be read: {reason}."), path=path, reason=error.strerror or error
        ) from None


def _is_picture(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return bool(kind_of(file.read(16)))
    except OSError:
        return False


def _nothing(path: Path) -> Message:
    return message(N_("The studio can do nothing with {name}."), name=path.name)


def _is_of_a_program(folder: Path) -> bool:
    """Whether another program keeps its models in a folder."""
    from studio.engine.places import Place, places_in

    return places_in(folder) != (Place(folder),)
