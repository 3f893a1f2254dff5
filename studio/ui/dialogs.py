"""The questions that need a dialog of the system: where a folder or a file is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from studio.core.exporter import Exporter


class Dialogs(QObject):
    """Asks, and returns None when the user thinks better of it."""

    def folder(self, parent: QWidget, title: str, start: Path) -> Path | None:
        """Ask for a folder that is there."""
        return _path(QFileDialog.getExistingDirectory(parent, title, str(start)))

    def picture(self, parent: QWidget, title: str, start: Path) -> Path | None:
        """Ask for a picture file that is there."""
        kinds = self.tr("Pictures") + " (*.png *.jpg *.jpeg *.webp)"
        name, _ = QFileDialog.getOpenFileName(parent, title, str(start), kinds)
        return _path(name)

    def files(self, parent: QWidget, title: str, start: Path) -> list[Path]:
        """Ask for any files that are there; none when the user thinks better of it."""
        kinds = self.tr("All files") + " (*)"
        names, _ = QFileDialog.getOpenFileNames(parent, title, str(start), kinds)
        return [Path(name) for name in names]

    def styles_file(self, parent: QWidget, title: str, start: Path) -> Path | None:
        """Ask for a file to write styles to, of one of two forms."""
        kinds = self.tr("Studio styles") + " (*.json);;AUTOMATIC1111 (*.csv)"
        name, chosen = QFileDialog.getSaveFileName(parent, title, str(start), kinds)
        path = _path(name)
        if path and path.suffix.lower() not in (".json", ".csv"):
            path = path.with_name(path.name + (".csv" if "csv" in chosen else ".json"))
        return path

    def new_folder(self, parent: QWidget, title: str, start: Path) -> Path | None:
        """Ask for the name of a folder that is not there yet."""
        name, _ = QFileDialog.getSaveFileName(
            parent, title, str(start), "", "", QFileDialog.Option.ShowDirsOnly
        )
        return _path(name)

    def text_file(self, parent: QWidget, title: str, start: Path) -> Path | None:
        """Ask for the name of a text file to write."""
        name, _ = QFileDialog.getSaveFileName(parent, title, str(start), "*.txt")
        return _path(name)

    def page_file(self, parent: QWidget, title: str, start: Path) -> Path | None:
        """Ask for the name of an HTML page to write."""
        name, _ = QFileDialog.getSaveFileName(parent, title, str(start), "*.html")
        path = _path(name)
        return path if path is None or path.suffix else path.with_suffix(".html")

    def export_file(
        self, parent: QWidget, title: str, start: Path, exporters: Sequence[tuple[Exporter, str]]
    ) -> tuple[Path, Exporter] | None:
        """Ask for a file and its format; `exporters` come with their titles on screen."""
        filters = {f"{name} (*{exporter.suffix})": exporter for exporter, name in exporters}
        name, chosen = QFileDialog.getSaveFileName(parent, title, str(start), ";;".join(filters))
        path = _path(name)
        if path is None:
            return None
        by_suffix = {exporter.suffix: exporter for exporter, _ in exporters}
        exporter = by_suffix.get(path.suffix.lower()) or filters[chosen]
        if path.suffix.lower() != exporter.suffix:
            path = path.with_name(path.name + exporter.suffix)
        return path, exporter

    def show_folder(self, folder: Path) -> None:
        """Open a folder in the system's file manager."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def _path(name: str) -> Path | None:
    return Path(name) if name else None
