"""Exported pictures say where they come from, in words that other programs read; or nothing."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image

from studio.core import xmp
from studio.core.artifact import Picture
from studio.core.job import CancelToken
from studio.core.metadata import studio as own
from studio.core.metadata_format import Recipe
from studio.core.model import Layout, Model
from studio.core.picture_text import read_text
from studio.core.png_text import chunks
from studio.core.request import Extent, Request
from studio.core.request_parts import Reference
from studio.core.run import IMAGE
from studio.engine.verbs.generate import Generated
from studio.exporters.png import EXPORTER as PNG
from studio.exporters.webp import EXPORTER as WEBP
from studio.tasks.export_picture import ExportPicture
from studio.tasks.generate import Generate
from studio.tasks.inside import Inside, dressed

REQUEST = Request("a cat", extent=Extent(16, 8))
PIXELS = np.arange(16 * 8 * 3, dtype=np.uint8).reshape(8, 16, 3)
RIGHTS = "© 2026 Ada <& “王”>"
NAMES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "ext": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
}


def stored(request=REQUEST, **more):
    """A picture as an older studio stored it: with its recipe, without XMP."""
    return PNG.encode(Picture(PIXELS, {**own.write(Recipe(request, {})), **more}))


def said(data):
    return xmp.read(read_text(data).text.get(xmp.KEY, ""))


@pytest.mark.parametrize("exporter", [PNG, WEBP])
def test_a_picture_from_words_says_that_a_model_drew_it(exporter):
    assert said(dressed(stored(), exporter, Inside())).source == "trainedAlgorithmicMedia"


@pytest.mark.parametrize(
    "request_",
    [replace(REQUEST, source="a"), replace(REQUEST, references=(Reference("a", "b"),))],
)
def test_one_over_another_picture_says_that_too(request_):
    found = said(dressed(stored(request_), PNG, Inside()))
    assert found.source == "compositeWithTrainedAlgorithmicMedia"


def test_what_is_written_is_xml_that_any_reader_understands():
    root = ElementTree.fromstring(xmp.packet(xmp.DigitalSource.TRAINED, RIGHTS).split("?>", 1)[1])
    (kind,) = root.iterfind(".//ext:DigitalSourceType", NAMES)
    (rights,) = root.iterfind(".//dc:rights/rdf:Alt/rdf:li", NAMES)
    assert kind.text == f"{xmp.CODES}trainedAlgorithmicMedia"
    assert rights.text == RIGHTS


@pytest.mark.parametrize("exporter", [PNG, WEBP])
def test_rights_go_along_and_can_be_read_back(exporter):
    data = dressed(stored(), exporter, Inside(rights=RIGHTS))
    assert said(data) == xmp.Origin("trainedAlgorithmicMedia", RIGHTS, xmp.TOOL)


def test_a_png_file_keeps_its_pixels_byte_for_byte():
    before, after = stored(), dressed(stored(), PNG, Inside(rights=RIGHTS))
    pixels = lambda data: [body for kind, body in chunks(data) if kind == b"IDAT"]  # noqa: E731
    assert pixels(before) == pixels(after)
    assert "studio" in read_text(after).text
    assert dressed(after, PNG, Inside(rights=RIGHTS)) == after, "nothing is said twice"


def test_origin_goes_without_the_parameters_and_the_parameters_without_it():
    only_origin = read_text(dressed(stored(), PNG, Inside(parameters=False))).text
    assert list(only_origin) == [xmp.KEY]
    full = dressed(stored(), PNG, Inside(rights=RIGHTS))
    without = read_text(dressed(full, PNG, Inside(origin=False))).text
    assert list(without) == ["studio"]


@pytest.mark.parametrize("exporter", [PNG, WEBP])
def test_a_clean_copy_holds_pixels_and_nothing_else(exporter, tmp_path):
    path = tmp_path / "picture.png"
    exif = Image.Exif()
    exif[0x010E] = "a secret prompt"
    with Image.open(_written(path, dressed(stored(), PNG, Inside(rights=RIGHTS)))) as picture:
        picture.load()
        told = dict(picture.text)
        from PIL.PngImagePlugin import PngInfo

        info = PngInfo()
        for key, value in told.items():
            info.add_itxt(key, value)
        info.add(b"caBX", b"signed")
        picture.save(path, exif=exif.tobytes(), icc_profile=b"profile", pnginfo=info)
    clean = dressed(
        path.read_bytes(), exporter, Inside(parameters=False, origin=False, rights=RIGHTS)
    )
    for word in (b"secret", b"studio", b"xmp", b"cat", b"caBX", b"iCCP", b"EXIF", b"eXIf"):
        assert word not in clean
    for word in (b"Studio", b"XMP ", b"Ada", b"tEXt"):
        assert word not in clean, "whose it is goes along with what is said, never alone"
    assert read_text(clean).text == {}
    if exporter is PNG:
        assert {kind for kind, _ in chunks(clean)} == {b"IHDR", b"IDAT", b"IEND"}
        with Image.open(_written(path, clean)) as picture:
            assert np.array_equal(np.asarray(picture), PIXELS)


def test_of_a_picture_that_nobody_knows_nothing_is_claimed():
    photo = PNG.encode(Picture(PIXELS))
    assert dressed(photo, PNG, Inside()) == photo
    found = said(dressed(photo, PNG, Inside(rights=RIGHTS)))
    assert (found.source, found.rights) == ("", RIGHTS)


def test_what_another_program_said_of_the_source_stays():
    theirs = xmp.packet("digitalCapture").replace(xmp.TOOL, "Camera")
    data = dressed(PNG.encode(Picture(PIXELS, {xmp.KEY: theirs})), PNG, Inside(rights=RIGHTS))
    assert (said(data).source, said(data).rights) == ("digitalCapture", RIGHTS)


def test_every_way_of_writing_the_source_type_is_read():
    code = f"{xmp.CODES}trainedAlgorithmicMedia"
    for text in (
        f'<rdf:Description Iptc4xmpExt:DigitalSourceType="{code}"/>',
        f"<Iptc4xmpExt:DigitalSourceType>\n {code}\n</Iptc4xmpExt:DigitalSourceType>",
        f'<Iptc4xmpExt:DigitalSourceType rdf:resource="{code}"/>',
        "<Iptc4xmpExt:DigitalSourceType>trainedAlgorithmicMedia</Iptc4xmpExt:DigitalSourceType>",
    ):
        assert xmp.known(xmp.read(text).source) is xmp.DigitalSource.TRAINED
    assert xmp.read("<x" * 100_000) == xmp.Origin()


def test_a_stored_picture_says_it_from_the_beginning_and_its_export_too(tmp_path, project):
    class Engine:
        def run(self, _verb, _payload, _report, _cancel):
            return Generated(PIXELS, 0.1, {})

    model = Model("one", "One", "sd15", tmp_path, Layout.FOLDER)
    task = Generate(Engine(), project, REQUEST, model, project.new_run_id)
    (run,) = task.run(lambda _: None, CancelToken())
    assert said(run.path(IMAGE).read_bytes()).source == "trainedAlgorithmicMedia"
    target = tmp_path / "out.png"
    ExportPicture(run, target, PNG).run(lambda _: None, CancelToken())
    assert target.read_bytes() == run.path(IMAGE).read_bytes()


@pytest.fixture
def project(tmp_path):
    from studio.core.project import Project

    with Project.open(tmp_path / "p", create=True) as project:
        yield project


def _written(path, data):
    path.write_bytes(data)
    return path
