"""What weights, BREAK, AND, schedules and long texts do to the conditioning."""

import numpy as np
import pytest

from studio.core.job import CancelToken
from studio.core.prompt.schedule import schedule
from studio.engine.conditioning import Conditioner, TextEncoder
from studio.engine.runtime import Runtime
from studio.engine.script import Script
from studio.engine.tokens import MAX_CHUNKS, Chunker
from tests.unit.engine_help import draw, payload


@pytest.fixture(scope="module")
def runtime():
    engine = Runtime()
    yield engine
    engine.close()


@pytest.fixture
def parts(runtime, checkpoints):
    """The loaded parts of the tiny SD checkpoint."""
    return loaded(runtime, checkpoints / "sd").checkpoint.parts


def loaded(runtime, folder):
    return runtime.generator(payload(folder).model, lambda _: None, CancelToken())


@pytest.fixture
def encoder(parts):
    return TextEncoder(parts.tokenizers[0], parts.encoders[0])


def prompt(text, steps=1):
    return schedule(text, steps)[0].prompt


def conditions(encoder, text, negative="", **more):
    options = {"skip": 0, "guided": True, **more}
    return Conditioner([encoder]).conditions(prompt(text), prompt(negative), **options)


def test_a_plain_chunk_is_what_the_tokenizer_itself_makes(parts):
    tokenizer = parts.tokenizers[0]
    chunks = Chunker(tokenizer, 77).chunks(
        prompt("a red house, by the SEA ünïcode").parts[0].chunks
    )
    theirs = tokenizer("a red house, by the SEA ünïcode", padding="max_length", max_length=77)
    assert [chunk.ids for chunk in chunks] == [tuple(theirs.input_ids)]


def test_long_text_goes_on_in_further_chunks_and_is_cut_at_a_comma(parts):
    tokenizer = parts.tokenizers[0]
    text = "red " * 70 + ", " + "blue " * 10
    first, second = Chunker(tokenizer, 77).chunks(prompt(text).parts[0].chunks)
    comma, blue = (tokenizer(t, add_special_tokens=False).input_ids[0] for t in (",", "blue"))
    assert first.ids[71] == comma
    assert first.ids[72] == tokenizer.eos_token_id
    assert second.ids[1:11] == (blue,) * 10
    assert len(first.ids) == len(second.ids) == 77


def test_weights_scale_their_own_tokens_and_the_mean_is_restored(encoder):
    import torch

    plain = conditions(encoder, "a red house").hidden[1]
    heavy = conditions(encoder, "a (red:1.5) house").hidden[1]
    ratio = (heavy / plain).median(dim=-1).values
    assert torch.allclose(ratio[2] / ratio[1], torch.tensor(1.5), rtol=1e-4), "red against a"
    assert torch.allclose(ratio[3:], ratio[1].expand(74), rtol=1e-4), "nothing else moved"
    assert 1 / 1.5 <= float(ratio[1]) <= 1


def test_the_mean_is_restored_exactly_when_the_tokens_agree_in_sign():
    import torch

    from studio.engine.conditioning import _emphasized

    hidden = torch.rand((1, 6, 4)) + 1
    weighted = _emphasized(hidden, (1.0, 1.4, 0.8, 1.0, 1.0, 1.0))
    assert torch.isclose(weighted.mean(), hidden.mean(), rtol=1e-6)


def test_an_encoder_with_a_mean_of_zero_is_not_scaled_at_random():
    import torch

    from studio.engine.conditioning import _emphasized

    hidden = torch.tensor([[[1.0, -1.0], [1.0, -0.999], [1.0, -1.0]]])
    weighted = _emphasized(hidden, (1.0, 1.0, 2.0))
    assert weighted.abs().max() <= 2
    assert weighted.abs().max() >= 1


def test_break_begins_a_chunk_and_the_negative_prompt_is_made_as_long(encoder):
    made = conditions(encoder, "a red house BREAK the sea", "night")
    assert made.hidden.shape == (2, 154, 32)
    alone = conditions(encoder, "the sea").hidden
    assert np.array_equal(made.hidden[1, 77:], alone[1])
    assert np.array_equal(made.hidden[0, 77:], alone[0]), "padded with the encoding of no words"


def test_and_makes_a_row_for_each_part(encoder):
    made = conditions(encoder, "a cat :1.5 AND a tree")
    assert made.weights == (1.5, 1.0)
    assert made.hidden.shape == (3, 77, 32)
    assert np.array_equal(made.hidden[2], conditions(encoder, "a tree").hidden[1])


def test_the_negative_prompt_has_no_parts(encoder):
    made = conditions(encoder, "a cat", "night AND the sea")
    assert made.hidden.shape == (2, 154, 32)


def test_an_encoder_of_forty_positions_reads_chunks_of_forty(runtime, checkpoints):
    starter = loaded(runtime, checkpoints / "starter")
    made = starter.checkpoint.conditioner.conditions(
        prompt("red " * 50), prompt(""), skip=0, guided=True
    )
    assert made.hidden.shape == (2, 80, 32)


def test_sdxl_joins_both_encoders_and_pools_the_second(runtime, checkpoints):
    conditioner = loaded(runtime, checkpoints / "sdxl").checkpoint.conditioner
    made = conditioner.conditions(prompt("a (cat:1.3)"), prompt(""), skip=0, guided=True)
    assert made.hidden.shape == (2, 77, 64)
    assert made.pooled.shape == (2, 32)
    assert not made.hidden[0].any(), "no negative prompt is zeros for this checkpoint"
    spoken = conditioner.conditions(prompt("a cat"), prompt("night"), skip=0, guided=True)
    assert spoken.hidden[0].any()


def test_clip_skip_reads_an_earlier_layer_of_both_prompts(encoder):
    last, earlier = (conditions(encoder, "a cat", "night", skip=skip).hidden for skip in (0, 1))
    assert not np.allclose(last[0], earlier[0])
    assert not np.allclose(last[1], earlier[1])


def test_a_second_job_with_the_same_words_encodes_nothing(runtime, checkpoints):
    model = loaded(runtime, checkpoints / "sd").checkpoint.parts.encoders[0]
    calls = []
    hook = model.register_forward_hook(lambda *_: calls.append(1))
    try:
        draw(runtime, checkpoints / "sd", "the green tree at night", negative="cat")
        assert len(calls) == 2
        draw(runtime, checkpoints / "sd", "the green tree at night", negative="cat", seed=9)
        draw(runtime, checkpoints / "sd", "the green (tree:1.2) at night", negative="cat")
        assert len(calls) == 2, "the same words with other weights need no encoder either"
    finally:
        hook.remove()


def test_old_encodings_are_forgotten(encoder, monkeypatch):
    monkeypatch.setattr("studio.engine.conditioning.CACHED_CHUNKS", 3)
    for word in ("red", "blue", "green", "house", "tree"):
        conditions(encoder, word, guided=False)
    assert len(encoder._known) == 3


def test_a_switched_prompt_is_the_first_until_its_step(runtime, checkpoints):
    folder = checkpoints / "sd"

    def pixels(text):
        return draw(runtime, folder, text, steps=4).pixels

    assert np.array_equal(pixels("a [red:blue:4] house"), pixels("a red house"))
    assert np.array_equal(pixels("a [red:blue:0] house"), pixels("a blue house"))
    middle = pixels("a [red:blue:0.5] house")
    assert not np.array_equal(middle, pixels("a red house"))
    assert not np.array_equal(middle, pixels("a blue house"))


def test_alternatives_take_turns(runtime, checkpoints):
    script = Script(
        loaded(runtime, checkpoints / "sd").checkpoint.conditioner,
        "[red|blue] house",
        "",
        Picked(),
    )
    even, odd, again = (script.conditions(step).hidden for step in (0, 1, 2))
    assert np.array_equal(even, again)
    assert not np.array_equal(even, odd)


class Picked:
    steps, guidance, clip_skip = 4, 5.0, 1


def test_and_is_the_weighted_sum_of_what_the_parts_predict():
    import torch

    from studio.engine.conditioning import Conditions
    from studio.engine.denoise import _guided

    noise = torch.randn((3, 4, 2, 2), generator=torch.Generator().manual_seed(0))
    negative, one, two = noise[0:1], noise[1:2], noise[2:3]
    joined = _guided(noise, Conditions(None, None, (0.5, 2.0), True), 7.0)
    expected = negative + 7 * (0.5 * (one - negative) + 2.0 * (two - negative))
    assert torch.allclose(joined, expected)
    free = _guided(noise[1:], Conditions(None, None, (1.0, 3.0), False), 1.0)
    assert torch.allclose(free, (one + 3 * two) / 4)


def test_two_equal_parts_of_half_weight_are_the_part_alone(runtime, checkpoints):
    folder = checkpoints / "sd"
    joined = draw(runtime, folder, "a cat :0.5 AND a cat :0.5", steps=2).pixels
    alone = draw(runtime, folder, "a cat", steps=2).pixels
    assert np.abs(joined.astype(int) - alone).max() <= 1


@pytest.mark.parametrize(
    "text", ["", "   ", "\0", "\U0001f642 \u200f 一座红色的房子", "((((", "AND", "BREAK"]
)
def test_strange_texts_are_drawn(runtime, checkpoints, text):
    assert draw(runtime, checkpoints / "starter", text, steps=1).pixels.shape == (64, 64, 3)


def test_a_text_without_end_is_cut_and_the_user_is_told(runtime, checkpoints):
    made = draw(runtime, checkpoints / "sd", "red " * 75 * (MAX_CHUNKS + 1), steps=1)
    assert any("too long" in str(notice) for notice in made.notices)
    assert not any("too long" in str(n) for n in draw(runtime, checkpoints / "sd").notices)
