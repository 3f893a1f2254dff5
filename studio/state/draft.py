"""The request that is being written: what every control of the left panel shows."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from studio.core.request import PARTS, SEED_LIMIT, Extent, Request
from studio.core.request_parts import Savings
from studio.state.observable import Observable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studio.core.params import Scalar
    from studio.core.style import Style
    from studio.state.catalog import Catalog

START = Request("")
OF_SOURCES = ("inpaint", "outpaint")  # parts that say what happens to the source


class Draft(QObject):
    """One observable per control; `request()` freezes them.

    `overrides` are the parameters that the user set; the others follow the family and the style.
    """

    prompt_changed = Signal(str)
    negative_changed = Signal(str)
    style_changed = Signal(object)
    style_text_changed = Signal(str)
    style_strength_changed = Signal(float)
    model_changed = Signal(str)
    extent_changed = Signal(object)
    seed_changed = Signal(object)  # larger than a C++ int
    seed_locked_changed = Signal(bool)
    count_changed = Signal(int)
    source_changed = Signal(str)
    denoise_changed = Signal(float)
    parts_changed = Signal(object)
    overrides_changed = Signal(object)
    edited = Signal()  # after any of them

    prompt = Observable("")
    negative = Observable("")
    style: Observable[Style | None] = Observable(None)
    style_text = Observable("")
    style_strength = Observable(1.0)
    model = Observable(START.model)
    extent = Observable(START.extent)
    seed = Observable(0)
    seed_locked = Observable(False)
    count = Observable(1)
    source = Observable("")
    denoise = Observable(START.denoise)
    parts: Observable[Mapping[str, object]] = Observable({})  # as `Request.parts` tells them
    overrides: Observable[Mapping[str, Scalar]] = Observable({})

    def __init__(self, catalog: Catalog, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._catalog = catalog
        self._random = random.SystemRandom()
        self._loaded = START
        for changed in (
            self.prompt_changed,
            self.negative_changed,
            self.style_changed,
            self.style_text_changed,
            self.style_strength_changed,
            self.model_changed,
            self.extent_changed,
            self.seed_changed,
            self.seed_locked_changed,
            self.count_changed,
            self.source_changed,
            self.denoise_changed,
            self.parts_changed,
            self.overrides_changed,
        ):
            changed.connect(self.edited)
        catalog.defaults_changed.connect(self.settle)

    def choose_model(self, key: str) -> None:
        """Take another model; a size that was the old one's own becomes the new one's own."""
        old, new = self._catalog.native(self.model), self._catalog.native(key)
        if new and (old is None or self.extent == old):
            self.extent = new
        usual = self._catalog.usual_style(key)
        if self.style in (None, self._catalog.usual_style(self.model)):
            self.style = usual
        self.model = key

    def params(self) -> dict[str, Scalar]:
        """Return every parameter of the model's family with the value it would have now."""
        defaults = self._catalog.defaults(self.model, self.style)
        known = {k: v for k, v in self.overrides.items() if k in defaults}
        return defaults | known if defaults else dict(self.overrides)

    def set_param(self, name: str, value: Scalar) -> None:
        """Set one parameter; the value it has by default is no override."""
        others = {k: v for k, v in self.overrides.items() if k != name}
        default = self._catalog.defaults(self.model, self.style).get(name)
        self.overrides = others if value == default else others | {name: value}

    def reset_param(self, name: str) -> None:
        """Let a parameter follow the family and the style again."""
        self.overrides = {k: v for k, v in self.overrides.items() if k != name}

    def set_part(self, name: str, part: object) -> None:
        """Ask for something besides, by a name of `core.request.PARTS`; None: no longer."""
        others = {key: kept for key, kept in self.parts.items() if key != name}
        is_usual = part is None or part == getattr(START, name)
        self.parts = others if is_usual else others | {name: part}

    def roll_seed(self) -> None:
        """Take a seed that nobody chose."""
        self.seed = self._random.randrange(SEED_LIMIT)

    def request(self) -> Request:
        """Freeze what the controls show."""
        return Request(
            prompt=self.prompt,
            model=self.model,
            negative=self.negative,
            style=self.style,
            style_text=self.style_text,
            style_strength=self.style_strength,
            extent=self.extent,
            seed=self.seed,
            count=self.count,
            params=self.params(),
            wildcards=self._wildcards(),
            source=self.source,
            denoise=self.denoise if self.source else START.denoise,
            **self._parts(),
        )

    def load(self, request: Request) -> None:
        """Make every control show a request, so that asking again makes the same picture."""
        self._loaded = request
        self.prompt = request.prompt
        self.negative = request.negative
        self.style = request.style
        self.style_text = request.style_text
        self.style_strength = request.style_strength
        self.model = request.model
        self.extent = Extent(request.extent.width, request.extent.height)
        self.seed = request.seed
        self.seed_locked = True
        self.count = request.count
        self.source = request.source
        self.denoise = request.denoise
        self.parts = request.parts()
        self.overrides = dict(request.params)
        self.settle()

    def _parts(self) -> dict[str, Any]:
        """Return the parts that the model takes; those of a source need one."""
        family = self._catalog.family(self.model)
        takes = family.takes if family else PARTS
        needs_source = () if self.source else OF_SOURCES
        parts = {k: v for k, v in self.parts.items() if k in takes and k not in needs_source}
        if family and isinstance(savings := parts.get("savings"), Savings):
            parts["savings"] = savings.only(family.saves)
        return parts

    def _wildcards(self) -> Mapping[str, tuple[str, ...]]:
        """Return the lists of the loaded request, as long as its texts are the same."""
        loaded = self._loaded
        texts = (loaded.prompt, loaded.negative, loaded.style, loaded.style_text)
        same = texts == (self.prompt, self.negative, self.style, self.style_text)
        return loaded.wildcards if same else {}

    def settle(self) -> None:
        """Drop the overrides that say what the defaults say, once the model is known."""
        defaults = self._catalog.defaults(self.model, self.style)
        if defaults:
            self.overrides = {k: v for k, v in self.overrides.items() if defaults.get(k) != v}
