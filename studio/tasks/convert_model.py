"""Convert a pickle, or the pickles of a model's folder, into safetensors files beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio.core.errors import RequestError
from studio.core.text import N_, Message, message

if TYPE_CHECKING:
    from pathlib import Path

    from studio.core.job import CancelToken, Reporter

LANE = "convert"  # of its own: it takes minutes
TOGETHER = ("unet", "vae", "text_encoder", "text_encoder_2", "transformer", "image_encoder")


@dataclass(frozen=True, slots=True)
class ConvertModel:
    """Returns the files that were written; the pickles stay as they are."""

    source: Path
    target: Path | None = None
    lane: str = LANE

    @property
    def title(self) -> Message:
        """What the job strip calls it."""
        return message(N_("Converting {name}"), name=self.source.name)

    def run(self, report: Reporter, cancel: CancelToken) -> tuple[Path, ...]:
        """Convert in a child process that has no rights."""
        from studio.engine.conversion import convert

        try:
            return tuple(
                convert(source, self.target, report, cancel, None) for source in self._sources()
            )
        except OSError as error:
            raise RequestError(
                N_("{path} cannot be converted: {reason}"),
                path=self.source,
                reason=error.strerror or error,
            ) from None

    def _sources(self) -> list[Path]:
        """Return the file, or with it the pickles of the other parts of the same model."""
        from studio.engine.conversion import target_for

        model = self.source.parent.parent
        if self.source.parent.name not in TOGETHER or not (model / "model_index.json").is_file():
            return [self.source]
        return [
            path
            for name in TOGETHER
            for path in sorted((model / name).glob("*.bin"))
            if not target_for(path).exists()
        ]
