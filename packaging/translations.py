"""Words in other languages: `python packaging/translations.py` reads the sources anew and compiles the files.

A text that is new is left unfinished in the .ts file, for a person to translate in Qt Linguist or by hand; the
tests fail until it is.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "resources" / "translations"
TOOLS = Path(sys.executable).parent


def update(target: Path) -> None:
    """Bring a .ts file up to date with the texts of ui/; translations that are there stay."""
    sources = [str(path.relative_to(ROOT)) for path in sorted((ROOT / "ui").rglob("*.py"))]
    command = [str(TOOLS / "pyside6-lupdate"), *sources, "-ts", str(target), "-no-obsolete", "-locations", "none"]
    _run([*command, "-source-language", "vi", "-target-language", "en"])


def compile_to(source: Path, target: Path) -> None:
    """Make the .qm file that the program loads."""
    _run([str(TOOLS / "pyside6-lrelease"), str(source), "-qm", str(target)])


def _run(command: list[str]) -> None:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr or done.stdout)


def main() -> None:
    update(FOLDER / "sobaocao_en.ts")
    for source in sorted(FOLDER.glob("*.ts")):
        compile_to(source, source.with_suffix(".qm"))
        print(f"{source.name}: compiled")


if __name__ == "__main__":
    main()
