"""What is known of the selected pictures, and what is said of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from studio.core.run import Run
from studio.state.observable import bind
from studio.ui.gallery.facts import FactSheet
from studio.ui.gallery.tags import NameChips
from studio.ui.widgets.stars import Stars

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from studio.core.library.card import Placed
    from studio.core.library.index import Facets
    from studio.core.library.marks import Marks
    from studio.state.session import Session

MARGIN, GAP = 12, 8
NARROWEST = 232
MOST_LOOKED_AT = 500  # of many pictures, to say what they have in common


class DetailsPanel(QScrollArea):
    """Follows the selection; of many pictures it shows and changes what can be said of all."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setWidgetResizable(True)
        self.setMinimumWidth(NARROWEST)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._session = session
        self._library = session.desk.library
        self._history = session.desk.history
        self._chosen: Sequence[Placed] = ()
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._refresh)
        self.nothing = QLabel(self.tr("Select a picture to see what made it."), self)
        self.nothing.setObjectName("secondary")
        self.nothing.setWordWrap(True)
        self.title = QLabel(self)
        self.title.setObjectName("heading")
        self.title.setWordWrap(True)
        self.stars = Stars(self)
        self.tags = NameChips(self.tr("Add a tag"), self.tr("Take the tag {name} off"), self)
        self.albums = NameChips(
            self.tr("Put into an album"), self.tr("Take out of the album {name}"), self
        )
        self.sheet = FactSheet(self)
        self.said, self.buttons = QWidget(self), self._buttons()
        self._lay_out()
        self._connect()
        self._refresh()

    def _buttons(self) -> QWidget:
        browsing, tr = self._session.browsing, self.tr
        box = QWidget(self)
        line = QHBoxLayout(box)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        self.reuse: dict[str, QPushButton] = {}
        for key, text, tip, slot in (
            ("all", tr("Use all"), tr("Every control shows what made this picture"),
             browsing.reuse_all),
            ("prompt", tr("Prompt"), tr("Take over only its words"), browsing.reuse_prompt),
            ("seed", tr("Seed"), tr("Take over only its seed, and keep it"), browsing.reuse_seed),
        ):  # fmt: skip
            button = QPushButton(text, box)
            button.setToolTip(tip)
            button.clicked.connect(slot)
            line.addWidget(button)
            self.reuse[key] = button
        line.addStretch(1)
        return box

    def _lay_out(self) -> None:
        said = QVBoxLayout(self.said)
        said.setContentsMargins(0, 0, 0, 0)
        said.setSpacing(GAP)
        said.addWidget(self.title)
        said.addWidget(self.stars)
        said.addWidget(self.tags)
        said.addWidget(self.albums)
        body = QWidget(self)
        body.setObjectName("panel")
        column = QVBoxLayout(body)
        column.setContentsMargins(MARGIN, GAP, MARGIN, MARGIN)
        column.setSpacing(GAP)
        for widget in (self.nothing, self.said, self.buttons, self.sheet):
            column.addWidget(widget)
        column.addStretch(1)
        self.setWidget(body)

    def _connect(self) -> None:
        library = self._library
        self.stars.chosen.connect(self._on_stars)
        self.tags.added.connect(self._on_tags)
        self.tags.removed.connect(self._on_tag_off)
        self.albums.added.connect(self._on_albums)
        self.albums.removed.connect(self._on_album_off)
        bind(library, "facets", self._on_facets)
        library.selection_changed.connect(self._soon.start)
        self._session.browsing.selected_changed.connect(self._soon.start)
        self._history.dataChanged.connect(self._soon.start)

    def _pictures(self) -> Sequence[Placed]:
        """Return what is selected, else what is on the canvas."""
        if self._library.selection:
            return self._library.selection
        selected = self._session.browsing.selected
        return (selected,) if selected else ()

    def _refresh(self) -> None:
        chosen = self._chosen = self._pictures()
        self.nothing.setVisible(not chosen)
        for widget in (self.said, self.buttons, self.sheet):
            widget.setVisible(bool(chosen))
        if not chosen:
            return
        self._show_marks(self._library.marks(chosen[:MOST_LOOKED_AT]).values())
        run = self._whole(chosen[0]) if len(chosen) == 1 else None
        text = self.tr("{n:n} pictures").format(n=len(chosen))
        self.title.setText(text)
        self.title.setVisible(run is None)
        self.buttons.setVisible(run is not None)
        self.sheet.show_lines(self.sheet.lines_of(run, self._session) if run else ())

    def _whole(self, one: Placed) -> Run | None:
        if isinstance(one, Run):
            return one
        row = self._history.row_of(one)
        return self._history.run(row) if row >= 0 else None

    def _show_marks(self, marks: Iterable[Marks]) -> None:
        every = list(marks)
        if not every:
            return
        stars = {one.stars for one in every}
        self.stars.show_stars(stars.pop() if len(stars) == 1 else 0)
        for chips, sets in (
            (self.tags, [one.tags for one in every]),
            (self.albums, [one.albums for one in every]),
        ):
            some, whole = frozenset().union(*sets), frozenset.intersection(*sets)
            chips.show_names({name: name in whole for name in some})

    def _on_facets(self, facets: Facets) -> None:
        self.tags.know(facets.tags)
        self.albums.know(facets.albums)

    def _on_stars(self, n: int) -> None:
        self._library.set_stars(self._chosen, n)

    def _on_tags(self, names: tuple[str, ...]) -> None:
        self._library.add_tags(self._chosen, names)

    def _on_tag_off(self, name: str) -> None:
        self._library.remove_tags(self._chosen, (name,))

    def _on_albums(self, names: tuple[str, ...]) -> None:
        for name in names:
            self._library.put_into_album(self._chosen, name)

    def _on_album_off(self, name: str) -> None:
        self._library.take_out_of_album(self._chosen, name)
