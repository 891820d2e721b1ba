"""Building once more, elsewhere and from nothing, and comparing: the same sources give the same bytes."""

from __future__ import annotations

import hashlib
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import payload
from tools import ROOT, StepError, demand, main_of, say

SOURCES = ("app", "packaging", "resources", "sync", "ui")
ELSEWHERE = ROOT / "build" / "once-more"


def check_reproducible(system: str, made: Sequence[Path], options: Sequence[str] = ()) -> None:
    """Build for `system` again in another folder; raises StepError naming what differs from `made`.

    A list of files among them is compared file by file.
    """
    say("Once more, elsewhere")
    copy_sources(ELSEWHERE)
    demand(sys.executable, ELSEWHERE / "packaging" / f"build_{system}.py", *options, cwd=ELSEWHERE)
    different: list[str] = []
    for path in made:
        other = ELSEWHERE / path.relative_to(ROOT)
        if path.name == payload.LIST:
            different += payload.differences(path, other)
        elif _digest(path) != _digest(other):
            different.append(f"{path.name}: other bytes")
    if different:
        raise StepError("not the same twice:\n" + "\n".join(different))
    shutil.rmtree(ELSEWHERE)
    say(f"The same twice: {', '.join(path.name for path in made)}")


def copy_sources(place: Path) -> None:
    """Copy what a build needs into an empty folder."""
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    for name in SOURCES:
        shutil.copytree(ROOT / name, place / name, ignore=shutil.ignore_patterns("__pycache__"))
    (place / ".venv").symlink_to(ROOT / ".venv")


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def compare() -> None:
    """`python packaging/reproducible.py LIST LIST`: what two builds' lists of files do not agree on."""
    ours, theirs = map(Path, sys.argv[1:])
    if different := payload.differences(ours, theirs):
        raise StepError("\n".join(different))
    say("The same files")


if __name__ == "__main__":
    main_of(compare)
