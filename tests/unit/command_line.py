"""An engine for the command line that paints what its test decides, and what reads the outcome."""

from __future__ import annotations

import json

import numpy as np
from PIL import Image

from studio.core.job import Progress
from studio.core.paths import cache_folder
from studio.core.text import message
from studio.engine.fingerprint import Fingerprint
from studio.engine.verbs.generate import Generated

WEIGHTS = "model.safetensors"


class ScriptedEngine:
    """Paints the seed, two steps a picture; a hook decides what else happens at a step."""

    at_step = staticmethod(lambda _cancel: None)
    notices = staticmethod(lambda _seed: (message("A notice."),))
    more_facts = staticmethod(lambda _payload: {})
    payloads: list

    def with_threads(self, threads):
        self.threads = threads
        return self

    def run(self, _verb, payload, report, cancel):
        self.payloads.append(payload)
        for step in range(2):
            cancel.check()
            self.at_step(cancel)
            report(Progress(step + 1, 2, message("Painting")))
        cancel.check()
        extent, seed = payload.request.extent, payload.request.seed
        pixels = np.full((extent.height, extent.width, 3), seed % 256, np.uint8)
        weights = Fingerprint(payload.model.path, cache_folder() / "hashes.json").text
        facts = {"device": "cpu", "model_hash": weights, **self.more_facts(payload)}
        return Generated(pixels, 1.5, facts, self.notices(seed))

    def close(self):
        pass


def picture_at(path):
    with Image.open(path) as picture:
        picture.load()
        return picture


def make(studio, *arguments):
    status, out, _ = studio("generate", *arguments, "--json")
    assert status == 0
    return json.loads(out)["runs"]
