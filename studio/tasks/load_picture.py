"""Read a stored picture's pixels."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from studio.core.errors import StudioError
from studio.core.exif import orientation
from studio.core.inputs import Inputs
from studio.core.png_text import without_text
from studio.core.run import picture_name
from studio.core.task import DISK_LANE, SIGHT_LANE
from studio.core.text import N_, Message, message

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray
    from PIL import Image

    from studio.core.job import CancelToken, Reporter
    from studio.core.library.card import Placed
    from studio.core.run import Run

FORMATS = ("PNG", "WEBP", "JPEG")  # never what a file merely claims to be
_TURNS = {  # from how a camera was held
    2: "FLIP_LEFT_RIGHT",
    3: "ROTATE_180",
    4: "FLIP_TOP_BOTTOM",
    5: "TRANSPOSE",
    6: "ROTATE_270",
    7: "TRANSVERSE",
    8: "ROTATE_90",
}
MOST_PIXELS = 16384 * 16384
STRIP = 1024  # rows


@dataclass(frozen=True, slots=True)
class LoadPicture:
    """Returns the picture of a run, (h, w, 3) uint8."""

    source: Run

    @property
    def lane(self) -> str:
        """Reading what is in sight."""
        return SIGHT_LANE

    @property
    def title(self) -> Message:
        """What it does."""
        return message(N_("Reading a picture"))

    def run(self, _report: Reporter, cancel: CancelToken) -> NDArray[np.uint8]:
        """Read and decode. Raises `StudioError` if the file is gone or broken."""
        path = picture_file(self.source)
        pixels = decoded(path, path)
        cancel.check()
        return pixels


@dataclass(frozen=True, slots=True)
class LoadSource:
    """Returns the picture that a run started from, (h, w, 3) uint8."""

    made: Run

    @property
    def lane(self) -> str:
        """Reading files."""
        return DISK_LANE

    @property
    def title(self) -> Message:
        """What it does."""
        return message(N_("Reading a picture"))

    def run(self, _report: Reporter, _cancel: CancelToken) -> NDArray[np.uint8]:
        """Read and decode. Raises `StudioError` if the file is gone or broken."""
        inputs, key = Inputs(self.made.folder.parent.parent), self.made.request.source
        return decoded(inputs.read(key), inputs.path(key))


@dataclass(frozen=True, slots=True)
class DecodePicture:
    """Returns the picture that encoded bytes hold, (h, w, 3) uint8."""

    data: BytesIO

    @property
    def lane(self) -> str:
        """As quick as reading a file."""
        return DISK_LANE

    @property
    def title(self) -> Message:
        """What it does."""
        return message(N_("Reading a picture"))

    def run(self, _report: Reporter, _cancel: CancelToken) -> NDArray[np.uint8]:
        """Decode."""
        return pixels_of(opened(self.data))


def decoded(source: Path | bytes, name: Path) -> NDArray[np.uint8]:
    """Return a file or its bytes as (h, w, 3) uint8; raises `StudioError` naming the file."""
    try:
        return pixels_of(opened(BytesIO(source) if isinstance(source, bytes) else source))
    except (OSError, ValueError) as error:
        raise unreadable(name, error) from None


class TooLargeError(ValueError):
    """A picture of more pixels than are opened; `size` is (width, height)."""

    def __init__(self, size: tuple[int, int]) -> None:
        super().__init__(f"{size[0]} x {size[1]} pixels")
        self.size = size


def unreadable(name: Path | str, error: Exception) -> StudioError:
    """Return what to tell the user of a picture that could not be opened or decoded."""
    from PIL import UnidentifiedImageError

    if isinstance(error, TooLargeError):
        return StudioError(
            N_("The picture {path} has {width} x {height} pixels, and at most {most} are opened."),
            path=name,
            width=error.size[0],
            height=error.size[1],
            most=MOST_PIXELS,
        )
    if isinstance(error, UnidentifiedImageError):
        return StudioError(
            N_("The picture {path} cannot be read: it is damaged, or not a PNG, JPEG or WebP."),
            path=name,
        )
    reason = getattr(error, "strerror", None) or str(error).rstrip(".")
    return StudioError(N_("The picture {path} cannot be read: {error}."), path=name, error=reason)


def picture_file(run: Placed) -> Path:
    """Return the path of a run's (first) picture."""
    return run.path(picture_name(run.files))


def opened(source: Path | BytesIO) -> Image.Image:
    """Open a picture file without decoding it; refuse what would fill the memory.

    Raises `OSError` or `ValueError`.
    """
    from PIL import Image

    data = source.getvalue() if isinstance(source, BytesIO) else source.read_bytes()
    Image.MAX_IMAGE_PIXELS = None  # PIL's limit is asked for below, where the size can be told
    # Without its text: PIL unpacks all of it, and fails where that is much.
    picture = Image.open(BytesIO(without_text(data)), formats=FORMATS)  # decodes nothing yet
    if picture.width * picture.height > MOST_PIXELS:
        raise TooLargeError(picture.size)
    return picture


def upright(picture: Image.Image) -> NDArray[np.uint8]:
    """Decode to (h, w, 3) uint8 as a camera meant it, what is transparent on white.

    Raises `OSError` or `ValueError`.
    """
    from PIL import Image

    turned = _turned(picture)
    if not turned.has_transparency_data:
        return _rgb(turned)
    layer = turned.convert("RGBA")
    paper = Image.new("RGBA", layer.size, "white")
    return _rgb(Image.alpha_composite(paper, layer))


def _turned(picture: Image.Image) -> Image.Image:
    """Return the picture the right way up; damaged EXIF says nothing about that."""
    from PIL import Image

    raw = picture.info.get("exif")
    held = orientation(raw) if isinstance(raw, bytes) else 1
    if held == 1:
        return picture
    return picture.transpose(Image.Transpose[_TURNS[held]])


def mask_of(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return a mask, (h, w) uint8, of a picture: any color counts as much as its brightest part."""
    mask: NDArray[np.uint8] = pixels.max(axis=2)
    return mask


def pixels_of(picture: Image.Image) -> NDArray[np.uint8]:
    """Decode to (h, w, 3) uint8, the right way up. Raises `OSError` or `ValueError`."""
    return _rgb(_turned(picture))


def _rgb(picture: Image.Image) -> NDArray[np.uint8]:
    import numpy as np

    picture.load()
    width, height = picture.size
    pixels = np.empty((height, width, 3), np.uint8)
    for top in range(0, height, STRIP):  # or a large picture would be in memory four times
        strip = picture.crop((0, top, width, min(top + STRIP, height)))
        pixels[top : top + STRIP] = np.asarray(strip.convert("RGB"))
    return pixels
