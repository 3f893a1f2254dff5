"""The decoder's second recipe: a critic of patches brings back the texture that means blur away."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from studio.engine.training.config import TrainConfig
from studio.engine.training.starter.autoencoder import Crops, coded, noisy
from studio.engine.training.starter.parts import LATENT_SCALE

if TYPE_CHECKING:
    from collections.abc import Callable

    from torch import Tensor, nn

    from studio.engine.nets.critic import DecoderWithCritic
    from studio.engine.training.loop import Batch
    from studio.engine.training.starter.code import LinearCode, Pixels
    from studio.engine.training.starter.plan import Plan

DETAIL = 0.3  # weight of differences of single pixels, against 1 for means of 4x4
CRITIC_SHARE = 0.6  # pull of the critic on the pixels, against the pull of the original


def polish_config(plan: Plan) -> TrainConfig:
    """The run of the decoder with its critic."""
    return TrainConfig(
        steps=plan.polish_steps,
        rate=4e-4,
        warmup=100,
        decay=plan.polish_steps // 3,
        weight_decay=0.0,
        ema=0.998,
        seed=plan.seed,
        bfloat16=plan.bfloat16,
        save_every=250,
        sample_every=500,
    )


@dataclass(slots=True)
class PolishRecipe:
    """Crops decoded like the original in the large, and like any original in the small."""

    model: DecoderWithCritic
    code: LinearCode
    plan: Plan
    blocks: list[Pixels]
    show: Callable[[nn.Module, int], None]
    crops: Crops = field(init=False)

    def __post_init__(self) -> None:
        self.crops = Crops(self.blocks, self.plan, stage=9)

    def batch(self, step: int) -> Batch:
        """Pictures in [-1, 1] and their codes."""
        return coded(self.crops(step), self.code)

    def loss(self, model: nn.Module, batch: Batch) -> Tensor:
        """The decoder's distance and the critic's opinion, and the critic's own errors."""
        import torch

        soft = torch.nn.functional.softplus
        critic, real = self.model.critic, batch["pictures"]
        drawn = model(noisy(batch["codes"]) / LATENT_SCALE).float()
        distance = _distance(drawn, real)
        critic.requires_grad_(False)
        opinion = soft(-critic(drawn)).mean()
        critic.requires_grad_(True)
        pulls = [
            torch.autograd.grad(part, drawn, retain_graph=True)[0] for part in (distance, opinion)
        ]
        share = CRITIC_SHARE * pulls[0].norm() / pulls[1].norm().clamp(min=1e-8)
        errors = soft(-critic(real)).mean() + soft(critic(drawn.detach())).mean()
        return distance + share.detach() * opinion + errors

    def sample(self, model: nn.Module, step: int) -> None:
        """Decode a few pictures."""
        self.show(model, step)


def _distance(drawn: Tensor, real: Tensor) -> Tensor:
    import torch

    gap = drawn - real
    coarse = torch.nn.functional.avg_pool2d(gap, 4).abs().mean()
    return coarse + DETAIL * gap.abs().mean()
