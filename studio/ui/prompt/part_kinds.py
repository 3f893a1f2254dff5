"""Which part of a request has which card."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QGridLayout, QWidget

from studio.core.model import Kind
from studio.core.request import SEED_LIMIT
from studio.core.request_parts import Reference, Seamless
from studio.core.text import N_
from studio.state.observable import bind
from studio.ui.prompt.part_card import PartCard
from studio.ui.source_row import SourceThumb
from studio.ui.translate import shown
from studio.ui.widgets.combo import Combo
from studio.ui.widgets.number_field import NumberField
from studio.ui.widgets.row import icon_button, label, row

if TYPE_CHECKING:
    from studio.core.model import Model
    from studio.tasks.keep_input import KeptInput

WIDEST_CONTEXT = 512


class InpaintCard(PartCard):
    """A mask, and whether the picture or only its surroundings are looked at."""

    TITLE = N_("Only inside a mask")
    TIP = N_("Draw only where the mask is white, and keep the rest of the starting picture")
    NEEDS_SOURCE = True

    def build(self) -> None:
        """Show the mask, and how much around it is seen."""
        self.thumb = SourceThumb(self)
        self.thumb.setAccessibleName(self.tr("Mask"))
        self.choose = icon_button("folder-open", self.tr("Take another picture as the mask"))
        self.choose.clicked.connect(self.asked)
        gap = QWidget(self)
        name = label(self.tr("Mask"))
        self.column.addWidget(row(name, self.thumb, gap, self.choose, parent=self))
        self.view = Combo(self)
        self.view.setAccessibleName(self.tr("Look at"))
        self.view.setToolTip(
            self.tr(
                "The whole picture fits what is drawn to all of it; the mask alone is drawn larger,"
                " so that small things get details"
            )
        )
        self.view.addItem(self.tr("The whole picture"), False)
        self.view.addItem(self.tr("The mask alone"), True)
        self.view.activated.connect(self._on_view)
        self.column.addWidget(row(label(self.tr("Look at")), self.view, parent=self))
        self.context = NumberField(0, WIDEST_CONTEXT, 8, default=64, unit="px", parent=self)
        self.context.setAccessibleName(self.tr("Around it"))
        self.context.setToolTip(self.tr("How much around the mask is seen while drawing"))
        self.context.changed.connect(lambda px: self.store(replace(self.part, context=int(px))))
        self.context_row = row(label(self.tr("Around it")), self.context, parent=self)
        self.column.addWidget(self.context_row)
        self.session.part_pictures.found.connect(self._on_found)

    def show_part(self, part: Any) -> None:
        """Show the mask and the rest."""
        super().show_part(part)
        self.session.part_pictures.ask(part.mask)
        self.view.select(part.context is not None)
        self.context_row.setVisible(part.context is not None)
        if part.context is not None:
            self.context.set_value(part.context)

    def _on_view(self, _index: int) -> None:
        alone = self.view.currentData()
        self.store(replace(self.part, context=int(self.context.default) if alone else None))

    def _on_found(self, key: str, kept: KeptInput | None) -> None:
        if self.name in self.draft.parts and key == self.part.mask:
            self.thumb.show_picture(kept)


class OutpaintCard(PartCard):
    """How far beyond each edge."""

    TITLE = N_("Beyond the edges")
    TIP = N_("Keep the starting picture and draw what lies around it")
    NEEDS_SOURCE = True


class HighResCard(PartCard):
    """The second, larger pass."""

    TITLE = N_("Larger picture")
    TIP = N_("Draw a draft first, enlarge it and draw over it again: large and still composed")


class RefinerCard(PartCard):
    """Which model takes over, and when."""

    TITLE = N_("Second model")
    TIP = N_("Another model finishes the picture, such as the refiner of SDXL")

    def build(self) -> None:
        """Offer the other models."""
        self.model = _named(Combo(self), self.tr("Second model"))
        self.model.setToolTip(self.tr("The model that finishes the picture"))
        self.model.activated.connect(
            lambda _i: self.store(replace(self.part, model=self.model.currentData()))
        )
        self.column.addWidget(row(label(self.tr("Model")), self.model, parent=self))
        bind(self.session.desk.catalog, "supplies", self._on_supplies)

    def show_part(self, part: Any) -> None:
        """Show which one it is."""
        super().show_part(part)
        self.model.select(part.model)
        self.model.setPlaceholderText(self.tr("{model} is not here").format(model=part.model))

    def _on_supplies(self, _supplies: object) -> None:
        _fill(self.model, self.session.desk.catalog.supplies.models)
        if self.name in self.draft.parts:
            self.model.select(self.part.model)


class VariationCard(PartCard):
    """The other seed."""

    TITLE = N_("Variation of the seed")
    TIP = N_("The same picture, a little towards that of another seed")

    def build(self) -> None:
        """Offer the seed that the noise is bent towards."""
        self.seed = _named(
            NumberField(0, SEED_LIMIT - 1, 1, default=0, parent=self), self.tr("Other seed")
        )
        self.seed.setToolTip(self.tr("The seed of the picture that this one is bent towards"))
        self.seed.changed.connect(lambda seed: self.store(replace(self.part, seed=int(seed))))
        self.next = icon_button("plus", self.tr("The next other seed"), self._on_next)
        self.column.addWidget(row(label(self.tr("Other seed")), self.seed, self.next, parent=self))

    def show_part(self, part: Any) -> None:
        """Show the seed."""
        super().show_part(part)
        self.seed.set_value(part.seed)

    def _on_next(self) -> None:
        self.store(replace(self.part, seed=(self.part.seed + 1) % SEED_LIMIT))


class SeamlessCard(PartCard):
    """Which edges fit together."""

    TITLE = N_("Seamless edges")
    TIP = N_("Edges that continue on the other side: for patterns and textures")

    def build(self) -> None:
        """Offer the axes."""
        self.axes = _named(Combo(self), self.tr("Edges"))
        self.axes.setToolTip(self.tr("Which edges of the picture continue one another"))
        self.axes.addItem(self.tr("All four"), Seamless.BOTH)
        self.axes.addItem(self.tr("Left and right"), Seamless.X)
        self.axes.addItem(self.tr("Top and bottom"), Seamless.Y)
        self.axes.activated.connect(lambda _i: self.store(Seamless(self.axes.currentData())))
        self.column.addWidget(row(label(self.tr("Edges")), self.axes, parent=self))

    def show_part(self, part: Any) -> None:
        """Show the axes."""
        super().show_part(part)
        self.axes.select(part)


class VaeCard(PartCard):
    """Which VAE instead of the model's."""

    TITLE = N_("Other decoder (VAE)")
    TIP = N_("Another VAE turns the latents into pixels: other colors, finer details")

    def build(self) -> None:
        """Offer the VAEs that were found."""
        self.vae = _named(Combo(self), self.tr("Decoder"))
        self.vae.setToolTip(self.tr("The VAE to use in place of the model's own"))
        self.vae.activated.connect(lambda _i: self.store(self.vae.currentData()))
        self.column.addWidget(row(label(self.tr("Decoder")), self.vae, parent=self))
        bind(self.session.desk.catalog, "supplies", self._on_supplies)

    def show_part(self, part: Any) -> None:
        """Show which one it is."""
        super().show_part(part)
        self.vae.select(part)
        self.vae.setPlaceholderText(self.tr("{model} is not here").format(model=part))

    def _on_supplies(self, _supplies: object) -> None:
        _fill(self.vae, self.session.desk.catalog.parts(Kind.VAE))
        if self.name in self.draft.parts:
            self.vae.select(self.part)


class ReferencesCard(PartCard):
    """The pictures that the model looks at."""

    TITLE = N_("Reference pictures")
    TIP = N_("Pictures that the new one takes after, in what they show and how (IP-Adapter)")

    def build(self) -> None:
        """Offer to add a reference; each has a row of its own."""
        self.lines: list[ReferenceLine] = []
        self.more = icon_button("plus", self.tr("One more reference picture"))
        self.more.clicked.connect(self.asked)
        self.column.addWidget(
            row(label(self.tr("Pictures")), QWidget(self), self.more, parent=self)
        )

    def show_part(self, part: Any) -> None:
        """Show a row for each."""
        super().show_part(part)
        while len(self.lines) > len(part):
            self.lines.pop().deleteLater()
        while len(self.lines) < len(part):
            line = ReferenceLine(self, len(self.lines))
            self.lines.append(line)
            self.column.insertWidget(self.column.count() - 1, line)
        for line, reference in zip(self.lines, part, strict=True):
            line.show_reference(reference)

    def change(self, index: int, reference: Reference | None) -> None:
        """Put another in its place, or none."""
        kept = list(self.part)
        kept[index : index + 1] = [] if reference is None else [reference]
        self.store(tuple(kept))


class ReferenceLine(QWidget):
    """One reference: its picture, the adapter, how strong it is."""

    def __init__(self, card: ReferencesCard, index: int) -> None:
        super().__init__(card)
        self._reference = Reference("", "")
        self._pictures = card.session.part_pictures
        self._catalog = card.session.desk.catalog
        self.thumb = SourceThumb(self)
        self.thumb.setAccessibleName(self.tr("Reference picture"))
        self.adapter = _named(Combo(self), self.tr("Adapter"))
        self.adapter.setToolTip(self.tr("The IP-Adapter that the model looks through"))
        self.scale = _named(
            NumberField(0, 2, 0.05, default=0.6, parent=self), self.tr("Strength of the reference")
        )
        self.scale.setToolTip(self.tr("How much the picture takes after the reference"))
        self.remove = icon_button("x", self.tr("Take this reference away"))
        self.remove.clicked.connect(lambda: card.change(index, None))
        self.adapter.activated.connect(
            lambda _i: card.change(
                index, replace(self._reference, adapter=self.adapter.currentData())
            )
        )
        self.scale.changed.connect(
            lambda scale: card.change(index, replace(self._reference, scale=float(scale)))
        )
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(4)
        grid.addWidget(self.thumb, 0, 0, 2, 1)
        grid.addWidget(self.adapter, 0, 1)
        grid.addWidget(self.remove, 0, 2)
        grid.addWidget(self.scale, 1, 1)
        grid.setColumnStretch(1, 1)
        self._pictures.found.connect(self._on_found)
        bind(self._catalog, "supplies", self._on_supplies)

    def show_reference(self, reference: Reference) -> None:
        """Show it."""
        self._reference = reference
        self.scale.set_value(reference.scale)
        self._show_adapter()
        self._pictures.ask(reference.picture)

    def _on_supplies(self, _supplies: object) -> None:
        _fill(self.adapter, self._catalog.parts(Kind.IP_ADAPTER))
        self._show_adapter()

    def _show_adapter(self) -> None:
        name = self._reference.adapter
        self.adapter.select(name)
        self.adapter.setPlaceholderText(self.tr("{model} is not here").format(model=name))

    def _on_found(self, key: str, kept: KeptInput | None) -> None:
        if key == self._reference.picture:
            self.thumb.show_picture(kept)


def _named(widget: Any, name: str) -> Any:
    widget.setAccessibleName(name)
    return widget


def _fill(combo: Combo, models: tuple[Model, ...]) -> None:
    combo.clear()
    for model in models:
        combo.addItem(model.title, model.key)


CARDS: dict[str, type[PartCard]] = {
    "inpaint": InpaintCard,
    "outpaint": OutpaintCard,
    "high_res": HighResCard,
    "refiner": RefinerCard,
    "variation": VariationCard,
    "seamless": SeamlessCard,
    "vae": VaeCard,
    "references": ReferencesCard,
}


def texts(name: str) -> tuple[str, str]:
    """Return a part's title and what it does to the picture, in the user's language."""
    return shown(CARDS[name].TITLE), shown(CARDS[name].TIP)
