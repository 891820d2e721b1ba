"""The demo holds from end to end, and each of its proofs can fail."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.journey.faults import FAULTS

ROOT = Path(__file__).resolve().parents[2]
PICTURES = {"work.png", "finding.png", "form.png", "waiting.png", "sent.png", "pc-b.png"}


def demo(folder: Path, *arguments: str) -> tuple[subprocess.CompletedProcess[str], dict[str, Any]]:
    done = subprocess.run(
        [
            *(sys.executable, "-m", "tests.journey", "--headless"),
            *("--data", str(folder / "data"), "--out", str(folder / "out"), *arguments),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )
    return done, json.loads((folder / "out" / "summary.json").read_text(encoding="utf-8"))


def test_the_whole_line_holds(tmp_path: Path) -> None:
    done, summary = demo(tmp_path)
    assert done.returncode == 0, done.stderr
    assert summary["ok"] is True
    assert summary["digests_equal"] is True
    assert summary["requests"] == 1
    assert summary["receipts"] >= 2
    assert 0 < summary["bytes_up"] < 6_000
    assert {path.name for path in (tmp_path / "out").glob("*.png")} >= PICTURES


@pytest.mark.parametrize(
    ("fault", "noticed"),
    [
        ("signature", "the light to turn green"),
        ("digest", "the light to turn green"),
        ("lost-cell", "B: wait_light"),
    ],
)
def test_a_planted_fault_is_noticed(tmp_path: Path, fault: str, noticed: str) -> None:
    done, summary = demo(tmp_path, "--plant", fault)
    assert done.returncode != 0
    assert summary["ok"] is False
    assert noticed in summary["failed"]


def test_every_fault_has_its_test() -> None:
    assert set(FAULTS) == {"signature", "digest", "lost-cell"}
