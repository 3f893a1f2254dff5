"""Weights that leave memory when they are done, and come back before they are needed.

On a card they wait in main memory; on the processor they are simply dropped, and read again from
the model's file, cast as they were the first time, so that the pictures are the same bit for bit.
What a LoRA was added to is never dropped. An absent tensor keeps its shape, format and device.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from studio.engine.memory.filling import origin_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


@dataclass(slots=True, eq=False)
class Group:
    """Some tensors of a network that come and go together, by their names there."""

    network: Any
    tensors: Mapping[str, Any]
    is_changed: Callable[[str], bool]
    _waiting: dict[str, Any] = field(default_factory=dict)  # on the processor: None

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
            if tensor.device.type != "cpu":
                self._waiting[name] = tensor.data.to("cpu", copy=True)
            elif known is not None and known.holds(name) and not self.is_changed(name):
                self._waiting[name] = None
            else:
                continue
            nothing = tensor.data.new_full((1,), float("nan"))  # a use by mistake shows at once
            tensor.data = nothing.expand(tensor.shape)

    def come(self) -> None:
        """Have them in memory again."""
        if not self._waiting:
            return
        waiting, self._waiting = self._waiting, {}
        for name in [name for name, values in waiting.items() if values is not None]:
            tensor = self.tensors[name]
            tensor.data = waiting.pop(name).to(tensor.device)
        if waiting:
            known = origin_of(self.network)
            assert known is not None, "only what can be read again is dropped"
            known.read({name: self.tensors[name] for name in waiting})


@dataclass(slots=True, eq=False)
class Coming:
    """The networks of one model, of which only those at work are in memory.

    With `by_groups` the denoiser's layers come one group after the other, and leave at once.
    """

    networks: Mapping[str, Any]
    is_changed: Callable[[str, str], bool]
    by_groups: tuple[str, ...] = ()
    _groups: dict[str, list[Group]] = field(default_factory=dict)
    _handles: list[Any] = field(default_factory=list)

    def begin(self) -> None:
        """Watch for the networks to be needed; all are sent away, to come when they are."""
        for name, network in self.networks.items():
            if name in self.by_groups:
                self._groups[name] = list(self._watched_groups(name, network))
            else:
                group = self._group(name, network, network.named_parameters())
                self._groups[name] = [group]
                for layer in (network, *network.children()):  # a VAE is entered by its layers
                    self._watch(layer, name)
        for name in self._groups:
            self._send_away(name)

    def end(self) -> None:
        """Have everything in memory again, and watch no more."""
        for handle in self._handles:
            handle.remove()
        self._handles.clear()
        for groups in self._groups.values():
            for group in groups:
                group.come()
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

    def _watched_groups(self, name: str, network: Any) -> Iterable[Group]:
        """Yield a group for each block of a network, and one that stays for what is in none."""
        rest = dict(network.named_parameters())
        for path, block in _blocks(network):
            inside = {f"{path}.{n}": p for n, p in block.named_parameters()}
            rest = {n: p for n, p in rest.items() if n not in inside}
            group = self._group(name, network, inside.items())
            self._handles += [  # a way of saving may enter a block by one of its layers
                layer.register_forward_pre_hook(lambda _layer, _inputs, g=group: g.come())
                for layer in block.modules()
            ]
            self._handles.append(
                block.register_forward_hook(lambda _block, _inputs, _out, g=group: g.leave())
            )
            yield group
        network_rest = self._group(name, network, rest.items())

        def before(_network: Any, _inputs: Any) -> None:
            self._others_leave(name)
            network_rest.come()

        for layer in (network, *network.children()):  # some way of saving may enter by its layers
            self._handles.append(layer.register_forward_pre_hook(before))
        yield network_rest

    def _others_leave(self, name: str) -> None:
        for other in self._groups:
            if other != name:
                self._send_away(other)

    def _send_away(self, name: str) -> None:
        for group in self._groups[name]:
            group.leave()


def _blocks(network: Any) -> list[tuple[str, Any]]:
    """Return the blocks of a UNet or the layers of a transformer, by their paths."""
    from torch.nn import ModuleList

    found = []
    for name, child in network.named_children():
        if isinstance(child, ModuleList):
            found += [(f"{name}.{i}", block) for i, block in enumerate(child)]
        elif name == "mid_block":
            found.append((name, child))
    return [(path, block) for path, block in found if any(True for _ in block.parameters())]
