"""Meetings over real sockets of this machine; and who is let in."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from app.clock import SystemClock
from app.domain import signing
from app.errors import InputError, TransientError
from app.store.keys import DEVICE_KEY
from app.store.store import Store
from sync.lan import PORT, Doorkeeper, addresses_of, is_near, meet, round_of
from sync.meeting import Heard, Meeting
from tests.central.office import ROW
from tests.sync.line import Computer, make_template, opened_line

pytestmark = pytest.mark.enable_socket

COMMUNE, OTHER = "01273", "01279"
CLOCK = SystemClock()


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    return make_template(tmp_path_factory.mktemp("template"))


@pytest.fixture
def line(tmp_path, template):
    with opened_line(tmp_path, template) as opened:
        yield opened


@pytest.fixture
def a(line):
    return line.computer(COMMUNE)


@pytest.fixture
def b(line, a):
    computer = line.computer(COMMUNE, "Hoàng Văn Bình")
    computer.sync()
    a.sync()
    return computer


def opener(computer: Computer, key: str | None = None):
    """Opens meetings with a store connection of their own, on whichever thread asks."""

    @contextmanager
    def opened() -> Iterator[Meeting]:
        store = Store.open(computer.path, computer.key, clock=computer.line.clock, chance=computer.line.chance)
        try:
            yield Meeting(
                store,
                private_key=key or computer.secrets.get(DEVICE_KEY),
                central_key=store.identity().central_key,
                clock=computer.line.clock,
            )
        finally:
            store.close()

    return opened


class Door:
    """A doorkeeper, and what it heard."""

    def __init__(self, computer: Computer, key: str | None = None) -> None:
        self.heard: list[Heard] = []
        self._came = threading.Event()
        self.keeper = Doorkeeper(opener(computer, key), CLOCK, self._hear, port=0)

    def _hear(self, heard: Heard) -> None:
        self.heard.append(heard)
        self._came.set()

    def wait(self) -> None:
        assert self._came.wait(20), "nobody came"

    def __enter__(self) -> Door:
        self.keeper.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.keeper.stop()


def seen(computer: Computer) -> dict[str, str | None]:
    return {cell.address: cell.value for cell in computer.store.peers.cells()}


def call(computer: Computer, port: int, key: str | None = None) -> Heard:
    with opener(computer, key)() as meeting:
        return meet("127.0.0.1", port, meeting, CLOCK)


def test_two_computers_tell_each_other_over_a_socket_what_central_has_not_answered(a, b):
    a.type(ROW)
    b.type({"summary": "Đủ"}, shown={})
    with Door(b) as door:
        heard = call(a, door.keeper.port)
        door.wait()
    assert (heard.peer.device, heard.reports) == (b.store.position().device, (a.report(),))
    assert [each.peer.device for each in door.heard] == [a.store.position().device]
    assert (seen(a), seen(b)) == ({"summary": "Đủ"}, ROW)


def test_a_round_meets_whoever_is_there_and_passes_over_the_rest(a, b):
    a.type(ROW)
    heard: list[Heard] = []
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        nobody = free.getsockname()[1]
    with Door(b) as door:
        addresses = [("127.0.0.1", nobody), ("127.0.0.1", door.keeper.port)]
        assert round_of(addresses, opener(a), CLOCK, heard.append) == 1
    assert (len(heard), seen(b)) == (1, ROW)


@pytest.mark.parametrize(
    "said",
    [b"", b"\x00", b"\xff\xff\xff\xff", b"\x00\x00\x00\x05hello", b"GET / HTTP/1.1\r\n\r\n"],
    ids=["nothing", "half a length", "a giant", "no envelope", "a browser"],
)
def test_whatever_a_caller_says_the_door_stays_open_for_the_next(a, b, said):
    a.type(ROW)
    with Door(b) as door:
        with socket.create_connection(("127.0.0.1", door.keeper.port), timeout=10) as caller:
            caller.sendall(said)
        call(a, door.keeper.port)
    assert seen(b) == ROW


def test_a_stranger_is_told_nothing_but_a_random_name_and_a_key(a, b):
    b.type({**ROW, "main/a/cA": "Mật khẩu của kho bạc"})
    with Door(b) as door, socket.create_connection(("127.0.0.1", door.keeper.port), timeout=10) as caller:
        caller.sendall(b"\x00\x00\x00\x00")
        got = b""
        while part := caller.recv(4096):
            got += part
    assert len(got) < 300
    assert "kho bạc".encode() not in got


def test_whoever_is_called_must_hold_his_own_key(a, b):
    with Door(b, signing.new_private_key()) as door, pytest.raises(InputError) as caught:
        call(a, door.keeper.port)
    assert caught.value.code == "lan.stranger"


def test_a_caller_without_the_right_key_is_hung_up_on(a, b):
    a.type(ROW)
    with Door(b) as door, pytest.raises(InputError) as caught:
        call(a, door.keeper.port, signing.new_private_key())
    assert (caught.value.code, door.heard, seen(b)) == ("lan.frame", [], {})


def test_nobody_at_an_address_is_tried_again_later(a, b):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(TransientError) as caught:
        call(a, port)
    assert caught.value.code == "lan.unreachable"


def test_a_door_that_is_closed_lets_nobody_in_and_closes_at_once(b):
    with Door(b) as door:
        port = door.keeper.port
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=10).close()


@pytest.mark.parametrize(
    ("host", "near"),
    [
        ("127.0.0.1", True),
        ("192.168.1.12", True),
        ("10.0.0.7", True),
        ("172.16.0.1", True),
        ("169.254.3.4", True),
        ("fe80::1%eth0", True),
        ("fd00::7", True),
        ("::ffff:192.168.1.5", True),
        ("8.8.8.8", False),
        ("2001:4860:4860::8888", False),
        ("::ffff:8.8.8.8", False),
        ("pc2.local", False),
        ("", False),
    ],
)
def test_only_private_addresses_are_near(host, near):
    assert is_near(host) is near


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("", []),
        ("192.168.1.12", [("192.168.1.12", PORT)]),
        ("192.168.1.12:5000, pc2", [("192.168.1.12", 5000), ("pc2", PORT)]),
        ("192.168.1.12;192.168.1.13 ; pc2,", [("192.168.1.12", PORT), ("192.168.1.13", PORT), ("pc2", PORT)]),
        ("pc2:x pc3:0 pc4:99999 :80", []),
    ],
    ids=["none", "an address", "a port and a name", "semicolons", "no addresses"],
)
def test_typed_addresses_are_read_leniently(text, addresses):
    assert addresses_of(text) == addresses
