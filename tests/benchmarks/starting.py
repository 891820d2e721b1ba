"""Start to an idle window, warm and cold, beside a bare PySide6 window in the same state."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from tests.benchmarks.figures import Figure, Sizes

ROOT = Path(__file__).resolve().parents[2]
BARE = """
import sys
from PySide6.QtWidgets import QApplication, QMainWindow
application = QApplication(sys.argv)
window = QMainWindow()
window.resize(1366, 768)
window.show()
application.exec()
"""

QUIET_S = 0.5
"""Idle is the start of the first stretch this long …"""
QUIET_CPU_S = 0.02
"""… in which the process burns at most this much."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """One start, until the process rests."""

    cpu_s: float
    """CPU seconds burnt until then."""
    wall_s: float
    """Seconds by the clock."""
    memory_mb: float
    """Resident then. Not proportional: other programs that use Qt would make a part of it look free."""


def start_to_idle(command: Sequence[str], *, compiled: Path, timeout_s: float = 60) -> Start:
    """A start; the process is ended afterwards. `compiled` keeps Python's compiled modules, as an installation has."""
    environment = os.environ | {
        "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"),
        "PYTHONPYCACHEPREFIX": str(compiled),
    }
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    begun = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    try:
        samples: list[tuple[float, float]] = []
        while time.monotonic() - begun < timeout_s:
            if process.poll() is not None:
                raise RuntimeError(f"it ended by itself with exit code {process.returncode}: {command}")
            now, cpu = time.monotonic(), _cpu_s(process.pid)
            samples.append((now, cpu))
            before = [sample for sample in samples if sample[0] <= now - QUIET_S]
            if before and cpu - before[-1][1] <= QUIET_CPU_S and cpu > 0.05:
                rests = next(at for at, burnt in samples if burnt >= cpu - QUIET_CPU_S)
                memory = float(psutil.Process(process.pid).memory_info().rss) / 2**20
                return Start(cpu_s=before[-1][1], wall_s=rests - begun, memory_mb=memory)
            time.sleep(0.02)
        raise TimeoutError(f"never idle: {command}")
    finally:
        process.kill()
        process.wait()


def _cpu_s(pid: int) -> float:
    """CPU seconds that a process has burnt, to the nanosecond: the counters of /proc are hundredths."""
    return time.clock_gettime((~pid << 3) | 2)  # how Linux names the clock of another process


def forget_files(places: Sequence[Path]) -> int:
    """Let the system's page cache drop every file in these folders, as far as nobody has it open; how many."""
    count = 0
    for path in (path for place in places for path in place.rglob("*")):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
            count += 1
    return count


@dataclass(frozen=True, slots=True, kw_only=True)
class Starts:
    """Starts of ours and of the bare window, in turn."""

    ours: list[Start]
    floor: list[Start]

    def medians(self, name: str) -> tuple[float, float]:
        """A field of `Start`: ours, and the floor's."""
        ours, floor = (statistics.median(getattr(one, name) for one in starts) for starts in (self.ours, self.floor))
        return ours, floor


def warm_starts(ours: Sequence[str], compiled: Path, runs: int) -> Starts:
    """After one warm-up each, which also compiles."""
    bare = [sys.executable, "-c", BARE]
    found = Starts(ours=[], floor=[])
    for run in range(runs + 1):
        for command, starts in ((ours, found.ours), (bare, found.floor)):
            start = start_to_idle(command, compiled=compiled)
            if run:
                starts.append(start)
    return found


def cold_starts(
    ours: Sequence[str], compiled: Path, data: Path, runs: int, *, also: Path | None = None
) -> tuple[Starts, int]:
    """Each after the files of program, interpreter and data were dropped from the page cache; and how many they are."""
    bare = [sys.executable, "-c", BARE]
    found = Starts(ours=[], floor=[])
    places = [Path(sys.prefix), *(Path(sys.base_prefix) / part for part in ("bin", "lib")), compiled, data]
    places += [ROOT / part for part in ("app", "sync", "ui", "resources")] + ([also] if also else [])
    count = 0
    for _ in range(runs):
        for command, starts in ((ours, found.ours), (bare, found.floor)):
            count = forget_files(places)
            starts.append(start_to_idle(command, compiled=compiled))
    return found, count


RATIO_AT_MOST = 2.5
PROGRAM = "import sys; from app.cli import main; sys.exit(main(sys.argv[1:]))"
"""What the installed command `sobaocao` does."""


def measure(sizes: Sizes, office: Path) -> list[Figure]:
    """The program with its window, offline, on a store with years of reports."""
    with tempfile.TemporaryDirectory(prefix="starting-") as name:
        folder, compiled = shutil.copytree(office, Path(name) / "office"), Path(name) / "compiled"
        shown = _rows_shown(folder)
        assert shown, "the window shows this month's work"
        command = [sys.executable, "-c", PROGRAM, "--data", str(folder), "--secrets", "file", "gui"]
        warm = warm_starts(command, compiled, sizes["starts"])
        cold, dropped = cold_starts(command, compiled, folder, sizes["cold_starts"])
    state = f"to the idle window, {sizes['stored']} stored reports, {shown} on the work list"
    dropping = f"after {dropped} files of program, interpreter and data were dropped from the page cache"
    return [
        Figure(
            name=name,
            what=what,
            ours=ours,
            floor=floor,
            floor_name="a bare PySide6 window",
            unit=unit,
            ratio_at_most=ratio,
        )
        for name, what, (ours, floor), unit, ratio in (
            ("start.cpu", f"warm start {state}: CPU seconds", warm.medians("cpu_s"), "s", RATIO_AT_MOST),
            (
                "start.memory",
                f"warm start {state}: resident memory then",
                warm.medians("memory_mb"),
                "MB",
                RATIO_AT_MOST,
            ),
            ("start.warm", f"warm start {state}: by the clock", warm.medians("wall_s"), "s", None),
            ("start.cold", f"start {state}: by the clock, {dropping}", cold.medians("wall_s"), "s", None),
        )
    ]


def _rows_shown(folder: Path) -> int:
    """How many lines the work list of the real window shows: a window that shows an error starts quickly too."""
    from tests.benchmarks.screens import FormScreen, new_application
    from ui.views.report_list_page import ReportListPage

    application, _ = new_application()
    screen = FormScreen(application, folder)
    page = screen.window.page
    assert isinstance(page, ReportListPage), "the window begins with the work list"
    lines = page.list.model().rowCount()
    screen.close()
    return int(lines)
