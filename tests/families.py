"""A tiny checkpoint of every family, for what all of them promise."""

from __future__ import annotations

import json
from functools import partial

from tests import checkpoints, originals, z_images


def _turbo(write, folder):
    write(folder)
    path = folder / "scheduler" / "scheduler_config.json"
    config = json.loads(path.read_text(encoding="utf-8"))
    config["timestep_spacing"] = "trailing"
    path.write_text(json.dumps(config), encoding="utf-8")
    return folder


WRITERS = {
    "sd15": originals.write_published_sd,
    "sd2": originals.write_published_sd2,
    "sd2_turbo": partial(_turbo, partial(originals.write_published_sd2, prediction="epsilon")),
    "sdxl": originals.write_published_sdxl,
    "sdxl_refiner": originals.write_published_refiner,
    "sdxl_turbo": partial(_turbo, originals.write_published_sdxl),
    "starter": lambda folder: checkpoints.write_sd(folder, vae="tiny", card=checkpoints.STARTER),
    "z_image": z_images.write_z_image,
}
