"""Offices with fake stores, the fake central and the real engine and transport between them."""

from __future__ import annotations

from dataclasses import dataclass, field

import requests

from app.domain.operations import ReportKey
from app.domain.signing import new_private_key, public_key, sign
from sync.cycle import Cycle
from sync.engine import Engine
from sync.events import Event
from sync.transport import HttpTransport
from tests.sync.fakes import ORDER, Device, FakeCentral, FakeChance, FakeClock, FakeStore, InProcessAdapter

KEY = ReportKey("u1", "II.06a/VPCP/KSTT", "2026-Q3")
OTHER = ReportKey("u1", "01/TCD", "2026-M09")


@dataclass
class Office:
    """One computer of an office."""

    store: FakeStore
    engine: Engine
    adapter: InProcessAdapter
    clock: FakeClock
    events: list[Event] = field(default_factory=list)

    def sync(self) -> Cycle:
        """One cycle."""
        return self.engine.run_cycle()

    def told(self, kind: type) -> list[Event]:
        """Events of a kind."""
        return [event for event in self.events if isinstance(event, kind)]


def office(central: FakeCentral, name: str = "d1", *, unit: str = "u1", upward: bool = False) -> Office:
    """A computer that central knows."""
    private = new_private_key()
    central.devices[f"t-{name}"] = Device(name, unit, public_key(private), upward)
    clock, events = central.clock, []
    store = FakeStore(name, f"p-{name}", clock)
    adapter = InProcessAdapter(central.handle)

    def session() -> requests.Session:
        opened = requests.Session()
        opened.mount("http://", adapter)
        return opened

    transport = HttpTransport("http://127.0.0.1:8000", f"t-{name}", clock=clock, session=session)
    engine = Engine(
        store,
        transport,
        sign=lambda statement: sign(private, statement),
        central_key=central.public,
        clock=clock,
        chance=FakeChance(first=sum(map(ord, name))),
        listener=events.append,
    )
    engine._orders._known["f0" * 32] = ORDER  # what a stored form package would unpack to
    return Office(store, engine, adapter, clock, events)
