"""An engine whose pace and outcome the test decides, and what it needs around it."""

from __future__ import annotations

import json
import struct
import threading

import numpy as np

from studio.core.job import Progress
from studio.core.paths import cache_folder
from studio.core.text import message
from studio.engine.fingerprint import Fingerprint
from studio.engine.verbs.explain import Explained, Word
from studio.engine.verbs.generate import Generated
from studio.engine.verbs.style_effect import StyleEffect
from studio.ui.dialogs import Dialogs

TITLE = "Scripted"
NATIVE = 256


class ScriptedEngine:
    """Draws a flat color that depends on the seed; waits at every step while `gate` is closed."""

    def __init__(self, steps=3):
        self.steps = steps
        self.gate = threading.Event()
        self.gate.set()
        self.error = None
        self.notices = ()
        self.requests = []
        self.sources = []  # the pictures that requests start from
        self.threads = set()
        self.is_closed = False

    def run(self, verb, payload, report, cancel):
        if verb == "style_effect":
            self.requests.append(payload)
            cancel.check()
            return StyleEffect(payload.style.key, 2.0, 1.0, 0.1, True, ())
        if verb == "explain":
            return explained(payload.drawn.request)
        assert verb == "generate"
        self.threads.add(threading.current_thread())
        self.requests.append(payload.request)
        self.sources.append(payload.source)
        for step in range(self.steps):
            report(Progress(step, self.steps, message("Drawing"), preview=preview(payload.request)))
            while not self.gate.wait(0.01):
                cancel.check()
            cancel.check()
            if self.error:
                raise self.error
        weights = Fingerprint(payload.model.path, cache_folder() / "hashes.json").text
        facts = {"device": "script", "model_hash": weights}
        return Generated(picture(payload.request), 0.5, facts, self.notices)

    def free(self):
        pass

    def close(self):
        self.gate.set()
        self.is_closed = True


def explained(request):
    """The words of a prompt: the first acts on the left, the last on the right."""
    words = request.prompt.split()
    maps = [np.zeros((8, 8), np.uint8) for _ in words]
    for place, heat in zip(np.linspace(0, 7, len(words)).astype(int), maps, strict=True):
        heat[:, place] = 255
    found = [Word(text, 0.1 / (n + 1), maps[n]) for n, text in enumerate(words)]
    return Explained(tuple(found), picture(request))


def color(seed):
    """The color of a request's picture: (3,) uint8."""
    return np.random.default_rng(seed).integers(0, 256, 3, dtype=np.uint8)


def picture(request):
    extent = request.extent
    return np.broadcast_to(color(request.seed), (extent.height, extent.width, 3)).copy()


def preview(request):
    return np.broadcast_to(255 - color(request.seed), (16, 16, 3)).copy()


class ScriptedDialogs(Dialogs):
    """Answers with what the test put here; an empty answer is a Cancel."""

    def __init__(self):
        super().__init__()
        self.answer = None
        self.asked = []
        self.shown = []

    def folder(self, _parent, title, _start):
        self.asked.append(title)
        return self.answer

    new_folder = folder

    def picture(self, _parent, title, _start):
        return self.folder(_parent, title, _start)

    def files(self, _parent, title, _start):
        self.asked.append(title)
        return [self.answer] if self.answer else []

    def styles_file(self, _parent, title, _start):
        return self.folder(_parent, title, _start)

    def page_file(self, _parent, title, _start):
        return self.folder(_parent, title, _start)

    def text_file(self, _parent, title, _start):
        return self.folder(_parent, title, _start)

    def export_file(self, _parent, title, start, exporters):
        self.asked.append(title)
        by_suffix = {exporter.suffix: exporter for exporter, _ in exporters}
        return self.answer and (self.answer, by_suffix[self.answer.suffix])

    def show_folder(self, folder):
        self.shown.append(folder)


def write_part(path, shapes):
    """Write a file that is recognized by the names and shapes of its tensors, all zeros."""
    header, at = {}, 0
    for name, shape in shapes.items():
        size = 4 * int(np.prod(shape))
        header[name] = {"dtype": "F32", "shape": list(shape), "data_offsets": [at, at + size]}
        at += size
    text = json.dumps(header).encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(struct.pack("<Q", len(text)) + text + bytes(at))


def write_parts(models):
    """Write two VAEs and two IP-Adapters."""
    vae = {"decoder.conv_in.weight": (8, 4, 3, 3), "decoder.mid.block_1.conv1.weight": (8, 8, 3, 3)}
    adapter = {"image_proj.proj.weight": (8, 8), "ip_adapter.1.to_k_ip.weight": (8, 8)}
    for which in ("one", "two"):
        write_part(models / f"vae-{which}.safetensors", vae)
        write_part(models / f"adapter-{which}.safetensors", adapter)


def write_model(folder, title=TITLE):
    """Write what the catalog needs to see of a starter model: everything but the weights."""
    configs = {
        "model_index.json": {
            "_class_name": "StableDiffusionPipeline",
            "unet": ["diffusers", "UNet2DConditionModel"],
            "vae": ["diffusers", "AutoencoderKL"],
            "text_encoder": ["transformers", "CLIPTextModel"],
            "tokenizer": ["transformers", "CLIPTokenizer"],
            "scheduler": ["diffusers", "DDIMScheduler"],
        },
        "studio.json": {"family": "starter", "native": [NATIVE, NATIVE], "title": title},
        "unet/config.json": {"in_channels": 4, "sample_size": 32, "block_out_channels": [8]},
        "vae/config.json": {"latent_channels": 4, "block_out_channels": [8, 8, 8, 8]},
        "text_encoder/config.json": {"hidden_size": 8},
        "scheduler/scheduler_config.json": {},
        "tokenizer/tokenizer.json": {},
    }
    for name, config in configs.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(config), encoding="utf-8")
    header = json.dumps({"w": {"dtype": "F32", "shape": [8], "data_offsets": [0, 32]}}).encode()
    weights = struct.pack("<Q", len(header)) + header + bytes(32)
    for name in ("unet/diffusion_pytorch_model", "vae/diffusion_pytorch_model"):
        (folder / f"{name}.safetensors").write_bytes(weights)
    (folder / "text_encoder" / "model.safetensors").write_bytes(weights)
    return folder
