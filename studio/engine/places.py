"""Finds out where the models lie in a folder that another program keeps, to be read in place.

Known are the folders of AUTOMATIC1111 and Forge, of ComfyUI (its `extra_model_paths.yaml` too), of
InvokeAI, and the cache of the model hub. Any other folder is searched as a whole.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from studio.engine.invoke import named_models

if TYPE_CHECKING:
    from collections.abc import Iterator

HUB_MARK = "models--"
MAX_YAML_BYTES = 1 << 20
# the sub-folders of other programs that hold what the studio can use, in small letters
WANTED = {
    *("stable-diffusion", "checkpoints", "unet", "diffusion_models", "diffusers", "vae"),
    *("vae-approx", "vae_approx", "lora", "loras", "lycoris", "embeddings", "controlnet"),
    *("ipadapter", "ip_adapter", "ip-adapter", "text_encoder", "text_encoders", "clip"),
    "clip_vision",
}
MARKS = ("stable-diffusion", "checkpoints")  # what makes a folder the models folder of a program
INVOKE_MARKS = ("sd-1", "sdxl", "flux", "any")
NEVER = {  # folders of programs, full of files that are no models
    *("__pycache__", "venv", "env", "node_modules", "site-packages", "python_embeded", "python"),
    *("output", "outputs", "input", "repositories", "custom_nodes", "extensions", "system"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """A folder (or a file) to be searched; `title` is what the model there is called, if known.

    `key` stands for the place in the keys of what is found there.
    """

    folder: Path
    key: str = ""
    title: str = ""


def places_in(root: Path) -> tuple[Place, ...]:
    """Return where to look for models in a folder that the user named, whosever it is."""
    hub = root if _is_hub(root) else root / "hub"
    if _is_hub(hub):
        return tuple(_snapshots(hub))
    models = _below(root, "models") or root
    others = tuple(_of_yaml(root))
    if any(_below(models, name) for name in MARKS):
        return (*_wanted(root, models), *others)
    if (root / "invokeai.yaml").is_file() and models != root:
        return (*_of_invoke(root), Place(models, models.name), *others)
    return (Place(root), *others)


def subfolders(folder: Path) -> list[Path]:
    """Return the folders in a folder that may hold models, sorted; none where it cannot be read."""
    try:
        found = [Path(entry.path) for entry in os.scandir(folder) if entry.is_dir()]
    except OSError:
        return []
    return sorted(p for p in found if not p.name.startswith(".") and p.name.lower() not in NEVER)


def _wanted(root: Path, models: Path) -> Iterator[Place]:
    for folder in subfolders(models):
        if folder.name.lower() in WANTED:
            yield Place(folder, _between(root, folder))
    embeddings = _below(root, "embeddings")
    if models != root and embeddings:
        yield Place(embeddings, embeddings.name)


def _of_invoke(root: Path) -> Iterator[Place]:
    """Yield every model that InvokeAI has a name for."""
    for path, name in named_models(root):
        if path.exists():
            inside = path.is_relative_to(root)
            yield Place(path, _between(root, path) if inside else path.as_posix(), name)


def _between(root: Path, folder: Path) -> str:
    return folder.relative_to(root).as_posix()


def _below(folder: Path, name: str) -> Path | None:
    """Return a sub-folder by its name in any case, as file systems that tell cases apart need."""
    direct = folder / name
    if direct.is_dir():
        return direct
    return next((p for p in subfolders(folder) if p.name.lower() == name), None)


def _is_hub(folder: Path) -> bool:
    return any(p.name.startswith(HUB_MARK) and (p / "snapshots").is_dir() for p in _plain(folder))


def _plain(folder: Path) -> list[Path]:
    return [p for p in subfolders(folder) if p.name.startswith(HUB_MARK)]


def _snapshots(hub: Path) -> Iterator[Place]:
    """Yield one snapshot of each repository: that of its main branch, or the newest."""
    for repository in _plain(hub):
        name = repository.name.removeprefix(HUB_MARK).replace("--", "/")
        folder = _main(repository)
        if folder:
            yield Place(folder, name, name)


def _main(repository: Path) -> Path | None:
    try:
        revision = (repository / "refs" / "main").read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        revision = ""
    every = subfolders(repository / "snapshots")
    named = [folder for folder in every if folder.name == revision]
    return next(iter(named or sorted(every, key=_time, reverse=True)), None)


def _time(folder: Path) -> float:
    try:
        return folder.stat().st_mtime
    except OSError:
        return 0.0


def _of_yaml(root: Path) -> Iterator[Place]:
    """Yield the folders that ComfyUI is told to search besides its own."""
    path = root / "extra_model_paths.yaml"
    try:
        if not path.is_file() or path.stat().st_size > MAX_YAML_BYTES:
            return
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError):
        return
    for section in sections(text):
        base = _path(next(iter(section.pop("base_path", [])), ""), root)
        for name, folders in section.items():
            for folder in folders if name in WANTED else ():
                place = _path(folder, base) if base else None
                if place and _is_folder(place):
                    yield Place(place, place.as_posix())


def sections(text: str) -> list[dict[str, list[str]]]:
    """Return the sections of `extra_model_paths.yaml`: names, each with its lines.

    That is all there is in such files: names in front of texts of one line, or of several (`|`).
    """
    found: list[dict[str, list[str]]] = []
    name, name_indent = "", 0
    for raw in text.splitlines():
        line = raw.split(" #")[0].rstrip() if not raw.lstrip().startswith("#") else ""
        if not line:
            continue
        indent = len(line) - len(line.lstrip())
        key, colon, value = line.strip().partition(":")
        if not indent and colon:
            found.append({})
            name = ""
        elif found and name and indent > name_indent:
            found[-1][name].append(_unquoted(line))
        elif found and colon:
            name, name_indent = key.strip(), indent
            value = _unquoted(value)
            found[-1][name] = [value] if value and value not in ("|", ">", "|-", ">-") else []
    return found


def _unquoted(text: str) -> str:
    return text.strip().removeprefix("- ").strip().strip("'\"")


def _path(text: str, base: Path) -> Path | None:
    """Return the path that a line means; None where it names the home of nobody."""
    try:
        return base / Path(os.path.expandvars(text)).expanduser() if text else base
    except RuntimeError:
        return None


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # a name that no system takes, or a folder that we may not look into
        return False
