"""Every command and every control does something that can be seen, found on the disk, or pasted."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QSlider,
    QTabBar,
    QWidget,
)

from studio.core.artifact import Picture
from studio.core.errors import SaveError
from studio.core.library.query import EVERYTHING, Grouping, Order, Scope
from studio.core.request import Extent
from studio.core.settings import Settings
from studio.exporters.png import EXPORTER as PNG
from studio.state.canvas import Comparing
from studio.ui.dialogs import Dialogs
from studio.ui.widgets.combo import Combo
from studio.ui.widgets.number_field import NumberField
from tests.gui.observing import changes, observed
from tests.gui.scripted import ScriptedDialogs, picture, write_model
from tests.gui.steps import generate

QUIT = "file.quit"  # tests/gui/test_closing.py closes windows in every way
TALKS = ("help.about",)
PATIENCE_MS = 3000


@pytest.fixture
def watched(qtbot, studio, dialogs, engine, tmp_path):
    """A window with three pictures, and a way to see it change."""
    QApplication.setCursorFlashTime(0)
    for seed, text in enumerate(("clouds", "a house", "a cat")):
        generate(qtbot, studio, text, seed=seed)
    return Watched(qtbot, studio, dialogs, engine, tmp_path)


class Watched:
    """Brings the window to rest, does one thing, and waits until anything is different."""

    def __init__(self, qtbot, studio, dialogs, engine, folder):
        self.qtbot, self.studio, self.dialogs, self.engine = qtbot, studio, dialogs, engine
        self.folder = folder
        self.home = studio.session.desk.projects.project.root
        self.numbers = iter(range(10_000))

    @property
    def desk(self):
        return self.studio.session.desk

    def look(self):
        return observed(self.studio, self.dialogs, self.engine, self.folder)

    def until(self, fact):
        self.qtbot.waitUntil(fact)

    def rest(self):
        """Bring everything back to where it was: nothing open, nothing running, one selected."""
        desk, session = self.desk, self.studio.session
        self.engine.gate.set()
        self.close_all()
        desk.work.discard()
        desk.work.clear()
        desk.work.resume()
        self.until(lambda: not desk.jobs.active)
        if desk.projects.project.root != self.home:
            desk.projects.open(self.home)
            self.until(lambda: desk.projects.project.root == self.home)
        desk.memory.settings = Settings()
        self.studio.window.actions_table["window.generate"].trigger()
        self.studio.window.actions_table["window.reset"].trigger()
        desk.library.query, desk.library.scope = EVERYTHING, Scope.PROJECT
        desk.library.grouping = Grouping.NONE
        self.until(lambda: desk.history.rowCount() >= 3 and not desk.jobs.active)
        session.browsing.show(desk.history.run(1))
        self.studio.window.gallery.view.select(desk.history.run(1))
        self.write_elsewhere()
        desk.canvas.comparing, desk.canvas.compare = Comparing.NONE, ()
        desk.canvas.grid, desk.canvas.info = True, False
        self.dialogs.answer = self.folder / f"chosen-{next(self.numbers)}.png"
        QGuiApplication.clipboard().setText("nothing of use")
        while desk.notices.current:
            desk.notices.dismiss()
        self.until(lambda: not desk.jobs.active)

    def write_elsewhere(self):
        """Let the draft ask for something that no picture was made of."""
        draft = self.desk.draft
        draft.prompt, draft.negative, draft.seed, draft.seed_locked = "words", "", 77, False
        draft.source, draft.style, draft.extent = "", None, Extent(64, 64)

    def close_all(self):
        """Close what lies over the window."""
        while popup := QApplication.activePopupWidget():
            popup.close()
        for widget in QApplication.topLevelWidgets():
            if widget is not self.studio.window and widget.isVisible():
                widget.close()
        self.studio.window.showNormal()

    def is_still(self):
        before = self.look()
        QCoreApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        return not changes(before, self.look())

    def effect(self, act, *, talks=False):
        """Do one thing and return what it changed; a mere sentence counts if it `talks`."""
        before, found = self.look(), []

        def changed():
            found[:] = changes(before, self.look())
            notice = self.desk.notices.current
            if notice and notice.topic == "said" and not talks:
                found[:] = [name for name in found if name not in ("state", "pixels")]
            return bool(found)

        act()
        try:
            self.qtbot.waitUntil(changed, timeout=PATIENCE_MS)
        except self.qtbot.TimeoutError:
            return []
        return found

    # What some commands need before they can do anything

    def zoom_in(self):
        self.studio.window.canvas.view.zoom_by(3.0)

    def dock(self, key):
        panel = self.studio.window.dock(key)
        self.until(panel.isVisible)
        return panel

    def opened(self, key):
        """Open a window by its command and return it."""
        before = {id(w) for w in QApplication.topLevelWidgets() if w.isVisible()}

        def new():
            tops = [w for w in QApplication.topLevelWidgets() if w.isVisible()]
            return [w for w in tops if id(w) not in before]

        self.studio.window.actions_table[key].trigger()
        self.until(lambda: bool(new()))
        return new()[0]

    def models(self):
        self.studio.window.actions_table["window.models"].trigger()
        page = self.dock("models")
        page.search.clear()
        page.list.setCurrentRow(1)  # with which nothing was drawn, so that its hash is not known
        return page

    def with_jobs(self):
        self.queue_some()
        return self.dock("queue")

    def with_work(self):
        self.run_one()
        return self.studio.window.job_strip

    def with_notice(self):
        self.throw_away()
        return self.studio.window.error_bar

    def compare(self):
        self.studio.session.comparison.with_previous()
        self.until(lambda: bool(self.desk.canvas.compare))

    def run_one(self):
        self.engine.gate.clear()
        self.studio.session.generation.generate()
        self.until(lambda: self.desk.queue.leading is not None)

    def queue_some(self):
        """Let three jobs wait, the middle one chosen in the panel."""
        self.desk.work.pause()
        for seed in (11, 12, 13):
            request = replace(self.desk.draft.request(), seed=seed)
            self.studio.session.generation.enqueue((request,))
        self.until(lambda: self.desk.work.waiting == 3 and not self.desk.jobs.active)
        self.choose_job(self.desk.work.entries[1])

    def choose_job(self, entry):
        """Choose a job in the panel of the queue."""
        panel, lines = self.studio.window.dock("queue"), self.desk.lines
        panel.view.setCurrentIndex(lines.index(lines.row_of(entry.id)))
        self.until(lambda: [line.key for line in panel.chosen()] == [entry.id])

    def fail_one(self):
        from studio.core.errors import StudioError

        self.engine.error = StudioError("It did not work.")
        self.studio.session.generation.generate()
        self.until(lambda: self.desk.work.trouble > 0)
        self.engine.error = None
        self.choose_job(self.desk.work.entries[0])

    def star(self):
        self.desk.library.set_stars(self.desk.library.selection, 2)

    def put_into_album(self):
        self.desk.library.put_into_album(self.desk.library.selection, "Best")

    def search(self):
        self.desk.library.ask(text="a")

    def look_into_trash(self):
        """Throw one picture away, and look at the trash with it selected."""
        library, history = self.desk.library, self.desk.history
        rubbish = generate(self.qtbot, self.studio, "rubbish", seed=next(self.numbers) + 1000)
        library.trash((rubbish,))
        self.until(lambda: history.row(rubbish.id) < 0)
        library.ask(trashed=True)
        self.until(lambda: history.row(rubbish.id) >= 0)
        self.studio.window.gallery.view.selectAll()

    def copy_picture(self):
        self.studio.window.actions_table["picture.copy"].trigger()

    def other_order(self):
        self.desk.library.ask(order=Order.OLDEST)

    def group(self):
        self.desk.library.grouping = Grouping.DAY

    def go_to_gallery(self):
        self.studio.window.actions_table["window.gallery"].trigger()

    def do_work(self):
        self.studio.window.dock("queue")
        before = self.desk.history.rowCount()
        self.studio.session.generation.generate()
        self.until(lambda: self.desk.history.rowCount() > before and not self.desk.jobs.active)

    def look_away(self):
        self.run_one()
        self.studio.session.browsing.show(self.desk.history.run(2))

    def start_from_picture(self):
        self.studio.window.actions_table["source.canvas"].trigger()
        self.until(lambda: self.studio.session.sources.shown is not None)

    def throw_away(self):
        run = generate(self.qtbot, self.studio, "rubbish", seed=next(self.numbers) + 1000)
        self.desk.library.trash((run,))
        self.until(lambda: self.desk.history.row(run.id) < 0 and not self.desk.jobs.active)

    def could_not_save(self):
        error = SaveError("The disk is full.")
        error.files = {"image-0.png": PNG.encode(Picture(picture(self.desk.draft.request())))}
        self.studio.session.keeping.keep(error, self.desk.draft.request())

    def darken(self):
        self.desk.memory.choose(canvas_surround="dark")

    def speak_english(self):
        self.desk.memory.choose(language="en")
        self.until(lambda: not self.desk.jobs.active)

    def add_model(self):
        write_model(self.folder / "models" / "third", title="Third")

    def hide_gallery(self):
        self.studio.window.toggle_dock("gallery")


BEFORE = {
    "picture.cancel": Watched.run_one,
    "picture.follow": Watched.look_away,
    "canvas.fit": Watched.zoom_in,
    "canvas.wipe_back": Watched.compare,
    "canvas.wipe_on": Watched.compare,
    "canvas.swap": Watched.compare,
    "import.paste": Watched.copy_picture,
    "gallery.clear_filters": Watched.search,
    "gallery.save_search": Watched.search,
    "gallery.order_newest": Watched.other_order,
    "gallery.group_none": Watched.group,
    "gallery.star_0": Watched.star,
    "gallery.out_of_album": Watched.put_into_album,
    "gallery.restore": Watched.look_into_trash,
    "gallery.empty_trash": Watched.look_into_trash,
    "queue.stop": Watched.run_one,
    "queue.top": Watched.queue_some,
    "queue.up": Watched.queue_some,
    "queue.down": Watched.queue_some,
    "queue.bottom": Watched.queue_some,
    "queue.make_now": Watched.queue_some,
    "queue.edit": Watched.queue_some,
    "queue.duplicate": Watched.queue_some,
    "queue.remove": Watched.queue_some,
    "queue.clear": Watched.queue_some,
    "queue.tidy": Watched.do_work,
    "queue.again": Watched.fail_one,
    "window.generate": Watched.go_to_gallery,
    "window.reset": Watched.hide_gallery,
    "file.save_elsewhere": Watched.could_not_save,
    "edit.undo": Watched.throw_away,
    "source.clear": Watched.start_from_picture,
    "canvas.none": Watched.compare,
    "canvas.surround_theme": Watched.darken,
    "models.look": Watched.add_model,
    "view.language_system": Watched.speak_english,
}


def test_every_command_changes_something(watched):
    def action(key):
        return watched.studio.window.actions_table[key]  # of the window there is now

    dead = []
    for key in watched.studio.window.actions_table.names():
        if key == QUIT or action(key).menu():  # a submenu's lines are in the table themselves
            continue
        watched.rest()
        BEFORE.get(key, lambda _watched: None)(watched)
        watched.until(watched.is_still)
        if not watched.effect(lambda: action(key).trigger(), talks=key in TALKS):  # noqa: B023
            dead.append(key)
    watched.rest()
    assert dead == [], ", ".join(dead)


# ------------------------------------------------------------------------------------- controls

KINDS = (
    QAbstractButton,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QSlider,
    QAbstractItemView,
    QTabBar,
    NumberField,
)
PLACES = {
    "request": lambda w: w.dock("request"),
    "canvas": lambda w: w.studio.window.canvas,
    "gallery": lambda w: w.dock("gallery"),
    "details": lambda w: w.dock("details"),
    "queue": lambda w: w.with_jobs(),
    "models": lambda w: w.models(),
    "settings": lambda w: w.opened("edit.settings"),
    "shortcuts": lambda w: w.opened("edit.shortcuts"),
    "tags": lambda w: w.opened("gallery.tag"),
    "export": lambda w: w.opened("gallery.export"),
    "sheet": lambda w: w.opened("gallery.sheet"),
    "list": lambda w: w.opened("queue.list"),
    "log": lambda w: w.opened("help.log"),
    "report": lambda w: w.opened("help.report"),
    "palette": lambda w: w.opened("help.commands"),
    "job strip": lambda w: w.with_work(),
    "notice": lambda w: w.with_notice(),
}


def controls(root):
    """Return what can be used in a part of the window, in a fixed order."""
    found = [w for w in root.findChildren(QWidget) if isinstance(w, KINDS)]
    return [w for w in found if w.isVisible() and w.isEnabled() and _is_for_hands(w)]


def _is_for_hands(widget):
    """Whether it is no part of another control, and can be changed."""
    if isinstance(widget, QLineEdit | QPlainTextEdit) and widget.isReadOnly():
        return False
    if isinstance(widget, QAbstractItemView) and widget.model().rowCount() < 2:
        return False  # nothing else can be chosen
    if type(widget) is Combo and widget.count() < 2:
        return False
    parent = widget.parentWidget()
    return not isinstance(parent, NumberField | QComboBox | QTabBar)


def bring_into_sight(widget):
    """Scroll whatever hides it."""
    above = widget.parentWidget()
    while above:
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(widget)
        above = above.parentWidget()


def use(widget):
    """Use a control in the way of its kind."""
    bring_into_sight(widget)
    widget.setFocus()
    match widget:
        case QCheckBox():
            QTest.keyClick(widget, Qt.Key.Key_Space)
        case QAbstractButton():
            QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
        case QLineEdit() | QPlainTextEdit():
            QTest.keyClicks(widget, "zz")
        case NumberField():
            low = widget.value() >= widget.high
            QTest.keyClick(widget, Qt.Key.Key_Down if low else Qt.Key.Key_Up)
        case QSlider():
            high = widget.value() >= widget.maximum()
            QTest.keyClick(widget, Qt.Key.Key_Left if high else Qt.Key.Key_Right)
        case QComboBox():
            last = widget.currentIndex() >= widget.count() - 1
            QTest.keyClick(widget, Qt.Key.Key_Up if last else Qt.Key.Key_Down)
        case QTabBar():
            widget.setCurrentIndex((widget.currentIndex() + 1) % widget.count())
        case QAbstractItemView():
            row = 0 if widget.currentIndex().row() == 1 else 1
            place = widget.visualRect(widget.model().index(row, 0)).center()
            none = Qt.KeyboardModifier.NoModifier
            QTest.mouseClick(widget.viewport(), Qt.MouseButton.LeftButton, none, place)


def named_controls(root):
    """Return the controls by names that stay the same when others come and go."""
    named, times = {}, Counter()
    for widget in controls(root):
        words = widget.accessibleName() or getattr(widget, "text", str)() or widget.objectName()
        name = f"{type(widget).__name__} {words}"
        times[name] += 1
        named[f"{name} {times[name]}"] = widget
    return named


@pytest.mark.parametrize("place", PLACES)
def test_every_control_changes_something(watched, place):
    watched.rest()
    names, dead = list(named_controls(PLACES[place](watched))), []
    assert names, "there is nothing to use"
    for name in names:
        watched.rest()
        root = PLACES[place](watched)
        watched.until(watched.is_still)
        widget = named_controls(root).get(name)
        if widget is None or not watched.effect(lambda: use(widget)):  # noqa: B023
            dead.append(name if widget else f"{name} (gone)")
    watched.rest()
    assert dead == [], ", ".join(dead)


def test_no_test_can_open_a_dialog_of_the_system():
    asks = [name for name in vars(Dialogs) if not name.startswith("_") and name.islower()]
    assert [name for name in asks if name not in vars(ScriptedDialogs)] == []
