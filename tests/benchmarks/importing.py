"""A ministry's workbook made into a definition, as a whole process: looked through, read, drafted, checked, written."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.app.domain.forms.drafting.drafts import official
from tests.benchmarks.figures import Figure, Sizes, percentile

BUDGET_S = 1.0
NAMES = ("TCD01_TT2024", "XLD01_TT2024", "KQGQ01_TT2024", "XLD04_TT2024")
ROOT = Path(__file__).resolve().parents[2]
PROGRAM = "import sys; from app.cli import main; sys.exit(main())"
BARE = ("-c", "import sys, openpyxl; openpyxl.load_workbook(sys.argv[1])")


def measure(sizes: Sizes, _office: Path) -> list[Figure]:
    """The slowest of the four official forms, each the median of some runs."""
    with tempfile.TemporaryDirectory(prefix="importing-") as folder:
        paths = [official(name, Path(folder)) for name in NAMES[: sizes["imports"]]]
        ours = [_seconds(("-c", PROGRAM, "forms", "import-xlsx", str(path)), sizes) for path in paths]
        floor = [_seconds((*BARE, str(path)), sizes) for path in paths]
    return [
        Figure(
            name="import.xlsx",
            what=f"the slowest of {len(paths)} official workbooks, from the command line to the written definition",
            ours=max(ours),
            floor=max(floor),
            floor_name="Python starting, openpyxl reading the same workbook",
            unit="s",
            at_most=BUDGET_S,
        )
    ]


def _seconds(arguments: Sequence[str], sizes: Sizes) -> float:
    took = []
    for _ in range(sizes["starts"]):
        began = time.perf_counter()
        subprocess.run([sys.executable, *arguments], cwd=ROOT, capture_output=True, check=True)
        took.append(time.perf_counter() - began)
    return percentile(took, 0.5)
