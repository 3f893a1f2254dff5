"""Which packages a picture was made with, read without importing them."""

from __future__ import annotations

import platform
from functools import cache
from importlib.metadata import PackageNotFoundError, version

from studio import __version__

PACKAGES = ("torch", "diffusers", "transformers", "numpy", "pillow")


@cache
def versions() -> dict[str, str]:
    """Return `version.<package>` for all that a result may depend on."""
    found = {"version.studio": __version__, "version.python": platform.python_version()}
    for package in PACKAGES:
        try:
            found[f"version.{package}"] = version(package)
        except PackageNotFoundError:
            continue
    return found
