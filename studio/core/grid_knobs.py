"""What of a request the axes of a grid can vary, and how its values are written."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from studio.core.errors import RequestError
from studio.core.grid import GridError, Item, Knob, Point
from studio.core.params import Scalar, Spec, clean, specs
from studio.core.request import SEED_LIMIT, Extent, Request
from studio.core.text import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studio.core.style import Style

SMALLEST, LARGEST, SIDE_STEP = 64, 2048, 8
SHARE_STEP = 0.1
NO_STYLE = ("none", "no style", "-", "无")
YES, NO = ("yes", "on", "true", "1"), ("no", "off", "false", "0")
LABEL = 60  # letters
_SIZE = re.compile(r"(\d{1,5})(?:\s*[xX×*]\s*(\d{1,5}))?")


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """A model that an axis can name; `params` is what its family takes of the request."""

    key: str
    title: str
    params: Mapping[str, Scalar]


@dataclass(frozen=True, slots=True)
class Choices:
    """What values of a grid can name: the models, the styles, the parameters of the family."""

    params: type | None = None
    models: tuple[ModelChoice, ...] = ()
    styles: Mapping[str, Style] = field(default_factory=dict)


def knobs(base: Request, choices: Choices) -> tuple[Knob, ...]:
    """Return everything of a request that can be varied, what is wanted most first."""
    declared = specs(choices.params) if choices.params else {}
    found = [_seed()]
    found += [_param(choices.params, name, spec) for name, (spec, _) in declared.items()
              if choices.params]  # fmt: skip
    found += [
        _words(base),
        _style(choices.styles),
        _share("style_strength", N_("Style strength")),
        _size(),
        _model(choices.models),
    ]
    if base.source:
        found.append(_share("denoise", N_("Change of the picture")))
    return tuple(found)


def _seed() -> Knob:
    def read(text: str) -> Point:
        seed = int(_number(text, 0, SEED_LIMIT - 1, whole=True))
        return Point(str(seed), lambda request: replace(request, seed=seed))

    return Knob("seed", N_("Seed"), "1, 2, 3   1-10   1-1000 [5]", read, step=1, whole=True)


def _param(kind: type, name: str, spec: Spec) -> Knob:
    """Return the knob of a declared parameter."""

    def read(text: str) -> Point:
        value, label = _declared(spec, text)
        clean(kind, {name: value})
        return Point(
            label[:LABEL],
            lambda request: replace(request, params={**request.params, name: value}),
        )

    whole = spec.kind == "int"
    step = spec.step if spec.kind in ("int", "float") else None
    every = ", ".join(_quoted(key) for key, _ in spec.choices if key)
    return Knob(f"params.{name}", spec.title, _example(spec), read, step, whole, every=every)


def _declared(spec: Spec, text: str) -> tuple[Scalar, str]:
    """Return the value of a parameter that a text means, and what it is called."""
    match spec.kind:
        case "int":
            whole = int(_number(text, spec.low, spec.high, whole=True))
            return whole, str(whole)
        case "float":
            real = _number(text, spec.low, spec.high)
            return real, f"{real:g}"
        case "bool":
            if text.casefold() not in YES + NO:
                raise RequestError(N_("“{value}” is neither on nor off."), value=text)
            return text.casefold() in YES, text
        case "choice":
            return _chosen(text, spec.choices)
        case _:
            return text, text


def _example(spec: Spec) -> str:
    match spec.kind:
        case "int":
            low, high = int(spec.low), int(min(spec.high, spec.low + 49))
            return f"{low}, {high}   {low}-{high}   {low}-{high} [4]"
        case "float":
            high_f = min(spec.high, spec.low + 9)
            return f"{spec.low:g}, {high_f:g}   {spec.low:g}-{high_f:g} (+{spec.step:g})"
        case "bool":
            return "on, off"
        case "choice":
            return ", ".join(key for key, _ in spec.choices[:4] if key)
        case _:
            return "a, b"


def _share(name: str, title: str) -> Knob:
    """Return the knob of a number from 0 to 1."""

    def read(text: str) -> Point:
        value = _number(text, 0, 1)
        if name == "denoise":
            return Point(f"{value:g}", lambda request: replace(request, denoise=value))
        return Point(f"{value:g}", lambda request: replace(request, style_strength=value))

    return Knob(name, title, "0.2, 0.5, 1   0-1 [5]", read, step=SHARE_STEP)


def _size() -> Knob:
    def read(text: str) -> Point:
        found = _SIZE.fullmatch(text)
        if not found:
            raise RequestError(N_("“{value}” is no size: write 512x768."), value=text)
        width, height = int(found[1]), int(found[2] or found[1])
        for side in (width, height):
            if not SMALLEST <= side <= LARGEST or side % SIDE_STEP:
                raise RequestError(
                    N_("{side} is no side of a picture: take {low} to {high}, in steps of {step}."),
                    side=side, low=SMALLEST, high=LARGEST, step=SIDE_STEP,
                )  # fmt: skip
        extent = Extent(width, height)
        return Point(str(extent), lambda request: replace(request, extent=extent))

    return Knob("size", N_("Size"), "512x512, 512x768", read)


def _style(styles: Mapping[str, Style]) -> Knob:
    def read(text: str) -> Point:
        wanted = text.casefold()
        if wanted in NO_STYLE:
            return Point("-", lambda request: replace(request, style=None, style_text=""))
        for style in styles.values():
            if wanted in (style.key.casefold(), style.title.casefold(), style.title_zh.casefold()):
                return _styled(style)
        raise RequestError(N_("There is no style “{value}”."), value=text)

    titles = [_quoted(style.title) for style in styles.values()]
    example = ", ".join(("none", *titles[:2]))
    return Knob("style", N_("Style"), example, read, every=", ".join(titles))


def _styled(style: Style) -> Point:
    return Point(style.title[:LABEL], lambda request: replace(request, style=style, style_text=""))


def _model(models: tuple[ModelChoice, ...]) -> Knob:
    def read(text: str) -> Point:
        wanted = text.casefold()
        for model in models:
            if wanted in (model.key.casefold(), model.title.casefold()):
                return _made_with(model)
        raise RequestError(N_("There is no model “{value}” on this machine."), value=text)

    titles = [_quoted(model.title) for model in models]
    every = ", ".join(titles)
    return Knob("model", N_("Model"), ", ".join(titles[:3]), read, first=True, every=every)


def _made_with(model: ModelChoice) -> Point:
    params = dict(model.params)
    return Point(
        model.title[:LABEL], lambda request: replace(request, model=model.key, params=params)
    )


def _words(base: Request) -> Knob:
    """Return the knob that puts other words in the place of some of the prompt."""

    def read(text: str) -> Point:
        raise NotImplementedError  # `pair` reads them all

    def pair(items: tuple[Item, ...]) -> tuple[Point, ...]:
        if not items:
            raise GridError(N_("Write words of the prompt, then what takes their place."))
        sought = items[0].text
        if not sought or sought not in base.prompt + "\n" + base.negative + "\n" + base.style_text:
            problem = GridError(N_("“{value}” does not stand in the prompt."), value=sought)
            raise problem.at(items[0])
        return tuple({item.text: _replacing(sought, item.text) for item in items}.values())

    return Knob("words", N_("Words of the prompt"), _words_of(base), read, pair=pair)


def _words_of(base: Request) -> str:
    first = (base.prompt.replace(",", " ").split() or ["cat"])[-1]
    return f"{_quoted(first)}, dog, bird"


def _replacing(sought: str, text: str) -> Point:
    def change(request: Request) -> Request:
        return replace(
            request,
            prompt=request.prompt.replace(sought, text),
            negative=request.negative.replace(sought, text),
            style_text=request.style_text.replace(sought, text),
        )

    return Point(text[:LABEL] or "-", change)


def _chosen(text: str, choices: tuple[tuple[str, str], ...]) -> tuple[str, str]:
    wanted = text.casefold()
    for key, title in choices:
        if wanted in (key.casefold(), title.casefold()):
            return key, title or key
    names = ", ".join(key for key, _ in choices if key)
    raise RequestError(N_("“{value}” is none of {names}."), value=text, names=names)


def _number(text: str, low: float, high: float, *, whole: bool = False) -> float:
    try:
        value = float(text)
    except ValueError:
        raise RequestError(N_("“{value}” is no number."), value=text) from None
    if whole and not value.is_integer():
        raise RequestError(N_("“{value}” is no whole number."), value=text)
    if not low <= value <= high:
        raise RequestError(
            N_("{value} is out of bounds: from {low} to {high}."),
            value=text, low=f"{low:.12g}", high=f"{high:.12g}",
        )  # fmt: skip
    return value


def _quoted(text: str) -> str:
    return f'"{text}"' if "," in text else text
