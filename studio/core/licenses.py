"""Licenses of models: their names as files write them, and whether commercial use is allowed.

Nothing is guessed. A license that is not in the table counts as unknown, and a model that names
none as having said nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum


class Commercial(Enum):
    """Whether a license lets one use the model, or its pictures, for money."""

    YES = "yes"
    CONDITIONS = "conditions"  # allowed, with rules that are worth reading
    NO = "no"
    UNKNOWN = "unknown"  # it names a license that is not in the table
    UNSAID = "unsaid"


@dataclass(frozen=True, slots=True)
class License:
    """What a file says; `source` is its name."""

    title: str = ""
    commercial: Commercial = Commercial.UNSAID
    source: str = ""


_YES, _IF, _NO = Commercial.YES, Commercial.CONDITIONS, Commercial.NO
_KNOWN = {
    "apache-2.0": License("Apache 2.0", _YES),
    "mit": License("MIT", _YES),
    "bsd-2-clause": License("BSD, 2 clauses", _YES),
    "bsd-3-clause": License("BSD, 3 clauses", _YES),
    "isc": License("ISC", _YES),
    "unlicense": License("Unlicense", _YES),
    "cc0-1.0": License("CC0 1.0", _YES),
    "cc-by-4.0": License("CC BY 4.0", _YES),
    "cc-by-3.0": License("CC BY 3.0", _YES),
    "cc-by-sa-4.0": License("CC BY-SA 4.0", _IF),
    "cc-by-sa-3.0": License("CC BY-SA 3.0", _IF),
    "cc-by-nd-4.0": License("CC BY-ND 4.0", _IF),
    "cc-by-nc-2.0": License("CC BY-NC 2.0", _NO),
    "cc-by-nc-3.0": License("CC BY-NC 3.0", _NO),
    "cc-by-nc-4.0": License("CC BY-NC 4.0", _NO),
    "cc-by-nc-sa-4.0": License("CC BY-NC-SA 4.0", _NO),
    "cc-by-nc-nd-4.0": License("CC BY-NC-ND 4.0", _NO),
    "openrail": License("OpenRAIL", _IF),
    "creativeml-openrail-m": License("CreativeML OpenRAIL-M", _IF),
    "openrail++": License("CreativeML OpenRAIL++-M", _IF),
    "bigscience-openrail-m": License("BigScience OpenRAIL-M", _IF),
    "faipl-1.0": License("Fair AI Public License 1.0", _IF),
    "stabilityai-ai-community": License("Stability AI Community License", _IF),
    "sai-nc": License("Stability AI Non-Commercial Research Community License", _NO),
    "flux-1-dev-non-commercial-license": License("FLUX.1 dev Non-Commercial License", _NO),
    "gpl-3.0": License("GPL 3.0", _IF),
    "agpl-3.0": License("AGPL 3.0", _IF),
    "lgpl-3.0": License("LGPL 3.0", _IF),
    "mpl-2.0": License("MPL 2.0", _IF),
}
_WORDS = tuple(
    (re.compile(pattern, re.IGNORECASE | re.DOTALL), key)
    for pattern, key in (
        (r"flux.{0,20}non-?commercial", "flux-1-dev-non-commercial-license"),
        (r"stability ?ai.{0,20}non-?commercial|\bsai-nc\b", "sai-nc"),
        (r"stability ?ai.{0,4}community license", "stabilityai-ai-community"),
        (r"fair ai public license|\bfaipl\b", "faipl-1.0"),
        (r"open ?rail\+\+", "openrail++"),
        (r"creativeml.{0,3}open ?rail", "creativeml-openrail-m"),
        (r"bigscience.{0,3}open ?rail", "bigscience-openrail-m"),
        (r"attribution-?noncommercial-?sharealike|cc.by.nc.sa", "cc-by-nc-sa-4.0"),
        (r"attribution-?noncommercial-?noderiv|cc.by.nc.nd", "cc-by-nc-nd-4.0"),
        (r"attribution-?noncommercial|cc.by.nc", "cc-by-nc-4.0"),
        (r"attribution-?sharealike|cc.by.sa", "cc-by-sa-4.0"),
        (r"attribution-?noderiv|cc.by.nd", "cc-by-nd-4.0"),
        (r"\bcc0\b|creative commons zero", "cc0-1.0"),
        (r"attribution 4\.0 international|\bcc.by.4", "cc-by-4.0"),
        (r"apache licen[sc]e.{0,40}(version )?2\.0|\bapache[- ]?2", "apache-2.0"),
        (r"gnu affero", "agpl-3.0"),
        (r"gnu lesser", "lgpl-3.0"),
        (r"gnu general public license.{0,40}version 3", "gpl-3.0"),
        (r"mozilla public license.{0,20}2\.0", "mpl-2.0"),
        (r"\bmit licen[sc]e|permission is hereby granted, free of charge", "mit"),
        (
            r"neither the name of.{0,80}redistribution|redistribution.*neither the name",
            "bsd-3-clause",
        ),
        (r"redistribution and use in source and binary forms", "bsd-2-clause"),
        (r"\bopen ?rail\b", "openrail"),
    )
)
_CARD_LINE = re.compile(r"^(license|license_name):[ \t]*(.*)$", re.MULTILINE)
_UNNAMED = ("", "other", "unknown", "null", "none", "~")
MOST_TEXT = 8000  # a license says in its first lines which one it is
LONGEST_TITLE = 80


def by_name(name: str, source: str = "") -> License:
    """Return the license that a field names; one that is not in the table is kept by its name."""
    text = name.strip().strip("'\"").strip()
    if text.casefold() in _UNNAMED:
        return License()
    known = _KNOWN.get(text.casefold().replace(" ", "-")) or _in_words(text)
    found = known or License(text[:LONGEST_TITLE], Commercial.UNKNOWN)
    return replace(found, source=source)


def by_text(text: str, source: str = "") -> License:
    """Return the license whose text this is; an unknown one counts as unknown."""
    found = _in_words(text[:MOST_TEXT])
    if found is None:
        first = next((line.strip() for line in text.splitlines() if line.strip()), "")
        found = License(first[:LONGEST_TITLE], Commercial.UNKNOWN) if first else License()
    return replace(found, source=source if found.title else "")


def by_card(card: str, source: str = "") -> License:
    """Return the license that the YAML head of a model card names, if there is one."""
    if not card.startswith("---"):
        return License()
    head = card[3:].partition("\n---")[0]
    fields = {key: _first(value, head) for key, value in _CARD_LINE.findall(head)}
    for key in ("license", "license_name"):
        if (found := by_name(fields.get(key, ""), source)).title:
            return found
    return License()


def _first(value: str, head: str) -> str:
    """Return the value of a line, or the first entry of the list below it."""
    if value.strip():
        return value.split(" #")[0].strip("[] ").split(",")[0]
    entry = re.search(r"^license:\s*\n\s*-\s*(.+)$", head, re.MULTILINE)
    return entry[1] if entry else ""


def _in_words(text: str) -> License | None:
    return next((_KNOWN[key] for pattern, key in _WORDS if pattern.search(text)), None)
