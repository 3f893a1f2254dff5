"""Find out by content what was dropped on the window or pasted into it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from studio.core.errors import StudioError
from studio.core.metadata_format import MetadataError, find_recipe
from studio.core.picture_text import kind_of, read_text
from studio.core.project_folder import PROJECT_FILE
from studio.core.task import DISK_LANE
from studio.core.text import N_, Message, message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import numpy as np
    from numpy.typing import NDArray

    from studio.core.job import CancelToken, Reporter
    from studio.core.metadata_format import Found, MetadataFormat, Recipe
    from studio.core.model import Model
    from studio.core.style import Style

MAX_PICTURE = 2**30  # bytes of one file
MAX_TEXT_FILE = 32 * 2**20
MAX_PICTURES = 100_000
INDEX = "model_index.json"
MODELS = (".safetensors", ".ckpt", ".pt", ".pth", ".gguf")
TEXTS = (".json", ".csv", ".txt", ".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Match:
    """The model on this machine that a recipe means, if any, and how that was found."""

    name: str = ""  # as the file calls it
    key: str = ""  # of a model that is here
    by_hash: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class SeenPicture:
    """A picture that is not in the project: (h, w, 3) uint8, and what it says of itself."""

    name: str
    path: Path | None
    pixels: NDArray[np.uint8]
    data: bytes = b""  # of one that came without a file
    found: Found | None = None
    problem: Message | None = None  # why its parameters cannot be read
    refused: tuple[str, ...] = ()
    match: Match = Match()
    text: Mapping[str, str] | None = None

    @property
    def recipe(self) -> Recipe | None:
        """What made it, where it says so."""
        return self.found.recipe if self.found else None


@dataclass(frozen=True, slots=True, eq=False)
class SeenWords:
    """Text that holds a recipe."""

    name: str
    found: Found
    match: Match = Match()


@dataclass(frozen=True, slots=True)
class SeenStyles:
    """A file of styles."""

    path: Path
    styles: tuple[Style, ...]


@dataclass(frozen=True, slots=True)
class SeenModel:
    """A model file or folder, and what it is."""

    path: Path
    model: Model | None
    problem: Message | None = None


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
        before = len(self.pictures)
        for file in pictures_in(path, self._cancel.check):
            self.pictures.append(file)
            if len(self.pictures) >= MAX_PICTURES:
                break
        if len(self.pictures) == before:
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
        from studio.engine.weights import model_at

        try:
            self.models.append(SeenModel(path, model_at(path)))
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


def formats() -> list[MetadataFormat]:
    """Return every format of parameters."""
    from studio.core import metadata
    from studio.core.metadata_format import MetadataFormat
    from studio.core.registry import discover

    return list(discover(metadata, "FORMAT", MetadataFormat).values())


def pictures_in(folder: Path, check: Callable[[], None]) -> Iterator[Path]:
    """Yield the pictures below a folder by name; follows no links."""
    for root, folders, names in os.walk(folder):
        check()
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(root, name)
            if not path.is_symlink() and _is_picture(path):
                yield path


def look_at_picture(
    data: bytes, name: str, path: Path | None, models: tuple[Model, ...]
) -> SeenPicture:
    """Decode a picture and read what it says; raises `StudioError` if it cannot be decoded."""
    from studio.tasks.load_picture import opened, upright

    try:
        pixels = upright(opened(BytesIO(data)))
    except (OSError, ValueError) as error:
        raise StudioError(
            N_("The picture {path} cannot be read: {error}."), path=path or name, error=error
        ) from None
    said = read_text(data)
    text = dict(said.text)
    found, problem = recipe_in(text)
    if found is None and problem is None and (hidden := _hidden(data)):
        text |= hidden
        found, problem = recipe_in(hidden)
    match = matching(found.recipe, models) if found else Match()
    kept = b"" if path else data
    return SeenPicture(name, path, pixels, kept, found, problem, said.refused, match, text)


def look_at_text(text: str, name: str, models: tuple[Model, ...]) -> SeenWords | None:
    """Return the recipe in a text: a block of parameters, or JSON of a program that we read."""
    from studio.core.parameters_text import is_parameters

    if is_parameters(text):
        tries: tuple[dict[str, str], ...] = ({"parameters": text},)
    elif text.lstrip().startswith("{"):
        tries = tuple({key: text} for key in ("parameters", "prompt", "workflow"))
        tries += ({"invokeai_metadata": text},) if '"positive_prompt"' in text else ()
        tries += ({"Comment": text},)
    else:
        return None
    for chunks in tries:
        found, _ = recipe_in(chunks)
        if found:
            return SeenWords(name, found, matching(found.recipe, models))
    return None


def recipe_in(text: Mapping[str, str]) -> tuple[Found | None, Message | None]:
    """Return what a picture says it was made from, or why that cannot be read."""
    try:
        return find_recipe(formats(), text), None
    except MetadataError as error:
        return None, error.message


def matching(recipe: Recipe, models: tuple[Model, ...]) -> Match:
    """Find the model that a recipe names, by its hash where that is known, else by its name.

    Hashes are those that were computed before: a model is not read for this.
    """
    from studio.engine.fingerprint import hash_at_hand

    name = str(recipe.request.model or recipe.facts.get("Model", ""))
    digest = str(recipe.facts.get("Model hash", "") or recipe.facts.get("model_hash", "")).lower()
    digest = digest.removeprefix("0x")
    if len(digest) >= 8:
        for model in models:
            known = hash_at_hand(model.path)
            if known and (known.startswith(digest) or digest.startswith(known)):
                return Match(name, model.key, by_hash=True)
    wanted = _stem(name)
    for model in models:
        if wanted and wanted in (_stem(model.key), _stem(model.title), _stem(model.path.name)):
            return Match(name, model.key)
    return Match(name)


def _stem(name: str) -> str:
    last = name.replace("\\", "/").rstrip("/").rpartition("/")[2].casefold()
    return last.removesuffix(".safetensors").removesuffix(".ckpt")


def _hidden(data: bytes) -> dict[str, str]:
    """Return text hidden in the pixels of a file that loses none of them."""
    import numpy as np

    from studio.core.stealth import hidden_text
    from studio.tasks.load_picture import opened

    if kind_of(data) == "jpeg":
        return {}
    picture = opened(BytesIO(data))
    mode = "RGBA" if "A" in picture.getbands() else "RGB"
    return hidden_text(np.asarray(picture.convert(mode)))


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
