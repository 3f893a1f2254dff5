"""WebP: small files for sharing, and the thumbnails of the gallery."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from studio.core.artifact import Picture
from studio.core.exif import comment
from studio.core.exporter import Exporter
from studio.core.text import N_
from studio.core.xmp import KEY as XMP

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

QUALITY, THUMB_QUALITY = 92, 80
THUMB_SIDE = 256  # pixels of the longer side
FAST = 2  # of 0 to 6; slower ones save a few percent


def _encode(picture: Picture) -> bytes:
    from PIL import Image

    buffer = io.BytesIO()
    image = Image.fromarray(picture.pixels)
    exif = comment(picture.text["parameters"]) if "parameters" in picture.text else b""
    origin = picture.text.get(XMP, "").encode("utf-8", "replace")
    image.save(buffer, "WEBP", quality=QUALITY, exif=exif, xmp=origin)
    return buffer.getvalue()


def thumbnail(pixels: NDArray[np.uint8]) -> bytes:
    """Return a small WebP of (H, W, 3) or (H, W, 4) uint8; never larger than the picture."""
    from PIL import Image

    image = Image.fromarray(pixels)
    image.thumbnail((THUMB_SIDE, THUMB_SIDE))
    buffer = io.BytesIO()
    image.save(buffer, "WEBP", quality=THUMB_QUALITY, method=FAST)
    return buffer.getvalue()


EXPORTER = Exporter(
    key="webp", title=N_("WebP image"), suffix=".webp", accepts=(Picture,), encode=_encode
)
