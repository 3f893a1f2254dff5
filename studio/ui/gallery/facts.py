"""Names and values below each other, each of which can be selected and copied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QDateTime, QLocale, Qt
from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QSizePolicy, QTextEdit, QWidget

from studio.core import xmp
from studio.core.params import specs
from studio.core.run import DIGITAL_SOURCE, IMPORTED, RIGHTS, Run
from studio.ui.translate import shown
from studio.ui.widgets.row import LABEL_WIDTH

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtGui import QWheelEvent

    from studio.core.params import Scalar
    from studio.state.session import Session

Line = tuple[str, str]


class Value(QTextEdit):
    """A text as high as it is, broken anywhere rather than wider than the panel."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("value")
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setAcceptRichText(False)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.document().setDocumentMargin(0)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the panel."""
        event.ignore()

    def _fit(self) -> None:
        self.setFixedHeight(max(int(self.document().size().height()), 8) + 2)


class FactSheet(QWidget):
    """Keeps its labels from one picture to the next: walking through many costs little."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(4)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        self.rows: list[tuple[QLabel, Value]] = []

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show names and values."""
        while len(self.rows) < len(lines):
            self._add()
        for at, (name, value) in enumerate(self.rows):
            visible = at < len(lines)
            if visible:
                name.setText(lines[at][0])
                if value.toPlainText() != lines[at][1]:
                    value.setPlainText(lines[at][1])
                value.setAccessibleName(lines[at][0])
            name.setVisible(visible)
            value.setVisible(visible)

    def values(self) -> dict[str, str]:
        """Return what is shown."""
        return {
            name.text(): value.toPlainText() for name, value in self.rows if not name.isHidden()
        }

    def lines_of(self, run: Run, session: Session) -> list[Line]:
        """Return everything that is known of a run."""
        tr, request = self.tr, run.request
        model = session.desk.catalog.model(request.model)
        style = request.style.title if request.style else request.style_text
        locale, facts = QLocale(), dict(run.facts)
        made = QDateTime.fromSecsSinceEpoch(int(run.created.timestamp()))
        drawn = str(facts.pop("prompt", ""))
        facts.pop(DIGITAL_SOURCE, None)
        lines: list[Line] = [
            (tr("Prompt"), request.prompt),
            (tr("As drawn"), drawn if drawn != request.prompt else ""),
            (tr("Leave out"), request.negative),
            (tr("Style"), style),
            (tr("Strength"), f"{request.style_strength:g}" if style else ""),
            (tr("Model"), model.title if model else request.model),
            (tr("Model hash"), str(facts.pop("model_hash", ""))),
            (tr("Size"), f"{request.extent.width} × {request.extent.height}"),
            (tr("Seed"), str(request.seed)),
            (tr("Start from"), request.source),
            (tr("May change"), f"{request.denoise:g}" if request.source else ""),
            *_params(request.params, session, request.model),
            (tr("Origin"), origin_of(run)),
            (tr("Rights"), str(facts.pop(RIGHTS, ""))),
            (tr("Made in"), tr("{n:.1f} s").format(n=run.seconds)),
            (tr("Made on"), locale.toString(made, QLocale.FormatType.ShortFormat)),
            (tr("Project"), _project(run, session)),
            (tr("Files"), ", ".join(run.files)),
            (tr("Folder"), str(run.folder)),
            *((name, str(value)) for name, value in sorted(facts.items())),
        ]
        return [(name, value) for name, value in lines if value.strip()]

    def _add(self) -> None:
        name, value = QLabel(self), Value(self)
        name.setObjectName("secondary")
        name.setFixedWidth(LABEL_WIDTH)
        name.setWordWrap(True)
        row = len(self.rows)
        top = Qt.AlignmentFlag.AlignTop
        self._grid.addWidget(name, row, 0, top)
        self._grid.addWidget(value, row, 1, top)
        self.rows.append((name, value))


def origin_of(run: Run) -> str:
    """Say how a picture came about: of one that was taken in, what its file says."""
    if IMPORTED in run.facts:
        word = str(run.facts.get(DIGITAL_SOURCE, ""))
        kind = xmp.known(word)
        return shown(kind.meaning) if kind else word
    return shown(xmp.source_of(run.request).meaning)


def _params(params: Mapping[str, Scalar], session: Session, key: str) -> list[Line]:
    """Return the parameters, those of the family under the names that its form shows."""
    model = session.desk.catalog.model(key)
    family = session.desk.catalog.supplies.families.get(model.family) if model else None
    declared = specs(family.params) if family else {}
    return [
        (shown(declared[name][0].title) if name in declared else name, str(value))
        for name, value in params.items()
    ]


def _project(run: Run, session: Session) -> str:
    project, root = session.desk.projects.project, run.folder.parent.parent
    if project and project.root == root:
        return project.name
    indexes = session.desk.history.listing.indexes
    return next((index.name for index in indexes if index.root == root), root.name)
