"""The locked wheels of a build: fetched by hash, kept, and installed from there alone."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from tools import UV, StepError, demand

WINDOWS = ("--python-platform", "x86_64-pc-windows-msvc", "--python-version", "3.11")
"""What tells uv to install for Windows."""
FETCHED_FOR_WINDOWS = ("--platform", "win_amd64", "--python-version", "3.11")
"""What tells pip to fetch for Windows: it can keep the files, which uv cannot."""


def locked(lock: Path) -> dict[str, str]:
    """Name (plain) and version of each distribution in a lock."""
    return {
        plain(match[1]): match[2]
        for match in re.finditer(r"^([A-Za-z0-9._-]+)==(\S+)", lock.read_text(), flags=re.MULTILINE)
    }


def plain(name: str) -> str:
    """A distribution's name as the index spells it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def fetch(lock: Path, place: Path, *system: str) -> dict[str, Path]:
    """The wheel file of each locked distribution, by plain name; `system` is for pip, empty for this one.

    pip checks each against the lock. Raises StepError where one has no wheel.
    """
    place.mkdir(parents=True, exist_ok=True)
    # Without dependencies: the lock names them all, and pip would judge their markers by this system.
    wheels = ("--no-deps", "--only-binary", ":all:", "--require-hashes", "--find-links", place)
    pip = (sys.executable, "-m", "pip", "download", "-q", "--disable-pip-version-check")
    demand(*pip, *wheels, *system, "--dest", place, "-r", lock)
    found = {tuple(path.name.split("-")[:2]): path for path in place.glob("*.whl")}
    by_name = {(plain(name), version): path for (name, version), path in found.items()}
    missing = [f"{name} {version}" for name, version in locked(lock).items() if (name, version) not in by_name]
    if missing:
        raise StepError(f"no wheel of {', '.join(missing)}")
    return {name: by_name[name, version] for name, version in locked(lock).items()}


def install(lock: Path, place: Path, *where: str | Path) -> None:
    """Install a lock from the wheels in `place`; `where` is for uv."""
    from_there = ("--offline", "--no-index", "--find-links", place, "--only-binary", ":all:", "--no-deps")
    demand(UV, "pip", "install", "-q", *from_there, "--require-hashes", "-r", lock, *where)
