"""What a disk may hold after the power fails at any moment of a piece of work.

A file system promises only what was synced. So the folder is copied before and after every change,
in the two worst states it could be found in:

- "names": every new name is there already, but a file that was not synced holds zeros;
- "data": no name that its folder was not synced for is there, whatever was written.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

CHANGES = ("mkdir", "rename", "replace", "unlink", "rmdir", "fsync", "write", "ftruncate")


@dataclass
class Disk:
    """Follows a folder; `wrecks` are the states it could have been found in."""

    root: Path
    wrecks_folder: Path
    synced_files: dict[int, bytes] = field(default_factory=dict)
    synced_folders: dict[int, dict[str, int]] = field(default_factory=dict)
    folders: set[int] = field(default_factory=set)
    wrecks: list[Path] = field(default_factory=list)
    busy: bool = False

    def __post_init__(self):
        for path in (self.root, *self.root.rglob("*")):
            self.sync(path)

    def sync(self, path):
        inode = path.stat().st_ino
        if path.is_dir():
            self.synced_folders[inode] = {p.name: p.lstat().st_ino for p in path.iterdir()}
        else:
            self.synced_files[inode] = path.read_bytes()

    def on_fsync(self, fd):
        path = Path(f"/proc/self/fd/{fd}").resolve()
        if path.is_relative_to(self.root):
            self.sync(path)

    def cut(self):
        """Copy both states; the copying itself is not watched."""
        if self.busy:
            return
        self.busy = True
        self._copy_both()
        self.busy = False

    def _copy_both(self):
        self._forget_what_is_gone()
        for copy in (self._copy_with_names, self._copy_with_data):
            wreck = self.wrecks_folder / f"{len(self.wrecks):04}"
            wreck.mkdir(parents=True)
            copy(wreck)
            self.wrecks.append(wreck)

    def _forget_what_is_gone(self):
        """An inode number that is free may come back for another file."""
        present = (self.root, *self.root.rglob("*"))
        self.folders |= {p.lstat().st_ino for p in present if p.is_dir()}
        alive = {p.lstat().st_ino for p in present}
        alive |= {inode for names in self.synced_folders.values() for inode in names.values()}
        self.synced_files = {i: data for i, data in self.synced_files.items() if i in alive}
        self.synced_folders = {i: names for i, names in self.synced_folders.items() if i in alive}

    def _copy_with_names(self, wreck):
        for path in sorted(self.root.rglob("*")):
            copy = wreck / path.relative_to(self.root)
            if path.is_dir():
                copy.mkdir()
            else:
                zeros = bytes(path.stat().st_size)
                copy.write_bytes(self.synced_files.get(path.stat().st_ino, zeros))

    def _copy_with_data(self, wreck):
        self._copy_synced(self.root.stat().st_ino, wreck)

    def _copy_synced(self, inode, copy):
        for name, child in self.synced_folders.get(inode, {}).items():
            if child in self.folders:
                (copy / name).mkdir()
                self._copy_synced(child, copy / name)
            elif child in self.synced_files:
                (copy / name).write_bytes(self.synced_files[child])
            else:
                (copy / name).write_bytes(b"")


@contextmanager
def power_cut(root, wrecks_folder, monkeypatch):
    """Collect in `Disk.wrecks` what could be left of `root` at every moment of the block."""
    disk = Disk(root, wrecks_folder)
    with monkeypatch.context() as patch:
        for name in CHANGES:
            patch.setattr(os, name, _watched(disk, name, getattr(os, name)))
        yield disk
    disk.cut()


def _watched(disk, name, real):
    def call(*args, **kwargs):
        disk.cut()
        result = real(*args, **kwargs)
        if name == "fsync":
            disk.on_fsync(args[0])
        disk.cut()
        return result

    return call
