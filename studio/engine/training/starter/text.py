"""The text encoder: learns on captions alone what they say, the same in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from studio.engine.training.config import TrainConfig
from studio.engine.training.illustrator import Language, Scene, Split, caption, sample_scene
from studio.engine.training.starter.filler import with_filler
from studio.engine.training.starter.labels import Attribute, all_attributes, mentioned
from studio.engine.training.starter.vocabulary_files import LENGTH

if TYPE_CHECKING:
    from pathlib import Path

    from torch import Tensor, nn

    from studio.engine.nets.caption_reader import CaptionReader
    from studio.engine.training.loop import Batch
    from studio.engine.training.starter.plan import Plan


ALIGNMENT = 2.0  # weight of the distance between the languages
FILLER_SHARE = 0.3
TAIL = 4  # padding behind the longest caption of a batch, so that padding too carries the meaning


def text_config(plan: Plan) -> TrainConfig:
    """The run of the text encoder."""
    return TrainConfig(
        steps=plan.text_steps,
        rate=1e-3,
        warmup=100,
        decay=plan.text_steps // 2,
        ema=0.995,
        seed=plan.seed,
        bfloat16=plan.bfloat16,
        save_every=500,
    )


def new_encoder(plan: Plan, vocabulary_size: int, end: int) -> nn.Module:
    """A CLIP text encoder of the plan's size with random weights."""
    import torch
    from transformers import CLIPTextConfig, CLIPTextModel

    torch.manual_seed(plan.seed)
    config = CLIPTextConfig(
        vocab_size=vocabulary_size,
        hidden_size=plan.text_width,
        intermediate_size=4 * plan.text_width,
        num_hidden_layers=plan.text_layers,
        num_attention_heads=4,
        max_position_embeddings=LENGTH,
        projection_dim=plan.text_width,
        bos_token_id=end - 1,
        eos_token_id=end,
        pad_token_id=end,
    )
    encoder: nn.Module = CLIPTextModel(config)
    return encoder


@dataclass(slots=True)
class TextRecipe:
    """Batches of scenes told in both languages."""

    model: CaptionReader
    tokenizer: Any
    plan: Plan

    def batch(self, step: int) -> Batch:
        """Token ids, attribute labels, and which pairs say the same."""
        import torch

        rng = np.random.default_rng([self.plan.seed, 1, step])
        kinds = all_attributes(self.plan.vocabulary)
        texts: list[str] = []
        labels: list[list[int]] = []
        for _ in range(self.plan.text_batch):
            scene = sample_scene(rng, self.plan.vocabulary, Split.TRAIN)
            omit, layout = _fullness(rng)
            for language in Language:
                text = caption(scene, rng, language, omit, layout)
                labels.append([
                    kind.label(scene) if mentioned(kind, scene, text, language)
                    else len(kind.values) for kind in kinds
                ])  # fmt: skip
                filled = rng.random() < FILLER_SHARE
                texts.append(with_filler(text, language, rng) if filled else text)
        tokens = self.tokenizer(texts, truncation=True, max_length=LENGTH, padding="longest")
        ids = torch.tensor(tokens.input_ids)
        end = self.tokenizer.eos_token_id
        tail = min(TAIL, LENGTH - ids.shape[1])
        ids = torch.nn.functional.pad(ids, (0, tail), value=end)
        return {"ids": ids, "labels": torch.tensor(labels), "ends": (ids == end).int().argmax(1)}

    def loss(self, model: nn.Module, batch: Batch) -> Tensor:
        """Errors of the classifiers at the end mark and behind it, and languages apart."""
        import torch

        states = model(batch["ids"]).float()
        rows = torch.arange(len(states), device=states.device)
        at_end, behind = states[rows, batch["ends"]], states[:, -1]
        labels = batch["labels"]
        loss = states.new_zeros(())
        for state in (at_end, behind):
            heads = self.model.read(state)
            for column, logits in enumerate(heads.values()):
                loss = loss + torch.nn.functional.cross_entropy(logits, labels[:, column])
            loss = loss + ALIGNMENT * _apart(state, labels)
        return loss

    def sample(self, model: nn.Module, step: int) -> None:
        """Nothing to look at; `reading_errors` tells how well it reads."""


def _fullness(rng: np.random.Generator) -> tuple[float, float]:
    """How much captions omit and whether they name the layout: mostly a bit, often all or none."""
    return ((0.25, 0.5), (0.0, 1.0), (0.0, 0.0), (0.1, 0.5))[int(rng.integers(4))]


def _apart(states: Tensor, labels: Tensor) -> Tensor:
    """Mean squared distance between the languages, where both say the same."""
    english, chinese = states[0::2], states[1::2]
    same = (labels[0::2] == labels[1::2]).all(dim=1).float()
    gaps = (english - chinese).square().mean(dim=1)
    return (gaps * same).sum() / same.sum().clamp(min=1)


def load_tokenizer(folder: Path) -> Any:
    """The tokenizer from the training folder."""
    from transformers import CLIPTokenizer

    return CLIPTokenizer.from_pretrained(folder, local_files_only=True)


def new_reader(plan: Plan, tokenizer: Any) -> CaptionReader:
    """The encoder with its classifiers, untrained."""
    from studio.engine.nets.caption_reader import CaptionReader

    encoder = new_encoder(plan, len(tokenizer), tokenizer.eos_token_id)
    classes = {head_name(kind): len(kind.values) for kind in all_attributes(plan.vocabulary)}
    return CaptionReader(encoder, plan.text_width, classes)


def head_name(kind: Attribute) -> str:
    """What the classifier of this attribute is called."""
    return kind.name if kind.figure == 0 else f"{kind.name} {kind.figure + 1}"


def reading_errors(
    plan: Plan, reader: CaptionReader, tokenizer: Any, count: int
) -> dict[str, float]:
    """The share of full captions of held-out scenes misread, per attribute and language."""
    import torch

    rng = np.random.default_rng([plan.seed, 2])
    scenes: list[Scene] = [sample_scene(rng, plan.vocabulary, Split.HELD_OUT) for _ in range(count)]
    errors: dict[str, float] = {}
    for language in Language:
        texts = [caption(scene, rng, language, 0.0, 1.0) for scene in scenes]
        ids = torch.tensor(tokenizer(texts, padding="max_length", max_length=LENGTH).input_ids)
        ends = (ids == tokenizer.eos_token_id).int().argmax(1)
        with torch.no_grad():
            heads = reader.read(reader(ids)[torch.arange(count), ends])
        for kind, logits in zip(all_attributes(plan.vocabulary), heads.values(), strict=True):
            truth = torch.tensor([kind.label(scene) for scene in scenes])
            wrong = (logits.argmax(1) != truth).float().mean()
            errors[f"{head_name(kind)} ({language})"] = round(float(wrong), 4)
    return errors
