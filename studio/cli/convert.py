"""`convert`: make a file that is safe to open out of one that is not."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from studio.cli.interrupt import cancelled_by_keyboard
from studio.core.text import N_, message
from studio.tasks.convert_model import ConvertModel

if TYPE_CHECKING:
    import argparse

    from studio.cli.terminal import Terminal


def run(arguments: argparse.Namespace, terminal: Terminal) -> None:
    """Convert a pickle, and name the file that was written."""
    source = arguments.file.expanduser().absolute()
    target = arguments.out.expanduser().absolute() if arguments.out else None
    with cancelled_by_keyboard() as cancel:
        written = ConvertModel(source, target).run(terminal.progress, cancel)
    if arguments.json:
        terminal.result(json.dumps({"written": [str(path) for path in written]}))
        return
    for path in written:
        terminal.say(message(N_("Saved as {path}"), path=path))
