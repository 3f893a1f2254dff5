"""Set the studio up in this folder: system libraries, .venv, pinned packages, translations.

    python packaging/bootstrap.py [--tests] [--package] [--wheels]

Needs the standard library only. What is already there is not done again: a stamp in .venv holds
the hash of what was asked for at which versions, so that a second call takes under a second.

Where a folder of wheels is kept (`--wheels` fills it; `STUDIO_WHEELS`, else `studio/wheels` in the
user's cache folder), packages come from there without a network, at the same pinned versions.
"""

from __future__ import annotations

import argparse
import ctypes
import hashlib
import os
import shutil
import subprocess
import sys
import tomllib
import venv
from pathlib import Path

ROOT = Path(__file__).parents[1]
VENV = ROOT / ".venv"
WINDOWS = os.name == "nt"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
TRANSLATIONS = ROOT / "resources" / "translations"

# What Qt loads from a Linux system, and the Debian package that holds it.
LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
}
TEST_PROGRAMS = {"Xvfb": "xvfb"}
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
WHEELS = Path(os.environ.get("STUDIO_WHEELS") or CACHE / "studio" / "wheels")
CJK_FONTS = ("*CJK*", "*wqy*", "*Droid*Fallback*")


def main() -> int:
    """Do whatever is missing; return 0 when the studio can run."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tests", action="store_true", help="also what the tests need")
    parser.add_argument("--package", action="store_true", help="also what packaging needs")
    parser.add_argument(
        "--wheels", action="store_true", help="keep the packages for set-ups to come"
    )
    wanted = parser.parse_args()
    try:
        make_environment()
        if sys.platform == "linux":
            install_system_packages(missing_system_packages(tests=wanted.tests))
        for extra in ("dev", "package") if wanted.package else ("dev",):
            install_packages(extra)
            if wanted.wheels:
                keep_wheels(extra)
        release_translations()
    except subprocess.CalledProcessError as error:
        say(f"The set-up stopped: {' '.join(error.cmd[:4])} ... failed (see above).")
        return 1
    return 0


def say(text: str) -> None:
    """Tell the user something, apart from what the commands print."""
    print(text, file=sys.stderr, flush=True)


def run(*command: str | Path) -> int:
    """Run a command and return its exit status."""
    return subprocess.run(list(map(str, command)), check=False).returncode


def must(*command: str | Path) -> None:
    """Run a command that nothing can go on without."""
    subprocess.run(list(map(str, command)), check=True)


# --- system libraries ---------------------------------------------------------------------------


def missing_system_packages(*, tests: bool) -> list[str]:
    """Return the Debian packages of what this system lacks."""
    missing = {package for name, package in LIBRARIES.items() if not _loads(name)}
    if tests:
        missing |= {p for name, p in TEST_PROGRAMS.items() if shutil.which(name) is None}
        missing |= set() if _has_cjk_font() else {"fonts-noto-cjk"}
    return sorted(missing)


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _has_cjk_font() -> bool:
    folders = [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".fonts"]
    return any(True for folder in folders for name in CJK_FONTS for _ in folder.rglob(name))


def install_system_packages(packages: list[str]) -> None:
    """Install with apt-get where that needs no password, else print the line to type."""
    if not packages:
        return
    root, tried = _as_root(), VENV / ".studio-missing"  # apt is not asked for the same twice
    failed = tried.is_file() and tried.read_text(encoding="utf-8").split() == packages
    if root is None or shutil.which("apt-get") is None or failed:
        say("Some system libraries are missing; the window may not open. Type:")
        say(f"    sudo apt-get install {' '.join(packages)}")
        return
    say(f"Installing system libraries: {' '.join(packages)}")
    apt = [*root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q"]
    run(*apt, "update")
    if run(*apt, "install", "-y", "--no-install-recommends", *packages):
        say("apt-get could not install them; the window may not open. Going on without.")
        tried.parent.mkdir(exist_ok=True)
        tried.write_text("\n".join(packages), encoding="utf-8")


def _as_root() -> list[str] | None:
    """Return the prefix that makes a command run as root without a question, or None."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo"):
        answer = subprocess.run(["sudo", "-n", "true"], check=False, capture_output=True)
        return ["sudo", "-n"] if answer.returncode == 0 else None
    return None


# --- Python packages ----------------------------------------------------------------------------


def make_environment() -> None:
    """Create .venv unless a working one is there."""
    if _works():
        return
    say(f"Creating {VENV.name} with Python {sys.version.split()[0]}")
    if not _has_ensurepip() and sys.platform == "linux":
        install_system_packages([f"python3.{sys.version_info.minor}-venv"])
    try:
        venv.create(VENV, clear=VENV.exists(), with_pip=True, symlinks=not WINDOWS)
    except subprocess.CalledProcessError:
        shutil.rmtree(VENV, ignore_errors=True)
        raise


def _works() -> bool:
    return PYTHON.is_file() and run(PYTHON, "-c", "import pip") == 0


def _has_ensurepip() -> bool:
    try:
        import ensurepip  # noqa: F401 - Debian ships Python without it
    except ImportError:
        return False
    return True


def install_packages(extra: str) -> None:
    """Install the dependencies and one extra at the pinned versions, unless the stamp says so."""
    stamp, wanted = VENV / f".studio-{extra}", fingerprint(extra)
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted:
        return
    say("Installing the pinned Python packages (once; this takes some minutes)")
    asked = (*_pip("install"), *requirements(extra))
    kept = ("--no-index", "--find-links", WHEELS)
    if not any(WHEELS.glob("*.whl")):
        must(*asked)
    elif run(*asked, *kept):
        say(f"The wheels in {WHEELS} do not suffice: asking the package index.")
        must(*asked)
    stamp.write_text(wanted, encoding="utf-8")


def keep_wheels(extra: str) -> None:
    """Download what was installed into the folder of wheels, for set-ups without a network."""
    WHEELS.mkdir(parents=True, exist_ok=True)
    must(*_pip("download"), "--dest", WHEELS, *requirements(extra))
    say(f"The packages are kept in {WHEELS}")


def _pip(verb: str) -> tuple[str | Path, ...]:
    options = ("--no-input", "--disable-pip-version-check", "-c", ROOT / "constraints.txt")
    return (PYTHON, "-m", "pip", verb, *options)


def fingerprint(extra: str) -> str:
    """Return the hash of everything that decides what is installed."""
    versions = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    return hashlib.sha256("\n".join([*requirements(extra), versions]).encode()).hexdigest()


def requirements(extra: str) -> list[str]:
    """Return what pyproject.toml asks for; the studio itself runs from this folder."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return [*project["dependencies"], *project["optional-dependencies"][extra]]


# --- translations -------------------------------------------------------------------------------


def release_translations() -> None:
    """Compile the translations that are newer than their compiled form."""
    sources = [ts for ts in TRANSLATIONS.glob("*.ts") if _older(ts.with_suffix(".qm"), ts)]
    if sources:
        must(PYTHON, ROOT / "packaging" / "translations.py", "release")


def _older(made: Path, source: Path) -> bool:
    return not made.is_file() or made.stat().st_mtime < source.stat().st_mtime


if __name__ == "__main__":
    sys.exit(main())
