"""The published models are understood at their true size, without a byte of their weights."""

import math

import pytest

from studio.engine import original_configs as configs
from studio.engine import original_names as names
from studio.engine.budget import Stored, blueprint
from studio.engine.family import Header
from studio.engine.loading import known_classes
from studio.engine.original_names import Build
from studio.engine.single_file import plan
from tests import originals

COUNTS = {  # as their authors give them, in millions and to three digits; exactly, where known
    (Build.SD15, "unet"): 859_520_964,
    (Build.SD15, "vae"): 83_653_863,
    (Build.SD15, "text_encoder"): 123_060_480,
    (Build.SD2, "unet"): 865_910_724,
    (Build.SD2, "text_encoder"): 340_387_840,
    (Build.SDXL, "unet"): 2_567_463_684,
    (Build.SDXL, "text_encoder"): 123_060_480,
    (Build.SDXL, "text_encoder_2"): 694_659_840,
    (Build.REFINER, "unet"): 2_259_526_660,
    (Build.REFINER, "text_encoder_2"): 694_659_840,
}
OPEN_CLIP_H = 354_032_640  # with the last layer and the projection, which SD 2 leaves out


@pytest.mark.parametrize(("build", "part"), COUNTS)
def test_a_bundled_config_has_the_published_number_of_parameters(build, part):
    assert total(true_shapes(build, part)) == COUNTS[build, part]


def test_the_encoder_of_the_second_version_lacks_what_is_not_read():
    config = {**configs.bundled(Build.SD2)["text_encoder"], "num_hidden_layers": 24}
    config["projection_dim"] = 1024
    assert total(shapes_of("CLIPTextModelWithProjection", config)) == OPEN_CLIP_H


@pytest.mark.parametrize("build", Build)
def test_a_whole_file_at_true_size_gives_back_every_bundled_config(build):
    shapes = original_shapes(build)
    assert names.build_of(shapes) is build
    made = plan(Header(None, {}, {}, shapes, {}))
    bundled = configs.bundled(build)
    assert made.keys() == bundled.keys() - {"scheduler"}
    for part, (kind, config, moves) in made.items():
        marks = {"bos_token_id", "eos_token_id", "pad_token_id"}
        told = {key: value for key, value in config.items() if key not in marks}
        assert told == dict(bundled[part])
        wanted = shapes_of(kind, config)
        assert [m.target for m in moves] == list(dict.fromkeys(m.target for m in moves))
        assert {m.target for m in moves} == wanted.keys()
        assert sum(share(m, shapes) for m in moves) == total(wanted)


def share(move, shapes):
    """Return how many numbers a move brings."""
    thirds = (names.Change.THIRD_0, names.Change.THIRD_1, names.Change.THIRD_2)
    return math.prod(shapes[move.source]) // (3 if move.change in thirds else 1)


def total(shapes):
    return sum(map(math.prod, shapes.values()))


def true_shapes(build, part):
    config = configs.bundled(build)[part]
    return shapes_of(config["_class_name"], config)


def shapes_of(kind, config):
    module = blueprint(known_classes()[kind], config, kind, Stored(1 << 20, 1 << 40))
    return {k: tuple(v.shape) for k, v in module.state_dict().items()}


class Shape(tuple):
    """A tensor that has nothing but a shape, for the writer of original files."""

    __slots__ = ()
    ndim = property(len)

    def __getitem__(self, index):
        return Shape((*self, 1, 1)) if isinstance(index, tuple) else super().__getitem__(index)

    @property
    def T(self):
        return Shape(self[::-1])


def original_shapes(build):
    """Return the table of contents of the published file of a build."""
    unet = {k: Shape(v) for k, v in true_shapes(build, "unet").items()}
    bare = originals.bare_levels(unet)
    shapes = {originals.unet_name(k, 2, bare): v for k, v in unet.items()}
    vae = true_shapes(build, "vae").items()
    shapes |= dict(originals.vae_item(k, Shape(v), levels=4) for k, v in vae)
    if build in (Build.SD15, Build.SDXL):
        prefix = names.CLIPS[0] if build is Build.SDXL else names.CLIPS[1]
        first = true_shapes(build, "text_encoder")
        shapes |= {f"{prefix}{name.removeprefix('text_model.')}": v for name, v in first.items()}
    if build in names.OPEN_CLIPS:
        shapes |= open_clip_shapes(build)
    return {name: tuple(shape) for name, shape in shapes.items()}


def open_clip_shapes(build):
    import torch

    part = "text_encoder" if build is Build.SD2 else "text_encoder_2"
    config = dict(configs.bundled(build)[part])
    if build is Build.SD2:
        config |= {"num_hidden_layers": 24, "projection_dim": 1024}
    true = shapes_of("CLIPTextModelWithProjection", config)
    with torch.device("meta"):
        state = {name: torch.empty(shape) for name, shape in true.items()}
    items = originals.open_clip_items(state, names.OPEN_CLIPS[build])
    return {name: tuple(values.shape) for name, values in items.items()}
