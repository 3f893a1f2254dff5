"""Pictures from any checkpoint built like Stable Diffusion: the one code path of its families.

On the processor a picture equals that of the bare diffusers pipeline bit for bit, as long as the
prompt has no weights and fits into one chunk of the text encoder.
"""

from __future__ import annotations

import time
from contextlib import nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from studio.core.errors import RequestError
from studio.core.job import Progress
from studio.core.model import Layout, size_notice
from studio.core.params import clean
from studio.core.paths import cache_folder
from studio.core.prompt.compose import final_prompts
from studio.core.text import N_, message
from studio.engine.checkpoint import Checkpoint, checkpoint
from studio.engine.device import choose_device
from studio.engine.drawing import drawn
from studio.engine.facts import facts_of, of_inputs
from studio.engine.family import Header
from studio.engine.fingerprint import Fingerprint
from studio.engine.folder import check_files, read_folder
from studio.engine.loading import Parts, load_folder
from studio.engine.passes import Sitting
from studio.engine.payload import Generated
from studio.engine.preview import projection_for
from studio.engine.safefile import read_tensors
from studio.engine.savings.few_steps import advice
from studio.engine.script import Script
from studio.engine.single_file import find_vocabulary, load_file
from studio.engine.stages import IMPORTING
from studio.engine.stopping import stopping
from studio.engine.telling import Teller

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from studio.core.job import CancelToken, Reporter
    from studio.core.model import Model
    from studio.core.request import Extent, Request
    from studio.core.text import Message
    from studio.engine.family import Generator
    from studio.engine.outfit import Dressed
    from studio.engine.payload import GeneratePayload


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
    return DiffusionGenerator(checkpoint(model, params, parts, device, projection, fingerprint))


class DiffusionGenerator:
    """A loaded checkpoint, ready to draw."""

    def __init__(self, drawn_by: Checkpoint) -> None:
        self.checkpoint = drawn_by

    def generate(
        self,
        payload: GeneratePayload,
        report: Reporter,
        cancel: CancelToken,
        watching: Callable[[Any], AbstractContextManager[Any]] = nullcontext,
    ) -> Generated:
        """Return one picture; after a cancel nothing is decoded.

        `watching` is given the UNet once it is tuned and looks at its references, and lasts until
        the picture is drawn.
        """
        own = self.checkpoint
        untuned = own.tuning.apply(own.parts, payload.tuning, own.device.kind)
        drawn_by, told = own.vaes.dressed(payload, own, report, cancel)
        parts = drawn_by.parts
        with (
            own.references.looking(payload, drawn_by, report, cancel) as drawn_by,
            watching(parts.unet),
            stopping(cancel, parts.unet, parts.vae, *parts.encoders),
        ):
            made = self._generated(drawn_by, payload, report, cancel)
        return replace(made, notices=(*untuned, *told, *made.notices))

    def _generated(
        self, drawn_by: Checkpoint, payload: GeneratePayload, report: Reporter, cancel: CancelToken
    ) -> Generated:
        import torch

        started_s = time.perf_counter()
        request = payload.request
        params: Any = clean(drawn_by.params, request.params)
        drawn_by.check_extent(request.extent)
        prompt, negative = final_prompts(request)
        refiner = self._refiner(payload, drawn_by)
        dressed = drawn_by.outfit.wear(prompt, negative, payload.additions)
        few = advice(dressed.loras, params)
        params = few.applied(params)
        savings = request.savings
        interval = (savings.guidance_start, savings.guidance_end)
        script = Script(
            drawn_by.conditioner, dressed.prompt, dressed.negative, params, interval=interval
        )
        cancel.check()
        with torch.no_grad():
            sitting = Sitting(payload, params, script, Teller(report), cancel, refiner)
            made = drawn(drawn_by, sitting)
        facts = {"prompt": prompt, "negative": negative, **made.facts, **of_inputs(payload, cancel)}
        return Generated(
            pixels=made.pixels,
            seconds=time.perf_counter() - started_s,
            facts={
                **facts,
                **dressed.facts,
                **drawn_by.tuning.facts,
                **facts_of(drawn_by, report, cancel),
            },
            notices=(
                *self._size_notice(made.extent),
                *_role_notice(drawn_by, payload),
                *dressed.notices,
                *few.notices,
                *script.notices(),
                *_ends_early(refiner, drawn_by, dressed, request),
            ),
        )

    def _refiner(self, payload: GeneratePayload, drawn_by: Checkpoint) -> Checkpoint | None:
        """Return the model that takes over, without the LoRAs and words of earlier pictures."""
        match payload.refiner:
            case None:
                return None
            case DiffusionGenerator() if payload.refiner is self:
                return drawn_by  # with the VAE and the references of this picture
            case DiffusionGenerator(checkpoint=second):
                second.outfit.wear("", "", ())
                return second
            case _:
                asked = payload.request.refiner
                raise RequestError(
                    N_("{name} cannot refine: it is of another build than {model}."),
                    name=asked.model if asked else "",
                    model=self.checkpoint.model.title,
                )

    def _size_notice(self, extent: Extent) -> tuple[Message, ...]:
        notice = size_notice(self.checkpoint.model.native, extent)
        return (notice,) if notice else ()


def _ends_early(
    refiner: Checkpoint | None, drawn_by: Checkpoint, dressed: Dressed, request: Request
) -> tuple[Message, ...]:
    """Say what the refiner does not see of a request."""
    if refiner is None or refiner is drawn_by or not (dressed.loras or request.references):
        return ()
    return (
        message(N_("LoRAs and reference pictures act until the refiner takes over, not after it.")),
    )


def _role_notice(drawn_by: Checkpoint, payload: GeneratePayload) -> tuple[Message, ...]:
    """Return what to tell of a model that is asked for what it was not made for."""
    if not drawn_by.is_refiner or payload.source is not None:
        return ()
    text = N_(
        "{name} is made to finish pictures. Let it start from one, or choose it as the refiner of "
        "another model."
    )
    return (message(text, name=drawn_by.model.title),)


def _vae_name(parts: Parts) -> str:
    """Return a name for the VAE that changes with its weights."""
    import hashlib

    digest = hashlib.sha256()
    for name, values in sorted(parts.vae.decoder.state_dict().items()):
        digest.update(f"{name} {tuple(values.shape)} {float(values.float().sum())!r}\n".encode())
    return digest.hexdigest()[:24]
