"""Loading holds the weights once, at the precision of the computation, whatever the file holds."""

import json
import subprocess
import sys

import pytest

from studio.core.errors import ModelRefusedError
from studio.core.job import CancelToken
from studio.core.text import message
from studio.engine.memory.drives import file_system, is_remote
from studio.engine.memory.filling import Entry, Filler, MisfitError, without_storage
from studio.engine.memory.reading import Mapped, Read, Reader, places
from tests.checkpoints import write_sd
from tests.originals import write_published_sd, write_single_file

STAGE = message("Loading")


def child(*words):
    command = [sys.executable, "-m", "tests.memory_child", *map(str, words)]
    out = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, timeout=280).stdout
    return json.loads(out.splitlines()[-1])


def write_wide(folder, kind, *, write=write_sd, width=32):
    """Write a folder whose UNet has some 60 million numbers, stored in the format `kind`."""
    import torch
    from diffusers import UNet2DConditionModel

    write(folder)
    with torch.device("meta"):
        unet = UNet2DConditionModel(
            sample_size=16,
            block_out_channels=(320, 640),
            layers_per_block=1,
            down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"),
            up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
            cross_attention_dim=width,
            attention_head_dim=8,
        )
    unet = unet.to(kind).to_empty(device="cpu")
    for values in unet.state_dict().values():
        values.fill_(0.01)
    unet.save_pretrained(folder / "unet")
    return folder


@pytest.mark.skipif(sys.platform != "linux", reason="only there a process tells its peak")
def test_loading_takes_the_weights_at_the_precision_of_the_computation_and_little_more(
    checkpoints, tmp_path
):
    import torch

    folder = write_wide(tmp_path / "wide", torch.float16)
    told = child("load", checkpoints / "sd", folder)
    assert told["weights"] > 200e6, "enough to stand out from the rest of a process"
    assert told["kept"] > 0.9 * told["weights"], "they are really there"
    assert told["peak"] < 1.15 * told["weights"]


@pytest.mark.skipif(sys.platform != "linux", reason="only there a process tells its peak")
def test_so_does_loading_a_single_file(checkpoints, tmp_path):
    import torch

    folder = write_wide(tmp_path / "wide", torch.float32, write=write_published_sd, width=64)
    (tmp_path / "file").mkdir()
    told = child(
        "load", checkpoints / "sd", write_single_file(folder, tmp_path / "file" / "one.safetensors")
    )
    assert told["weights"] > 200e6
    assert told["peak"] < 1.15 * told["weights"]


@pytest.mark.skipif(sys.platform != "linux", reason="only there a process tells its peak")
def test_under_a_limit_a_model_is_drawn_with_that_never_lies_in_memory_whole(checkpoints, tmp_path):
    import torch

    folder = write_wide(tmp_path / "wide", torch.float16)
    told = child("picture", checkpoints / "sd", folder, "64x64@10")
    [found] = told.values()
    assert found["rung"] == "one_by_one"
    assert found["peak"] < 150e6, "its denoiser has 60 million numbers"


@pytest.fixture
def file(tmp_path):
    import torch
    from safetensors.torch import save_file

    torch.manual_seed(0)
    values = {
        "b": torch.randn(70, 30),
        "a": torch.randn(5).to(torch.bfloat16),
        "n": torch.arange(4),
        "big": torch.randn(3, 1 << 20).half(),
        "none": torch.zeros(0, 4),
    }
    save_file(values, tmp_path / "some.safetensors")
    return tmp_path / "some.safetensors", values


@pytest.mark.parametrize("way", [Mapped, Read])
def test_both_ways_of_reading_give_every_tensor_as_it_was_stored(file, way):
    import torch

    path, values = file
    if way is Mapped and Reader().in_order:
        pytest.skip("pages cannot be given back here")
    source = way(path)
    read = []
    for place in sorted(places(path).values(), key=lambda place: place.begin):
        found = source.tensor(place, read.append)
        assert found.dtype == values[place.name].dtype
        assert torch.equal(found, values[place.name]), place.name
        del found
    source.close()
    assert sum(read) == sum(tensor.nbytes for tensor in values.values())


def test_a_drive_that_is_slow_is_no_longer_asked_page_by_page(file):
    path, _ = file
    now_s = iter(range(1000))
    reader = Reader(clock=lambda: next(now_s))  # every tensor takes a second
    reader.in_order = False
    big = places(path)["big"]
    ways = []
    for _ in range(4):
        reader.use(big, lambda _: None, lambda _: ways.append(type(reader._open[1])))
    reader.close()
    assert ways == [Mapped, Mapped, Mapped, Read], "6 MiB each; it is judged after 16"
    assert reader.is_slow


MOUNTS = r"""
/dev/sda1 / ext4 rw 0 0
server:/models /shares/models nfs4 rw 0 0
//nas/art /shares/art\040work cifs rw 0 0
me@host: /houses/me/far fuse.sshfs rw 0 0
/dev/sdb1 /sticks/stick fuse.ntfs-3g rw 0 0
/dev/sdc1 /shares/models/near ext4 rw 0 0
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/houses/me/a", "ext4"),
        ("/shares/models/a", "nfs4"),
        ("/shares/models", "nfs4"),
        ("/shares/modelsandmore", "ext4"),
        ("/shares/models/near/a", "ext4"),
        ("/shares/art work/a", "cifs"),
        ("/houses/me/far/a", "fuse.sshfs"),
        ("/sticks/stick/a", "fuse.ntfs-3g"),
    ],
)
def test_the_table_of_drives_tells_on_which_one_a_file_lies(path, kind):
    assert file_system(path, MOUNTS) == kind


def test_what_lies_behind_a_network_is_read_in_order_and_said_so(file, monkeypatch):
    import torch

    path, values = file
    monkeypatch.setattr("studio.engine.memory.reading.is_remote", lambda _: True)
    told = []
    _filled(path, values, told.append, dtype=torch.float32)
    assert any("some.safetensors lies on a slow drive" in str(p.stage) for p in told)
    assert told[-1].step == told[-1].total == 6


def test_a_drive_of_this_machine_is_not_called_slow(file):
    import torch

    told = []
    _filled(*file, told.append, dtype=torch.float32)
    assert not any("slow" in str(p.stage) for p in told)
    assert not is_remote(file[0])


def _filled(path, values, report=lambda _: None, *, dtype, cancel=None, leave=()):
    import torch

    class Layer(torch.nn.Module):
        def __init__(self):
            super().__init__()
            for name, tensor in values.items():
                if tensor.is_floating_point():
                    self.register_parameter(name, torch.nn.Parameter(tensor.clone()))
                else:
                    self.register_buffer(name, tensor.clone())

    with without_storage():
        layer = Layer()
    total = sum(tensor.nbytes for tensor in values.values())
    entries = [Entry(name, p) for name, p in places(path).items() if name not in leave]
    Filler("cpu", dtype, report, cancel or CancelToken(), total).fill(layer, entries, STAGE)
    return layer


def test_numbers_are_cast_and_counts_are_not(file):
    import torch

    layer = _filled(*file, dtype=torch.float16)
    assert {n: t.dtype for n, t in layer.state_dict().items()} == {
        **dict.fromkeys(("a", "b", "big", "none"), torch.float16),
        "n": torch.int64,
    }
    assert torch.equal(layer.b, file[1]["b"].half())
    assert not layer.b.requires_grad


def test_the_file_may_go_once_the_model_is_loaded(file):
    import torch

    layer = _filled(*file, dtype=torch.float32)
    path, values = file
    path.write_bytes(b"")
    assert torch.equal(layer.b, values["b"])


def test_a_tensor_that_is_missing_is_named_before_anything_is_read(file):
    import torch

    told = []
    with pytest.raises(MisfitError, match="big is missing"):
        _filled(*file, told.append, dtype=torch.float32, leave=["big"])
    assert not told


def test_a_file_that_ends_early_is_named(file):
    path, _ = file
    entries = places(path)
    path.write_bytes(path.read_bytes()[: entries["big"].begin + 5])
    reader = Reader()
    reader.in_order = True
    with pytest.raises(ModelRefusedError, match=r"some\.safetensors is cut off"):
        reader.use(entries["big"], lambda _: None, lambda _: None)
    reader.close()
