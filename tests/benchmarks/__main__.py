"""`python -m tests.benchmarks [--json] [--only NAME…]`: every figure beside its floor, each measure by itself.

`python -m tests.benchmarks sync`: what synchronising takes, beside the peers (syncing.py).
`python -m tests.benchmarks desk`: the frozen program on a small computer with an old disk (desk.py).
`python -m tests.benchmarks intake`: how much central takes in, on PostgreSQL (intake.py).
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks import slow_disk
from tests.benchmarks.figures import Figure, Sizes, missing, table
from tests.benchmarks.machine import machine
from tests.benchmarks.years_of_reports import make_office

ROOT = Path(__file__).resolve().parents[2]
SLOW_MS = 50
SCALED = 1.25
"""As most computers of an office are set: 1366×768 points of the screen are 1093×614 of the window's."""
PATIENCE_S = 180.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A measure as it is run."""

    name: str
    measure: str
    slow_ms: int = 0
    """Milliseconds by which each fsync is slower."""
    needs_office: bool = False
    """Whether it begins with a copy of an office with years of reports."""
    scale: float = 1.0
    """What the system scales windows by."""


TASKS = (
    Task(name="editing", measure="editing", needs_office=True, scale=SCALED),
    Task(name="editing-slow", measure="editing", slow_ms=SLOW_MS, needs_office=True, scale=SCALED),
    Task(name="scrolling", measure="scrolling", needs_office=True, scale=SCALED),
    Task(name="durable", measure="durable"),
    Task(name="durable-slow", measure="durable", slow_ms=SLOW_MS),
    Task(name="opening", measure="opening", needs_office=True),
    Task(name="pasting", measure="pasting", needs_office=True),
    Task(name="starting", measure="starting", needs_office=True),
    Task(name="exchanging", measure="exchanging"),
    Task(name="rolling", measure="rolling"),
    Task(name="judging", measure="judging"),
    Task(name="importing", measure="importing"),
)
DESK = Task(name="desk", measure="desk", slow_ms=SLOW_MS, needs_office=True, scale=SCALED)
SIZES: Sizes = {
    "rows": 400,
    "edits": 300,
    "notches": 300,
    "scrolled_rows": 400,
    "saves": 300,
    "opens": 9,
    "pastes": 9,
    "stored": 7200,
    "starts": 5,
    "cold_starts": 3,
    "reports": 1000,
    "edited": 100,
    "units": 200,
    "relations": 10_000,
    "imports": 4,
}
TINY: Sizes = {
    "rows": 8,
    "edits": 2,
    "notches": 6,
    "scrolled_rows": 60,
    "saves": 6,
    "opens": 1,
    "pastes": 1,
    "stored": 6,
    "starts": 1,
    "cold_starts": 1,
    "reports": 6,
    "edited": 2,
    "units": 3,
    "relations": 70,
    "imports": 1,
}
"""So small that only the measuring is tried, not the program."""


def run(task: Task, sizes: Sizes, office: Path, library: Path | None, why_not: str = "") -> list[Figure]:
    """The figures of one task, from a child process. What goes wrong there is a figure that says so."""
    extra: Mapping[str, str] = {}
    if task.slow_ms:
        if library is None:
            return [missing(f"{task.name}", why_not)]
        extra = slow_disk.environment(library, task.slow_ms)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.child", task.measure, json.dumps(sizes), str(office)],
            cwd=ROOT,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": str(task.scale), **extra},
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return [missing(task.name, f"not finished after {PATIENCE_S:.0f} s")]
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no word"])[-1]
        print(done.stderr, file=sys.stderr)
        return [missing(task.name, f"the measure failed: {last}")]
    return [Figure(**found) for found in json.loads(done.stdout.splitlines()[-1])]


def run_all(tasks: Sequence[Task], sizes: Sizes) -> list[Figure]:
    """The figures of all tasks, one after the other."""
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder, library, why_not = Path(name), None, ""
        office = folder / "office"
        office.mkdir()
        if any(task.needs_office for task in tasks):
            print(f"» an office with {sizes['stored']} reports", file=sys.stderr, flush=True)
            make_office(office, sizes["stored"])
        if any(task.slow_ms for task in tasks):
            try:
                library = slow_disk.build(folder)
            except slow_disk.NoSlowDiskError as exc:
                why_not = str(exc)
        for task in tasks:
            print(f"» {task.name}", file=sys.stderr, flush=True)
            figures += run(task, sizes, office, library, why_not)
    return figures


def main(arguments: Sequence[str]) -> int:
    """Measure and print; 1 where something could not be measured. A missed budget is said, and is no failure."""
    if arguments[:1] == ["sync"]:
        from tests.benchmarks import syncing

        return syncing.main(arguments[1:])
    if arguments[:1] == ["intake"]:
        from tests.benchmarks import intake

        return intake.main(arguments[1:])
    on_a_desk = arguments[:1] == ["desk"]
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description="Every figure beside its floor.")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--only", nargs="+", choices=[task.name for task in TASKS], help="measure only these")
    parser.add_argument("--tiny", action="store_true", help="sizes that try the measuring, not the program")
    options = parser.parse_args(arguments[1:] if on_a_desk else arguments)
    before = machine()
    tasks = [DESK] if on_a_desk else [task for task in TASKS if not options.only or task.name in options.only]
    figures = run_all(tasks, TINY if options.tiny else SIZES)
    if options.json:
        print(json.dumps({"figures": [figure.told() for figure in figures], "machine": before}, ensure_ascii=False))
    else:
        print(table(figures))
        print("  ".join(f"{name}: {value}" for name, value in before.items()))
    return 1 if any(figure.ours is None for figure in figures) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
