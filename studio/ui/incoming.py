"""What a drag or the clipboard holds, handed to `Drops` as plain values."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PySide6.QtCore import QMimeData

    from studio.state.drops import Drops

ENCODED = ("image/png", "image/webp", "image/jpeg")


class Kind(Enum):
    """What a drag seems to be, before anything of it is read."""

    NOTHING = "nothing"
    PICTURE = "picture"
    PICTURES = "pictures"
    FOLDER = "folder"
    MODEL = "model"
    FILES = "files"
    TEXT = "text"
    ADDRESS = "address"


def local_files(mime: QMimeData) -> list[Path]:
    """Return the files and folders of this machine."""
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]


def kind_of(mime: QMimeData) -> Kind:
    """Say what a drag looks like by its names alone."""
    files = local_files(mime)
    if not files:
        if mime.hasImage() or any(mime.hasFormat(name) for name in ENCODED):
            return Kind.PICTURE
        if mime.hasUrls():
            return Kind.ADDRESS
        return Kind.TEXT if mime.hasText() and mime.text().strip() else Kind.NOTHING
    if len(files) > 1:
        pictures = all(file.suffix.lower() in (".png", ".jpg", ".jpeg", ".webp") for file in files)
        return Kind.PICTURES if pictures else Kind.FILES
    match files[0].suffix.lower():
        case ".png" | ".jpg" | ".jpeg" | ".webp":
            return Kind.PICTURE
        case ".safetensors" | ".ckpt" | ".pt" | ".gguf":
            return Kind.MODEL
        case "":
            return Kind.FOLDER
        case _:
            return Kind.FILES


def hand_over(mime: QMimeData, drops: Drops, name: str) -> bool:
    """Give what is there to `drops`; say whether there was anything.

    `name` stands for a picture that is no file.
    """
    if files := local_files(mime):
        drops.take(files)
        return True
    for encoded in ENCODED:
        if mime.hasFormat(encoded) and (data := bytes(mime.data(encoded).data())):
            drops.take_image(data, name)  # its own bytes, with what it says of itself
            return True
    if mime.hasImage() and isinstance(image := mime.imageData(), QImage) and not image.isNull():
        drops.take_image(to_pixels(image), name)
        return True
    if mime.hasUrls():
        drops.refuse_address()
        return True
    if mime.hasText() and mime.text().strip():
        drops.take_text(mime.text())
        return True
    return False


def to_pixels(image: QImage) -> NDArray[np.uint8]:
    """Copy a Qt image as (h, w, 3) uint8."""
    import numpy as np

    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    height, width = plain.height(), plain.width()
    rows = np.frombuffer(plain.constBits(), np.uint8).reshape(height, plain.bytesPerLine())
    return rows[:, : 3 * width].reshape(height, width, 3).copy()
