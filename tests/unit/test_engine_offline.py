"""Nothing that the engine does opens a connection."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit import engine_sealed

ROOT = Path(__file__).parents[2]


def run(*args):
    hidden = ("HF_", "TRANSFORMERS_", "DIFFUSERS_")  # what the test's own process had set
    env = {k: v for k, v in os.environ.items() if not k.startswith(hidden)}
    return subprocess.run(
        [sys.executable, *args],
        env={**env, "PYTHONPATH": str(ROOT)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=250,
    )


def test_pictures_are_drawn_where_sockets_are_forbidden(checkpoints):
    out = run("-m", "tests.unit.engine_sealed", str(checkpoints))
    assert out.returncode == 0, out.stderr
    assert out.stdout.split("\n")[:-1] == [
        "sd15 (64, 64, 3)",
        "sd15 (64, 64, 3)",
        "sdxl (64, 64, 3)",
        "starter (64, 64, 3)",
        "sd15 (64, 64, 3)",
    ]


def test_the_seal_would_notice_a_connection(monkeypatch):
    import socket

    for name in ("socket", "getaddrinfo", "create_connection"):
        monkeypatch.setattr(socket, name, getattr(socket, name))  # put back after the test
    engine_sealed.seal()
    with pytest.raises(AssertionError, match="a connection was attempted"):
        socket.socket(socket.AF_INET)
    with pytest.raises(AssertionError, match="a name was looked up"):
        socket.create_connection(("localhost", 9))
    engine_sealed.ATTEMPTS.clear()


@pytest.mark.parametrize("order", ["before", "after"])
def test_the_hub_is_offline_whether_it_was_imported_before_or_after(order):
    imports = "import diffusers.utils.dynamic_modules_utils, huggingface_hub.constants"
    forbid = "from studio.engine.offline import forbid_network; forbid_network()"
    first, second = (imports, forbid) if order == "before" else (forbid, imports)
    check = (
        "from huggingface_hub import is_offline_mode; assert is_offline_mode()\n"
        "d = __import__('sys').modules['diffusers.utils.dynamic_modules_utils']\n"
        "assert d.DIFFUSERS_DISABLE_REMOTE_CODE"
    )
    out = run("-c", f"{first}\n{second}\n{check}")
    assert out.returncode == 0, out.stderr
