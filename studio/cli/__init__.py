"""The studio without a window: the same tasks, typed in a terminal."""

from __future__ import annotations

import io
import sys
import traceback
from typing import TYPE_CHECKING

from studio.cli import ai_report, convert, generate, models, verify
from studio.cli.arguments import parser
from studio.cli.terminal import Terminal
from studio.core import paths
from studio.core.errors import Cancelled, StudioError
from studio.core.language import translator, user_language
from studio.core.settings import open_settings
from studio.core.text import N_, message
from studio.engine.offline import forbid_network

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

COMMANDS = {
    "ai-report": ai_report.run,
    "convert": convert.run,
    "generate": generate.run,
    "models": models.run,
    "verify": verify.run,
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return 0, or 1 after one sentence. Wrong usage exits with 2."""
    forbid_network()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # whatever the locale says
            stream.reconfigure(encoding="utf-8", errors="replace")
    arguments = parser().parse_args(argv)
    settings = open_settings(paths.config_folder())
    language = settings.value.language or user_language()
    translate = translator(paths.resources() / "translations", language)
    terminal = Terminal(sys.stdout, sys.stderr, translate)
    if settings.notice:
        terminal.say(settings.notice)
    return _run(arguments, terminal)


def _run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    try:
        COMMANDS[arguments.command](arguments, terminal)
    except (Cancelled, KeyboardInterrupt):
        terminal.say(message(N_("Cancelled.")))
        return 1
    except StudioError as error:
        terminal.fail(error)
        return 1
    except Exception as error:  # noqa: BLE001 - process boundary
        traceback.print_exc()
        terminal.say(message(N_("Unexpected error: {error}"), error=error))
        return 1
    return 0
