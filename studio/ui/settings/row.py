"""One setting: what it is called, what it does, the control that changes it, the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QLineEdit, QToolButton, QWidget

from studio.ui import theme
from studio.ui.icons import icon
from studio.ui.palette import Role
from studio.ui.settings.finding import found, marked
from studio.ui.translate import shown
from studio.ui.widgets.combo import Combo
from studio.ui.widgets.folder_list import FolderList
from studio.ui.widgets.number_field import NumberField

if TYPE_CHECKING:
    from studio.core.settings import Setting

CONTROL_WIDTH = 220
WAY_BACK = 20


class SettingRow(QWidget):
    """Shows a value; `changed` and `reset` tell what the user wants."""

    changed = Signal(str, object)
    reset = Signal(str)
    folder_asked = Signal(str)

    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setting = setting
        spec = setting.spec
        self.title = QLabel(self)
        self.help = QLabel(self)
        self.help.setObjectName("secondary")
        for text in (self.title, self.help):
            text.setTextFormat(Qt.TextFormat.RichText)
            text.setWordWrap(True)
        self._locked = ""
        self.field = self._field()
        self.field.setAccessibleName(shown(spec.title))
        self.field.setAccessibleDescription(shown(spec.help))
        self.field.setToolTip(shown(spec.help))
        self.title.setBuddy(self.field)
        self.way_back = self._way_back()
        self.mark("")
        self._lay_out()

    def show_value(self, value: object) -> None:
        """Show what the setting is; of a locked one what was decided stays."""
        if self._locked:
            return
        match self.field:
            case NumberField():
                self.field.set_value(float(cast("float", value)))
            case QCheckBox():
                self.field.setChecked(bool(value))
                self.field.setText(self.tr("On") if value else self.tr("Off"))
            case Combo():
                self.field.select(value)
            case FolderList():
                self.field.show_folders(cast("tuple[str, ...]", value))
            case QLineEdit() if self.field.text() != value:
                self.field.setText(str(value))
        self.way_back.setVisible(value != self.setting.default)

    def lock(self, why: str) -> None:
        """Let nobody change it, and say why; an empty text lets them again."""
        self._locked = why
        self.field.setEnabled(not why)
        self.way_back.setEnabled(not why)
        self.field.setToolTip(why or shown(self.setting.spec.help))
        if why and isinstance(self.field, QCheckBox):
            self.field.setChecked(True)
            self.field.setText(why)

    def mark(self, words: str) -> bool:
        """Mark where the words stand; return whether they stand here at all."""
        self.title.setText(marked(shown(self.setting.spec.title), words))
        self.help.setText(marked(shown(self.setting.spec.help), words))
        return found(self.setting, words)

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 8, 0, 8)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(0, 1)
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(self.way_back, 0, 1, top)
        if isinstance(self.field, FolderList):
            grid.addWidget(self.title, 0, 0)
            grid.addWidget(self.help, 1, 0, 1, 2)
            grid.setRowMinimumHeight(2, 2)
            grid.addWidget(self.field, 3, 0, 1, 2)
            return
        grid.addWidget(self.title, 0, 0, top)
        grid.addWidget(self.help, 1, 0, top)
        grid.setRowStretch(1, 1)
        self.field.setFixedWidth(CONTROL_WIDTH)
        grid.addWidget(self.field, 0, 2, 2, 1, top)

    def _way_back(self) -> QToolButton:
        back = QToolButton(self)
        back.setIcon(icon("arrow-counter-clockwise", Role.SECONDARY))
        back.setIconSize(QSize(12, 12))
        back.setFixedSize(WAY_BACK, WAY_BACK)
        title = shown(self.setting.spec.title)
        back.setToolTip(self.tr("Back to the default: {title}").format(title=title))
        back.setAccessibleName(back.toolTip())
        back.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        back.clicked.connect(lambda: self.reset.emit(self.setting.name))
        keeps = back.sizePolicy()
        keeps.setRetainSizeWhenHidden(True)
        back.setSizePolicy(keeps)
        return back

    def _field(self) -> QWidget:
        match self.setting.spec.kind:
            case "int" | "float":
                return self._number()
            case "bool":
                return self._switch()
            case "folders":
                return self._folders()
            case "text":
                return self._text()
            case _:
                return self._choice()

    def _number(self) -> QWidget:
        spec = self.setting.spec
        default = float(cast("float", self.setting.default))
        field = NumberField(
            spec.low, spec.high, spec.step, default=default, unit=shown(spec.unit), parent=self
        )
        field.changed.connect(self._tell)
        return field

    def _switch(self) -> QWidget:
        field = QCheckBox(self)
        field.setMinimumHeight(theme.CONTROL_HEIGHT)
        field.clicked.connect(self._tell)
        return field

    def _choice(self) -> QWidget:
        field = Combo(self)
        for key, title in self.setting.spec.choices:
            field.addItem(shown(title), key)
        field.activated.connect(lambda _index: self._tell(field.currentData()))
        return field

    def _text(self) -> QWidget:
        field = QLineEdit(self)
        field.setMaxLength(int(self.setting.spec.high))
        field.textEdited.connect(self._tell)
        return field

    def _folders(self) -> QWidget:
        field = FolderList(shown(self.setting.spec.title), self)
        field.changed.connect(self._tell)
        field.asked.connect(lambda: self.folder_asked.emit(self.setting.name))
        return field

    def _tell(self, value: object) -> None:
        self.changed.emit(self.setting.name, value)
