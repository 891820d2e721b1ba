"""`python -m tests.benchmarks sync [--json] [--workload DIR]`: what synchronising takes, beside the best of the peers.

The client is this process, central another (`sobaocao-central serve`), and between them a real socket through a wire
that counts (tests/links/relay.py), and that is slow or cut where the row says so.
"""

from __future__ import annotations

import argparse
import json
import logging
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.domain.operations import CellEdit, ReportKey
from tests.benchmarks.both_sides import Computer, Cost, Server, central_with_two_codes, is_done, measured
from tests.benchmarks.common_workload import Workload, one_cell_each, workload
from tests.benchmarks.given_workload import given_workload, read_workload
from tests.benchmarks.machine import machine
from tests.benchmarks.peers import best_peer
from tests.links.relay import Link, Relay

SCHEMA = 1
"""Of the JSON: raised where a name in it changes its meaning or goes."""

SLOW = Link(bits_s=128_000, round_trip_s=0.6)
CUT = Link(bits_s=8_000_000, round_trip_s=0.02, cut_after=(25_000, 75_000))
RETRY_S = 0.2
"""After each cut, as the peers were given."""
PATIENCE_S = 120.0
"""After which an exchange that is cut again and again counts as never finished."""

Edits = list[tuple[ReportKey, CellEdit]]
Make = Callable[[str], tuple[Workload, Edits]]
"""Unit -> the workload as its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One piece of work: what it took, what the best peer took, what it may take."""

    name: str
    what: str
    ours: Mapping[str, float]
    """Metric -> figure: bytes, seconds, counts; `finished` is 1 or 0."""
    at_most: Mapping[str, float] = field(default_factory=dict)
    """Metric -> budget."""
    at_least: Mapping[str, float] = field(default_factory=dict)
    """The same of what may not be less."""

    @property
    def holds(self) -> bool:
        """Whether it finished within every budget."""
        return bool(self.ours.get("finished", 1)) and all(held for *_, held in self.budgets())

    def budgets(self) -> list[tuple[str, str, float, bool]]:
        """Metric, `at_most` or `at_least`, how much, and whether it holds."""
        most = [(name, "at_most", value, self.ours[name] <= value) for name, value in self.at_most.items()]
        return most + [(name, "at_least", value, self.ours[name] >= value) for name, value in self.at_least.items()]

    def told(self) -> dict[str, Any]:
        """What the JSON says of it."""
        best = {name: found for name in self.ours if (found := best_peer(self.name, name)) is not None}
        return {
            "name": self.name,
            "what": self.what,
            "ours": dict(self.ours),
            "best_peer": {name: {"peer": peer, "value": value} for name, (peer, value) in best.items()},
            "budgets": [{"metric": name, kind: value, "holds": held} for name, kind, value, held in self.budgets()],
            "holds": self.holds,
        }


def measure(make: Make, *, runs: int) -> list[Row]:
    """Every row; what goes at the machine's speed is the median of `runs`."""
    load, edits = make("")
    count = len(load.reports)
    limits: dict[str, tuple[str, dict[str, float]]] = {
        "first_push": (f"first push of {count} reports", {"requests": 4, "bytes": 350_000, "cpu_s": 1.0}),
        "first_pull": (f"first pull of {count} reports on a new computer", {"requests": 4, "bytes": 350_000}),
        "edits": (f"one cell in each of {len(edits)} reports", {"requests": 1, "bytes": 6_000}),
        "edits_pulled": ("the same edits on the office's other computer", {}),
        "nothing": ("nothing to synchronise", {"requests": 1, "bytes": 600}),
    }
    found = [_at_full_speed(make) for _ in range(runs)]
    rows = [
        Row(name=name, what=what, ours=_median([each[name] for each in found]), at_most=most)
        for name, (what, most) in limits.items()
    ]
    uncut = int(rows[0].ours["bytes_up"])
    return [*rows, _over_a_slow_line(make), _with_the_line_cut(make, uncut)]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Office:
    """Two computers of one person at a central; the first has typed the workload and sent nothing of it."""

    server: Server
    relay: Relay
    computers: tuple[Computer, Computer]
    load: Workload
    edits: Edits
    central: Path
    """Central's data folder."""

    def cycle(self, computer: Computer) -> dict[str, float]:
        """What one cycle to its rest took; both sides agree after it."""
        cost = computer.cycle(self.relay, self.server)
        computer.check_green()
        return _figures(cost)


@contextmanager
def _office(make: Make) -> Iterator[_Office]:
    with tempfile.TemporaryDirectory(prefix="syncing-") as name:
        folder = Path(name)
        central = folder / "central"
        central.mkdir()
        with central_with_two_codes(central, make("")[0]) as (server, relay, codes):
            url = f"http://127.0.0.1:{relay.port}"
            first, second = (Computer(folder / f"pc{place}", code, url) for place, code in enumerate(codes))
            load, edits = make(first.unit)
            for computer in (first, second):
                computer.cycle(relay, server)
            first.type(load)
            try:
                yield _Office(
                    server=server, relay=relay, computers=(first, second), load=load, edits=edits, central=central
                )
            finally:
                first.close()
                second.close()


def _at_full_speed(make: Make) -> dict[str, dict[str, float]]:
    """What each piece of work took."""
    with _office(make) as office:
        a, b = office.computers
        found = {"first_push": office.cycle(a), "first_pull": office.cycle(b)}
        a.type_each(office.load, office.edits)
        found |= {"edits": office.cycle(a), "nothing": office.cycle(a), "edits_pulled": office.cycle(b)}
        for key, edit in office.edits:
            held = b.store.report(key)
            assert held is not None, "the other computer has the report"
            assert held.mine[edit.address] == edit.new, "the other computer has the edit"
        return found


def _over_a_slow_line(make: Make) -> Row:
    with _office(make) as office, closing(Relay(office.server.port, SLOW)) as line:
        computer = office.computers[0]
        computer.take_road(f"http://127.0.0.1:{line.port}")
        cost = computer.cycle(line, office.server)
        computer.check_green()
    ideal_s = max(cost.up, cost.down) * 8 / SLOW.bits_s
    return Row(
        name="first_push_slow",
        what="the first push at 128 kbit/s each way and 600 ms; ideal is bytes over rate",
        ours={**_figures(cost), "ideal_s": round(ideal_s, 2), "wall_over_ideal": round(cost.wall_s / ideal_s, 3)},
        at_most={"wall_s": 27.0, "wall_over_ideal": 1.2},
    )


def _with_the_line_cut(make: Make, uncut: int) -> Row:
    """`uncut` are the bytes that go up where no connection is torn down."""
    with _office(make) as office, closing(Relay(office.server.port, CUT)) as line:
        computer = office.computers[0]
        computer.take_road(f"http://127.0.0.1:{line.port}")
        attempts, finished = 0, False
        with measured(line, office.server) as costs:
            began = time.perf_counter()
            while not finished and time.perf_counter() - began < PATIENCE_S:
                if attempts:
                    time.sleep(RETRY_S)
                cycle = computer.engine.run_cycle()
                attempts += 1
                finished = is_done(cycle)
        if finished:
            computer.check_green()
        duplicates = _duplicates(office.central)
    cost = costs[0]
    resent = max(cost.up - uncut, 0)
    return Row(
        name="first_push_cut",
        what="the first push with every connection torn down after 25 to 75 kB, at 8 Mbit/s and 20 ms; resent is what"
        " went up more than without cuts",
        ours={
            **_figures(cost),
            "finished": int(finished),
            "attempts": attempts,
            "cuts": cost.cuts,
            "bytes_resent": resent,
            "resent_share": round(resent / uncut, 3),
            "duplicates": duplicates,
        },
        at_most={"resent_share": 0.1, "duplicates": 0},
    )


def _duplicates(central: Path) -> int:
    """Revisions that central made beyond one for each report."""
    with closing(sqlite3.connect(central / "central.sqlite3")) as database:
        made, reports = database.execute("SELECT COUNT(*), COUNT(DISTINCT report) FROM intake_history").fetchone()
    return int(made) - int(reports)


def _figures(cost: Cost) -> dict[str, float]:
    return {
        "requests": cost.requests,
        "bytes_up": cost.up,
        "bytes_down": cost.down,
        "bytes": cost.both,
        "client_cpu_s": round(cost.client_cpu_s, 3),
        "server_cpu_s": round(cost.server_cpu_s, 3),
        "cpu_s": round(cost.cpu_s, 3),
        "wall_s": round(cost.wall_s, 3),
    }


def _median(runs: Sequence[Mapping[str, float]]) -> dict[str, float]:
    return {name: statistics.median(run[name] for run in runs) for name in runs[0]}


_COLUMNS = ("requests", "bytes_up", "bytes_down", "client_cpu_s", "server_cpu_s", "wall_s")


def table(rows: Sequence[Row]) -> str:
    """The rows for a person: ours, the best peer's of each figure, and what does not hold."""
    lines = [f"{'':<18}" + "".join(f"{name:>14}" for name in _COLUMNS)]
    for row in rows:
        lines.append(f"{row.name:<18}" + "".join(f"{row.ours[name]:>14,}" for name in _COLUMNS))
        best = [best_peer(row.name, name) for name in _COLUMNS]
        lines.append(f"{'  best peer':<18}" + "".join(f"{found[1]:>14,}" if found else f"{'-':>14}" for found in best))
        lines.append(f"    {row.what}")
        more = [f"{name} {value:g}" for name, value in row.ours.items() if name not in (*_COLUMNS, "bytes", "cpu_s")]
        if more:
            lines.append(f"    {', '.join(more)}")
        for name, kind, value, holds in row.budgets():
            sign = "≤" if kind == "at_most" else "≥"
            lines.append(f"    {name} {row.ours[name]:,} {sign} {value:,}: {'holds' if holds else 'DOES NOT HOLD'}")
    return "\n".join(lines)


def main(arguments: Sequence[str]) -> int:
    """Measure and print; 1 where a first push did not finish. A missed budget is said, and is no failure."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks sync", description="Synchronising beside peers.")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--workload", type=Path, metavar="DIR", help="reports.json and edits.json; else our own")
    parser.add_argument("--runs", type=int, default=3, help="what is measured at full speed is the median of so many")
    parser.add_argument("--tiny", action="store_true", help="sizes that try the measuring, not the program")
    options = parser.parse_args(arguments)
    logging.disable(logging.INFO)
    before = machine()
    make = _given(options.workload) if options.workload else _own(*((6, 2) if options.tiny else (1000, 100)))
    rows = measure(make, runs=options.runs)
    load, edits = make("")
    if options.json:
        told = {
            "schema": SCHEMA,
            "workload": {
                "from": str(options.workload) if options.workload else "generator",
                "reports": len(load.reports),
                "edits": len(edits),
            },
            "rows": [row.told() for row in rows],
            "holds": all(row.holds for row in rows),
            "machine": before,
        }
        print(json.dumps(told, ensure_ascii=False))
    else:
        print(table(rows))
        print("  ".join(f"{name}: {value}" for name, value in before.items()))
    return 0 if all(row.ours.get("finished", 1) for row in rows) else 1


def _given(folder: Path) -> Make:
    reports, edits = read_workload(folder)
    return lambda unit: given_workload(unit, reports, edits)


def _own(reports: int, edits: int) -> Make:
    def make(unit: str) -> tuple[Workload, Edits]:
        load = workload(unit, reports)
        return load, one_cell_each(load, edits)

    return make


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
