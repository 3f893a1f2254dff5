"""The prompt, what to leave out, and what helps to write them: completions, history, favorites."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.core.params import specs
from studio.core.prompt.book import Written
from studio.state.observable import bind
from studio.state.prompt_history import negative_walk, prompt_walk
from studio.ui.icons import icon
from studio.ui.palette import Role
from studio.ui.prompt.completer import Completer
from studio.ui.prompt.field import PromptField
from studio.ui.prompt.history_popup import HistoryPopup
from studio.ui.prompt_edit import PromptEdit
from studio.ui.widgets.row import icon_button
from studio.ui.widgets.section import Section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studio.core.prompt.checking import Mark
    from studio.core.prompt.completing import Completion, Provider
    from studio.core.prompt.errors import PromptError
    from studio.state.desk import Desk
    from studio.state.session import Session

LORA, EMBEDDING = "lora", "embedding"
NO_GUIDANCE = 1.0


class PromptTexts(QWidget):
    """Edits the draft's texts; `style_asked` carries a style that was chosen while typing."""

    style_asked = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk = session.desk
        self._draft, self._history = desk.draft, desk.prompts
        self.prompt = PromptEdit((4, 12), self)
        self.prompt.setPlaceholderText(self.tr("What do you want to see?"))
        self.prompt.setAccessibleName(self.tr("Prompt"))
        self.prompt.setToolTip(
            self.tr(
                "What the picture shows. Ctrl+Up and Ctrl+Down weigh words, Alt+Up brings back what"
                " you wrote before, Ctrl+Space completes."
            )
        )
        self.negative = PromptEdit((2, 6), self)
        self.negative.setAccessibleName(self.tr("Negative prompt"))
        self._make_tools()
        self.prompt_field = PromptField(self.prompt, self.star, self.history, parent=self)
        self.negative_field = PromptField(self.negative, parent=self)
        self.negative_section = Section(self.tr("Leave out"), self.negative_field, self)
        self.negative_section.header.setToolTip(
            self.tr("Negative prompt: what the picture is steered away from")
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.prompt_field)
        column.addWidget(self.negative_section)
        self._help_writing()
        self._bind()
        session.generation.prompt_refused.connect(self._on_refused)

    def open_history(self, *, favorites: bool = False) -> None:
        """Show what was written before, or the favorites."""
        self.popup.open_below(self.prompt, favorites=favorites)

    def toggle_star(self) -> None:
        """Keep the prompt by name, or no longer."""
        self._history.toggle(self._written())

    # What there is

    def _make_tools(self) -> None:
        self.star = icon_button("star", self.tr("Keep this prompt among the favorites"))
        self.star.setCheckable(True)
        self.star.clicked.connect(self.toggle_star)
        tip = self.tr("The prompts you made pictures of, and your favorites (Ctrl+H)")
        self.history = icon_button("clock-counter-clockwise", tip, self.open_history)
        self.popup = HistoryPopup(self._history, self)
        self.popup.taken.connect(self._on_taken)
        self.popup.inserted.connect(self.prompt.insertPlainText)

    def _help_writing(self) -> None:
        self.completers = tuple(
            complete_in(edit, self._desk) for edit in (self.prompt, self.negative)
        )
        for edit, completer in zip((self.prompt, self.negative), self.completers, strict=True):
            completer.style_asked.connect(self.style_asked)
            edit.check_by(partial(wrong_in, self._desk))
        self._walk = prompt_walk(self._history, self._draft)
        self._negative_walk = negative_walk(self._history, self._draft)
        self.prompt.walked.connect(lambda by: self._step(self.prompt, by))
        self.negative.walked.connect(lambda by: self._step(self.negative, by))

    def _bind(self) -> None:
        draft = self._draft
        bind(draft, "prompt", self.prompt.show_text, self.prompt.edited)
        bind(draft, "negative", self.negative.show_text, self.negative.edited)
        bind(draft, "negative", self._on_negative)
        bind(self._history, "book", self._show_star)
        bind(self._desk.catalog, "supplies", self._on_supplies)
        draft.prompt_changed.connect(self._show_star)
        draft.negative_changed.connect(self._show_star)
        draft.model_changed.connect(self._show_negative)
        draft.overrides_changed.connect(self._show_negative)

    # What happens

    def _step(self, edit: PromptEdit, by: int) -> None:
        if edit is self.prompt:
            self._walk.step(by)
        else:
            self._negative_walk.step(by)
        edit.moveCursor(edit.textCursor().MoveOperation.End)

    def _on_supplies(self, _supplies: object) -> None:
        for edit in (self.prompt, self.negative):
            edit.check_soon()  # a list or an addition may be there now, or be gone
        self._show_negative()

    def _show_negative(self, _what: object = None) -> None:
        """Hide what to leave out from a family that cannot be steered away from anything."""
        family = self._desk.catalog.family(self._draft.model)
        self.negative_section.setVisible(family is None or "guidance" in specs(family.params))
        idle = self._draft.params().get("guidance") == NO_GUIDANCE
        self.negative.setPlaceholderText(
            self.tr("Has no effect at guidance 1")
            if idle
            else self.tr("What should not be in the picture")
        )

    def _on_negative(self, text: str) -> None:
        if text:
            self.negative_section.set_open(True)

    def _on_taken(self, written: Written) -> None:
        self._draft.prompt, self._draft.negative = written.prompt, written.negative
        self.prompt.setFocus()
        self.prompt.moveCursor(self.prompt.textCursor().MoveOperation.End)

    def _on_refused(self, error: PromptError) -> None:
        if error.field == "prompt":
            self.prompt.mark_wrong(error.position)
        elif error.field == "negative":
            self.negative_section.set_open(True)
            self.negative.mark_wrong(error.position)

    def _show_star(self, _what: object = None) -> None:
        starred = self._history.book.favorite(self._written()) is not None
        self.star.setChecked(starred)
        self.star.setIcon(icon("star-fill" if starred else "star", Role.SECONDARY))

    def _written(self) -> Written:
        return Written(self._draft.prompt, self._draft.negative)


def complete_in(edit: PromptEdit, desk: Desk) -> Completer:
    """Offer in a text what the desk knows."""
    return Completer(edit, lambda before: _offered(desk, before))


def wrong_in(desk: Desk, text: str, *, is_style: bool = False) -> Sequence[Mark]:
    """Return what cannot stay as it is in a raw text."""
    from studio.core.prompt.checking import marks  # not needed to open the window

    if not desk.catalog.looked:
        return ()  # nobody knows which lists there are
    supplies = desk.catalog.supplies
    return marks(text, supplies.wildcards, supplies.additions, is_style=is_style)


def _offered(desk: Desk, before: str) -> list[Completion]:
    from studio.core.prompt import completing  # not needed to open the window

    supplies = desk.catalog.supplies
    additions = supplies.additions
    loras = [found.name for found in additions if found.kind == LORA]
    embeddings = [found.name for found in additions if found.kind == EMBEDDING]
    providers: tuple[Provider, ...] = (
        completing.wildcard_names(supplies.wildcards),
        completing.lora_names(loras),
        completing.embedding_names(embeddings),
        completing.used_words(desk.prompts.vocabulary()),
        completing.style_titles(supplies.styles),
    )
    return completing.complete(before, providers)
