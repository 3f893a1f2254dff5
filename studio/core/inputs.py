"""The pictures that requests start from, kept in the project and named by their content."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from studio.core.errors import ProjectError
from studio.core.storage import is_link, make_folder, write_atomic
from studio.core.text import N_

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = "inputs"
_KEY = re.compile(r"[0-9a-f]{64}")


class Inputs:
    """PNG files in `inputs/`, each called by the SHA-256 of its bytes; never changed, only added.

    Adding one twice costs nothing, and a request that names one can be made again for ever.
    """

    def __init__(self, root: Path) -> None:
        """Take the project's folder."""
        self._folder = root / FOLDER

    def keep(self, png: bytes) -> str:
        """Store a picture and return its key; raises `OSError` when the disk refuses."""
        key = hashlib.sha256(png).hexdigest()
        if not self.has(key):
            make_folder(self._folder)
            write_atomic(self.path(key), png)
        return key

    def has(self, key: str) -> bool:
        """Whether a picture of that key is here."""
        return is_key(key) and self.path(key).is_file()

    def path(self, key: str) -> Path:
        """Return where a picture lies; raises `ProjectError` for what is no key."""
        if not is_key(key):
            raise ProjectError(N_("{key} does not name a starting picture."), key=f"{key!r:.80}")
        return self._folder / f"{key}.png"

    def read(self, key: str) -> bytes:
        """Return the bytes; raises `ProjectError` when they are gone or no longer the same."""
        path = self.path(key)
        try:
            if is_link(path):
                raise FileNotFoundError
            data = path.read_bytes()
        except FileNotFoundError:
            raise ProjectError(
                N_("The starting picture is not in this project: choose it again.")
            ) from None
        except OSError as error:
            raise ProjectError(
                N_("{path} cannot be read: {reason}."), path=path, reason=error.strerror or error
            ) from error
        if hashlib.sha256(data).hexdigest() != key:
            raise ProjectError(
                N_("The starting picture {path} was changed: choose it again."), path=path
            )
        return data


def is_key(text: str) -> bool:
    """Whether a text has the form of a key."""
    return _KEY.fullmatch(text) is not None
