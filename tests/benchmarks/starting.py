"""Start to an idle window, in CPU seconds and memory, beside a bare PySide6 window."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import psutil

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
    """CPU seconds burnt until idle, and the proportional memory then, in MB. The process is ended afterwards."""
    environment = os.environ | {"QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    try:
        samples: list[tuple[float, float]] = []
        begun = time.monotonic()
        while time.monotonic() - begun < timeout_s:
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
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("the kernel gives no proportional set size")


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
