"""A write happens completely or not at all."""

from __future__ import annotations

import errno
import os

import pytest

from studio.core.storage import (
    _extended,
    draft_of,
    draft_target,
    make_folder,
    new_folder,
    write_atomic,
    write_synced,
)
from tests.full_disk import full_disk
from tests.power_cut import power_cut


def names_in(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("room", [0, 2])
def test_a_full_disk_leaves_the_old_file(tmp_path, monkeypatch, room):
    path = tmp_path / "a.json"
    write_atomic(path, b"old")
    with full_disk(monkeypatch, room), pytest.raises(OSError, match="No space left"):
        write_atomic(path, b"new and longer")
    assert path.read_bytes() == b"old"
    assert names_in(tmp_path) == ["a.json"]


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_failing_system_call_leaves_the_old_file(tmp_path, monkeypatch, call):
    path = tmp_path / "a.json"
    write_atomic(path, b"old")

    def fail(*_args):
        raise OSError(errno.EIO, "disk failure")

    with monkeypatch.context() as patch:
        patch.setattr(os, call, fail)
        with pytest.raises(OSError, match="disk failure"):
            write_atomic(path, b"new")
    assert path.read_bytes() == b"old"
    assert names_in(tmp_path) == ["a.json"]


def test_a_folder_that_fails_leaves_nothing(tmp_path):
    def fill():
        with new_folder(tmp_path / "run") as draft:
            (draft / "x").write_text("half", encoding="utf-8")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fill()
    assert names_in(tmp_path) == []


def test_a_folder_is_never_written_over(tmp_path):
    (tmp_path / "run").mkdir()

    def fill():
        with new_folder(tmp_path / "run"):
            pytest.fail("the draft must not even begin")

    with pytest.raises(FileExistsError):
        fill()


def test_a_folder_appears_only_when_it_is_complete(tmp_path):
    with new_folder(tmp_path / "runs" / "one") as draft:
        write_synced(draft / "x", b"x")
        assert names_in(tmp_path / "runs") == [draft.name]
    assert names_in(tmp_path / "runs") == ["one"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such bits")
def test_others_may_read_what_we_write(tmp_path):
    before = os.umask(0o022)
    try:
        write_atomic(tmp_path / "a.json", b"x")
        with new_folder(tmp_path / "run") as draft:
            write_synced(draft / "b", b"x")
    finally:
        os.umask(before)
    modes = [(tmp_path / name).stat().st_mode & 0o777 for name in ("a.json", "run", "run/b")]
    assert modes == [0o644, 0o755, 0o644]


def test_a_draft_is_known_by_its_name(tmp_path):
    assert draft_target(draft_of(tmp_path / "项目 1").name) == "项目 1"
    assert [draft_target(name) for name in ("run", ".git", ".lock", ".a.1234567")] == [None] * 4


def test_long_windows_paths_take_the_form_without_a_limit():
    assert _extended("C:\\short") == "C:\\short"
    assert _extended("C:\\" + "x" * 200) == "\\\\?\\C:\\" + "x" * 200
    assert _extended("\\\\host\\share\\" + "x" * 200) == "\\\\?\\UNC\\host\\share\\" + "x" * 200
    assert _extended("\\\\?\\C:\\" + "x" * 200) == "\\\\?\\C:\\" + "x" * 200


needs_proc = pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="finds files by /proc")


@needs_proc
def test_no_power_cut_leaves_a_file_of_zeros(tmp_path, monkeypatch):
    root = tmp_path / "disk"
    root.mkdir()
    write_atomic(root / "a.json", b"old")
    with power_cut(root, tmp_path / "wrecks", monkeypatch) as disk:
        write_atomic(root / "a.json", b"new")
    found = [(wreck / "a.json").read_bytes() for wreck in disk.wrecks]
    assert set(found) == {b"old", b"new"}
    assert found[-1] == b"new", "what was written is there for good when the call returns"


@needs_proc
def test_no_power_cut_leaves_half_a_folder(tmp_path, monkeypatch):
    root = tmp_path / "disk"
    root.mkdir()
    target = root / "runs" / "one"
    with power_cut(root, tmp_path / "wrecks", monkeypatch) as disk, new_folder(target) as draft:
        write_synced(draft / "a", b"a" * 100)
        write_synced(draft / "b", b"b" * 100)
    whole = {"a": b"a" * 100, "b": b"b" * 100}
    folders = [wreck / "runs" / "one" for wreck in disk.wrecks]
    found = [{p.name: p.read_bytes() for p in f.iterdir()} for f in folders if f.exists()]
    assert found
    assert all(files == whole for files in found)
    assert folders[-1].exists(), "what was written is there for good when the call returns"


@needs_proc
def test_new_parents_survive_a_power_cut(tmp_path, monkeypatch):
    root = tmp_path / "disk"
    root.mkdir()
    with power_cut(root, tmp_path / "wrecks", monkeypatch) as disk:
        make_folder(root / "a" / "b" / "c")
    assert (disk.wrecks[-1] / "a" / "b" / "c").is_dir()
