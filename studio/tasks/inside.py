"""What travels inside an exported picture: its parameters, where it comes from, whose it is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from io import BytesIO
from typing import TYPE_CHECKING

from studio.core import xmp
from studio.core.artifact import Picture
from studio.core.picture_text import kind_of, read_text
from studio.core.png_text import has_exif, with_text, without_text
from studio.core.policy import policy
from studio.tasks.foreign import recipe_in
from studio.tasks.load_picture import opened, pixels_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studio.core.exporter import Exporter


@dataclass(frozen=True, slots=True)
class Inside:
    """What goes along; with neither parameters nor origin it is a clean copy: mere pixels.

    `origin` is the IPTC's digital source type as XMP; `rights` is a line that goes along with
    either.
    """

    parameters: bool = True
    origin: bool = True
    rights: str = ""

    @property
    def nothing(self) -> bool:
        """Whether the copy is clean."""
        return not self.parameters and not self.origin


WITH_ALL = Inside()


def allowed(inside: Inside) -> Inside:
    """Return what may be written here: a studio's policy may want the origin always said."""
    return replace(inside, origin=inside.origin or policy().say_origin)


def dressed(data: bytes, exporter: Exporter, inside: Inside) -> bytes:
    """Return a stored picture's file as it leaves the studio.

    A PNG file stays what it is but for its text. Raises `OSError` or `ValueError` for what is no
    picture.
    """
    is_png = kind_of(data) == "png" and exporter.suffix == ".png"
    if is_png and not inside.nothing and (inside.parameters or not has_exif(data)):
        found = read_text(data).text
        text = _origin(found, inside)
        if inside.parameters:
            if text.get(xmp.KEY, "") == found.get(xmp.KEY, ""):
                return data
            return with_text(data, text, instead_of=(xmp.KEY,))
        return with_text(without_text(data), text)
    found = {} if inside.nothing else read_text(data).text
    own = {key: value for key, value in found.items() if key != xmp.KEY}
    text = {**(own if inside.parameters else {}), **_origin(found, inside)}
    return exporter.encode(Picture(pixels_of(opened(BytesIO(data))), text))


def _origin(found: Mapping[str, str], inside: Inside) -> Mapping[str, str]:
    """Return the chunk that says where a picture comes from, if that is known and wanted.

    What the file said before of its source is said again; of a picture of which nobody knows how it
    came about nothing is said but the rights.
    """
    if inside.nothing:
        return {}
    said = xmp.read(found.get(xmp.KEY, ""))
    if not inside.origin:
        return xmp.write("", inside.rights) if inside.rights else {}
    rights = inside.rights or said.rights
    if said.source and rights == said.rights:
        return {xmp.KEY: found[xmp.KEY]}
    source = said.source or _source(found)
    return xmp.write(source, rights) if source or rights else {}


def _source(found: Mapping[str, str]) -> str:
    recipe = recipe_in(found)[0]
    return str(xmp.source_of(recipe.recipe.request)) if recipe else ""
