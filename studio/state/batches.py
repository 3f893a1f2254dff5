"""From what lies in a folder to the requests of a batch."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from studio.core.text import N_, message
from studio.state.recipes import fitted
from studio.tasks.look_at_batch import KeepInputs

if TYPE_CHECKING:
    from pathlib import Path

    from studio.core.request import Request
    from studio.state.desk import Desk
    from studio.state.generation import Generation
    from studio.tasks.look_at_batch import BatchFolder, BatchPicture, BatchText


class Use(Enum):
    """What becomes of the pictures of a folder."""

    RECIPE = "recipe"  # made again, by what they say
    START = "start"  # what new pictures start from
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Wish:
    """What the user wants of a folder."""

    pictures: Use = Use.RECIPE
    texts: bool = True
    denoise: float = 0.6


@dataclass(frozen=True, slots=True)
class Batch:
    """What will be asked for; `starts` are pictures of which each becomes a request like `base`.

    `left_out` files become nothing, `strange` ones are made with the panel's model instead of
    their own.
    """

    base: Request
    requests: tuple[Request, ...] = ()
    starts: tuple[Path, ...] = ()
    left_out: int = 0
    strange: int = 0

    @property
    def pictures(self) -> int:
        """How many pictures it makes."""
        return sum(r.count for r in self.requests) + len(self.starts) * self.base.count


def planned(found: BatchFolder, wish: Wish, desk: Desk) -> Batch:
    """Return what would be made of a folder with the request panel as it is."""
    draft = desk.draft.request()
    base = replace(draft, denoise=wish.denoise)
    requests: list[Request] = []
    left_out = len(found.problems) + found.others
    recipes: list[BatchPicture | BatchText] = []
    if wish.pictures is Use.RECIPE:
        recipes += [picture for picture in found.pictures if picture.recipe]
    if wish.pictures is not Use.START:
        left_out += len(found.pictures) - len(recipes)
    if wish.texts:
        recipes += [text for text in found.texts if text.recipe]
        requests += [replace(draft, prompt=t.prompt) for t in found.texts if not t.recipe]
    else:
        left_out += len(found.texts)
    requests = [_made_again(one, desk) for one in recipes] + requests
    starts = tuple(p.path for p in found.pictures) if wish.pictures is Use.START else ()
    strange = sum(not one.match.key for one in recipes)
    return Batch(base, tuple(requests), starts, left_out, strange)


def queue(batch: Batch, folder: Path, desk: Desk, generation: Generation) -> None:
    """Queue a batch; pictures to start from are first taken over into the project."""
    title = message(N_("Folder {name}: {n} pictures"), name=folder.name, n=batch.pictures)
    project = desk.projects.project
    if not batch.starts or project is None:  # without a project, it is said there
        generation.enqueue(batch.requests or (batch.base,), title)
        return

    def go_on(keys: tuple[str, ...]) -> None:
        started = tuple(replace(batch.base, source=key) for key in dict.fromkeys(keys))
        generation.enqueue((*started, *batch.requests), title)

    desk.errands.run(KeepInputs(project, batch.starts), done=go_on, quiet=False)


def _made_again(one: BatchPicture | BatchText, desk: Desk) -> Request:
    """Return the request that a picture or a text tells of, with a model that is here."""
    assert one.recipe
    fit = fitted(one.recipe, one.match.key or desk.draft.model, desk.catalog)
    return replace(fit.request, source="")  # its own start may not be here
