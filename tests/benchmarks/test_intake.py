from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.enable_socket


def test_both_bursts_and_a_crowd_are_measured_and_told_beside_their_budgets() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks", "intake", "--json", "--tiny"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    told = json.loads(done.stdout)
    assert set(told) == {"schema", "rows", "holds", "machine"}
    one, hundred, minute = told["rows"]
    assert (one["name"], one["ours"]["requests"]) == ("intake_one", 32)
    assert (hundred["name"], hundred["ours"]["requests"]) == ("intake_hundred", 8)
    assert one["best_peer"]["p99_ms"] == {"peer": "Kinto", "value": 234.0}
    assert [(each["metric"], each.get("at_least", each.get("at_most"))) for each in one["budgets"]] == [
        ("cpu_ms_per_record", 1.5),
        ("records_per_s", 800),
    ]
    assert "6,559 rows/s" in one["what"]
    assert (minute["name"], minute["ours"]["reset"]) == ("intake_minute", 0)
    assert [(each["metric"], each["at_most"]) for each in minute["budgets"]] == [("p99_ms", 2000), ("reset", 0)]
