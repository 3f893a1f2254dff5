"""Weights that leave memory when they are done, and come back before they are needed.

On a card they wait in main memory; on the processor they are simply dropped, and read again from
the model's file, cast as they were the first time, so that the pictures are the same bit for bit.
What a LoRA was added to is never dropped. An absent tensor keeps its shape, format and device.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from studio.engine.device import give_back
from studio.engine.memory.filling import absent, is_absent, origin_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping


@dataclass(slots=True, eq=False)
class Group:
    """Some tensors of a network that come and go together, by their names there."""

    network: Any
    tensors: Mapping[str, Any]
    is_changed: Callable[[str], bool]
    _waiting: dict[str, Any] = field(init=False)  # on the processor: None

    def __post_init__(self) -> None:
        self._waiting = self._absent()

    @property
    def is_here(self) -> bool:
        """Whether all of them are in memory."""
        return not self._waiting

    def leave(self) -> None:
        """Take them out of memory, but for what cannot be had again."""
        known = origin_of(self.network)
        for name, tensor in self.tensors.items():
            if name in self._waiting or tensor.numel() < 2 or not tensor.is_floating_point():
                continue
            if is_absent(tensor):
                self._waiting[name] = None
                continue
            if tensor.device.type != "cpu":
                self._waiting[name] = tensor.data.to("cpu", copy=True)
            elif known is not None and known.holds(name) and not self.is_changed(name):
                self._waiting[name] = None
            else:
                continue
            tensor.data = absent(tensor.data, tensor.shape)

    def come(self) -> None:
        """Have them in memory again; where that fails, those that are missing wait as before."""
        for name in [name for name, values in self._waiting.items() if values is not None]:
            tensor = self.tensors[name]
            tensor.data = self._waiting[name].to(tensor.device)
            del self._waiting[name]
        if not self._waiting:
            return
        known = origin_of(self.network)
        assert known is not None, "only what can be read again is dropped"
        try:
            known.read({name: self.tensors[name] for name in self._waiting})
        finally:
            self._waiting = self._absent()

    def _absent(self) -> dict[str, Any]:
        return {name: None for name, tensor in self.tensors.items() if is_absent(tensor)}


@dataclass(slots=True, eq=False)
class Coming:
    """The networks of one model, of which only those at work are in memory.

    The layers of those `by_layers` come one after the other, and leave at once.
    """

    networks: Mapping[str, Any]
    is_changed: Callable[[str, str], bool]
    by_layers: tuple[str, ...] = ()
    _groups: dict[str, list[Group]] = field(default_factory=dict)
    _handles: list[Any] = field(default_factory=list)
    _last: str = ""  # the network that came last

    def begin(self) -> None:
        """Watch for the networks to be needed; all are sent away, to come when they are."""
        for name, network in self.networks.items():
            if name in self.by_layers:
                self._groups[name] = list(self._layers(name, network))
            else:
                group = self._group(name, network, network.named_parameters())
                self._groups[name] = [group]
                for layer in (network, *network.children()):  # a VAE is entered by its layers
                    self._watch(layer, name)
        for name in self._groups:
            self._send_away(name)

    def end(self) -> None:
        """Have everything in memory again, and watch no more."""
        self.all_here()  # if that fails, they are watched as before
        for handle in self._handles:
            handle.remove()
        self._handles.clear()
        self._groups.clear()

    def all_here(self) -> None:
        """Have everything in memory until it is needed in turn."""
        for groups in self._groups.values():
            for group in groups:
                group.come()

    def _group(self, name: str, network: Any, tensors: Iterable[tuple[str, Any]]) -> Group:
        return Group(network, dict(tensors), lambda tensor: self.is_changed(name, tensor))

    def _watch(self, layer: Any, name: str) -> None:
        def before(_layer: Any, _inputs: Any) -> None:
            groups = self._groups[name]
            if all(group.is_here for group in groups):
                return
            self._others_leave(name)
            for group in groups:
                group.come()

        self._handles.append(layer.register_forward_pre_hook(before))

    def _layers(self, name: str, network: Any) -> Iterable[Group]:
        """Yield a group for each layer that has weights of its own; it comes and leaves at once."""
        for path, layer in network.named_modules():
            own = {f"{path}.{n}".lstrip("."): p for n, p in layer.named_parameters(recurse=False)}
            if own:
                group = self._group(name, network, own.items())
                self._handles.append(layer.register_forward_pre_hook(self._arrival(name, group)))
                self._handles.append(layer.register_forward_hook(_departure(group)))
                yield group

    def _arrival(self, name: str, group: Group) -> Callable[[Any, Any], None]:
        def before(_layer: Any, _inputs: Any) -> None:
            if self._last != name:
                self._others_leave(name)
            group.come()

        return before

    def _others_leave(self, name: str) -> None:
        self._last = name
        for other in self._groups:
            if other != name:
                self._send_away(other)

    def _send_away(self, name: str) -> None:
        for group in self._groups[name]:
            group.leave()


def _departure(group: Group) -> Callable[[Any, Any, Any], None]:
    def after(_layer: Any, _inputs: Any, _output: Any) -> None:
        group.leave()
        give_back()

    return after


@contextmanager
def present(network: Any) -> Iterator[None]:
    """Have a network in memory within this context that may yet have to come."""
    missing = {name: p for name, p in network.named_parameters() if is_absent(p)}
    if not missing:
        yield
        return
    group = Group(network, missing, lambda _name: False)
    try:
        group.come()
        yield
    finally:
        group.leave()
