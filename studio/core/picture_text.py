"""The text in a picture file of any kind we read: PNG chunks, EXIF, XMP, JPEG comments."""

from __future__ import annotations

import html
import re
import struct
from typing import TYPE_CHECKING

from studio.core import exif, png_text
from studio.core.png_text import PngText

if TYPE_CHECKING:
    from collections.abc import Iterator

XMP = "XML:com.adobe.xmp"  # the name that PNG gives it
_JPEG = b"\xff\xd8"
_XMP_HEAD = b"http://ns.adobe.com/xap/1.0/\0"
_MAX_PARTS = 10_000
_NO_BODY = frozenset((0x01, *range(0xD0, 0xD8)))  # JPEG markers without a length
_PIXELS, _END = 0xDA, 0xD9
_NAMED = re.compile(r"\s*(prompt|workflow|parameters)\s*:\s*(?=[\[{])", re.IGNORECASE)
_SAYS = re.compile(r"(?:^|\n)\s*(?:Steps|Negative prompt): ?|^\s*\{", re.MULTILINE)


def kind_of(data: bytes) -> str:
    """Return what a file is by its first bytes: "png", "jpeg", "webp", or nothing."""
    if data.startswith(png_text.SIGNATURE):
        return "png"
    if data.startswith(_JPEG + b"\xff"):
        return "jpeg"
    return "webp" if data[:4] == b"RIFF" and data[8:12] == b"WEBP" else ""


def read_text(data: bytes) -> PngText:
    """Return the text of a picture file, by the keys that it would have in a PNG file.

    An EXIF comment that says how a picture was made stands under `parameters`, as the programs that
    write it there mean it; any other keeps its name. Never raises.
    """
    match kind_of(data):
        case "png":
            found = png_text.read_text(data)
            return PngText(_keyed(dict(found.text), _png_exif(data)), found.refused)
        case "jpeg":
            return PngText(_of_parts({}, _jpeg_parts(data)))
        case "webp":
            return PngText(_of_parts({}, _webp_parts(data)))
        case _:
            return PngText()


def _of_parts(text: dict[str, str], parts: Iterator[tuple[str, bytes]]) -> dict[str, str]:
    tags: dict[str, str] = {}
    for kind, body in parts:
        if len(body) > png_text.MAX_TEXT:
            continue
        if kind == "exif":
            tags = exif.read_texts(body) | tags
        elif kind == "xmp":
            text.setdefault(XMP, body.decode("utf-8", "replace"))
        else:
            text.setdefault("Comment", body.decode("utf-8", "replace").strip("\0"))
    return _keyed(text, tags)


def _keyed(text: dict[str, str], tags: dict[str, str]) -> dict[str, str]:
    """Join what EXIF says to what the file says otherwise, which wins."""
    for name in ("UserComment", "XPComment", "ImageDescription", "Make", "Model", "Software"):
        if not (value := tags.get(name)):
            continue
        if named := _NAMED.match(value):  # ComfyUI writes "prompt:{...}" where there is room
            text.setdefault(named[1].lower(), value[named.end() :])
        elif name in ("UserComment", "XPComment") and _SAYS.search(value):
            text.setdefault("parameters", value)
        else:
            text.setdefault("Description" if name == "ImageDescription" else name, value)
    if tags.get("MakerNote") in ("fooocus", "a1111"):
        text.setdefault("fooocus_scheme", tags["MakerNote"])
    if "parameters" not in text and _SAYS.search(words := _of_xmp(text.get(XMP, ""))):
        text["parameters"] = words
    return text


def _of_xmp(xmp: str) -> str:
    """Return the description or the comment in XMP; it is searched, never parsed."""
    for start, end in (("<dc:description", "</dc:description>"), ("<exif:UserComment", "</exif:")):
        block = _between(xmp, start, end)
        if item := _between(block, "<rdf:li", "</rdf:li>"):
            return html.unescape(item.partition(">")[2])
    return html.unescape(_between(xmp, 'exif:UserComment="', '"'))


def _between(text: str, start: str, end: str) -> str:
    first = text.find(start)
    last = text.find(end, first + len(start)) if first >= 0 else -1
    return text[first + len(start) : last] if last >= 0 else ""


def _png_exif(data: bytes) -> dict[str, str]:
    for kind, body in png_text.chunks(data):
        if kind == b"eXIf" and len(body) <= png_text.MAX_TEXT:
            return exif.read_texts(body)
    return {}


def _jpeg_parts(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield EXIF, XMP and comments up to the pixels or the first part that is cut off."""
    at = len(_JPEG)
    for _ in range(_MAX_PARTS):
        if at + 4 > len(data) or data[at] != 0xFF:
            return
        marker = data[at + 1]
        if marker == 0xFF or marker in _NO_BODY:  # a fill byte
            at += 1 if marker == 0xFF else 2
            continue
        if marker in (_PIXELS, _END):
            return
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        if length < 2 or at + 2 + length > len(data):
            return
        body = data[at + 4 : at + 2 + length]
        if marker == 0xE1 and body.startswith(b"Exif\0\0"):
            yield "exif", body
        elif marker == 0xE1 and body.startswith(_XMP_HEAD):
            yield "xmp", body[len(_XMP_HEAD) :]
        elif marker == 0xFE:
            yield "comment", body
        at += 2 + length


def _webp_parts(data: bytes) -> Iterator[tuple[str, bytes]]:
    at = 12
    for _ in range(_MAX_PARTS):
        if at + 8 > len(data):
            return
        kind, length = struct.unpack_from("<4sL", data, at)
        if at + 8 + length > len(data):
            return
        if kind in (b"EXIF", b"XMP "):
            name = "exif" if kind == b"EXIF" else "xmp"
            yield name, data[at + 8 : at + 8 + length]
        at += 8 + length + (length & 1)
