"""A report on what happened, to be sent by hand: no picture, and no prompt unless it is wanted."""

from __future__ import annotations

import platform
import re
import sys
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from studio import __version__
from studio.core.log_files import log_files
from studio.core.task import DISK_LANE
from studio.core.text import N_, Message, message
from studio.tasks.read_log import tail

if TYPE_CHECKING:
    from collections.abc import Iterable

    from studio.core.job import CancelToken, Reporter

PACKAGES = ("torch", "diffusers", "transformers", "PySide6_Essentials", "numpy", "pillow")
MOST_LINES = 200
SHORTEST_WORD = 3  # shorter pieces of a prompt tell nobody anything
HIDDEN = "[prompt]"
_QUOTED = re.compile(r"(?i)\b(prompt|negative|style_text)(['\"]?\s*[=:]\s*)(['\"]).*?\3")


@dataclass(frozen=True, slots=True)
class MakeReport:
    """Returns the report as text.

    `facts` are lines that the window knows; `prompts` are the texts that are taken out of every
    line unless `with_prompts`.
    """

    facts: tuple[tuple[str, str], ...]
    prompts: tuple[str, ...]
    logs: Path
    with_prompts: bool = False

    @property
    def lane(self) -> str:
        """Reading files."""
        return DISK_LANE

    @property
    def title(self) -> Message:
        """What it does."""
        return message(N_("Putting a report together"))

    def run(self, _report: Reporter, cancel: CancelToken) -> str:
        """Collect and write."""
        parts = [_section("Studio", _machine()), _section("Window", self.facts)]
        for is_worker, title in ((False, "Log"), (True, "Log of the worker")):
            cancel.check()
            parts.append(f"## {title}\n\n" + "\n".join(self._lines(is_worker)))
        text = shortened("\n\n".join(parts) + "\n")
        return text if self.with_prompts else scrubbed(text, self.prompts)

    def _lines(self, is_worker: bool) -> list[str]:
        """Return the end of the newest log; of the workers, that of the one before as well.

        After a crash the newest worker has nothing to tell yet.
        """
        paths = [f.path for f in log_files(self.logs) if f.is_worker == is_worker]
        lines: list[str] = []
        for path in reversed(paths[: 2 if is_worker else 1]):
            with suppress(OSError):
                lines += [line for _, line in tail(path)[0]]
        return lines[-MOST_LINES:] or ["-"]


def scrubbed(text: str, prompts: Iterable[str]) -> str:
    """Take prompts out of a text, whole, by their lines, and by their phrases."""
    pieces = {piece.strip() for prompt in prompts for piece in _pieces(prompt)}
    for piece in sorted((p for p in pieces if len(p) >= SHORTEST_WORD), key=len, reverse=True):
        text = re.sub(re.escape(piece), HIDDEN, text, flags=re.IGNORECASE)
    text = re.sub(r"(Generate|pictures): .*", rf"\1: {HIDDEN}", text)  # titles of jobs
    return _QUOTED.sub(rf"\1\2\3{HIDDEN}\3", text)


def _pieces(prompt: str) -> list[str]:
    """Return a prompt, its phrases, and each of its longer words."""
    phrases = re.split(r"[\n,.;|:(){}\[\]<>，。；：（）]+", prompt)
    words = [word for word in re.findall(r"\w+", prompt) if len(word) > 2 * SHORTEST_WORD]
    return [prompt, *phrases, *words]


def shortened(text: str) -> str:
    """Write the home folder as ~."""
    home = str(Path.home())
    return text.replace(home, "~") if len(home) > 1 else text


def _machine() -> tuple[tuple[str, str], ...]:
    packages = ", ".join(f"{name} {_version(name)}" for name in PACKAGES)
    return (
        ("version", __version__),
        ("python", sys.version.split()[0]),
        ("system", f"{platform.system()} {platform.release()} {platform.machine()}"),
        ("packages", packages),
        ("memory", _memory()),
        ("devices", _devices()),
    )


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:  # the packaged studio may come without its list
        return "?"


def _memory() -> str:
    import psutil

    memory = psutil.virtual_memory()
    return f"{memory.available >> 20} of {memory.total >> 20} MiB free"


def _devices() -> str:
    """Name the graphics cards, as far as that needs no library of the models."""
    import os
    import shutil
    import subprocess

    tool = shutil.which("nvidia-smi")
    found = f"{os.cpu_count()} processor threads"
    if tool:
        query = [tool, "--query-gpu=name,memory.total,driver_version", "--format=csv,noheader"]
        try:
            done = subprocess.run(query, capture_output=True, text=True, timeout=10, check=False)
        except (OSError, subprocess.TimeoutExpired):
            return found
        found += "; " + "; ".join(done.stdout.split("\n")).strip("; ")
    return found


def _section(title: str, lines: Iterable[tuple[str, str]]) -> str:
    return f"## {title}\n\n" + "\n".join(f"- {name}: {text}" for name, text in lines)
