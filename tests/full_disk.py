"""A disk that is full after some more bytes."""

from __future__ import annotations

import errno
import io
import os
from contextlib import contextmanager
from pathlib import Path


class _Full(io.FileIO):
    """Takes only what there is room for, as a real disk does."""

    room: list[int]

    def write(self, data):
        if len(data) <= self.room[0]:
            self.room[0] -= len(data)
            return super().write(data)
        super().write(bytes(data)[: self.room[0]])
        self.room[0] = 0
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@contextmanager
def full_disk(monkeypatch, room=0):
    """Let `room` more bytes be written through `Path.open`, and none through `os.write`."""
    left = [room]
    real = Path.open

    def write(_fd, _data):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def opened(path, mode="r", *args, **kwargs):
        if mode not in ("wb", "xb"):
            return real(path, mode, *args, **kwargs)
        raw = _Full(path, mode)
        raw.room = left
        return io.BufferedWriter(raw)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", opened)
        patch.setattr(os, "write", write)
        yield
