"""The composition root: builds every part once and hands each what it needs."""

from __future__ import annotations

import gc
import logging
import os
import signal
import sys
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from studio import exporters
from studio.core import paths
from studio.core.exporter import Exporter
from studio.core.log_files import LINE, new_log
from studio.core.registry import discover
from studio.core.settings import read_settings
from studio.core.text import N_, message
from studio.engine.client import WorkerEngine, new_runtime
from studio.engine.pool import Pool
from studio.jobs.service import JobService
from studio.state.desk import lay
from studio.state.notices import Level, Notice, Step
from studio.state.session import Session
from studio.ui import theme, translate
from studio.ui.dialogs import Dialogs
from studio.ui.first_sight import FirstSight
from studio.ui.main_window import MainWindow
from studio.ui.palette import PALETTES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path
    from types import TracebackType

    from studio.core.settings import Settings
    from studio.engine.protocol import Engine
    from studio.engine.runtime import Runtime
    from studio.state.preferences import Preferences

log = logging.getLogger(__name__)

EXAMPLE = "a red house by the sea at sunset, watercolor"
SIGNAL_MS = 300
WORKER_MS = 2000  # after which the worker starts, even if there is still much to read
SWITCH_S = 0.001  # how long a lane may hold the interpreter while the window waits


@dataclass(frozen=True, eq=False)
class Parts:
    """What a test may put in place of the real thing; empty means the real thing."""

    project: Path | None = None
    models: tuple[Path, ...] = ()
    engine: Engine | None = None
    dialogs: Dialogs | None = None


@dataclass(eq=False)
class Studio:
    """Everything that lives as long as the program; only the window is made anew at times."""

    session: Session
    jobs: JobService
    engine: Engine
    window: MainWindow
    project: Path | None = None
    language: str = ""
    former: list[MainWindow] = field(default_factory=list)
    worker_is_warm: bool = False

    def __post_init__(self) -> None:
        self.session.desk.memory.settings_changed.connect(self._on_settings)

    def start(self) -> None:
        """Begin what the window does not wait for: the project, the models, then the worker."""
        self.session.start(self.project)
        if isinstance(self.engine, WorkerEngine | Pool):
            # What is to be seen comes first; whoever generates before that has it started at once.
            self.jobs.emptied.connect(self._warm_up)
            QTimer.singleShot(WORKER_MS, self._warm_up)

    def _warm_up(self) -> None:
        if isinstance(self.engine, WorkerEngine | Pool) and not self.worker_is_warm:
            self.worker_is_warm = True
            self.engine.start()

    def rebuild(self) -> None:
        """Put a new window over the same state, where and as the old one was."""
        old = self.window
        if not isValid(old):
            return
        self.language = self.session.desk.memory.settings.language
        translate.speak(paths.resources() / "translations", self.language)
        left = old.leave()
        self.window = MainWindow(self.session, old.exporters, old.dialogs)
        self.window.take_over(left)
        old.hide()
        old.deleteLater()
        # Until Qt has deleted it: Python's collector might do so in the thread of a lane.
        self.former = [window for window in self.former if isValid(window)] + [old]

    def _on_settings(self, settings: Settings) -> None:
        if settings.language != self.language:
            QTimer.singleShot(0, self.rebuild)  # not inside the menu that chose it

    def close(self) -> None:
        """End every thread and process, and give the project back."""
        self.jobs.close()
        self.session.desk.projects.close()
        self.session.desk.work.close()
        self.engine.close()


def build(parts: Parts | None = None) -> Studio:
    """Wire the application without showing it; there must be a QApplication."""
    parts = parts or Parts()
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    jobs = JobService(application)
    engine = parts.engine or pool_of(read_settings())
    desk = lay(jobs, engine, paths.config_folder())
    settings = desk.memory.settings
    translate.speak(paths.resources() / "translations", settings.language)
    theme.apply(application, PALETTES[settings.theme])
    models = parts.models or paths.models_folders()
    session = Session(desk, models, jobs)
    follow(desk.preferences, engine)
    writers = discover(exporters, "EXPORTER", Exporter)
    window = MainWindow(session, writers, parts.dialogs or Dialogs(jobs))
    return Studio(session, jobs, engine, window, parts.project, settings.language)


def pool_of(settings: Settings) -> Pool:
    """Return a worker for each device that the settings allow; none of them is started yet."""
    return Pool(runtime_of(settings), settings.draw_on)


def runtime_of(settings: Settings) -> Callable[[str], Runtime]:
    """Return what builds the runtime of a device as the settings say."""
    return partial(new_runtime, settings.cpu_threads)


def follow(preferences: Preferences, engine: Engine) -> None:
    """Let the worker and the log follow the settings that they are made from."""
    if isinstance(engine, Pool):
        preferences.drawing_changed.connect(
            lambda settings: engine.restart(runtime_of(settings), settings.draw_on)
        )
    preferences.log_level_changed.connect(set_log_level)


def main(argv: Sequence[str] | None = None) -> int:
    """Open the window and run until it is closed; with a command, do that instead."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments:
        from studio import cli

        return cli.main(arguments)
    if not has_display():
        return _without_window()
    return _with_window()


def has_display() -> bool:
    """Whether a window can be shown here."""
    if os.environ.get("QT_QPA_PLATFORM") or sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _without_window() -> int:
    from studio import cli

    gc.enable()
    sys.stderr.write(f"There is no display for the window; drawing “{EXAMPLE}” without it.\n")
    return cli.main(["generate", EXAMPLE])


def _with_window() -> int:
    keep_log(paths.cache_folder() / "logs", read_settings())
    sys.setswitchinterval(SWITCH_S)
    application = QApplication(sys.argv[:1])
    application.setApplicationName("Studio")
    studio = build()
    sys.excepthook = partial(_on_bug, studio)
    studio.window.show()
    FirstSight(studio.window, partial(_begin, studio))
    application.aboutToQuit.connect(studio.close)
    awake = _quit_on_signals(application)
    code = application.exec()
    awake.stop()
    return code


def _begin(studio: Studio) -> None:
    """Go on when the window is there.

    Until now nothing was thrown away (see main.py), and what there is stays: Python's collector
    need not look at all of it again whenever it looks for garbage.
    """
    gc.freeze()
    gc.enable()
    studio.start()


def keep_log(folder: Path, settings: Settings) -> None:
    """Begin this window's log, beside those of former starts as many as are wanted."""
    handlers: list[logging.Handler] = [logging.StreamHandler()] if sys.stderr else []
    try:
        handlers.append(logging.FileHandler(new_log(folder, settings.kept_logs), encoding="utf-8"))
    except OSError:
        handlers.append(logging.NullHandler())  # a full disk is told where it matters
    logging.basicConfig(level=logging.INFO, handlers=handlers, format=LINE)
    set_log_level(settings.log_level)


def set_log_level(name: str) -> None:
    """Write more or less to the log from now on."""
    logging.getLogger().setLevel(name.upper())


def _on_bug(
    studio: Studio,
    kind: type[BaseException],
    error: BaseException,
    trace: TracebackType | None,
) -> None:
    """Log what a slot did not expect, and tell; the window lives on."""
    log.error("a bug", exc_info=(kind, error, trace))
    text = message(N_("Unexpected error: {error}"), error=error)
    studio.session.desk.notices.tell(Notice(text, Level.LOSS, (Step.COPY_REPORT,)))


def _quit_on_signals(application: QApplication) -> QTimer:
    """End politely on Ctrl+C and on the system's wish; the timer lets Python hear of it."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: application.quit())
    awake = QTimer(interval=SIGNAL_MS)
    awake.timeout.connect(lambda: None)
    awake.start()
    return awake
