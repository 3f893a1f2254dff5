"""Pictures from a flow-matching transformer that is conditioned on whole sentences (Z-Image).

On the processor a picture equals that of the bare diffusers pipeline bit for bit.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from studio.core.addition import check_tags
from studio.core.job import Progress
from studio.core.model import size_notice
from studio.core.params import clean
from studio.core.paths import cache_folder
from studio.core.prompt.compose import final_prompts
from studio.core.prompt.tags import extract_tags
from studio.core.text import N_, message
from studio.engine.additions import facts_of
from studio.engine.facts import known_hash, of_inputs, of_machine, of_networks
from studio.engine.fingerprint import Fingerprint
from studio.engine.flow_drawing import check_flow_extent, flow_drawn
from studio.engine.flow_lora import FlowLoraStack
from studio.engine.flow_pass import FlowSitting
from studio.engine.flow_vae import FlowVaeShelf
from studio.engine.memory.rungs import NOTICES, Rung, rung_now
from studio.engine.outfit import Dressed, hash_of, told_of, wanted_by
from studio.engine.payload import Generated
from studio.engine.preview import projection_for
from studio.engine.savings.block_cache import BlockCache, block_cached
from studio.engine.sentences import Sentences
from studio.engine.stages import IMPORTING
from studio.engine.stopping import stopping
from studio.engine.z_image_files import plan_of
from studio.engine.z_image_names import TURBO_SHIFT
from studio.engine.z_image_parts import load_parts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from studio.core.addition import Addition
    from studio.core.job import CancelToken, Reporter
    from studio.core.model import Model
    from studio.core.params import Scalar
    from studio.core.text import Message
    from studio.engine.family import Generator
    from studio.engine.lora import Wanted
    from studio.engine.payload import GeneratePayload
    from studio.engine.preview import Projection
    from studio.engine.z_image_parts import FlowParts

READING = N_("Reading the prompt")
NOT_TURBO = N_(
    "This is Z-Image and not its Turbo: it wants a guidance of 4 to 6, and 28 steps or more."
)


def load(model: Model, params: type, report: Reporter, cancel: CancelToken) -> Generator:
    """Load a model as a generator that takes `params`; what is missing is said at once."""
    plan = plan_of(model)
    report(Progress(0, 1, message(IMPORTING)))
    cancel.check()
    parts = load_parts(plan, report, cancel)
    memory = cache_folder() / "hashes.json"
    files = {"model_hash": model.path}
    if model.path.is_file():
        pieces = {"text_encoder_hash": plan.text_encoder, "vae_hash": plan.vae}
        files |= {k: p.paths[0] for k, p in pieces.items() if p.paths[0] != model.path}
    prints = {name: Fingerprint(path, memory) for name, path in files.items()}
    stat = plan.vae.paths[0].stat()
    place = cache_folder() / "previews" / f"flow-{stat.st_size}-{stat.st_mtime_ns}.json"
    projection = projection_for(model.path, parts.vae, place)
    return TransformerGenerator(model, params, parts, projection, prints)


@dataclass(slots=True, eq=False)
class TransformerGenerator:
    """A loaded model, ready to draw; `prints` are the hashes of its files, by their fact."""

    model: Model
    params: type
    parts: FlowParts
    projection: Projection
    prints: Mapping[str, Fingerprint] = field(default_factory=dict)
    vaes: FlowVaeShelf = field(default_factory=FlowVaeShelf)
    loras: FlowLoraStack = field(init=False)

    def __post_init__(self) -> None:
        self.loras = FlowLoraStack(self.parts.transformer)

    @property
    def shelved(self) -> dict[str, Any]:
        """The networks that are kept beside its own, by names of their own."""
        return {"other_vae": self.vaes.network.module} if self.vaes.network else {}

    def generate(
        self, payload: GeneratePayload, report: Reporter, cancel: CancelToken
    ) -> Generated:
        """Return one picture; after a cancel nothing is decoded."""
        parts = self.parts
        with stopping(cancel, parts.transformer, parts.vae, parts.reader.model):
            return self._generated(payload, report, cancel)

    def _generated(
        self, payload: GeneratePayload, report: Reporter, cancel: CancelToken
    ) -> Generated:
        import torch

        started_s = time.perf_counter()
        request, savings = payload.request, payload.request.savings
        params: Any = clean(self.params, request.params)
        check_flow_extent(request.extent, self.parts.factor)
        prompt, negative = final_prompts(request)
        dressed, loras = self._dressed(prompt, negative, payload.additions)
        sentences = Sentences(
            dressed.prompt, dressed.negative if params.guidance > 1 else None, params.steps
        )
        network = block_cached(self.parts.transformer, savings.block_cache)
        with torch.no_grad():
            self._read(sentences, params.steps, report, cancel)
            interval = (savings.guidance_start, savings.guidance_end)
            story = sentences.encoded(self.parts.reader, interval, cancel)
            self.parts.needed("transformer", report, cancel)
            self.loras.apply(loras)
            parts = self.vaes.dressed(payload, self.parts, report, cancel)
            made = flow_drawn(
                FlowSitting(payload, params, parts, network, self.projection, story, report, cancel)
            )
        facts = {"prompt": prompt, "negative": negative, **made.facts, **of_inputs(payload, cancel)}
        return Generated(
            pixels=made.pixels,
            seconds=time.perf_counter() - started_s,
            facts={**facts, **dressed.facts, **_saved(network), **self._facts(report, cancel)},
            notices=(
                *filter(None, (size_notice(self.model.native, request.extent),)),
                *dressed.notices,
                *self._told(params.guidance),
                *sentences.notices(self.parts.reader),
            ),
        )

    def _dressed(
        self, prompt: str, negative: str, known: Sequence[Addition]
    ) -> tuple[Dressed, list[Wanted]]:
        """Return the plain texts and the LoRAs that the prompt asks for, which fit this model."""
        check_tags(prompt, known)
        plain, tags = extract_tags(prompt)
        plain_negative, useless = extract_tags(negative)
        loras = [wanted_by(tag, known) for tag in tags]
        self.loras.fitted(loras)
        facts = facts_of(tags, (), known, hash_of)
        return Dressed(plain, plain_negative, facts, told_of(useless)), loras

    def _read(
        self, sentences: Sentences, steps: int, report: Reporter, cancel: CancelToken
    ) -> None:
        """Have the text encoder ready if any of the text is new to it."""
        if sentences.are_known(self.parts.reader):
            return
        try:
            self.parts.needed("text_encoder", report, cancel)
        finally:
            if self.parts.is_empty("transformer"):
                self.loras.forget()
        report(Progress(0, steps, message(READING)))

    def _told(self, guidance: float) -> tuple[Message, ...]:
        """Return what to say of the model, and of parts that took turns if nobody else does."""
        told = []
        if guidance <= 1 and float(self.parts.scheduler.get("shift") or 0) > TURBO_SHIFT:
            told.append(message(NOT_TURBO))
        if self.parts.is_large and rung_now() < Rung.FINISHED:
            told.append(message(NOTICES[Rung.FINISHED]))
        return tuple(told)

    def _facts(self, report: Reporter, cancel: CancelToken) -> dict[str, Scalar]:
        hashes = {name: known_hash(of, report, cancel) for name, of in self.prints.items()}
        return {
            "family": self.model.family,
            **hashes,
            "in_turns": self.parts.in_turns,
            **of_machine(self.parts.device),
            **of_networks(self.parts.modules),
        }


def _saved(network: Any) -> dict[str, Scalar]:
    """Return how many passes were left out after their first block, if any could be."""
    if not isinstance(network, BlockCache):
        return {}
    return {"passes": network.passes, "passes_left_out": network.passes - network.whole}
