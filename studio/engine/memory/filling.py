"""Puts the tensors of model files into modules that were made without storage.

Each tensor is cast on its way, so that at no time more lies in memory than the weights at the
precision of the computation and one tensor of the file.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from studio.core.errors import ModelRefusedError
from studio.core.job import Progress
from studio.core.text import N_, Message, message
from studio.engine.memory.reading import Place, Reader
from studio.engine.memory.rungs import Rung, rung_now

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from studio.core.job import CancelToken, Reporter

MIB = 1 << 20
_ORIGIN = "_studio_origin"
COME_LATER = ("UNet2DConditionModel", "CLIPTextModel", "CLIPTextModelWithProjection")
SLOWLY = N_("{stage}, slowly: {file} lies on a slow drive or behind a network")


@dataclass(frozen=True, slots=True)
class Entry:
    """One tensor of a module: its name there, where it lies, and what is done to it on the way."""

    target: str
    place: Place
    change: Callable[[Any], Any] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Origin:
    """Where the tensors of a module were read, so that those that left memory can come back."""

    entries: Mapping[str, Entry]

    def holds(self, name: str) -> bool:
        """Whether a tensor can be read again."""
        return name in self.entries

    def read(self, tensors: Mapping[str, Any]) -> None:
        """Give tensors, by name, storage and their values in their own format and place."""
        wanted = [self.entries[name] for name in tensors]
        reader = Reader()
        try:
            for entry in sorted(wanted, key=_position):
                tensor = tensors[entry.target]
                reader.use(
                    entry.place,
                    lambda _count: None,
                    lambda values, e=entry, t=tensor: _refill(t, e, values),  # type: ignore[misc]
                )
        finally:
            reader.close()


def origin_of(module: Any) -> Origin | None:
    """Return where a module was read from, if it was filled by a `Filler`."""
    return getattr(module, _ORIGIN, None)


class MisfitError(ValueError):
    """Tensors and module do not belong together; the text says which tensor."""


@dataclass(slots=True)
class Filler:
    """Fills the modules of one model, and tells how far it is in MiB of `total` bytes.

    `dtype` is the number format of the computation, and `device` where the tensors shall lie.
    """

    device: str
    dtype: Any
    report: Reporter
    cancel: CancelToken
    total: int = 0
    _done: int = 0
    _told: int = -1
    _stage: Message = field(default_factory=lambda: message(N_("Loading the model")))
    _reader: Reader = field(default_factory=Reader)

    def fill(self, module: Any, entries: Sequence[Entry], stage: Message) -> None:
        """Give every parameter and kept buffer of `module` its storage and its values.

        Raises `MisfitError` for a tensor that is missing, left over or of another shape, before
        any is read, and `ModelRefusedError` for one that holds NaN or infinity.
        """
        import torch

        if rung_now() >= Rung.EIGHT_BIT:
            store_in_8_bits(module, self.dtype)
        wanted = module.state_dict(keep_vars=True)
        _check(wanted, entries)
        self._stage = stage
        self._tell(None)
        setattr(module, _ORIGIN, Origin({entry.target: entry for entry in entries}))
        precise = getattr(module, "_keep_in_fp32_modules", None) or ()
        comes_later = rung_now() >= Rung.FINISHED and type(module).__name__ in COME_LATER
        try:
            for entry in sorted(entries, key=_position):
                if comes_later and isinstance(wanted[entry.target], torch.nn.Parameter):
                    self._leave_out(module, entry, wanted[entry.target])
                    continue
                dtype = self._dtype(entry.target, wanted[entry.target], precise)
                self._reader.use(
                    entry.place,
                    lambda count, path=entry.place.path: self._read(count, path),  # type: ignore[misc]
                    lambda values, e=entry, d=dtype: self._put(module, e, values, d),  # type: ignore[misc]
                )
        finally:
            self._reader.close()
        if len({id(values) for values in wanted.values()}) < len(wanted):
            module.tie_weights()

    def _dtype(self, name: str, before: Any, precise: Sequence[str]) -> Any:
        import torch

        if not before.is_floating_point() or before.dtype.itemsize == 1:
            return before.dtype
        return torch.float32 if any(part in name.split(".") for part in precise) else self.dtype

    def _read(self, count: int, path: Path) -> None:
        self.cancel.check()
        self._done += count
        self._tell(path)

    def _tell(self, path: Path | None) -> None:
        share = 100 * self._done // max(self.total, 1)
        if share == self._told and path is not None:
            return
        self._told = share
        stage = self._stage
        if path is not None and self._reader.reads_slowly(path):
            stage = message(SLOWLY, stage=stage, file=path.name)
        total = max(self.total // MIB, 1)
        self.report(Progress(min(self._done // MIB, total), total, stage))

    def _leave_out(self, module: Any, entry: Entry, before: Any) -> None:
        """Give a weight its shape and format but no storage; it is read when it is needed."""
        import torch

        if entry.change is None:
            _check_shape(entry, entry.place.shape, before)
        owner, name, _ = _owner(module, entry.target)
        dtype = self._dtype(
            entry.target, before, getattr(module, "_keep_in_fp32_modules", None) or ()
        )
        nothing = absent(torch.empty(1, dtype=dtype, device=self.device), before.shape)
        setattr(owner, name, torch.nn.Parameter(nothing, requires_grad=False))

    def _put(self, module: Any, entry: Entry, values: Any, dtype: Any) -> None:
        import torch

        if entry.change is not None:
            values = entry.change(values)
        owner, name, before = _owner(module, entry.target)
        _check_shape(entry, values.shape, before)
        kept = torch.empty(values.shape, dtype=dtype, device=self.device)
        kept.copy_(values)
        if not is_finite(kept):
            raise _not_finite(entry.place)
        is_parameter = isinstance(before, torch.nn.Parameter)
        setattr(
            owner, name, torch.nn.Parameter(kept, requires_grad=False) if is_parameter else kept
        )


def _owner(module: Any, target: str) -> tuple[Any, str, Any]:
    """Return the layer that holds a tensor, the tensor's name there, and the tensor."""
    path, _, name = target.rpartition(".")
    owner = module.get_submodule(path)
    return owner, name, getattr(owner, name)


def absent(like: Any, shape: Sequence[int]) -> Any:
    """Return a tensor of a shape that takes no memory; it is NaN, so that a use of it shows."""
    return like.new_full((1,), float("nan")).expand(shape)


def is_absent(tensor: Any) -> bool:
    """Whether a weight is not in memory now."""
    return bool(tensor.numel() > 1 and tensor.untyped_storage().nbytes() < tensor.nbytes)


def _position(entry: Entry) -> tuple[str, int]:
    return str(entry.place.path), entry.place.begin


def _refill(tensor: Any, entry: Entry, values: Any) -> None:
    import torch

    if entry.change is not None:
        values = entry.change(values)
    kept = torch.empty(values.shape, dtype=tensor.dtype, device=tensor.device)
    kept.copy_(values)
    if not is_finite(kept):
        raise _not_finite(entry.place)
    tensor.data = kept


def is_finite(values: Any) -> bool:
    """Whether no number is NaN or infinite; one pass, and a second one only in doubt."""
    import torch

    if not values.is_floating_point() or values.dtype.itemsize == 1:
        return True
    if torch.isfinite(values.sum(dtype=torch.float32)):
        return True
    return bool(torch.isfinite(values).all())


def store_in_8_bits(module: Any, dtype: Any) -> None:
    """Have a UNet keep the weights of its layers in 8 bits and compute with them in `dtype`.

    Normalizations and embeddings of positions stay as they are; other networks do, too.
    """
    import torch

    if type(module).__name__ == "UNet2DConditionModel":
        module.enable_layerwise_casting(torch.float8_e4m3fn, dtype)


def without_storage() -> AbstractContextManager[None]:
    """Return a context in which the parameters of new modules take no memory."""
    from accelerate import init_empty_weights

    made: AbstractContextManager[None] = init_empty_weights()
    return made


def _check(wanted: Mapping[str, Any], entries: Sequence[Entry]) -> None:
    targets = {entry.target for entry in entries}
    if missing := sorted(set(wanted) - targets - _tied(wanted, targets)):
        raise MisfitError(f"{missing[0]} is missing")
    for entry in entries:
        if entry.target not in wanted:
            raise MisfitError(f"{entry.place.name} belongs nowhere")
        if entry.change is None:
            _check_shape(entry, entry.place.shape, wanted[entry.target])


def _check_shape(entry: Entry, shape: Sequence[int], wanted: Any) -> None:
    if tuple(shape) != tuple(wanted.shape):
        raise MisfitError(f"{entry.place.name} is {list(shape)}, not {list(wanted.shape)}")


def _tied(wanted: Mapping[str, Any], targets: set[str]) -> set[str]:
    """Return the names of tensors that are one with a tensor that is there."""
    there = {id(wanted[name]) for name in targets if name in wanted}
    return {name for name, values in wanted.items() if id(values) in there}


def _not_finite(place: Place) -> ModelRefusedError:
    return ModelRefusedError(
        N_("{path} is damaged: {name} holds numbers that are not finite."),
        path=place.path,
        name=place.name,
    )
