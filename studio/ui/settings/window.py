"""The settings: categories at the left, what they hold at the right, a field that finds them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from studio.core.settings import CATEGORIES, declared
from studio.state.observable import bind
from studio.ui.settings.row import SettingRow
from studio.ui.translate import shown
from studio.ui.widgets.folder_list import FolderList

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtCore import QObject
    from PySide6.QtGui import QCloseEvent

    from studio.core.policy import Policy
    from studio.core.settings import Settings
    from studio.state.desk import Desk
    from studio.ui.dialogs import Dialogs

SIZE = (760, 560)
SMALLEST = (560, 360)
LEFT_PX = 176


class SettingsWindow(QWidget):
    """A window of its own; every change acts at once and can be taken back."""

    def __init__(self, desk: Desk, dialogs: Dialogs, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(self.tr("Settings"))
        self._desk = desk
        self._dialogs = dialogs
        self.rows: dict[str, SettingRow] = {}
        self.headings: dict[str, QLabel] = {}
        self._make_parts()
        self._lay_out()
        self._add_keys()
        bind(desk.memory, "settings", self._on_settings)
        bind(desk.preferences, "undoable", self._on_undoable)
        bind(desk.preferences, "there", self._on_there)
        bind(desk.preferences, "policy", self._on_policy)
        self.resize(*SIZE)
        self.setMinimumSize(*SMALLEST)

    def open(self, category: str = "") -> None:
        """Show the window at a category, ready to type what one looks for."""
        if not self.isVisible():
            self.search.clear()  # what was looked for the last time is over
        keys = list(CATEGORIES)
        self.categories.setCurrentRow(keys.index(category) if category in keys else 0)
        self.show()
        self.raise_()
        self.activateWindow()
        self.search.setFocus()
        self._look_at_folders()
        self._desk.preferences.look_at_policy()

    def category(self) -> str:
        """Return the category that is shown."""
        return list(CATEGORIES)[max(self.categories.currentRow(), 0)]

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stay closed when the language changes."""
        self._desk.preferences.open_at = ""
        super().closeEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go from the field to the categories with Down."""
        if watched is self.search and isinstance(event, QKeyEvent):
            pressed = event.type() is QEvent.Type.KeyPress
            if pressed and event.key() == Qt.Key.Key_Down:
                self.categories.setFocus()
                return True
        return super().eventFilter(watched, event)

    def _make_parts(self) -> None:
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(self.tr("Find a setting"))
        self.search.setAccessibleName(self.tr("Find a setting"))
        self.search.setToolTip(self.tr("Finds words of the name and of the explanation (Ctrl+F)"))
        self.search.setClearButtonEnabled(True)
        self.search.installEventFilter(self)
        self.search.textChanged.connect(self._on_search)
        self.categories = QListWidget(self)
        self.categories.setObjectName("sidebar")
        self.categories.setAccessibleName(self.tr("Categories"))
        for title in CATEGORIES.values():
            item = QListWidgetItem(shown(title), self.categories)
            item.setSizeHint(QSize(0, 28))
        self.categories.currentRowChanged.connect(self._on_category)
        self.categories.itemClicked.connect(self._on_clicked)
        self.nothing = QLabel(self.tr("No setting has these words."), self)
        self.nothing.setObjectName("secondary")
        self.undo = QPushButton(self.tr("Undo"), self)
        self.undo.setToolTip(self.tr("Takes the last change back (Ctrl+Z)"))
        self.undo.clicked.connect(self._desk.preferences.undo)
        self.reset_category = QPushButton(self.tr("Reset this category"), self)
        self.reset_category.setToolTip(self.tr("Gives every setting of the category its default"))
        self.reset_category.clicked.connect(self._on_reset_category)
        self.reset_all = QPushButton(self.tr("Reset all"), self)
        self.reset_all.setToolTip(self.tr("Gives every setting its default; Undo brings them back"))
        self.reset_all.clicked.connect(self._on_reset_all)

    def _lay_out(self) -> None:
        left = QWidget(self)
        left.setObjectName("sidebar")
        left.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        left.setFixedWidth(LEFT_PX)
        side = QVBoxLayout(left)
        side.setContentsMargins(8, 12, 8, 12)
        side.setSpacing(8)
        side.addWidget(self.search)
        side.addWidget(self.categories, 1)
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setObjectName("panel")
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(self._page())
        buttons = QHBoxLayout()
        buttons.setContentsMargins(24, 8, 24, 12)
        buttons.setSpacing(8)
        buttons.addWidget(self.undo)
        buttons.addStretch(1)
        buttons.addWidget(self.reset_category)
        buttons.addWidget(self.reset_all)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.area, 1)
        right.addLayout(buttons)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(left)
        whole.addLayout(right, 1)

    def _page(self) -> QWidget:
        page = QWidget(self)
        page.setObjectName("page")
        column = QVBoxLayout(page)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(0)
        column.addWidget(self.nothing)
        for key, title in CATEGORIES.items():
            heading = QLabel(shown(title), page)
            heading.setObjectName("title")
            heading.setContentsMargins(0, 0, 0, 8)
            self.headings[key] = heading
            column.addWidget(heading)
            for setting in declared().values():
                if setting.category == key:
                    column.addWidget(self._row(setting.name, page))
        column.addStretch(1)
        return page

    def _row(self, name: str, page: QWidget) -> SettingRow:
        made = SettingRow(declared()[name], page)
        made.changed.connect(self._desk.preferences.choose)
        made.reset.connect(self._on_reset)
        made.folder_asked.connect(self._on_folder_asked)
        self.rows[name] = made
        return made

    def _add_keys(self) -> None:
        find = QKeySequence(QKeySequence.StandardKey.Find)
        undo = QKeySequence(QKeySequence.StandardKey.Undo)
        QShortcut(find, self, self._on_find)
        QShortcut(undo, self, self._desk.preferences.undo)
        QShortcut(QKeySequence("Esc"), self, self._on_escape)

    def _on_settings(self, settings: Settings) -> None:
        for name, row in self.rows.items():
            row.show_value(getattr(settings, name))
        differing = self._desk.preferences.differing
        self.reset_all.setEnabled(bool(differing()))
        self.reset_category.setEnabled(bool(differing(self.category())))
        self._look_at_folders()

    def _on_policy(self, policy: Policy) -> None:
        decided = self.tr("On, by this studio's policy") if policy.content_filter else ""
        row = self.rows["content_filter"]
        row.lock(decided)
        row.show_value(self._desk.memory.settings.content_filter)

    def _on_undoable(self, count: int) -> None:
        self.undo.setEnabled(count > 0)

    def _on_category(self, _row: int) -> None:
        if self.search.text():
            self.search.clear()  # shows the category
        self._show_rows()
        self._desk.preferences.open_at = self.category() if self.isVisible() else ""

    def _on_clicked(self, _item: QListWidgetItem) -> None:
        """Open the category that was current already before the search."""
        if self.search.text():
            self.search.clear()

    def _on_search(self, _text: str) -> None:
        self._show_rows()

    def _show_rows(self) -> None:
        words, category = self.search.text().strip(), self.category()
        seen = set()
        for row in self.rows.values():
            has_words = row.mark(words)
            visible = has_words if words else row.setting.category == category
            row.setVisible(visible)
            if visible:
                seen.add(row.setting.category)
        for key, heading in self.headings.items():
            heading.setVisible(key in seen)
        self.nothing.setVisible(not seen)
        for at, key in enumerate(
            CATEGORIES
        ):  # those in which something was found, none of them open
            item = self.categories.item(at)
            item.setHidden(bool(words) and key not in seen)
            item.setSelected(not words and key == category)
        self.area.verticalScrollBar().setValue(0)
        differing = self._desk.preferences.differing(category)
        self.reset_category.setEnabled(bool(differing))
        self.reset_category.setVisible(not words)

    def _on_find(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _on_escape(self) -> None:
        if self.search.text():
            self.search.clear()
        else:
            self.close()

    def _on_reset(self, name: str) -> None:
        self._desk.preferences.reset((name,))

    def _on_reset_category(self) -> None:
        category = self.category()
        self._desk.preferences.reset(n for n, s in declared().items() if s.category == category)

    def _on_reset_all(self) -> None:
        self._desk.preferences.reset(declared())

    def _on_folder_asked(self, name: str) -> None:
        title = shown(declared()[name].spec.title)
        field = self.rows[name].field
        assert isinstance(field, FolderList)
        field.add(self._dialogs.folder(self, title, Path.home()))

    def _look_at_folders(self) -> None:
        """Ask a lane which of the folders are there."""
        rows = [row for row in self.rows.values() if isinstance(row.field, FolderList)]
        folders = {f for row in rows for f in self._desk.preferences.folders(row.setting.name)}
        if folders and self.isVisible():
            self._desk.preferences.look_at(Path(folder) for folder in sorted(folders))

    def _on_there(self, there: Mapping[Path, bool]) -> None:
        texts = {str(path): is_there for path, is_there in there.items()}
        for row in self.rows.values():
            if isinstance(row.field, FolderList):
                row.field.show_facts(texts)
