"""The illustrator in code: structured scene descriptions become pictures and captions."""

from __future__ import annotations

from studio.engine.training.illustrator.captions import caption, words
from studio.engine.training.illustrator.render import render, render_with_mask, subject_mask
from studio.engine.training.illustrator.scene import (
    Figure,
    Scene,
    Split,
    held_out,
    sample_scene,
)
from studio.engine.training.illustrator.vocabulary import (
    CORE,
    FULL,
    Color,
    Language,
    Place,
    Position,
    Size,
    Style,
    Subject,
    Time,
    Vocabulary,
)

__all__ = [
    "CORE",
    "FULL",
    "Color",
    "Figure",
    "Language",
    "Place",
    "Position",
    "Scene",
    "Size",
    "Split",
    "Style",
    "Subject",
    "Time",
    "Vocabulary",
    "caption",
    "held_out",
    "render",
    "render_with_mask",
    "sample_scene",
    "subject_mask",
    "words",
]
