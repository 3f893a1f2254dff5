"""Reads whole sentences with the language model Qwen3, for models that are conditioned on it.

The words are laid out as Qwen's chat template lays out the question of a user. The template itself,
a program that lies in the model's folder, is never run.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from studio.core.errors import ModelRefusedError
from studio.core.text import N_

if TYPE_CHECKING:
    from pathlib import Path

MARKS = ("<|im_start|>", "<|im_end|>")
LAYOUT = "<|im_start|>user\n{text}<|im_end|>\n<|im_start|>assistant\n"
LENGTH = 512  # tokens, the layout included; what is beyond is not read
LAYER = -2  # the hidden states before the last layer
CACHED_TEXTS = 32


def load_tokenizer(folder: Path, vocabulary: int) -> Any:
    """Return the tokenizer of a folder; `vocabulary` is how many words the encoder knows.

    Raises `ModelRefusedError` for the tokenizer of another model.
    """
    from transformers import Qwen2Tokenizer

    tokenizer = Qwen2Tokenizer.from_pretrained(folder, local_files_only=True)
    known = tokenizer.get_vocab()
    if len(tokenizer) > vocabulary or not all(mark in known for mark in MARKS):
        raise ModelRefusedError(
            N_("The vocabulary in {folder} belongs to another model: it has {count} words."),
            folder=folder,
            count=len(tokenizer),
        )
    return tokenizer


@dataclass(slots=True)
class SentenceEncoder:
    """The tokenizer and the language model, and what it said of texts lately."""

    tokenizer: Any
    model: Any
    _known: OrderedDict[str, Any] = field(default_factory=OrderedDict)

    def encode(self, text: str) -> Any:
        """Return the hidden states of a text, (tokens, width); computed once for each."""
        if text not in self._known:
            self._known[text] = self._forward(text)
            if len(self._known) > CACHED_TEXTS:
                self._known.popitem(last=False)
        self._known.move_to_end(text)
        return self._known[text]

    def is_known(self, text: str) -> bool:
        """Whether no pass through the language model is needed for a text."""
        return text in self._known

    def is_truncated(self, text: str) -> bool:
        """Whether a text is longer than what is read of it."""
        ids = self.tokenizer(LAYOUT.format(text=text), truncation=False, verbose=False).input_ids
        return len(ids) > LENGTH

    def forget(self) -> None:
        """Encode everything anew: the language model is another now."""
        self._known.clear()

    def _forward(self, text: str) -> Any:
        inputs = self.tokenizer(
            [LAYOUT.format(text=text)],
            padding="max_length",
            max_length=LENGTH,
            truncation=True,
            return_tensors="pt",
        )
        ids = inputs.input_ids.to(self.model.device)
        mask = inputs.attention_mask.to(self.model.device).bool()
        output = self.model(input_ids=ids, attention_mask=mask, output_hidden_states=True)
        return output.hidden_states[LAYER][0][mask[0]]
