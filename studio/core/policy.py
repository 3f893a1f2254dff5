"""What a studio decided for all who work in it: a file that no setting overrules.

It lies where only an administrator writes, or beside the program. Several add up to the strictest.
A policy that cannot be read stops the drawing until it is mended: it may forbid what is asked for.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from studio.core import paths
from studio.core.errors import StudioError
from studio.core.file_format import Format
from studio.core.text import N_

FILE_NAME = "policy.json"
LONGEST = 1 << 20  # bytes of a policy


class PolicyError(StudioError):
    """A policy cannot be read, or forbids what was asked for."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What is decided: the content filter is on, words that are not drawn, exports say origin."""

    content_filter: bool = False
    blocked_words: tuple[str, ...] = ()
    say_origin: bool = False


POLICY = Format("studio.policy", Policy, schema=1)


def places() -> tuple[Path, ...]:
    """Return where a policy may lie on this system."""
    match sys.platform:
        case "win32":
            system = Path(os.environ.get("PROGRAMDATA") or "C:/ProgramData") / "Studio"
        case "darwin":
            system = Path("/Library/Application Support/Studio")
        case _:
            system = Path("/etc/studio")
    return system / FILE_NAME, paths.resources() / FILE_NAME


def policy() -> Policy:
    """Return what is decided here; raises `PolicyError` for a file that cannot be read."""
    found = [_read(place) for place in places() if place.exists()]
    return Policy(
        any(one.content_filter for one in found),
        tuple(dict.fromkeys(word for one in found for word in one.blocked_words)),
        any(one.say_origin for one in found),
    )


def _read(place: Path) -> Policy:
    try:
        with place.open("rb") as file:
            data = file.read(LONGEST + 1)
        if len(data) > LONGEST:
            raise ValueError("it is too long")
        return POLICY.loads(data)
    except (OSError, ValueError, StudioError) as error:
        raise PolicyError(
            N_(
                "The studio's policy {path} cannot be read, so nothing is drawn until whoever "
                "looks after this machine has mended it: {reason}"
            ),
            path=place,
            reason=error.message if isinstance(error, StudioError) else str(error),
        ) from None
