"""Every setting, declared once: what it may be, what it is by default, what it does."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studio.core import paths
from studio.core.errors import RequestError, StudioError
from studio.core.file_format import Format
from studio.core.kept_file import KeptFile
from studio.core.params import Spec, choice, clean, flag, integer, specs, text
from studio.core.text import N_

if TYPE_CHECKING:
    from studio.core.json_text import Json

FILE_NAME = "settings.json"
MOST_FOLDERS = 100
LONGEST_PATH = 4096
LONGEST_TEXT = 1000
_CATEGORY, _FOLDERS = "studio.category", "studio.folders"
_THEMES = (("dark", N_("Dark")), ("light", N_("Light")))
_SURROUNDS = (
    ("", N_("Gray, as the theme")),
    ("dark", N_("Dark gray")),
    ("light", N_("Light gray")),
    ("black", N_("Black")),
)
_LANGUAGES = (("", N_("As the system")), ("en", "English"), ("zh_CN", "中文"))
_TUNINGS = (
    ("", N_("Exact, as the libraries compute it")),
    ("tuned", N_("Tuned")),
    ("compiled", N_("Tuned and compiled")),
)
_LEAVING = (
    ("ask", N_("Ask me")),
    ("keep", N_("Close, and go on at the next start")),
    ("finish", N_("Close when the work is done")),
    ("cancel", N_("Cancel it and close")),
)
_DRAW_ON = (
    ("", N_("The graphics card, if there is one")),
    ("cpu", N_("The processor")),
)
_LOG_LEVELS = (
    ("debug", N_("Everything")),
    ("info", N_("What happens")),
    ("warning", N_("Only what goes wrong")),
)
CATEGORIES = {
    "look": N_("Look"),
    "drawing": N_("Drawing"),
    "queue": N_("Work and closing"),
    "folders": N_("Folders"),
    "origin": N_("Origin and content"),
    "service": N_("Notices and log"),
}


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting as the window shows it; `spec.kind` may also be "folders", a tuple of paths."""

    name: str
    spec: Spec
    default: object
    category: str


def _of(category: str, declared: Any) -> Any:
    """Put a declared field into a category."""
    return field(default=declared.default, metadata={**declared.metadata, _CATEGORY: category})


def _folders(*, title: str, help: str) -> Any:
    """Declare folders that are searched besides those the studio knows by itself."""
    return field(default=(), metadata={_FOLDERS: Spec("folders", title, help)})


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user chose once and for all projects."""

    theme: str = _of(
        "look", choice("dark", _THEMES, title=N_("Theme"), help=N_("The colors of the window."))
    )
    canvas_surround: str = _of(
        "look",
        choice(
            "",
            _SURROUNDS,
            title=N_("Around the picture"),
            help=N_("The shade of the canvas beside the picture; it changes how colors seem."),
        ),
    )
    language: str = _of(
        "look",
        choice("", _LANGUAGES, title=N_("Language"), help=N_("The words of the window, at once.")),
    )
    draw_on: str = _of(
        "drawing",
        choice(
            "",
            _DRAW_ON,
            title=N_("Draw on"),
            help=N_(
                "What the models run on. The processor is far slower than a graphics card, but "
                "always there. The model is loaded again before the next picture."
            ),
        ),
    )
    tuning: str = _of(
        "drawing",
        choice(
            "",
            _TUNINGS,
            title=N_("Graphics card"),
            help=N_(
                "Models built like Stable Diffusion draw sooner when tuned or compiled, and differ "
                "in the last digits, which nobody sees. Compiling takes a minute, once for each "
                "model and size. The processor is never tuned: it would be slower."
            ),
        ),
    )
    cpu_threads: int = _of(
        "drawing",
        integer(
            0,
            0,
            256,
            title=N_("Processor threads"),
            help=N_(
                "How many threads draw when there is no graphics card; 0 lets the studio choose. "
                "The model is loaded again before the next picture."
            ),
        ),
    )
    memory_gb: int = _of(
        "drawing",
        integer(
            0,
            0,
            1024,
            title=N_("Memory for models"),
            help=N_(
                "How much memory models and pictures may take; 0 lets them take what is free. "
                "With less, the studio keeps fewer models loaded and works more slowly."
            ),
            unit="GiB",
        ),
    )
    preview: bool = _of(
        "drawing",
        flag(
            True,
            title=N_("Live preview"),
            help=N_("Show the picture while it forms. It costs next to no time."),
        ),
    )
    preview_rate: int = _of(
        "drawing",
        integer(
            10,
            1,
            10,
            title=N_("Previews a second"),
            help=N_("At most so many; fewer are quieter over a slow remote display."),
            unit="/s",
        ),
    )
    on_leaving: str = _of(
        "queue",
        choice(
            "ask",
            _LEAVING,
            title=N_("Closing while it works"),
            help=N_("What happens to running work when the window is closed."),
        ),
    )
    keep_draft: bool = _of(
        "queue",
        flag(
            True,
            title=N_("Keep what I write"),
            help=N_("The next start shows the prompt and everything else as it was left."),
        ),
    )
    draft_after_s: int = _of(
        "queue",
        integer(
            2,
            1,
            60,
            title=N_("Write it down after"),
            help=N_("How long after the last edit the prompt goes to the disk."),
            unit="s",
        ),
    )
    models_folders: tuple[str, ...] = _of(
        "folders",
        _folders(
            title=N_("Models"),
            help=N_("Searched for models after the folders the studio knows by itself."),
        ),
    )
    styles_folders: tuple[str, ...] = _of(
        "folders",
        _folders(title=N_("Styles"), help=N_("Searched for styles; later folders win.")),
    )
    wildcards_folders: tuple[str, ...] = _of(
        "folders",
        _folders(
            title=N_("Wildcard lists"),
            help=N_("Searched for the lists behind __name__; later folders win."),
        ),
    )
    additions_folders: tuple[str, ...] = _of(
        "folders",
        _folders(
            title=N_("LoRA and embeddings"),
            help=N_("Searched for the files that <lora:name:1> and embedding names stand for."),
        ),
    )
    hash_models: bool = _of(
        "service",
        flag(
            True,
            title=N_("Compute hashes of models"),
            help=N_(
                "Reads every model once, in quiet moments, so that pictures name the files they "
                "were made with; damaged weights are found on the way. Network drives are left out."
            ),
        ),
    )
    rights: str = _of(
        "origin",
        text(
            "",
            LONGEST_TEXT,
            title=N_("Rights"),
            help=N_(
                "A line such as: © 2026 Ada. Every exported picture carries it; none if empty."
            ),
        ),
    )
    content_filter: bool = _of(
        "origin",
        flag(
            False,
            title=N_("Content filter"),
            help=N_(
                "Has every finished picture looked at by a safety checker, whose files must be in "
                "a models folder, and says which pictures were held back."
            ),
        ),
    )
    blocked_words: str = _of(
        "origin",
        text(
            "",
            LONGEST_TEXT,
            title=N_("Words that are not drawn"),
            help=N_("Parted by commas; a prompt with one of them is refused before it is drawn."),
        ),
    )
    tell_problems: bool = _of(
        "service",
        flag(
            True,
            title=N_("Tell of models that cannot be used"),
            help=N_("A line above the picture after looking for models; the page has them too."),
        ),
    )
    log_level: str = _of(
        "service",
        choice(
            "info",
            _LOG_LEVELS,
            title=N_("The log tells"),
            help=N_("How much is written to the log of this window."),
        ),
    )
    kept_logs: int = _of(
        "service",
        integer(
            5,
            1,
            50,
            title=N_("Logs of former starts"),
            help=N_("How many logs are kept; the oldest goes first."),
        ),
    )


def _without_background(data: dict[str, Json]) -> dict[str, Json]:
    """Schema 1 had a background of the canvas, which nothing showed."""
    return {name: value for name, value in data.items() if name != "canvas_background"}


def _as_before(data: dict[str, Json]) -> dict[str, Json]:
    """Schema 2 had fewer settings; what it lacks takes its default."""
    return data


SETTINGS = Format(
    "studio.settings",
    Settings,
    schema=4,
    migrations={1: _without_background, 2: _as_before, 3: _as_before},
)


def declared() -> dict[str, Setting]:
    """Return every setting by its name, in the order of the categories' lines."""
    scalars = specs(Settings)
    return {
        f.name: Setting(
            f.name,
            f.metadata[_FOLDERS] if _FOLDERS in f.metadata else scalars[f.name][0],
            f.default,
            f.metadata[_CATEGORY],
        )
        for f in fields(Settings)
    }


def checked(settings: Settings) -> Settings:
    """Return the settings; raises `RequestError` naming the one that is out of bounds."""
    clean(Settings, asdict(settings))
    for setting in declared().values():
        if setting.spec.kind == "folders":
            _check_folders(setting.spec.title, getattr(settings, setting.name))
    return settings


def _check_folders(title: str, folders: tuple[str, ...]) -> None:
    if len(folders) > MOST_FOLDERS:
        raise RequestError(
            N_("{title}: there can be at most {n} folders."), title=title, n=MOST_FOLDERS
        )
    for folder in folders:
        if not folder.strip() or "\0" in folder or len(folder) > LONGEST_PATH:
            raise RequestError(
                N_("{title}: “{folder}” is not a folder."), title=title, folder=folder[:80]
            )


def open_settings(folder: Path) -> KeptFile[Settings]:
    """Read the settings kept in the configuration folder."""
    return KeptFile(folder / FILE_NAME, SETTINGS, Settings(), checked)


def read_settings() -> Settings:
    """Return what the settings are now, or the defaults where `open_settings` has to tell more."""
    try:
        return checked(SETTINGS.loads((paths.config_folder() / FILE_NAME).read_bytes()))
    except (OSError, StudioError):
        return Settings()


def preview_wait_s() -> float:
    """Return the least time between two previews; 0 where none is wanted."""
    settings = read_settings()
    return 1 / settings.preview_rate if settings.preview else 0.0


def all_models_folders() -> tuple[Path, ...]:
    """Return every folder that is searched for models: those that ship, then the user's."""
    return (*paths.models_folders(), *map(Path, read_settings().models_folders))
