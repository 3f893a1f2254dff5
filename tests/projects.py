"""Projects for tests: one request with everything in it, and how a folder looks."""

from __future__ import annotations

import json

from studio.core.request import Extent, Request
from studio.core.style import Style

FILES = {"image-0.png": b"picture", "thumb.webp": b"small"}
WEIGHTS = "ab12"
FACTS = {"model_hash": WEIGHTS, "threads": 2, "seconds": 0.5, "cuda": False}
REQUEST = Request(
    "一座红色的房子，海边 🎨",
    negative="fog",
    style=Style("ink", "Ink", "水墨", "{prompt}, ink", params={"steps": 12}),
    extent=Extent(64, 32),
    seed=7,
    params={"steps": 20, "guidance": 5.5},
    wildcards={"color": ("red", "blue")},
)


def add(project, request=REQUEST):
    return project.add(project.new_run_id(), request, FILES, FACTS, 1.25)


def tree(folder):
    """Everything below a folder: names, kinds, bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
    }


def edited(folder, **changes):
    """Change params.json by hand."""
    path = folder / "params.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**data, **changes}), encoding="utf-8")
