"""What the user should know now, with the next step as a button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QPushButton, QWidget

from studio.state.notices import Level, Step
from studio.state.observable import bind
from studio.ui import icons, theme
from studio.ui.palette import Role
from studio.ui.translate import sentence
from studio.ui.widgets.row import icon_button

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from studio.state.notices import Notice, Notices

ICON_PX = 18
BESIDE = 2  # more buttons than these stand below the sentence
LOOKS = {
    Level.INFO: ("info", Role.SECONDARY),
    Level.ATTENTION: ("warning", Role.WARNING),
    Level.LOSS: ("warning-circle", Role.ERROR),
}


class ErrorBar(QWidget):
    """Shows the current notice; `step_chosen` carries (notice, step)."""

    step_chosen = Signal(object, object)

    def __init__(self, notices: Notices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._notices = notices
        self._notice: Notice | None = None
        self.text = QLabel(self)
        self.text.setWordWrap(True)
        self.text.setTextFormat(Qt.TextFormat.PlainText)  # it may quote a file from elsewhere
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.buttons: dict[Step, QPushButton] = {}
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(6)
        self.dismiss = icon_button("x", self.tr("Dismiss"), self._on_dismissed)
        line = QHBoxLayout(self)
        line.setContentsMargins(12 + ICON_PX + 10, 8, 8, 8)
        line.setSpacing(12)
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._body.addWidget(self.text, 1)
        self._body.addLayout(self._buttons)
        line.addLayout(self._body, 1)
        line.addWidget(self.dismiss)
        bind(notices, "current", self._on_current)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the icon of the notice's level, and a stripe in its color."""
        super().paintEvent(event)
        if not self._notice:
            return
        name, role = LOOKS[self._notice.level]
        painter = QPainter(self)
        painter.fillRect(QRectF(0, 0, 3, self.height()), theme.color(role))
        place = QRectF(12, (self.height() - ICON_PX) / 2, ICON_PX, ICON_PX)
        icons.paint(painter, name, place, theme.color(role))

    def title_of(self, step: Step) -> str:
        """Return what the button of a step says."""
        return {
            Step.SAVE_ELSEWHERE: self.tr("Save elsewhere..."),
            Step.OPEN_MODELS_FOLDER: self.tr("Open models folder"),
            Step.SHOW_STORED: self.tr("Show the stored picture"),
            Step.MAKE_ANYWAY: self.tr("Make it anyway"),
            Step.OPEN_PROJECT: self.tr("Open another project..."),
            Step.NEW_PROJECT: self.tr("New project..."),
            Step.OPEN_READ_ONLY: self.tr("Open for reading"),
            Step.TAKE_OVER: self.tr("Open it all the same"),
            Step.CANCEL_AND_CLOSE: self.tr("Cancel them and close"),
            Step.CLOSE_WHEN_DONE: self.tr("Close when done"),
            Step.LOSE_AND_CLOSE: self.tr("Discard and close"),
            Step.STAY: self.tr("Stay"),
            Step.COPY_REPORT: self.tr("Copy a report..."),
            Step.RESUME_QUEUE: self.tr("Go on with the queue"),
            Step.SHOW_QUEUE: self.tr("Show the queue"),
            Step.MAKE_NOW: self.tr("Make this one now"),
            Step.KEEP_QUEUE: self.tr("Keep the queue for next time"),
            Step.UNDO: self.tr("Undo"),
            Step.EMPTY_TRASH: self.tr("Delete for good"),
            Step.KEEP_TRASH: self.tr("Keep them"),
            Step.CONVERT: self.tr("Convert it"),
            Step.SEARCH_FOLDER: self.tr("Use it where it is"),
            Step.USE_ALL: self.tr("Use all"),
            Step.USE_PROMPT: self.tr("Only the prompt"),
            Step.ONLY_LOOK: self.tr("Only look"),
            Step.ABOUT_PICTURE: self.tr("About it"),
            Step.IMPORT_PICTURES: self.tr("Import"),
            Step.START_FROM: self.tr("Start from it"),
            Step.SHOW_LOG: self.tr("Show the log"),
            Step.USE_PROCESSOR: self.tr("Draw on the processor"),
        }[step]

    def _on_current(self, notice: Notice | None) -> None:
        self._notice = notice
        for button in self.buttons.values():
            button.hide()  # at once: two notices' buttons together would squeeze the docks
            button.deleteLater()
        self.buttons.clear()
        if notice:
            self.text.setText(sentence(notice.message))
            for step in notice.steps:
                self._add_button(notice, step)
            beside = len(notice.steps) <= BESIDE
            way = QBoxLayout.Direction
            self._body.setDirection(way.LeftToRight if beside else way.TopToBottom)
            end = Qt.AlignmentFlag.AlignRight if beside else Qt.AlignmentFlag.AlignLeft
            self._body.setAlignment(self._buttons, end)
        self.setVisible(notice is not None)
        self.update()

    def _add_button(self, notice: Notice, step: Step) -> None:
        button = QPushButton(self.title_of(step), self)
        button.clicked.connect(lambda: self.step_chosen.emit(notice, step))
        self._buttons.addWidget(button)
        self.buttons[step] = button

    def _on_dismissed(self) -> None:
        self._notices.dismiss()
