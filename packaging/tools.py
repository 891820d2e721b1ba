"""Running the tools of a build, and stopping at the first that fails."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
DIST = ROOT / "dist"
UV = ROOT / ".venv" / "bin" / "uv"
EPOCH = 1_767_225_600
"""2026-01-01: every time stamp a build writes, so that the same inputs give the same bytes."""

DEBIAN_PACKAGES = {
    "dpkg-deb": "dpkg",
    "import": "imagemagick",
    "makensis": "nsis",
    "msibuild": "msitools",
    "msiinfo": "msitools",
    "objdump": "binutils",
    "openbox": "openbox",
    "osslsigncode": "osslsigncode",
    "strip": "binutils",
    "wine64": "wine64",
    "wineserver64": "wine64",
    "wixl": "wixl",
    "x86_64-w64-mingw32-gcc": "gcc-mingw-w64-x86-64-win32",
    "x86_64-w64-mingw32-objdump": "binutils-mingw-w64-x86-64",
    "xdotool": "xdotool",
    "Xvfb": "xvfb",
}
"""What brings each program that a build or a trial calls."""


class StepError(Exception):
    """A build cannot go on; its text says why."""


def say(text: str) -> None:
    """Print a step, at once."""
    print(f"» {time.strftime('%H:%M:%S')} {text}", flush=True)


def demand(*command: str | Path, cwd: Path = ROOT, **environment: str) -> None:
    """Run a command; raises StepError with the end of what it said when it fails."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=os.environ | environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode:
        raise StepError(f"{' '.join(map(str, command))} → {done.returncode}\n{done.stdout[-4000:]}")


def output_of(*command: str | Path, cwd: Path | None = None) -> str:
    """What a command printed, whatever its exit code."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    return done.stdout + done.stderr


def need(*programs: str) -> None:
    """Raises StepError naming the programs that are missing, and the line that brings them."""
    missing = [name for name in programs if shutil.which(name) is None]
    if missing:
        packages = sorted({DEBIAN_PACKAGES[name] for name in missing})
        line = f"apt-get install -y --no-install-recommends {' '.join(packages)}"
        raise StepError(f"missing: {', '.join(missing)}\n    {line}")


def find(folder: Path, name: str) -> Path:
    """A file of that name in `folder`, whatever its case. Raises StepError."""
    for path in sorted(folder.iterdir()):
        if path.name.lower() == name:
            return path
    raise StepError(f"{name} is not in {folder.name}")


def main_of(build: Callable[[], None]) -> None:
    """Run a build's main function; a StepError ends it with its text and exit code 1."""
    try:
        build()
    except StepError as error:
        print(f"✗ {error}", file=sys.stderr, flush=True)
        sys.exit(1)
