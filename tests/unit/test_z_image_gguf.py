"""Z-Image from a GGUF file: the picture of the numbers it stands for, in fewer bytes."""

import numpy as np
import pytest

from studio.core.errors import ModelRefusedError
from studio.core.job import CancelToken
from studio.core.model import Layout
from studio.engine.runtime import Runtime
from studio.engine.weights import model_at, scan
from tests.packed_files import write_packed
from tests.unit.engine_help import draw
from tests.z_images import PROMPT, write_gguf, write_qwen_gguf


@pytest.fixture(scope="module", params=["Q8_0", "Q4_0"])
def files(request, z_image, tmp_path_factory):
    return write_gguf(z_image, tmp_path_factory.mktemp("gguf") / "models", request.param)


def test_its_picture_is_that_of_the_numbers_it_stands_for(files):
    packed, plain = files
    engine = Runtime()
    ours, wanted = draw(engine, packed, PROMPT), draw(engine, plain, PROMPT)
    engine.close()
    assert np.array_equal(ours.pixels, wanted.pixels)
    assert ours.pixels.std() > 1
    assert "uint8" in ours.facts["precision"]
    assert "uint8" not in wanted.facts["precision"]


def test_its_matrices_stay_packed(files, z_image):
    from studio.engine.nets.packed_linear import PackedLinear

    engine = Runtime()
    loaded = engine.generator(model_at(files[0]), lambda _: None, CancelToken())
    transformer = loaded.parts.transformer
    layer = transformer.layers[1].attention.to_k
    assert isinstance(layer, PackedLinear)
    assert layer.weight.numel() < 64 * 64 * 1.1
    engine.close()


def test_it_stands_in_the_menu_of_models(files):
    found = {m.path: m for m in scan([files[0].parent.parent]).models}
    assert found[files[0]].layout is Layout.GGUF
    assert found[files[0]].family == "z_image"


def test_blocks_of_a_kind_that_is_not_known_are_refused_by_name(files, tmp_path, z_image):
    import shutil

    from studio.engine.gguf import packed_tensors

    root = shutil.copytree(files[0].parent.parent, tmp_path / "models")
    path = root / "diffusion_models" / "z.gguf"
    whole, table = path.read_bytes(), packed_tensors(path)
    tensors = {
        name: (one.kind, one.shape, whole[one.begin : one.begin + one.size])
        for name, one in table.items()
    }
    name = "layers.0.feed_forward.w1.weight"
    blocks = -(-np.prod(tensors[name][1]) // 256)
    tensors[name] = ("IQ1_S", tensors[name][1], bytes(int(blocks) * 50))
    write_packed(path, tensors)
    with pytest.raises(ModelRefusedError, match="IQ1_S"):
        draw(Runtime(), path)


def test_a_file_that_is_cut_off_is_refused(files, tmp_path):
    path = tmp_path / "z.gguf"
    path.write_bytes(files[0].read_bytes()[:-100])
    with pytest.raises(ModelRefusedError, match="cut off"):
        draw(Runtime(), path)


def test_its_text_encoder_may_be_a_gguf_file_too(files, z_image, tmp_path):
    import shutil

    from safetensors.torch import save_file

    root = shutil.copytree(files[0].parent.parent, tmp_path / "models")
    numbers = write_qwen_gguf(z_image, root)
    encoder = root / "text_encoders" / "qwen.safetensors"
    save_file(numbers, encoder)
    engine = Runtime()
    wanted = draw(engine, root / "diffusion_models" / "z.safetensors", PROMPT)
    encoder.unlink()
    made = draw(engine, root / "diffusion_models" / "z.gguf", PROMPT)
    engine.close()
    assert made.facts["precision"].count("uint8") == 2
    assert np.array_equal(made.pixels, wanted.pixels)


def test_pads_may_be_written_without_their_first_side(files, tmp_path):
    import shutil

    from studio.engine.gguf import packed_tensors

    root = shutil.copytree(files[0].parent.parent, tmp_path / "models")
    path = root / "diffusion_models" / "z.gguf"
    whole = path.read_bytes()
    tensors = {
        name: (
            one.kind,
            one.shape[-1:] if "pad_token" in name else one.shape,
            whole[one.begin : one.begin + one.size],
        )
        for name, one in packed_tensors(path).items()
    }
    write_packed(path, tensors)
    engine = Runtime()
    ours, wanted = (draw(engine, file, PROMPT) for file in (path, files[0]))
    engine.close()
    assert np.array_equal(ours.pixels, wanted.pixels)
