"""Turns a pickle into a safetensors file, which only a process without any rights ever opens."""

from __future__ import annotations

import json
import os
import shutil
import time
from contextlib import suppress
from glob import escape
from typing import TYPE_CHECKING, Any

from studio.core.errors import ModelRefusedError, PickleError, RequestError, StudioError
from studio.core.job import Progress
from studio.core.paths import user_models_folder
from studio.core.storage import draft_of, draft_target, make_folder, move, sync_folder
from studio.core.text import N_, message
from studio.engine.safefile import read_tensors
from studio.engine.sandbox import Limits
from studio.engine.unpickling import MOST_TIMES, SENTENCES, serve

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess
    from pathlib import Path

    from studio.core.job import CancelToken, Reporter

POLL_S = 0.1
SLACK_BYTES = 2 << 30  # for the libraries, which a pickle of any size needs
SLOWEST_BYTES_S = 4 << 20
LEAST_S = 120
STAGE = N_("Converting {name}")


def limits_for(size: int) -> Limits:
    """Return what reading a pickle of so many bytes may honestly take."""
    seconds = LEAST_S + size // SLOWEST_BYTES_S
    return Limits(2 * size + SLACK_BYTES, MOST_TIMES * size + (64 << 20), seconds)


def target_for(source: Path) -> Path:
    """Return where the safetensors version of a pickle goes: beside it, if that can be written.

    The parts of a folder get the names by which such folders call them.
    """
    beside = source.with_suffix(".safetensors")
    if beside.name.startswith("pytorch_model"):
        beside = beside.with_name(beside.name.removeprefix("pytorch_"))
    if beside == source:  # a pickle under a false name
        beside = source.with_name(f"{source.stem}-converted.safetensors")
    return beside if os.access(source.parent, os.W_OK) else user_models_folder() / beside.name


def convert(
    source: Path, target: Path | None, report: Reporter, cancel: CancelToken, limits: Limits | None
) -> Path:
    """Write the tensors of a pickle to `target` (else beside it), and return where that is.

    The pickle stays as it is. Raises `StudioError` if the file asks for anything but weights, is
    damaged or takes more than `limits` (else those for its size), and `Cancelled`.
    """
    _check_is_pickle(source)
    target = target or target_for(source)
    size = source.stat().st_size
    _check_room(source, target, size)
    _sweep(target)
    draft = draft_of(target)
    try:
        _touch(draft)
        _run_child(source, draft, limits or limits_for(size), _Watch(source, report, cancel))
        read_tensors(draft)
        if target.exists():
            raise _there(target)
        move(draft, target)
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
    sync_folder(target.parent)
    return target


def _check_is_pickle(source: Path) -> None:
    try:
        read_tensors(source)
    except PickleError:
        return
    raise RequestError(N_("{path} is safe as it is: there is nothing to convert."), path=source)


def _check_room(source: Path, target: Path, size: int) -> None:
    if target.exists():
        raise _there(target)
    try:
        make_folder(target.parent)
        free = shutil.disk_usage(target.parent).free
    except OSError as error:
        raise RequestError(
            N_("{path} cannot be written: {reason}."), path=target, reason=error.strerror or error
        ) from None
    if free < size:
        raise RequestError(
            N_("{name} needs {size} MB of room in {folder}, which has {free} MB."),
            name=source.name,
            size=size // 10**6,
            folder=target.parent,
            free=free // 10**6,
        )


def _touch(draft: Path) -> None:
    """Find out whether the folder can be written to before anything else is done."""
    try:
        draft.open("xb").close()
    except OSError as error:
        raise RequestError(
            N_("{path} cannot be written: {reason}."),
            path=draft.parent,
            reason=error.strerror or error,
        ) from None


def _there(target: Path) -> RequestError:
    return RequestError(N_("{path} is there already. Move it away first."), path=target)


def _sweep(target: Path) -> None:
    """Remove what a conversion to the same place left behind when the power failed."""
    for path in target.parent.glob(f".{escape(target.name)}.*"):
        if draft_target(path.name) == target.name:
            with suppress(OSError):
                path.unlink()


class _Watch:
    """Passes on what the child says, and knows how it ended."""

    def __init__(self, source: Path, report: Reporter, cancel: CancelToken) -> None:
        self.source = source
        self._report = report
        self.cancel = cancel
        self.is_done = False

    def take(self, news: dict[str, Any]) -> None:
        """Hear one thing; raises the error that the child tells."""
        match news:
            case {"step": int(step), "total": int(total)}:
                stage = message(STAGE, name=self.source.name)
                self._report(Progress(step >> 10, max(total >> 10, 1), stage))
            case {"error": int(n), "values": dict(values)} if 0 <= n < len(SENTENCES):
                raise ModelRefusedError(SENTENCES[n], **{k: str(v) for k, v in values.items()})
            case {"memory": True}:
                raise too_much(self.source)
            case {"done": True}:
                self.is_done = True
            case _:
                pass


def too_much(source: Path) -> StudioError:
    """Return the error of a pickle that would not stop."""
    return ModelRefusedError(
        N_("{path} was given up: it takes more memory or time than a model of its size does."),
        path=source,
    )


def _run_child(source: Path, draft: Path, limits: Limits, watch: _Watch) -> None:
    import multiprocessing

    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(
        target=serve, args=(theirs, source, draft, limits), name="studio-unpickler", daemon=True
    )
    process.start()
    theirs.close()
    try:
        _follow(ours, process, limits, watch)
    finally:
        process.kill()
        process.join()
        ours.close()


def _follow(ours: Connection, process: BaseProcess, limits: Limits, watch: _Watch) -> None:
    """Listen until the child has ended; cut it short when it takes too much."""
    ends_s = time.monotonic() + limits.seconds
    base = 0
    with suppress(EOFError, OSError):  # the other end was closed
        while not watch.is_done:
            watch.cancel.check()
            if time.monotonic() > ends_s:
                raise too_much(watch.source)
            if ours.poll(POLL_S):
                watch.take(_parsed(ours.recv_bytes(1 << 20)))
            base = base or _private_bytes(process.pid)
            if _private_bytes(process.pid) > base + limits.memory_bytes + SLACK_BYTES:
                raise too_much(watch.source)
    if not watch.is_done:
        raise ModelRefusedError(
            N_("{path} cannot be converted: it is damaged, or takes more memory than it may."),
            path=watch.source,
        )


def _parsed(data: bytes) -> dict[str, Any]:
    try:
        news = json.loads(data)
    except ValueError:
        return {}
    return news if isinstance(news, dict) else {}


def _private_bytes(pid: int | None) -> int:
    """Return how much memory a process has for itself; 0 where the system does not say."""
    import psutil

    try:
        info = psutil.Process(pid).memory_info()
    except (psutil.Error, OSError):
        return 0
    return int(info.rss - getattr(info, "shared", 0))
