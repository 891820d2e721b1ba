"""An office's computer: little memory, an old disk. Start, memory and typing of the frozen program, if built."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from tests.benchmarks import editing, slow_disk, small_machine
from tests.benchmarks.figures import Figure, Sizes
from tests.benchmarks.starting import PROGRAM, RATIO_AT_MOST, ROOT, cold_starts, warm_starts

FROZEN = ROOT / "dist" / "linux" / "SoBaoCao" / "sobaocao"
FROZEN_MEASURES = ROOT / "dist" / "measuring" / "Measuring" / "measuring"


def measure(sizes: Sizes, office: Path) -> list[Figure]:
    """Start and memory of the program, and typing in its window, all of them held to a small machine."""
    slow_ms = slow_disk.prove()
    with small_machine.held() as by_what:
        where = f"{by_what}; {slow_ms:.0f} ms injected into every fsync"
        return [*_starting(sizes, office, where), *_typing(sizes, office, where)]


def _starting(sizes: Sizes, office: Path, where: str) -> list[Figure]:
    command, which = program()
    with tempfile.TemporaryDirectory(prefix="desk-") as name:
        folder, compiled = shutil.copytree(office, Path(name) / "office"), Path(name) / "compiled"
        started = [*command, "--data", str(folder), "--secrets", "file", "gui"]
        warm = warm_starts(started, compiled, sizes["starts"])
        cold, _ = cold_starts(started, compiled, folder, sizes["cold_starts"], also=FROZEN.parent)
    state = f"{which}, {sizes['stored']} stored reports, {where}"
    found = (
        ("desk.start.cpu", "warm start: CPU seconds", warm.medians("cpu_s"), "s", RATIO_AT_MOST),
        ("desk.start.memory", "warm start: resident memory", warm.medians("memory_mb"), "MB", RATIO_AT_MOST),
        ("desk.start.warm", "warm start: by the clock", warm.medians("wall_s"), "s", None),
        ("desk.start.cold", "start with nothing in the page cache: by the clock", cold.medians("wall_s"), "s", None),
    )
    return [
        Figure(
            name=name,
            what=f"{what}; {state}",
            ours=ours,
            floor=floor,
            floor_name="a bare PySide6 window",
            unit=unit,
            ratio_at_most=ratio,
        )
        for name, what, (ours, floor), unit, ratio in found
    ]


def _typing(sizes: Sizes, office: Path, where: str) -> list[Figure]:
    wanted = {"edit.slow.painted.p50", "edit.slow.painted.p99", "edit.slow.painted.own.p99", "edit.slow.editor.p99"}
    wanted |= {name.replace(".slow", "") for name in wanted}
    which, figures = _edits(sizes, office)
    return [
        replace(figure, name=f"desk.{figure.name}", what=f"{figure.what}; {which}, {where}")
        for figure in figures
        if figure.name in wanted
    ]


def _edits(sizes: Sizes, office: Path) -> tuple[str, list[Figure]]:
    """What was measured, in words, and its figures: the measures frozen as the program is, where they were built."""
    if not FROZEN_MEASURES.exists():
        return "source tree (nothing built in dist/measuring)", editing.measure(sizes, office)
    command = [str(FROZEN_MEASURES), "editing", json.dumps(sizes), str(office)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return "frozen (dist/measuring)", [Figure(**found) for found in json.loads(done.stdout.splitlines()[-1])]


def program() -> tuple[Sequence[str], str]:
    """The command that starts the program, and in words which one it is."""
    if FROZEN.exists():
        return [str(FROZEN)], "frozen program (dist/linux)"
    return [sys.executable, "-c", PROGRAM], "source tree (nothing built in dist/linux)"
