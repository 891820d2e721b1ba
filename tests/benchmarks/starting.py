"""Start to an idle window, in CPU seconds and memory, beside a bare PySide6 window."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import psutil

from tests.benchmarks.figures import Figure, Sizes

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


def start_to_idle(command: Sequence[str], *, timeout_s: float = 60) -> tuple[float, float]:
    """CPU seconds burnt until idle, and the resident memory then, in MB. The process is ended afterwards."""
    environment = os.environ | {"QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    try:
        samples: list[tuple[float, float]] = []
        begun = time.monotonic()
        while time.monotonic() - begun < timeout_s:
            if process.poll() is not None:
                raise RuntimeError(f"it ended by itself with exit code {process.returncode}: {command}")
            times = psutil.Process(process.pid).cpu_times()
            now, cpu = time.monotonic(), times.user + times.system
            samples.append((now, cpu))
            before = [sample for sample in samples if sample[0] <= now - QUIET_S]
            if before and cpu - before[-1][1] <= QUIET_CPU_S and cpu > 0.05:
                return before[-1][1], _memory_mb(process.pid)
            time.sleep(0.02)
        raise TimeoutError(f"never idle: {command}")
    finally:
        process.kill()
        process.wait()


def _memory_mb(pid: int) -> float:
    # Resident, not proportional: other programs of the machine that use Qt would make a part of it look free.
    return float(psutil.Process(pid).memory_info().rss) / 2**20


def compare(ours: Sequence[str], *, runs: int = 5) -> dict[str, float]:
    """Medians of `runs` starts each, in turn, after one warm-up each."""
    bare = [sys.executable, "-c", BARE]
    start_to_idle(bare)
    start_to_idle(ours)
    pairs = [(start_to_idle(ours), start_to_idle(bare)) for _ in range(runs)]
    return {
        "cpu_s": statistics.median(pair[0][0] for pair in pairs),
        "cpu_floor_s": statistics.median(pair[1][0] for pair in pairs),
        "memory_mb": statistics.median(pair[0][1] for pair in pairs),
        "memory_floor_mb": statistics.median(pair[1][1] for pair in pairs),
    }


RATIO_AT_MOST = 2.5
PROGRAM = "import sys; from app.cli import main; sys.exit(main(sys.argv[1:]))"
"""What the installed command `sobaocao` does."""


def measure(sizes: Sizes, office: Path) -> list[Figure]:
    """The program with its window, offline, on a store with years of reports."""
    with tempfile.TemporaryDirectory(prefix="starting-") as name:
        folder = shutil.copytree(office, Path(name) / "office")
        shown = _rows_shown(folder)
        assert shown, "the window shows this month's work"
        command = [sys.executable, "-c", PROGRAM, "--data", str(folder), "--secrets", "file", "gui"]
        found = compare(command, runs=sizes["starts"])
    what = f"warm start to the idle window, {sizes['stored']} stored reports, {shown} on the work list"
    return [
        Figure(
            name="start.cpu",
            what=f"{what}: CPU seconds",
            ours=found["cpu_s"],
            floor=found["cpu_floor_s"],
            floor_name="a bare PySide6 window",
            unit="s",
            ratio_at_most=RATIO_AT_MOST,
        ),
        Figure(
            name="start.memory",
            what=f"{what}: resident memory then",
            ours=found["memory_mb"],
            floor=found["memory_floor_mb"],
            floor_name="a bare PySide6 window",
            unit="MB",
            ratio_at_most=RATIO_AT_MOST,
        ),
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
