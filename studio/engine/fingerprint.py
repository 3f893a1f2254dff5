"""The hash of a model's files, computed beside the work and remembered by path, time and size.

While a file is read for its hash, its weights are looked at too: a tensor that holds NaN or
infinity is remembered with the hash.
"""

from __future__ import annotations

import hashlib
import json
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studio.core.errors import StudioError
from studio.core.paths import cache_folder
from studio.core.storage import write_atomic
from studio.engine.folder import read_json
from studio.engine.soundness import Examiner, header_of

if TYPE_CHECKING:
    from collections.abc import Callable

_SUFFIXES = (".safetensors", ".json", ".txt")
_INDEX = "model_index.json"  # what makes a folder a model of parts, each in a folder of its own
_TOKENS = {"merges.txt", "vocab.txt"}  # what is loaded of a tokenizer besides JSON
_BESIDE = {  # what counts beside the index; whatever else lies there is nobody's to load
    *(_INDEX, "config.json", "studio.json"),
    *("preview.json", "style_effect.json", "evaluation.json"),  # the starter's hash knows them
}
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


def fingerprint(
    model: Path,
    memory: Path,
    suffixes: tuple[str, ...] = _SUFFIXES,
    heard: Callable[[int], None] = lambda _size: None,
) -> str:
    """Return the model's sha256; hashes of unchanged files come from the JSON file `memory`.

    Of a folder, the files with these suffixes count. `heard` gets the size of every block that was
    read, and may raise.
    """
    known = _recall(memory)
    before = dict(known)
    if model.is_file():
        text = _file_hash(model, known, heard)
    else:
        files = _weights(model, suffixes)
        lines = [
            f"{p.relative_to(model).as_posix()} {_file_hash(p, known, heard)}\n" for p in files
        ]
        text = hashlib.sha256("".join(lines).encode()).hexdigest()
    if known != before:
        _remember(memory, known)
    return text


def hash_at_hand(model: Path, most_bytes: int = 0) -> str | None:
    """Return what `Fingerprint` says of the model now, if at most so many bytes must be read.

    None if more must be, or if there is no such model: nothing is known of its weights.
    """
    memory = cache_folder() / "hashes.json"
    known = _recall(memory)
    try:
        files = [model] if model.is_file() else _weights(model, _SUFFIXES)
        unread = sum(p.stat().st_size for p in files if _remembered(p, known) is None)
        return fingerprint(model, memory) if files and unread <= most_bytes else None
    except OSError:
        return None


def broken_tensor(model: Path) -> tuple[Path, str] | None:
    """Return the first file of a model that was found to hold NaN or infinity, and the tensor.

    None where nothing of it was found, or its hash was never computed.
    """
    known = _recall(cache_folder() / "hashes.json")
    for path in [model] if model.is_file() else _weights(model, _SUFFIXES):
        match known.get(str(path.absolute())):
            case [list(kept), str(_), str(name)] if kept == _stamp(path):
                return path, name
    return None


def _weights(folder: Path, suffixes: tuple[str, ...]) -> list[Path]:
    beside = _BESIDE if (folder / _INDEX).is_file() else None
    found = (p for p in folder.rglob("*") if p.suffix in suffixes and p.is_file())
    return sorted(p for p in found if _counts(p, beside if p.parent == folder else None))


def _counts(path: Path, known: set[str] | None) -> bool:
    """Whether a file is part of the model, and no note that somebody laid beside it."""
    if path.suffix == ".txt":
        return path.name in _TOKENS
    return path.suffix != ".json" or known is None or path.name in known


def _remembered(path: Path, known: dict[str, Any]) -> str | None:
    match known.get(str(path.absolute())):
        case [list(kept), str(text), *_] if kept == _stamp(path):
            return text
    return None


def _stamp(path: Path) -> list[int]:
    stat = path.stat()
    return [stat.st_mtime_ns, stat.st_size]


def _file_hash(path: Path, known: dict[str, Any], heard: Callable[[int], None]) -> str:
    text = _remembered(path, known)
    if text is not None:
        return text
    stamp = _stamp(path)
    digest = hashlib.sha256()
    with path.open("rb") as file:
        start = file.read(8 + 1)
        header = file.read(max(header_of(start, stamp[1]) - 1, 0))
        examiner = Examiner(start[8:] + header if header else b"")
        digest.update(start + header)
        while block := file.read(_BLOCK):
            digest.update(block)
            examiner.take(block)
            heard(len(block))
    broken = [examiner.broken] if examiner.broken else []
    known[str(path.absolute())] = [stamp, digest.hexdigest(), *broken]
    return digest.hexdigest()


def _recall(memory: Path) -> dict[str, Any]:
    try:
        return read_json(memory)
    except StudioError:
        return {}


def _remember(memory: Path, known: dict[str, Any]) -> None:
    merged = {**_recall(memory), **known}  # another process may have learnt others meanwhile
    living = {key: value for key, value in merged.items() if Path(key).exists()}
    try:
        memory.parent.mkdir(parents=True, exist_ok=True)
        write_atomic(memory, json.dumps(living).encode())
    except OSError:
        pass  # a cache that cannot be written is computed again
