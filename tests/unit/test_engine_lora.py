"""LoRAs: the three ways they are written down, what they change, and what they leave as it was."""

import numpy as np
import pytest

from studio.core.addition import Addition, AdditionKind
from studio.core.errors import ModelRefusedError
from studio.core.job import CancelToken
from studio.core.prompt.errors import PromptError
from studio.engine.lora import LoraStack
from studio.engine.runtime import Runtime
from studio.engine.savings.tuning import tune
from studio.engine.weights import model_at
from tests.unit.engine_help import draw

RANK = 4
PROMPT = "a red house by the sea"


@pytest.fixture(scope="module")
def runtime():
    engine = Runtime()
    yield engine
    engine.close()


def pipeline_of(folder):
    from diffusers import StableDiffusionPipeline, StableDiffusionXLPipeline

    two = (folder / "text_encoder_2").is_dir()
    cls = StableDiffusionXLPipeline if two else StableDiffusionPipeline
    more = {} if two else {"safety_checker": None}
    pipe = cls.from_pretrained(folder, local_files_only=True, **more)
    pipe.set_progress_bar_config(disable=True)
    return pipe


def random_lora(folder, alpha=2.0, seed=0):
    """Return {(part, module path): (down, up)} for attentions of the UNet and text encoders."""
    import torch

    pipe, generator = pipeline_of(folder), torch.Generator().manual_seed(seed)
    layers = {}
    roots = {"unet": pipe.unet, "text_encoder": pipe.text_encoder}
    if hasattr(pipe, "text_encoder_2"):
        roots["text_encoder_2"] = pipe.text_encoder_2
    for part, root in roots.items():
        for name, module in root.named_modules():
            if name.endswith(("to_q", "to_v", "to_out.0", "q_proj", "v_proj")):
                out, into = module.weight.shape
                down = torch.randn((RANK, into), generator=generator) * 0.3
                up = torch.randn((out, RANK), generator=generator) * 0.3
                layers[part, name] = (down, up)
    return layers


def save(path, tensors, metadata=None):
    from safetensors.torch import save_file

    save_file({k: v.contiguous() for k, v in tensors.items()}, path, metadata)
    return Addition(path.stem, AdditionKind.LORA, path)


def write_kohya(path, layers, alpha=2.0, rename=lambda part, name: name):
    import torch

    starts = {"unet": "lora_unet", "text_encoder": "lora_te", "text_encoder_2": "lora_te2"}
    if any(part == "text_encoder_2" for part, _ in layers):
        starts["text_encoder"] = "lora_te1"
    tensors = {}
    for (part, name), (down, up) in layers.items():
        name = rename(part, name)
        if part != "unet" and not name.startswith("text_model"):
            name = f"text_model.{name}"
        key = f"{starts[part]}_{name.replace('.', '_')}"
        tensors |= {f"{key}.lora_down.weight": down, f"{key}.lora_up.weight": up}
        tensors[f"{key}.alpha"] = torch.tensor(alpha)
    return save(path, tensors)


def write_peft(path, layers, alpha=2.0):
    import json

    tensors = {}
    for (part, name), (down, up) in layers.items():
        tensors |= {f"{part}.{name}.lora_A.weight": down, f"{part}.{name}.lora_B.weight": up}
    parts = {part for part, _ in layers}
    said = {f"{part}.lora_alpha": alpha for part in parts} | {f"{part}.r": RANK for part in parts}
    return save(path, tensors, {"lora_adapter_metadata": json.dumps(said)})


def write_old_diffusers(path, layers, alpha=2.0):
    tensors = {}
    for (part, name), (down, up) in layers.items():
        if part == "unet":
            attention, _, layer = name.rpartition("attn")[0] + "attn", 0, name.rpartition("attn")[2]
            number, _, projection = layer.partition(".")
            key = f"{attention}{number}.processor.{projection.removesuffix('.0')}_lora"
        else:
            key = f"{name}.lora_linear_layer"
        share = alpha / RANK  # this form has no alpha: the factor lies in the tensors
        tensors |= {f"{part}.{key}.down.weight": down, f"{part}.{key}.up.weight": up * share}
    return save(path, tensors)


def sgm(part, name):
    """Return the name of a layer of the tiny SDXL UNet in the original code; one resnet a level."""
    import re

    if part != "unet":
        return name
    found = re.fullmatch(r"(down|up)_blocks\.(\d+)\.attentions\.(\d+)\.(.+)", name)
    if found is None:
        return name.replace("mid_block.attentions.0", "middle_block.1")
    down, level, layer = found[1] == "down", int(found[2]), int(found[3])
    number = level * 2 + layer + (1 if down else 0)
    return f"{'input' if down else 'output'}_blocks.{number}.1.{found[4]}"


def by_hand(folder, layers, scale, alpha=2.0):
    """Return the picture of the bare pipeline whose weights have the products added."""
    import torch

    pipe = pipeline_of(folder)
    with torch.no_grad():
        for (part, name), (down, up) in layers.items():
            weight = getattr(pipe, part).get_submodule(name).weight
            weight += scale * alpha / RANK * (up @ down)
    image = pipe(
        PROMPT,
        width=64,
        height=64,
        num_inference_steps=4,
        guidance_scale=5.0,
        generator=torch.Generator("cpu").manual_seed(3),
    ).images[0]
    return np.asarray(image)


def close(one, other):
    return np.abs(one.astype(int) - other.astype(int)).max() <= 1


@pytest.mark.parametrize("write", [write_kohya, write_peft, write_old_diffusers])
@pytest.mark.parametrize("name", ["sd", "sdxl"])
def test_every_way_of_writing_a_lora_makes_the_picture_that_its_definition_makes(
    runtime, checkpoints, tmp_path, name, write
):
    folder = checkpoints / name
    layers = random_lora(folder)
    lora = write(tmp_path / "ink.safetensors", layers)
    made = draw(runtime, folder, f"{PROMPT}<lora:ink:0.8>", additions=(lora,))
    assert close(made.pixels, by_hand(folder, layers, 0.8))
    assert not close(made.pixels, draw(runtime, folder, PROMPT).pixels)
    assert made.facts["loras"].startswith("ink: ")


def test_a_lora_of_the_original_sdxl_names_is_the_same(runtime, checkpoints, tmp_path):
    folder = checkpoints / "sdxl"
    layers = random_lora(folder)
    lora = write_kohya(tmp_path / "ink.safetensors", layers, rename=sgm)
    made = draw(runtime, folder, f"{PROMPT}<lora:INK:0.8>", additions=(lora,))
    assert close(made.pixels, by_hand(folder, layers, 0.8))


def test_without_the_tag_the_next_picture_is_what_it_was_bit_for_bit(
    runtime, checkpoints, tmp_path
):
    folder = checkpoints / "sd"
    before = draw(runtime, folder, PROMPT).pixels
    one = write_kohya(tmp_path / "one.safetensors", random_lora(folder))
    two = write_peft(tmp_path / "two.safetensors", random_lora(folder, seed=5))
    both = draw(runtime, folder, f"{PROMPT}<lora:one:1><lora:two:-0.5>", additions=(one, two))
    assert not close(both.pixels, before)
    assert np.array_equal(draw(runtime, folder, PROMPT, additions=(one, two)).pixels, before)


def test_the_first_of_two_weights_is_the_text_encoders(runtime, checkpoints, tmp_path):
    folder = checkpoints / "sd"
    layers = random_lora(folder)
    lora = write_kohya(tmp_path / "ink.safetensors", layers)
    made = draw(runtime, folder, f"{PROMPT}<lora:ink:0:1>", additions=(lora,))
    only_unet = {key: pair for key, pair in layers.items() if key[0] == "unet"}
    assert close(made.pixels, by_hand(folder, only_unet, 1.0))


def test_one_for_another_base_model_is_refused_with_the_layer_and_nothing_changed(
    runtime, checkpoints, tmp_path
):
    folder = checkpoints / "sd"
    before = draw(runtime, folder, PROMPT).pixels
    lora = write_kohya(tmp_path / "xl.safetensors", random_lora(checkpoints / "sdxl"))
    with pytest.raises(ModelRefusedError, match=r"xl.safetensors was made for another base model"):
        draw(runtime, folder, f"{PROMPT}<lora:xl:1>", additions=(lora,))
    assert np.array_equal(draw(runtime, folder, PROMPT).pixels, before)


@pytest.mark.parametrize(
    ("names", "says"),
    [
        (("lora_unet_mid_block_attentions_0_proj_in.hada_w1_a",), "kind of LoRA that cannot"),
        (
            ("transformer.single_transformer_blocks.0.attn.to_q.lora_A.weight",),
            "another base model",
        ),
        (("lora_unet_mid_block_attentions_0_proj_in.lora_down.weight",), "is not complete"),
    ],
)
def test_what_cannot_be_used_is_told_by_the_layer(runtime, checkpoints, tmp_path, names, says):
    import torch

    lora = save(tmp_path / "odd.safetensors", {name: torch.ones(4, 4) for name in names})
    with pytest.raises(ModelRefusedError, match=says):
        draw(runtime, checkpoints / "sd", f"{PROMPT}<lora:odd:1>", additions=(lora,))


def test_numbers_that_are_not_finite_are_refused(runtime, checkpoints, tmp_path):
    layers = random_lora(checkpoints / "sd")
    for _, up in layers.values():
        up[0, 0] = float("nan")
    lora = write_kohya(tmp_path / "nan.safetensors", layers)
    with pytest.raises(ModelRefusedError, match="not finite"):
        draw(runtime, checkpoints / "sd", f"{PROMPT}<lora:nan:1>", additions=(lora,))


def test_a_name_that_is_not_there_is_told_with_those_that_are(runtime, checkpoints, tmp_path):
    lora = Addition("ink", AdditionKind.LORA, tmp_path / "ink.safetensors")
    with pytest.raises(PromptError, match=r"no LoRA oil. There is: ink.") as caught:
        draw(runtime, checkpoints / "sd", "a cat <lora:oil:1>", additions=(lora,))
    assert caught.value.position == len("a cat ")
    with pytest.raises(PromptError, match="into the folder loras"):
        draw(runtime, checkpoints / "sd", "a cat <lora:oil:1>")


def test_a_lora_in_the_negative_prompt_is_told_to_have_no_effect(runtime, checkpoints, tmp_path):
    lora = write_kohya(tmp_path / "ink.safetensors", random_lora(checkpoints / "sd"))
    plain = draw(runtime, checkpoints / "sd", PROMPT, negative="night")
    made = draw(
        runtime, checkpoints / "sd", PROMPT, negative="night<lora:ink:1>", additions=(lora,)
    )
    assert np.array_equal(made.pixels, plain.pixels)
    assert any("has no effect" in str(notice) for notice in made.notices)


def test_a_file_that_was_replaced_acts_as_what_it_is_now(runtime, checkpoints, tmp_path):
    folder, path = checkpoints / "sd", tmp_path / "ink.safetensors"
    old = write_kohya(path, random_lora(folder))
    before = draw(runtime, folder, f"{PROMPT}<lora:ink:0.8>", additions=(old,))
    layers = random_lora(folder, seed=9)
    trained_again = write_kohya(path, layers)
    made = draw(runtime, folder, f"{PROMPT}<lora:ink:0.8>", additions=(trained_again,))
    assert made.facts["loras_sha256"] != before.facts["loras_sha256"]
    assert close(made.pixels, by_hand(folder, layers, 0.8))
    assert not close(made.pixels, before.pixels)


def fail_after(monkeypatch, cls, layers):
    """Have a stack fail at all layers but the first so many, in a way that is not tried again."""
    add, names = cls._add, set()

    def failing(self, name, pair, scale):
        if len(names) == layers and name not in names:
            raise RuntimeError("the card is gone")
        names.add(name)
        add(self, name, pair, scale)

    monkeypatch.setattr(cls, "_add", failing)


@pytest.mark.parametrize("earlier", ["", "<lora:one:1>"])
def test_one_that_fails_while_it_is_added_leaves_nothing_of_it_behind(
    runtime, checkpoints, tmp_path, monkeypatch, earlier
):
    folder = checkpoints / "sd"
    one = write_kohya(tmp_path / "one.safetensors", random_lora(folder))
    two = write_kohya(tmp_path / "two.safetensors", random_lora(folder, seed=5))
    wanted = draw(runtime, folder, f"{PROMPT}<lora:two:1>", additions=(two,)).pixels
    before = draw(runtime, folder, PROMPT).pixels
    draw(runtime, folder, PROMPT + earlier, additions=(one,))
    with monkeypatch.context() as broken:
        fail_after(broken, LoraStack, 20)
        with pytest.raises(RuntimeError, match="the card is gone"):
            draw(runtime, folder, f"{PROMPT}<lora:two:1>", additions=(two,))
    assert np.array_equal(draw(runtime, folder, PROMPT).pixels, before)
    again = draw(runtime, folder, f"{PROMPT}<lora:two:1>", additions=(two,))
    assert np.array_equal(again.pixels, wanted)


def test_one_that_fails_leaves_nothing_of_an_earlier_one_in_joined_projections(
    checkpoints, tmp_path, monkeypatch
):
    folder, engine = checkpoints / "sd", Runtime()
    one = write_kohya(tmp_path / "one.safetensors", random_lora(folder))
    two = write_kohya(tmp_path / "two.safetensors", random_lora(folder, seed=5))
    checkpoint = engine.generator(model_at(folder), lambda _: None, CancelToken()).checkpoint
    tune(checkpoint.parts)
    weights = checkpoint.parts.unet.state_dict()
    [joined, *_] = (weights[name] for name in weights if name.endswith("to_qkv.weight"))
    before = joined.clone()
    checkpoint.outfit.wear("<lora:one:1>", "", (one, two))
    assert not joined.equal(before)
    fail_after(monkeypatch, LoraStack, 20)
    with pytest.raises(RuntimeError, match="the card is gone"):
        checkpoint.outfit.wear("<lora:two:1>", "", (one, two))
    checkpoint.outfit.wear("", "", (one, two))
    assert joined.equal(before)
    engine.close()
