"""The style of the picture: one of the list, or words of one's own, and how much they weigh."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.core.prompt.styled import STRENGTH_LIMIT
from studio.state.observable import bind
from studio.ui.prompt.field import PromptField
from studio.ui.prompt.texts import complete_in, wrong_in
from studio.ui.prompt_edit import PromptEdit
from studio.ui.style_picker import StylePicker
from studio.ui.widgets.number_field import NumberField
from studio.ui.widgets.row import label, row

if TYPE_CHECKING:
    from studio.core.prompt.errors import PromptError
    from studio.core.style import Style
    from studio.state.session import Session


class StyleRows(QWidget):
    """Edits the draft's style; choosing one of the list gives up the words of one's own."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = session.desk
        self._draft, self._catalog = session.desk.draft, session.desk.catalog
        self.picker = StylePicker(session.desk, self)
        self.picker.setAccessibleName(self.tr("Style"))
        self.text = PromptEdit((1, 4), self)
        self.text.setPlaceholderText(self.tr("or in your own words"))
        self.text.setAccessibleName(self.tr("Style in your own words"))
        self.text.setToolTip(
            self.tr(
                "Free words in place of the style's own. {prompt} says where the prompt goes;"
                " without it, the words follow the prompt."
            )
        )
        self.text.check_by(partial(wrong_in, self._desk, is_style=True))
        self.completer = complete_in(self.text, self._desk)
        self.strength = NumberField(0, STRENGTH_LIMIT, 0.05, default=1.0, parent=self)
        self.strength.setAccessibleName(self.tr("Style strength"))
        self.strength.setToolTip(
            self.tr("How much the style's words weigh: 0 leaves them out, 1 takes them as written")
        )
        self.strength_row = row(label(self.tr("Strength")), self.strength, parent=self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(row(label(self.tr("Style")), self.picker, parent=self))
        field = PromptField(self.text, parent=self)
        column.addWidget(row(label(""), field, parent=self))
        column.addWidget(self.strength_row)
        self._bind()
        session.generation.prompt_refused.connect(self._on_refused)

    def choose(self, key: str) -> None:
        """Take a style of the list, or none."""
        self._draft.style = self._catalog.supplies.styles.get(key)
        self._draft.style_text = ""

    def _bind(self) -> None:
        draft = self._draft
        bind(draft, "style", self._on_style)
        bind(draft, "style_text", self.text.show_text, self.text.edited)
        draft.style_text_changed.connect(self._show_strength)
        bind(draft, "style_strength", self.strength.set_value, self.strength.changed)
        self.picker.chosen.connect(self.choose)
        self.completer.style_asked.connect(self.choose)
        bind(self._catalog, "supplies", self._on_supplies)
        self._catalog.effects_changed.connect(self._show_styles)

    def _on_style(self, style: Style | None) -> None:
        self.picker.show_style(style)
        self._show_strength()

    def _show_strength(self) -> None:
        styled = self._draft.style is not None or bool(self._draft.style_text.strip())
        self.strength_row.setVisible(styled)

    def _on_supplies(self, _supplies: object) -> None:
        self.text.check_soon()
        self._show_styles()

    def _show_styles(self) -> None:
        weak = frozenset(key for key, works in self._catalog.effects.items() if not works)
        self.picker.show_styles(self._catalog.supplies.styles, weak)

    def _on_refused(self, error: PromptError) -> None:
        if error.field not in ("prompt", "negative"):
            self.text.mark_wrong(error.position)
