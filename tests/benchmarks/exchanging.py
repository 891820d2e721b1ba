"""Exchanges with the real central over the loopback: bytes as they went over TCP, requests, CPU of both sides.

The real engine and store here, `sobaocao-central serve` as a process of its own, and a wire between that counts.
"""

from __future__ import annotations

import gzip
import logging
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import msgspec
import psutil

from app.clock import SystemChance, SystemClock
from app.domain import signing
from app.domain.operations import CellEdit
from app.domain.units import shipped_units
from app.store.records import Identity
from app.store.store import Store
from sync.engine import Engine
from sync.transport import HttpTransport
from tests.benchmarks.common_workload import Workload, one_cell_each, packed_with_gzip, workload
from tests.benchmarks.figures import Figure, Sizes
from tests.benchmarks.offices import open_store
from tests.benchmarks.relay import Relay

PROVINCE, COMMUNE = "04", "01273"
HTTP_AT_LEAST = len(
    b"POST /sync/v1/exchange HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n"
    b"Authorization: Bearer 0123456789012345678901234567890123456789012\r\nContent-Length: 0\r\n\r\n"
    b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
)
"""An exchange of nothing that is still HTTP and still says who asks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one cycle took."""

    up: int
    down: int
    requests: int
    client_cpu_s: float
    server_cpu_s: float

    @property
    def both(self) -> int:
        """Bytes both ways."""
        return self.up + self.down


class Server:
    """Central as a process of its own."""

    def __init__(self, data: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "central.cli", "serve", "--data", str(data), "--port", "0"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self._process.stdout is not None
        ready = next((line for line in self._process.stdout if line.startswith("ready ")), "")
        if not ready:
            raise RuntimeError(f"central did not start: exit code {self._process.wait()}")
        self.port = int(ready.strip().rpartition(":")[2])

    def cpu_s(self) -> float:
        """CPU seconds of its processes so far."""
        root = psutil.Process(self._process.pid)
        times = [process.cpu_times() for process in (root, *root.children(recursive=True))]
        return sum(each.user + each.system for each in times)

    def stop(self) -> None:
        """End it."""
        self._process.terminate()
        try:
            self._process.wait(15)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


class Computer:
    """An enrolled computer: store, engine, road."""

    def __init__(self, folder: Path, code: str, url: str) -> None:
        self._private = signing.new_private_key()
        enrolment = HttpTransport(url, "", clock=SystemClock())
        done = enrolment.enrol(code, signing.public_key(self._private), "PC")
        enrolment.close()
        folder.mkdir()
        self.person = done.person.id
        self.unit = done.unit.id
        self.store: Store = open_store(folder / "office.db")
        self.store.enrol(
            Identity(
                device=done.device,
                person=done.person.id,
                person_name=done.person.name,
                role=done.person.role,
                unit=done.unit.id,
                unit_code=done.unit.code,
                unit_name=done.unit.name,
                level=done.unit.level,
                central_url=url,
                central_key=done.central_key,
            )
        )
        self.transport = HttpTransport(url, done.token, clock=SystemClock())
        self._engine = Engine(
            self.store,
            self.transport,
            sign=lambda statement: signing.sign(self._private, statement),
            central_key=done.central_key,
            clock=SystemClock(),
            chance=SystemChance(),
        )

    def cycle(self, relay: Relay, server: Server) -> Cost:
        """Run one cycle to its rest and count."""
        relay.counted()
        server_before, before = server.cpu_s(), time.thread_time()
        cycle = self._engine.run_cycle()
        if cycle.error or cycle.unfinished:
            raise RuntimeError(f"the cycle ended with {cycle.error!r}, unfinished: {cycle.unfinished}")
        client_cpu_s, server_cpu_s = time.thread_time() - before, server.cpu_s() - server_before
        up, down, requests = relay.counted()
        assert requests == cycle.record.requests, "the engine counts its requests"
        return Cost(up=up, down=down, requests=requests, client_cpu_s=client_cpu_s, server_cpu_s=server_cpu_s)

    def check_green(self) -> None:
        """Raise unless both sides' digests are equal and nothing waits."""
        facts = self.store.light_facts()
        assert facts.theirs == facts.ours, "the digests are equal"
        assert facts.waiting + facts.in_flight + facts.conflicts + facts.refused == 0, "nothing waits"

    def close(self) -> None:
        """Let go of store and connection."""
        self.transport.close()
        self.store.close()


@contextmanager
def central_with_two_codes(folder: Path, load: Workload) -> Iterator[tuple[Server, Relay, list[str]]]:
    """A central that knows the province's units and the forms, its wire, and codes for two computers of one person."""
    from central.bootstrap import open_central
    from central.databases import database
    from central.registry.enrolment import invite
    from central.registry.loading import load_units
    from central.registry.packages import load_forms

    here = open_central(folder)
    load_units(database(), shipped_units(), PROVINCE)
    load_forms(database(), load.forms.values(), here.now())
    codes = [
        invite(database(), COMMUNE, "Nông Thị Lan", "clerk", now=here.now(), chance=here.chance).code for _ in range(2)
    ]
    server = Server(folder)
    relay = Relay(server.port)
    try:
        yield server, relay, codes
    finally:
        relay.close()
        server.stop()


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
            _type(first, load)
            push = first.cycle(relay, server)
            first.check_green()
            pull = second.cycle(relay, server)
            second.check_green()
            edits = one_cell_each(load, sizes["edited"])
            for key, edit in edits:
                first.store.save_edits(key, load.forms[key.form].hash, [edit], author=first.person)
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
            ours=push.client_cpu_s + push.server_cpu_s,
            floor=json_cpu,
            floor_name="the same content as JSON in gzip and back, once",
            unit="s",
            at_most=1.0,
        ),
    ]


def _type(computer: Computer, load: Workload) -> None:
    for key, cells in load.reports.items():
        edits = [CellEdit(address, None, value) for address, value in cells.items()]
        computer.store.save_edits(key, load.forms[key.form].hash, edits, author=computer.person)


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
