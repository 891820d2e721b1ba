"""The real client and a real central, each over a wire in trouble."""

from __future__ import annotations

import socket
from collections import Counter
from contextlib import ExitStack

import pytest

from central.intake.admission import THREADS
from tests.links.troubles import TROUBLES, drawn
from tests.links.world import play, seated, served_centre, waiting_at_most

SEEDS = 12

pytestmark = [pytest.mark.enable_socket, pytest.mark.logs_warnings]


@pytest.fixture(scope="module")
def centre():
    with served_centre() as centre:
        yield centre


@pytest.mark.parametrize("seed", range(SEEDS))
def test_whatever_befalls_the_wire_nothing_is_lost_or_doubled_and_the_light_is_green_in_the_end(centre, seed):
    befell = play(centre, seed)
    assert len(befell.troubles) >= 2, "the weather is bad"


def test_those_who_stop_in_the_middle_of_a_request_keep_nobody_out(centre, tmp_path):
    head = b"POST /sync/v1/exchange HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n\r\n"
    with ExitStack() as stack:
        for said in [head + b"{", head[:30]] * THREADS:
            stopped = stack.enter_context(socket.create_connection(("127.0.0.1", centre.server.port)))
            stopped.sendall(said)
        computer = seated(centre, tmp_path / "office.db", "K1", "30039", "clerk", centre.server.port)
        stack.callback(computer.stop)
        with waiting_at_most(20):
            assert computer.sync().record.code == ""


def test_every_trouble_is_drawn_and_a_seed_draws_the_same():
    kinds = Counter(drawn(seed, number, 1.0).kind for seed in range(SEEDS) for number in range(20))
    assert set(kinds) == set(TROUBLES)
    assert drawn(3, 5, 1.0) == drawn(3, 5, 1.0)
    assert not drawn(3, 5, 0.0).kind
