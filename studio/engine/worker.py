"""The child process that holds the models: takes jobs from a pipe, one at a time.

It ends by itself when the other end of the pipe vanishes, whatever it is doing, so that no window
ever leaves a process behind. Crashes in native code leave their stack in a log file.
"""

from __future__ import annotations

import faulthandler
import gc
import logging
import os
import pickle
import queue
import signal
import sys
import threading
import time
import traceback
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from studio.core.errors import Cancelled, StudioError
from studio.core.job import CancelToken
from studio.core.log_files import LINE
from studio.engine.blocks import Shelf, read
from studio.engine.lost import device_lost
from studio.engine.offline import forbid_network
from studio.engine.parcels import Parcel
from studio.engine.priority import step_back
from studio.engine.wire import (
    Begun,
    Cancel,
    Close,
    Done,
    Failed,
    Free,
    Freed,
    Given,
    Reported,
    Run,
    Seen,
    Taken,
    Wanted,
    WarmUp,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection
    from pathlib import Path

    from studio.core.job import Progress
    from studio.engine.runtime import Runtime

log = logging.getLogger(__name__)

PREVIEW_INTERVAL_S = 0.1
KEPT_LOGS = 10
LOST = 1  # the exit code after the graphics card was lost


def serve(connection: Connection, make: Callable[[], Runtime], place: Path) -> None:
    """Run jobs until told to close; the entry point of the child process."""
    forbid_network()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's business
    with place.open("w", encoding="utf-8", buffering=1) as file:
        faulthandler.enable(file)
        logging.basicConfig(level=logging.INFO, stream=file, format=LINE)
        sys.stdout = sys.stdout or file  # a program without console has neither
        sys.stderr = sys.stderr or file
        Host(connection, make(), place).serve()
    os._exit(0)  # at once: taking torch apart politely takes seconds and saves nothing


def prepare_log(folder: Path) -> Path:
    """Return the path of this session's log, and drop the oldest ones."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in sorted(folder.glob("worker-*.log"))[: -KEPT_LOGS + 1]:
        with suppress(OSError):  # gone, or still open in another worker
            old.unlink()
    return folder / f"worker-{time.strftime('%Y%m%d-%H%M%S')}-{time.monotonic_ns() % 10**6:06}.log"


class Host:
    """Serves one pipe with one runtime: a thread listens, the main thread works."""

    def __init__(self, connection: Connection, runtime: Runtime, place: Path | None = None) -> None:
        self._connection = connection
        self._runtime = runtime
        self._place = place  # of the log
        self._inbox: queue.SimpleQueue[Run | Free | WarmUp | None] = queue.SimpleQueue()
        self._cancels: dict[int, CancelToken] = {}
        self._sending = threading.Lock()
        self._shelf = Shelf(lambda size: self._say(Wanted(size)))
        self._is_preview_welcome = True
        self._next_preview_s = 0.0

    def serve(self) -> None:
        """Work until told to close."""
        threading.Thread(target=self._listen, name="listener", daemon=True).start()
        while (order := self._inbox.get()) is not None:
            match order:
                case Run():
                    self._do(order)
                case Free():
                    self._runtime.free()
                    self._send(Freed())
                case WarmUp():
                    _in_its_own_time(warm_up)

    def _listen(self) -> None:
        try:
            while True:
                self._hear(self._connection.recv())
        except (EOFError, OSError):
            os._exit(0)  # the parent is gone, and with it everyone who could want the result
        except Exception:  # noqa: BLE001 - thread boundary: who cannot hear must not go on
            traceback.print_exc()
            os._exit(1)

    def _hear(self, told: object) -> None:
        match told:
            case Parcel():
                order = read(told)
                if told.block:
                    self._say(Taken(told.block))
                self._take(order)
            case Given(block):
                self._shelf.given(block)
            case Taken():
                self._shelf.taken()
            case _:
                self._take(told)

    def _take(self, order: object) -> None:
        match order:
            case Run():
                self._cancels[order.job] = CancelToken()
                self._inbox.put(order)
            case Free() | WarmUp():
                self._inbox.put(order)
            case Cancel():
                if token := self._cancels.get(order.job):  # it may end at this very moment
                    token.cancel()
            case Seen():
                self._is_preview_welcome = True
            case Close() if not self._cancels:
                os._exit(0)  # nothing runs; imports need not be waited for
            case Close():
                for token in list(self._cancels.values()):
                    token.cancel()
                self._inbox.put(None)

    def _do(self, order: Run) -> None:
        """Do a job, and say so in the log: if it ends this process, one knows what it was."""
        model = getattr(getattr(order.payload, "model", None), "path", "no model")
        log.info("job %s: %s with %s", order.job, order.verb, model)
        self._send(Begun(order.job))
        outcome = self._outcome(order)
        log.info("job %s: %s", order.job, type(outcome).__name__.lower())
        self._send(outcome)
        if isinstance(outcome, Failed) and outcome.is_last:
            os._exit(LOST)

    def _outcome(self, order: Run) -> Done | Failed:
        cancel = self._cancels[order.job]
        try:
            cancel.check()
            result = self._runtime.run(order.verb, order.payload, self._reporter(order.job), cancel)
            return Done(order.job, result)
        except (StudioError, Cancelled) as error:
            return Failed(order.job, error.with_traceback(None))
        except Exception as error:  # noqa: BLE001 - process boundary: the parent raises it again
            trace = traceback.format_exc()
            log.error("job %s:\n%s", order.job, trace)
            if lost := device_lost(error, self._place):
                return Failed(order.job, lost, is_last=True)
            return Failed(order.job, _portable(error), trace)
        finally:
            del self._cancels[order.job]

    def _reporter(self, job: int) -> Callable[[Progress], None]:
        def report(progress: Progress) -> None:
            if progress.preview is not None and not self._may_preview():
                progress = replace(progress, preview=None)
            self._send(Reported(job, replace(progress, result=None)))

        return report

    def _may_preview(self) -> bool:
        """Whether a preview goes out now: never a second one before the first was shown."""
        now_s = time.monotonic()
        if not self._is_preview_welcome or now_s < self._next_preview_s:
            return False
        self._is_preview_welcome = False
        self._next_preview_s = now_s + PREVIEW_INTERVAL_S
        return True

    def _send(self, news: Begun | Reported | Done | Failed | Freed) -> None:
        self._say(self._shelf.parcel(news))

    def _say(self, told: Parcel | Wanted | Taken) -> None:
        try:
            with self._sending:
                self._connection.send(told)
        except OSError:
            os._exit(0)


def _in_its_own_time(work: Callable[[], None]) -> None:
    """Do what nobody waits for in a thread that lets the window go first."""

    def run() -> None:
        step_back()
        work()

    thread = threading.Thread(target=run, name="warm-up")
    thread.start()
    thread.join()


def warm_up() -> None:
    """Import what the first picture will need.

    What is there then stays: whoever looks for garbage (and memory is given back after every job,
    a cancelled one too) need not look at a million objects of the libraries again.
    """
    import diffusers.models
    import diffusers.schedulers
    import transformers

    _ = (transformers.CLIPTextModel, transformers.CLIPTokenizer)
    _ = (diffusers.models.UNet2DConditionModel, diffusers.models.AutoencoderKL)
    _ = (diffusers.models.AutoencoderTiny, diffusers.schedulers.DDIMScheduler)
    gc.collect()
    gc.freeze()


def _portable(error: Exception) -> Exception:
    """Return the error if it survives the pipe, else one that says the same."""
    try:
        if type(pickle.loads(pickle.dumps(error))) is type(error):
            return error
    except Exception:  # noqa: BLE001 - whatever a foreign exception does when it is pickled
        pass
    return RuntimeError(f"{type(error).__name__}: {error}")
