"""About a picture from elsewhere: every field that it says of itself, and what to do with it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QStackedLayout,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from studio.core import xmp
from studio.core.text import visible
from studio.state.observable import bind
from studio.ui.translate import sentence, shown
from studio.ui.widgets.row import Label

if TYPE_CHECKING:
    from studio.state.session import Session
    from studio.tasks.foreign import SeenPicture

NAMES_PX = 96
SHOWN_CHARS = 2000  # of one value in the tooltip


class AboutPicture(QWidget):
    """The fields that the studio uses stand first, then those that are only kept, then the file."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._drops = session.drops
        self._picture: SeenPicture | None = None
        self.title = Label(self)
        self.title.setObjectName("heading")
        self.made_by = QLabel(self)
        self.made_by.setObjectName("secondary")
        self.made_by.setWordWrap(True)
        self.made_by.setTextFormat(Qt.TextFormat.PlainText)
        self.fields = QTreeWidget(self)
        self._set_up_fields()
        self.use_all = self._button(self.tr("Use all"), self._on_use_all)
        self.use_all.setToolTip(self.tr("Every control shows what made this picture"))
        self.use_prompt = self._button(self.tr("Only the prompt"), self._on_use_prompt)
        self.use_prompt.setToolTip(self.tr("Takes over the words, and nothing else"))
        self.keep = self._button(self.tr("Import"), self._drops.import_shown)
        self.keep.setToolTip(self.tr("Copies the picture into the project, with all it says"))
        self.start = self._button(self.tr("Start from it"), self._drops.start_from_shown)
        self.start.setToolTip(self.tr("The next picture begins with this one, not with noise"))
        self.empty = QLabel(
            self.tr("Drop a picture from elsewhere on the window to read what it says of itself."),
            self,
        )
        self.empty.setObjectName("secondary")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setMargin(24)
        self._lay_out()
        copy = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self.fields, self._on_copy)
        copy.setContext(Qt.ShortcutContext.WidgetShortcut)
        bind(self._drops, "about", self._on_about)

    def rows(self) -> dict[str, str]:
        """Return what is listed: name to value."""
        found = {}
        for index in range(self.fields.topLevelItemCount()):
            group = self.fields.topLevelItem(index)
            assert group
            for row in range(group.childCount()):
                item = group.child(row)
                assert item
                found[item.text(0)] = item.text(1)
        return found

    def _set_up_fields(self) -> None:
        self.fields.setObjectName("table")
        self.fields.setColumnCount(2)
        self.fields.setHeaderHidden(True)
        self.fields.setRootIsDecorated(False)
        self.fields.setIndentation(0)
        self.fields.setUniformRowHeights(True)
        self.fields.setAlternatingRowColors(True)
        self.fields.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        self.fields.header().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.fields.header().resizeSection(0, NAMES_PX)
        self.fields.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.fields.setAccessibleName(self.tr("What the picture says of itself"))
        self.fields.setToolTip(self.tr("Ctrl+C copies the selected value"))

    def _lay_out(self) -> None:
        content = QWidget(self)
        column = QVBoxLayout(content)
        column.setContentsMargins(12, 8, 12, 12)
        column.setSpacing(8)
        column.addWidget(self.title)
        column.addWidget(self.made_by)
        column.addWidget(self.fields, 1)
        for pair in ((self.use_all, self.use_prompt), (self.keep, self.start)):
            line = QHBoxLayout()
            line.setSpacing(8)
            for button in pair:
                line.addWidget(button, 1)
            column.addLayout(line)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(content)

    def _button(self, text: str, slot: object) -> QPushButton:
        button = QPushButton(text, self)
        button.clicked.connect(slot)
        return button

    def _on_about(self, picture: SeenPicture | None) -> None:
        self._picture = picture
        self._stack.setCurrentIndex(1 if picture else 0)
        if picture is None:
            return
        self.title.setText(visible(picture.name))
        self.title.setToolTip(_plain_tip(str(picture.path or picture.name)))
        self.made_by.setText(self._origin(picture))
        self.fields.clear()
        recipe = picture.recipe
        for button in (self.use_all, self.use_prompt):
            button.setVisible(recipe is not None)
        if recipe:
            self._add_group(self.tr("Used by the studio"), self._used(picture))
            kept = {name: str(value) for name, value in recipe.facts.items()}
            self._add_group(self.tr("Kept as it was written"), kept)
        self._add_group(self.tr("Where it comes from"), self._said_of_origin(picture))
        if picture.text:
            self._add_group(self.tr("Text in the file"), dict(picture.text))

    def _origin(self, picture: SeenPicture) -> str:
        height, width = picture.pixels.shape[:2]
        size = f"{width} × {height}"
        if picture.problem:
            return f"{size} · {sentence(picture.problem)}"
        if picture.found is None:
            return size + " · " + self.tr("It does not say what made it.")
        program = shown(picture.found.format.title)
        words = self.tr("Made by {program}").format(program=program)
        if not picture.match.name:
            return f"{size} · {words}"
        name = visible(picture.match.name)
        if not picture.match.key:
            here = self.tr("the model {model} is not here").format(model=name)
        elif picture.match.by_hash:
            here = self.tr("its model is here as {model}").format(model=picture.match.key)
        else:
            here = self.tr("a model of its name is here: {model}").format(model=picture.match.key)
        return f"{size} · {words} · {here}"

    def _said_of_origin(self, picture: SeenPicture) -> dict[str, str]:
        said = xmp.read((picture.text or {}).get(xmp.KEY, ""))
        kind = xmp.known(said.source)
        rows = {
            self.tr("Origin"): shown(kind.meaning) if kind else said.source,
            self.tr("Rights"): said.rights,
            self.tr("Program"): said.tool,
        }
        return {name: value for name, value in rows.items() if value}

    def _used(self, picture: SeenPicture) -> dict[str, str]:
        recipe = picture.recipe
        assert recipe
        request, params = recipe.request, recipe.request.params
        rows = {
            self.tr("Prompt"): request.prompt,
            self.tr("Leave out"): request.negative,
            self.tr("Size"): f"{request.extent.width} × {request.extent.height}",
            self.tr("Seed"): str(request.seed),
        }
        titles = {
            "steps": self.tr("Steps"),
            "guidance": self.tr("Guidance"),
            "scheduler": self.tr("Scheduler"),
            "clip_skip": self.tr("CLIP skip"),
        }
        rows |= {titles.get(name, name): str(value) for name, value in params.items()}
        if request.style:
            rows[self.tr("Style")] = request.style.title
        return {name: value for name, value in rows.items() if value}

    def _add_group(self, title: str, rows: dict[str, str]) -> None:
        if not rows:
            return
        group = QTreeWidgetItem(self.fields, [f"{title} ({len(rows)})"])
        group.setFirstColumnSpanned(True)
        group.setFlags(Qt.ItemFlag.ItemIsEnabled)
        font = group.font(0)
        font.setWeight(font.Weight.DemiBold)
        group.setFont(0, font)
        for name, value in rows.items():
            plain = visible(value[:SHOWN_CHARS])
            item = QTreeWidgetItem(group, [visible(name), " ".join(plain.split())])
            item.setData(1, Qt.ItemDataRole.UserRole, value)
            item.setToolTip(0, _plain_tip(visible(name)))
            item.setToolTip(1, _plain_tip(plain))
        group.setExpanded(True)

    def _on_copy(self) -> None:
        item = self.fields.currentItem()
        value = item.data(1, Qt.ItemDataRole.UserRole) if item else None
        if value is not None:
            QGuiApplication.clipboard().setText(str(value))

    def _on_use_all(self) -> None:
        if self._picture and self._picture.recipe:
            self._drops.use_all(self._picture.recipe, self._picture.match)

    def _on_use_prompt(self) -> None:
        if self._picture and self._picture.recipe:
            self._drops.use_prompt(self._picture.recipe)


def _plain_tip(text: str) -> str:
    """Return a tooltip that shows text as it is: Qt would take some of it for markup."""
    return f"<p style='white-space: pre-wrap'>{escape(text)}</p>"
