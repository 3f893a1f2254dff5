"""What a checkpoint wears for one picture: the LoRAs and learnt words that its prompt asks for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from studio.core.addition import check_tags, find_lora
from studio.core.paths import cache_folder
from studio.core.prompt.tags import extract_tags
from studio.core.text import N_, Message, message
from studio.engine.additions import facts_of, words_in
from studio.engine.fingerprint import fingerprint
from studio.engine.lora import LoraStack, Wanted
from studio.engine.savings.tuning import refresh_joined

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from studio.core.addition import Addition
    from studio.core.prompt.tags import Tag
    from studio.engine.conditioning import Conditioner
    from studio.engine.loading import Parts


@dataclass(frozen=True, slots=True)
class Dressed:
    """The texts without their tags, the LoRAs that act, what to record, and what to tell."""

    prompt: str
    negative: str
    facts: Mapping[str, str] = field(default_factory=dict)
    notices: tuple[Message, ...] = ()
    loras: tuple[Addition, ...] = ()


@dataclass(slots=True)
class Outfit:
    """Changes a loaded checkpoint between two pictures, as little as it takes."""

    parts: Parts
    conditioner: Conditioner
    _loras: LoraStack = field(init=False)

    def __post_init__(self) -> None:
        self._loras = LoraStack(self.parts)

    def wear(self, prompt: str, negative: str, known: Sequence[Addition]) -> Dressed:
        """Make what the texts ask for act, and nothing else.

        Raises `PromptError` for a LoRA that is not known, and `ModelRefusedError` for what was made
        for another base model.
        """
        check_tags(prompt, known)
        plain, tags = extract_tags(prompt)
        plain_negative, useless = extract_tags(negative)
        wanted = [wanted_by(tag, known) for tag in tags]
        words = words_in(f"{plain}\n{plain_negative}", known)
        if self._loras.apply(wanted):
            refresh_joined(self.parts.unet)
        heard = tuple((entry.stamp, entry.text) for entry in wanted if entry.text)
        stamps = tuple(_stamp(word.path) for word in words)
        for encoder in self.conditioner.encoders:
            encoder.words.learn(words, stamps)
            encoder.wear((heard, stamps))
        notices = told_of(useless)
        acting = (find_lora(tag.name, known) for tag in tags if any(tag.weights or (1.0,)))
        loras = tuple(lora for lora in acting if lora is not None)
        return Dressed(plain, plain_negative, facts_of(tags, words, known, hash_of), notices, loras)

    @property
    def is_worn(self) -> bool:
        """Whether any LoRA is added now."""
        return self._loras.is_worn

    def has_changed(self, part: str, tensor: str) -> bool:
        """Whether a LoRA is added to a tensor of a network now."""
        return self._loras.has_changed(f"{part}.{tensor.removesuffix('.weight')}")


def told_of(useless: Sequence[Tag]) -> tuple[Message, ...]:
    """Return what to say of tags in the negative prompt."""
    return (message(N_("A LoRA in the negative prompt has no effect.")),) if useless else ()


def wanted_by(tag: Tag, known: Sequence[Addition]) -> Wanted:
    """Return the LoRA of a tag, which is known.

    One weight counts for all; of two the first is the text encoder's, as in AUTOMATIC1111.
    """
    lora = find_lora(tag.name, known)
    assert lora is not None, "check_tags has found it"
    text = tag.weights[0] if tag.weights else 1.0
    unet = tag.weights[1] if len(tag.weights) > 1 else text
    return Wanted(lora.path, unet, text, _stamp(lora.path))


def _stamp(path: Path) -> tuple[str, int, int]:
    """Return what changes when a file is replaced by another; nothing where it is gone."""
    try:
        found = path.stat()
    except OSError:
        return str(path), 0, 0
    return str(path), found.st_mtime_ns, found.st_size


def hash_of(path: Path) -> str:
    """Return the SHA-256 of an addition, computed once for each file."""
    return fingerprint(path, cache_folder() / "hashes.json")
