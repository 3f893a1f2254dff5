"""The hash of a model's files, computed beside the work and remembered by path, time and size."""

from __future__ import annotations

import hashlib
import json
import threading
from pathlib import Path
from typing import Any

from studio.core.errors import StudioError
from studio.core.storage import write_atomic
from studio.engine.folder import read_json

_SUFFIXES = (".safetensors", ".json", ".txt")
_BLOCK = 1 << 20


class Fingerprint:
    """Starts hashing at once in a thread of its own; `text` waits until it is known."""

    def __init__(self, model: Path, memory: Path) -> None:
        self._model = model
        self._memory = memory
        self._text = ""
        self._thread = threading.Thread(target=self._compute, name="fingerprint", daemon=True)
        self._thread.start()

    def wait(self, timeout_s: float) -> bool:
        """Wait for the hash at most so long; return whether it is known."""
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    @property
    def text(self) -> str:
        """The sha256 of the file, or of a folder's file names and hashes; "" if it vanished."""
        self._thread.join()
        return self._text

    def _compute(self) -> None:
        try:
            self._text = fingerprint(self._model, self._memory)
        except OSError:
            self._text = ""


def fingerprint(model: Path, memory: Path, suffixes: tuple[str, ...] = _SUFFIXES) -> str:
    """Return the model's sha256; hashes of unchanged files come from the JSON file `memory`.

    Of a folder, the files with these suffixes count.
    """
    known = _recall(memory)
    if model.is_file():
        text = _file_hash(model, known)
    else:
        files = sorted(p for p in model.rglob("*") if p.suffix in suffixes and p.is_file())
        lines = [f"{p.relative_to(model).as_posix()} {_file_hash(p, known)}\n" for p in files]
        text = hashlib.sha256("".join(lines).encode()).hexdigest()
    _remember(memory, known)
    return text


def _file_hash(path: Path, known: dict[str, Any]) -> str:
    stat = path.stat()
    stamp = [stat.st_mtime_ns, stat.st_size]
    key = str(path.absolute())
    match known.get(key):
        case [list(kept), str(text)] if kept == stamp:
            return text
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    known[key] = [stamp, digest.hexdigest()]
    return digest.hexdigest()


def _recall(memory: Path) -> dict[str, Any]:
    try:
        return read_json(memory)
    except StudioError:
        return {}


def _remember(memory: Path, known: dict[str, Any]) -> None:
    living = {key: value for key, value in known.items() if Path(key).exists()}
    try:
        memory.parent.mkdir(parents=True, exist_ok=True)
        write_atomic(memory, json.dumps(living).encode())
    except OSError:
        pass  # a cache that cannot be written is computed again
