"""Freeze the measures of typing as the program is frozen: `dev.py linux --measuring`, for `dev.py bench desk`."""

from __future__ import annotations

import shutil

from build_linux import BUILD, install_wheels
from tools import DIST, HERE, StepError, demand, main_of, say

FOLDER = DIST / "measuring"
PROGRAM = FOLDER / "Measuring" / "measuring"


def build() -> None:
    """All of it."""
    say("Wheels, by hash")
    python, _ = install_wheels()
    say("Freezing")
    shutil.rmtree(FOLDER, ignore_errors=True)
    demand(
        *(python, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "WARN"),
        *("--distpath", FOLDER, "--workpath", BUILD / "work-measuring", HERE / "app.spec", "--", "measuring"),
        PYTHONHASHSEED="1",
    )
    if not PROGRAM.exists():
        raise StepError("PyInstaller made no program")


if __name__ == "__main__":
    main_of(build)
