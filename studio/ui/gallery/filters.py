"""The bar that narrows the gallery down: one chip per question, each with what there is."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from studio.core.library.query import EVERYTHING
from studio.core.request import Extent
from studio.state.observable import bind
from studio.ui.gallery.popups import DaysPopup, SeedPopup
from studio.ui.style_picker import title_of
from studio.ui.widgets.checklist import Checklist
from studio.ui.widgets.flow import Flow
from studio.ui.widgets.stars import MOST

if TYPE_CHECKING:
    from datetime import date

    from studio.core.library.index import Facets
    from studio.core.library.query import Query
    from studio.state.catalog import Catalog
    from studio.state.library import Library

STAR = "★"
CARET = " ▾"
LONGEST = 18  # characters of a chip's value


class FilterBar(QWidget):
    """Shows the query as chips; a chip that narrows is filled."""

    def __init__(self, library: Library, catalog: Catalog, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._catalog = catalog
        self._facets: Facets | None = None
        self.chips: dict[str, QPushButton] = {}
        flow = Flow(self)
        for key, title, tip in self._questions():
            chip = QPushButton(self)
            chip.setObjectName("chip")
            chip.setCheckable(True)
            chip.setToolTip(tip)
            chip.setAccessibleName(title)
            chip.clicked.connect(partial(self._on_clicked, key))
            flow.addWidget(chip)
            self.chips[key] = chip
        self.clear = QPushButton(self.tr("Clear"), self)
        self.clear.setObjectName("flat")
        self.clear.setToolTip(self.tr("Show every picture again"))
        self.clear.clicked.connect(self.clear_all)
        flow.addWidget(self.clear)
        self.checklist = Checklist(self)
        self.checklist.toggled.connect(self._on_toggled)
        self.seed_popup, self.days_popup = SeedPopup(self), DaysPopup(self)
        self.seed_popup.chosen.connect(lambda seed: self._change(seed=seed))
        self.days_popup.chosen.connect(self._on_days)
        self._asked = ""
        bind(library, "facets", self._on_facets)
        bind(library, "query", self._on_query)

    def clear_all(self) -> None:
        """Ask for everything, in the order and the place as it is."""
        query = self._library.query
        self._library.query = replace(EVERYTHING, order=query.order, trashed=query.trashed)

    def lines(self, key: str) -> list[tuple[object, str, int, bool]]:
        """Return what one chip offers: (value, title, how many, chosen), the most first."""
        query, facets = self._library.query, self._facets
        if facets is None:
            return []
        counts: dict[str, Any] = {
            "models": facets.models,
            "styles": facets.styles,
            "sizes": {Extent(*size): n for size, n in facets.sizes.items()},
            "tags": facets.tags,
            "album": facets.albums,
        }
        chosen = self._chosen(query, key)
        found = {**counts[key], **{value: 0 for value in chosen if value not in counts[key]}}
        by_count = sorted(found.items(), key=lambda line: (-line[1], str(line[0])))
        return [(value, self._title(key, value), n, value in chosen) for value, n in by_count]

    def _questions(self) -> tuple[tuple[str, str, str], ...]:
        tr = self.tr
        return (
            ("stars", tr("Stars"), tr("Only pictures with at least as many stars")),
            ("models", tr("Model"), tr("Only pictures that these models made")),
            ("styles", tr("Style"), tr("Only pictures in these styles")),
            ("sizes", tr("Size"), tr("Only pictures of these sizes")),
            ("tags", tr("Tags"), tr("Only pictures with all of these tags")),
            ("album", tr("Album"), tr("Only pictures of this album")),
            ("days", tr("Days"), tr("Only pictures made on these days")),
            ("seed", tr("Seed"), tr("Only pictures of this seed")),
        )

    def _chosen(self, query: Query, key: str) -> tuple[Any, ...]:
        if key == "album":
            return (query.album,) if query.album else ()
        return tuple(getattr(query, key))

    def _value(self, query: Query, key: str) -> str:
        """Return what a chip says after its name; nothing if it does not narrow."""
        match key:
            case "stars":
                return STAR * query.min_stars
            case "seed":
                return "" if query.seed is None else str(query.seed)
            case "days":
                return _span(query.day_from, query.day_to)
            case _:
                chosen = [self._title(key, value) for value in self._chosen(query, key)]
                more = f" +{len(chosen) - 1}" if len(chosen) > 1 else ""
                return _short(chosen[0]) + more if chosen else ""

    def _title(self, key: str, value: Any) -> str:
        if key == "models":
            model = self._catalog.model(value)
            return model.title if model else str(value)
        if key == "styles":
            style = self._catalog.supplies.styles.get(value)
            return title_of(style) if style else value or self.tr("No style")
        return str(value)

    def _on_query(self, query: Query) -> None:
        for key, title, _ in self._questions():
            value = self._value(query, key)
            chip = self.chips[key]
            chip.setText(f"{title}: {value}" if value else title + CARET)
            chip.setChecked(bool(value))
            chip.updateGeometry()
        self.clear.setVisible(query.narrows)

    def _on_facets(self, facets: Facets) -> None:
        self._facets = facets

    def _on_clicked(self, key: str, _checked: bool = False) -> None:
        query, chip = self._library.query, self.chips[key]
        self._on_query(query)  # a click does not fill a chip: what is chosen does
        match key:
            case "stars":
                self._open_stars(chip)
            case "seed":
                self.seed_popup.ask(chip, query.seed)
            case "days":
                self.days_popup.ask(chip, query.day_from, query.day_to)
            case _:
                self._asked = key
                self.checklist.fill(self.lines(key))
                self.checklist.open_below(chip)

    def _open_stars(self, chip: QPushButton) -> None:
        menu = QMenu(self)
        for n in range(MOST + 1):
            title = f"{STAR * n}  " + self.tr("or more") if 0 < n < MOST else STAR * n
            action = menu.addAction(title or self.tr("With or without stars"))
            action.setCheckable(True)
            action.setChecked(n == self._library.query.min_stars)
            action.triggered.connect(partial(self._on_stars, n))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(chip.mapToGlobal(chip.rect().bottomLeft()))

    def _on_stars(self, n: int, _checked: bool = False) -> None:
        self._change(min_stars=n)

    def _on_toggled(self, value: object, ticked: bool) -> None:
        query, key = self._library.query, self._asked
        if key == "album":
            self._change(album=value if ticked else "")
            for row, line in enumerate(self.lines(key)):  # only one album at a time
                item = self.checklist.list.item(row)
                if item is not None and line[0] != value:
                    item.setCheckState(Qt.CheckState.Unchecked)
            return
        others = tuple(old for old in self._chosen(query, key) if old != value)
        self._change(**{key: (*others, value) if ticked else others})

    def _on_days(self, first: date | None, last: date | None) -> None:
        self._change(day_from=first, day_to=last)

    def _change(self, **values: Any) -> None:
        self._library.ask(**values)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _span(first: date | None, last: date | None) -> str:
    if first and last:
        return f"{first}" if first == last else f"{first} – {last}"
    return f"{first} –" if first else f"– {last}" if last else ""
