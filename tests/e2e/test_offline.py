"""The main job where every attempt to reach the network is an error."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).parents[2]

# Python runs this first in every process that it starts, workers too. Audit hooks also hear what
# compiled modules ask of Python's sockets.
WATCH = """
import os, sys

NETWORK = {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto",
           "socket.sendmsg", "socket.gethostbyaddr", "urllib.Request"}

def note(text):
    with open(os.environ["STUDIO_TEST_NOTES"], "a", encoding="utf-8") as file:
        file.write(text + "\\n")

def to_this_machine(event, arguments):  # a Unix socket has a path for its address
    return event in ("socket.connect", "socket.sendto") and isinstance(arguments[-1], (str, bytes))

def hook(event, arguments):
    if event in NETWORK and not to_this_machine(event, arguments):
        note(f"network: {event} {arguments!r}")
        raise OSError("the network is forbidden here")
    if event == "import" and arguments[0] in ("huggingface_hub", "transformers", "diffusers"):
        note(f"import: {arguments[0]} offline={os.environ.get('HF_HUB_OFFLINE')}")

sys.addaudithook(hook)
"""


def test_a_picture_is_made_where_sockets_are_forbidden(tmp_path):
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(WATCH, encoding="utf-8")
    notes = tmp_path / "notes.txt"
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("HF_", "TRANSFORMERS"))}
    command = [sys.executable, str(ROOT / "main.py"), "generate", "一座红色的房子，海边，日落"]
    done = subprocess.run(
        [*command, "--project", str(tmp_path / "画"), "--steps", "2", "--seed", "3", "--json"],
        env=inherited
        | {
            "PYTHONPATH": str(tmp_path / "site"),
            "STUDIO_TEST_NOTES": str(notes),
            "STUDIO_HOME": str(tmp_path / "home"),
            "HOME": str(tmp_path),
        },
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    noted = notes.read_text(encoding="utf-8").splitlines()
    assert [line for line in noted if line.startswith("network")] == []
    assert {line.partition("offline=")[2] for line in noted} == {"1"}, "offline before imported"
    assert any("diffusers" in line for line in noted), "the watch was asleep"
    (run,) = json.loads(done.stdout)["runs"]
    with Image.open(run["images"][0]) as picture:
        assert picture.text["parameters"].startswith("一座红色的房子，海边，日落")
    stored = {path.name for path in Path(run["folder"]).iterdir()}
    assert stored == {"image-0.png", "thumb.webp", "params.json"}


def test_the_watch_hears_a_connection(tmp_path):
    """The test above can fail: the same watch, and a program that looks a name up."""
    (tmp_path / "sitecustomize.py").write_text(WATCH, encoding="utf-8")
    notes = tmp_path / "notes.txt"
    code = "import urllib.request; urllib.request.urlopen('http://example.invalid')"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONPATH": str(tmp_path), "STUDIO_TEST_NOTES": str(notes)},
        capture_output=True,
        check=False,
    )
    assert done.returncode != 0
    assert "network: " in notes.read_text(encoding="utf-8")
