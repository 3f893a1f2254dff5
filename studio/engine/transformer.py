"""Pictures from a flow-matching transformer that is conditioned on whole sentences (Z-Image).

On the processor a picture equals that of the bare diffusers pipeline bit for bit.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from studio.core.errors import RequestError
from studio.core.job import Progress
from studio.core.model import size_notice
from studio.core.params import clean
from studio.core.paths import cache_folder
from studio.core.prompt.compose import final_prompts
from studio.core.text import N_, message
from studio.engine.facts import known_hash, of_inputs, of_machine, of_networks, of_scheduler
from studio.engine.fingerprint import Fingerprint
from studio.engine.flow import Flow, build_flow_scheduler, first_flow_step, noised
from studio.engine.latents import overflow, to_latents, to_picture
from studio.engine.preview import Previewer, projection_for
from studio.engine.sentences import Sentences
from studio.engine.start import fitted
from studio.engine.verbs.generate import Generated
from studio.engine.z_image_files import plan_of
from studio.engine.z_image_parts import load_parts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import numpy as np
    from numpy.typing import NDArray

    from studio.core.job import CancelToken, Reporter
    from studio.core.model import Model
    from studio.core.params import Scalar
    from studio.core.request import Extent
    from studio.engine.denoise import Glimpse
    from studio.engine.family import Generator
    from studio.engine.preview import Projection
    from studio.engine.verbs.generate import GeneratePayload
    from studio.engine.z_image_parts import FlowParts

SMALLEST, LARGEST = 64, 8192
PATCH = 2  # latents per side of a patch
DRAWING = N_("Drawing")
READING = N_("Reading the prompt")
FINISHING = N_("Finishing the picture")
IMPORTING = N_("Starting the model libraries")


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
    place = cache_folder() / "previews" / f"{plan.vae.paths[0].stat().st_size}-flow.json"
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

    def generate(
        self, payload: GeneratePayload, report: Reporter, cancel: CancelToken
    ) -> Generated:
        """Return one picture; after a cancel nothing is decoded."""
        import torch

        started_s = time.perf_counter()
        request = payload.request
        params: Any = clean(self.params, request.params)
        self._check_extent(request.extent)
        prompt, negative = final_prompts(request)
        sentences = Sentences(prompt, negative if params.guidance > 1 else None, params.steps)
        with torch.no_grad():
            if not sentences.are_known(self.parts.reader):
                report(Progress(0, params.steps, message(READING)))
            said = sentences.encoded(self.parts.reader, cancel)
            drawing = Drawing(self, payload, params, said.at, report, cancel)
            pixels = drawing.picture()
        return Generated(
            pixels=pixels,
            seconds=time.perf_counter() - started_s,
            facts={
                "prompt": prompt,
                "negative": negative,
                **of_scheduler(drawing.scheduler),
                **of_inputs(payload, cancel),
                **self._facts(report, cancel),
            },
            notices=(
                *filter(None, (size_notice(self.model.native, request.extent),)),
                *sentences.notices(self.parts.reader),
            ),
        )

    @property
    def factor(self) -> int:
        """How many pixels one latent stands for along a side."""
        return int(2 ** (len(self.parts.vae.config.block_out_channels) - 1))

    def _check_extent(self, extent: Extent) -> None:
        multiple = self.factor * PATCH
        for side in (extent.width, extent.height):
            if side % multiple or not SMALLEST <= side <= LARGEST:
                raise RequestError(
                    N_(
                        "{extent} is not a possible size: width and height must be multiples of "
                        "{multiple}, from {low} to {high}."
                    ),
                    extent=extent,
                    multiple=multiple,
                    low=SMALLEST,
                    high=LARGEST,
                )

    def _facts(self, report: Reporter, cancel: CancelToken) -> dict[str, Scalar]:
        hashes = {name: known_hash(of, report, cancel) for name, of in self.prints.items()}
        machine = of_machine(self.parts.device)
        return {
            "family": self.model.family,
            **hashes,
            **machine,
            **of_networks(self.parts.modules),
        }


@dataclass(slots=True, eq=False)
class Drawing:
    """The making of one picture, with a scheduler and random numbers of its own."""

    drawn_by: TransformerGenerator
    payload: GeneratePayload
    params: Any
    said: Callable[[int], Any]
    report: Reporter
    cancel: CancelToken
    scheduler: Any = field(init=False)

    def __post_init__(self) -> None:
        extent, factor = self.payload.request.extent, self.drawn_by.factor
        tokens = (extent.width // factor // PATCH) * (extent.height // factor // PATCH)
        self.scheduler = build_flow_scheduler(
            self.params.scheduler, self.drawn_by.parts.scheduler, self.params.steps, tokens
        )

    def picture(self) -> NDArray[np.uint8]:
        """Return the picture, (H, W, 3)."""
        import torch

        parts, request = self.drawn_by.parts, self.payload.request
        generator = torch.Generator("cpu").manual_seed(request.seed)
        first = 0
        if self.payload.source is None:
            latents = self._noise(generator, torch.float32)
            self.scheduler.set_begin_index(0)
        else:
            source = fitted(self.payload.source, request.extent)
            first = first_flow_step(self.params.steps, request.denoise)
            if first == self.params.steps:
                return source  # nothing of it may change
            latents = self._from_picture(source, first, generator)
        flow = Flow(
            parts.transformer, self.scheduler, self.params.steps, self.params.guidance, self.said,
            first,
        )  # fmt: skip
        latents = flow.run(latents, generator, self._watch(), self.cancel)
        if not torch.isfinite(latents).all():
            raise overflow()
        self.report(Progress(self.params.steps, self.params.steps, message(FINISHING)))
        self.cancel.check()
        return to_picture(parts.vae, latents)

    def _noise(self, generator: Any, dtype: Any) -> Any:
        """Return the noise the bare pipeline draws: on the processor, whatever the device."""
        import torch

        extent, factor = self.payload.request.extent, self.drawn_by.factor
        channels = self.drawn_by.parts.transformer.config.in_channels
        shape = (1, channels, extent.height // factor, extent.width // factor)
        noise = torch.randn(shape, generator=generator, dtype=dtype, layout=torch.strided)
        return noise.to(self.drawn_by.parts.device.kind)

    def _from_picture(self, source: NDArray[np.uint8], first: int, generator: Any) -> Any:
        """Return the latents of a picture under the noise of the first step that is done."""
        parts = self.drawn_by.parts
        latents = to_latents(parts.vae, source, generator, parts.device.kind)
        noise = self._noise(generator, latents.dtype)
        at = first * int(self.scheduler.order)
        self.scheduler.set_begin_index(at)
        return noised(self.scheduler, latents, noise, at)

    def _watch(self) -> Callable[[Glimpse], None]:
        previewer = Previewer(self.drawn_by.projection, self.payload.preview_s)

        def watch(glimpse: Glimpse) -> None:
            picture = previewer.preview(glimpse.x0)
            self.report(Progress(glimpse.step, glimpse.total, message(DRAWING), picture))

        return watch
