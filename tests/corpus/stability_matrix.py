"""StabilityMatrix."""

from __future__ import annotations

import json

from tests.corpus import a1111
from tests.corpus.truth import SAMPLERS, TRUTHS, Case, Truth, expected


def complete(t: Truth) -> Case:
    sampler, schedule, *_ = SAMPLERS[t.sampler]
    schedule = "" if schedule == "Uniform" else schedule
    data = {
        "PositivePrompt": t.prompt,
        "NegativePrompt": t.negative,
        "Steps": t.steps,
        "Sampler": f"{sampler} {schedule}".strip(),
        "CfgScale": t.cfg,
        "Seed": t.seed,
        "Height": t.height,
        "Width": t.width,
        "ModelHash": None,
        "ModelName": f"{t.model}.safetensors",
        "FrameCount": 0,
    }
    project = {"projectType": "TextToImage", "version": 2, "state": {"BatchSize": 1, "Model": {}}}
    text = {
        **a1111.version_1_5(t).text,
        "parameters-json": json.dumps(data),
        "smproj": json.dumps(project),
        "prompt": json.dumps({"1": {"class_type": "KSampler", "inputs": {}}}),
    }
    facts = {
        "Model": f"{t.model}.safetensors",
        "FrameCount": 0,
        "smproj.projectType": "TextToImage",
        "smproj.version": 2,
        "smproj.state.BatchSize": 1,
    }
    return Case("complete", "stability_matrix", text, expected(t), facts)


def project_only(t: Truth) -> Case:
    text = a1111.version_1_10(t).text | {"smproj": '{"projectType": "TextToImage"}'}
    facts = a1111.version_1_10(t).facts | {"smproj.projectType": "TextToImage"}
    return Case("project", "stability_matrix", text, expected(t, clip_skip=2), facts)


def cases() -> list[Case]:
    return [make(t) for t in TRUTHS for make in (complete, project_only)]
