"""Lets a cancel take effect inside one pass through a network, between its blocks.

On a processor one pass may take many seconds, and so does the decoding of a large picture: nobody
waits for the end of it. A hook costs about a microsecond, so a network that is passed at every step
is hooked by its blocks, and those that are passed once a picture by their layers.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studio.core.job import CancelToken


@contextmanager
def stopping(cancel: CancelToken, denoiser: Any, *others: Any) -> Iterator[None]:
    """Have the networks raise `Cancelled` before their next block once the user asked to stop.

    Every hook is gone afterwards, whatever happened. What is compiled is left alone: it would be
    compiled anew, and is quick.
    """

    def check(_module: Any, _inputs: Any) -> None:
        cancel.check()

    hooked = {id(block): block for block in blocks(denoiser)}
    for network in others:
        hooked |= {id(layer): layer for layer in layers(network)}
    handles = [
        block.register_forward_pre_hook(check)
        for block in hooked.values()
        if getattr(block, "_compiled_call_impl", None) is None
    ]
    try:
        yield
    finally:
        for handle in handles:
            handle.remove()


def blocks(network: Any) -> list[Any]:
    """Return the repeated parts of a network that hold no repeated parts themselves.

    These are the items of its lists of modules; a list with a single layer in it (the output of an
    attention, say) counts as part of its block. A network without such lists is its own block.
    """
    return _inner(network) or [network]


def layers(network: Any) -> list[Any]:
    """Return the parts of a network that have no parts."""
    return [module for module in network.modules() if not module._modules]


def _inner(network: Any) -> list[Any]:
    from torch.nn import ModuleList

    found = []
    for child in network._modules.values():
        if child is None:
            continue
        if isinstance(child, ModuleList) and len(child) and all(i._modules for i in child):
            for item in child:
                found += _inner(item) or [item]
        else:
            found += _inner(child)
    return found
