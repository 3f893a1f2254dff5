"""The contract of a model family: light to import, heavy only inside `load`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from studio.core.request import PARTS
from studio.core.request_parts import OF_UNETS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from studio.core.job import CancelToken, Reporter
    from studio.core.model import Model
    from studio.core.request import Extent
    from studio.engine.payload import Generated, GeneratePayload


class Generator(Protocol):
    """Loaded weights, ready to turn requests into pictures."""

    def generate(
        self, payload: GeneratePayload, report: Reporter, cancel: CancelToken
    ) -> Generated:
        """Return one picture; check `cancel` at least once a step and decode nothing after it."""


@dataclass(frozen=True, slots=True)
class Header:
    """What can be read of a model without loading it.

    Of a folder: the class name of each component and its config; `metadata` holds the values of
    its `studio.json` as JSON. Of a file: the tensor names and shapes of the safetensors header and
    its metadata.
    """

    path: Path
    components: Mapping[str, str]
    configs: Mapping[str, Mapping[str, Any]]
    shapes: Mapping[str, tuple[int, ...]]
    metadata: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Family:
    """One kind of model: how to recognize its files, what it takes, how to load it.

    `params` is a frozen dataclass declared with `studio.core.params`. `recognize` returns the
    native extent when the header is of this family, else None; it may refuse by name what it knows
    and cannot draw with (`ModelRefusedError`). `weighted` says whether prompt weights act on the
    embeddings of its text encoder, and `takes` which parts of a request it acts on (names of
    `core.request.PARTS`); of the savings it knows those that `saves` names. The sides of its
    pictures are multiples of `multiple` pixels.
    """

    key: str
    title: str
    params: type
    recognize: Callable[[Header], Extent | None]
    load: Callable[[Model, Reporter, CancelToken], Generator]
    weighted: bool = True
    takes: tuple[str, ...] = PARTS
    saves: tuple[str, ...] = OF_UNETS
    multiple: int = 8
