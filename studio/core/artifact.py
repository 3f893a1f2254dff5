"""Results as numpy arrays plus what is known about them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """An image; `pixels` is (H, W, 3) or (H, W, 4) uint8, sRGB, alpha not premultiplied.

    `text` is what travels inside the file, as PNG text chunks do (key to value).
    """

    pixels: NDArray[np.uint8]
    text: Mapping[str, str] = field(default_factory=dict)
