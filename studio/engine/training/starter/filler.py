"""Words that people put into prompts without asking for a thing: the model learns to pass over."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

    from studio.engine.training.illustrator import Language

ENGLISH_FILLER = (
    "beautiful", "highly detailed", "masterpiece", "best quality", "very", "cute", "the", "my",
    "old", "nice", "lovely", "soft light", "simple", "elegant", "artwork", "drawing",
    "illustration", "image", "scene", "landscape", "view", "with", "and", "one", "lonely",
    "quiet", "calm", "tiny", "sharp", "colorful", "trending", "art", "style", "wallpaper",
    "poster", "please", "draw", "photo", "painting", "near", "under", "over", "at", "for", "is",
    "there", "standing", "lines", "paper", "texture", "shadows", "shapes", "clean", "bold",
    "glowing", "lights", "background",
)  # fmt: skip
CHINESE_FILLER = (
    "美丽的", "精致", "高清", "杰作", "可爱的", "一个", "一张", "画", "请画",
    "风景", "插画", "图片", "漂亮", "安静", "孤独的", "简单", "细节丰富", "最佳质量",
    "老", "古老的", "旁边", "附近", "背景", "艺术", "作品", "我的", "很",
    "非常", "柔和的光", "线条", "明亮", "色彩", "壁纸", "这是", "那里", "一些",
    "场景", "座", "间",
)  # fmt: skip
_LETTERS = "aaabcdeeefghiiklmnooprsttuvwy"


def with_filler(text: str, language: Language, rng: np.random.Generator) -> str:
    """The caption with one to four such words, known or invented, put before or behind it."""
    chinese = language == "zh"
    extra = []
    for _ in range(int(rng.integers(1, 5))):
        if rng.random() < 0.2:
            letters = rng.choice(list(_LETTERS), int(rng.integers(3, 9)))
            extra.append("".join(letters))
        else:
            options = CHINESE_FILLER if chinese else ENGLISH_FILLER
            extra.append(options[int(rng.integers(len(options)))])
    cut = int(rng.integers(len(extra) + 1))
    comma = ("，" if rng.random() < 0.5 else ",") if chinese else ", "
    between = comma if chinese or rng.random() < 0.7 else " "
    parts = [between.join(extra[:cut]), text, between.join(extra[cut:])]
    return comma.join(part for part in parts if part)
