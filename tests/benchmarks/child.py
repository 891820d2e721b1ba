"""One measure in a process of its own: `python -m tests.benchmarks.child NAME SIZES OFFICE` prints figures as JSON."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks import slow_disk
from tests.benchmarks.figures import Measure

MEASURES = {
    "editing": "tests.benchmarks.editing",
    "scrolling": "tests.benchmarks.scrolling",
    "durable": "tests.benchmarks.durable",
    "opening": "tests.benchmarks.opening",
    "pasting": "tests.benchmarks.pasting",
    "starting": "tests.benchmarks.starting",
    "exchanging": "tests.benchmarks.exchanging",
    "judging": "tests.benchmarks.judging",
    "importing": "tests.benchmarks.importing",
    "rolling": "tests.benchmarks.rolling",
    "desk": "tests.benchmarks.desk",
}
"""Name -> module with a function `measure`."""


def main(arguments: Sequence[str]) -> int:
    """Measure and print."""
    name, sizes, office = arguments
    slow_disk.prove()
    measure: Measure = importlib.import_module(MEASURES[name]).measure
    print(json.dumps([figure.plain() for figure in measure(json.loads(sizes), Path(office))]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
