"""Click, type and drag at random in the real window: `python -m tests.monkey --minutes 60`.

Whatever can be seen is a target: buttons, fields, lists, menus, popups, the canvas, the docks; all
commands of the menus are triggered too. An unhandled exception, an error in the log, a critical
message of Qt or a window that is gone ends the run with exit code 1; a crash of the process ends it
with the system's own. `--report FILE` writes what was done. The same seed clicks the same things as
long as the machine is as fast.
"""

from __future__ import annotations

import argparse
import logging
import os
import platform
import random
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path

FORBIDDEN = ("file.quit",)
TEXTS = (
    "a red house by the sea, watercolor",
    "(a cat:1.3), {day|night}, __season__",
    "一座红色的房子，海边，日落",
    "((((", "[a:b:0.5]", "<lora:none:1>", "512*2", "-1", "1e9", "'\";--", "🦊 émoji",
)  # fmt: skip
STEP_MS = 15
STALL_S = 2.0  # of the event loop, worth telling


class Monkey:
    """Acts once at every tick, inside of nested event loops too, so that these do not stop it."""

    def __init__(self, application, studio, seed):
        self.application, self.studio = application, studio
        self.random = random.Random(seed)
        self.done = Counter()
        self.problems = []
        self.stalls = []
        self.last_s = time.monotonic()
        self.doing = ""

    def act(self):
        """Do one thing."""
        now = time.monotonic()
        if now - self.last_s > STALL_S:
            self.stalls.append((round(now - self.last_s, 1), self.doing))
        kinds = {
            self.click: 40, self.type: 14, self.key: 18, self.trigger: 10, self.wheel: 6,
            self.drag: 6, self.double_click: 3, self.context: 4, self.resize: 1, self.escape: 4,
        }  # fmt: skip
        act = self.random.choices(list(kinds), list(kinds.values()))[0]
        self.done[act.__name__] += 1
        self.doing = act.__name__
        try:
            act()
        except RuntimeError as error:
            if "already deleted" not in str(error):  # it closed under the hand: fine
                raise
        self.last_s = time.monotonic()

    # What can be hit

    def targets(self):
        """Return every visible widget of what is on top."""
        from PySide6.QtWidgets import QApplication, QWidget

        popup = QApplication.activePopupWidget()
        tops = [popup] if popup else [w for w in QApplication.topLevelWidgets() if w.isVisible()]
        found = []
        for top in tops:
            found.append(top)
            found += [w for w in top.findChildren(QWidget) if w.isVisible() and w.isEnabled()]
        return [w for w in found if not w.visibleRegion().isEmpty()]

    def target(self):
        targets = self.targets()
        if not targets:
            self.window().show()
            return None
        widget = self.random.choice(targets)
        self.doing += f" {type(widget).__name__} {widget.objectName()}"
        return widget

    def is_there(self, widget):
        """Whether what was just hit still exists; Qt deletes parts of its own without a word."""
        return any(other is widget for other in self.targets())

    def point(self, widget):
        from PySide6.QtCore import QPoint

        return QPoint(
            self.random.randrange(max(widget.width(), 1)),
            self.random.randrange(max(widget.height(), 1)),
        )

    def window(self):
        return self.studio.window

    # What can be done

    def click(self):
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        if widget := self.target():
            modifier = self.random.choice(
                (Qt.KeyboardModifier.NoModifier,) * 6
                + (Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier)
            )
            QTest.mouseClick(widget, Qt.MouseButton.LeftButton, modifier, self.point(widget))

    def double_click(self):
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        if widget := self.target():
            none = Qt.KeyboardModifier.NoModifier
            QTest.mouseDClick(widget, Qt.MouseButton.LeftButton, none, self.point(widget))

    def context(self):
        from PySide6.QtCore import Qt
        from PySide6.QtGui import QContextMenuEvent
        from PySide6.QtTest import QTest

        if widget := self.target():
            point = self.point(widget)
            none = Qt.KeyboardModifier.NoModifier
            QTest.mouseClick(widget, Qt.MouseButton.RightButton, none, point)
            if not self.is_there(widget):
                return
            asked = QContextMenuEvent(
                QContextMenuEvent.Reason.Mouse, point, widget.mapToGlobal(point)
            )
            self.application.sendEvent(widget, asked)

    def drag(self):
        from PySide6.QtCore import QPoint, Qt
        from PySide6.QtTest import QTest

        if widget := self.target():
            start, left = self.point(widget), Qt.MouseButton.LeftButton
            QTest.mousePress(widget, left, Qt.KeyboardModifier.NoModifier, start)
            for _ in range(3):
                start += QPoint(self.random.randint(-60, 60), self.random.randint(-60, 60))
                if not self.is_there(widget):
                    return
                QTest.mouseMove(widget, start)
            if self.is_there(widget):
                QTest.mouseRelease(widget, left, Qt.KeyboardModifier.NoModifier, start)

    def wheel(self):
        from PySide6.QtCore import QPoint, QPointF, Qt
        from PySide6.QtGui import QWheelEvent

        if widget := self.target():
            point = QPointF(self.point(widget))
            turned = QPoint(0, self.random.choice((-120, 120)) * self.random.randint(1, 3))
            event = QWheelEvent(
                point, QPointF(widget.mapToGlobal(point.toPoint())), QPoint(), turned,
                Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
                Qt.ScrollPhase.NoScrollPhase, False,
            )  # fmt: skip
            self.application.sendEvent(widget, event)

    def focus(self):
        from PySide6.QtWidgets import QApplication

        return QApplication.activePopupWidget() or QApplication.focusWidget() or self.window()

    def type(self):
        from PySide6.QtGui import QInputMethodEvent
        from PySide6.QtTest import QTest

        text, widget = self.random.choice(TEXTS), self.focus()
        if text.isascii():
            QTest.keyClicks(widget, text)
        else:  # as an input method does
            event = QInputMethodEvent()
            event.setCommitString(text)
            self.application.sendEvent(widget, event)

    def key(self):
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        keys = "Tab Backtab Return Space Up Down Left Right Home End PageUp PageDown Delete"
        names = [*keys.split(), "Backspace", "0", "1", "3", "5", "F2", "A", "I", "M", "X", "F"]
        modifiers = Qt.KeyboardModifier
        modifier = self.random.choice(
            (modifiers.NoModifier,) * 6
            + (modifiers.ControlModifier, modifiers.ShiftModifier, modifiers.AltModifier)
        )
        QTest.keyClick(self.focus(), getattr(Qt.Key, f"Key_{self.random.choice(names)}"), modifier)

    def escape(self):
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest
        from PySide6.QtWidgets import QApplication

        if popup := QApplication.activePopupWidget():
            popup.close()
        else:
            QTest.keyClick(self.focus(), Qt.Key.Key_Escape)

    def trigger(self):
        actions = self.window().actions_table
        names = [name for name in actions.names() if name not in FORBIDDEN]
        name = self.random.choice(names)
        self.doing += f" {name}"
        self.done[f"command {name}"] += 1
        actions[name].trigger()

    def resize(self):
        width, height = self.random.randint(960, 1600), self.random.randint(600, 1000)
        self.window().resize(width, height)


class Listener(logging.Handler):
    """Turns errors in the log into problems; expected failures are not logged as errors."""

    def __init__(self, monkey):
        super().__init__(logging.ERROR)
        self.monkey = monkey

    def emit(self, record):
        self.monkey.problems.append(f"{self.monkey.doing}: {self.format(record)}")


def run(folder, *, seconds, seed, scripted):
    """Open the window in a folder of its own and act for so long; return the monkey."""
    from PySide6.QtCore import QEventLoop, QTimer, QtMsgType, qInstallMessageHandler
    from PySide6.QtWidgets import QApplication

    from studio import app
    from tests.gui.scripted import ScriptedEngine, write_model

    application = QApplication.instance() or QApplication(["monkey"])
    parts = {"dialogs": _dialogs(folder, seed)}
    if scripted:
        write_model(folder / "models" / "scripted")
        parts |= {"engine": ScriptedEngine(), "models": (folder / "models",)}
    studio = app.build(app.Parts(project=folder / "project", **parts))
    monkey = Monkey(application, studio, seed)
    listener = Listener(monkey)
    logging.getLogger().addHandler(listener)

    def broken(kind, error, trace):
        text = "".join(traceback.format_exception(kind, error, trace))
        monkey.problems.append(f"{monkey.doing}\n{text}")

    def told(kind, _where, text):
        if kind in (QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg):
            monkey.problems.append(f"{monkey.doing}: {text}")

    hook, sys.excepthook = sys.excepthook, broken
    before = qInstallMessageHandler(told)
    studio.window.show()
    studio.start()
    loop = QEventLoop()
    end_s = time.monotonic() + seconds

    def step():
        if time.monotonic() > end_s or monkey.problems:
            loop.quit()
            return
        QTimer.singleShot(STEP_MS, step)  # first: a drag has a loop of its own inside of `act`
        monkey.act()

    QTimer.singleShot(STEP_MS, step)
    loop.exec()
    for widget in QApplication.topLevelWidgets():
        widget.hide()
    studio.close()
    qInstallMessageHandler(before)
    logging.getLogger().removeHandler(listener)
    sys.excepthook = hook
    return monkey


def _dialogs(folder, seed):
    from tests.gui.scripted import ScriptedDialogs

    class RandomDialogs(ScriptedDialogs):
        """Cancels half of the time, and answers with a folder or a file of its own otherwise."""

        chance = random.Random(seed)

        def folder(self, _parent, title, _start):
            self.asked.append(title)
            place = folder / f"chosen-{self.chance.randrange(4)}"
            return self.chance.choice((None, place))

        new_folder = folder

        def export_file(self, _parent, title, _start, exporters):
            self.asked.append(title)
            exporter = self.chance.choice(exporters)[0]
            place = folder / f"export-{self.chance.randrange(4)}{exporter.suffix}"
            return self.chance.choice((None, (place, exporter)))

        def show_folder(self, shown):
            self.shown.append(shown)

    return RandomDialogs()


def report(monkey, minutes, seed):
    """Return what was done as a page of the documentation."""
    acts = {name: n for name, n in monkey.done.items() if not name.startswith("command ")}
    commands = sum(1 for name in monkey.done if name.startswith("command "))
    rows = [
        ("minutes", f"{minutes:g}"),
        ("seed", seed),
        ("acts", sum(acts.values())),
        *((f"of them: {name.replace('_', ' ')}", n) for name, n in sorted(acts.items())),
        ("different commands triggered", commands),
        (f"times the event loop waited over {STALL_S:g} s", len(monkey.stalls)),
        ("unhandled exceptions, errors logged, critical messages", len(monkey.problems)),
    ]
    table = "\n".join(f"| {name} | {value} |" for name, value in rows)
    return (
        "# Random clicking\n\n`python -m tests.monkey` clicks, types and drags at random"
        " in the real window on the starter\nmodel, and triggers every command. Made on"
        f" {platform.system()} {platform.machine()}, Python {platform.python_version()}.\n\n"
        f"| | |\n| --- | --- |\n{table}\n"
    )


def main(arguments=None):
    """Run, tell, and say by the exit code whether the window stood it."""
    parser = argparse.ArgumentParser(prog="tests.monkey")
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--report", type=Path)
    parser.add_argument("--scripted", action="store_true", help="without a model")
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        os.environ["STUDIO_HOME"] = str(folder / "home")
        monkey = run(
            folder, seconds=60 * chosen.minutes, seed=chosen.seed, scripted=chosen.scripted
        )
    for problem in monkey.problems:
        print(problem, file=sys.stderr)
    for seconds, doing in monkey.stalls:
        print(f"waited {seconds} s: {doing}", file=sys.stderr)
    text = report(monkey, chosen.minutes, chosen.seed)
    print(text)
    if chosen.report:
        chosen.report.write_text(text, encoding="utf-8")
    sys.stdout.flush()
    return 1 if monkey.problems else 0


if __name__ == "__main__":
    sys.exit(main())
