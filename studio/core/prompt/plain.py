"""The words of a prompt alone, for encoders that know no weights."""

from __future__ import annotations

from studio.core.prompt.schedule import schedule


def plain(text: str, steps: int = 1) -> str:
    """Return the words that hold at the first step; BREAK and AND become commas."""
    prompt = schedule(text, steps)[0].prompt
    chunks = [chunk for part in prompt.parts for chunk in part.chunks]
    words = ["".join(span.text for span in chunk) for chunk in chunks]
    return ", ".join(text.strip(" ,\n") for text in words if text.strip(" ,\n"))


def has_weights(text: str, steps: int = 1) -> bool:
    """Say whether `plain` would lose weights that the text has."""
    parts = [part for stage in schedule(text, steps) for part in stage.prompt.parts]
    spans = [span for part in parts for chunk in part.chunks for span in chunk]
    return any(part.weight != 1 for part in parts) or any(span.weight != 1 for span in spans)
