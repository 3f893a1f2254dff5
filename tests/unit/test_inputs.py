"""Pictures that requests start from are kept by their content."""

import pytest

from studio.core.errors import ProjectError
from studio.core.inputs import Inputs


def test_a_kept_picture_comes_back_and_a_second_time_costs_nothing(tmp_path):
    inputs = Inputs(tmp_path)
    key = inputs.keep(b"pixels")
    written = inputs.path(key).stat().st_mtime_ns
    assert inputs.keep(b"pixels") == key
    assert inputs.path(key).stat().st_mtime_ns == written
    assert inputs.has(key)
    assert inputs.read(key) == b"pixels"


def test_one_that_is_gone_or_changed_is_told(tmp_path):
    inputs = Inputs(tmp_path)
    key = inputs.keep(b"pixels")
    inputs.path(key).write_bytes(b"others")
    with pytest.raises(ProjectError, match="was changed: choose it again"):
        inputs.read(key)
    inputs.path(key).unlink()
    with pytest.raises(ProjectError, match="not in this project: choose it again"):
        inputs.read(key)


@pytest.mark.parametrize("key", ["", "../../secret", "a" * 63, "A" * 64, "a" * 64 + "\n"])
def test_what_is_no_key_never_leads_out_of_the_folder(tmp_path, key):
    inputs = Inputs(tmp_path)
    assert not inputs.has(key)
    with pytest.raises(ProjectError, match="does not name a starting picture"):
        inputs.read(key)
