"""Commands for looking at pictures: closer, turned, beside each other."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu

from studio.core.params import specs
from studio.core.settings import Settings
from studio.state.canvas import Comparing
from studio.ui.actions import Command, Group, Submenu
from studio.ui.translate import shown

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint

    from studio.ui.main_window import MainWindow

Std = QKeySequence.StandardKey
STEP = 0.1  # of the way of the wipe's line
PICTURE = (  # what the canvas' own menu has of the other menus
    "picture.reuse",
    "picture.reuse_prompt",
    "picture.reuse_seed",
    "gallery.vary_seed",
    "source.canvas",
    "",
    "gallery.stars",
    "gallery.trash",
    "",
    "picture.copy",
    "canvas.copy_color",
    "file.export",
    "file.folder",
    "",
    "canvas.with_previous",
    "canvas.pin",
    "canvas.none",
    "",
    "canvas.fit",
    "canvas.actual",
    "canvas.straight",
    "canvas.info",
    "canvas.surround",
)


class CanvasCommands(QObject):
    """What the hand does on the canvas, for the menu and the palette of commands."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._view = window.canvas.view
        self._state = window.session.desk.canvas
        self._comparison = window.session.comparison
        self._view.asked.connect(self.open_menu)

    def groups(self) -> tuple[Group, ...]:
        """Return the menu of the canvas."""
        return (
            Group("canvas", self._zooms()),
            Group("canvas", self._turns()),
            Group("canvas", self._choosing()),
            Group("canvas", self._ways()),
            Group("canvas", self._shows()),
        )

    def open_menu(self, place: QPoint) -> None:
        """Open the menu of the picture under the mouse."""
        menu = QMenu(self._window)
        self._window.actions_table.refresh()
        known = self._window.actions_table.names()
        for key in PICTURE:
            if not key:
                menu.addSeparator()
            elif key in known:
                menu.addAction(self._window.actions_table[key])
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    def _zooms(self) -> tuple[Command, ...]:
        tr, view = self.tr, self._view
        return (
            Command("canvas.fit", tr("&Whole picture"), view.fit, ("Ctrl+0",)),
            Command("canvas.actual", tr("&Actual size"), lambda: view.actual_size(), ("Ctrl+1",)),
            Command("canvas.fill", tr("&Fill the canvas"), view.fill, ("Ctrl+2",)),
            Command("canvas.zoom_in", tr("Zoom &in"), view.zoom_in, (Std.ZoomIn, "Ctrl+=")),
            Command("canvas.zoom_out", tr("Zoom &out"), view.zoom_out, (Std.ZoomOut,)),
            Command(
                "canvas.zoom",
                tr("&Type a zoom"),
                lambda: self._window.canvas.zoom.field.edit(),
                ("Ctrl+/",),
            ),
        )

    def _turns(self) -> tuple[Command, ...]:
        tr, view = self.tr, self._view
        tip = tr("Only what you see: the picture itself stays as it is")
        return (
            Command("canvas.turn_left", tr("Turn the view &left"), view.turn_left,
                    ("Ctrl+[",), tip),
            Command("canvas.turn_right", tr("Turn the view &right"), view.turn_right,
                    ("Ctrl+]",), tip),
            Command("canvas.mirror", tr("&Mirror the view"), view.mirror, ("Ctrl+M",), tip,
                    checked=lambda: view.viewport.mirrored),
            Command("canvas.straight", tr("View &straight again"), view.look_straight,
                    ("Ctrl+Shift+0",)),
        )  # fmt: skip

    def _choosing(self) -> tuple[Command, ...]:
        tr, comparison = self.tr, self._comparison
        return (
            Command(
                "canvas.with_previous",
                tr("Compare with the &previous picture"),
                lambda: comparison.with_previous(),
                ("Ctrl+Shift+Y",),
            ),
            Command(
                "canvas.with_source",
                tr("Compare with its starting picture"),
                lambda: comparison.with_source(),
                ("Ctrl+Shift+I",),
            ),
            Command(
                "canvas.with_selection",
                tr("Compare the selected pictures"),
                comparison.with_selection,
                ("Ctrl+Shift+G",),
                tip=tr("Two to four pictures that are selected in the gallery"),
            ),
            Command("canvas.pin", tr("&Keep this picture for comparing"), comparison.pin,
                    ("Ctrl+Shift+K",), tr("The next picture shown appears beside it")),
            Command("canvas.swap", tr("E&xchange the two pictures"), comparison.swap,
                    ("Ctrl+Shift+X",), tr("Hold X on the canvas to peek at the other one")),
        )  # fmt: skip

    def _ways(self) -> tuple[Command, ...]:
        tr, way = self.tr, self._way
        return (
            way(Comparing.NONE, tr("&One picture"), "Ctrl+Shift+1"),
            way(Comparing.WIPE, tr("&Before and after"), "Ctrl+Shift+W"),
            way(Comparing.TWO, tr("Side &by side"), "Ctrl+Shift+2"),
            way(Comparing.FOUR, tr("&Up to four"), "Ctrl+Shift+4"),
            way(Comparing.DIFFERENCE, tr("&Difference"), "Ctrl+Shift+D"),
            Command(
                "canvas.wipe_across",
                tr("Line of before and after lies a&cross"),
                self._lay_wipe,
                ("Ctrl+Shift+B",),
                checked=lambda: not self._state.wipe_upright,
            ),
            Command("canvas.wipe_back", tr("Show less of the earlier picture"),
                    partial(self._move_wipe, -STEP), ("Ctrl+Shift+,",)),
            Command("canvas.wipe_on", tr("Show more of the earlier picture"),
                    partial(self._move_wipe, STEP), ("Ctrl+Shift+.",)),
        )  # fmt: skip

    def _shows(self) -> tuple[Command | Submenu, ...]:
        tr, state = self.tr, self._state
        return (
            Command("canvas.info", tr("What made this p&icture"), partial(self._switch, "info"),
                    ("Ctrl+I",), checked=lambda: state.info),
            Command("canvas.grid", tr("Lines between the pixels"), partial(self._switch, "grid"),
                    ("Ctrl+'",), tr("Seen from 800 % on"), checked=lambda: state.grid),
            Command("canvas.copy_color", tr("Copy the color under the mouse"),
                    self._window.canvas.copy_color, ("Ctrl+Shift+E",)),
            Submenu("canvas.surround", tr("Around the picture"), lines=self._surrounds()),
        )  # fmt: skip

    def _surrounds(self) -> tuple[Command, ...]:
        spec, _ = specs(Settings)["canvas_surround"]
        return tuple(
            self._surround(value, shown(title), f"Ctrl+Shift+{number}")
            for number, (value, title) in enumerate(spec.choices, start=6)
        )

    def _surround(self, value: str, title: str, keys: str) -> Command:
        memory = self._window.session.desk.memory
        return Command(
            f"canvas.surround_{value or 'theme'}",
            title,
            lambda: memory.choose(canvas_surround=value),
            (keys,),
            checked=lambda: memory.settings.canvas_surround == value,
        )

    def _way(self, comparing: Comparing, text: str, keys: str) -> Command:
        return Command(
            f"canvas.{comparing.value}",
            text,
            lambda: self._comparison.arrange(comparing),
            (keys,),
            checked=lambda: self._state.comparing is comparing,
        )

    def _switch(self, name: str) -> None:
        setattr(self._state, name, not getattr(self._state, name))

    def _lay_wipe(self) -> None:
        self._state.wipe_upright = not self._state.wipe_upright

    def _move_wipe(self, by: float) -> None:
        if self._state.comparing is not Comparing.WIPE:
            self._window.say(self.tr("Choose Before and after first: it has the line to move."))
            return
        self._state.wipe_share = min(max(self._state.wipe_share + by, 0.0), 1.0)
