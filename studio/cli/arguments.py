"""What can be typed after `main.py`."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from studio import __version__
from studio.cli.parts import add_parts
from studio.core.request import SEED_LIMIT, Extent

MAX_COUNT = 1000
_SIZE = re.compile(r"(\d{1,5})\s*[x×*]\s*(\d{1,5})", re.IGNORECASE)


def parser() -> argparse.ArgumentParser:
    """Return the parser; the chosen command is in `command`."""
    top = argparse.ArgumentParser(
        prog="studio",
        description="An offline studio for pictures from words. Alone, it opens its window.",
    )
    top.add_argument("--version", action="version", version=f"studio {__version__}")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_generate(commands.add_parser("generate", help="make pictures from a prompt"))
    _add_models(commands.add_parser("models", help="list the models that are there"))
    _add_convert(commands.add_parser("convert", help="make a safetensors file of a pickle"))
    _add_report(commands.add_parser("ai-report", help="write down what a project was made with"))
    _add_verify(commands.add_parser("verify", help="draw stored pictures again and compare"))
    return top


def _add_generate(command: argparse.ArgumentParser) -> None:
    add = command.add_argument
    add("prompt", metavar="PROMPT", type=_text, help="what the picture shows")
    add("--negative", metavar="TEXT", type=_text, default="", help="what it must not show")
    style = command.add_mutually_exclusive_group()
    style.add_argument("--style", metavar="NAME", type=_text, help="a style, by key or title")
    style.add_argument("--style-raw", metavar="TEXT", type=_text, help="a style in your own words")
    add("--style-strength", metavar="S", type=float, default=1.0, help="0 absent, 1 as written")
    add("--model", metavar="KEY-OR-PATH", default="starter", help="see `models`")
    _add_models_folder(command)
    add("--size", metavar="WxH", type=_extent, help="in pixels; else the model's own size")
    add("--steps", metavar="N", type=int)
    add("--guidance", metavar="G", type=float, help="how closely the prompt is followed")
    add("--scheduler", metavar="NAME", help="such as 'Euler a'; else the model's own")
    add("--seed", metavar="S", type=_seed, help="of the first picture; else a random one")
    add("--count", metavar="N", type=_count, default=1, help="pictures, with consecutive seeds")
    add("--image", metavar="FILE", type=Path, help="a picture to start from")
    add(
        "--denoise",
        metavar="D",
        type=float,
        help="how much of it may change, 0 to 1; else 0.6, beyond the edges 1 (denoise strength)",
    )
    add_parts(command)
    add("--project", metavar="DIR", type=Path, help="the folder that keeps the pictures")
    add("--out", metavar="FILE", type=Path, help="also write the picture to this file")
    add("--again", action="store_true", help="make it even if the project has the very same")
    _add_json(command)


def _add_models(command: argparse.ArgumentParser) -> None:
    _add_models_folder(command)
    _add_json(command)


def _add_report(command: argparse.ArgumentParser) -> None:
    add = command.add_argument
    add("file", metavar="FILE.html", type=Path, help="the page; JSON is written beside it")
    add("--project", metavar="DIR", type=Path, help="the folder of the project")
    _add_models(command)


def _add_verify(command: argparse.ArgumentParser) -> None:
    add = command.add_argument
    add("runs", metavar="RUN", nargs="+", help="the folder of a run, or its name in the project")
    add("--project", metavar="DIR", type=Path, help="where runs that are only named are")
    _add_models(command)


def _add_convert(command: argparse.ArgumentParser) -> None:
    add = command.add_argument
    add("file", metavar="FILE", type=Path, help="a .ckpt, .pt or .bin file; it is left as it is")
    add("--out", metavar="FILE", type=Path, help="where to write; else beside it")
    _add_json(command)


def _add_models_folder(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--models", metavar="DIR", type=Path, help="search this folder instead of your own"
    )


def _add_json(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help="print one line of JSON")


def _text(value: str) -> str:
    """Make bytes that the terminal's encoding could not express printable."""
    return value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _extent(value: str) -> Extent:
    found = _SIZE.fullmatch(value.strip())
    if not found:
        raise argparse.ArgumentTypeError(f"{value!r} is not a size like 512x768")
    return Extent(int(found[1]), int(found[2]))


def _seed(value: str) -> int:
    return _whole(value, 0, SEED_LIMIT - 1)


def _count(value: str) -> int:
    return _whole(value, 1, MAX_COUNT)


def _whole(value: str, low: int, high: int) -> int:
    try:
        number = int(value)
    except ValueError:
        number = low - 1
    if not low <= number <= high:
        raise argparse.ArgumentTypeError(f"{value!r} is not a whole number from {low} to {high}")
    return number
