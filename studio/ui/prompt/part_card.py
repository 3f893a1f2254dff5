"""One part of a request as a card: its title, a way to take it away, and its controls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from studio.core.params import specs
from studio.core.request_parts import with_value
from studio.ui.param_form import ParamForm
from studio.ui.translate import shown
from studio.ui.widgets.row import icon_button

if TYPE_CHECKING:
    from studio.core.params import Scalar
    from studio.state.session import Session

MARGIN = 8


class PartCard(QFrame):
    """Shows a part of the draft and edits it; subclasses put their controls into `column`.

    A part whose kind declares bounds (`core.params`) gets a form below them by itself.
    """

    asked = Signal()  # for one more, or for another picture

    TITLE = ""  # marked with N_
    TIP = ""
    NEEDS_SOURCE = False

    def __init__(self, session: Session, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("part")
        self.session = session
        self.draft = session.desk.draft
        self.name = name
        self._kind: type | None = None
        title = QLabel(shown(self.TITLE), self)
        title.setToolTip(shown(self.TIP))
        template = self.tr("Take away: {part}")
        self.remove = icon_button("x", template.format(part=title.text()), self._on_remove)
        head = QHBoxLayout()
        head.addWidget(title, 1)
        head.addWidget(self.remove)
        self.notice = QLabel(self)
        self.notice.setObjectName("warning")
        self.notice.setWordWrap(True)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(MARGIN, 4, 4, MARGIN)
        self.column.setSpacing(4)
        self.column.addLayout(head)
        self.column.addWidget(self.notice)
        self.build()
        self.form = ParamForm(self)
        self.form.changed.connect(self._on_value)
        self.form.reset.connect(self._on_reset)
        self.column.addWidget(self.form)

    @property
    def part(self) -> Any:
        """What the draft asks for now."""
        return self.draft.parts[self.name]

    def build(self) -> None:
        """Put further controls into the column."""

    def show_part(self, part: Any) -> None:
        """Show what the draft asks for."""
        declared = specs(type(part)) if hasattr(part, "__dataclass_fields__") else {}
        self.form.setVisible(bool(declared))
        if declared:
            self.form.show_kind(type(part))
            values = {name: getattr(part, name) for name in declared}
            self.form.show_values(
                values, {name: default for name, (_, default) in declared.items()}
            )

    def show_circumstance(self, *, is_taken: bool, has_source: bool) -> None:
        """Say why the part does nothing at present, if that is so."""
        text = ""
        if not is_taken:
            text = self.tr("The open model cannot do this: it is left out.")
        elif self.NEEDS_SOURCE and not has_source:
            text = self.tr("Choose a picture to start from: until then this is left out.")
        self.notice.setText(text)
        self.notice.setVisible(bool(text))

    def store(self, part: object) -> None:
        """Ask for something else."""
        self.draft.set_part(self.name, part)

    def _on_value(self, name: str, value: Scalar) -> None:
        self.store(with_value(self.part, name, value))

    def _on_reset(self, name: str) -> None:
        _, default = specs(type(self.part))[name]
        self.store(with_value(self.part, name, default))

    def _on_remove(self) -> None:
        self.store(None)
