"""Exchanges with the real central over the loopback: bytes as they went over TCP, requests, CPU of both sides.

The real engine and store here, `sobaocao-central serve` as a process of its own, and a wire between that counts.
"""

from __future__ import annotations

import gzip
import logging
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import msgspec

from tests.benchmarks.both_sides import Computer, Cost, central_with_two_codes
from tests.benchmarks.common_workload import Workload, one_cell_each, packed_with_gzip, workload
from tests.benchmarks.figures import Figure, Sizes

HTTP_AT_LEAST = len(
    b"POST /sync/v1/exchange HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n"
    b"Authorization: Bearer 0123456789012345678901234567890123456789012\r\nContent-Length: 0\r\n\r\n"
    b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
)
"""An exchange of nothing that is still HTTP and still says who asks."""


def measure(sizes: Sizes, _office: Path) -> list[Figure]:
    """First push, the same pulled by a second computer, 100 one-cell edits, and nothing at all."""
    logging.disable(logging.INFO)
    with tempfile.TemporaryDirectory(prefix="exchanging-") as name:
        folder = Path(name)
        (folder / "central").mkdir()
        load = workload("", sizes["reports"])
        with central_with_two_codes(folder / "central", load) as (server, relay, codes):
            url = f"http://127.0.0.1:{relay.port}"
            first, second = (Computer(folder / f"pc{place}", code, url) for place, code in enumerate(codes))
            for computer in (first, second):
                computer.cycle(relay, server)
            load = workload(first.unit, sizes["reports"])
            first.type(load)
            push = first.cycle(relay, server)
            first.check_green()
            pull = second.cycle(relay, server)
            second.check_green()
            edits = one_cell_each(load, sizes["edited"])
            first.type_each(load, edits)
            edited = first.cycle(relay, server)
            first.check_green()
            idle = first.cycle(relay, server)
            fetched = second.cycle(relay, server)
            second.check_green()
            held = {key: second.store.report(key) for key, _ in edits}
            assert all(
                (report := held[key]) is not None and report.mine[edit.address] == edit.new for key, edit in edits
            ), "the other computer has every edit"
            first.close()
            second.close()
    count, changed = len(load.reports), len(edits)
    xz, packed = load.packed_with_xz(), packed_with_gzip(edits)
    json_cpu = _json_cpu_s(load)
    ours = f"{count} reports of 156 figures and 6 texts"
    return [
        *_figures(
            Case(name="exchange.edits", what=f"one cell in each of {changed} reports, sent, answered and booked"),
            edited,
            Floor(packed, "report, cell and value of each edit, packed, gzip"),
            bytes_at_most=6_000,
            requests_at_most=1,
        ),
        *_figures(
            Case(name="exchange.edits.pulled", what="the same edits on the office's other computer"),
            fetched,
            Floor(packed, "report, cell and value of each edit, packed, gzip"),
            requests_at_most=1,
        ),
        *_figures(
            Case(name="exchange.nothing", what="nothing to synchronise"),
            idle,
            Floor(HTTP_AT_LEAST, "an HTTP exchange of nothing, with its token"),
            bytes_at_most=600,
            requests_at_most=1,
        ),
        *_figures(
            Case(name="exchange.push", what=f"first push of {ours}"),
            push,
            Floor(xz, "the values without keys, cell by cell over the reports, xz"),
            bytes_at_most=350_000,
            requests_at_most=4,
        ),
        *_figures(
            Case(name="exchange.pull", what=f"{ours} on the office's other computer"),
            pull,
            Floor(xz, "the values without keys, cell by cell over the reports, xz"),
            bytes_at_most=350_000,
        ),
        Figure(
            name="exchange.push.cpu",
            what=f"first push of {ours}: CPU of both sides, with signatures, rules and history",
            ours=push.cpu_s,
            floor=json_cpu,
            floor_name="the same content as JSON in gzip and back, once",
            unit="s",
            at_most=1.0,
        ),
    ]


def _json_cpu_s(load: Workload) -> float:
    before = time.thread_time()
    packed = gzip.compress(msgspec.json.encode({str(key): cells for key, cells in load.reports.items()}))
    msgspec.json.decode(gzip.decompress(packed))
    return time.thread_time() - before


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What was exchanged."""

    name: str
    what: str


class Floor(NamedTuple):
    """The fewest bytes that could say it."""

    size: int
    name: str


def _figures(
    case: Case, cost: Cost, floor: Floor, *, bytes_at_most: int | None = None, requests_at_most: int | None = None
) -> list[Figure]:
    return [
        Figure(
            name=f"{case.name}.bytes",
            what=f"{case.what}: {cost.up} bytes up, {cost.down} down, without TLS",
            ours=cost.both,
            floor=floor.size,
            floor_name=floor.name,
            unit="B",
            at_most=bytes_at_most,
        ),
        Figure(
            name=f"{case.name}.requests",
            what=f"{case.what}: requests",
            ours=cost.requests,
            floor=1,
            floor_name="one request",
            unit="requests",
            at_most=requests_at_most,
        ),
    ]
