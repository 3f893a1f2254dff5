"""How far the search for models and their hashes are, and a way to halt the latter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from studio.state.observable import bind

if TYPE_CHECKING:
    from studio.core.job import Progress
    from studio.state.catalog import Catalog
    from studio.state.hashing import BackgroundHashes, Hashing

WHOLE = 1000


class HashingRow(QWidget):
    """Is there while models are read in the background, or while the user has halted that."""

    def __init__(
        self, hashes: BackgroundHashes, catalog: Catalog, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._hashes = hashes
        self._catalog = catalog
        self.text = QLabel(self)
        self.text.setObjectName("secondary")
        self.text.setWordWrap(True)
        self.bar = QProgressBar(self)
        self.bar.setRange(0, WHOLE)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(4)
        self.bar.setAccessibleName(self.tr("How far the reading of models is"))
        self.switch = QPushButton(self)
        self.switch.clicked.connect(self._on_switch)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self.text)
        words.addWidget(self.bar)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addLayout(words, 1)
        line.addWidget(self.switch)
        bind(catalog, "looking", self._on_looking)
        bind(hashes, "now", self._on_now)
        bind(hashes, "halted", self._on_halted)

    def _on_looking(self, looking: Progress | None) -> None:
        """Say how far a search is that takes long: of a slow drive, say."""
        if looking is None:
            self._on_halted(self._hashes.halted)
            return
        text = self.tr("Looking at models: {done} of {total}")
        self.text.setText(text.format(done=looking.step, total=looking.total))
        self.bar.setValue(int(WHOLE * looking.fraction))
        self.bar.show()
        self.switch.hide()
        self.show()

    def _on_now(self, now: Hashing | None) -> None:
        if self._catalog.looking:
            return
        self.switch.show()
        if now and not self._hashes.halted:
            text = self.tr("Computing hashes: {done} of {total}, {name}, {percent} %").format(
                done=now.done, total=now.total, name=now.name, percent=int(now.fraction * 100)
            )
            self.text.setText(text)
            self.bar.setValue(int(WHOLE * (now.done - 1 + now.fraction) / max(now.total, 1)))
        self.bar.setVisible(now is not None and not self._hashes.halted)
        self.setVisible(now is not None or self._hashes.halted)

    def _on_halted(self, halted: bool) -> None:
        if halted:
            self.text.setText(self.tr("Hashes are not computed until the next start."))
            self.switch.setText(self.tr("Go on"))
            self.switch.setToolTip(self.tr("Reads the models for their hashes, in quiet moments"))
        else:
            self.switch.setText(self.tr("Stop"))
            self.switch.setToolTip(
                self.tr(
                    "Reads no models for their hashes until the next start, or until you say so"
                )
            )
        self._on_now(self._hashes.now)

    def _on_switch(self) -> None:
        if self._hashes.halted:
            self._hashes.go_on()
        else:
            self._hashes.halt()
