"""How large the picture is, how many there are, which seed they grow from, and the model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QButtonGroup, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from studio.core.request import SEED_LIMIT
from studio.state.observable import bind
from studio.ui import theme
from studio.ui.icons import icon
from studio.ui.size_row import SizeRow
from studio.ui.translate import shown
from studio.ui.widgets.combo import Combo
from studio.ui.widgets.number_field import NumberField
from studio.ui.widgets.row import icon_button, label, row, walk

if TYPE_CHECKING:
    from studio.state.session import Session

MOST_PICTURES = 64


class PictureRows(QWidget):
    """Edits the draft's size, count, seed and model."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft = session.desk.draft
        self._catalog = session.desk.catalog
        self.size_row = SizeRow(self)
        self.count = NumberField(1, MOST_PICTURES, 1, default=1, parent=self)
        self.count.setAccessibleName(self.tr("Number of pictures"))
        self.count.setToolTip(self.tr("How many pictures, each with a seed of its own"))
        self.model = Combo(self)
        self.model.setAccessibleName(self.tr("Model"))
        self._make_seed()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.size_row)
        column.addWidget(row(label(self.tr("Pictures")), self.count, parent=self))
        column.addWidget(row(label(self.tr("Seed")), self.random, self.lock, parent=self))
        column.addWidget(row(label(""), self.seed, self.next, self.dice, parent=self))
        column.addWidget(row(label(self.tr("Model")), self.model, parent=self))
        seeding = (self.random, self.lock, self.seed, self.next, self.dice)
        walk(self.count, *seeding, self.model)
        self._bind()

    def _make_seed(self) -> None:
        self.random = self._way("dice-five", self.tr("Random"))
        self.random.setToolTip(
            self.tr("Every Generate takes another seed: always another picture of the same words")
        )
        self.lock = self._way("lock-simple", self.tr("Fixed"))
        self.lock.setToolTip(
            self.tr("Keep the seed: the same picture again, so that one sees what else changes it")
        )
        ways = QButtonGroup(self)
        ways.addButton(self.random)
        ways.addButton(self.lock)
        self.seed = NumberField(0, SEED_LIMIT - 1, 1, default=0, parent=self)
        self.seed.setAccessibleName(self.tr("Seed"))
        self.seed.setToolTip(
            self.tr("The number that the first noise grows from: the same seed, the same picture")
        )
        self.dice = icon_button("dice-five", self.tr("Another seed"), self._draft.roll_seed)
        tip = self.tr("The next seed: one more picture, which can be told and found again")
        self.next = icon_button("plus", tip, self._on_next)

    def _way(self, name: str, text: str) -> QToolButton:
        way = QToolButton(self)
        way.setObjectName("tab")
        way.setCheckable(True)
        way.setIcon(icon(name))
        way.setIconSize(QSize(14, 14))
        way.setText(text)
        way.setAccessibleName(text)
        way.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        way.setFixedHeight(theme.CONTROL_HEIGHT)
        way.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        way.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return way

    def _bind(self) -> None:
        draft = self._draft
        bind(draft, "extent", self.size_row.show_extent, self.size_row.changed)
        bind(draft, "count", self.count.set_value, self.count.changed)
        bind(draft, "seed", self.seed.set_value)
        self.seed.changed.connect(self._on_seed_set)
        bind(draft, "seed_locked", self._on_locked, self.lock.toggled)
        bind(self._catalog, "supplies", self._on_supplies)
        self._catalog.looked_changed.connect(self._show_model)
        self._catalog.defaults_changed.connect(self._show_model)
        draft.model_changed.connect(self._show_model)
        self.model.activated.connect(lambda _i: draft.choose_model(self.model.currentData()))

    def _on_seed_set(self, seed: int) -> None:
        self._draft.seed = seed
        self._draft.seed_locked = True

    def _on_next(self) -> None:
        self._on_seed_set((self._draft.seed + 1) % SEED_LIMIT)

    def _on_locked(self, locked: bool) -> None:
        (self.lock if locked else self.random).setChecked(True)
        self.lock.setIcon(icon("lock-simple" if locked else "lock-simple-open"))
        self.seed.set_quiet(not locked)

    def _on_supplies(self, _supplies: object) -> None:
        self.model.clear()
        for model in self._catalog.supplies.models:
            self.model.addItem(model.title, model.key)
            note = shown(model.note) if model.note else ""
            tip = "\n".join(text for text in (note, str(model.path), model.license) if text)
            self.model.setItemData(self.model.count() - 1, tip, Qt.ItemDataRole.ToolTipRole)
        self._show_model()

    def _show_model(self) -> None:
        key = self._draft.model
        self.model.select(key)
        model = self._catalog.model(key)
        note = model.note if model else key
        self.model.setToolTip(shown(note) if note else "")
        missing = self.tr("{model} is not here").format(model=key)
        self.model.setPlaceholderText(missing if self._catalog.looked else self.tr("Looking..."))
        native = self._catalog.native(key)
        family = self._catalog.family(key)
        if model and native and family:
            self.size_row.show_native(native, model.native, family.multiple)
