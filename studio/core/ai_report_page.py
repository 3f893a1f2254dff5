"""The report on a project's pictures as one HTML page that needs nothing else."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from studio.core import ai_report, xmp
from studio.core.licenses import Commercial
from studio.core.text import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from studio.core.ai_report import Report, Used

SHORT = 16  # digits of a hash in a table; the whole is its tooltip, and in the JSON
_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 62rem; padding: 0 1rem;
  color: #1b1b1f; background: #fff; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid #d8d8de;
  vertical-align: top; overflow-wrap: anywhere; }
th { font-weight: 600; } code { font-size: .85em; }
@media (prefers-color-scheme: dark) { body { color: #e6e6ea; background: #1b1b1f; }
  th, td { border-color: #3a3a42; } }
"""
_HOW = {
    **{str(kind): kind.meaning for kind in xmp.DigitalSource},
    ai_report.FOREIGN: N_("Taken in; the file does not say how it came about"),
    ai_report.SHEET: N_("A sheet of pictures"),
}
_KINDS = {
    ai_report.MODEL: N_("Model"),
    ai_report.FURTHER: N_("Further model"),
    ai_report.LORA: N_("LoRA"),
    ai_report.EMBEDDING: N_("Embedding"),
}
_ROLES = {
    ai_report.SOURCE: N_("Starting picture"),
    ai_report.MASK: N_("Mask"),
    ai_report.REFERENCE: N_("Reference picture"),
}
_COMMERCIAL = {
    Commercial.YES.value: N_("allowed"),
    Commercial.CONDITIONS.value: N_("allowed under conditions"),
    Commercial.NO.value: N_("not allowed"),
    Commercial.UNKNOWN.value: N_("not known"),
    Commercial.UNSAID.value: N_("the files do not say"),
}


def page(report: Report, say: Callable[[str], str] = N_) -> str:
    """Return the page; `say` translates its texts."""
    title = escape(say(N_("Use of AI in {project}")).format(project=report.project))
    made = say(N_("Written on {day} by Studio {version}. It holds no prompt."))
    parts = [
        f"<h1>{title}</h1>",
        f"<p>{escape(made.format(day=_day(report.made), version=report.studio))}</p>",
        _counts(report, say),
        _used(report, say),
        _inputs(report, say),
        _pictures(report, say),
    ]
    head = f'<meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style>'
    return f"<!doctype html>\n<html><head>{head}</head><body>{''.join(parts)}</body></html>\n"


def _counts(report: Report, say: Callable[[str], str]) -> str:
    rows = [[_how(how, say), str(n)] for how, n in report.counts.items()]
    rows += [[say(N_("Could not be read")), str(report.damaged)]] if report.damaged else []
    return _section(say(N_("Pictures")), (say(N_("How they came about")), say(N_("Number"))), rows)


def _used(report: Report, say: Callable[[str], str]) -> str:
    heads = (
        *(say(N_("Kind")), say(N_("Name")), "SHA-256", say(N_("License"))),
        *(say(N_("Commercial use")), say(N_("Pictures")), say(N_("From")), say(N_("To"))),
    )
    return _section(
        say(N_("Models and additions")), heads, [_used_row(entry, say) for entry in report.used]
    )


def _used_row(entry: Used, say: Callable[[str], str]) -> list[str]:
    here = bool(entry.commercial)
    missing = say(N_("its files are not on this machine"))
    return [
        say(_KINDS[entry.kind]),
        entry.name,
        entry.sha256,
        entry.license or ("" if here else missing),
        say(_COMMERCIAL[entry.commercial]) if here else "",
        str(entry.pictures),
        _day(entry.first),
        _day(entry.last),
    ]


def _inputs(report: Report, say: Callable[[str], str]) -> str:
    heads = (say(N_("What it was")), "SHA-256", say(N_("Pictures")), say(N_("Kept")))
    yes, no = say(N_("yes")), say(N_("no"))
    rows = [
        [say(_ROLES[entry.role]), entry.sha256, str(entry.pictures), yes if entry.here else no]
        for entry in report.inputs
    ]
    return _section(say(N_("Pictures that others were made from")), heads, rows)


def _pictures(report: Report, say: Callable[[str], str]) -> str:
    heads = (
        *(say(N_("Run")), say(N_("Made on")), say(N_("How it came about"))),
        *(say(N_("Model")), say(N_("Taken from")), say(N_("Rights"))),
    )
    rows = [
        [one.run, _day(one.created), _how(one.how, say), one.model, one.imported_from, one.rights]
        for one in report.pictures
    ]
    return _section(say(N_("Every picture")), heads, rows)


def _how(how: str, say: Callable[[str], str]) -> str:
    return say(_HOW[how]) if how in _HOW else how


def _day(moment: datetime) -> str:
    return f"{moment.astimezone():%Y-%m-%d}"


def _section(title: str, heads: Iterable[str], rows: Sequence[Sequence[str]]) -> str:
    if not rows:
        return ""
    top = "".join(f"<th>{escape(head)}</th>" for head in heads)
    body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows)
    return f"<h2>{escape(title)}</h2><table><tr>{top}</tr>{body}</table>"


def _cell(text: str) -> str:
    """Return a cell; a hash is cut short and whole in its tooltip."""
    if len(text) == 64 and text.isalnum():
        return f'<td><code title="{escape(text)}">{escape(text[:SHORT])}</code></td>'
    return f"<td>{escape(text)}</td>"
