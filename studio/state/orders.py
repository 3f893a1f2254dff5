"""From a draft's request to a job: read its words, find it stored, make its task.

Imported by name when it is first needed, because the prompt language and the exporters take as long
to import as a fifth of the window takes to open (`session` has the disk lane do it early).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.core.prompt.compose import final_prompts, with_wildcards
from studio.engine.fingerprint import hash_at_hand
from studio.tasks.generate import Generate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studio.core.model import Model
    from studio.core.project import Project
    from studio.core.request import Request
    from studio.core.run import Run
    from studio.engine.protocol import Engine


def complete(request: Request, wildcards: Mapping[str, tuple[str, ...]]) -> Request:
    """Return the request with the lists it needs. Raises `PromptError` if it cannot be read."""
    request = with_wildcards(request, request.wildcards or wildcards)
    final_prompts(request)
    return request


def stored_run(project: Project, request: Request, model: Model) -> Run | None:
    """Return the run that is what the request asks for, made by the weights that are there now."""
    if request.count > 1:
        return None
    return project.find(request, hash_at_hand(model.path))


def task(engine: Engine, project: Project, request: Request, model: Model) -> Generate:
    """Return the job that makes and stores the pictures."""
    return Generate(engine, project, request, model, project.new_run_id)
