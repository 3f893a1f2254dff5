"""Our own pictures, which carry both our chunk and the common one."""

from __future__ import annotations

import json

from tests.corpus import a1111
from tests.corpus.truth import SAMPLERS, TRUTHS, Case, Truth, expected


def both(t: Truth) -> Case:
    data = {
        "format": "studio.picture",
        "schema": 1,
        "request": {
            "prompt": t.prompt,
            "model": t.model,
            "negative": t.negative,
            "extent": {"width": t.width, "height": t.height},
            "seed": t.seed,
            "params": {"steps": t.steps, "guidance": t.cfg, "scheduler": SAMPLERS[t.sampler][5]},
        },
        "facts": {"model_hash": "ab12", "device": "cpu"},
    }
    other = a1111.version_1_5(t).text
    want = expected(t, prompt=t.prompt, negative=t.negative)
    text = {**other, "studio": json.dumps(data)}
    return Case("both", "studio", text, want, {"model_hash": "ab12", "device": "cpu"})


def cases() -> list[Case]:
    return [both(t) for t in TRUTHS]
