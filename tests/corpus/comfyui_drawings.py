"""ComfyUI's drawings alone, as pictures have them whose graph was taken out."""

from __future__ import annotations

import json

from tests.corpus.truth import SAMPLERS, TRUTHS, Case, Truth, expected


def drawn(number, kind, values, inputs=(), mode=0):
    slots = [{"name": name, "type": "X", "link": link} for name, link in inputs]
    return {"id": number, "type": kind, "mode": mode, "inputs": slots, "widgets_values": values}


def drawing(t: Truth):
    _, _, sampler, scheduler, _, _ = SAMPLERS[t.sampler]
    values = [t.seed, "randomize", t.steps, t.cfg, sampler, scheduler, 1]
    nodes = [
        drawn(3, "KSampler", values,
              [("model", 1), ("positive", 2), ("negative", 3), ("latent_image", 4)]),
        drawn(4, "CheckpointLoaderSimple", [f"{t.model}.ckpt"]),
        drawn(5, "EmptyLatentImage", [t.width, t.height, 1]),
        drawn(6, "CLIPTextEncode", [t.prompt], [("clip", 5)]),
        drawn(7, "CLIPTextEncode", [t.negative], [("clip", 5)]),
        drawn(8, "VAEDecode", [], [("samples", 7), ("vae", 8)]),
        drawn(9, "SaveImage", ["out"], [("images", 9)]),
        drawn(20, "Note", ["remember the milk"]),
        drawn(21, "KSampler", [1, "fixed", 2, 3, "euler", "normal", 1], [("positive", 2)], mode=2),
        drawn(22, "LoraLoader", ["off.safetensors", 1, 1], [("model", 10), ("clip", 11)], mode=4),
        drawn(23, "Reroute", [], [("", 12)]),
    ]  # fmt: skip
    links = [
        [1, 22, 0, 3, 0, "MODEL"],
        [2, 23, 0, 3, 1, "CONDITIONING"],
        [3, 7, 0, 3, 2, "CONDITIONING"],
        [4, 5, 0, 3, 3, "LATENT"],
        [5, 4, 1, 6, 0, "CLIP"],
        [7, 3, 0, 8, 0, "LATENT"],
        [8, 4, 2, 8, 1, "VAE"],
        [9, 8, 0, 9, 0, "IMAGE"],
        [10, 4, 0, 22, 0, "MODEL"],
        [11, 4, 1, 22, 1, "CLIP"],
        [12, 6, 0, 23, 0, "*"],
    ]
    return {"last_node_id": 23, "nodes": nodes, "links": links, "version": 0.4}


def old(t):
    return Case("drawn", "comfyui", {"workflow": json.dumps(drawing(t))}, expected(t), facts(t))


def new(t):
    """Newer drawings have links as tables, and name the values of unknown nodes."""
    data = drawing(t)
    names = ("id", "origin_id", "origin_slot", "target_id", "target_slot", "type")
    data["links"] = [dict(zip(names, link, strict=True)) for link in data["links"]]
    latent = data["nodes"][2]
    latent["type"] = "SDXLEmptyLatentSizePicker"
    latent["inputs"] = [
        {"name": name, "link": None, "widget": {"name": name}}
        for name in ("width", "height", "batch_size")
    ]
    return Case("named", "comfyui", {"workflow": json.dumps(data)}, expected(t), facts(t))


def facts(t):
    return {
        "Model": f"{t.model}.ckpt",
        "SaveImage 9: filename_prefix": "out",
        "Note 20: value 1": "remember the milk",
    }


def cases() -> list[Case]:
    return [make(t) for t in TRUTHS for make in (old, new)]
