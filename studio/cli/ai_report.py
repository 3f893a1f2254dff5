"""`ai-report`: which models, licenses and pictures a project was made with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.cli.interrupt import cancelled_by_keyboard
from studio.cli.models import folders
from studio.core import paths
from studio.core.text import N_, message
from studio.engine.weights import scan
from studio.tasks.ai_report import WriteAiReport

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from studio.cli.terminal import Terminal


def run(arguments: argparse.Namespace, terminal: Terminal) -> None:
    """Write the page and the JSON beside it, and name both."""
    root = (arguments.project or paths.default_project()).expanduser().absolute()
    target: Path = arguments.file.expanduser().absolute()
    if target.suffix.lower() not in (".html", ".htm"):
        target = target.with_name(f"{target.name}.html")
    catalog = scan((*folders(arguments), *paths.additions_folders()))
    models = (*catalog.models, *catalog.parts)
    task = WriteAiReport(root, target, models, catalog.additions, terminal.translate)
    with cancelled_by_keyboard() as cancel:
        written = task.run(terminal.progress, cancel)
    if arguments.json:
        terminal.result(written.data.read_text(encoding="utf-8").rstrip())
        return
    for path in (written.page, written.data):
        terminal.say(message(N_("Saved as {path}"), path=path))
        terminal.result(str(path))
