"""The main job where reaching the network or writing beside the program is an error."""

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

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT

def note(text):
    with open(os.environ["STUDIO_TEST_NOTES"], "a", encoding="utf-8") as file:
        file.write(text + "\\n")

def to_this_machine(event, arguments):  # a Unix socket has a path for its address
    return event in ("socket.connect", "socket.sendto") and isinstance(arguments[-1], (str, bytes))

def hook(event, arguments):
    if event in NETWORK and not to_this_machine(event, arguments):
        note(f"network: {event} {arguments!r}")
        raise OSError("the network is forbidden here")
    if event == "open" and isinstance(arguments[0], str) and (arguments[2] or 0) & WRITING:
        place = os.path.abspath(arguments[0])
        if place.startswith(os.environ["STUDIO_TEST_PROGRAM"]) and "__pycache__" not in place:
            note(f"write: {place}")
            raise PermissionError("the program's folder is read-only here")
    if event == "import" and arguments[0] in ("huggingface_hub", "transformers", "diffusers"):
        note(f"import: {arguments[0]} offline={os.environ.get('HF_HUB_OFFLINE')}")

sys.addaudithook(hook)
"""


def watched(tmp_path, command):
    """Run a command under watch; return what it did and what was noted."""
    (tmp_path / "site").mkdir(parents=True)
    (tmp_path / "site" / "sitecustomize.py").write_text(WATCH, encoding="utf-8")
    notes = tmp_path / "notes.txt"
    notes.touch()
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("HF_", "TRANSFORMERS"))}
    added = {
        "PYTHONPATH": str(tmp_path / "site"),
        "STUDIO_TEST_NOTES": str(notes),
        "STUDIO_TEST_PROGRAM": str(ROOT),
        "STUDIO_HOME": str(tmp_path / "home"),
        "HOME": str(tmp_path),
    }
    done = subprocess.run(
        command, env=inherited | added, capture_output=True, encoding="utf-8", check=False
    )
    return done, notes.read_text(encoding="utf-8").splitlines()


def test_a_picture_is_made_offline_from_a_read_only_folder_into_a_long_chinese_path(tmp_path):
    project = tmp_path.joinpath(*["很长的文件夹名字" * 3] * 12)
    assert len(str(project)) > 260
    command = [sys.executable, str(ROOT / "main.py"), "generate", "一座红色的房子，海边，日落"]
    done, noted = watched(
        tmp_path, [*command, "--project", str(project), "--steps", "2", "--seed", "3", "--json"]
    )
    assert done.returncode == 0, done.stderr
    assert [line for line in noted if line.startswith(("network", "write"))] == []
    assert {line.partition("offline=")[2] for line in noted} == {"1"}, "offline before imported"
    assert any("diffusers" in line for line in noted), "the watch was asleep"
    (run,) = json.loads(done.stdout)["runs"]
    with Image.open(run["images"][0]) as picture:
        assert picture.text["parameters"].startswith("一座红色的房子,海边,日落\nSteps: 2,")
    params = json.loads((Path(run["folder"]) / "params.json").read_text(encoding="utf-8"))
    assert params["request"]["prompt"] == "一座红色的房子，海边，日落", "stored as it was typed"
    stored = {path.name for path in Path(run["folder"]).iterdir()}
    assert stored == {"image-0.png", "thumb.webp", "params.json"}


def test_the_watch_hears_a_connection_and_a_write(tmp_path):
    """The test above can fail: the same watch, and programs that do what is forbidden."""
    look_up = "import urllib.request; urllib.request.urlopen('http://example.invalid')"
    _, noted = watched(tmp_path, [sys.executable, "-c", look_up])
    assert any(line.startswith("network: ") for line in noted)
    write = f"open({str(ROOT / 'resources' / 'x')!r}, 'w')"
    done, noted = watched(tmp_path / "again", [sys.executable, "-c", write])
    assert any(line.startswith("write: ") for line in noted)
    assert "read-only" in done.stderr
