"""Draw the small picture of every shipped style with the starter model.

Run it after a style or the starter changed: `.venv/bin/python packaging/style_thumbnails.py`. The
prompt, the seed and the size are the same for all, so that what differs is the style. A style that
the starter does not know gets the picture that it makes there all the same.
"""

from __future__ import annotations

import argparse
import io
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
STYLES = ROOT / "resources" / "styles"
TARGET = STYLES / "thumbnails"
PLAIN = "_none"  # the picture of no style
PROMPT = "a red house by the sea at sunset"
SEED = 7
STEPS = 20
SIDE = 192  # pixels: sharp at 96 on a screen of twice the density
SIZE_LIMIT = 4096  # bytes of one file


def draw(runtime, model, style, prompt=PROMPT, seed=SEED):
    """Return the starter's picture of the prompt in a style, (H, W, 3) uint8."""
    from studio.core.job import CancelToken
    from studio.core.params import specs
    from studio.core.request import Request
    from studio.engine.verbs.generate import GeneratePayload

    family = runtime.families[model.family]
    params = {name: default for name, (_, default) in specs(family.params).items()}
    params |= {k: v for k, v in (style.params if style else {}).items() if k in params}
    params["steps"] = STEPS
    request = Request(
        prompt=prompt, model=model.key, style=style, extent=model.native, seed=seed, params=params
    )
    payload = GeneratePayload(request, model)
    return runtime.run("generate", payload, lambda _progress: None, CancelToken()).pixels


def small(pixels):
    """Return a WebP of at most `SIZE_LIMIT` bytes, as good as that allows."""
    from PIL import Image

    image = Image.fromarray(pixels).resize((SIDE, SIDE), Image.Resampling.LANCZOS)
    for quality in range(80, 5, -5):
        buffer = io.BytesIO()
        image.save(buffer, "WEBP", quality=quality, method=6)
        if buffer.tell() <= SIZE_LIMIT:
            return buffer.getvalue()
    raise ValueError(f"not even the lowest quality fits into {SIZE_LIMIT} bytes")


def main(argv=None):
    """Draw them all, or those whose keys are named."""
    sys.path.insert(0, str(ROOT))
    from studio.core.prompt.styles import load_styles
    from studio.core.storage import write_atomic
    from studio.engine.runtime import Runtime
    from studio.engine.weights import model_at

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("keys", nargs="*", help="the styles to draw; all unless named")
    parser.add_argument("--target", type=Path, default=TARGET)
    arguments = parser.parse_args(argv)
    styles = {PLAIN: None, **load_styles(STYLES)}
    runtime, model = Runtime(), model_at(ROOT / "resources" / "models" / "starter")
    arguments.target.mkdir(parents=True, exist_ok=True)
    for key in arguments.keys or styles:
        data = small(draw(runtime, model, styles[key]))
        write_atomic(arguments.target / f"{key}.webp", data)
        print(key, len(data))
    return 0


if __name__ == "__main__":
    sys.exit(main())
