"""Progress of a training on the terminal."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from studio.core.job import Progress


def show_progress(progress: Progress) -> None:
    """Write one line per report to the error stream."""
    sys.stderr.write(f"{progress.stage} ({progress.step} of {progress.total})\n")
    sys.stderr.flush()
