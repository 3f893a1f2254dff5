"""Texts in the user's language for those who have no Qt: read from the .ts files themselves."""

from __future__ import annotations

import locale
import os
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from studio.core.text import CONTEXT, N_

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def user_language() -> str:
    """Return the language of the terminal as in `zh_CN`, or "" where it does not say."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return value.partition(".")[0]
    return locale.getlocale()[0] or ""


def translator(folder: Path, language: str) -> Callable[[str], str]:
    """Return what turns a text marked with `N_()` into `language`, as far as it is translated.

    A language whose country has no file of its own takes that of another country.
    """
    exact = folder / f"studio_{language}.ts"
    same_language = sorted(folder.glob(f"studio_{language.partition('_')[0]}_*.ts"))
    found = [path for path in (exact, *same_language) if language and path.is_file()]
    if not found:
        return N_
    texts = _read(found[0])
    return lambda text: texts.get(text, text)


def _read(path: Path) -> dict[str, str]:
    contexts = ElementTree.parse(path).getroot().iterfind("context")
    return {
        message.findtext("source", ""): message.findtext("translation", "")
        for context in contexts
        if context.findtext("name") == CONTEXT
        for message in context.iterfind("message")
        if message.findtext("translation")
    }
