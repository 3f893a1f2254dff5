"""What a verdict says of two pictures and of the facts beside them."""

from __future__ import annotations

import numpy as np
import pytest

from studio.core.verify import Verdict, differences, likeness, named_hashes

GRAY = np.full((4, 8, 3), 100, np.uint8)


def test_equal_pixels_are_identical_whatever_the_facts_say():
    verdict = Verdict("r", likeness(GRAY, GRAY.copy()), differences({"torch": "1"}, {"torch": "2"}))
    assert verdict.likeness.identical
    assert str(verdict.message) == "Identical: r was drawn again, and every pixel is the same."


def test_one_level_in_one_channel_is_not_identical():
    other = GRAY.copy()
    other[0, 0, 1] += 1
    found = likeness(GRAY, other)
    assert (found.identical, found.share, found.most) == (False, 1 / 32, 1)
    assert found.psnr_db == pytest.approx(10 * np.log10(255**2 * 96))  # one of 96 values, by 1


def test_the_largest_difference_does_not_wrap_around():
    assert likeness(np.zeros((1, 1, 3), np.uint8), np.full((1, 1, 3), 255, np.uint8)).most == 255


def test_pictures_of_two_sizes_are_told_apart():
    verdict = Verdict("r", likeness(GRAY, GRAY[:2]))
    assert "another size" in str(verdict.message)


def test_the_difference_that_explains_most_comes_first():
    before = {"system": "A", "torch": "2.1", "threads": 2, "model_hash": "aa"}
    now = {"system": "B", "torch": "2.2", "threads": 2, "model_hash": "bb"}
    found = differences(before, now)
    assert [entry.name for entry in found] == ["model_hash", "torch", "system"]
    text = str(Verdict("r", likeness(GRAY, GRAY + 1), found).message)
    assert "PSNR of 48.1 dB; 100.0% of the pixels differ, by at most 1 of 255" in text
    assert text.endswith("model_hash was aa, and is bb now.")


def test_a_fact_that_this_studio_does_not_know_counts_as_well():
    found = differences({"zeta": 1, "torch": "2.1", "alpha": "x"}, {"torch": "2.2", "alpha": "y"})
    assert [entry.name for entry in found] == ["torch", "alpha", "zeta"]


def test_what_was_never_written_down_is_no_difference():
    assert differences({"torch": "2"}, {"torch": "2", "processor": "AVX2"}) == ()
    (gone,) = differences({"torch": "2"}, {})
    assert str(gone.message) == "torch was 2, and is unknown now."
    text = str(Verdict("r", likeness(GRAY, GRAY + 1)).message)
    assert text.endswith("Nothing that was written down differs.")


def test_names_with_commas_and_colons_keep_their_hashes():
    fact = "my, LoRA: v2: 0123456789, C:/models/x.safetensors: " + "ab" * 32
    assert named_hashes(fact) == {
        "my, LoRA: v2": "0123456789",
        "C:/models/x.safetensors": "ab" * 32,
    }
    assert named_hashes("") == {}
