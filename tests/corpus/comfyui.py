"""ComfyUI's graphs that ran: from the plain one to noise, guider and sigmas apart."""

from __future__ import annotations

import json

from tests.corpus.truth import SAMPLERS, TRUTHS, Case, Truth, expected


def node(kind, **inputs):
    return {"class_type": kind, "inputs": inputs, "_meta": {"title": kind}, "is_changed": ["NAN"]}


def plain(t: Truth, **changes):
    """The graph that the program opens with, and a LoRA."""
    _, _, sampler, scheduler, _, _ = SAMPLERS[t.sampler]
    return {
        "3": node(
            "KSampler",
            seed=t.seed,
            steps=t.steps,
            cfg=t.cfg,
            sampler_name=sampler,
            scheduler=scheduler,
            denoise=1.0,
            model=["10", 0],
            positive=["6", 0],
            negative=["7", 0],
            latent_image=["5", 0],
        ),
        "4": node("CheckpointLoaderSimple", ckpt_name=f"sd\\{t.model}.safetensors"),
        "5": node("EmptyLatentImage", width=t.width, height=t.height, batch_size=1),
        "6": node("CLIPTextEncode", text=t.prompt, clip=["9", 0]),
        "7": node("CLIPTextEncode", text=t.negative, clip=["9", 0]),
        "8": node("VAEDecode", samples=["3", 0], vae=["11", 0]),
        "9": node("CLIPSetLastLayer", stop_at_clip_layer=-2, clip=["10", 1]),
        "10": node(
            "LoraLoader",
            lora_name="film.safetensors",
            strength_model=0.8,
            strength_clip=1.0,
            model=["4", 0],
            clip=["4", 1],
        ),
        "11": node("VAELoader", vae_name="vae-ft-mse.safetensors"),
        "12": node("SaveImage", filename_prefix="ComfyUI", images=["8", 0]),
    } | changes


KNOWN = {
    "LoRAs": "film.safetensors: 0.8",
    "VAE": "vae-ft-mse.safetensors",
    "SaveImage 12: filename_prefix": "ComfyUI",
    "EmptyLatentImage 5: batch_size": 1,
    "LoraLoader 10: strength_clip": 1.0,
}


def case(name, t, graph, want=None, facts=None):
    data = json.dumps(graph).replace('"NAN"', "NaN")  # as the program writes it
    known = {"Model": f"sd\\{t.model}.safetensors"} | KNOWN if facts is None else facts
    return Case(name, "comfyui", {"prompt": data}, want or expected(t, clip_skip=2), known)


def simple(t):
    return case("plain", t, plain(t))


def linked_text(t):
    """Words through a primitive, a join and a reroute; the seed through a node of its own."""
    graph = plain(t)
    first, second = t.prompt[: len(t.prompt) // 2], t.prompt[len(t.prompt) // 2 :]
    graph |= {
        "20": node("PrimitiveStringMultiline", value=first),
        "21": node("PrimitiveString", value=second),
        "22": node("StringConcatenate", string_a=["20", 0], string_b=["21", 0], delimiter=""),
        "23": node("Reroute", **{"": ["22", 0]}),
        "24": node("Seed (rgthree)", seed=t.seed),
        "25": node("PrimitiveInt", value=t.steps),
    }
    graph["6"]["inputs"]["text"] = ["23", 0]
    graph["3"]["inputs"] |= {"seed": ["24", 0], "steps": ["25", 0]}
    return case("linked", t, graph)


def hires(t):
    """Two samplers in a row: the second one, nearest the file, is the one that counts."""
    graph = plain(t)
    graph |= {
        "30": node("LatentUpscale", upscale_method="nearest", width=t.width, height=t.height,
                   crop="disabled", samples=["31", 0]),
        "31": node("KSampler", **(graph["3"]["inputs"] | {"seed": 5, "steps": 7, "denoise": 1.0})),
    }  # fmt: skip
    graph["5"]["inputs"] |= {"width": 64, "height": 64}
    graph["3"]["inputs"] |= {"latent_image": ["30", 0], "denoise": 0.55}
    facts = {"Model": f"sd\\{t.model}.safetensors", "Denoising strength": 0.55}
    facts |= {"KSampler 31: steps": 7, "LatentUpscale 30: crop": "disabled"}
    return case("hires", t, graph, facts=facts)


def advanced(t):
    graph = plain(t)
    inputs = dict(graph["3"]["inputs"])
    del inputs["denoise"], inputs["seed"]
    extra = {"noise_seed": t.seed, "add_noise": "enable", "start_at_step": 0, "end_at_step": 10000}
    graph["3"] = node("KSamplerAdvanced", **inputs, **extra, return_with_leftover_noise="disable")
    facts = KNOWN | {"KSamplerAdvanced 3: end_at_step": 10000}
    return case("advanced", t, graph, facts=facts)


def control(t):
    """Conditionings pass through nodes that have both sides."""
    graph = plain(t)
    graph |= {
        "40": node("ControlNetApplyAdvanced", strength=0.7, positive=["6", 0], negative=["7", 0],
                   control_net=["41", 0], image=["42", 0]),
        "41": node("ControlNetLoader", control_net_name="canny.safetensors"),
        "42": node("LoadImage", image="../../../secret.png"),
    }  # fmt: skip
    graph["3"]["inputs"] |= {"positive": ["40", 0], "negative": ["40", 1]}
    facts = KNOWN | {"ControlNetLoader 41: control_net_name": "canny.safetensors"}
    return case("control", t, graph, facts=facts)


def apart(t):
    """Noise, guider, sampler and sigmas are nodes of their own."""
    _, _, sampler, scheduler, _, _ = SAMPLERS[t.sampler]
    graph = plain(t)
    graph["3"] = node("SamplerCustomAdvanced", noise=["50", 0], guider=["51", 0],
                      sampler=["52", 0], sigmas=["53", 0], latent_image=["5", 0])  # fmt: skip
    graph |= {
        "50": node("RandomNoise", noise_seed=t.seed),
        "51": node("CFGGuider", cfg=t.cfg, model=["10", 0], positive=["6", 0], negative=["7", 0]),
        "52": node("KSamplerSelect", sampler_name=sampler),
        "53": node("BasicScheduler", scheduler=scheduler, steps=t.steps, denoise=1.0,
                   model=["10", 0]),
    }  # fmt: skip
    return case("apart", t, graph)


def flux(t):
    """No negative side, no guidance but the distilled one, a model without checkpoint."""
    _, _, sampler, scheduler, _, _ = SAMPLERS[t.sampler]
    graph = {
        "1": node("UNETLoader", unet_name=f"{t.model}.gguf", weight_dtype="default"),
        "2": node("DualCLIPLoader", clip_name1="t5", clip_name2="l", type="flux"),
        "3": node("CLIPTextEncode", text=t.prompt, clip=["2", 0]),
        "4": node("FluxGuidance", guidance=3.5, conditioning=["3", 0]),
        "5": node("ModelSamplingFlux", max_shift=1.15, model=["1", 0]),
        "6": node("BasicGuider", model=["5", 0], conditioning=["4", 0]),
        "7": node("RandomNoise", noise_seed=t.seed + 2**40),
        "8": node("KSamplerSelect", sampler_name=sampler),
        "9": node("BasicScheduler", scheduler=scheduler, steps=t.steps, denoise=1, model=["5", 0]),
        "10": node("EmptySD3LatentImage", width=t.width, height=t.height, batch_size=1),
        "11": node("SamplerCustomAdvanced", noise=["7", 0], guider=["6", 0], sampler=["8", 0],
                   sigmas=["9", 0], latent_image=["10", 0]),
        "12": node("VAEDecode", samples=["11", 0], vae=["13", 0]),
        "13": node("VAELoader", vae_name="ae.safetensors"),
        "14": node("PreviewImage", images=["12", 0]),
    }  # fmt: skip
    want = expected(t, negative="", guidance=None)  # the seed is folded: 2**40 is a multiple
    facts = {
        "Model": f"{t.model}.gguf",
        "VAE": "ae.safetensors",
        "Distilled CFG Scale": 3.5,
        "seed": str(t.seed + 2**40),
        "DualCLIPLoader 2: clip_name1": "t5",
        "ModelSamplingFlux 5: max_shift": 1.15,
    }
    return case("flux", t, graph, want, facts)


def sdxl(t):
    """Two texts for two encoders, a refiner that nothing saves, and two places that save."""
    graph = plain(t)
    sides = {"width": 4096, "height": 4096, "crop_w": 0, "crop_h": 0}
    graph["6"] = node(
        "CLIPTextEncodeSDXL", text_g=t.prompt, text_l=t.prompt, clip=["9", 0], **sides
    )
    graph["7"] = node("CLIPTextEncodeSDXL", text_g=t.negative, text_l=t.negative, clip=["9", 0])
    graph |= {
        "60": node("KSampler", **(graph["3"]["inputs"] | {"seed": 1, "steps": 2})),
        "61": node("VAEDecode", samples=["60", 0], vae=["11", 0]),
        "62": node("PreviewImage", images=["61", 0]),
    }
    return case("sdxl", t, graph, facts=KNOWN | {"CLIPTextEncodeSDXL 6: crop_w": 0})


def efficient(t):
    """One node loads all, another draws."""
    _, _, sampler, scheduler, _, _ = SAMPLERS[t.sampler]
    graph = {
        "1": node("Efficient Loader", ckpt_name=t.model, vae_name="Baked VAE", clip_skip=-1,
                  lora_name="None", lora_model_strength=1.0, positive=t.prompt,
                  negative=t.negative, empty_latent_width=t.width, empty_latent_height=t.height,
                  batch_size=1),
        "2": node("KSampler (Efficient)", seed=t.seed, steps=t.steps, cfg=t.cfg,
                  sampler_name=sampler, scheduler=scheduler, denoise=1, model=["1", 0],
                  positive=["1", 1], negative=["1", 2], latent_image=["1", 3]),
        "3": node("SaveImage", filename_prefix="x", images=["2", 5]),
    }  # fmt: skip
    facts = {
        "Model": t.model,
        "SaveImage 3: filename_prefix": "x",
        "Efficient Loader 1: batch_size": 1,
    }
    return case("efficient", t, graph, expected(t, clip_skip=1), facts)


def cases() -> list[Case]:
    makes = (simple, linked_text, hires, advanced, control, apart, flux, sdxl, efficient)
    return [make(t) for t in TRUTHS for make in makes]
