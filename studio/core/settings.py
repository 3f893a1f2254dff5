"""Every setting, declared once: what it may be, what it is by default, what it does."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from studio.core.errors import RequestError
from studio.core.file_format import Format
from studio.core.kept_file import KeptFile
from studio.core.params import choice, clean, integer
from studio.core.text import N_

if TYPE_CHECKING:
    from pathlib import Path

FILE_NAME = "settings.json"
MOST_FOLDERS = 100
_THEMES = (("dark", N_("Dark")), ("light", N_("Light")))
_LANGUAGES = (("", N_("As the system")), ("en", "English"), ("zh_CN", "中文"))
_BACKGROUNDS = (("plain", N_("Plain")), ("checks", N_("Checks")))


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user chose once and for all projects."""

    theme: str = choice("dark", _THEMES, title=N_("Theme"), help=N_("The colors of the window."))
    language: str = choice(
        "", _LANGUAGES, title=N_("Language"), help=N_("Used from the next start on.")
    )
    canvas_background: str = choice(
        "plain", _BACKGROUNDS, title=N_("Canvas background"), help=N_("What lies around a picture.")
    )
    cpu_threads: int = integer(
        0,
        0,
        256,
        title=N_("Processor threads"),
        help=N_("How many threads draw when there is no graphics card; 0 lets the studio choose."),
    )
    models_folders: tuple[str, ...] = ()  # searched after those the studio knows by itself


SETTINGS = Format("studio.settings", Settings, schema=1)


def checked(settings: Settings) -> Settings:
    """Return the settings; raises `RequestError` naming the one that is out of bounds."""
    clean(Settings, asdict(settings))
    if len(settings.models_folders) > MOST_FOLDERS:
        raise RequestError(N_("There can be at most {n} folders of models."), n=MOST_FOLDERS)
    return settings


def open_settings(folder: Path) -> KeptFile[Settings]:
    """Read the settings kept in the configuration folder."""
    return KeptFile(folder / FILE_NAME, SETTINGS, Settings(), checked)
