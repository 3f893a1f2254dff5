"""Commands that ask for more than a picture from words."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject

from studio.core.model import Kind
from studio.core.request import SEED_LIMIT
from studio.core.request_parts import (
    HighRes,
    Inpaint,
    Outpaint,
    Reference,
    Refiner,
    Seamless,
    Variation,
)
from studio.ui.actions import Command, Group
from studio.ui.prompt.part_kinds import CARDS, texts

if TYPE_CHECKING:
    from collections.abc import Callable

    from studio.ui.main_window import MainWindow
    from studio.ui.request_panel import RequestPanel

BEYOND_PX = 64  # on each side, to begin with


class PartCommands(QObject):
    """Adds a part to the request, or says what is missing for it."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        self._draft = window.session.desk.draft
        self._catalog = window.session.desk.catalog

    def groups(self) -> tuple[Group, ...]:
        """Return the lines of the picture's menu."""
        ways: dict[str, Callable[[], None]] = {
            "inpaint": self.paint_inside,
            "outpaint": partial(self._add, "outpaint", Outpaint(*[BEYOND_PX] * 4)),
            "high_res": partial(self._add, "high_res", HighRes()),
            "refiner": self.hand_over,
            "variation": self.vary,
            "seamless": partial(self._add, "seamless", Seamless.BOTH),
            "vae": self.decode_otherwise,
            "references": self.take_after,
        }
        keys = {"high_res": ("Ctrl+Alt+E",)}
        lines = []
        for name in CARDS:
            title, tip = texts(name)
            template = self.tr("Add: {part}")
            text = template.format(part=title)
            lines.append(Command(f"part.{name}", text, ways[name], keys.get(name, ()), tip))
        return (Group("picture", tuple(lines)),)

    def paint_inside(self) -> None:
        """Ask for a mask."""
        path = self._picture(self.tr("Choose a mask: white is drawn, black is kept"))
        if path:
            self._session.part_pictures.keep(path, self._use_mask)

    def hand_over(self) -> None:
        """Let the first other model finish the picture."""
        family, key = self._catalog.family(self._draft.model), self._draft.model
        others = [
            model
            for model in self._catalog.supplies.models
            if model.key != key and family and _kin(model.family) == _kin(family.key)
        ]
        if others:
            self._add("refiner", Refiner(others[0].key))
        else:
            self._window.say(
                self.tr("No other model of this kind was found; a second one is needed for this.")
            )

    def vary(self) -> None:
        """Bend towards the next seed."""
        self._add("variation", Variation((self._draft.seed + 1) % SEED_LIMIT))

    def decode_otherwise(self) -> None:
        """Take the first VAE that was found."""
        found = self._catalog.parts(Kind.VAE)
        if found:
            self._add("vae", found[0].key)
        else:
            self._window.say(
                self.tr("No VAE was found: put its file into one of the models folders.")
            )

    def take_after(self) -> None:
        """Ask for a picture and look at it through the first adapter."""
        if not self._catalog.parts(Kind.IP_ADAPTER):
            self._window.say(
                self.tr("No IP-Adapter was found: put its file into one of the models folders.")
            )
            return
        path = self._picture(self.tr("Choose a reference picture"))
        if path:
            self._session.part_pictures.keep(path, self._use_reference)

    def _use_mask(self, key: str) -> None:
        now = self._draft.parts.get("inpaint")
        self._add("inpaint", replace(now, mask=key) if isinstance(now, Inpaint) else Inpaint(key))

    def _use_reference(self, key: str) -> None:
        now = self._draft.parts.get("references", ())
        adapters = self._catalog.parts(Kind.IP_ADAPTER)
        if isinstance(now, tuple) and adapters:
            self._add("references", (*now, Reference(key, adapters[0].key)))

    def _add(self, name: str, part: object) -> None:
        self._draft.set_part(name, part)
        cast("RequestPanel", self._window.dock("request")).show_card(name)

    def _picture(self, title: str) -> Path | None:
        return self._window.dialogs.picture(self._window, title, Path.home())


def _kin(family: str) -> str:
    """Return what families have in common that see pictures alike (their latents)."""
    if family.startswith("sdxl"):
        return "sdxl"
    return "sd" if family.startswith("sd") else family
