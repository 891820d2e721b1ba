"""The figures of synchronising: every row is measured, stands beside the best peer, and the JSON keeps its shape."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from app.domain.operations import CellEdit, ReportKey
from sync.cells import form_order
from tests.benchmarks.given_workload import given_workload, read_workload
from tests.benchmarks.peers import PEERS, best_peer
from tests.benchmarks.syncing import Row, table
from tests.links.relay import Counts, Link, Relay

ROOT = Path(__file__).resolve().parents[2]
COST = {"requests", "bytes_up", "bytes_down", "bytes", "client_cpu_s", "server_cpu_s", "cpu_s", "wall_s"}
REPORTS = [
    {
        "id": "a",
        "form": "TCD-01",
        "org": "H01.X001",
        "period": "2025-M01",
        "cells": {"r01.c01": 0, "r01.c02": 913, "r02.c01": 5, "r02.c02": 7},
        "texts": {"t1": "Cáo bản giải định ", "t2": "Hồi"},
        "status": "draft",
    },
    {
        "id": "b",
        "form": "TCD-01",
        "org": "H01.X001",
        "period": "2025-M01",
        "cells": {"r01.c01": 1, "r01.c02": 2, "r02.c01": 3, "r02.c02": 4},
        "texts": {"t1": "", "t2": "Thu"},
        "status": "approved",
    },
]
EDITS = [{"i": 1, "id": "b", "cell": "r02.c01", "value": 77506}]


@pytest.fixture
def given(tmp_path: Path) -> Path:
    (tmp_path / "reports.json").write_text(json.dumps(REPORTS))
    (tmp_path / "edits.json").write_text(json.dumps(EDITS))
    return tmp_path


def test_a_given_workload_is_carried_by_a_form_with_its_cells(given: Path) -> None:
    load, edits = given_workload("x-1", *read_workload(given))
    first, second = ReportKey("x-1", "TCD-01", "2000-M01"), ReportKey("x-1", "TCD-01", "2000-M02")
    assert load.reports == {
        first: {
            "main/r01/c01": "0",
            "main/r01/c02": "913",
            "main/r02/c01": "5",
            "main/r02/c02": "7",
            "@text/t1/body": "Cáo bản giải định",
            "@text/t2/body": "Hồi",
        },
        second: {
            "main/r01/c01": "1",
            "main/r01/c02": "2",
            "main/r02/c01": "3",
            "main/r02/c02": "4",
            "@text/t2/body": "Thu",
        },
    }
    assert edits == [(second, CellEdit("main/r02/c01", "3", "77506"))]
    assert set(load.reports[first]) <= set(form_order(load.forms["TCD-01"]).addresses)


def test_every_row_is_measured_and_told_beside_the_best_peer(given: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks", "sync", "--json", "--runs", "1", "--workload", str(given)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    told = json.loads(done.stdout)
    assert set(told) == {"schema", "workload", "rows", "holds", "machine"}
    assert told["schema"] == 1
    assert told["workload"] == {"from": str(given), "reports": 2, "edits": 1}
    rows = {row["name"]: row for row in told["rows"]}
    assert list(rows) == [name for name in PEERS if not name.startswith("intake")]
    for row in rows.values():
        assert set(row) == {"name", "what", "ours", "best_peer", "budgets", "holds"}
        assert set(row["ours"]) >= COST
        assert row["ours"]["requests"] == 1
        assert row["best_peer"]
    assert rows["first_push_cut"]["ours"]["finished"] == 1
    assert rows["first_push_cut"]["ours"]["duplicates"] == 0
    assert rows["first_push_slow"]["ours"]["wall_s"] > 1.2, "a handshake and an exchange at 600 ms each"
    assert rows["first_push"]["best_peer"]["bytes"] == {"peer": "Anki, incremental", "value": 771_989}
    assert {"metric": "bytes", "at_most": 600, "holds": True} in rows["nothing"]["budgets"]


@pytest.mark.parametrize(
    ("row", "metric", "expected"),
    [
        ("first_push", "cpu_s", ("Anki, incremental", 0.112)),
        ("first_pull", "requests", ("Kinto", 1)),
        ("edits", "bytes", ("Anki", 79_633)),
        ("first_push_slow", "wall_over_ideal", ("Anki, incremental", 1.20)),
        ("first_push_cut", "finished", ("PouchDB, batches of 10", 1)),
        ("first_push_cut", "resent_share", ("PouchDB, batches of 10", 0.55)),
        ("nothing", "resent_share", None),
        ("intake_one", "records_per_s", ("Kinto", 110)),
        ("no such row", "bytes", None),
    ],
)
def test_the_best_peer_of_a_figure(row: str, metric: str, expected: tuple[str, float] | None) -> None:
    assert best_peer(row, metric) == expected


def test_a_row_may_have_a_least_too() -> None:
    ours = dict.fromkeys(COST, 2.0) | {"records_per_s": 799}
    row = Row(name="intake_one", what="w", ours=ours, at_least={"records_per_s": 800})
    assert not row.holds
    assert row.told()["budgets"] == [{"metric": "records_per_s", "at_least": 800, "holds": False}]
    assert "records_per_s 799 ≥ 800: DOES NOT HOLD" in table([row])


def test_the_table_says_what_does_not_hold() -> None:
    ours = dict.fromkeys(COST, 2.0) | {"resent_share": 0.2}
    row = Row(name="first_push_cut", what="w", ours=ours, at_most={"resent_share": 0.1, "requests": 4})
    assert not row.holds
    told = table([row])
    assert "resent_share 0.2 ≤ 0.1: DOES NOT HOLD" in told
    assert "requests 2.0 ≤ 4: holds" in told


def test_what_did_not_finish_does_not_hold() -> None:
    assert not Row(name="first_push_cut", what="w", ours={"finished": 0}).holds


class _Echo:
    """Answers every byte with itself."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._echo, args=(connection,), daemon=True).start()

    def _echo(self, connection: socket.socket) -> None:
        with connection:
            try:
                while data := connection.recv(65_536):
                    connection.sendall(data)
            except OSError:
                return

    def close(self) -> None:
        self._listener.close()


def _sent_and_back(connection: socket.socket, size: int) -> int:
    connection.sendall(b"x" * size)
    got = 0
    while got < size:
        data = connection.recv(65_536)
        if not data:
            break
        got += len(data)
    return got


@pytest.mark.enable_socket
def test_a_wire_counts_both_ways() -> None:
    with closing(_Echo()) as echo, closing(Relay(echo.port)) as relay:
        with socket.create_connection(("127.0.0.1", relay.port)) as connection:
            assert _sent_and_back(connection, 100_000) == 100_000
        assert relay.counted() == Counts(up=100_000, down=100_000)
        assert relay.counted() == Counts()


@pytest.mark.enable_socket
def test_a_slow_and_far_wire_takes_its_time() -> None:
    link = Link(bits_s=800_000, round_trip_s=0.1)
    with closing(_Echo()) as echo, closing(Relay(echo.port, link)) as relay:
        with socket.create_connection(("127.0.0.1", relay.port)) as connection:
            began = time.perf_counter()
            assert _sent_and_back(connection, 30_000) == 30_000
            took_s = time.perf_counter() - began
        # A round trip for the connection, one for the bytes, and 0.3 s of bytes one way; the way back overlaps.
        assert 0.5 <= took_s < 2.0


@pytest.mark.enable_socket
def test_a_wire_that_is_cut_tears_down_every_connection_and_says_how_often() -> None:
    with closing(_Echo()) as echo, closing(Relay(echo.port, Link(cut_after=(5_000, 5_000)))) as relay:
        with socket.create_connection(("127.0.0.1", relay.port)) as connection, pytest.raises(ConnectionResetError):
            _sent_and_back(connection, 1_000_000)
        with socket.create_connection(("127.0.0.1", relay.port)) as connection:
            assert _sent_and_back(connection, 1_000) == 1_000
        assert relay.counted().cuts == 1
