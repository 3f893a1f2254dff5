"""Reference pictures: a UNet looks at them through an IP-Adapter (Ye et al. 2023).

An adapter adds to every attention on the text a second one on a picture that CLIP has encoded. It
is put into the UNet for one picture and taken out again, which leaves the UNet what it was. The
layers are those of diffusers; read are adapters for whole pictures ("plain"), for patches ("plus")
and for faces without a face detector ("full").
"""

from __future__ import annotations

from collections import OrderedDict
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from studio.core.errors import ModelRefusedError, WeightsMissingError
from studio.core.model import Kind
from studio.core.paths import user_models_folder
from studio.core.text import N_
from studio.engine.device import device_full
from studio.engine.facts import pixels_hash
from studio.engine.safefile import read_tensors
from studio.engine.vision import load_vision, prepared, widths

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from studio.core.job import CancelToken, Reporter
    from studio.core.model import Model
    from studio.engine.checkpoint import Checkpoint
    from studio.engine.conditioning import Conditions
    from studio.engine.payload import GeneratePayload

    _Stamp = tuple[tuple[Path, int, int], ...]
    Inputs = Callable[[Conditions], Mapping[str, Any] | None]

IMAGE, LAYERS = "image_proj.", "ip_adapter."
WIDTHS = {  # the tensor whose second side is what the encoder must give, and of which kind
    "proj.weight": "projection",
    "proj_in.weight": "hidden",
    "proj.3.weight": "hidden",
}
KEPT_LOOKS = 16


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """What an encoder sees in a picture, and in none: (1, 1, width) or (1, 1, patches, width)."""

    picture: Any
    nothing: Any

    def rows(self, count: int, *, guided: bool) -> Any:
        """Return a batch for so many rows of conditioning, the negative one first if guided."""
        import torch

        return torch.cat([self.nothing] * guided + [self.picture] * (count - guided))


def with_looks(inputs: Inputs, looks: Sequence[Look]) -> Inputs:
    """Return what makes the denoiser's further inputs with the looks among them."""
    if not looks:
        return inputs

    def more(now: Conditions) -> Mapping[str, Any]:
        count = now.hidden.shape[0]
        rows = [look.rows(count, guided=now.guided) for look in looks]
        return {**(inputs(now) or {}), "image_embeds": rows}

    return more


@dataclass(slots=True)
class ReferenceShelf:
    """Keeps the adapters that a model drew with last, and what was seen in the last pictures."""

    _of: tuple[_Stamp, ...] = ()
    _processors: dict[str, Any] = field(default_factory=dict)
    _projections: list[Any] = field(default_factory=list)
    _looks: OrderedDict[tuple[object, ...], Look] = field(default_factory=OrderedDict)

    @property
    def modules(self) -> dict[str, Any]:
        """The layers of the adapters that are kept, by name."""
        projections = {f"look.{i}": net for i, net in enumerate(self._projections)}
        return {
            **{f"look.{name}": layer for name, layer in self._processors.items()},
            **projections,
        }

    @contextmanager
    def looking(
        self,
        payload: GeneratePayload,
        drawn_by: Checkpoint,
        report: Reporter,
        cancel: CancelToken,
    ) -> Iterator[Checkpoint]:
        """Let the checkpoint look at the pictures of a request while the context lasts.

        Raises `WeightsMissingError` for an adapter or encoder that was not found, and
        `ModelRefusedError` for an adapter of another base model.
        """
        wanted = payload.request.references
        if not wanted:
            yield drawn_by
            return
        adapters = [_adapter(payload, reference.adapter) for reference in wanted]
        self._load(adapters, drawn_by)
        pairs = zip(adapters, payload.references, strict=True)
        looks = [self._look(m, p, payload, drawn_by, report, cancel) for m, p in pairs]
        with self._within(drawn_by.parts.unet, [reference.scale for reference in wanted]):
            yield replace(drawn_by, looks=tuple(looks))

    def _load(self, adapters: Sequence[Model], drawn_by: Checkpoint) -> None:
        of = tuple(_stamp(model.path) for model in adapters)
        if of == self._of:
            return
        unet, device = drawn_by.parts.unet, drawn_by.device
        self._of, self._processors, self._projections = (), {}, []
        states = [_state(model, unet, device.dtype) for model in adapters]
        try:
            processors = unet._convert_ip_adapter_attn_to_diffusers(states)
            self._processors = {n: p for n, p in processors.items() if hasattr(p, "to_k_ip")}
            self._projections = [
                unet._convert_ip_adapter_image_proj_to_diffusers(state["image_proj"])
                for state in states
            ]
            for layer in self.modules.values():
                layer.to(device.kind, device.dtype)  # the UNet may lie elsewhere for the moment
        except (KeyError, ValueError, RuntimeError, IndexError) as error:
            if device_full(error):
                raise
            raise _unknown(adapters[0]) from error
        self._of = of

    def _look(
        self,
        adapter: Model,
        pixels: NDArray[np.uint8],
        payload: GeneratePayload,
        drawn_by: Checkpoint,
        report: Reporter,
        cancel: CancelToken,
    ) -> Look:
        """Return what the encoder of an adapter sees; pictures seen before are remembered."""
        which, width = _eye_of(adapter)
        encoder = _encoder(payload.others, adapter, which, width)
        key = (_stamp(encoder.path), which, pixels_hash(pixels))
        if key not in self._looks:
            eye = load_vision(encoder, drawn_by.device, report, cancel)
            self._looks[key] = _seen(eye, pixels, which, drawn_by.device.dtype)
            if len(self._looks) > KEPT_LOOKS:
                self._looks.popitem(last=False)
        self._looks.move_to_end(key)
        return self._looks[key]

    @contextmanager
    def _within(self, unet: Any, scales: Sequence[float]) -> Iterator[None]:
        """Put the adapters into a UNet, and take them out again whatever happens."""
        from diffusers.models.embeddings import MultiIPAdapterImageProjection

        before, kind = dict(unet.attn_processors), unet.config.encoder_hid_dim_type
        for processor in self._processors.values():
            processor.scale = list(scales)
        projections = MultiIPAdapterImageProjection(self._projections)
        try:
            unet.set_attn_processor({**before, **self._processors})
            unet.encoder_hid_proj = projections
            unet.config.encoder_hid_dim_type = "ip_image_proj"
            yield
        finally:
            unet.encoder_hid_proj = None  # first: it would be asked for its processors too
            unet.config.encoder_hid_dim_type = kind
            unet.set_attn_processor(before)


def _stamp(path: Path) -> _Stamp:
    """Return what changes when a file, or any file in a folder, is replaced."""
    files = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
    return tuple((p, (stat := p.stat()).st_mtime_ns, stat.st_size) for p in files)


def _adapter(payload: GeneratePayload, name: str) -> Model:
    model = payload.others.get(name)
    if model is None or not model.path.is_file():
        raise WeightsMissingError(
            N_("The IP-Adapter {name} was not found. Choose another for the reference picture."),
            name=name,
        )
    return model


def _eye_of(adapter: Model) -> tuple[str, int]:
    """Return which answer of the encoder an adapter wants, and how wide that is."""
    shapes = read_tensors(adapter.path).shapes
    for name, which in WIDTHS.items():
        shape = shapes.get(f"{IMAGE}{name}", ())
        if name == "proj.3.weight":
            shape = shapes.get(f"{IMAGE}proj.0.weight", ()) if shape else ()
        if len(shape) == 2:
            return which, shape[1]
    raise _unknown(adapter)


def _encoder(others: Mapping[str, Model], adapter: Model, which: str, width: int) -> Model:
    """Return the encoder of pictures that fits an adapter."""
    for model in others.values():
        if model.kind is Kind.VISION and getattr(widths(model), which) == width:
            return model
    raise WeightsMissingError(
        N_(
            "The IP-Adapter {name} looks through a CLIP picture encoder with {which} width {width},"
            " which was not found. Put its folder (config.json and model.safetensors) into "
            "{folder}."
        ),
        name=adapter.title,
        which=which,
        width=width,
        folder=user_models_folder() / "clip_vision",
    )


def _state(adapter: Model, unet: Any, dtype: Any) -> dict[str, dict[str, Any]]:
    """Return the tensors of an adapter whose layers fit a UNet, in a number format."""
    from safetensors.torch import load_file

    shapes = read_tensors(adapter.path).shapes
    expected = dict(_expected(unet))
    found = {name: shape for name, shape in shapes.items() if name.startswith(LAYERS)}
    for name in sorted(found.keys() | expected.keys()):
        if found.get(name) != expected.get(name):
            raise ModelRefusedError(
                N_(
                    "The IP-Adapter {name} was made for another base model: its layer {layer} does "
                    "not fit. Choose another adapter."
                ),
                name=adapter.title,
                layer=name,
            )
    tensors = {n: v.to(dtype) for n, v in load_file(adapter.path).items()}
    return {
        part.rstrip("."): {
            n.removeprefix(part): v for n, v in tensors.items() if n.startswith(part)
        }
        for part in (IMAGE, LAYERS)
    }


def _expected(unet: Any) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Yield what the layers of an adapter are called for a UNet, numbered with all attentions."""
    for number, name in enumerate(unet.attn_processors):
        if name.endswith("attn2.processor"):
            attention = unet.get_submodule(name.removesuffix(".processor"))
            for letter in "kv":
                shape = tuple(getattr(attention, f"to_{letter}").weight.shape)
                yield f"{LAYERS}{number}.to_{letter}_ip.weight", shape


def _seen(eye: Any, pixels: NDArray[np.uint8], which: str, dtype: Any) -> Look:
    """Return what an encoder sees in a picture: it as a whole, or its patches."""
    import torch

    image = prepared(pixels, eye.config.image_size).to(eye.device, eye.dtype)
    with torch.no_grad():
        if which == "projection":
            whole = eye(image).image_embeds[None].to(dtype)
            return Look(whole, torch.zeros_like(whole))
        pair = (eye(each, output_hidden_states=True) for each in (image, torch.zeros_like(image)))
        patches = [answer.hidden_states[-2][None].to(dtype) for answer in pair]
    return Look(*patches)


def _unknown(adapter: Model) -> ModelRefusedError:
    return ModelRefusedError(
        N_(
            "{name} is an IP-Adapter of a kind that is not known here (it may need a face "
            "detector). Choose another adapter."
        ),
        name=adapter.title,
    )
