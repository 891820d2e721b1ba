"""A first push over the kernel's own bad line: a network of its own whose loopback is far, slow and loses packets."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINES = {
    "far, slow and lossy": "netem delay 300ms rate 128kbit loss 5%",
    "slow": "tbf rate 128kbit burst 3000 limit 60000",
}
"""What `tc` is told of the line; each answer and each question goes over it once."""
# The kernel hands its loopback 64 kB at once otherwise, which no line carries in one piece.
_SHAPE = "ip link set dev lo mtu 1500 gso_max_size 1500 gso_max_segs 1 up && tc qdisc add dev lo root {line}"


def _in_own_network(line: str, command: str) -> subprocess.CompletedProcess[str]:
    """Runs a command in a network that ends with it: nothing of this machine's own is touched."""
    program = ["unshare", "--map-root-user", "--net", "sh", "-c", f"{_SHAPE.format(line=line)} && {command}"]
    return subprocess.run(program, cwd=ROOT, capture_output=True, text=True, timeout=240, check=False)


def _missing(line: str) -> str:
    """Why the line cannot be made here; empty where it can."""
    if sys.platform != "linux":
        return "network namespaces are Linux's"
    for program, package in (("unshare", "util-linux"), ("ip", "iproute2"), ("tc", "iproute2")):
        if shutil.which(program) is None:
            return f"`{program}` is not installed (package {package})"
    tried = _in_own_network(line, "true")
    return f"no network namespace with `{line}`: {tried.stderr.strip()}" if tried.returncode else ""


@pytest.mark.parametrize("line", LINES.values(), ids=LINES)
def test_a_hundred_reports_and_one_cell_arrive_over_a_bad_line_and_both_sides_agree(line):
    reason = _missing(line)
    if reason:
        pytest.skip(reason)
    done = _in_own_network(line, f"exec {sys.executable} -m tests.links.first_push")
    assert done.returncode == 0, done.stderr
    took = json.loads(done.stdout)
    # TCP mends what the line loses: not one cycle has to be made again.
    assert [took[what]["failed"] for what in ("first", "cell")] == [[], []], took


def test_a_line_that_cannot_be_made_is_told_by_what_is_missing():
    assert _missing("no-such-line")
