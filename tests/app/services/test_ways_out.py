"""The engine's thread and the office network, as the program puts them together."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from app.bootstrap import office_at
from app.domain.exchange_state import CycleOutcome, CycleRecord
from app.domain.operations import ReportKey
from app.services.ways_out import WaysOut
from sync.events import CycleEnded, CycleStarted, Event, PeerHeard
from tests.app.store.office import identity

pytestmark = pytest.mark.enable_socket


@pytest.fixture
def ways(tmp_path: Path) -> WaysOut:
    office = office_at(tmp_path, "file")
    store = office.open_store()
    store.enrol(identity("A", "p1"))
    store.close()
    return WaysOut(office)


def test_the_office_network_is_not_even_loaded_until_it_is_switched_on(ways: WaysOut) -> None:
    ways.switch(on=False)
    assert ways._network is None


def test_switched_on_it_listens_and_knows_how_the_last_cycle_ended(ways: WaysOut) -> None:
    ways._on_event(
        CycleEnded(record=CycleRecord(started_at=0, ended_at=1, outcome=CycleOutcome.UNREACHABLE), facts=None)
    )
    ways.switch(on=True)
    network = ways._network
    assert network is not None
    try:
        assert network._is_away
        socket.create_connection(("127.0.0.1", network.port), timeout=10).close()
    finally:
        ways.switch(on=False)
    assert network.port == 0


def test_what_a_neighbour_told_is_carried_by_the_next_cycle_and_shown(ways: WaysOut) -> None:
    told: list[Event] = []
    runner = ways.begin(told.append)
    changed: list[bool] = []
    runner.changed = lambda: changed.append(True)  # type: ignore[method-assign]  # only whether it is asked
    for reports in ((), (ReportKey("u1", "T.01", "2026-Q4"),)):
        ways._on_event(PeerHeard(device="PC-2", reports=reports))
    assert (len(told), changed) == (2, [True])


def test_updates_wait_while_an_exchange_runs(tmp_path: Path) -> None:
    told: list[bool] = []

    class FakeUpdates:
        def cycle(self, *, runs: bool) -> None:
            told.append(runs)

    ways = WaysOut(office_at(tmp_path, "file"), FakeUpdates())  # type: ignore[arg-type]  # all that is asked of them
    ways._on_event(CycleStarted(at=0))
    ways._on_event(PeerHeard(device="PC-2", reports=()))
    ways._on_event(CycleEnded(record=CycleRecord(started_at=0, ended_at=1, outcome=CycleOutcome.DONE), facts=None))
    assert told == [True, False]
