"""Projects of many thousand runs: real folders with real params.json and tiny pictures."""

from __future__ import annotations

import json
import os
import random
from datetime import UTC, datetime, timedelta
from io import BytesIO

import numpy as np

from studio.core.json_text import parse
from studio.core.project import Project
from studio.core.request import Extent, Request
from studio.core.run import IMAGE, PARAMS, RECORD, THUMB, Record, next_id, stored

SUBJECTS = (
    "red house",
    "blue boat",
    "old lighthouse",
    "sleeping cat",
    "paper moon",
    "古い塔",
    "海边小屋",
)
PLACES = ("by the sea", "in the forest", "at night", "on a hill", "under the rain", "在山上")
STYLES = ("watercolor", "ink", "pencil", "flat colors", "neon")
MODELS = ("starter", "sdxl-base", "painter")
SIZES = (Extent(256, 256), Extent(512, 512), Extent(512, 768))
FIRST = datetime(2024, 1, 1, 8, tzinfo=UTC)
EVERY_S = 240
BATCH = 4  # pictures of one request, which differ in their seed
PICTURES = 16


def build(root, n, seed=0):
    """Make a project of `n` runs; about six thousand a second on a usual disk."""
    Project.open(root, create=True).close()
    pictures = [tiny_picture(color) for color in range(PICTURES)]
    frame = parse(RECORD.dumps(Record(FIRST, 1.0, Request(""), {}, {})))
    chance, run_id, words = random.Random(seed), "", ""
    runs = os.fspath(root / "runs")
    for number in range(n):
        made = FIRST + timedelta(seconds=EVERY_S * number)
        run_id = next_id(made, run_id)
        if number % BATCH == 0:
            words, request = new_request(frame["request"], chance)
        request["seed"] = chance.getrandbits(32)
        image, thumb, files = pictures[number % PICTURES]
        data = frame | {
            "created": made.isoformat().replace("+00:00", "Z"),
            "request": request,
            "files": files,
            "facts": {"model_hash": "ab12", "prompt": words},
        }
        folder = f"{runs}/{run_id}"
        os.mkdir(folder)
        write(f"{folder}/{IMAGE}", image)
        write(f"{folder}/{THUMB}", thumb)
        write(f"{folder}/{PARAMS}", json.dumps(data, ensure_ascii=False).encode())
    return root


def new_request(frame, chance):
    words = f"a {chance.choice(SUBJECTS)} {chance.choice(PLACES)}, {chance.choice(STYLES)}"
    words += f", {chance.choice(SUBJECTS)} {chance.choice(PLACES)}, number {chance.randrange(5000)}"
    size = chance.choice(SIZES)
    return words, frame | {
        "prompt": words,
        "negative": "blurry, cropped",
        "model": chance.choice(MODELS),
        "style_text": chance.choice(STYLES),
        "extent": {"width": size.width, "height": size.height},
        "params": {"steps": chance.choice((20, 30)), "guidance": 5.5, "scheduler": "ddim"},
    }


def tiny_picture(color):
    """A picture and its thumbnail as files, and what params.json says of them."""
    from PIL import Image

    pixels = np.random.default_rng(color).integers(0, 256, (8, 8, 3), np.uint8)
    big = np.asarray(Image.fromarray(pixels).resize((64, 64)))
    image, thumb = BytesIO(), BytesIO()
    Image.fromarray(big).save(image, "PNG")
    Image.fromarray(big).save(thumb, "WEBP", quality=80)
    image, thumb = image.getvalue(), thumb.getvalue()
    kept = {IMAGE: stored(image), THUMB: stored(thumb)}
    return image, thumb, {n: {"size": k.size, "sha256": k.sha256} for n, k in kept.items()}


def write(path, data):
    with open(path, "wb") as file:
        file.write(data)
