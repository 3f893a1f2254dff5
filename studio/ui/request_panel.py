"""The left panel: what will be made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget
from shiboken6 import isValid

from studio.state.observable import bind
from studio.ui.param_form import ParamForm
from studio.ui.prompt.generate_bar import GenerateBar
from studio.ui.prompt.part_cards import PartCards
from studio.ui.prompt.picture_rows import PictureRows
from studio.ui.prompt.savings import SavingsSection
from studio.ui.prompt.style_rows import StyleRows
from studio.ui.prompt.texts import PromptTexts
from studio.ui.source_row import SourceRow
from studio.ui.widgets.section import Section

if TYPE_CHECKING:
    from studio.state.session import Session

GAP = 12


class RequestPanel(QWidget):
    """Every control edits the draft and shows it; Generate and Cancel stay in sight."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._draft = session.desk.draft
        self._catalog = session.desk.catalog
        self.texts = PromptTexts(session, self)
        self.source_row = SourceRow(session.sources, self._draft, self)
        self.style_rows = StyleRows(session, self)
        self.picture_rows = PictureRows(session, self)
        self.part_cards = PartCards(session, self)
        self.params = ParamForm(self)
        self.params_section = Section(self.tr("Details"), self.params, self)
        self.savings_section = SavingsSection(session, self)
        self.bar = GenerateBar(session, self)
        self._wanted: QWidget | None = None
        self._name_controls()
        self._lay_out()
        self.texts.style_asked.connect(self.style_rows.choose)
        self._bind_params()

    def focus_prompt(self) -> None:
        """Let the user write."""
        self.prompt.setFocus()
        self.prompt.selectAll()

    def show_card(self, name: str) -> None:
        """Bring the card of a part into sight, once it has its place."""
        self._wanted = self.part_cards.cards.get(name)
        QTimer.singleShot(0, self._reveal)

    def _reveal(self) -> None:
        if self._wanted and isValid(self._wanted):
            self._scroll.ensureWidgetVisible(self._wanted, 0, GAP)
        self._wanted = None

    def _name_controls(self) -> None:
        """Say by what name the rest of the window knows the controls."""
        texts, style, picture = self.texts, self.style_rows, self.picture_rows
        self.prompt, self.negative = texts.prompt, texts.negative
        self.negative_section = texts.negative_section
        self.style_picker, self.style_text = style.picker, style.text
        self.style_strength, self.strength_row = style.strength, style.strength_row
        self.size_row, self.count, self.model = picture.size_row, picture.count, picture.model
        self.seed, self.dice, self.random = picture.seed, picture.dice, picture.random
        self.lock = picture.lock
        self.generate, self.cancel = self.bar.generate, self.bar.cancel

    def _lay_out(self) -> None:
        inside = QWidget(self)
        inside.setObjectName("panel")
        column = QVBoxLayout(inside)
        column.setContentsMargins(GAP, GAP, GAP, GAP)
        column.setSpacing(GAP)
        for group in (
            self.texts,
            self.source_row,
            self.style_rows,
            self.picture_rows,
            self.part_cards,
            self.params_section,
            self.savings_section,
        ):
            column.addWidget(group)
        column.addStretch(1)
        self._scroll = scroll = QScrollArea(self)
        scroll.setObjectName("panel")
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # nothing to stop at for Tab
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(scroll, 1)
        outer.addWidget(self.bar)

    def _bind_params(self) -> None:
        draft = self._draft
        bind(self._catalog, "supplies", self._show_kind)
        self._catalog.looked_changed.connect(self._show_kind)
        self._catalog.defaults_changed.connect(self._show_params)
        draft.model_changed.connect(self._show_kind)
        draft.style_changed.connect(self._show_params)
        draft.overrides_changed.connect(self._show_params)
        self.params.changed.connect(draft.set_param)
        self.params.reset.connect(draft.reset_param)

    def _show_kind(self, _what: object = None) -> None:
        family = self._catalog.family(self._draft.model)
        self.params.show_kind(family.params if family else None)
        self.params_section.setVisible(family is not None)
        self._show_params()

    def _show_params(self) -> None:
        defaults = self._catalog.defaults(self._draft.model, self._draft.style)
        self.params.show_values(self._draft.params(), defaults)
