"""Commands for the pictures of the gallery: mark them, hand them out, throw them away."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeVar, cast

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from studio.core.text import N_, message
from studio.state.notices import Level, Notice, Step
from studio.ui.actions import Command, Group, Submenu
from studio.ui.gallery.popups import NamePopup
from studio.ui.widgets.stars import MOST

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from studio.core.library.card import Card, Placed
    from studio.core.run import Run
    from studio.state.library import Library
    from studio.ui.actions import Line
    from studio.ui.gallery.view import GalleryView
    from studio.ui.main_window import MainWindow

W = TypeVar("W", bound=QWidget)
SEEDS = 4
MOST_ASKED = 1000  # selected pictures, for the albums they are in
MENU = (
    "picture.reuse", "picture.reuse_prompt", "picture.reuse_seed", "",
    "gallery.vary_seed", "gallery.vary_strength", "",
    "gallery.stars", "gallery.tag", "gallery.album", "gallery.out_of_album", "",
    "gallery.verify", "",
    "gallery.export", "gallery.sheet", "picture.copy", "gallery.copy_text", "file.folder", "",
    "gallery.trash",
)  # fmt: skip
TRASH_MENU = ("gallery.restore", "file.folder", "", "gallery.empty_trash")


class GalleryPicturesCommands(QObject):
    """Acts on what is selected in the gallery, else on the picture on the canvas."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        self._library = window.session.desk.library
        self._history = window.session.desk.history
        self._view: GalleryView | None = None  # once it is there
        window.places["gallery"].filled.connect(self._on_filled)

    def groups(self) -> tuple[Group, ...]:
        """Return the second part of the gallery's menu, and Undo."""
        undo = Command(
            "edit.undo",
            self.tr("&Undo"),
            self.undo,
            ("Ctrl+Z",),
            tip=self.tr("Takes back what was put into the trash last"),
        )
        return (
            Group("edit", (undo,)),
            Group("gallery", self._marking()),
            Group("gallery", self._more()),
            Group("gallery", self._handing_out()),
            Group("gallery", self._throwing()),
        )

    # What they are about

    def cards(self) -> Sequence[Card]:
        """Return what is selected, or say that nothing is."""
        if self._view:
            self._view.tell_now()  # a click and a key may come in one turn of the event loop
        chosen = cast("Sequence[Card]", self._library.selection)  # the view says so
        looked_at = self._session.browsing.selected
        if not chosen and looked_at and (row := self._history.row_of(looked_at)) >= 0:
            chosen = (self._history.card(row),)
        if not chosen:
            self._window.say(self.tr("Select a picture first."))
        return chosen

    def run(self) -> Run | None:
        """Return the one picture that was looked at last, or say that there is none."""
        run = self._session.browsing.selected
        if run is None:
            self._window.say(self.tr("Select a picture first."))
        return run

    def _marking(self) -> tuple[Line, ...]:
        tr = self.tr
        titles = (tr("No stars"), *("★" * n for n in range(1, MOST + 1)))
        stars = tuple(
            Command(
                f"gallery.star_{n}",
                title,
                partial(self.set_stars, n),
                (f"Alt+{n}",),
                tip=tr("In the gallery, the digit alone does"),
            )
            for n, title in enumerate(titles)
        )
        return (
            Submenu("gallery.stars", tr("&Stars"), lines=stars),
            Command("gallery.tag", tr("Ta&gs..."), self.tag, ("Ctrl+T",)),
            Command("gallery.album", tr("Put into an al&bum..."), self.put_into_album, ("Ctrl+B",)),
            Submenu("gallery.out_of_album", tr("Take out of an album"), self._albums),
        )

    def _more(self) -> tuple[Line, ...]:
        tr = self.tr
        return (
            Command(
                "gallery.vary_seed",
                tr("&More like this: other seeds"),
                self.vary_seed,
                ("Ctrl+J",),
                tip=tr("Makes four more pictures of the same request"),
            ),
            Command(
                "gallery.vary_strength",
                tr("More like this: &changes"),
                self.vary_strength,
                ("Ctrl+Shift+J",),
                tip=tr("Begins from this picture and changes it a little, more, and much"),
            ),
        )

    def _handing_out(self) -> tuple[Line, ...]:
        tr = self.tr
        return (
            Command("gallery.export", tr("&Export..."), self.export, ("Ctrl+E",)),
            Command("gallery.sheet", tr("Contact s&heet..."), self.sheet, ("Ctrl+Alt+P",)),
            Command(
                "gallery.copy_text", tr("Copy &parameters"), self.copy_text, ("Ctrl+Alt+C",),
                tip=tr("As a text that other programs read, too"),
            ),
            Command("gallery.details", tr("&Details"), self.show_details, ("Ctrl+Alt+I",)),
        )  # fmt: skip

    def _throwing(self) -> tuple[Line, ...]:
        tr = self.tr
        return (
            Command(
                "gallery.trash", tr("Put into the t&rash"), self.trash, ("Ctrl+Del",),
                tip=tr("Undo brings it back; nothing is gone until the trash is emptied"),
            ),
            Command("gallery.restore", tr("Rest&ore"), self.restore, ("Ctrl+Alt+Z",)),
            Command(
                "gallery.empty_trash", tr("Empt&y the trash..."), self.empty_trash,
                ("Ctrl+Alt+Shift+Del",),
            ),
        )  # fmt: skip

    def _albums(self) -> Sequence[tuple[str, Callable[[], object]]]:
        chosen = self._library.selection
        take_out = self._library.take_out_of_album
        names = _albums_of(self._library, chosen)
        return [(name, partial(take_out, chosen, name)) for name in names]

    # Marking

    def set_stars(self, n: int) -> None:
        """Give the selected pictures from 0 to 5 stars."""
        if cards := self.cards():
            self._library.set_stars(cards, n)

    def tag(self) -> None:
        """Ask for tags to put on the selected pictures."""
        cards = self.cards()
        if not cards:
            return
        title = self.tr("Tags, parted by commas")
        self._ask(title, self._library.facets.tags, partial(self._add_tags, cards))

    def _add_tags(self, cards: Sequence[Card], text: str) -> None:
        self._library.add_tags(cards, text.replace("，", ",").split(","))

    def put_into_album(self) -> None:
        """Ask for an album and put the selected pictures into it."""
        cards = self.cards()
        if cards:
            put = partial(self._library.put_into_album, cards)
            self._ask(self.tr("Album"), self._library.facets.albums, put)

    def _ask(self, title: str, names: Iterable[str], take: Callable[[str], object]) -> None:
        self._window.dock("gallery")
        popup = NamePopup(self._window.gallery, title, sorted(names))
        popup.named.connect(take)
        popup.open_below(self._window.gallery.head)

    # More like this

    def vary_seed(self) -> None:
        """Make more pictures of the request, from other seeds."""
        if run := self.run():
            self._session.variations.vary_seed(run, SEEDS)

    def vary_strength(self) -> None:
        """Make changes of the picture."""
        if run := self.run():
            self._session.variations.vary_strength(run)

    # Handing out

    def export(self) -> None:
        """Open the window that exports the selected pictures."""
        if cards := self.cards():
            from studio.ui.gallery.export_window import ExportWindow

            _only(self._window, ExportWindow).open(cards)

    def sheet(self) -> None:
        """Open the window that makes a contact sheet of the selected pictures."""
        if cards := self.cards():
            from studio.ui.gallery.sheet_window import SheetWindow

            _only(self._window, SheetWindow).open(cards)

    def copy_text(self) -> None:
        """Put the parameters on the clipboard, as other programs write them."""
        if run := self.run():
            from studio.core.metadata.a1111 import FORMAT
            from studio.core.metadata_format import Recipe

            assert FORMAT.write is not None
            text = FORMAT.write(Recipe(run.request, run.facts))["parameters"]
            QGuiApplication.clipboard().setText(text)
            self._window.say(self.tr("The parameters are on the clipboard."))

    def show_details(self) -> None:
        """Show what is known of the selected pictures."""
        self._window.dock("details")

    # Throwing away

    def trash(self) -> None:
        """Put the selected pictures into the trash."""
        if self._library.query.trashed:
            self._window.say(self.tr("These pictures are in the trash already."))
        elif cards := self.cards():
            self._library.trash(cards)

    def undo(self) -> None:
        """Take back what was put into the trash last."""
        if self._library.trashing.can_undo:
            self._library.undo()
        else:
            self._window.say(self.tr("There is nothing to undo."))

    def restore(self) -> None:
        """Put the selected pictures back where they were."""
        if not self._library.query.trashed:
            self._window.say(self.tr("Look into the trash first, and select what is to come back."))
        elif cards := self.cards():
            self._library.restore(cards)

    def empty_trash(self) -> None:
        """Ask, and delete everything in the trash for good."""
        text = message(N_("Everything in the trash is deleted for good. This cannot be undone."))
        steps = (Step.EMPTY_TRASH, Step.KEEP_TRASH)
        self._session.desk.notices.tell(
            Notice(text, Level.LOSS, steps, self._on_step, topic="empty trash")
        )

    def _on_step(self, step: Step) -> None:
        if step is Step.EMPTY_TRASH:
            self._library.empty_trash()

    def _on_filled(self, _key: str) -> None:
        panel = self._window.gallery
        self._view = panel.view
        panel.view.asked.connect(self.open_menu)
        panel.view.rated.connect(self.set_stars)
        panel.view.thrown.connect(self.trash)
        panel.restore_asked.connect(self.restore)
        panel.empty_trash_asked.connect(self.empty_trash)

    def open_menu(self, place: QPoint) -> None:
        """Open the menu of what is selected."""
        menu = QMenu(self._window)
        for key in TRASH_MENU if self._library.query.trashed else MENU:
            if key:
                menu.addAction(self._window.actions_table[key])
            else:
                menu.addSeparator()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)


def _albums_of(library: Library, chosen: Sequence[Placed]) -> list[str]:
    """Return the albums that some of these are in; of very many, all that there are."""
    some = chosen[:MOST_ASKED]
    names = {name for marks in library.marks(some).values() for name in marks.albums}
    if len(chosen) > len(some):
        names |= set(library.facets.albums)
    return sorted(names)


def _only(window: MainWindow, kind: type[W]) -> W:
    """Return the window's child of a kind; there is never a second one."""
    return window.findChild(kind) or kind(window)
