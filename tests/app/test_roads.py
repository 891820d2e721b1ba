"""The engine's thread and the office network, as the program puts them together."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from app.bootstrap import _Roads, office_at
from app.domain.exchange_state import CycleOutcome, CycleRecord
from app.domain.operations import ReportKey
from sync.events import CycleEnded, Event, PeerHeard
from tests.app.store.office import identity

pytestmark = pytest.mark.enable_socket


@pytest.fixture
def roads(tmp_path: Path) -> _Roads:
    office = office_at(tmp_path, "file")
    store = office.open_store()
    store.enrol(identity("A", "p1"))
    store.close()
    return _Roads(office)


def test_the_office_network_is_not_even_loaded_until_it_is_switched_on(roads: _Roads) -> None:
    roads.switch(on=False)
    assert roads._network is None


def test_switched_on_it_listens_and_knows_how_the_last_cycle_ended(roads: _Roads) -> None:
    roads._on_event(
        CycleEnded(record=CycleRecord(started_at=0, ended_at=1, outcome=CycleOutcome.UNREACHABLE), facts=None)
    )
    roads.switch(on=True)
    network = roads._network
    assert network is not None
    try:
        assert network._is_away
        socket.create_connection(("127.0.0.1", network.port), timeout=10).close()
    finally:
        roads.switch(on=False)
    assert network.port == 0


def test_what_a_neighbour_told_is_carried_by_the_next_cycle_and_shown(roads: _Roads) -> None:
    told: list[Event] = []
    runner = roads.begin(told.append)
    changed: list[bool] = []
    runner.changed = lambda: changed.append(True)  # type: ignore[method-assign]  # only whether it is asked
    for reports in ((), (ReportKey("u1", "T.01", "2026-Q4"),)):
        roads._on_event(PeerHeard(device="PC-2", reports=reports))
    assert (len(told), changed) == (2, [True])
