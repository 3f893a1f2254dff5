"""Where a picture goes that its project could not take, since memory ends with the process."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from studio.core.errors import SaveError
from studio.core.job import CancelToken
from studio.core.text import N_
from studio.tasks.save_files import SaveFiles

if TYPE_CHECKING:
    from collections.abc import Callable

    from studio.core.job import Progress

FOLDER = "studio rescued"


def rescued(error: SaveError, out: Path | None) -> SaveError:
    """Save the files of `error` where there is room, and return what to tell instead of it.

    The folder of `--out` comes first, then the current one, then that of temporary files.
    """
    for place in _places(out):
        try:
            folder = SaveFiles(place() / FOLDER, error.files).run(_ignore, CancelToken())
        except (SaveError, OSError):  # no room here either, or no such place
            continue
        return SaveError(
            N_(
                "The picture could not be stored in {path}: {reason}. "
                "It was saved in {folder} instead."
            ),
            **error.message.values,
            folder=folder,
        )
    return SaveError(
        N_(
            "The picture could not be stored in {path}: {reason}. There was no room in the current "
            "folder and in that of temporary files either, so it is lost."
        ),
        **error.message.values,
    )


def _places(out: Path | None) -> tuple[Callable[[], Path], ...]:
    """Return what finds each place; finding one can fail as well."""
    common = (Path.cwd, _temporary)
    return (lambda: out.absolute().parent, *common) if out else common


def _temporary() -> Path:
    return Path(tempfile.gettempdir())


def _ignore(_progress: Progress) -> None:
    """One picture is written too fast to tell of."""
