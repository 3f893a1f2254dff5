"""The text encoder works once for each text, under each set of LoRAs; other speed that is exact."""

import numpy as np
import pytest

from studio.core.job import CancelToken
from studio.engine.runtime import Runtime
from tests.unit.engine_help import draw, payload
from tests.unit.test_engine_lora import random_lora, write_kohya

PROMPT = "a red house by the sea"


@pytest.fixture(scope="module")
def runtime():
    engine = Runtime()
    yield engine
    engine.close()


@pytest.fixture
def lora(checkpoints, tmp_path):
    return write_kohya(tmp_path / "ink.safetensors", random_lora(checkpoints / "sd"))


class Work:
    """Counts the floating point operations of the parts of a model, by a hook on each."""

    def __init__(self, engine, folder):
        asked = payload(folder)
        generator = engine.generator(asked.model, lambda _: None, CancelToken())
        self.parts = generator.checkpoint.parts
        self.engine, self.folder = engine, folder

    def drawing(self, text=PROMPT, **more):
        """Return the picture, the operations of the encoders, and the rows that the UNet saw."""
        from torch.utils.flop_counter import FlopCounterMode

        rows, counters = [], []

        def count(_module, _inputs):
            counters.append(FlopCounterMode(display=False))
            counters[-1].__enter__()

        def stop(_module, _inputs, _output):
            counters[-1].__exit__(None, None, None)

        hooks = [self.parts.unet.register_forward_pre_hook(lambda _m, i: rows.append(len(i[0])))]
        for encoder in self.parts.encoders:
            hooks += [encoder.register_forward_pre_hook(count), encoder.register_forward_hook(stop)]
        try:
            made = draw(self.engine, self.folder, text, **more)
        finally:
            for hook in hooks:
                hook.remove()
        return made.pixels, sum(c.get_total_flops() for c in counters), rows


@pytest.mark.parametrize("name", ["sd", "sdxl"])
def test_a_repeated_prompt_costs_the_text_encoders_nothing(runtime, checkpoints, name):
    work = Work(runtime, checkpoints / name)
    _, first, _ = work.drawing("a blue cat", seed=1)
    pixels, again, _ = work.drawing("a blue cat", seed=2)
    assert first > 0
    assert again == 0
    assert pixels.std() > 1


def test_a_lora_tried_on_and_off_is_heard_once(runtime, checkpoints, lora):
    work = Work(runtime, checkpoints / "sd")
    text = f"{PROMPT} <lora:ink:1>"
    plain, _, _ = work.drawing()
    inked, first, _ = work.drawing(text, additions=(lora,))
    assert first > 0, "with the LoRA the encoder says something else"
    back, off, _ = work.drawing()
    on_again, on, _ = work.drawing(text, additions=(lora,))
    assert (off, on) == (0, 0)
    assert np.array_equal(back, plain)
    assert np.array_equal(on_again, inked)
    assert not np.array_equal(inked, plain)


def test_another_weight_or_another_file_of_the_same_name_is_heard_anew(runtime, checkpoints, lora):
    work = Work(runtime, checkpoints / "sd")
    work.drawing(f"{PROMPT} <lora:ink:1>", additions=(lora,))
    _, weaker, _ = work.drawing(f"{PROMPT} <lora:ink:0.5>", additions=(lora,))
    assert weaker > 0
    work.drawing()
    write_kohya(lora.path, random_lora(checkpoints / "sd", seed=9), alpha=1.0)
    _, replaced, _ = work.drawing(f"{PROMPT} <lora:ink:1>", additions=(lora,))
    assert replaced > 0


def test_a_lora_for_the_denoiser_alone_leaves_the_words_as_they_were(runtime, checkpoints, lora):
    work = Work(runtime, checkpoints / "sd")
    work.drawing()
    _, heard, _ = work.drawing(f"{PROMPT} <lora:ink:0:1>", additions=(lora,))
    assert heard == 0


def test_without_guidance_half_as_many_rows_go_through_the_denoiser(runtime, checkpoints):
    work = Work(runtime, checkpoints / "sd")
    assert work.drawing(guidance=5.0)[2] == [2, 2, 2, 2]
    assert work.drawing(guidance=1.0)[2] == [1, 1, 1, 1]
