"""LoRAs for few steps are told from others, and drawn with the scheduler they were made for."""

from dataclasses import dataclass

import numpy as np
import pytest

from studio.core.errors import RequestError
from studio.engine.runtime import Runtime
from studio.engine.safefile import Tensors
from studio.engine.savings.few_steps import advice, kind_of, recognized
from studio.engine.schedulers import RECIPES, build_scheduler, set_steps
from tests.unit.engine_help import draw
from tests.unit.test_engine_lora import random_lora, write_kohya

PLAIN = {"lora_unet_mid_block_attentions_0_proj_in.lora_down.weight": (4, 320)}
DEEP = {"lora_unet_down_blocks_0_resnets_0_time_emb_proj.lora_down.weight": (64, 1280)}
REAL = {  # how these files are called where they are published
    "lcm-lora-sdv1-5": ("LCM", "LCM", 2, 8),
    "SDXL_LCM_LoRA": ("LCM", "LCM", 2, 8),
    "TCD-SDXL-LoRA": ("TCD", "TCD", 2, 20),
    "sdxl_lightning_4step_lora": ("Lightning", "Euler Trailing", 4, 4),
    "Hyper-SDXL-8steps-lora": ("Hyper-SD", "DDIM Trailing", 8, 8),
    "Hyper-SD15-1step-lora": ("Hyper-SD", "TCD", 1, 8),
    "Hyper-SDXL-12steps-CFG-lora": ("Hyper-SD CFG", "DDIM Trailing", 12, 12),
    "sd_xl_turbo_lora_v1": ("Turbo", "Euler a Trailing", 1, 4),
    "dmd2_sdxl_4step_lora": ("DMD2", "LCM", 4, 4),
}


@dataclass(frozen=True)
class Params:
    steps: int = 4
    guidance: float = 1.0
    scheduler: str = ""


@pytest.fixture(scope="module")
def runtime():
    engine = Runtime()
    yield engine
    engine.close()


@pytest.fixture
def worn(checkpoints, tmp_path):
    """A LoRA for the tiny checkpoint that is called as a real one for four steps."""
    layers = random_lora(checkpoints / "sd")
    return write_kohya(tmp_path / "sdxl_lightning_4step.safetensors", layers)


@pytest.mark.parametrize("name", REAL)
def test_the_published_files_are_told_with_their_schedule(name):
    title, scheduler, least, most = REAL[name]
    kind = kind_of([name], Tensors(DEEP, {}))
    assert (kind.title, kind.scheduler, kind.least, kind.most) == (title, scheduler, least, most)
    assert scheduler in RECIPES


@pytest.mark.parametrize(
    "name", ["thunder_lightning_style", "turbo_car", "hyperrealism", "add_detail", "welcome"]
)
def test_a_style_that_only_sounds_so_is_none(name):
    assert kind_of([name], Tensors(PLAIN, {})) is None


def test_the_metadata_speaks_where_the_name_does_not():
    assert kind_of(["v1"], Tensors(PLAIN, {"modelspec.title": "LCM for SD 1.5"})).title == "LCM"


def test_a_file_without_a_name_of_its_own_has_its_folders(tmp_path):
    folder = tmp_path / "models--owner--lcm-lora-sdv1-5" / "snapshots" / "abc"
    folder.mkdir(parents=True)
    lora = write_kohya(folder / "pytorch_lora_weights.safetensors", {})
    assert recognized(lora.path).title == "LCM"
    assert recognized(tmp_path / "absent.safetensors") is None


def test_its_scheduler_takes_the_place_of_the_models_own(runtime, checkpoints, worn):
    text = f"a red house <lora:{worn.name}:1>"
    ours = draw(runtime, checkpoints / "sd", text, additions=(worn,), guidance=1.0)
    asked = draw(
        runtime,
        checkpoints / "sd",
        text,
        additions=(worn,),
        guidance=1.0,
        scheduler="Euler Trailing",
    )
    own = draw(runtime, checkpoints / "sd", text, additions=(worn,), guidance=1.0, scheduler="DDIM")
    assert np.array_equal(ours.pixels, asked.pixels)
    assert not np.array_equal(ours.pixels, own.pixels)
    assert any("its scheduler Euler Trailing is used" in str(told) for told in ours.notices)
    assert own.facts["scheduler"] == "DDIMScheduler"
    assert not any("is used" in str(told) for told in own.notices), "the user chose it"


def test_other_steps_and_guidance_than_it_was_made_for_are_told(worn):
    told = [str(notice) for notice in advice([worn], Params(25, 7.5, "DDIM")).notices]
    assert told == [
        "sdxl_lightning_4step was made for 4 steps; this picture was drawn with 25.",
        "sdxl_lightning_4step was made for guidance 1; this picture was drawn with 7.5.",
    ]
    assert advice([], Params(25, 7.5)).notices == ()


def test_a_lora_that_does_not_act_asks_for_nothing(runtime, checkpoints, worn):
    made = draw(runtime, checkpoints / "sd", f"a <lora:{worn.name}:0>", additions=(worn,))
    assert made.facts["scheduler"] == "DDIMScheduler"


@pytest.mark.parametrize("name", ["LCM", "TCD"])
def test_more_steps_than_a_method_knows_are_refused_with_their_number(name):
    scheduler = build_scheduler(name, {"_class_name": "DDIMScheduler"}, mend=True)
    set_steps(scheduler, 50, "cpu")
    with pytest.raises(RequestError, match="at most 50 steps"):
        set_steps(scheduler, 51, "cpu")
