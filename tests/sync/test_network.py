"""The office network as a whole: who calls whom when central is away, over real sockets of this machine."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest

from app.clock import SystemClock
from app.domain.exchange_state import CycleOutcome, CycleRecord
from sync.discovery import Multicast, office_mark
from sync.events import CycleEnded, Event, PeerHeard
from sync.network import OfficeNetwork
from tests.central.office import ROW, FakeChance
from tests.sync.line import Computer, make_template, opened_line
from tests.sync.test_lan import opener, seen

pytestmark = pytest.mark.enable_socket

COMMUNE = "01273"


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    return make_template(tmp_path_factory.mktemp("template"))


@pytest.fixture
def line(tmp_path, template):
    with opened_line(tmp_path, template) as opened:
        yield opened


@pytest.fixture
def pair(line):
    a, b = line.computer(COMMUNE), line.computer(COMMUNE, "Hoàng Văn Bình")
    for computer in (a, b, a):
        computer.sync()
    return a, b


class FakeDiscovery:
    """Knows the addresses it is given."""

    def __init__(self, ports: Callable[[], list[int]]) -> None:
        self._ports = ports
        self.closed = False

    def addresses(self) -> list[tuple[str, int]]:
        return [("127.0.0.1", port) for port in self._ports()]

    def close(self) -> None:
        self.closed = True


class Node:
    """One computer with its network."""

    def __init__(self, computer: Computer) -> None:
        self.events: list[Event] = []
        self.others: list[int] = []
        self.discovery = FakeDiscovery(lambda: self.others)
        self._came = threading.Condition()
        self.network = OfficeNetwork(
            opener(computer),
            lambda port: self.discovery,
            clock=SystemClock(),
            chance=FakeChance(),
            listener=self._hear,
            port=0,
        )

    def _hear(self, event: Event) -> None:
        with self._came:
            self.events.append(event)
            self._came.notify_all()

    def wait(self, count: int = 1) -> None:
        with self._came:
            assert self._came.wait_for(lambda: len(self.events) >= count, 20), "nothing was heard"

    def ended(self, outcome: CycleOutcome) -> None:
        self.network.on_event(CycleEnded(record=CycleRecord(started_at=0, ended_at=1, outcome=outcome), facts=None))


@pytest.fixture
def nodes(pair):
    made = [Node(computer) for computer in pair]
    yield made
    for node in made:
        node.network.switch(on=False)


def test_where_central_is_away_the_other_is_called_and_tells_what_it_has(pair, nodes):
    a, b = pair
    here, there = nodes
    a.type(ROW)
    b.type({"summary": "Đủ"}, shown={})
    there.network.switch(on=True)
    here.network.switch(on=True, typed=f"127.0.0.1:{there.network.port}")
    here.ended(CycleOutcome.UNREACHABLE)
    here.wait()
    there.wait()
    assert here.events == [PeerHeard(device="PC", reports=(a.report(),))]
    assert (seen(a), seen(b)) == ({"summary": "Đủ"}, ROW)


def test_what_was_lost_to_one_is_carried_by_the_other_and_comes_back_in_the_next_round(pair, nodes):
    a, b = pair
    here, there = nodes
    a.type(ROW)
    there.network.switch(on=True)
    here.others = [there.network.port]
    here.network.switch(on=True)
    here.ended(CycleOutcome.UNREACHABLE)
    here.wait()
    b.sync()
    here.ended(CycleOutcome.UNREACHABLE)
    here.wait(2)
    facts = a.store.light_facts()
    assert (facts.waiting, facts.in_flight, b.mine()) == (0, 0, ROW)


def test_nobody_is_called_while_central_answers(pair, nodes):
    here, there = nodes
    there.network.switch(on=True)
    here.network.switch(on=True, typed=f"127.0.0.1:{there.network.port}")
    here.ended(CycleOutcome.DONE)
    time.sleep(0.2)
    assert (here.events, there.events) == ([], [])


def test_off_it_listens_nowhere_and_calls_nobody(nodes):
    here, _ = nodes
    assert here.network.port == 0
    here.network.switch(on=True)
    assert here.network.port > 0
    here.network.switch(on=False)
    assert here.network.port == 0
    assert here.discovery.closed


def test_typed_addresses_are_called_where_nobody_can_be_looked_for(pair, nodes):
    a, b = pair
    here, there = nodes
    a.type(ROW)
    there.network.switch(on=True)

    def nowhere(_: int) -> FakeDiscovery:
        raise OSError("no multicast here")

    here.network._find = nowhere
    here.network.switch(on=True, typed=f"127.0.0.1:{there.network.port}")
    here.ended(CycleOutcome.UNREACHABLE)
    here.wait()
    assert seen(b) == ROW


def test_an_office_is_marked_alike_on_all_its_computers_and_unlike_any_other():
    assert office_mark("aa" * 32, "u1") == office_mark("aa" * 32, "u1")
    assert len({office_mark("aa" * 32, "u1"), office_mark("aa" * 32, "u2"), office_mark("bb" * 32, "u1")}) == 3
    assert "u1" not in office_mark("aa" * 32, "u1")


def test_computers_of_one_office_find_each_other_by_multicast_and_no_others():
    try:
        found = [Multicast("0123456789abcdef", "pc1", 4001), Multicast("0123456789abcdef", "pc2", 4002)]
        found.append(Multicast("fedcba9876543210", "pc3", 4003))
    except OSError as error:
        pytest.skip(f"NO MULTICAST HERE, so discovery was not tried: {error}")
    try:
        until = time.monotonic() + 8
        while time.monotonic() < until and not (found[0].addresses() and found[1].addresses()):
            time.sleep(0.1)
        if not found[0].addresses():
            pytest.skip("NO MULTICAST HERE, so discovery was not tried: nothing announced came back")
        assert {port for _, port in found[0].addresses()} == {4002}
        assert {port for _, port in found[1].addresses()} == {4001}
        assert found[2].addresses() == []
    finally:
        for each in found:
            each.close()
