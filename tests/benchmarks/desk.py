"""An office's computer: little memory, an old disk. Start and memory of the frozen program, if built; and typing."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from tests.benchmarks import editing, slow_disk, small_machine
from tests.benchmarks.figures import Figure, Sizes
from tests.benchmarks.starting import PROGRAM, RATIO_AT_MOST, ROOT, cold_starts, warm_starts

FROZEN = ROOT / "dist" / "linux" / "SoBaoCao" / "sobaocao"


def measure(sizes: Sizes, office: Path) -> list[Figure]:
    """Start and memory of the program, and typing in its source tree's window, all of them held to a small machine."""
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
    return [
        replace(figure, name=f"desk.{figure.name}", what=f"{figure.what}; source tree, {where}")
        for figure in editing.measure(sizes, office)
        if figure.name in wanted
    ]


def program() -> tuple[Sequence[str], str]:
    """The command that starts the program, and in words which one it is."""
    if FROZEN.exists():
        return [str(FROZEN)], "frozen program (dist/linux)"
    return [sys.executable, "-c", PROGRAM], "source tree (nothing built in dist/linux)"
