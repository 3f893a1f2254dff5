"""What a request asks for besides: a card for each part that is in use, and a menu to add more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from studio.core.request import PARTS
from studio.state.observable import bind
from studio.ui.prompt.part_kinds import CARDS, texts
from studio.ui.widgets.menu_combo import MenuCombo
from studio.ui.widgets.row import label, row

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studio.state.session import Session
    from studio.ui.prompt.part_card import PartCard


class PartCards(QWidget):
    """Shows the parts of the draft; `asked` names one that the user wants to add."""

    asked = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._draft = session.desk.draft
        self._catalog = session.desk.catalog
        self.cards: dict[str, PartCard] = {}
        self.add = MenuCombo(self)
        self.add.setToolTip(
            self.tr("Ask for more: a larger picture, a second model, a part of the picture alone")
        )
        self.add.setAccessibleName(self.tr("Add to the request"))
        self.add.show_text(self.tr("Add..."))
        self.menu = QMenu(self.add)
        self.menu.setToolTipsVisible(True)
        self.menu.aboutToShow.connect(self._fill_menu)
        self.add.set_menu(self.menu)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._column.addWidget(row(label(self.tr("Besides")), self.add, parent=self))
        bind(self._draft, "parts", self._show)
        bind(self._draft, "source", self._on_circumstance)
        self._draft.model_changed.connect(self._on_circumstance)
        bind(self._catalog, "supplies", self._on_circumstance)

    def _show(self, parts: Mapping[str, object]) -> None:
        for name in [name for name in self.cards if name not in parts]:
            self.cards.pop(name).deleteLater()
        for name in PARTS:
            if name not in parts or name not in CARDS:
                continue
            if name not in self.cards:
                self._add_card(name)
            self.cards[name].show_part(parts[name])
        self._on_circumstance()

    def _add_card(self, name: str) -> None:
        card = CARDS[name](self._session, name, self)
        card.asked.connect(lambda: self.asked.emit(name))
        shown = [other for other in PARTS if other in self.cards]
        before = sum(PARTS.index(other) < PARTS.index(name) for other in shown)
        self.cards[name] = card
        self._column.insertWidget(1 + before, card)

    def _on_circumstance(self, _what: object = None) -> None:
        """Say on each card whether it acts at present."""
        family = self._catalog.family(self._draft.model)
        for name, card in self.cards.items():
            card.show_circumstance(
                is_taken=family is None or name in family.takes, has_source=bool(self._draft.source)
            )

    def _fill_menu(self) -> None:
        self.menu.clear()
        family = self._catalog.family(self._draft.model)
        for name in PARTS:
            if name not in CARDS or (family and name not in family.takes):
                continue
            title, tip = texts(name)
            action = self.menu.addAction(title)
            action.setToolTip(tip)
            action.setEnabled(name not in self.cards)
            action.triggered.connect(lambda _c=False, asked=name: self.asked.emit(asked))
