"""Why a picture looks as it does: the words of its prompt, and where each of them acts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from studio.state.observable import bind
from studio.ui import theme
from studio.ui.palette import Role

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent

    from studio.state.session import Session
    from studio.tasks.explain_run import Explanation

ROW_PX, BAR_PX, GAP = 28, 3, 8
FEWEST_ROWS = 3  # in sight
SHARE = Qt.ItemDataRole.UserRole


class WhyPanel(QWidget):
    """Asks for the maps of the selected picture and shows that of one word over it."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._session = session
        self._explaining = session.explaining
        self.told = QLabel(self)
        self.told.setObjectName("secondary")
        self.told.setWordWrap(True)
        self.ask = QPushButton(self.tr("Look into the selected picture"), self)
        self.ask.setToolTip(
            self.tr("Draws it once more and watches where the model looks for each word")
        )
        self.ask.clicked.connect(self._on_ask)
        self.words = QListWidget(self)
        self.words.setObjectName("menu")
        self.words.setAccessibleName(self.tr("Words"))
        self.words.setToolTip(
            self.tr("Choose a word to see where it acts; the bar says how much it counts")
        )
        self.words.setUniformItemSizes(True)
        self.words.setMinimumHeight(FEWEST_ROWS * ROW_PX)
        self.words.setItemDelegate(WordDelegate(self.words))
        self.words.currentRowChanged.connect(self._on_row)
        self.words.itemClicked.connect(self._on_clicked)
        self.alone = QPushButton(self.tr("The picture alone"), self)
        self.alone.setObjectName("flat")
        self.alone.setToolTip(self.tr("Takes the map off the picture"))
        self.alone.clicked.connect(self._explaining.hide)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(GAP)
        for widget in (self.told, self.ask, self.words, self.alone):
            column.addWidget(widget, 1 if widget is self.words else 0)
        bind(self._explaining, "explanation", self._on_explanation)
        bind(self._explaining, "word", self._on_word)
        bind(self._explaining, "working", self._on_working)

    def _on_ask(self) -> None:
        if run := self._session.browsing.selected:
            self._explaining.explain(run)

    def _on_working(self, working: bool) -> None:
        self.ask.setEnabled(not working)
        self._tell()

    def _on_explanation(self, found: Explanation | None) -> None:
        self.words.blockSignals(True)
        self.words.clear()
        most = max((word.share for word in found.words), default=1.0) if found else 1.0
        for word in found.words if found else ():
            item = QListWidgetItem(word.text, self.words)
            item.setSizeHint(QSize(0, ROW_PX))
            item.setData(SHARE, word.share / (most or 1.0))
            said = self.tr("{percent} % of the attention").format(percent=f"{100 * word.share:.1f}")
            item.setToolTip(said)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{word.text}: {said}")
        self.words.blockSignals(False)
        self.words.setVisible(found is not None)
        self.alone.setVisible(found is not None)
        self._tell()

    def _on_word(self, word: int) -> None:
        self.words.blockSignals(True)
        self.words.setCurrentRow(word)
        if word < 0:
            self.words.clearSelection()
        self.words.blockSignals(False)
        self.alone.setEnabled(word >= 0)

    def _on_row(self, row: int) -> None:
        self._explaining.word = row
        found = self._explaining.explanation
        if found and row >= 0 and self._session.browsing.selected != found.run:
            self._session.browsing.show(found.run)

    def _on_clicked(self, item: QListWidgetItem) -> None:
        """Go back to the picture by the word that is chosen already."""
        self._on_row(self.words.row(item))

    def hideEvent(self, event: QHideEvent) -> None:
        """Take the map off: nothing else in sight would tell what it is."""
        super().hideEvent(event)
        self._explaining.hide()

    def _tell(self) -> None:
        found = self._explaining.explanation
        if self._explaining.working:
            text = self.tr("Drawing it again, to see where each word acts...")
        elif found is None:
            text = self.tr("Which word made what? Select a picture and look into it.")
        else:
            seed = self.tr("seed {seed}").format(seed=found.run.request.seed)
            text = f"{found.run.request.prompt} ({seed})"
        self.told.setText(text)


class WordDelegate(QStyledItemDelegate):
    """A word, and a bar below it as long as its share of the attention."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw the row as every list does, and the bar at its foot."""
        super().paint(painter, option, index)
        share = index.data(SHARE)
        if not isinstance(share, float):
            return
        row = QRectF(option.rect).adjusted(GAP, 0, -GAP, 0)
        bar = QRectF(row.left(), row.bottom() - BAR_PX - 1, row.width() * share, BAR_PX)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.setBrush(theme.color(Role.ON_PRIMARY if chosen else Role.ACCENT))
        painter.drawRoundedRect(bar, BAR_PX / 2, BAR_PX / 2)
        painter.restore()
