"""The engine's thread and the office network, as the program puts them together."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from app.bootstrap import office_at
from app.domain.exchange_state import CycleOutcome, CycleRecord
from app.domain.operations import ReportKey
from app.errors import TransientError
from app.services.ways_out import WaysOut
from sync.events import CycleEnded, CycleStarted, Event, PeerHeard, StateChanged
from sync.state import SyncState
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


def test_resting_ends_engine_and_network_and_both_go_on_afterwards(ways: WaysOut) -> None:
    states: list[SyncState] = []
    runner = ways.begin(lambda event: states.append(event.state) if isinstance(event, StateChanged) else None)
    runner.start()
    ways.switch(on=True, typed="127.0.0.1")
    network = ways._network
    assert network is not None
    try:
        with ways.resting():
            assert (runner.state, network.port) == (SyncState.STOPPED, 0)
        assert network.port != 0
        assert ways._typed == "127.0.0.1"
        wait_until(lambda: runner.state is not SyncState.STOPPED)
    finally:
        runner.stop()
        ways.switch(on=False)
    assert states.count(SyncState.STOPPED) == 2


def test_both_go_on_after_a_failure_too_and_what_was_off_stays_off(ways: WaysOut) -> None:
    runner = ways.begin(lambda _: None)
    with pytest.raises(TransientError), ways.resting():
        raise TransientError("sync.unreachable")
    assert (runner.state, ways._network) == (SyncState.STOPPED, None)
    runner.start()
    try:
        with pytest.raises(TransientError), ways.resting():
            raise TransientError("sync.unreachable")
        wait_until(lambda: runner.state is not SyncState.STOPPED)
    finally:
        runner.stop()


def test_a_network_that_cannot_be_switched_on_again_holds_nothing_up(ways: WaysOut) -> None:
    ways.switch(on=True)
    network = ways._network
    assert network is not None
    with ways.resting():
        refuse = TransientError("lan.unreachable", host="")
        network.switch = lambda *, on, typed="": (_ for _ in ()).throw(refuse)  # type: ignore[method-assign, misc]  # a port that somebody took
    assert ways._typed is None


def wait_until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.01)
