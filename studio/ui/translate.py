"""Texts from the layers without Qt, in the user's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

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


def english(text: str) -> str:
    """Return what a text on the screen is called in English; itself where that is unknown."""
    for translator in _speaking:
        if text in translator.sources:
            return translator.sources[text]
    return text


def speak(folder: Path, language: str) -> None:
    """Let all texts that are made from now on be in a language; "" is that of the system."""
    for kept in (_speaking, _qts):
        while kept:
            QCoreApplication.removeTranslator(kept.pop())
    locale = QLocale(language) if language else QLocale.system()
    QLocale.setDefault(locale)
    for path in sorted(folder.glob("*.qm")) if folder.is_dir() else []:
        name = path.stem.partition("_")[2] or path.stem
        if QLocale(name).language() != locale.language() or QLocale(name).name() == "C":
            continue
        translator = Remembering()
        if translator.load(str(path)) and QCoreApplication.installTranslator(translator):
            _speaking.append(translator)
    if _speaking:
        _let_qt_speak(locale)


def _let_qt_speak(locale: QLocale) -> None:
    """Have the menus that Qt makes itself, such as that of a line of text, in a language."""
    texts = QtsTexts()
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if texts.load(locale, "qtbase", "_", folder) and QCoreApplication.installTranslator(texts):
        _qts.append(texts)


class QtsTexts(QTranslator):
    """The texts of Qt without the names of keys: they are shown as they stand on the keyboard."""

    def translate(
        self, context: str, source: str, disambiguation: str | None = None, n: int = -1
    ) -> str:
        """Translate as Qt does."""
        found = (
            "" if context == "QShortcut" else super().translate(context, source, disambiguation, n)
        )
        return found or None  # type: ignore[return-value]  # Qt's null string: as it is in English


class Remembering(QTranslator):
    """Remembers which English text each translation it gave stands for."""

    def __init__(self) -> None:
        super().__init__()
        self.sources: dict[str, str] = {}

    def translate(
        self, context: str, source: str, disambiguation: str | None = None, n: int = -1
    ) -> str:
        """Translate as Qt does."""
        found = super().translate(context, source, disambiguation, n)
        if not found:
            return None  # type: ignore[return-value]  # Qt's null string: look further
        self.sources[found] = source
        return found


_speaking: list[Remembering] = []  # Qt keeps no translator alive
_qts: list[QTranslator] = []
