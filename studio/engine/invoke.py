"""Reads what InvokeAI calls its models, and where those lie that it uses in place.

Its folders are called by random numbers; names and places are in its database, one JSON text each.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

DATABASE = Path("databases", "invokeai.db")
MOST = 10_000
WAIT_S = 1.0  # for InvokeAI, which may be writing


def named_models(root: Path) -> Iterator[tuple[Path, str]]:
    """Yield path and name of every model that the database of an InvokeAI folder lists.

    A database that cannot be read lists none.
    """
    for text in _configs(root / DATABASE):
        try:
            config = json.loads(text)
            path, name = Path(config["path"]), str(config["name"])
        except (ValueError, TypeError, KeyError, RecursionError):
            continue
        yield root / "models" / path, name


def _configs(database: Path) -> list[str]:
    if not database.is_file():
        return []
    for options in ("mode=ro", "mode=ro&immutable=1"):  # the second where nothing may be written
        try:
            address = f"{database.absolute().as_uri()}?{options}"
            with closing(sqlite3.connect(address, uri=True, timeout=WAIT_S)) as found:
                rows = found.execute("SELECT config FROM models LIMIT ?", (MOST,)).fetchall()
        except (sqlite3.Error, OSError, ValueError):
            continue
        return [text for (text,) in rows if isinstance(text, str)]
    return []
