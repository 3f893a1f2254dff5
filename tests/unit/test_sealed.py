"""The seal around the tests holds: what is not theirs cannot be changed by them."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.sealed import ROOT, OutsideError, is_own

STRANGE = Path(__file__).parent / "nobody-has-this"  # not there: nothing is lost if the seal fails


@pytest.mark.parametrize(
    "change",
    [
        lambda path, _own: path.unlink(missing_ok=True),
        lambda path, _own: path.rmdir(),
        lambda path, _own: path.mkdir(),
        lambda path, _own: path.write_bytes(b""),
        lambda path, _own: os.open(path, os.O_WRONLY),
        lambda path, own: path.rename(own / "x"),
        lambda path, own: (own / "mine").replace(path),
        lambda path, _own: shutil.rmtree(path),
        lambda path, _own: shutil.rmtree(path, ignore_errors=True),
        lambda path, own: shutil.move(own / "mine", path),
        lambda path, own: (own / "link" / path.name).unlink(),
    ],
)
def test_nothing_outside_is_changed(tmp_path, change):
    (tmp_path / "mine").write_bytes(b"mine")
    (tmp_path / "link").symlink_to(STRANGE.parent, target_is_directory=True)
    with pytest.raises(OutsideError):
        change(STRANGE, tmp_path)


def test_what_is_ours_can_be(tmp_path):
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "c").write_bytes(b"c")
    shutil.rmtree(tmp_path / "a")
    assert list(tmp_path.iterdir()) == []
    assert is_own(os.devnull)
    assert not is_own(str(ROOT / "studio" / "app.py"))
    assert not is_own(str(Path(ROOT.anchor) / "nobody-has-this"))


def test_the_test_runner_may_keep_its_own_cache_beside_the_program():
    """It makes a folder of a name nobody else has, and renames it; what is there it asks for."""
    ROOT.mkdir(exist_ok=True)
    assert is_own(str(ROOT / "pytest-cache-files-x1y2" / "README.md"))
    assert not is_own(str(ROOT / "cache-files"))
