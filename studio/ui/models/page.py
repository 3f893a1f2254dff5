"""The page of models: a list of all that was found, and the one that is looked at."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from studio.core import paths
from studio.core.model import Model
from studio.engine.weights import Problem
from studio.state.observable import bind
from studio.ui.canvas.view import to_image
from studio.ui.icons import icon
from studio.ui.models.details import Details
from studio.ui.models.hashing_row import HashingRow
from studio.ui.models.program_rows import ProgramRows
from studio.ui.models.words import Words, size_text
from studio.ui.palette import Role
from studio.ui.widgets.folder_list import FolderList
from studio.ui.widgets.section import Section

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QResizeEvent

    from studio.core.addition import Addition
    from studio.ui.main_window import MainWindow

ICON_PX, ROW_PX = 40, 48
NARROW_PX = 520
ENTRY = Qt.ItemDataRole.UserRole


class ModelsPage(QWidget):
    """Finds by words, shows details, and says which folders are searched."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._window = window
        self._session, self._desk = window.session, window.session.desk
        self._words = Words(self)
        self._make_parts()
        self._lay_out()
        bind(self._desk.catalog, "supplies", self._on_supplies)
        bind(self._desk.memory, "settings", self._on_settings)
        bind(self._desk.preferences, "there", self._on_there)
        self._desk.catalog.looked_changed.connect(self._on_looked)
        self._desk.catalog.defaults_changed.connect(self._on_defaults)
        self._desk.facts.arrived.connect(self._on_arrived)

    def _make_parts(self) -> None:
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(self.tr("Find a model"))
        self.search.setAccessibleName(self.tr("Find a model"))
        self.search.setToolTip(
            self.tr("Words of the name, the kind, the path or the license, or a hash")
        )
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._on_search)
        self.look = QPushButton(self.tr("Look again"), self)
        self.look.setToolTip(self.tr("Searches the folders for what was added since"))
        self.look.clicked.connect(self._session.look_for_supplies)
        self.list = QListWidget(self)
        self.list.setObjectName("menu")
        self.list.setAccessibleName(self.tr("Models"))
        self.list.setIconSize(QSize(ICON_PX, ICON_PX))
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.currentItemChanged.connect(self._on_current)
        self.empty = QLabel(self)
        self.empty.setObjectName("secondary")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.details = Details(self._desk, self)
        self.details.folder_asked.connect(self._window.dialogs.show_folder)
        self.hashing = HashingRow(self._desk.hashes, self._desk.catalog, self)
        self.programs = ProgramRows(self._desk.programs, self)
        self.folders = FolderList(self.tr("Folders that are searched for models"), self)
        self.folders.changed.connect(self._on_folders)
        self.folders.asked.connect(self._on_folder_asked)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.search, 1)
        top.addWidget(self.look)
        self.folders_section = Section(self.tr("Folders that are searched"), self.folders, self)
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(12, 8, 8, 8)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(self.list, 1)
        column.addWidget(self.empty, 1)
        column.addWidget(self.hashing)
        column.addWidget(self.programs)
        column.addWidget(self.folders_section)
        self.parts = QSplitter(Qt.Orientation.Horizontal, self)
        self.parts.setHandleWidth(1)
        self.parts.setChildrenCollapsible(False)
        self.parts.addWidget(left)
        self.parts.addWidget(self.details)
        self.parts.setSizes([280, 360])
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.parts)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the details below the list where there is no room beside it."""
        narrow = event.size().width() < NARROW_PX
        self.parts.setOrientation(Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal)
        super().resizeEvent(event)

    def entry(self) -> Model | Addition | Problem | None:
        """Return what is looked at."""
        item = self.list.currentItem()
        found: Model | Addition | Problem | None = item.data(ENTRY) if item else None
        return found

    def _on_supplies(self, _supplies: object) -> None:
        supplies = self._desk.catalog.supplies
        entries: tuple[Model | Addition | Problem, ...] = (
            *supplies.models,
            *supplies.parts,
            *supplies.additions,
            *supplies.unusable,
        )
        looked_at = self.entry()
        path = looked_at.path if looked_at else None
        self.list.blockSignals(True)
        self.list.clear()
        for entry in entries:
            item = QListWidgetItem(self.list)
            item.setData(ENTRY, entry)
            item.setSizeHint(QSize(0, ROW_PX))
            self._show_item(item)
        places = [n for n, entry in enumerate(entries) if entry.path == path]
        self.list.setCurrentRow(places[0] if places else 0)
        self.list.blockSignals(False)
        self._on_search(self.search.text())
        self.details.show_entry(self.entry())
        self._desk.facts.read(entry.path for entry in entries)
        self._show_folders()

    def _show_item(self, item: QListWidgetItem) -> None:
        entry = item.data(ENTRY)
        known = self._desk.facts.of(entry.path)
        title, about = self._item_words(entry)
        item.setText(f"{title}\n{about}")
        item.setToolTip(f"{title}\n{entry.path}")
        if known and known.pixels is not None:
            item.setIcon(QIcon(QPixmap.fromImage(to_image(known.pixels).copy())))
        elif isinstance(entry, Problem) or self._desk.facts.damage_of(entry.path):
            item.setIcon(icon("warning", Role.WARNING))
        else:
            item.setIcon(icon("cube", Role.SECONDARY))

    def _item_words(self, entry: Model | Addition | Problem) -> tuple[str, str]:
        if isinstance(entry, Problem):
            is_pickle = entry.pickle is not None
            why = self.tr("A pickle: convert it") if is_pickle else self.tr("Cannot be used")
            return entry.path.name, why
        known = self._desk.facts.of(entry.path)
        license = known.about.license.title if known else ""
        if isinstance(entry, Model):
            words = (self._words.kind(entry, self._desk.catalog), size_text(entry.size_bytes))
            return entry.title, " · ".join(text for text in (*words, license) if text)
        words = (self._words.addition(entry), size_text(entry.size_bytes))
        return entry.name, " · ".join(text for text in (*words, license) if text)

    def _on_arrived(self, path: Path) -> None:
        for n in range(self.list.count()):
            item = self.list.item(n)
            if item.data(ENTRY).path == path:
                self._show_item(item)
        looked_at = self.entry()
        if looked_at and looked_at.path == path:
            self.details.refresh()

    def _on_defaults(self) -> None:
        self.details.show_entry(self.entry())

    def _on_current(self, _item: object, _before: object) -> None:
        self.details.show_entry(self.entry())

    def _on_search(self, text: str) -> None:
        words, seen = text.casefold().split(), 0
        for n in range(self.list.count()):
            item = self.list.item(n)
            known = self._desk.facts.hash_of(item.data(ENTRY).path)
            said = f"{item.text()} {item.toolTip()} {known}".casefold()
            has_all = all(word in said for word in words)
            item.setHidden(not has_all)
            seen += has_all
        self.list.setVisible(seen > 0)
        self.empty.setVisible(seen == 0)
        self._say_empty()

    def _on_looked(self, _looked: bool) -> None:
        self._say_empty()

    def _say_empty(self) -> None:
        if not self._desk.catalog.looked:
            self.empty.setText(self.tr("Looking for models..."))
        elif self.search.text():
            self.empty.setText(self.tr("No model has these words."))
        else:
            self.empty.setText(
                self.tr("There is no model. Put a diffusers folder or a .safetensors file here: ")
                + str(paths.user_models_folder())
            )

    def _on_settings(self, _settings: object) -> None:
        self._show_folders()

    def _show_folders(self) -> None:
        own, fixed = self._desk.memory.settings.models_folders, self._session.models
        self.folders.show_folders(own, [str(folder) for folder in fixed])
        self._on_there(self._desk.preferences.there)
        self._desk.preferences.look_at((*fixed, *map(Path, own)))

    def _on_there(self, there: Mapping[Path, bool]) -> None:
        every = (*self._session.models, *map(Path, self._desk.memory.settings.models_folders))
        supplies = self._desk.catalog.supplies
        found = [model.path for model in (*supplies.models, *supplies.parts)]
        found += [addition.path for addition in supplies.additions]
        counts = {str(f): sum(path.is_relative_to(f) for path in found) for f in every}
        self.folders.show_facts({str(path): is_there for path, is_there in there.items()}, counts)

    def _on_folders(self, folders: tuple[str, ...]) -> None:
        self._desk.preferences.choose("models_folders", folders)

    def _on_folder_asked(self) -> None:
        title = self.tr("Search this folder for models")
        self.folders.add(self._window.dialogs.folder(self, title, Path.home()))
