"""A stored run holds everything needed to make its picture again."""

from __future__ import annotations

import pytest

from studio.core.job import CancelToken
from studio.core.project import Project
from studio.core.request import Extent, Request
from studio.core.run import IMAGE
from studio.core.style import Style
from studio.engine.runtime import Runtime
from studio.engine.weights import model_at
from studio.tasks.generate import Generate

REQUEST = Request(
    "a {red|blue} __place__, [house:(tree:1.3):0.5] by the sea",
    negative="night",
    style=Style("ink", "Ink", "水墨", "{prompt}, ink", "green"),
    style_strength=0.8,
    extent=Extent(64, 64),
    seed=41,
    count=3,
    params={"steps": 3, "guidance": 4.0, "scheduler": "Euler a", "clip_skip": 1},
    wildcards={"place": ("house", "tree")},
)


@pytest.mark.slow
def test_a_picture_of_a_batch_is_made_again_alone_byte_by_byte(tmp_path, checkpoints):
    model = model_at(checkpoints / "sd")
    root = tmp_path / "project"

    def make(request):
        """As a new start does it: nothing is known but what the disk says."""
        engine = Runtime()
        with Project.open(root, create=True) as project:
            runs = Generate(engine, project, request, model, project.new_run_id).run(
                lambda _: None, CancelToken()
            )
        engine.close()
        return runs

    batch = make(REQUEST)
    with Project.open(root, read_only=True) as project:
        stored = project.runs()[1]
    assert stored == batch[1]
    (again,) = make(stored.request)
    assert again.facts == stored.facts
    assert again.path(IMAGE).read_bytes() == stored.path(IMAGE).read_bytes()
    assert batch[0].path(IMAGE).read_bytes() != stored.path(IMAGE).read_bytes()
