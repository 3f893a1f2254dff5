"""Build dist/studio, a folder that runs on a machine without Python, and try it.

python packaging/build.py           build, then try
python packaging/build.py --try     try what was built
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
DIST = ROOT / "dist"
PROGRAM = DIST / "studio" / ("studio.exe" if os.name == "nt" else "studio")
PROMPT = "a red house by the sea at sunset, watercolor"
MEGABYTE = 1_000_000
# What Windows programs cannot start without; elsewhere nothing is passed on, no PATH either.
KEPT = ("SYSTEMROOT", "TEMP") if os.name == "nt" else ()


def main() -> int:
    """Build unless told otherwise, and return 0 if the result makes a picture."""
    if "--try" not in sys.argv[1:]:
        build()
    return attempt()


def build() -> None:
    """Run PyInstaller; its intermediate files stay in build/."""
    subprocess.run([sys.executable, ROOT / "packaging" / "translations.py", "release"], check=True)
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"]
    command += ["--distpath", str(DIST), "--workpath", str(ROOT / "build")]
    subprocess.run([*command, str(ROOT / "packaging" / "studio.spec")], check=True, cwd=ROOT)


def attempt() -> int:
    """Make a starter picture with the executable, in an empty environment; print the facts."""
    with tempfile.TemporaryDirectory() as home:
        environment = {name: os.environ[name] for name in KEPT} | {"STUDIO_HOME": home}
        asking, _ = timed([PROGRAM, "models", "--json"], environment)
        making, out = timed([PROGRAM, "generate", PROMPT, "--json"], environment)
        (run,) = json.loads(out)["runs"]
        made = all(Path(image).is_file() for image in run["images"])
    size = sum(path.stat().st_size for path in DIST.rglob("*") if is_own(path))
    print(f"{size / MEGABYTE:.0f} MB; lists its models in {asking:.1f} s;", end=" ")
    print(f"makes a picture in {making:.1f} s, of which {run['seconds']:.1f} s at work")
    return 0 if made else 1


def is_own(path: Path) -> bool:
    """Whether a path takes room of its own; libraries are linked into several places."""
    return path.is_file() and not path.is_symlink()


def timed(command: list[Path | str], environment: dict[str, str]) -> tuple[float, str]:
    """Run a command that must succeed; return its seconds and its standard output."""
    start = time.perf_counter()
    done = subprocess.run(
        command, env=environment, check=True, stdout=subprocess.PIPE, encoding="utf-8"
    )
    return time.perf_counter() - start, done.stdout


if __name__ == "__main__":
    sys.exit(main())
