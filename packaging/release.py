"""Make a version: `python3 dev.py release VERSION` sets the number and moves the fragments into the changelog.

It commits nothing: look at what it changed, then go on with docs/RELEASE.md.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

from tools import ROOT, StepError, demand, main_of, output_of, say
from version import version

from app.domain.updates import version_key

NUMBER = re.compile(r"(\d+)\.(\d+)\.(\d+)")


def release() -> None:
    """All of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("version", metavar="VERSION", help="three numbers, newer than the present one")
    number = parser.parse_args().version
    if changed := output_of("git", "-C", ROOT, "status", "--porcelain"):
        raise StepError(f"what is not committed would get into the version:\n{changed}")
    make_version(ROOT, version(), number)
    say(f"{version()} → {number}; look at it, commit it, then docs/RELEASE.md")


def make_version(root: Path, present: str, number: str) -> None:
    """Set the version of the repository in `root` and write its changelog. Raises StepError where it is none."""
    if not NUMBER.fullmatch(number):
        raise StepError(f"{number}: a version has three numbers")
    if version_key(number) <= version_key(present):
        raise StepError(f"{number} is not newer than {present}")
    if not list((root / "docs" / "changes").glob("*.*.md")):
        raise StepError("docs/changes says nothing of what changed")
    demand(sys.executable, "-m", "towncrier", "build", "--yes", "--version", number, "--dir", root, cwd=root)
    source = root / "app" / "__init__.py"
    source.write_text(source.read_text().replace(f'__version__ = "{present}"', f'__version__ = "{number}"'))


if __name__ == "__main__":
    main_of(release)
