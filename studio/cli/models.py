"""`models`: what there is to make pictures with."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from studio.core import paths
from studio.core.model import Kind, Layout
from studio.core.settings import all_models_folders
from studio.core.text import N_, message
from studio.engine.fingerprint import hash_at_hand
from studio.engine.weights import scan

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from studio.cli.terminal import Terminal
    from studio.core.model import Model
    from studio.engine.weights import Catalog

MEGABYTE = 1_000_000


def folders(arguments: argparse.Namespace) -> tuple[Path, ...]:
    """Return where models are searched: `--models` stands in for the user's own folder."""
    if arguments.models is None:
        return all_models_folders()
    return paths.resources() / "models", arguments.models.absolute()


def run(arguments: argparse.Namespace, terminal: Terminal) -> None:
    """List the models on stdout, and what could not be used on stderr."""
    catalog = scan(folders(arguments))
    if arguments.json:
        terminal.result(json.dumps(_as_data(catalog)))
        return
    for line in _table([_row(model) for model in (*catalog.models, *catalog.parts)]):
        terminal.result(line)
    if not catalog.models:
        terminal.say(message(N_("There are no models in {path}."), path=folders(arguments)[-1]))
    for problem in catalog.problems:
        terminal.say(problem.message)


def _row(model: Model) -> tuple[str, ...]:
    size = f"{model.size_bytes / MEGABYTE:.0f} MB"
    is_part = model.kind is not Kind.CHECKPOINT
    kind = f"({model.kind.value})" if is_part else str(model.native)
    return model.key, model.family or "-", kind, size, model.title


def _table(rows: list[tuple[str, ...]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def _as_data(catalog: Catalog) -> dict[str, object]:
    return {
        "models": [
            {
                **_of_any(model),
                "family": model.family,
                "native": [model.native.width, model.native.height],
                "license": model.license,
                "note": model.note,
            }
            for model in catalog.models
        ],
        "parts": [_of_any(part) for part in catalog.parts],
        "additions": [
            {"name": addition.name, "kind": addition.kind.value, "path": str(addition.path)}
            for addition in catalog.additions
        ],
        "problems": [
            {"path": str(problem.path), "message": str(problem.message)}
            for problem in catalog.problems
        ],
    }


def _of_any(model: Model) -> dict[str, object]:
    return {
        "key": model.key,
        "title": model.title,
        "kind": model.kind.value,
        "path": str(model.path),
        "layout": model.layout.value,
        "size_bytes": model.size_bytes,
        "sha256": hash_at_hand(model.path) if model.layout is not Layout.FOLDER else None,
    }
