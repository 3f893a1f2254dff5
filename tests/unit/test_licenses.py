"""What a license allows is read, never guessed."""

from __future__ import annotations

import base64
import json
import struct

import pytest

from studio.core.licenses import Commercial, by_card, by_name, by_text
from studio.engine.about import about
from tests.gui.scripted import write_model

PIXEL = base64.b64encode(b"not really a picture").decode()


@pytest.mark.parametrize(
    ("name", "commercial"),
    [
        ("apache-2.0", Commercial.YES),
        ("MIT", Commercial.YES),
        ("'cc-by-nc-4.0'", Commercial.NO),
        ("CreativeML Open RAIL++-M License", Commercial.CONDITIONS),
        ("openrail", Commercial.CONDITIONS),
        ("FLUX.1 [dev] Non-Commercial License", Commercial.NO),
        ("my own terms", Commercial.UNKNOWN),
        ("other", Commercial.UNSAID),
        ("", Commercial.UNSAID),
    ],
)
def test_names_of_licenses(name, commercial):
    assert by_name(name).commercial is commercial


def test_the_head_of_a_model_card_is_read_and_its_text_is_not():
    assert by_card("---\nlicense: mit\n---\n").title == "MIT"
    assert by_card("---\nlicense:\n- apache-2.0\n---\n").commercial is Commercial.YES
    other = "---\nlicense: other\nlicense_name: flux-1-dev-non-commercial-license\n---\n"
    assert by_card(other).commercial is Commercial.NO
    assert by_card("---\ntags: x\n---\nlicense: mit\n").commercial is Commercial.UNSAID
    assert by_card("license: mit").commercial is Commercial.UNSAID


def test_texts_of_licenses():
    apache = "   Apache License\n   Version 2.0, January 2004\n"
    assert by_text(apache).title == "Apache 2.0"
    assert by_text("Permission is hereby granted, free of charge, to").title == "MIT"
    assert by_text("Do what I say\nmore").title == "Do what I say"
    assert by_text("Do what I say").commercial is Commercial.UNKNOWN


def write_file(path, metadata):
    header = {"w": {"dtype": "F16", "shape": [4, 8], "data_offsets": [0, 64]}}
    text = json.dumps({"__metadata__": metadata, **header}).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + bytes(64))


def test_a_file_says_its_license_its_picture_and_its_precision(tmp_path):
    path = tmp_path / "m.safetensors"
    write_file(path, {"modelspec.license": "CC-BY-NC-4.0",
                      "modelspec.thumbnail": f"data:image/png;base64,{PIXEL}"})  # fmt: skip
    found = about(path)
    assert found.license.commercial is Commercial.NO
    assert found.license.source == "m.safetensors"
    assert found.picture == b"not really a picture"
    assert found.kinds == (("F16", 32),)
    (tmp_path / "m.preview.png").write_bytes(b"x")
    assert about(path).picture == tmp_path / "m.preview.png"


def test_a_file_that_says_nothing_is_not_judged(tmp_path):
    write_file(tmp_path / "m.safetensors", {})
    (tmp_path / "LICENSE").write_text("MIT License")  # of the folder, not of this file
    assert about(tmp_path / "m.safetensors").license.commercial is Commercial.UNSAID


def test_a_folder_is_read_part_by_part(tmp_path):
    folder = write_model(tmp_path / "model")
    (folder / "LICENSE").write_text("MIT License\n\nPermission is hereby granted")
    found = about(folder)
    assert "UNet2DConditionModel" in found.parts
    assert found.numbers == 24
    assert (found.license.title, found.license.source) == ("MIT", "LICENSE")


def test_what_cannot_be_read_says_nothing(tmp_path):
    path = tmp_path / "broken.safetensors"
    path.write_bytes(b"x")
    assert about(path).license.commercial is Commercial.UNSAID
    assert about(tmp_path / "gone").kinds == ()
