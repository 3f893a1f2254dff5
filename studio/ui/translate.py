"""Texts from the layers without Qt, in the user's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLocale, QTranslator

from studio.core import text

if TYPE_CHECKING:
    from pathlib import Path

    from studio.core.text import Message


def shown(template: str) -> str:
    """Translate a text that was marked with `N_()`."""
    return QCoreApplication.translate(text.CONTEXT, template)


def sentence(message: Message) -> str:
    """Translate a message and fill in its values."""
    return message.render(shown)


def install(folder: Path, locale: QLocale) -> list[QTranslator]:
    """Install the translations of a folder that fit the locale; the caller keeps them alive."""
    installed = []
    for path in sorted(folder.glob("*.qm")) if folder.is_dir() else []:
        name = path.stem.partition("_")[2] or path.stem
        if QLocale(name).language() != locale.language() or QLocale(name).name() == "C":
            continue
        translator = QTranslator()
        if translator.load(str(path)) and QCoreApplication.installTranslator(translator):
            installed.append(translator)
    return installed
