"""The parts of the starter model as diffusers makes them, of the plan's sizes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from torch import nn

    from studio.engine.training.starter.plan import Plan

TRAIN_STEPS = 1000
LATENT_SCALE = 3.0  # the autoencoder's latents are the sampler's divided by this: small enough
#                     for the soft clamp (3 tanh(x / 3)) at the decoder's entrance


def new_unet(plan: Plan) -> nn.Module:
    """The denoiser: attention from 8x8 down, the whole prompt also beside the time step."""
    import torch
    from diffusers import UNet2DConditionModel

    torch.manual_seed(plan.seed)
    unet: nn.Module = UNet2DConditionModel(
        sample_size=plan.cells,
        in_channels=plan.channels,
        out_channels=plan.channels,
        block_out_channels=plan.unet_channels,
        layers_per_block=1,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D", "DownBlock2D"),
        up_block_types=("UpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"),
        cross_attention_dim=plan.text_width,
        attention_head_dim=4,
        norm_num_groups=16,
        resnet_time_scale_shift="scale_shift",
        addition_embed_type="text",
        addition_embed_type_num_heads=4,
    )
    return unet


def new_scheduler() -> Any:
    """The sampler that ships: its noise is nearly pure at the last step, for night scenes."""
    from diffusers import DPMSolverMultistepScheduler

    return DPMSolverMultistepScheduler(
        num_train_timesteps=TRAIN_STEPS,
        beta_start=1e-4,
        beta_end=0.02,
        beta_schedule="linear",
        prediction_type="v_prediction",
        timestep_spacing="trailing",
        steps_offset=1,  # as StableDiffusionPipeline wants it; the spacing does not use it
    )


def new_autoencoder(plan: Plan) -> nn.Module:
    """A small autoencoder without normalization; few blocks where there are many pixels."""
    import torch
    from diffusers import AutoencoderTiny

    torch.manual_seed(plan.seed)
    widths = (plan.decoder_width,) * 5
    autoencoder: nn.Module = AutoencoderTiny(
        latent_channels=plan.channels,
        encoder_block_out_channels=widths,
        decoder_block_out_channels=widths,
        num_encoder_blocks=(0, 0, 1, 2, 2),
        num_decoder_blocks=(4, 3, 2, 1, 0),
        scaling_factor=LATENT_SCALE,
    )
    return autoencoder
