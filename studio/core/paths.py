"""Where things lie on this machine: what ships with the studio, and what belongs to the user.

`STUDIO_HOME` moves everything of the user's into one folder (a portable installation, a test);
`STUDIO_CACHE` and `STUDIO_CONFIG` move one of them alone.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

NAME = "studio"
_PROGRAMS = (
    *("ComfyUI", "ComfyUI_windows_portable/ComfyUI", "stable-diffusion-webui"),
    *("stable-diffusion-webui-forge", "invokeai", "InvokeAI"),
)


def resources() -> Path:
    """Return the folder of starter models, styles, icons and translations, frozen or not."""
    bundle = getattr(sys, "_MEIPASS", None)  # set by PyInstaller in the packaged executable
    root = Path(bundle) if bundle else Path(__file__).parents[2]
    return root / "resources"


def documents_folder() -> Path:
    """Return the folder of the user's projects and models; it may not exist yet."""
    return _from_environment("STUDIO_HOME") or Path.home() / "Studio"


def default_project() -> Path:
    """Return the project that is used when none was named."""
    return documents_folder() / "My pictures"


def user_models_folder() -> Path:
    """Return the folder that the user puts full models into; it may not exist yet."""
    return documents_folder() / "models"


def models_folders() -> tuple[Path, ...]:
    """Return the folders that are searched for models: those that ship, then the user's."""
    return resources() / "models", user_models_folder()


def additions_folders() -> tuple[Path, ...]:
    """Return the user's folders of LoRAs and embeddings, beside the models."""
    return documents_folder() / "loras", documents_folder() / "embeddings"


def programs_folders() -> tuple[Path, ...]:
    """Return where other programs usually keep models, whether they are there or not.

    None where everything of the user's was moved into one folder: nothing else is looked into then.
    """
    if _from_environment("STUDIO_HOME"):
        return ()
    home = Path.home()
    hub = _from_environment("HF_HUB_CACHE") or (
        (_from_environment("HF_HOME") or home / ".cache" / "huggingface") / "hub"
    )
    drives = [Path(f"{letter}:\\") for letter in "CDEF"] if sys.platform == "win32" else []
    # macOS would ask whether the studio may look into the documents
    documents = [] if sys.platform == "darwin" else [home / "Documents"]
    bases = (home, *documents, *drives)
    return (hub, *(base / name for base in bases for name in _PROGRAMS))


def styles_folders() -> tuple[Path, ...]:
    """Return the folders of styles: those that ship, then the user's, which win."""
    return resources() / "styles", documents_folder() / "styles"


def wildcards_folders() -> tuple[Path, ...]:
    """Return the folders of wildcard lists: those that ship, then the user's, which win."""
    return resources() / "wildcards", documents_folder() / "wildcards"


def cache_folder() -> Path:
    """Return the folder of things that can be deleted at any time and are made again."""
    return _own_folder("STUDIO_CACHE", "cache", _system_cache)


def config_folder() -> Path:
    """Return the folder of settings and of what the window remembers."""
    return _own_folder("STUDIO_CONFIG", "config", _system_config)


def _own_folder(variable: str, name: str, system: Callable[[], Path]) -> Path:
    home = _from_environment("STUDIO_HOME")
    return _from_environment(variable) or (home / name if home else system() / NAME)


def _from_environment(variable: str) -> Path | None:
    value = os.environ.get(variable, "")
    return Path(value).expanduser().absolute() if value else None


def _system_cache() -> Path:
    match sys.platform:
        case "win32":
            return _from_environment("LOCALAPPDATA") or Path.home() / "AppData" / "Local"
        case "darwin":
            return Path.home() / "Library" / "Caches"
        case _:
            return _from_environment("XDG_CACHE_HOME") or Path.home() / ".cache"


def _system_config() -> Path:
    match sys.platform:
        case "win32":
            return _from_environment("APPDATA") or Path.home() / "AppData" / "Roaming"
        case "darwin":
            return Path.home() / "Library" / "Application Support"
        case _:
            return _from_environment("XDG_CONFIG_HOME") or Path.home() / ".config"
