"""Pictures from any checkpoint built like Stable Diffusion: the one code path of its families.

On the processor a picture equals that of the bare diffusers pipeline bit for bit, as long as the
prompt has no weights and fits into one chunk of the text encoder.
"""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from studio import __version__
from studio.core.errors import RequestError, StudioError
from studio.core.job import Progress
from studio.core.model import Layout, size_notice
from studio.core.params import clean
from studio.core.paths import cache_folder
from studio.core.prompt.compose import final_prompts
from studio.core.request import Extent
from studio.core.text import N_, Message, message
from studio.engine.conditioning import Conditioner, TextEncoder
from studio.engine.denoise import Denoiser, Glimpse
from studio.engine.device import choose_device
from studio.engine.family import Header
from studio.engine.fingerprint import Fingerprint
from studio.engine.folder import check_files, read_folder
from studio.engine.loading import IMPORTING, Parts, load_folder
from studio.engine.outfit import Outfit
from studio.engine.preview import Previewer, Projection, decode, projection_for
from studio.engine.safefile import read_tensors
from studio.engine.schedulers import build_scheduler
from studio.engine.script import Script
from studio.engine.single_file import find_vocabulary, load_file
from studio.engine.start import Start, begun, encoded, first_step, fitted
from studio.engine.verbs.generate import Generated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import numpy as np
    from numpy.typing import NDArray

    from studio.core.job import CancelToken, Reporter
    from studio.core.model import Model
    from studio.core.params import Scalar
    from studio.engine.conditioning import Conditions
    from studio.engine.device import Device
    from studio.engine.family import Generator
    from studio.engine.verbs.generate import GeneratePayload

SMALLEST, LARGEST = 64, 8192
DRAWING = N_("Drawing")
FINISHING = N_("Finishing the picture")
HASHING = N_("Reading the model once, to record which one it is")
HASHING_CHECK_S = 0.3


def load(model: Model, params: type, report: Reporter, cancel: CancelToken) -> Generator:
    """Load a folder or a single file as a generator that takes `params`."""
    match model.layout:
        case Layout.FOLDER:
            header = read_folder(model.path)
            check_files(header)
            read = load_folder
        case Layout.FILE:
            tensors = read_tensors(model.path)
            header = Header(model.path, {}, {}, tensors.shapes, tensors.metadata)
            find_vocabulary(model.path)
            read = load_file
    report(Progress(0, 1, message(IMPORTING)))
    cancel.check()
    device = choose_device()
    parts = read(header, device, report, cancel)
    fingerprint = Fingerprint(model.path, cache_folder() / "hashes.json")
    place = cache_folder() / "previews" / f"{_vae_name(parts)}.json"
    projection = projection_for(model.path, parts.vae, place)
    return DiffusionGenerator(model, params, parts, device, projection, fingerprint)


class DiffusionGenerator:
    """A loaded checkpoint, ready to draw."""

    def __init__(
        self,
        model: Model,
        params: type,
        parts: Parts,
        device: Device,
        projection: Projection,
        fingerprint: Fingerprint,
    ) -> None:
        self._model = model
        self._params = params
        self._parts = parts
        self._device = device
        self._projection = projection
        self._fingerprint = fingerprint
        self._conditioner = _conditioner(parts)
        self._outfit = Outfit(parts, self._conditioner)
        self._factor = 2 ** (len(parts.vae.config.block_out_channels) - 1)

    def generate(
        self, payload: GeneratePayload, report: Reporter, cancel: CancelToken
    ) -> Generated:
        """Return one picture; after a cancel nothing is decoded."""
        import torch

        started_s = time.perf_counter()
        request = payload.request
        params: Any = clean(self._params, request.params)
        self._check_extent(request.extent)
        prompt, negative = final_prompts(request)
        dressed = self._outfit.wear(prompt, negative, payload.additions)
        script = Script(self._conditioner, dressed.prompt, dressed.negative, params)
        cancel.check()
        scheduler = build_scheduler(
            params.scheduler, self._parts.scheduler, mend=not self._parts.has_two_encoders
        )
        source = None if payload.source is None else fitted(payload.source, request.extent)
        if source is not None and first_step(script.steps, request.denoise) == script.steps:
            pixels = source  # nothing of it may change
        else:
            with torch.no_grad():
                latents = self._denoise(
                    payload, source, params.guidance, script, scheduler, report, cancel
                )
                report(Progress(script.steps, script.steps, message(FINISHING)))
                cancel.check()
                pixels = self._decode(latents)
        facts = {"prompt": prompt, "negative": negative, "scheduler": type(scheduler).__name__}
        return Generated(
            pixels=pixels,
            seconds=time.perf_counter() - started_s,
            facts={**facts, **dressed.facts, **self._facts(report, cancel)},
            notices=(
                *self._size_notice(request.extent),
                *dressed.notices,
                *script.notices(),
            ),
        )

    def _denoise(  # noqa: PLR0913 - one picture's ingredients
        self,
        payload: GeneratePayload,
        source: NDArray[np.uint8] | None,
        guidance: float,
        script: Script,
        scheduler: Any,
        report: Reporter,
        cancel: CancelToken,
    ) -> Any:
        import torch

        parts, request = self._parts, payload.request
        dtype = script.conditions(0).hidden.dtype
        scheduler.set_timesteps(script.steps, device=self._device.kind)
        generator = torch.Generator("cpu").manual_seed(request.seed)
        if source is None:
            start = self._from_noise(request.extent, scheduler, generator, dtype)
        else:
            start = self._from_picture(source, request.denoise, scheduler, generator, dtype)
        extra = self._extra(request.extent)
        previewer = Previewer(self._projection, payload.preview_s)

        def watch(glimpse: Glimpse) -> None:
            picture = previewer.preview(glimpse.x0)
            report(Progress(glimpse.step, glimpse.total, message(DRAWING), picture))

        denoiser = Denoiser(
            parts.unet, scheduler, script.steps, guidance, script.conditions, extra, start.step
        )
        latents = denoiser.run(start.latents, generator, watch, cancel)
        if not torch.isfinite(latents).all():
            raise _overflow()
        return latents

    def _from_noise(self, extent: Extent, scheduler: Any, generator: Any, dtype: Any) -> Start:
        noise = self._noise(extent, generator, dtype)
        if self._parts.has_two_encoders and hasattr(scheduler, "set_begin_index"):
            scheduler.set_begin_index(0)
        return Start(noise * scheduler.init_noise_sigma)

    def _from_picture(
        self,
        pixels: NDArray[np.uint8],
        denoise: float,
        scheduler: Any,
        generator: Any,
        dtype: Any,
    ) -> Start:
        """Return the latents of a picture, noised for the step that denoising begins with."""
        import torch

        vae, device = self._parts.vae, self._device.kind
        state = generator.get_state()
        latents = encoded(vae, pixels, generator, device)
        if not torch.isfinite(latents).all() and vae.dtype is not torch.float32:
            generator.set_state(state)
            with _full_precision(vae):
                latents = encoded(vae, pixels, generator, device)
        extent = Extent(pixels.shape[1], pixels.shape[0])
        noise = self._noise(extent, generator, dtype)
        steps = scheduler.num_inference_steps
        return begun(scheduler, latents.to(dtype), noise, first_step(steps, denoise))

    def _noise(self, extent: Extent, generator: Any, dtype: Any) -> Any:
        """Return the noise the bare pipeline draws: on the processor, whatever the device."""
        import torch

        shape = (
            1,
            self._parts.unet.config.in_channels,
            extent.height // self._factor,
            extent.width // self._factor,
        )
        noise = torch.randn(shape, generator=generator, dtype=dtype, layout=torch.strided)
        return noise.to(self._device.kind)

    def _extra(self, extent: Extent) -> Callable[[Conditions], Mapping[str, Any] | None]:
        """Return what makes SDXL's further inputs: the pooled text, and size, crop and target."""
        if not self._parts.has_two_encoders:
            return lambda _: None
        import torch

        sizes = [extent.height, extent.width, 0, 0, extent.height, extent.width]

        def inputs(now: Conditions) -> Mapping[str, Any]:
            ids = torch.tensor([sizes], dtype=now.hidden.dtype, device=now.hidden.device)
            return {"text_embeds": now.pooled, "time_ids": ids.repeat(now.hidden.shape[0], 1)}

        return inputs

    def _decode(self, latents: Any) -> NDArray[np.uint8]:
        """Return the picture; a VAE that overflows in half precision is given full precision."""
        import torch

        vae = self._parts.vae
        image = decode(vae, latents)
        if not torch.isfinite(image).all() and vae.dtype is not torch.float32:
            with _full_precision(vae):
                image = decode(vae, latents)
        if not torch.isfinite(image).all():
            raise _overflow()
        return to_pixels(image)

    def _check_extent(self, extent: Extent) -> None:
        multiple = max(8, self._factor)
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

    def _size_notice(self, extent: Extent) -> tuple[Message, ...]:
        notice = size_notice(self._model.native, extent)
        return (notice,) if notice else ()

    def _facts(self, report: Reporter, cancel: CancelToken) -> dict[str, Scalar]:
        import torch

        while not self._fingerprint.wait(HASHING_CHECK_S):
            cancel.check()
            report(Progress(0, 0, message(HASHING)))
        return {
            "family": self._model.family,
            "model_hash": self._fingerprint.text,
            "device": self._device.kind,
            "device_name": self._device.name,
            "dtype": str(self._parts.unet.dtype).removeprefix("torch."),
            "threads": torch.get_num_threads(),
            **_versions(),
        }


@contextmanager
def _full_precision(module: Any) -> Iterator[None]:
    """Hold a module in float32 for a while; the next picture finds it as this one did."""
    import torch

    tensors = [*module.parameters(), *module.buffers()]
    before = [tensor.dtype for tensor in tensors]
    module.to(dtype=torch.float32)
    try:
        yield
    finally:
        for tensor, dtype in zip([*module.parameters(), *module.buffers()], before, strict=True):
            tensor.data = tensor.data.to(dtype)


def to_pixels(image: Any) -> NDArray[np.uint8]:
    """Return a picture (1, 3, H, W) in [-1, 1] as (H, W, 3) uint8, rounded as diffusers does."""
    shares = (image * 0.5 + 0.5).clamp(0, 1)[0].cpu().permute(1, 2, 0).float().numpy()
    pixels: NDArray[np.uint8] = (shares * 255).round().astype("uint8")
    return pixels


def _conditioner(parts: Parts) -> Conditioner:
    """Join the encoders: SDXL reads both at the layer before the last, and pools the second."""
    two = parts.has_two_encoders
    pairs = list(zip(parts.tokenizers, parts.encoders, strict=True))
    encoders = [
        TextEncoder(tokenizer, model, layer=2 if two else None, pools=two and i == 1, which=i)
        for i, (tokenizer, model) in enumerate(pairs)
    ]
    return Conditioner(encoders, parts.zeros_when_empty, skips_negative=not two)


def _overflow() -> StudioError:
    return StudioError(
        N_(
            "The model computed numbers that are not finite (NaN), so there is no picture. Lower "
            "the guidance, or choose another scheduler or size."
        )
    )


@cache
def _versions() -> dict[str, Scalar]:
    packages = ("torch", "diffusers", "transformers")
    python = ".".join(str(n) for n in sys.version_info[:3])
    return {"studio": __version__, "python": python, **{p: version(p) for p in packages}}


def _vae_name(parts: Parts) -> str:
    """Return a name for the VAE that changes with its weights."""
    import hashlib

    digest = hashlib.sha256()
    for name, values in sorted(parts.vae.decoder.state_dict().items()):
        digest.update(f"{name} {tuple(values.shape)} {float(values.float().sum())!r}\n".encode())
    return digest.hexdigest()[:24]
