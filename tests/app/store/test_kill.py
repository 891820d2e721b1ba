"""A process that types is killed from outside at any instant: what it had acknowledged is there."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
from pathlib import Path

from app.clock import SystemChance, SystemClock
from app.domain.operations import parse_report_key
from app.store.records import Origin
from app.store.store import Store
from tests.app.store.office import KEY

ROOT = Path(__file__).resolve().parents[3]
KILLS = 50


def typist(path: Path, name: str, limit: int = 0) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.app.store.typist", str(path), name, str(limit)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def acknowledged(output: str) -> dict[tuple[str, str], str]:
    """Report and address -> the last value that was acknowledged whole."""
    whole = output[: output.rfind("\n") + 1]
    found = {}
    for line in whole.splitlines():
        report, address, value = line.split("\t")
        found[report, address] = value
    return found


def test_every_acknowledged_edit_survives_fifty_kills(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    chance = random.Random(20261123)
    said: dict[tuple[str, str], str] = {}
    lines = 0
    for _ in range(KILLS):
        process = typist(path, "r")
        assert process.stdout is not None
        # Killed a random moment after its first word, so that the kill falls into writing, not into starting up.
        first = process.stdout.readline()
        timer = threading.Timer(chance.random() * 0.05, process.send_signal, [signal.SIGKILL])
        timer.start()
        rest, errors = process.communicate(timeout=60)
        timer.join()
        assert process.returncode == -signal.SIGKILL, errors
        said |= acknowledged(first + rest)
        lines += rest.count("\n") + 1
    assert lines > KILLS
    store = Store.open(path, KEY, clock=SystemClock(), chance=SystemChance())
    try:
        assert store.check() == []
        sent = {
            (str(operation.report), cell.address): cell.new
            for operation in store.freeze(10**9)
            for cell in getattr(operation.body, "cells", ())
        }
        for (report_text, address), value in said.items():
            key = parse_report_key(report_text)
            report = store.report(key)
            assert report is not None
            held = report.mine[address]
            # Each kill may leave one edit that was durable and not said yet: there may be more, never less.
            assert int(value) <= int(held) <= int(value) + KILLS, (key, address)
            history = [line.new for line in store.history(key, address) if line.origin is Origin.TYPED]
            assert history == [str(number) for number in range(1, int(held) + 1)]
            assert sent[report_text, address] == held
    finally:
        store.close()


def test_two_processes_write_the_same_store_and_neither_loses_a_wait(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    writers = [typist(path, name, 150) for name in ("x", "y", "z")]
    said: dict[tuple[str, str], str] = {}
    for writer in writers:
        output, errors = writer.communicate(timeout=120)
        assert writer.returncode == 0, errors
        assert output.count("\n") == 150
        said |= acknowledged(output)
    store = Store.open(path, KEY, clock=SystemClock(), chance=SystemChance())
    try:
        assert store.check() == []
        for (report_text, address), value in said.items():
            report = store.report(parse_report_key(report_text))
            assert report is not None
            assert report.mine[address] == value
    finally:
        store.close()


def test_a_store_whose_making_was_killed_is_either_not_there_or_whole(tmp_path: Path) -> None:
    chance = random.Random(7)
    for number in range(8):
        path = tmp_path / f"{number}.db"
        process = typist(path, "r", 3)
        timer = threading.Timer(0.1 + chance.random() * 0.25, process.kill)
        timer.start()
        process.communicate(timeout=60)
        timer.join()
        store = Store.open(path, KEY, clock=SystemClock(), chance=SystemChance())
        assert store.check() == []
        store.close()
