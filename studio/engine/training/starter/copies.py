"""Whether drawn pictures are copies: their distance to the nearest training picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from studio.engine.training.starter.code import Pixels

SIDE = 32  # pixels per side at which pictures are compared
PROBES = 500  # training pictures whose own nearest neighbor is looked up
NEAR_PERCENT = 1.0  # a copy is nearer than this share of training pictures are to each other


def copy_report(drawn: Pixels, thumbs: Pixels) -> dict[str, Any]:
    """Distances (root mean square, 0..255) of drawn and of training pictures to the nearest other.

    `closer_than_training_pairs` is the share of drawn pictures that are nearer to a training
    picture than the closest percent of training pictures are to each other; about 1 % is chance.
    """
    originals = np.concatenate([_small(thumbs), _small(thumbs[:, :, ::-1])])
    probes = np.random.default_rng(0).permutation(len(thumbs))[:PROBES]
    between = _nearest(_small(thumbs[probes]), originals, own=probes, count=len(thumbs))
    mine = _nearest(_small(drawn), originals)
    limit = np.percentile(between, NEAR_PERCENT)
    return {
        "median_drawn_to_training": round(float(np.median(mine)), 2),
        "median_training_to_training": round(float(np.median(between)), 2),
        "closest_drawn_to_training": round(float(mine.min()), 2),
        "closest_percent_of_training_pairs": round(float(limit), 2),
        "closer_than_training_pairs": round(float((mine < limit).mean()), 4),
    }


def _small(thumbs: Pixels) -> NDArray[np.float32]:
    n, side = len(thumbs), thumbs.shape[1] // SIDE
    boxes = thumbs.reshape(n, SIDE, side, SIDE, side, 3)
    small: NDArray[np.float32] = boxes.mean(axis=(2, 4), dtype=np.float32).reshape(n, -1)
    return small


def _nearest(
    pictures: NDArray[np.float32],
    originals: NDArray[np.float32],
    own: NDArray[np.int64] | None = None,
    count: int = 0,
) -> NDArray[np.float32]:
    """Distance of each picture to its nearest original; `own` rows and mirrors do not count."""
    norms = np.square(originals).sum(axis=1)
    nearest = np.empty(len(pictures), np.float32)
    for start in range(0, len(pictures), 100):
        part = pictures[start : start + 100]
        squares = np.square(part).sum(axis=1)[:, None] + norms - 2 * part @ originals.T
        if own is not None:
            rows = np.arange(len(part))
            squares[rows, own[start : start + 100]] = np.inf
            squares[rows, own[start : start + 100] + count] = np.inf
        smallest = np.maximum(squares.min(axis=1), 0)
        nearest[start : start + 100] = np.sqrt(smallest / originals.shape[1])
    return nearest
