"""Keeps every library that knows a model hub from opening a connection."""

from __future__ import annotations

import os
import sys

OFFLINE = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_DATASETS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "DISABLE_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",
    "DIFFUSERS_DISABLE_REMOTE_CODE": "1",
    "HF_HUB_DISABLE_IMPLICIT_TOKEN": "1",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "TRANSFORMERS_NO_ADVISORY_WARNINGS": "1",
    "TRANSFORMERS_VERBOSITY": "error",
    "DIFFUSERS_VERBOSITY": "error",
}
SWITCHES = {
    "huggingface_hub.constants": "HF_HUB_OFFLINE",
    "diffusers.utils.dynamic_modules_utils": "DIFFUSERS_DISABLE_REMOTE_CODE",
}


def forbid_network() -> None:
    """Put the hub libraries offline and forbid them code that models bring along.

    To be called before they are imported, first thing in every process that runs models. Where the
    hub client was imported earlier all the same, its switch is thrown as well.
    """
    os.environ.update(OFFLINE)
    for module, switch in SWITCHES.items():
        if module in sys.modules:
            setattr(sys.modules[module], switch, True)
