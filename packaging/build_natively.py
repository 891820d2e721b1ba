"""Build the Windows program and its installer on a Windows: `python dev.py windows` there.

Not run where this repository is kept, which has no Windows. The freezing, the gates and the installer are those of
the build on Debian; Python is the one this runs with, and no MSI is made.
"""

from __future__ import annotations

import os
import platform
import shutil
import sys
import venv
from pathlib import Path

import wheels
from build_windows import BUILD, FOLDER, LOCKS, finish, make_installer
from parts import Parts
from signing import UNSIGNED, Signer
from tools import DIST, EPOCH, HERE, ROOT, StepError, demand, main_of, say
from version import version, write_resource


def build() -> None:
    """All of it."""
    if os.name != "nt":
        raise StepError("this is for Windows; elsewhere: python3 dev.py windows")
    os.environ["SOURCE_DATE_EPOCH"] = str(EPOCH)
    place, kept = BUILD / "python", BUILD / "wheels"
    python = place / "Scripts" / "python.exe"
    say("Wheels, by hash")
    venv.create(place, clear=True, with_pip=True)
    files: dict[str, Path] = {}
    for lock in LOCKS:
        files |= wheels.fetch(lock, kept)
        there = ("--no-index", "--find-links", kept, "--no-deps", "--require-hashes")
        demand(python, "-m", "pip", "install", "-q", *there, "-r", lock)
    say("Freezing")
    shutil.rmtree(FOLDER.parent, ignore_errors=True)
    write_resource(ROOT / "build" / "version.txt")
    demand(
        *(python, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "WARN"),
        *("--distpath", FOLDER.parent, "--workpath", BUILD / "work", HERE / "app.spec"),
        PYTHONHASHSEED="1",
    )
    found = Parts(place / "Lib" / "site-packages", files, Path(sys.base_prefix), platform.python_version())
    digest, _ = finish(found, Signer())
    say("Installer")
    make_installer(FOLDER, DIST / f"SoBaoCao-{version()}-x64-{UNSIGNED}.exe", version(), Signer())
    say(f"Payload {digest}")


if __name__ == "__main__":
    main_of(build)
