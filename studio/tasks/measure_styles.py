"""Measure which styles a model knows; `python -m studio.tasks.measure_styles` for its maker."""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from studio.core import paths
from studio.core.job import CancelToken, Progress
from studio.core.prompt.styles import load_styles
from studio.core.task import DEVICE_LANE
from studio.core.text import N_, Message, message
from studio.engine.offline import forbid_network
from studio.engine.style_effects import (
    Record,
    cached_place,
    content_of,
    known,
    shipped_place,
    style_effects,
    words_of,
    write,
)
from studio.engine.verbs.style_effect import StyleEffectPayload

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studio.core.job import Reporter
    from studio.core.model import Model
    from studio.core.style import Style
    from studio.engine.protocol import Engine


@dataclass(frozen=True, slots=True, eq=False)
class MeasureStyles:
    """Measures every style that was not measured yet, and stores each at once.

    A cancelled measurement goes on where it stopped. Returns what `style_effects` returns.
    """

    engine: Engine
    model: Model
    styles: Mapping[str, Style]
    place: Path | None = None  # of the record; the user's cache unless the maker says otherwise
    lane: str = DEVICE_LANE

    @property
    def title(self) -> Message:
        """What the job strip calls it."""
        return message(N_("Measure the styles of {model}"), model=self.model.title)

    def run(self, report: Reporter, cancel: CancelToken) -> dict[str, bool]:
        """Measure; every finished style is reported with its key and verdict as `result`."""
        record = self._record()
        waiting = [style for style in self.styles.values() if not _has(record, style)]
        for index, style in enumerate(waiting):
            cancel.check()
            payload = StyleEffectPayload(self.model, style, record.plain)
            forward = _scaled(report, index, len(waiting))
            effect = self.engine.run("style_effect", payload, forward, cancel)
            record = record.joined(effect, style)
            write(self.place or cached_place(self.model), record)
            done = message(N_("{style}: measured"), style=style.title)
            verdict = (style.key, effect.works)
            report(Progress(index + 1, len(waiting), done, result=verdict))
        return {key: v.works for key, v in record.styles.items() if key in self.styles}

    def _record(self) -> Record:
        """Return what may be kept: for the maker's file only what stands for its own styles."""
        record = known(self.model)
        kept = {key: v for key, v in record.styles.items() if key in self.styles}
        return Record(record.model, record.plain, kept)


def _has(record: Record, style: Style) -> bool:
    return style.key in record.styles and record.styles[style.key].words == words_of(style)


def _scaled(report: Reporter, index: int, count: int) -> Reporter:
    """Tell a step of one style as a step of all."""

    def forward(inner: Progress) -> None:
        step = int(1000 * (index + inner.fraction))
        report(Progress(step, 1000 * count, inner.stage, inner.preview))

    return forward


def main(argv: list[str] | None = None) -> int:
    """Measure a model and store the record in its folder, as it is shipped."""
    forbid_network()
    parser = argparse.ArgumentParser(
        prog="python -m studio.tasks.measure_styles", description=__doc__
    )
    starter = paths.resources() / "models" / "starter"
    parser.add_argument("model", nargs="?", type=Path, default=starter, help="a diffusers folder")
    parser.add_argument("--again", action="store_true", help="forget what was measured before")
    arguments = parser.parse_args(argv)
    # The engine's own modules are heavy to find; nobody waits for them to read the help.
    from studio.engine.runtime import Runtime
    from studio.engine.weights import model_at

    model = model_at(arguments.model)
    if arguments.again:
        for place in (shipped_place(model), cached_place(model)):
            place.unlink(missing_ok=True)
    styles = load_styles(paths.resources() / "styles")
    task = MeasureStyles(Runtime(), model, styles, shipped_place(model))
    task.run(_tell, CancelToken())
    verdicts = style_effects(model, styles)
    known_ones = ", ".join(sorted(key for key, works in verdicts.items() if works))
    sys.stdout.write(f"{content_of(model)[:12]}: {len(verdicts)} measured; known: {known_ones}\n")
    return 0


def _tell(progress: Progress) -> None:
    if progress.result is not None:
        sys.stderr.write(f"{progress.step}/{progress.total} {progress.result}\n")


if __name__ == "__main__":
    sys.exit(main())
