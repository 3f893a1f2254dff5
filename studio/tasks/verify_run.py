"""Draw a stored run again from nothing but what it says, and compare the pixels."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from studio.core.addition import Addition, AdditionKind
from studio.core.errors import StudioError, WeightsMissingError
from studio.core.inputs import Inputs
from studio.core.job import Progress
from studio.core.paths import cache_folder
from studio.core.run import GRID, IMPORTED, changed_files, picture_name
from studio.core.task import DEVICE_LANE
from studio.core.text import N_, Message, message
from studio.core.verify import Verdict, differences, likeness, named_hashes
from studio.engine.fingerprint import fingerprint, hash_at_hand
from studio.engine.payload import Generated, GeneratePayload
from studio.tasks.load_picture import decoded, mask_of, picture_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from studio.core.job import CancelToken, Reporter
    from studio.core.model import Model
    from studio.core.params import Scalar
    from studio.core.run import Run
    from studio.engine.protocol import Engine

READING = N_("Reading a file once, to know which one it is")
MOST_READ = 512 << 20  # bytes of a file of another name whose hash is not known yet
_WORN = {"loras": AdditionKind.LORA, "embeddings": AdditionKind.EMBEDDING}


class NotReproducibleError(StudioError):
    """A run cannot be drawn again: it was not drawn here, or its picture was changed."""


@dataclass(frozen=True, slots=True, eq=False)
class Verified:
    """A verdict, and the picture as it came out now, (h, w, 3) uint8."""

    run: Run
    verdict: Verdict
    pixels: NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class VerifyRun:
    """Draws `made` again with what is on this machine: `models` and `additions`.

    Files are known by their hashes, so that one that was renamed since is found.
    """

    engine: Engine
    made: Run
    models: Sequence[Model]
    additions: Sequence[Addition] = ()
    lane: str = DEVICE_LANE

    @property
    def title(self) -> Message:
        """What the job strip calls it."""
        return message(N_("Verify {run}"), run=self.made.id)

    def run(self, report: Reporter, cancel: CancelToken) -> Verified:
        """Return the verdict.

        Raises `WeightsMissingError` naming the model, LoRA or input that is not there, with its
        hash, or `NotReproducibleError`.
        """
        before = self._stored()
        payload = self.payload(report, cancel)
        now: Generated = self.engine.run("generate", payload, _without_picture(report), cancel)
        found = differences(self.made.facts, now.facts)
        verdict = Verdict(self.made.id, likeness(before, now.pixels), found)
        return Verified(self.made, verdict, now.pixels)

    def check(self) -> None:
        """Raise `NotReproducibleError` for what was never drawn here as one picture."""
        facts = self.made.facts
        if IMPORTED in facts or GRID in facts or "model_hash" not in facts:
            raise NotReproducibleError(
                N_("{run} was not drawn here as one picture, so it cannot be drawn again."),
                run=self.made.id,
            )

    def _stored(self) -> NDArray[np.uint8]:
        self.check()
        path = picture_file(self.made)
        with suppress(OSError):  # reading the picture says it better
            if picture_name(self.made.files) in changed_files(self.made.folder):
                raise NotReproducibleError(
                    N_("{path} was changed since it was drawn, so there is nothing to compare."),
                    path=path,
                )
        return decoded(path, path)

    def payload(self, report: Reporter, cancel: CancelToken) -> GeneratePayload:
        """Return what the engine was asked for; raises like `run`."""
        request, facts = self.made.request, self.made.facts
        search = _Search(self.models, self.additions, report, cancel)
        inputs = _Kept(Inputs(self.made.folder.parent.parent))
        mask = request.inpaint.mask if request.inpaint else ""
        return GeneratePayload(
            request,
            search.model(request.model, str(facts["model_hash"])),
            inputs.pixels(request.source, N_("starting picture")),
            tuple(search.worn(facts)),
            preview_s=0,
            mask=inputs.mask(mask),
            references=inputs.all(entry.picture for entry in request.references),
            tuning=str(facts.get("tuning", "")),
            rung=str(facts.get("memory_rung", "")),
            others={
                key: search.model(key, known)
                for key, known in named_hashes(facts.get("others", "")).items()
            },
        )


@dataclass(frozen=True, slots=True, eq=False)
class _Search:
    """Finds files on this machine that have the hash a run was made with."""

    models: Sequence[Model]
    additions: Sequence[Addition]
    report: Reporter
    cancel: CancelToken

    def model(self, key: str, known: str) -> Model:
        """Return the model of a hash, by the name it had or by whatever name it has now."""
        named = [m for m in self.models if key in (m.key, str(m.path))] or _at(key)
        for model in named:
            if not known or self._hash(model.path) == known:
                return model
        for model in self.models:
            self.cancel.check()
            if hash_at_hand(model.path, MOST_READ) == known:
                return model
        if named:
            raise WeightsMissingError(
                N_(
                    "The model {name} is another one now: the picture was made with SHA-256 "
                    "{hash}, and the one that is here has {now}."
                ),
                name=key,
                hash=known,
                now=self._hash(named[0].path),
            )
        raise WeightsMissingError(
            N_("The model {name} with SHA-256 {hash} is not on this machine."),
            name=key,
            hash=known,
        )

    def worn(self, facts: Mapping[str, Scalar]) -> Iterable[Addition]:
        """Yield the LoRAs and embeddings of a run under the names that its prompt calls them."""
        for key, kind in _WORN.items():
            hashes = named_hashes(facts.get(f"{key}_sha256", facts.get(key, "")))
            for name, known in hashes.items():
                yield self._addition(name, kind, known)

    def _addition(self, name: str, kind: AdditionKind, known: str) -> Addition:
        of_kind = [entry for entry in self.additions if entry.kind is kind]
        named = [entry for entry in of_kind if entry.name.casefold() == name.casefold()]
        for entry in named:
            if self._hash(entry.path).startswith(known):
                return entry
        for entry in of_kind:
            self.cancel.check()
            if (hash_at_hand(entry.path, MOST_READ) or "").startswith(known):
                return Addition(name, kind, entry.path, entry.size_bytes)
        text = {
            AdditionKind.LORA: N_(
                "The LoRA {name} with SHA-256 {hash} is not on this machine. Put its file into the "
                "folder loras beside your models."
            ),
            AdditionKind.EMBEDDING: N_(
                "The embedding {name} with SHA-256 {hash} is not on this machine. Put its file "
                "into the folder embeddings beside your models."
            ),
        }
        raise WeightsMissingError(text[kind], name=name, hash=known)

    def _hash(self, path: Path) -> str:
        self.report(Progress(0, 0, message(READING)))
        heard = lambda _size: self.cancel.check()  # noqa: E731
        return fingerprint(path, cache_folder() / "hashes.json", heard=heard)


@dataclass(frozen=True, slots=True, eq=False)
class _Kept:
    """The pictures that a project keeps for its requests."""

    inputs: Inputs

    def pixels(self, key: str, role: str) -> NDArray[np.uint8] | None:
        """Return a picture, (h, w, 3) uint8, or none for an empty key."""
        if not key:
            return None
        if not self.inputs.has(key):
            raise NotReproducibleError(
                N_("The {role} with SHA-256 {hash} is not in the folder inputs of the project."),
                role=Message(role),
                hash=key,
            )
        return decoded(self.inputs.read(key), self.inputs.path(key))

    def mask(self, key: str) -> NDArray[np.uint8] | None:
        """Return a mask, (h, w) uint8."""
        found = self.pixels(key, N_("mask"))
        return None if found is None else mask_of(found)

    def all(self, keys: Iterable[str]) -> tuple[NDArray[np.uint8], ...]:
        """Return reference pictures."""
        found = (self.pixels(key, N_("reference picture")) for key in keys)
        return tuple(pixels for pixels in found if pixels is not None)


def _at(key: str) -> list[Model]:
    """Return the model at a path, which a request from the command line may name."""
    path = Path(key).expanduser()
    if not (path.is_absolute() and path.exists()):
        return []
    from studio.engine.weights import model_at  # many modules, for a rare case

    return [model_at(path)]


def _without_picture(report: Reporter) -> Reporter:
    """Pass on how far the drawing is, but not its pictures: they are not new."""

    def forward(inner: Progress) -> None:
        report(Progress(inner.step, inner.total, inner.stage))

    return forward
