"""Pictures whose edges continue one another: convolutions that see the other side at an edge.

Attention knows no places, so that nothing else in a UNet or a VAE's decoder has to change.
"""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from studio.core.request_parts import Seamless

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def seamless(axes: Seamless, *modules: Any) -> Iterator[None]:
    """Let the convolutions of modules wrap around along `axes` for a while."""
    if axes is Seamless.NONE:
        yield
        return
    found = [layer for module in modules for layer in _convolutions(module)]
    try:
        for layer in found:
            layer._conv_forward = partial(_wrapped, layer, axes)
        yield
    finally:
        for layer in found:
            layer.__dict__.pop("_conv_forward", None)


def _convolutions(module: Any) -> list[Any]:
    import torch

    layers = (layer for layer in module.modules() if isinstance(layer, torch.nn.Conv2d))
    return [layer for layer in layers if any(layer._reversed_padding_repeated_twice)]


def _wrapped(layer: Any, axes: Seamless, values: Any, weight: Any, bias: Any) -> Any:
    """Convolve (B, C, h, w): around the edge along `axes`, with zeros beyond it elsewhere."""
    from torch.nn.functional import conv2d, pad

    left, right, top, bottom = layer._reversed_padding_repeated_twice
    across = "circular" if axes in (Seamless.X, Seamless.BOTH) else "constant"
    down = "circular" if axes in (Seamless.Y, Seamless.BOTH) else "constant"
    values = pad(values, (left, right, 0, 0), mode=across)
    values = pad(values, (0, 0, top, bottom), mode=down)
    return conv2d(values, weight, bias, layer.stride, 0, layer.dilation, layer.groups)
