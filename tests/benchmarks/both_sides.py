"""A central as a process of its own, computers with the real engine and store, and a wire between that counts."""

from __future__ import annotations

import gc
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from app.clock import SystemChance, SystemClock
from app.domain import signing
from app.domain.operations import CellEdit, ReportKey
from app.domain.units import shipped_units
from app.store.records import Identity
from app.store.store import Store
from sync.cycle import Cycle
from sync.engine import Engine
from sync.transport import HttpTransport
from tests.benchmarks.common_workload import Workload
from tests.benchmarks.offices import open_store
from tests.links.relay import Relay

PROVINCE, COMMUNE = "04", "01273"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one or more cycles took."""

    up: int
    down: int
    requests: int
    client_cpu_s: float
    server_cpu_s: float
    wall_s: float
    cuts: int = 0
    """Times that every connection was torn down."""

    @property
    def both(self) -> int:
        """Bytes both ways."""
        return self.up + self.down

    @property
    def cpu_s(self) -> float:
        """Of both sides."""
        return self.client_cpu_s + self.server_cpu_s


class Server:
    """Central as a process of its own."""

    def __init__(self, data: Path, *arguments: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "central.cli", "serve", "--data", str(data), "--port", "0", *arguments],
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
        return cpu_s_of(self._process.pid)

    def stop(self) -> None:
        """End it."""
        self._process.terminate()
        try:
            self._process.wait(15)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()


def cpu_s_of(process: int) -> float:
    """CPU seconds so far of a process and all below it."""
    root = psutil.Process(process)
    times = [each.cpu_times() for each in (root, *root.children(recursive=True))]
    return sum(each.user + each.system for each in times)


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
        self._token, self._central_key = done.token, done.central_key
        self.take_road(url)

    def take_road(self, url: str) -> None:
        """Go on over another wire, with an engine that knows nothing of it yet."""
        self.transport = HttpTransport(url, self._token, clock=SystemClock())
        self.engine = Engine(
            self.store,
            self.transport,
            sign=lambda statement: signing.sign(self._private, statement),
            central_key=self._central_key,
            clock=SystemClock(),
            chance=SystemChance(),
        )

    def type(self, load: Workload) -> None:
        """Type every report of the workload."""
        for key, cells in load.reports.items():
            edits = [CellEdit(address, None, value) for address, value in cells.items()]
            self.store.save_edits(key, load.forms[key.form].hash, edits, author=self.person)

    def type_each(self, load: Workload, edits: list[tuple[ReportKey, CellEdit]]) -> None:
        """Type one cell each of some reports."""
        for key, edit in edits:
            self.store.save_edits(key, load.forms[key.form].hash, [edit], author=self.person)

    def cycle(self, relay: Relay, server: Server) -> Cost:
        """Run one cycle to its rest and count. Raises RuntimeError where it does not end so."""
        with measured(relay, server) as costs:
            cycle = self.engine.run_cycle()
        if not is_done(cycle):
            raise RuntimeError(f"the cycle ended with {cycle.error!r}, unfinished: {cycle.unfinished}")
        cost = costs[0]
        assert cost.requests == cycle.record.requests, "the engine counts its requests"
        return cost

    def check_green(self) -> None:
        """Raise unless both sides' digests are equal and nothing waits."""
        facts = self.store.light_facts()
        assert facts.theirs == facts.ours, "the digests are equal"
        assert facts.waiting + facts.in_flight + facts.conflicts + facts.refused == 0, "nothing waits"

    def close(self) -> None:
        """Let go of store and connection."""
        self.transport.close()
        self.store.close()


def is_done(cycle: Cycle) -> bool:
    """Whether a cycle came to its rest."""
    return cycle.error is None and not cycle.unfinished


@contextmanager
def measured(relay: Relay, server: Server) -> Iterator[list[Cost]]:
    """Counts what the block takes; the list holds it at the end."""
    costs: list[Cost] = []
    relay.counted()
    # As in the window, where the collector of cycles rests and a timer runs it (ui/bridge/collector.py).
    gc.disable()
    server_before, before, began = server.cpu_s(), time.process_time(), time.perf_counter()
    try:
        yield costs
        gc.collect(1)
    finally:
        wall_s, client_cpu_s = time.perf_counter() - began, time.process_time() - before
        gc.enable()
    counts = relay.counted()
    costs.append(
        Cost(
            up=counts.up,
            down=counts.down,
            requests=counts.requests,
            client_cpu_s=client_cpu_s,
            server_cpu_s=server.cpu_s() - server_before,
            wall_s=wall_s,
            cuts=counts.cuts,
        )
    )


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
