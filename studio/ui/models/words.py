"""What the page of models says: numbers, formats and licenses in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from studio.core.addition import AdditionKind
from studio.core.licenses import Commercial, License
from studio.core.model import Kind, Layout
from studio.engine.additions import SHORT

if TYPE_CHECKING:
    from studio.core.addition import Addition
    from studio.core.model import Model
    from studio.engine.about import About
    from studio.state.catalog import Catalog

_FORMATS = {"F32": "float32", "F16": "float16", "BF16": "bfloat16", "F64": "float64"}


def size_text(size: int) -> str:
    """Return a size in bytes as people say it."""
    for unit, bytes_each in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if size >= bytes_each:
            return f"{size / bytes_each:.1f} {unit}"
    return f"{size} B"


class Words(QObject):
    """Sentences about models."""

    def commercial(self, license: License) -> str:
        """Say whether one may earn money with it."""
        return {
            Commercial.YES: self.tr("Commercial use: yes"),
            Commercial.CONDITIONS: self.tr("Commercial use: with conditions"),
            Commercial.NO: self.tr("Commercial use: no"),
            Commercial.UNKNOWN: self.tr("Commercial use: read its license"),
            Commercial.UNSAID: self.tr("Commercial use: the file does not say"),
        }[license.commercial]

    def license(self, license: License) -> str:
        """Return the license, and which file says so."""
        if not license.title:
            return self.tr("The file does not say")
        if not license.source:
            return license.title
        return self.tr("{license} (says {file})").format(license=license.title, file=license.source)

    def weights(self, about: About) -> str:
        """Return how many numbers there are, and how they are stored."""
        if not about.kinds:
            return ""
        formats = ", ".join(_FORMATS.get(kind, kind) for kind, _ in about.kinds[:3])
        return self.tr("{n} parameters, {formats}").format(n=_count(about.numbers), formats=formats)

    def kind(self, model: Model, catalog: Catalog) -> str:
        """Return the family of a model, or what part of one it is."""
        family = catalog.supplies.families.get(model.family)
        if model.family:
            return family.title if family else model.family
        part = self.part(model.kind)
        fits = self.fits(model)
        return f"{part} · {fits}" if fits else part

    def part(self, kind: Kind) -> str:
        """Say what a part is for."""
        return {
            Kind.CHECKPOINT: self.tr("Model"),
            Kind.DENOISER: self.tr("Denoiser without the rest of its model"),
            Kind.VAE: self.tr("Picture decoder (VAE)"),
            Kind.TAESD: self.tr("Small picture decoder (TAESD)"),
            Kind.TEXT_ENCODER: self.tr("Text encoder"),
            Kind.VISION: self.tr("Picture encoder"),
            Kind.CONTROLNET: self.tr("ControlNet"),
            Kind.IP_ADAPTER: self.tr("IP-Adapter"),
        }[kind]

    def fits(self, part: Model) -> str:
        """Say which models a part goes with, as far as its shapes tell."""
        if part.kind in (Kind.VAE, Kind.TAESD):
            few, many = self.tr("for SD and SDXL"), self.tr("for models of 16 channels")
            return {4: few, 16: many}.get(part.width, "")
        if part.kind in (Kind.CONTROLNET, Kind.IP_ADAPTER, Kind.DENOISER):
            return {768: "SD 1.x", 1024: "SD 2.x", 2048: "SDXL"}.get(part.width, "")
        return ""

    def layout(self, model: Model) -> str:
        """Say how the weights lie on the disk."""
        return {
            Layout.FOLDER: self.tr("A folder of parts") if model.family else self.tr("A folder"),
            Layout.FILE: self.tr("A single file"),
            Layout.GGUF: self.tr("A GGUF file"),
        }[model.layout]

    def hash(self, text: str) -> str:
        """Return a hash with its short form, by which other programs and sites know a file."""
        return self.tr("{short} (AutoV2)").format(short=text[:SHORT]) + f"\n{halves(text)}"

    def addition(self, addition: Addition) -> str:
        """Return what an addition is."""
        return self.tr("LoRA") if addition.kind is AdditionKind.LORA else self.tr("Embedding")


def halves(text: str) -> str:
    """Return a hash in two lines, which fit into a narrow panel."""
    middle = (len(text) + 1) // 2
    return f"{text[:middle]}\n{text[middle:]}"


def _count(number: int) -> str:
    for unit, size in (("B", 10**9), ("M", 10**6), ("K", 10**3)):
        if number >= size:
            return f"{number / size:.2f}".rstrip("0").rstrip(".") + f" {unit}"
    return str(number)
