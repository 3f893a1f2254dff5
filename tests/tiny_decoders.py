"""Tiny decoders (TAESD) that really decode: they give the colors of a linear projection."""

from __future__ import annotations


def exact_decoder(projection, stages, blocks=(1, 1, 1, 1)):
    """Return a `DecoderTiny` whose colors are those of a projection of latents.

    Its first convolution computes the colors, the others pass them on. Values are kept small where
    the latents are squeezed, and positive where a block would cut them off.
    """
    import torch
    from diffusers.models.autoencoders.vae import DecoderTiny

    channels = len(projection.matrix)
    net = DecoderTiny(channels, 3, blocks[:stages], (8,) * stages, 2, "relu", "nearest")
    matrix = torch.from_numpy(projection.matrix)  # (C, 3), colors in [-1, 1]
    with torch.no_grad():
        for values in net.parameters():
            values.zero_()
        convolutions = [layer for layer in net.layers if isinstance(layer, torch.nn.Conv2d)]
        first, *others = convolutions
        first.weight[:3, :, 1, 1] = matrix.T / 2
        first.bias[:3] = torch.from_numpy(projection.bias) / 2 + 0.5
        for convolution in others:
            for color in range(3):
                convolution.weight[color, color, 1, 1] = 1.0
    return net


def write_original(net, path):
    """Write a decoder as TAESD's author does: layers by number, one later than in diffusers."""
    from safetensors.torch import save_file

    tensors = {}
    for name, values in net.layers.state_dict().items():
        number, _, rest = name.partition(".")
        tensors[f"{int(number) + 1}.{rest}"] = values
    path.parent.mkdir(parents=True, exist_ok=True)
    save_file(tensors, path)
    return path


def write_weights(net, path):
    """Write a decoder with the names of diffusers' `AutoencoderTiny`, in one file."""
    from safetensors.torch import save_file

    path.parent.mkdir(parents=True, exist_ok=True)
    save_file({f"decoder.{name}": values for name, values in net.state_dict().items()}, path)
    return path
