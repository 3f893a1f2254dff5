"""Which parts of a request go together; what does not is refused before any work."""

from __future__ import annotations

from dataclasses import is_dataclass
from typing import TYPE_CHECKING

from studio.core.errors import RequestError
from studio.core.params import check
from studio.core.request_parts import Seamless
from studio.core.text import N_, Message

if TYPE_CHECKING:
    from collections.abc import Collection

    from studio.core.request import Request

SMALLEST_TILE = 64  # pixels; less shows a model nothing it knows
LARGEST_SIDE = 8192  # px of a finished picture
TITLES = {
    "inpaint": N_("a mask"),
    "outpaint": N_("new margins"),
    "high_res": N_("a second pass at high resolution"),
    "refiner": N_("a refiner"),
    "variation": N_("a variation"),
    "seamless": N_("seamless edges"),
    "vae": N_("another VAE"),
    "references": N_("reference pictures"),
    "savings": N_("savings"),
}


def check_parts(request: Request) -> None:
    """Raise `RequestError` for parts that contradict each other or lack what they need."""
    for part in request.parts().values():
        if is_dataclass(part):
            check(part)
    _check_source(request)
    _check_high_res(request)
    if request.seamless is not Seamless.NONE and (request.inpaint or request.outpaint):
        raise RequestError(
            N_(
                "A seamless picture cannot keep a part of another: leave out either the mask and "
                "margins or the seamless edges."
            )
        )
    if not 0 <= request.savings.guidance_start <= request.savings.guidance_end <= 1:
        raise RequestError(
            N_("Guidance must begin before it ends, both from 0 to 1: not {start} to {end}."),
            start=request.savings.guidance_start,
            end=request.savings.guidance_end,
        )


def check_taken(request: Request, takes: Collection[str], model: str) -> None:
    """Raise `RequestError` for a part that a model's family does not act on."""
    for name in request.parts():
        if name not in takes:
            raise RequestError(
                N_("{model} knows nothing of {part}: take it out of the request."),
                model=model,
                part=Message(TITLES[name]),
            )


def check_saves(request: Request, saves: Collection[str], model: str) -> None:
    """Raise `RequestError` for a saving that a model's family does not know."""
    if unknown := request.savings.unknown(saves):
        raise RequestError(
            N_("{model} knows nothing of “{part}”: take it out of the request."),
            model=model,
            part=Message(unknown[0]),
        )


def _check_source(request: Request) -> None:
    if not (request.inpaint or request.outpaint):
        return
    if request.inpaint and request.outpaint:
        raise RequestError(
            N_("A mask and new margins cannot be drawn at once: do one after the other.")
        )
    if not request.source:
        raise RequestError(
            N_("There is no picture to draw into: choose one to start from.")
            if request.inpaint
            else N_("There is no picture to draw beyond: choose one to start from.")
        )
    if (wide := request.outpaint) and not (wide.left or wide.top or wide.right or wide.bottom):
        raise RequestError(N_("No margin is wanted: say how far to draw beyond an edge."))


def _check_high_res(request: Request) -> None:
    asked = request.high_res
    if asked is None:
        return
    if request.inpaint or request.outpaint:
        raise RequestError(
            N_(
                "A second pass at high resolution would not keep what the mask keeps: draw the "
                "part first, then start from the result."
            )
        )
    sides = [round(side * asked.scale) for side in (request.extent.width, request.extent.height)]
    if max(sides) > LARGEST_SIDE:
        raise RequestError(
            N_("{scale} times {extent} is too large: no side can be longer than {most} px."),
            scale=f"{asked.scale:g}",
            extent=request.extent,
            most=LARGEST_SIDE,
        )
    if asked.tile and request.seamless is not Seamless.NONE:
        raise RequestError(
            N_("A picture drawn in tiles does not become seamless: leave out one of them.")
        )
    if 0 < asked.tile < SMALLEST_TILE:
        raise RequestError(
            N_("Tiles of {tile} px are too small: {least} px is the least."),
            tile=asked.tile,
            least=SMALLEST_TILE,
        )
    if asked.tile and asked.overlap * 2 > asked.tile:
        raise RequestError(
            N_("Tiles of {tile} px cannot overlap by {overlap} px: half a tile is the most."),
            tile=asked.tile,
            overlap=asked.overlap,
        )
