"""The left panel: what will be made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from studio.core.prompt.styled import STRENGTH_LIMIT
from studio.state.observable import bind
from studio.ui.icons import icon
from studio.ui.palette import Role
from studio.ui.param_form import ParamForm
from studio.ui.prompt_edit import PromptEdit
from studio.ui.size_row import SizeRow
from studio.ui.source_row import SourceRow
from studio.ui.style_picker import StylePicker
from studio.ui.widgets.combo import Combo
from studio.ui.widgets.number_field import NumberField
from studio.ui.widgets.row import icon_button, label, row
from studio.ui.widgets.section import Section

if TYPE_CHECKING:
    from studio.core.prompt.errors import PromptError
    from studio.core.style import Style
    from studio.state.session import Session

MOST_PICTURES = 64
SEED_MAX = 2**32 - 1
GAP = 12


class RequestPanel(QWidget):
    """Every control edits the draft and shows it; Generate and Cancel stay in sight."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._session = session
        self._draft = session.desk.draft
        self._catalog = session.desk.catalog
        self._make_texts()
        self._make_style()
        self._make_picture()
        self._make_buttons()
        self._lay_out()
        self._bind_texts()
        self._bind_picture()
        self._bind_params()

    def focus_prompt(self) -> None:
        """Let the user write."""
        self.prompt.setFocus()
        self.prompt.selectAll()

    # What there is

    def _make_texts(self) -> None:
        self.prompt = PromptEdit((4, 12), self)
        self.prompt.setPlaceholderText(self.tr("What do you want to see?"))
        self.prompt.setAccessibleName(self.tr("Prompt"))
        self.negative = PromptEdit((2, 6), self)
        self.negative.setPlaceholderText(self.tr("What should not be in the picture"))
        self.negative.setAccessibleName(self.tr("Negative prompt"))
        self.negative_section = Section(self.tr("Leave out"), self.negative, self)
        self.negative_section.header.setToolTip(
            self.tr("Negative prompt: what the picture is steered away from")
        )

    def _make_style(self) -> None:
        self.source_row = SourceRow(self._session.sources, self._draft, self)
        self.style_picker = StylePicker(self)
        self.style_picker.setAccessibleName(self.tr("Style"))
        self.style_text = QLineEdit(self)
        self.style_text.setPlaceholderText(self.tr("or in your own words"))
        self.style_text.setAccessibleName(self.tr("Style in your own words"))
        self.style_text.setToolTip(
            self.tr(
                "Free words in place of the style's own. {prompt} says where the prompt goes;"
                " without it, the words follow the prompt."
            )
        )
        self.style_strength = NumberField(0, STRENGTH_LIMIT, 0.05, default=1.0, parent=self)
        self.style_strength.setAccessibleName(self.tr("Style strength"))
        self.style_strength.setToolTip(
            self.tr("How much the style's words weigh: 0 leaves them out, 1 takes them as written")
        )
        self.strength_row = row(label(self.tr("Strength")), self.style_strength, parent=self)

    def _make_picture(self) -> None:
        self.size_row = SizeRow(self)
        self.count = NumberField(1, MOST_PICTURES, 1, default=1, parent=self)
        self.count.setAccessibleName(self.tr("Number of pictures"))
        self.count.setToolTip(self.tr("How many pictures, each with a seed of its own"))
        self.seed = NumberField(0, SEED_MAX, 1, default=0, parent=self)
        self.seed.setAccessibleName(self.tr("Seed"))
        self.seed.setToolTip(
            self.tr("The number that the first noise grows from: the same seed, the same picture")
        )
        self.dice = icon_button("dice-five", self.tr("Another seed"), self._draft.roll_seed)
        self.lock = icon_button(
            "lock-simple-open", self.tr("Keep the seed for the next picture"), checkable=True
        )
        self.model = Combo(self)
        self.model.setAccessibleName(self.tr("Model"))
        self.params = ParamForm(self)
        self.params_section = Section(self.tr("Details"), self.params, self)

    def _make_buttons(self) -> None:
        self.generate = QPushButton(self.tr("Generate"), self)
        self.generate.setObjectName("primary")
        self.generate.setToolTip(self.tr("Make the picture (Ctrl+Enter)"))
        self.generate.clicked.connect(self._session.generation.generate)
        self.cancel = QPushButton(self.tr("Cancel"), self)
        self.cancel.setObjectName("stop")
        self.cancel.setIcon(icon("x", Role.TEXT))
        self.cancel.setToolTip(self.tr("Stop the picture being made (Esc)"))
        self.cancel.clicked.connect(self._session.generation.cancel)

    # Where it is

    def _lay_out(self) -> None:
        inside = QWidget(self)
        inside.setObjectName("panel")
        column = QVBoxLayout(inside)
        column.setContentsMargins(GAP, GAP, GAP, GAP)
        column.setSpacing(4)
        texts: tuple[QWidget, ...] = (self.prompt, self.negative_section, self.source_row)
        style = (
            row(label(self.tr("Style")), self.style_picker, parent=self),
            row(label(""), self.style_text, parent=self),
            self.strength_row,
        )
        picture = (
            self.size_row,
            row(label(self.tr("Pictures")), self.count, parent=self),
            row(label(self.tr("Seed")), self.seed, self.dice, self.lock, parent=self),
            row(label(self.tr("Model")), self.model, parent=self),
        )
        for group in (texts, style, picture, (self.params_section,)):
            for widget in group:
                column.addWidget(widget)
            column.addSpacing(GAP - 4)
        column.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setObjectName("panel")
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(GAP, 8, GAP, GAP)
        buttons.addWidget(self.generate, 1)
        buttons.addWidget(self.cancel)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(scroll, 1)
        outer.addLayout(buttons)

    # What it shows and changes

    def _bind_texts(self) -> None:
        draft = self._draft
        bind(draft, "prompt", self.prompt.show_text, self.prompt.edited)
        bind(draft, "negative", self.negative.show_text, self.negative.edited)
        bind(draft, "negative", self._on_negative)
        bind(draft, "style", self._on_style)
        bind(draft, "style_text", self._on_style_text, self.style_text.textEdited)
        bind(draft, "style_strength", self.style_strength.set_value, self.style_strength.changed)
        self.style_picker.chosen.connect(self._on_style_chosen)
        self._session.generation.prompt_refused.connect(self._on_prompt_refused)

    def _bind_picture(self) -> None:
        draft = self._draft
        bind(draft, "extent", self.size_row.show_extent, self.size_row.changed)
        bind(draft, "count", self._on_count, self.count.changed)
        bind(draft, "seed", self.seed.set_value)
        self.seed.changed.connect(self._on_seed_set)
        bind(draft, "seed_locked", self._on_locked, self.lock.clicked)
        bind(self._session.desk.queue, "leading", self._on_leading)

    def _bind_params(self) -> None:
        draft = self._draft
        bind(self._catalog, "supplies", self._on_supplies)
        self._catalog.looked_changed.connect(self._on_looked)
        self._catalog.effects_changed.connect(self._show_styles)
        self._catalog.defaults_changed.connect(self._show_params)
        bind(draft, "model", self._on_model)
        draft.overrides_changed.connect(self._show_params)
        self.model.activated.connect(lambda _i: draft.choose_model(self.model.currentData()))
        self.params.changed.connect(draft.set_param)
        self.params.reset.connect(draft.reset_param)

    def _on_negative(self, text: str) -> None:
        if text:
            self.negative_section.set_open(True)

    def _on_style(self, style: Style | None) -> None:
        self.style_picker.show_style(style)
        self._show_strength()
        self._show_params()

    def _on_style_text(self, text: str) -> None:
        if self.style_text.text() != text:
            self.style_text.setText(text)
        self._show_strength()

    def _show_strength(self) -> None:
        styled = self._draft.style is not None or bool(self._draft.style_text.strip())
        self.strength_row.setVisible(styled)

    def _on_style_chosen(self, key: str) -> None:
        self._draft.style = self._catalog.supplies.styles.get(key)
        self._draft.style_text = ""

    def _on_prompt_refused(self, error: PromptError) -> None:
        match error.field:
            case "prompt":
                self.prompt.mark_wrong(error.position)
            case "negative":
                self.negative_section.set_open(True)
                self.negative.mark_wrong(error.position)
            case _:
                self.style_text.setFocus()

    def _on_count(self, count: int) -> None:
        self.count.set_value(count)
        text = self.tr("Generate {n} pictures").format(n=count)
        self.generate.setText(text if count > 1 else self.tr("Generate"))

    def _on_seed_set(self, seed: int) -> None:
        self._draft.seed = seed
        self._draft.seed_locked = True

    def _on_locked(self, locked: bool) -> None:
        self.lock.setChecked(locked)
        name = "lock-simple" if locked else "lock-simple-open"
        self.lock.setIcon(icon(name, Role.TEXT if locked else Role.SECONDARY))

    def _on_leading(self, job: object) -> None:
        self.cancel.setVisible(job is not None)

    def _on_supplies(self, _supplies: object) -> None:
        supplies = self._catalog.supplies
        self.model.clear()
        for model in supplies.models:
            self.model.addItem(model.title, model.key)
            tip = "\n".join(text for text in (model.note, str(model.path), model.license) if text)
            self.model.setItemData(self.model.count() - 1, tip, Qt.ItemDataRole.ToolTipRole)
        self._show_styles()
        self._on_model(self._draft.model)

    def _on_looked(self) -> None:
        self._on_model(self._draft.model)

    def _show_styles(self) -> None:
        weak = frozenset(key for key, works in self._catalog.effects.items() if not works)
        self.style_picker.show_styles(self._catalog.supplies.styles, weak)

    def _on_model(self, key: str) -> None:
        self.model.select(key)
        model, family = self._catalog.model(key), self._catalog.family(key)
        self.model.setToolTip(model.note if model else key)
        missing = self.tr("{model} is not here").format(model=key)
        self.model.setPlaceholderText(missing if self._catalog.looked else self.tr("Looking..."))
        if model:
            self.size_row.show_native(model.native)
        self.params.show_kind(family.params if family else None)
        self.params_section.setVisible(family is not None)
        self._show_params()

    def _show_params(self) -> None:
        defaults = self._catalog.defaults(self._draft.model, self._draft.style)
        self.params.show_values(self._draft.params(), defaults)
