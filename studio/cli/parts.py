"""What a picture may be asked for besides words, as typed after `generate`."""

from __future__ import annotations

import argparse
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from studio.core.errors import RequestError
from studio.core.job import CancelToken
from studio.core.request import SEED_LIMIT
from studio.core.request_parts import (
    Decoder,
    Enlarger,
    Filling,
    HighRes,
    Inpaint,
    Outpaint,
    Reference,
    Refiner,
    Savings,
    Seamless,
    Variation,
)
from studio.core.request_rules import check_parts, check_saves, check_taken
from studio.core.text import N_
from studio.tasks.keep_input import KeepInput

if TYPE_CHECKING:
    from collections.abc import Callable

    from studio.core.project import Project
    from studio.core.request import Request
    from studio.engine.family import Family

LATER = "later"  # what stands for a picture until it is kept in the project
_OF = {  # what only means something together with another option
    "grow": "mask",
    "filling": "mask",
    "context": "mask",
    "high_res_denoise": "high_res",
    "high_res_steps": "high_res",
    "enlarger": "high_res",
    "tile": "high_res",
    "overlap": "high_res",
    "adapter": "reference",
    "reference_scale": "reference",
}


def add_parts(command: argparse.ArgumentParser) -> None:
    """Declare the options."""
    _add_drawing_into(command.add_argument_group("drawing into a picture (--image)").add_argument)
    _add_more(command.add_argument_group("more passes, models and pictures").add_argument)
    _add_savings(command.add_argument_group("quicker, less exact").add_argument)


def _add_drawing_into(add: Callable[..., object]) -> None:
    add("--mask", metavar="FILE", type=Path, help="draw only where this picture is white")
    add("--grow", metavar="PX", type=int, help="draw so far beyond the mask; else 4")
    add("--feather", metavar="PX", type=int, help="how softly new goes over into old")
    add("--filling", choices=[*Filling], help="what lies under the mask; else original")
    add("--context", metavar="PX", type=int, help="draw only the mask and so much around it")
    add("--outpaint", metavar="L,T,R,B", type=_margins, help="draw beyond the edges, in pixels")


def _add_more(add: Callable[..., object]) -> None:
    add("--high-res", metavar="SCALE", type=float, help="enlarge the picture and draw over it")
    add("--high-res-denoise", metavar="D", type=float, help="how much that may change; else 0.5")
    add("--high-res-steps", metavar="N", type=int, help="its steps; else those of the draft")
    enlargers = [str(one) for one in Enlarger]
    add("--enlarger", choices=enlargers, help="what is enlarged; else lanczos, the pixels")
    add("--tile", metavar="PX", type=int, help="draw and decode it in tiles of this side")
    add("--overlap", metavar="PX", type=int, help="how far tiles reach into each other; else 64")
    add("--refiner", metavar="MODEL@0.8", type=_refiner, help="a model that takes over")
    add("--variation", metavar="SEED@0.1", type=_variation, help="go towards another seed")
    axes = [str(one) for one in Seamless if one]
    add("--seamless", choices=axes, help="let edges continue one another")
    add("--vae", metavar="KEY", default="", help="a VAE instead of the model's own")
    add(
        "--reference",
        metavar="FILE",
        type=Path,
        action="append",
        default=[],
        help="a picture for an IP-Adapter to look at; more than one may be given",
    )
    add("--adapter", metavar="KEY", help="the IP-Adapter that looks at it")
    add("--reference-scale", metavar="S", type=float, help="how much it counts; else 0.6")


def _add_savings(add: Callable[..., object]) -> None:
    add("--deep-cache", metavar="N", type=int, help="compute inner blocks every N steps only")
    add("--block-cache", metavar="T", type=float, help="skip blocks that change less than this")
    add("--guide", metavar="FROM,TO", type=_interval, help="the share of steps that is guided")
    add("--decoder", choices=[*Decoder], help="tiny: a small decoder instead of the VAE")


def with_parts(arguments: argparse.Namespace, request: Request, family: Family) -> Request:
    """Return the request with all that was typed; pictures are only `LATER` known by their key.

    Raises `RequestError` for what contradicts itself or what the family does not act on.
    """
    for name, needed in _OF.items():
        if getattr(arguments, name) is not None and not getattr(arguments, needed):
            raise RequestError(
                N_("--{name} means nothing without --{needed}."),
                name=name.replace("_", "-"),
                needed=needed.replace("_", "-"),
            )
    whole = replace(
        request,
        source=LATER if arguments.image else "",
        inpaint=_inpaint(arguments),
        outpaint=_outpaint(arguments),
        high_res=_high_res(arguments),
        refiner=arguments.refiner,
        variation=arguments.variation,
        seamless=Seamless(arguments.seamless or ""),
        vae=arguments.vae,
        references=_references(arguments),
        savings=_savings(arguments),
    )
    check_parts(whole)
    check_taken(whole, family.takes, family.title)
    check_saves(whole, family.saves, family.title)
    return whole


def with_pictures(project: Project, arguments: argparse.Namespace, request: Request) -> Request:
    """Take over into the project what the request starts from, its mask and its references."""
    if arguments.image:
        request = replace(request, source=_kept(project, arguments.image))
    if request.inpaint:
        mask = _kept(project, arguments.mask)
        request = replace(request, inpaint=replace(request.inpaint, mask=mask))
    pairs = zip(request.references, arguments.reference, strict=True)
    references = tuple(replace(one, picture=_kept(project, path)) for one, path in pairs)
    return replace(request, references=references)


def _kept(project: Project, path: Path) -> str:
    return KeepInput(project, path.expanduser()).run(lambda _progress: None, CancelToken()).key


def _given(arguments: argparse.Namespace, **names: str) -> dict[str, object]:
    """Return what was typed of these options, by the name that it has in the request."""
    typed = {field: getattr(arguments, name) for field, name in names.items()}
    return {field: value for field, value in typed.items() if value is not None}


def _inpaint(arguments: argparse.Namespace) -> Inpaint | None:
    if arguments.mask is None:
        return None
    names = {name: name for name in ("grow", "feather", "context")}
    asked = replace(Inpaint(LATER), **_given(arguments, **names))  # type: ignore[arg-type]
    return replace(asked, filling=Filling(arguments.filling or asked.filling))


def _outpaint(arguments: argparse.Namespace) -> Outpaint | None:
    if arguments.outpaint is None:
        return None
    asked: Outpaint = arguments.outpaint
    return replace(asked, **_given(arguments, feather="feather"))  # type: ignore[arg-type]


def _high_res(arguments: argparse.Namespace) -> HighRes | None:
    if arguments.high_res is None:
        return None
    given = _given(
        arguments,
        denoise="high_res_denoise",
        steps="high_res_steps",
        tile="tile",
        overlap="overlap",
    )
    asked = replace(HighRes(scale=arguments.high_res), **given)  # type: ignore[arg-type]
    return replace(asked, enlarger=Enlarger(arguments.enlarger or asked.enlarger))


def _references(arguments: argparse.Namespace) -> tuple[Reference, ...]:
    if arguments.reference and not arguments.adapter:
        raise RequestError(N_("--reference needs an IP-Adapter: name one by --adapter."))
    given = _given(arguments, scale="reference_scale")
    one = replace(Reference(LATER, arguments.adapter or ""), **given)  # type: ignore[arg-type]
    return (one,) * len(arguments.reference)


def _savings(arguments: argparse.Namespace) -> Savings:
    given = _given(arguments, deep_cache="deep_cache", block_cache="block_cache")
    start, end = arguments.guide or (0.0, 1.0)
    asked = replace(Savings(guidance_start=start, guidance_end=end), **given)  # type: ignore[arg-type]
    return replace(asked, decoder=Decoder(arguments.decoder or asked.decoder))


def _margins(value: str) -> Outpaint:
    if not re.fullmatch(r"\d{1,5}(\s*,\s*\d{1,5}){3}", value.strip()):
        raise argparse.ArgumentTypeError(f"{value!r} is not four numbers like 0,0,256,0")
    return Outpaint(*(int(number) for number in value.split(",")))


def _refiner(value: str) -> Refiner:
    name, share = _at(value)
    return Refiner(name) if share is None else Refiner(name, share)


def _variation(value: str) -> Variation:
    name, share = _at(value)
    if not name.isascii() or not name.isdigit() or int(name) >= SEED_LIMIT:
        raise argparse.ArgumentTypeError(f"{name!r} is not a seed from 0 to {SEED_LIMIT - 1}")
    return Variation(int(name)) if share is None else Variation(int(name), share)


def _at(value: str) -> tuple[str, float | None]:
    """Split NAME@0.8; a name may itself hold an @."""
    name, mark, share = value.rpartition("@")
    if not mark:
        return value, None
    try:
        return name, float(share)
    except ValueError:
        return value, None


def _interval(value: str) -> tuple[float, float]:
    try:
        start, end = (float(number) for number in value.split(","))
    except ValueError:
        text = f"{value!r} is not two shares like 0,0.8"
        raise argparse.ArgumentTypeError(text) from None
    return start, end
