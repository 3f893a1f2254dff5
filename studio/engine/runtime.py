"""Runs verbs in this process, and is the only owner of weights in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from studio.core.registry import discover
from studio.engine import families, verbs
from studio.engine.device import explaining, release_memory
from studio.engine.family import Family, Generator
from studio.engine.offline import forbid_network
from studio.engine.verb import Verb

if TYPE_CHECKING:
    from pathlib import Path

    from studio.core.job import CancelToken, Reporter
    from studio.core.model import Model

Stamp = tuple[tuple[str, int, int], ...]
SMALL_BYTES = 64 << 20  # of a model that one thread draws faster than several that wait


@dataclass(frozen=True, slots=True)
class _Resident:
    model: Model
    stamp: Stamp
    generator: Generator


class Runtime:
    """The in-process `Engine`. Keeps the last model loaded until another one is asked for.

    On the processor so many `threads` draw; with 0, one for a small model (a second one brings
    nothing there, and costs ten times when another program wants the core), and torch's own number
    for the others.
    """

    def __init__(self, threads: int = 0) -> None:
        forbid_network()
        self.threads = threads
        self.verbs = discover(verbs, "VERB", Verb)
        self.families = discover(families, "FAMILY", Family)
        self._resident: _Resident | None = None
        self._usual_threads = 0

    def run(self, verb: str, payload: object, report: Reporter, cancel: CancelToken) -> Any:
        """Run a verb here and now; see `Engine.run`."""
        if verb not in self.verbs:
            raise ValueError(f"no verb {verb!r}; there are {sorted(self.verbs)}")
        entry = self.verbs[verb]
        if not isinstance(payload, entry.payload):
            raise TypeError(
                f"{verb!r} takes {entry.payload.__name__}, got {type(payload).__name__}"
            )
        return explaining(lambda: entry.run(self, payload, report, cancel))

    def generator(self, model: Model, report: Reporter, cancel: CancelToken) -> Generator:
        """Return the loaded model, loading it (and dropping the one before) if needed."""
        stamp = _stamp(model.path)
        kept = self._resident
        if kept is not None and kept.model == model and kept.stamp == stamp:
            return kept.generator
        del kept
        self.free()
        family = self.families[model.family]
        generator = family.load(model, report, cancel)
        self._set_threads(model)
        self._resident = _Resident(model, stamp, generator)
        return generator

    def _set_threads(self, model: Model) -> None:
        import torch

        self._usual_threads = self._usual_threads or torch.get_num_threads()
        usual = 1 if model.size_bytes <= SMALL_BYTES else self._usual_threads
        torch.set_num_threads(self.threads or usual)

    def free(self) -> None:
        """Drop the loaded model and give its memory back."""
        self._resident = None
        release_memory()

    def close(self) -> None:
        """Release everything."""
        self.free()


def _stamp(path: Path) -> Stamp:
    """Return what changes when any file of the model is replaced."""
    files = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
    stats = [(p, p.stat()) for p in files if p.exists()]
    return tuple((p.relative_to(path).as_posix(), s.st_mtime_ns, s.st_size) for p, s in stats)
