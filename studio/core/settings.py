"""Every setting, declared once: what it may be, what it is by default, what it does."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from studio.core import paths
from studio.core.errors import RequestError, StudioError
from studio.core.file_format import Format, with_new_fields
from studio.core.kept_file import KeptFile
from studio.core.params import choice, clean, integer
from studio.core.text import N_

if TYPE_CHECKING:
    from studio.core.json_text import Json

FILE_NAME = "settings.json"
MOST_FOLDERS = 100
_THEMES = (("dark", N_("Dark")), ("light", N_("Light")))
_SURROUNDS = (
    ("", N_("Gray, as the theme")),
    ("dark", N_("Dark gray")),
    ("light", N_("Light gray")),
    ("black", N_("Black")),
)
_LANGUAGES = (("", N_("As the system")), ("en", "English"), ("zh_CN", "中文"))


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user chose once and for all projects."""

    theme: str = choice("dark", _THEMES, title=N_("Theme"), help=N_("The colors of the window."))
    language: str = choice(
        "", _LANGUAGES, title=N_("Language"), help=N_("Used from the next start on.")
    )
    canvas_surround: str = choice(
        "",
        _SURROUNDS,
        title=N_("Around the picture"),
        help=N_("The shade of the canvas beside the picture; it changes how colors seem."),
    )
    cpu_threads: int = integer(
        0,
        0,
        256,
        title=N_("Processor threads"),
        help=N_("How many threads draw when there is no graphics card; 0 lets the studio choose."),
    )
    models_folders: tuple[str, ...] = ()  # searched after those the studio knows by itself


def _without_background(data: dict[str, Json]) -> dict[str, Json]:
    """Schema 1 had a background of the canvas, which nothing showed."""
    return {name: value for name, value in data.items() if name != "canvas_background"}


SETTINGS = Format(
    "studio.settings",
    Settings,
    schema=3,
    migrations={1: _without_background, 2: with_new_fields},
)


def checked(settings: Settings) -> Settings:
    """Return the settings; raises `RequestError` naming the one that is out of bounds."""
    clean(Settings, asdict(settings))
    if len(settings.models_folders) > MOST_FOLDERS:
        raise RequestError(N_("There can be at most {n} folders of models."), n=MOST_FOLDERS)
    return settings


def open_settings(folder: Path) -> KeptFile[Settings]:
    """Read the settings kept in the configuration folder."""
    return KeptFile(folder / FILE_NAME, SETTINGS, Settings(), checked)


def read_settings() -> Settings:
    """Return what the settings are now, or the defaults where `open_settings` has to tell more."""
    try:
        return checked(SETTINGS.loads((paths.config_folder() / FILE_NAME).read_bytes()))
    except (OSError, StudioError):
        return Settings()


def all_models_folders() -> tuple[Path, ...]:
    """Return every folder that is searched for models: those that ship, then the user's."""
    return (*paths.models_folders(), *map(Path, read_settings().models_folders))
