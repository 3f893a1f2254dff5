"""Read what models say about themselves, with a small picture of each; compute their hashes."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from studio.core.job import Progress
from studio.core.task import MODELS_LANE
from studio.core.text import N_, Message, message

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from studio.core.job import CancelToken, Reporter
    from studio.engine.about import About

SIDE = 320


@dataclass(frozen=True, slots=True, eq=False)
class ModelAbout:
    """`pixels` is the model's picture, (h, w, 3) uint8; `hash` its sha256 where it is known.

    `damage` says what was found to be wrong with its weights when they were read for the hash.
    """

    path: Path
    about: About
    pixels: NDArray[np.uint8] | None
    hash: str = ""
    damage: Message | None = None


@dataclass(frozen=True, slots=True)
class Hashed:
    """The sha256 of a model, and what is wrong with its weights, if anything is."""

    hash: str
    damage: Message | None = None


@dataclass(frozen=True, slots=True)
class ReadAbout:
    """Reports one `ModelAbout` per path as the result of a progress event."""

    paths: tuple[Path, ...]

    @property
    def lane(self) -> str:
        """Looking through folders of models."""
        return MODELS_LANE

    @property
    def title(self) -> Message:
        """What it does."""
        return message(N_("Reading what models say of themselves"))

    def run(self, report: Reporter, cancel: CancelToken) -> None:
        """Read them all; what cannot be read says nothing."""
        from studio.engine.about import about
        from studio.engine.fingerprint import hash_at_hand

        for done, path in enumerate(self.paths, start=1):
            cancel.check()
            found = about(path)
            known = hash_at_hand(path) or ""
            result = ModelAbout(path, found, _pixels(found.picture), known, damage_of(path))
            report(Progress(done, len(self.paths), result=result))


@dataclass(frozen=True, slots=True)
class HashModel:
    """Returns the `Hashed` of a model's files and remembers it; reads them whole."""

    path: Path
    name: str
    lane: str = "hash"  # of its own: the disk lane has better to do than to wait for it

    @property
    def title(self) -> Message:
        """What the job strip calls it."""
        return message(N_("Computing the hash of {model}"), model=self.name)

    def run(self, report: Reporter, cancel: CancelToken) -> Hashed:
        """Read every byte, after everything else; a cancel is heard between two blocks."""
        from studio.core.paths import cache_folder
        from studio.engine.fingerprint import fingerprint
        from studio.engine.priority import step_back

        step_back()
        files = [p for p in self.path.rglob("*") if p.is_file()] if self.path.is_dir() else []
        total = sum(p.stat().st_size for p in files or [self.path])
        done = 0

        def heard(size: int) -> None:
            nonlocal done
            cancel.check()
            done += size
            report(Progress(min(done, total) >> 20, (total >> 20) + 1))

        text = fingerprint(self.path, cache_folder() / "hashes.json", heard=heard)
        return Hashed(text, damage_of(self.path))


@dataclass(frozen=True, slots=True)
class FindUnhashed:
    """Returns the paths whose hash is yet to be computed, but for those behind a network."""

    paths: tuple[Path, ...]
    lane: str = "hash"

    @property
    def title(self) -> Message:
        """What it does."""
        return message(N_("Looking for models"))

    def run(self, _report: Reporter, cancel: CancelToken) -> tuple[Path, ...]:
        """Ask what is remembered of each."""
        from studio.engine.fingerprint import hash_at_hand
        from studio.engine.memory.drives import is_remote

        found = []
        for path in self.paths:
            cancel.check()
            if path.exists() and hash_at_hand(path) is None and not is_remote(path):
                found.append(path)
        return tuple(found)


def damage_of(path: Path) -> Message | None:
    """Return the sentence on a model whose weights were found to be damaged."""
    from studio.engine.fingerprint import broken_tensor

    found = broken_tensor(path)
    text = N_("{path} is damaged: {name} holds numbers that are not finite.")
    return message(text, path=found[0], name=found[1]) if found else None


def _pixels(picture: Path | bytes | None) -> NDArray[np.uint8] | None:
    from studio.tasks.load_picture import opened, pixels_of

    if picture is None:
        return None
    try:
        small = opened(picture) if isinstance(picture, Path) else opened(BytesIO(picture))
        small.thumbnail((SIDE, SIDE))
        return pixels_of(small)
    except (OSError, ValueError):
        return None
