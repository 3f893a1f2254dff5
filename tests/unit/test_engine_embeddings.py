"""Embeddings: a name in the prompt stands for vectors of its own."""

from hashlib import sha256

import numpy as np
import pytest

from studio.core.addition import Addition, AdditionKind
from studio.core.errors import ModelRefusedError
from studio.core.job import CancelToken
from studio.engine.runtime import Runtime
from tests.unit.engine_help import draw, payload


@pytest.fixture(scope="module")
def runtime():
    engine = Runtime()
    yield engine
    engine.close()


def write(path, **tensors):
    from safetensors.torch import save_file

    save_file(tensors, path)
    return Addition(path.stem, AdditionKind.EMBEDDING, path)


def table(runtime, folder, which=0):
    """Return the token vectors of a checkpoint's text encoder and its tokenizer."""
    parts = runtime.generator(payload(folder).model, lambda _: None, CancelToken()).checkpoint.parts
    encoder = parts.encoders[which]
    return encoder.get_input_embeddings().weight.detach().clone(), parts.tokenizers[which]


def vectors_of(runtime, folder, text, which=0):
    weights, tokenizer = table(runtime, folder, which)
    return weights[tokenizer(text, add_special_tokens=False).input_ids].contiguous()


@pytest.mark.parametrize("name", ["sd", "sdxl"])
def test_a_word_with_the_vectors_of_others_draws_what_they_draw(
    runtime, checkpoints, tmp_path, name
):
    folder = checkpoints / name
    tensors = {"clip_l": vectors_of(runtime, folder, "red house")}
    if name == "sdxl":
        tensors["clip_g"] = vectors_of(runtime, folder, "red house", which=1)
    word = write(tmp_path / "my-word.safetensors", **tensors)
    made = draw(runtime, folder, "a my-word by the sea", additions=(word,))
    assert np.array_equal(made.pixels, draw(runtime, folder, "a red house by the sea").pixels)
    assert made.facts["embeddings"].startswith("my-word: ")


def test_it_can_be_weighed_and_stands_in_negative_prompts_too(runtime, checkpoints, tmp_path):
    folder = checkpoints / "sd"
    word = write(tmp_path / "bad.safetensors", emb_params=vectors_of(runtime, folder, "night"))
    for ours, theirs in (("(bad:1.4)", "(night:1.4)"), ("BAD, a cat", "night, a cat")):
        made = draw(runtime, folder, "a house", negative=ours, additions=(word,))
        plain = draw(runtime, folder, "a house", negative=theirs)
        assert np.array_equal(made.pixels, plain.pixels)


def test_only_whole_words_count_and_without_it_nothing_changes(runtime, checkpoints, tmp_path):
    folder = checkpoints / "sd"
    plain = draw(runtime, folder, "a catalog").pixels
    word = write(tmp_path / "cat.safetensors", emb_params=vectors_of(runtime, folder, "night"))
    assert np.array_equal(draw(runtime, folder, "a catalog", additions=(word,)).pixels, plain)
    assert not np.array_equal(
        draw(runtime, folder, "a cat", additions=(word,)).pixels,
        draw(runtime, folder, "a cat").pixels,
    )


def test_one_for_another_text_encoder_is_refused_with_the_widths(runtime, checkpoints, tmp_path):
    import torch

    word = write(tmp_path / "wide.safetensors", emb_params=torch.ones(2, 99))
    with pytest.raises(ModelRefusedError, match="vectors are 99, this one's are 32 wide"):
        draw(runtime, checkpoints / "sd", "a wide house", additions=(word,))
    one_only = write(tmp_path / "half.safetensors", emb_params=torch.ones(2, 32))
    with pytest.raises(ModelRefusedError, match="another base model"):
        draw(runtime, checkpoints / "sdxl", "a half house", additions=(one_only,))


def test_a_file_that_was_replaced_says_what_it_says_now(runtime, checkpoints, tmp_path):
    folder, path = checkpoints / "sd", tmp_path / "my-word.safetensors"
    texts = ("night", "house")
    vectors = [vectors_of(runtime, folder, text) for text in texts]
    wanted = [draw(runtime, folder, f"a {text}").pixels for text in texts]
    for rows, pixels in zip(vectors, wanted, strict=True):
        word = write(path, emb_params=rows)
        made = draw(runtime, folder, "a my-word", additions=(word,))
        assert np.array_equal(made.pixels, pixels)
        assert made.facts["embeddings_sha256"].endswith(sha256(path.read_bytes()).hexdigest())


def test_a_file_written_over_in_its_place_changes_no_vectors_that_are_known(
    runtime, checkpoints, tmp_path
):
    folder, path = checkpoints / "sd", tmp_path / "my-word.safetensors"
    word = write(path, emb_params=vectors_of(runtime, folder, "night"))
    draw(runtime, folder, "a my-word", additions=(word,))
    parts = runtime.generator(payload(folder).model, lambda _: None, CancelToken()).checkpoint
    [encoder] = parts.conditioner.encoders
    [known] = encoder.words._vectors.values()
    before = known.clone()
    path.write_bytes(bytes(path.stat().st_size))
    assert known.equal(before)
