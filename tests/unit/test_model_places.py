"""The folders of other programs are understood and read where they are."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from contextlib import closing

import pytest

from studio.core.model import Kind
from studio.core.paths import cache_folder
from studio.engine import remembered, weights
from studio.engine.fingerprint import fingerprint
from studio.engine.places import places_in, sections
from studio.engine.weights import scan
from tests.checkpoints import write_sd
from tests.unit.test_engine_weights import SD_FILE, XL_FILE, safetensors

LORA = safetensors({"lora_unet_a.lora_up.weight": (4, 4)})
LOCON = safetensors({"lora_unet_a.hada_w1_a": (4, 4), "lora_unet_a.hada_w1_b": (4, 4)})
WORD = safetensors({"emb_params": (2, 8)})
VAE = safetensors(
    {"decoder.conv_in.weight": (8, 4, 3, 3), "decoder.mid.block_1.conv1.weight": (8, 8, 3, 3)}
)
ADAPTER = safetensors({"image_proj.proj.weight": (16, 8), "ip_adapter.1.to_k_ip.weight": (8, 768)})
NET = safetensors({"control_model.input_hint_block.0.weight": (16, 3, 3, 3)})
TINY = safetensors({"1.weight": (64, 4, 3, 3), "3.conv.0.weight": (64, 64, 3, 3)})
FLUX = safetensors({"double_blocks.0.img_attn.qkv.weight": (8, 4), "img_in.bias": (8,)})
HALF = safetensors({"0.weight": (64, 3, 3, 3), "1.conv.0.weight": (64, 64, 3, 3)})
UPSCALER = b"\x80\x02}q\x00."


def lay(root, files):
    for name, data in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return root


def kinds(found):
    return {part.key: part.kind for part in found.parts}


A1111 = {
    "webui.py": b"",
    "models/Stable-diffusion/anime/good.safetensors": SD_FILE,
    "models/VAE/bright.safetensors": VAE,
    "models/VAE-approx/small.pt": TINY,
    "models/Lora/ink.safetensors": LORA,
    "models/ControlNet/canny.safetensors": NET,
    "models/ESRGAN/4x.pth": UPSCALER,
    "models/Codeformer/codeformer.pth": UPSCALER,
    "embeddings/hands.safetensors": WORD,
    "outputs/old.safetensors": SD_FILE,
    "venv/lib/python/thing.bin": UPSCALER,
}
COMFY = {
    "main.py": b"",
    "models/checkpoints/good.safetensors": XL_FILE,
    "models/diffusion_models/alone.safetensors": FLUX,
    "models/vae/bright.safetensors": VAE,
    "models/vae_approx/taesd_decoder.safetensors": TINY,
    "models/loras/ink.safetensors": LORA,
    "models/embeddings/hands.safetensors": WORD,
    "models/controlnet/canny.safetensors": NET,
    "models/ipadapter/face.safetensors": ADAPTER,
    "models/upscale_models/4x.pth": UPSCALER,
    "custom_nodes/x/model.pth": UPSCALER,
}


@pytest.mark.parametrize("start", ["", "models"], ids=["its root", "its models folder"])
def test_the_folder_of_the_first_web_interface_is_understood(tmp_path, start):
    found = scan([lay(tmp_path / "webui", A1111) / start])
    below = "" if start else "models/"
    assert [m.key for m in found.models] == [f"{below}Stable-diffusion/anime/good"]
    assert kinds(found) == {
        f"{below}VAE/bright": Kind.VAE,
        f"{below}VAE-approx/small": Kind.TAESD,
        f"{below}ControlNet/canny": Kind.CONTROLNET,
    }
    assert {a.name for a in found.additions} == ({"ink"} if start else {"ink", "hands"})
    assert found.problems == (), "its other programs' files are none of ours"


def test_the_folder_of_comfyui_is_understood(tmp_path):
    found = scan([lay(tmp_path / "ComfyUI", COMFY)])
    assert [m.key for m in found.models] == ["models/checkpoints/good"]
    assert kinds(found) == {
        "models/diffusion_models/alone": Kind.DENOISER,
        "models/vae/bright": Kind.VAE,
        "models/vae_approx/taesd_decoder": Kind.TAESD,
        "models/controlnet/canny": Kind.CONTROLNET,
        "models/ipadapter/face": Kind.IP_ADAPTER,
    }
    assert {a.name for a in found.additions} == {"ink", "hands"}
    assert found.problems == ()


def test_the_folders_that_comfyui_is_told_of_are_searched_too(tmp_path):
    other = lay(tmp_path / "other disk", A1111)
    root = lay(tmp_path / "ComfyUI", COMFY)
    (root / "extra_model_paths.yaml").write_text(
        f"""# a comment
a111:
    base_path: '{other}'  # where it lies
    checkpoints: models/Stable-diffusion
    loras: |
         models/Lora
         models/LyCORIS
    upscale_models: |
                  models/ESRGAN
    configs: models/Stable-diffusion
#comfyui:
#    base_path: nowhere
""",
        encoding="utf-8",
    )
    found = scan([root])
    place = (other / "models" / "Stable-diffusion").as_posix()
    assert [m.key for m in found.models] == ["models/checkpoints/good", f"{place}/anime/good"]
    assert sorted(a.path.parent.name for a in found.additions) == ["Lora", "embeddings", "loras"]
    assert [m.key for m in scan([root, other]).models] == [
        "models/checkpoints/good",
        f"{place}/anime/good",
    ], "what can be reached in two ways is there once"


def test_a_list_of_paths_that_makes_no_sense_costs_nothing(tmp_path):
    root = lay(tmp_path / "ComfyUI", COMFY)
    for data in (b"\xff\xfe\x00", b"- a\n- b\n", b"x:\n  checkpoints: {a: [1\n", b":::\n  :\n"):
        (root / "extra_model_paths.yaml").write_bytes(data)
        assert len(scan([root]).models) == 1
    assert sections("a:\n  base_path: x\n  vae: y\nb:\n  vae: |\n    z\n") == [
        {"base_path": ["x"], "vae": ["y"]},
        {"vae": ["z"]},
    ]


@pytest.mark.parametrize(
    "line",
    ["base_path:", "base_path: ~nobody-at-all", "vae: ~nobody-at-all/x", "vae: " + "x" * 300],
)
def test_a_line_that_cannot_be_read_hides_no_model_but_its_own(tmp_path, line):
    other = lay(tmp_path / "other", {"good.safetensors": SD_FILE})
    root = lay(tmp_path / "ComfyUI", COMFY)
    text = f"odd:\n  {line}\n  vae: models/vae\nfine:\n  checkpoints: {other.as_posix()}\n"
    (root / "extra_model_paths.yaml").write_text(text, encoding="utf-8")
    place = f"{other.as_posix()}/good"
    assert {m.key for m in scan([root]).models} == {"models/checkpoints/good", place}


def test_the_folder_of_invokeai_is_understood(tmp_path):
    root = lay(
        tmp_path / "invoke",
        {
            "invokeai.yaml": b"InvokeAI:\n",
            "databases/invokeai.db": b"",
            "models/sd-1/lora/ink.safetensors": LORA,
            "models/sd-1/vae/bright.safetensors": VAE,
            "models/f3a2-11/good.safetensors": SD_FILE,
            "models/.download_cache/half.safetensors": SD_FILE,
            "outputs/x.safetensors": SD_FILE,
        },
    )
    write_sd(root / "models" / "sd-1" / "main" / "folder")
    found = scan([root])
    assert {m.key for m in found.models} == {"models/f3a2-11/good", "models/sd-1/main/folder"}
    assert kinds(found) == {"models/sd-1/vae/bright": Kind.VAE}
    assert [a.name for a in found.additions] == ["ink"]
    assert found.problems == ()


def database(root, models):
    """Write a database as InvokeAI keeps it: one JSON text for each model."""
    path = root / "databases" / "invokeai.db"
    path.parent.mkdir(exist_ok=True)
    with closing(sqlite3.connect(path)) as made:
        made.execute("CREATE TABLE models (id TEXT, config TEXT)")
        rows = [(str(n), text if isinstance(text, str) else json.dumps(text))
                for n, text in enumerate(models)]  # fmt: skip
        made.executemany("INSERT INTO models VALUES (?, ?)", rows)
        made.commit()


def test_the_names_and_places_in_the_database_of_invokeai_are_used(tmp_path):
    other = lay(tmp_path / "elsewhere", {"big.safetensors": SD_FILE, "unseen.safetensors": XL_FILE})
    root = lay(
        tmp_path / "invoke",
        {"invokeai.yaml": b"", "models/77-1/ink.safetensors": LORA, "models/new.safetensors": VAE},
    )
    write_sd(root / "models" / "f3a2-11")
    database(
        root,
        [
            {"path": "f3a2-11", "name": "Painter of skies"},
            {"path": str(other / "big.safetensors"), "name": "Big"},
            {"path": "77-1/ink.safetensors", "name": "Ink: wet (v2)"},
            {"path": "gone.safetensors", "name": "Gone"},
            {"path": 7},
            "no JSON",
        ],
    )
    found = scan([root])
    assert {m.key: m.title for m in found.models} == {
        "models/f3a2-11": "Painter of skies",
        (other / "big.safetensors").as_posix(): "Big",
    }
    assert [a.name for a in found.additions] == ["Ink  wet  v2"]
    assert kinds(found) == {"models/new": Kind.VAE}
    assert found.problems == ()


@pytest.mark.parametrize("data", [b"", b"no database at all" * 100])
def test_a_database_that_cannot_be_read_costs_only_the_names(tmp_path, data):
    files = {"invokeai.yaml": b"", "databases/invokeai.db": data, "models/a.safetensors": SD_FILE}
    [model] = scan([lay(tmp_path / "invoke", files)]).models
    assert (model.key, model.title) == ("models/a", "a")


def linked(blobs, path, data):
    """Put a file into a cache as the hub's client does: a blob, and a link to it."""
    blob = blobs / hashlib.sha256(data).hexdigest()
    blob.parent.mkdir(parents=True, exist_ok=True)
    blob.write_bytes(data)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(os.path.relpath(blob, path.parent))


@pytest.fixture
def hub(tmp_path, checkpoints):
    """A hub cache with a folder model of two revisions, and a repository of one VAE."""
    hub = tmp_path / "huggingface" / "hub"
    repository = hub / "models--some--painter"
    for revision in ("aaaa", "bbbb"):
        for path in (checkpoints / "sd").rglob("*"):
            if path.is_file():
                place = repository / "snapshots" / revision / path.relative_to(checkpoints / "sd")
                linked(repository / "blobs", place, path.read_bytes())
    lay(repository, {"refs/main": b"bbbb", "blobs/cut.incomplete": SD_FILE[:-9]})
    vae = hub / "models--other--vae"
    linked(vae / "blobs", vae / "snapshots" / "c" / "bright.safetensors", VAE)
    (vae / "snapshots" / "c" / "gone.safetensors").symlink_to("../../blobs/0000")
    lay(hub, {"version.txt": b"1", "models--empty--one/refs/main": b"d"})
    return hub


@pytest.mark.parametrize("start", [".", ".."], ids=["the cache", "the folder above"])
def test_the_cache_of_the_hub_is_read_through_its_links(hub, start):
    found = scan([hub / start])
    [model] = found.models
    assert (model.key, model.title) == ("some/painter", "some/painter")
    assert model.path.name == "bbbb", "the revision of its main branch"
    assert model.size_bytes > 1000
    assert kinds(found) == {"other/vae/bright": Kind.VAE}
    assert [p.path.name for p in found.problems] == ["gone.safetensors"]


def test_what_is_called_the_same_in_every_repository_has_the_repositorys_name(hub):
    for name, data in {"pytorch_lora_weights": LORA, "wet": LOCON}.items():
        repository = hub / "models--ada--ink-style"
        place = repository / "snapshots" / "e" / f"{name}.safetensors"
        linked(repository / "blobs", place, data)
    assert {addition.name for addition in scan([hub]).additions} == {"ink-style", "wet"}


def test_a_model_of_the_hub_is_called_the_same_after_an_update(hub):
    (hub / "models--some--painter" / "refs" / "main").write_text("aaaa")
    [model] = scan([hub]).models
    assert (model.key, model.path.name) == ("some/painter", "aaaa")


@pytest.mark.parametrize(
    "name", ["a.safetensors.part", "a.part", "a.safetensors.crdownload", "a.safetensors.incomplete"]
)
def test_a_file_that_is_still_on_its_way_is_no_model_and_no_problem(tmp_path, name):
    lay(tmp_path, {name: SD_FILE[:43], "b.safetensors": SD_FILE})
    found = scan([tmp_path])
    assert [m.key for m in found.models] == ["b"]
    assert found.problems == ()


def test_a_file_that_a_downloader_is_filling_in_place_is_left_alone(tmp_path):
    lay(tmp_path, {"a.safetensors": SD_FILE, "a.safetensors.aria2": b"x"})
    assert scan([tmp_path]).models == ()
    (tmp_path / "a.safetensors.aria2").unlink()
    assert len(scan([tmp_path]).models) == 1


def test_a_loop_of_links_ends(tmp_path):
    lay(tmp_path, {"a/good.safetensors": SD_FILE})
    (tmp_path / "a" / "again").symlink_to(tmp_path)
    assert [m.key for m in scan([tmp_path]).models] == ["a/good"]


def test_a_search_tells_how_far_it_is_and_can_be_stopped(tmp_path):
    lay(tmp_path, {f"{n}.safetensors": SD_FILE for n in range(3)})
    heard = []
    scan([tmp_path], lambda *steps: heard.append(steps))
    assert heard == [(0, 3), (1, 3), (2, 3)]

    class Stop(Exception):  # noqa: N818
        pass

    def stop(_done, _total):
        raise Stop

    with pytest.raises(Stop):
        scan([tmp_path], stop)


def test_a_folder_of_no_program_is_one_place(tmp_path):
    lay(tmp_path, {"a/b/c/good.safetensors": SD_FILE})
    assert [place.folder for place in places_in(tmp_path)] == [tmp_path]
    assert [m.key for m in scan([tmp_path]).models] == ["a/b/c/good"]


def counting(monkeypatch):
    """Note every file and folder that is looked into."""
    looked = []

    def entry_at(path):
        looked.append(path.name)
        return real(path)

    real = weights.entry_at
    monkeypatch.setattr(weights, "entry_at", entry_at)
    return looked


def test_a_second_look_reads_only_what_has_changed(tmp_path, monkeypatch):
    root = lay(tmp_path / "webui", A1111)
    write_sd(root / "models" / "Stable-diffusion" / "folder")
    lay(root, {"models/VAE-approx/half.safetensors": HALF, "models/VAE/evil.pt": UPSCALER})
    memory = tmp_path / "cache" / "files.json"
    looked = counting(monkeypatch)
    first = scan([root], memory=memory)
    assert first == scan([root])
    looked.clear()
    assert scan([root], memory=memory) == first
    assert looked == ["evil.pt"], "what cannot be used is looked at every time"
    lay(root, {"models/VAE/bright.safetensors": NET, "models/Lora/new.safetensors": LORA})
    (root / "models/Stable-diffusion/folder/unet/config.json").write_text("{")
    looked.clear()
    found = scan([root], memory=memory)
    assert set(looked) == {"bright.safetensors", "new.safetensors", "folder", "evil.pt"}
    assert kinds(found)["models/VAE/bright"] is Kind.CONTROLNET
    assert "folder" in [problem.path.name for problem in found.problems]


@pytest.mark.parametrize("data", [b"", b"{", b'{"by": 7, "files": []}', b"[]"])
def test_a_damaged_memory_costs_one_look(tmp_path, monkeypatch, data):
    root = lay(tmp_path / "models", {"good.safetensors": SD_FILE})
    memory = tmp_path / "files.json"
    memory.write_bytes(data)
    assert len(scan([root], memory=memory).models) == 1
    looked = counting(monkeypatch)
    assert len(scan([root], memory=memory).models) == 1
    assert looked == []


def test_entries_of_a_damaged_memory_are_not_believed(tmp_path):
    root = lay(tmp_path / "models", {"good.safetensors": SD_FILE, "ink.safetensors": LORA})
    memory = tmp_path / "files.json"
    first = scan([root], memory=memory)
    kept = json.loads(memory.read_text("utf-8"))
    for path, (stamp, _) in kept["files"].items():
        kept["files"][path] = [stamp, {"Model": {"path": path, "layout": "house"}}]
    memory.write_text(json.dumps(kept), encoding="utf-8")
    assert scan([root], memory=memory) == first


def test_what_another_build_of_the_studio_remembers_does_not_count(tmp_path, monkeypatch):
    root = lay(tmp_path / "models", {"good.safetensors": SD_FILE})
    memory = tmp_path / "files.json"
    scan([root], memory=memory)
    monkeypatch.setattr(remembered, "_builder", lambda: "another")
    looked = counting(monkeypatch)
    scan([root], memory=memory)
    assert looked == ["good.safetensors"]


def test_the_command_line_lists_parts_and_the_hashes_that_are_known(studio, tmp_path):
    root = lay(tmp_path / "webui", A1111)
    bright = root / "models" / "VAE" / "bright.safetensors"
    fingerprint(bright, cache_folder() / "hashes.json")
    status, out, _ = studio("models", "--models", root)
    assert status == 0
    [line] = [line for line in out.splitlines() if "bright" in line]
    assert line.split() == ["models/VAE/bright", "-", "(vae)", "0", "MB", "bright"]
    data = json.loads(studio("models", "--models", root, "--json")[1])
    parts = {part["key"]: part for part in data["parts"]}
    digest = hashlib.sha256(bright.read_bytes()).hexdigest()
    assert parts["models/VAE/bright"]["sha256"] == digest
    assert parts["models/ControlNet/canny"]["sha256"] is None
    assert {"name": "ink", "kind": "lora"}.items() <= data["additions"][0].items()
