"""Captions: what a scene shows, said in many ways in English and Chinese."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, TypeVar

from studio.engine.training.illustrator.phrases import CHINESE, ENGLISH, MEASURES, Options, Phrases
from studio.engine.training.illustrator.vocabulary import Language

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np

    from studio.engine.training.illustrator.scene import Figure, Scene

# Words that only the sentence patterns use; `words` has to know them too.
_GLUE_ENGLISH = "a an and of in style with a picture of there is"
_GLUE_CHINESE = "的和有一幅风格，,。：在，"

_K = TypeVar("_K")


@dataclass(frozen=True, slots=True)
class _Said:
    """The attributes one caption mentions, already put into words; empty means left out."""

    figures: tuple[str, ...]
    in_time: str
    time: str
    in_place: str
    place: str
    style: str


def caption(
    scene: Scene,
    rng: np.random.Generator,
    language: Language | str = Language.ENGLISH,
    omit: float = 0.0,
    layout: float = 0.5,
) -> str:
    """One phrasing of the scene.

    Every attribute but the subject is left out with probability `omit`; position and size, which
    people rarely ask for, are named only with probability `layout`.
    """
    match Language(language):
        case Language.ENGLISH:
            return _english(_say(scene, rng, ENGLISH, omit, layout), rng)
        case Language.CHINESE:
            return _chinese(_say(scene, rng, CHINESE, omit, layout), rng)


def words(language: Language | str) -> tuple[str, ...]:
    """Everything captions are made of: English words, or Chinese characters, and punctuation."""
    chinese = Language(language) is Language.CHINESE
    phrases = CHINESE if chinese else ENGLISH
    texts = [_GLUE_CHINESE, *(m for options in MEASURES.values() for m in options)]
    texts = texts if chinese else [_GLUE_ENGLISH, ","]
    for field in fields(Phrases):
        table: Mapping[object, Options] = getattr(phrases, field.name)
        texts += [text for options in table.values() for text in options]
    joined = " ".join(texts)
    found = set(joined.replace(" ", "")) if chinese else set(re.findall(r"[\w-]+|,", joined))
    return tuple(sorted(found))


def _say(
    scene: Scene, rng: np.random.Generator, phrases: Phrases, omit: float, layout: float
) -> _Said:
    say_figure = _english_figure if phrases is ENGLISH else _chinese_figure
    time, place, style = (bool(rng.random() >= omit) for _ in range(3))
    return _Said(
        figures=tuple(say_figure(figure, rng, omit, layout) for figure in scene.subjects),
        in_time=_one(phrases.in_time, scene.time, rng) if time else "",
        time=_one(phrases.time, scene.time, rng) if time else "",
        in_place=_one(phrases.in_place, scene.place, rng) if place else "",
        place=_one(phrases.place, scene.place, rng) if place else "",
        style=_one(phrases.style, scene.style, rng) if style else "",
    )


def _english_figure(figure: Figure, rng: np.random.Generator, omit: float, layout: float) -> str:
    said = []
    if rng.random() < layout and rng.random() >= omit:
        said.append(_one(ENGLISH.size, figure.size, rng))
    if rng.random() >= omit:
        said.append(_one(ENGLISH.color, figure.color, rng))
    said.append(_one(ENGLISH.subject, figure.subject, rng))
    text = " ".join(said)
    if rng.random() < 0.75:
        text = ("an " if text[0] in "aeiou" else "a ") + text
    if rng.random() < layout and rng.random() >= omit:
        text += " " + _one(ENGLISH.position, figure.position, rng)
    return text


def _chinese_figure(figure: Figure, rng: np.random.Generator, omit: float, layout: float) -> str:
    subject = _one(CHINESE.subject, figure.subject, rng)
    if rng.random() < layout and rng.random() >= omit:
        subject = _one(CHINESE.size, figure.size, rng) + subject
    if rng.random() >= omit:
        color = _one(CHINESE.color, figure.color, rng)
        subject = color + ("的" if rng.random() < 0.7 else "") + subject
    if rng.random() < 0.75:
        subject = _one(MEASURES, figure.subject, rng) + subject
    if rng.random() < layout and rng.random() >= omit:
        subject = _one(CHINESE.position, figure.position, rng) + (
            "有" + subject if subject.startswith("一") else "的" + subject
        )
    return subject


def _english(said: _Said, rng: np.random.Generator) -> str:
    figures = " and ".join(said.figures)
    where = [part for part in (said.in_place, said.in_time) if part]
    if rng.random() < 0.3:
        where.reverse()
    scene = " ".join([figures, *where])
    match int(rng.integers(6)):
        case 0 | 1:
            text = _joined([scene, said.style], ", ")
        case 2:
            text = _joined([said.style, scene], ", ")
        case 3 if said.style:
            article = "an" if said.style[0] in "aeiou" else "a"
            text = f"{article} {said.style} picture of {scene}"
        case 4 if said.style:
            text = f"{scene}, in {said.style} style"
        case _:
            text = _list([figures, said.time, said.place, said.style], ", ", rng)
    return text


def _chinese(said: _Said, rng: np.random.Generator) -> str:
    comma = "，" if rng.random() < 0.5 else ","
    figures = "和".join(said.figures)
    counted = said.figures[0].startswith("一")
    link = ("有" if rng.random() < 0.5 else "的") if counted else "的"
    where = [part for part in (said.in_place, said.in_time) if part]
    if rng.random() < 0.4:
        where.reverse()
    match int(rng.integers(6)):
        case 0 | 1:
            text = _joined([figures, said.place, said.time, said.style], comma)
        case 2 if where:
            text = _joined([comma.join(where[:-1]), where[-1] + link + figures, said.style], comma)
        case 3 if said.style:
            text = f"{said.style}风格{comma}" + _joined([*where, figures], comma)
            text = text.replace("风格风格", "风格")
        case 4 if said.style:
            text = f"一幅{said.style}：" + _joined([*where, figures], comma)
        case _:
            text = _list([figures, said.time, said.place, said.style], comma, rng)
    return text


def _list(parts: Sequence[str], comma: str, rng: np.random.Generator) -> str:
    order = rng.permutation(len(parts)) if rng.random() < 0.6 else range(len(parts))
    return _joined([parts[int(i)] for i in order], comma)


def _joined(parts: Sequence[str], separator: str) -> str:
    return separator.join(part for part in parts if part)


def _one(table: Mapping[_K, Options], key: _K, rng: np.random.Generator) -> str:
    options = table[key]
    # The first phrasing is the usual one and should be heard most often.
    return options[0] if rng.random() < 0.4 else options[int(rng.integers(len(options)))]
