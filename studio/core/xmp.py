"""Where a picture comes from, as XMP says it: the IPTC's digital source type, rights, the program.

A picture that a model drew carries `DigitalSourceType` (IPTC Photo Metadata 2025.1, NewsCodes
digitalsourcetype), so that whoever meets it can know. XMP from elsewhere is searched, never
parsed: it may be a bomb.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from studio import __version__
from studio.core.text import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studio.core.request import Request

KEY = "XML:com.adobe.xmp"  # the name that PNG gives it
CODES = "http://cv.iptc.org/newscodes/digitalsourcetype/"
TOOL = f"Studio {__version__}"
LONGEST = 2000  # characters of what is read
_TYPE = re.compile(
    r"DigitalSourceType(?:\s*=\s*[\"']|\s*>\s*|\s[^>]*resource\s*=\s*[\"'])\s*([^\"'<>\s]{1,200})",
    re.IGNORECASE,
)
_TOOL = re.compile(r"CreatorTool(?:\s*=\s*[\"']|\s*>)([^\"'<>]{1,200})")
_RIGHTS = re.compile(r"<dc:rights\b.{0,200}?<rdf:li[^>]{0,100}>([^<]{1,2000})<", re.DOTALL)
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class DigitalSource(StrEnum):
    """How a picture came about, in the words of the IPTC."""

    TRAINED = "trainedAlgorithmicMedia"  # from words alone
    COMPOSITE = "compositeWithTrainedAlgorithmicMedia"  # over, into or around another picture

    @property
    def meaning(self) -> str:
        """What it means, for the screen."""
        match self:
            case DigitalSource.TRAINED:
                return N_("Drawn by a model")
            case DigitalSource.COMPOSITE:
                return N_("Drawn by a model over another picture")


@dataclass(frozen=True, slots=True)
class Origin:
    """What a file says of where it comes from; `source` is the IPTC's word, of whatever kind."""

    source: str = ""
    rights: str = ""
    tool: str = ""


def source_of(request: Request) -> DigitalSource:
    """Return how the picture of a request comes about."""
    with_picture = request.source or request.references
    return DigitalSource.COMPOSITE if with_picture else DigitalSource.TRAINED


def write(source: str, rights: str = "") -> Mapping[str, str]:
    """Return the text chunk that says it; `source` is a word of the IPTC, or empty."""
    return {KEY: packet(source, rights)}


def packet(source: str, rights: str = "") -> str:
    """Return XMP (ISO 16684-1) with the source type and, where there is one, a line of rights."""
    rights = escaped(rights.strip())
    held = (
        f'<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">{rights}</rdf:li></rdf:Alt></dc:rights>'
        "<xmpRights:Marked>True</xmpRights:Marked>"
        if rights
        else ""
    )
    kind = (
        f"<Iptc4xmpExt:DigitalSourceType>{CODES}{escaped(source)}</Iptc4xmpExt:DigitalSourceType>"
        if source
        else ""
    )
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:xmp="http://ns.adobe.com/xap/1.0/" '
        'xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/" '
        'xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/">'
        f"{kind}<xmp:CreatorTool>{escaped(TOOL)}</xmp:CreatorTool>{held}"
        '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>'
    )


def read(xmp: str) -> Origin:
    """Return what XMP from anywhere says; what it does not say is empty."""
    source = _found(_TYPE, xmp).rstrip("/").rpartition("/")[2]
    return Origin(source, _found(_RIGHTS, xmp), _found(_TOOL, xmp))


def known(source: str) -> DigitalSource | None:
    """Return the kind that a word of the IPTC names, if it is one of ours."""
    return next((kind for kind in DigitalSource if kind == source), None)


def escaped(text: str) -> str:
    """Return text as XML holds it, without what XML cannot hold."""
    return html.escape(_NOT_XML.sub("", text))


def _found(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return html.unescape(match[1]).strip()[:LONGEST] if match else ""
