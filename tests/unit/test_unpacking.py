"""The blocks of GGUF files hold what diffusers reads in them."""

import importlib
import sys
import types
from enum import IntEnum

import numpy as np
import pytest

from studio.engine.gguf import _FORMATS
from studio.engine.unpacking import PACKINGS, row_bytes, unpacked


@pytest.fixture(scope="module")
def theirs():
    """What diffusers reads blocks with; of the package gguf it needs nothing but two tables."""
    importlib.import_module("diffusers.quantizers.gguf")  # before it could find the tables
    numbers = {title: number for number, (title, _, _) in _FORMATS.items()}
    kinds = IntEnum("GGMLQuantizationType", numbers)
    package = types.ModuleType("gguf")
    package.GGMLQuantizationType = kinds
    package.GGML_QUANT_SIZES = {kinds(n): (block, size) for n, (_, block, size) in _FORMATS.items()}
    before = sys.modules.get("gguf")
    sys.modules["gguf"] = package
    try:
        utils = importlib.import_module("diffusers.quantizers.gguf.utils")
    finally:
        sys.modules.pop("gguf")
        if before is not None:
            sys.modules["gguf"] = before
    yield {kind.name: function for kind, function in utils.dequantize_functions.items()}
    sys.modules.pop("diffusers.quantizers.gguf.utils")


@pytest.mark.parametrize("kind", PACKINGS)
def test_every_kind_of_block_is_read_as_diffusers_reads_it(theirs, kind):
    import torch

    packing = PACKINGS[kind]
    random = np.random.default_rng(7)
    blocks = torch.from_numpy(random.integers(0, 256, (50, packing.size), np.uint8))
    ours = unpacked(blocks, kind, (50, packing.numbers))
    wanted = theirs[kind](blocks, packing.numbers, packing.size, torch.float32).float()
    assert ours.shape == wanted.shape
    finite = torch.isfinite(wanted)
    assert finite.float().mean() > 0.8
    assert torch.allclose(ours[finite], wanted[finite], rtol=1e-5, atol=0)
    assert ours[finite].std() > 0


def test_the_sizes_of_blocks_are_those_of_the_reader():
    told = {title: (block, size) for title, block, size in _FORMATS.values()}
    assert {kind: (p.numbers, p.size) for kind, p in PACKINGS.items()}.items() <= told.items()


def test_a_row_that_does_not_end_with_a_block_is_told():
    assert row_bytes("Q8_0", 64) == 68
    assert row_bytes("Q8_0", 70) == 0
