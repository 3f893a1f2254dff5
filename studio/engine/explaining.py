"""Draws a request again and says which word is to be seen where."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from studio.core.errors import StudioError
from studio.core.params import clean
from studio.core.prompt.compose import final_prompts
from studio.core.prompt.schedule import schedule
from studio.core.text import N_
from studio.engine.attention_maps import Record, recording
from studio.engine.canvas import canvas_of
from studio.engine.verbs.explain import Explained, Word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from studio.core.job import CancelToken, Reporter
    from studio.core.prompt.ast import Prompt
    from studio.core.request import Extent
    from studio.engine.checkpoint import Checkpoint
    from studio.engine.conditioning import TextEncoder
    from studio.engine.family import Generator
    from studio.engine.payload import GeneratePayload

END = "</w>"  # of the last piece of a word, in CLIP's vocabulary


def explain(
    generator: Generator, payload: GeneratePayload, report: Reporter, cancel: CancelToken
) -> Explained:
    """Return where each word of the prompt acts in the picture of a request.

    Raises `StudioError` for a model that is no UNet.
    """
    import torch

    from studio.engine.diffusion import DiffusionGenerator

    if not isinstance(generator, DiffusionGenerator):
        raise StudioError(
            N_("{model} mixes words and picture in one: where a word acts cannot be told apart."),
            model=payload.model.title,
        )
    own = generator.checkpoint
    with torch.no_grad():
        prompt, target = _target(own, payload)
    extent = _drawn_extent(payload, own.multiple)
    record = Record(target, (extent.height // own.factor, extent.width // own.factor))
    made = generator.generate(payload, report, cancel, lambda unet: recording(unet, record))
    if record.maps is None:
        raise StudioError(N_("Nothing of this picture was drawn by its words alone."))
    words = list(_words(own, prompt, record.maps.cpu().numpy() / record.looks))
    return Explained(tuple(words), made.pixels)


def _drawn_extent(payload: GeneratePayload, multiple: int) -> Extent:
    """Return the size that the denoiser works at; `multiple` divides the sides of a picture."""
    request, source = payload.request, payload.source
    if request.outpaint is None or source is None:
        return request.extent
    return canvas_of(request, source, payload.mask, multiple).extent


def _target(own: Checkpoint, payload: GeneratePayload) -> tuple[Prompt, Any]:
    """Return the prompt as it stands at the last step, and its conditioning without the negative.

    What the prompt needs is put on first, and left on for the drawing, which wants the same.
    """
    params: Any = clean(own.params, payload.request.params)
    prompt, negative = final_prompts(payload.request)
    dressed = own.outfit.wear(prompt, negative, payload.additions)
    last = schedule(dressed.prompt, params.steps)[-1].prompt
    words = schedule(dressed.negative, params.steps)[-1].prompt
    guided = params.guidance > 1
    now = own.conditioner.conditions(last, words, skip=params.clip_skip - 1, guided=guided)
    return last, now.hidden[int(guided) :]


def _words(own: Checkpoint, prompt: Prompt, maps: NDArray[np.float32]) -> Iterator[Word]:
    """Yield the words of the prompt in their order, with the mean map of their tokens."""
    encoder = own.conditioner.encoders[0]
    seen: set[tuple[str, int]] = set()
    for part in prompt.parts:
        for at, chunk in enumerate(encoder.chunker.chunks(list(part.chunks))):
            start = at * encoder.chunker.length
            for text, places in _pieces(encoder, chunk.ids):
                where = [start + place for place in places]
                if (text, where[0]) in seen or where[-1] >= len(maps):
                    continue
                seen.add((text, where[0]))
                mean = maps[where].mean(axis=0)
                yield Word(text, float(mean.mean()), _scaled(mean))


def _pieces(encoder: TextEncoder, ids: Sequence[int]) -> Iterator[tuple[str, list[int]]]:
    """Yield each word of a chunk and the positions of its tokens; marks and signs are left out."""
    tokenizer, places, taken = encoder.tokenizer, list[int](), list[int]()
    for place, number in enumerate(ids[1:], start=1):
        if number == tokenizer.eos_token_id:
            break
        places.append(place)
        taken.append(number)
        piece = tokenizer.convert_ids_to_tokens(number)
        if piece is None or not str(piece).endswith(END):
            if piece is not None:
                continue
            text = "*"  # a word that was learnt since
        else:
            text = tokenizer.decode(taken).strip()
        if any(sign.isalnum() for sign in text) or text == "*":
            yield text, places
        places, taken = [], []


def _scaled(values: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Return a map stretched to 0 .. 255."""
    low, high = float(values.min()), float(values.max())
    spread = high - low if high > low else 1.0
    scaled: NDArray[np.uint8] = ((values - low) / spread * 255).round().astype(np.uint8)
    return scaled
