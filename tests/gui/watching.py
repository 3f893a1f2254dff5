"""A window that is brought to rest, made to do one thing, and watched for what that changes."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from studio.core.artifact import Picture
from studio.core.errors import SaveError, StudioError
from studio.core.library.query import EVERYTHING, Grouping, Order, Scope
from studio.core.request import Extent
from studio.core.settings import Settings
from studio.exporters.png import EXPORTER as PNG
from studio.state.canvas import Comparing
from tests.gui.observing import changes, observed
from tests.gui.scripted import picture, write_model
from tests.gui.steps import generate

PATIENCE_MS = 3000


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
        session.explaining.explanation, session.explaining.word = None, -1
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
        draft.parts = {}

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


def with_pickle(watched):
    """Show a pickle on the page of models, while hashes are halted."""
    path = watched.folder / "models" / "old.ckpt"
    path.write_bytes(b"\x80\x02}q\x00.")
    watched.desk.hashes.halt()
    watched.studio.session.look_for_supplies()
    watched.until(lambda: bool(watched.desk.catalog.supplies.unusable))
    page = watched.models()
    page.list.setCurrentRow(page.list.count() - 1)
    return page
