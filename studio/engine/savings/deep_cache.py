"""DeepCache: the inner blocks of a UNet are computed only every so many passes.

Ma et al. 2024 (arXiv:2312.00858): from one step to the next the deep features of a UNet hardly
change, while the shallow ones do. Every `interval`-th pass is whole and remembers what enters the
very last layer of the way up; the passes between compute only that layer and the two convolutions
around it, from what was remembered. Approximate: see `docs/performance.md` for its loss.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

KNOWN = frozenset(
    ("encoder_hidden_states", "timestep_cond", "added_cond_kwargs", "return_dict", "class_labels")
)


def deep_cached(unet: Any, interval: int) -> Any:
    """Return what to call in the UNet's place for the passes of one picture.

    With an interval of 1 that is the UNet itself. A picture drawn in tiles needs one for each tile:
    what is remembered belongs to one place.
    """
    return DeepCache(unet, interval) if interval > 1 and fits(unet) else unet


def fits(unet: Any) -> bool:
    """Whether this is a UNet with a way up whose last layer can be computed alone."""
    blocks: Any = getattr(unet, "up_blocks", None)
    return bool(blocks) and hasattr(blocks[-1], "resnets") and hasattr(unet, "conv_in")


@dataclass(slots=True)
class DeepCache:
    """Takes the place of a `UNet2DConditionModel` during one picture; called like it."""

    unet: Any
    interval: int
    whole: int = 0  # passes that computed everything
    _passes: int = 0
    _deep: Any = field(default=None, init=False)  # (B, C, h, w), what enters the last layer

    @property
    def config(self) -> Any:
        """The config of the UNet."""
        return self.unet.config

    @property
    def dtype(self) -> Any:
        """The number format of the UNet."""
        return self.unet.dtype

    def __call__(self, sample: Any, timestep: Any, **inputs: Any) -> tuple[Any]:
        """Return the prediction for latents (B, C, h, w) in a tuple of one."""
        due = self._passes % self.interval == 0
        self._passes += 1
        if due or not self._serves(sample) or not KNOWN.issuperset(inputs):
            return self._all(sample, timestep, inputs)
        return (self._outer(sample, timestep, inputs),)

    def _serves(self, sample: Any) -> bool:
        """Whether what is remembered is of as many rows and of the same size."""
        deep = self._deep
        return (
            deep is not None
            and len(deep) == len(sample)
            and deep.shape[-2:] == sample.shape[-2:]
            and deep.device == sample.device
        )

    def _all(self, sample: Any, timestep: Any, inputs: dict[str, Any]) -> tuple[Any]:
        """Compute everything and remember what enters the last layer, without its shortcut."""
        shortcut = self.unet.conv_in.out_channels

        def remember(_layer: Any, entering: tuple[Any, ...]) -> None:
            self._deep = entering[0][:, :-shortcut]

        last = self.unet.up_blocks[-1].resnets[-1]
        hook = last.register_forward_pre_hook(remember)
        try:
            made = self.unet(sample, timestep, **{**inputs, "return_dict": False})
        finally:
            hook.remove()
        self.whole += 1
        return (made[0],)

    def _outer(self, sample: Any, timestep: Any, inputs: dict[str, Any]) -> Any:
        """Compute the first convolution, the last layer and what follows it."""
        import torch

        unet = self.unet
        if unet.config.center_input_sample:
            sample = 2 * sample - 1.0
        moment, text = self._moment(sample, timestep, inputs)
        last = unet.up_blocks[-1]
        hidden = torch.cat([self._deep, unet.conv_in(sample)], dim=1)
        hidden = last.resnets[-1](hidden, moment)
        if getattr(last, "has_cross_attention", False):
            hidden = last.attentions[-1](hidden, encoder_hidden_states=text, return_dict=False)[0]
        if unet.conv_norm_out is not None:
            hidden = unet.conv_act(unet.conv_norm_out(hidden))
        return unet.conv_out(hidden)

    def _moment(self, sample: Any, timestep: Any, inputs: dict[str, Any]) -> tuple[Any, Any]:
        """Return the embedding of the time and all that is added to it, and the text."""
        import torch

        unet, text, added = (
            self.unet,
            inputs["encoder_hidden_states"],
            inputs.get("added_cond_kwargs"),
        )
        moment = unet.time_embedding(
            unet.get_time_embed(sample=sample, timestep=timestep), inputs.get("timestep_cond")
        )
        kind = unet.get_class_embed(sample=sample, class_labels=inputs.get("class_labels"))
        if kind is not None:
            joins = unet.config.class_embeddings_concat
            moment = torch.cat([moment, kind], dim=-1) if joins else moment + kind
        more = unet.get_aug_embed(emb=moment, encoder_hidden_states=text, added_cond_kwargs=added)
        moment = moment if more is None else moment + more
        if unet.time_embed_act is not None:
            moment = unet.time_embed_act(moment)
        text = unet.process_encoder_hidden_states(
            encoder_hidden_states=text, added_cond_kwargs=added
        )
        return moment, text
