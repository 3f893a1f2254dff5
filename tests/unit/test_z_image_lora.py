"""LoRAs for Z-Image act as their products say, under every name there is for a layer."""

import numpy as np
import pytest

from studio.core.addition import Addition, AdditionKind
from studio.core.errors import ModelRefusedError
from studio.core.job import CancelToken
from studio.core.prompt.errors import PromptError
from studio.engine.flow_lora import FlowLoraStack
from studio.engine.runtime import Runtime
from studio.engine.weights import entry_at, model_at
from tests.unit.engine_help import draw
from tests.unit.test_engine_lora import fail_after
from tests.z_images import PROMPT, tensors, write_gguf

LAYERS = ("layers.0.attention.to_q", "layers.1.feed_forward.w1", "layers.2.attention.to_out.0")


def pairs(seed=1, rank=2):
    """Return layer -> (down, up) for some layers of the tiny transformer."""
    import torch

    random = torch.Generator().manual_seed(seed)
    sides = {"w1": (64, 170)}
    made = {}
    for layer in LAYERS:
        inner, outer = sides.get(layer.rpartition(".")[2], (64, 64))
        draw_one = lambda *shape: torch.randn(shape, generator=random) * 0.2  # noqa: E731
        made[layer] = (draw_one(rank, inner), draw_one(outer, rank))
    return made


def write_lora(path, style="transformer.{}.lora_A.weight", alpha=None, content=None):
    """Write a file in the style of one of the tools; `style` names the first of a pair."""
    import torch
    from safetensors.torch import save_file

    up_style = style.replace("lora_A", "lora_B").replace("down", "up")
    state = {}
    for layer, (down, up) in (content or pairs()).items():
        name = layer.replace(".", "_") if style.startswith("lora_unet_") else layer
        state[style.format(name)] = down.clone()
        state[up_style.format(name)] = up.clone()
        if alpha is not None:
            state[f"{style.split('{}')[0]}{name}.alpha"] = torch.tensor(float(alpha))
    save_file(state, path)
    return Addition(path.stem, AdditionKind.LORA, path, 1)


@pytest.fixture(scope="module")
def with_products(z_image, tmp_path_factory):
    """A folder in whose weights the products lie, at half their strength."""
    import shutil

    from safetensors.torch import save_file

    folder = shutil.copytree(z_image, tmp_path_factory.mktemp("lora") / "changed")
    state = tensors(folder, "transformer")
    for layer, (down, up) in pairs().items():
        state[f"{layer}.weight"] = state[f"{layer}.weight"] + 0.5 * (up @ down)
    [path] = (folder / "transformer").glob("*.safetensors")
    save_file(state, path, {"format": "pt"})
    return folder


@pytest.mark.parametrize(
    ("style", "alpha", "weight"),
    [
        ("transformer.{}.lora_A.weight", None, 0.5),
        ("diffusion_model.{}.lora_A.weight", None, 0.5),
        ("base_model.model.{}.lora_A.default.weight", None, 0.5),
        ("lora_unet_{}.lora_down.weight", 1, 1.0),
        ("{}.lora.down.weight", 4, 0.25),
    ],
)
def test_it_adds_its_products_under_every_name(
    z_runtime, z_image, with_products, tmp_path, style, alpha, weight
):
    plain = draw(z_runtime, z_image, PROMPT).pixels
    wanted = draw(z_runtime, with_products, PROMPT).pixels
    lora = write_lora(tmp_path / "ink.safetensors", style, alpha)
    made = draw(z_runtime, z_image, f"{PROMPT} <lora:ink:{weight}>", additions=(lora,))
    assert not np.array_equal(wanted, plain)
    assert np.array_equal(made.pixels, wanted)
    assert made.facts["loras"].startswith("ink: ")
    assert np.array_equal(draw(z_runtime, z_image, PROMPT).pixels, plain), "all taken away again"


def test_the_joined_names_of_the_original_code_are_read(z_runtime, z_image, tmp_path):
    import torch

    one = pairs()
    down, up = one["layers.0.attention.to_q"]
    ups = [up, up * 0.5, -up]
    split = {
        f"layers.0.attention.to_{letter}": (down, part)
        for letter, part in zip("qkv", ups, strict=True)
    }
    split["layers.2.attention.to_out.0"] = one["layers.2.attention.to_out.0"]
    joined = {
        "layers.0.attention.qkv": (down, torch.cat(ups)),
        "layers.2.attention.out": one["layers.2.attention.to_out.0"],
    }
    pictures = []
    for name, content in (("split", split), ("joined", joined)):
        path = tmp_path / f"{name}.safetensors"
        lora = write_lora(path, "diffusion_model.{}.lora_A.weight", content=content)
        text = f"{PROMPT} <lora:{name}:1>"
        pictures.append(draw(z_runtime, z_image, text, additions=(lora,)).pixels)
    assert np.array_equal(*pictures)
    assert not np.array_equal(pictures[0], draw(z_runtime, z_image, PROMPT).pixels)


def test_it_acts_on_packed_matrices_and_leaves_them_as_they_were(z_image, tmp_path):
    packed, plain = write_gguf(z_image, tmp_path / "models", "Q8_0")
    lora = write_lora(tmp_path / "ink.safetensors")
    engine = Runtime()
    asked = {"prompt": f"{PROMPT} <lora:ink:0.5>", "additions": (lora,)}
    before = draw(engine, packed, PROMPT).pixels
    worn, wanted = (draw(engine, path, **asked).pixels for path in (packed, plain))
    assert not np.array_equal(worn, before)
    assert np.abs(worn.astype(int) - wanted).mean() < 3, "bfloat16 rounds at another place"
    assert np.array_equal(draw(engine, packed, PROMPT).pixels, before)
    engine.close()


def test_it_is_known_as_a_lora_by_its_content(tmp_path):
    lora = write_lora(tmp_path / "ink.safetensors")
    assert entry_at(lora.path).kind is AdditionKind.LORA


def test_one_for_another_model_is_refused_with_its_layer_and_changes_nothing(
    z_runtime, z_image, tmp_path
):
    import torch

    plain = draw(z_runtime, z_image, PROMPT).pixels
    first = pairs()
    wide = {**first, "layers.1.attention.to_k": (torch.ones(2, 32), torch.ones(64, 2))}
    strange = {**first, "transformer_blocks.0.attn.to_q": (torch.ones(2, 64), torch.ones(64, 2))}
    for content, layer in ((wide, "to_k"), (strange, "transformer_blocks")):
        lora = write_lora(tmp_path / "other.safetensors", content=content)
        with pytest.raises(ModelRefusedError, match=f"another base model.*{layer}"):
            draw(z_runtime, z_image, f"{PROMPT} <lora:other:1>", additions=(lora,))
        assert np.array_equal(draw(z_runtime, z_image, PROMPT).pixels, plain)


def test_one_that_is_not_there_is_said_before_any_work(z_runtime, z_image):
    with pytest.raises(PromptError, match="no LoRA ink"):
        draw(z_runtime, z_image, f"{PROMPT} <lora:ink:1>")


def test_a_file_that_was_replaced_acts_as_what_it_is_now(z_runtime, z_image, tmp_path):
    path, text = tmp_path / "ink.safetensors", f"{PROMPT} <lora:ink:0.5>"
    (tmp_path / "new").mkdir()
    other = write_lora(tmp_path / "new" / "ink.safetensors", content=pairs(seed=2))
    wanted = draw(z_runtime, z_image, text, additions=(other,))
    before = draw(z_runtime, z_image, text, additions=(write_lora(path),))
    made = draw(z_runtime, z_image, text, additions=(write_lora(path, content=pairs(seed=2)),))
    assert made.facts["loras_sha256"] == wanted.facts["loras_sha256"]
    assert np.array_equal(made.pixels, wanted.pixels)
    assert not np.array_equal(made.pixels, before.pixels)


@pytest.mark.parametrize("is_packed", [False, True])
def test_one_that_fails_while_it_is_added_leaves_nothing_of_it_behind(
    z_image, tmp_path, monkeypatch, is_packed
):
    model = write_gguf(z_image, tmp_path / "models", "Q8_0")[0] if is_packed else z_image
    lora = write_lora(tmp_path / "ink.safetensors")
    text = f"{PROMPT} <lora:ink:0.5>"
    engine = Runtime()
    wanted = draw(engine, model, text, additions=(lora,)).pixels
    before = draw(engine, model, PROMPT).pixels
    with monkeypatch.context() as broken:
        fail_after(broken, FlowLoraStack, 2)
        with pytest.raises(RuntimeError, match="the card is gone"):
            draw(engine, model, text, additions=(lora,))
    assert np.array_equal(draw(engine, model, PROMPT).pixels, before)
    assert np.array_equal(draw(engine, model, text, additions=(lora,)).pixels, wanted)
    engine.close()


def test_a_file_written_over_in_its_place_changes_nothing_that_is_added(z_image, tmp_path):
    packed, _ = write_gguf(z_image, tmp_path / "models", "Q8_0")
    lora = write_lora(tmp_path / "ink.safetensors")
    engine = Runtime()
    draw(engine, packed, f"{PROMPT} <lora:ink:0.5>", additions=(lora,))
    stack = engine.generator(model_at(packed), lambda _: None, CancelToken()).loras
    added = [pair for name in LAYERS for pair in stack.transformer.get_submodule(name).added]
    before = [part.clone() for pair in added for part in pair]
    lora.path.write_bytes(bytes(lora.path.stat().st_size))
    after = [part for pair in added for part in pair]
    assert len(after) == 2 * len(LAYERS)
    assert all(new.equal(old) for new, old in zip(after, before, strict=True))
    engine.close()
