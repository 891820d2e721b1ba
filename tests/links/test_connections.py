"""What real sockets do to the client's library, and what it is called then."""

from __future__ import annotations

import gzip
import ipaddress
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from ssl import PROTOCOL_TLS_SERVER, SSLContext

import pytest
import requests

import sync.transport
from app.clock import SystemClock
from app.errors import PermanentError, SyncError, TransientError
from app.messages import explain
from sync import wire
from sync.transport import HttpTransport
from tests.links.answers import ANSWER, HEAD, MEDIA_TYPE, Behaviour, answers, heard, serving

pytestmark = pytest.mark.enable_socket

NAME = "central.example"


@pytest.fixture(autouse=True)
def _no_proxy_of_this_machine(monkeypatch):
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def road() -> Iterator[Road]:
    roads = Road()
    yield roads
    roads.close()


class Road:
    """Transports that are closed in the end."""

    def __init__(self) -> None:
        self._open: list[HttpTransport] = []

    def to(self, url: str, trusts: Path | None = None) -> HttpTransport:
        def session() -> requests.Session:
            opened = requests.Session()
            opened.verify = str(trusts) if trusts else True
            return opened

        made = HttpTransport(url, "t-1", clock=SystemClock(), session=session)
        self._open.append(made)
        return made

    def close(self) -> None:
        for each in self._open:
            each.close()


def outcome(transport: HttpTransport) -> tuple[type[SyncError], str]:
    """How an exchange that must fail fails."""
    with pytest.raises(SyncError) as caught:
        transport.exchange(b"[1,2]")
    return type(caught.value), caught.value.code


# The connection ---------------------------------------------------------------------------------------------------


def test_a_connection_is_kept_between_cycles(road):
    with serving(answers(ANSWER, ANSWER)) as server:
        transport = road.to(f"http://127.0.0.1:{server.port}")
        assert [transport.exchange(b"[1,2]").body for _ in range(2)] == [b"[1]", b"[1]"]
        transport.close()
        assert server.connections == 1


def test_a_kept_connection_that_the_server_closed_between_cycles_is_opened_anew_without_a_word(road):
    with serving(answers(ANSWER)) as server:
        transport = road.to(f"http://127.0.0.1:{server.port}")
        assert transport.exchange(b"[1,2]").body == b"[1]"
        time.sleep(0.1)  # the end of the connection has come over
        assert transport.exchange(b"[1,2]").body == b"[1]"
        assert server.connections == 2


def test_what_was_sent_is_never_sent_again_behind_the_engine_s_back(road):
    requests_heard = []

    def takes_and_goes(connection: socket.socket) -> None:
        requests_heard.append(heard(connection))

    with serving(takes_and_goes) as server:
        assert outcome(road.to(f"http://127.0.0.1:{server.port}")) == (TransientError, "sync.interrupted")
    assert len(requests_heard) == 1


def test_a_name_that_nobody_knows_is_unreachable(road, monkeypatch):
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    transport = road.to(f"https://{NAME}")
    with pytest.raises(TransientError) as caught:
        transport.exchange(b"[1,2]")
    assert (caught.value.code, caught.value.params) == ("sync.unreachable", {"near": False})


@pytest.mark.skipif(sys.platform != "linux", reason="a full queue drops connections on Linux only")
def test_nobody_who_takes_the_call_is_a_timeout_after_the_shorter_wait(road, monkeypatch):
    monkeypatch.setattr(sync.transport, "CONNECT_TIMEOUT_S", 0.3)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        waiting = [socket.socket() for _ in range(4)]
        for each in waiting:
            each.setblocking(False)
            with suppress(BlockingIOError):
                each.connect(listener.getsockname())
        began = time.monotonic()
        assert outcome(road.to(f"http://127.0.0.1:{listener.getsockname()[1]}")) == (TransientError, "sync.timeout")
        assert time.monotonic() - began < 10
        for each in waiting:
            each.close()


def test_an_answer_that_does_not_come_is_a_timeout(road, monkeypatch):
    monkeypatch.setattr(sync.transport, "READ_TIMEOUT_S", 0.3)
    with serving(lambda connection: (heard(connection), heard(connection))) as server:
        transport = road.to(f"http://127.0.0.1:{server.port}")
        assert outcome(transport) == (TransientError, "sync.timeout")
        transport.close()


def test_an_answer_that_stops_half_way_is_a_timeout(road, monkeypatch):
    monkeypatch.setattr(sync.transport, "READ_TIMEOUT_S", 0.3)

    def stops(connection: socket.socket) -> None:
        heard(connection)
        connection.sendall(HEAD + b"Content-Length: 900\r\n\r\n[1")
        heard(connection)

    with serving(stops) as server:
        transport = road.to(f"http://127.0.0.1:{server.port}")
        assert outcome(transport) == (TransientError, "sync.timeout")
        transport.close()


@pytest.mark.skipif(not socket.has_ipv6, reason="this machine has no IPv6")
def test_a_central_that_has_ipv6_only_is_reached(road):
    with serving(answers(ANSWER), host="::1") as server:
        assert road.to(f"http://[::1]:{server.port}").exchange(b"[1,2]").body == b"[1]"


@pytest.mark.skipif(not socket.has_ipv6, reason="this machine has no IPv6")
def test_a_name_with_two_addresses_is_reached_at_the_one_that_answers(road, monkeypatch):
    with serving(answers(ANSWER), host="::1") as server:
        both = [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", server.port)),
            (socket.AF_INET6, socket.SOCK_STREAM, 6, "", ("::1", server.port, 0, 0)),
        ]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: both)
        assert road.to(f"http://localhost:{server.port}").exchange(b"[1,2]").body == b"[1]"


# The answer -------------------------------------------------------------------------------------------------------

_CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
_OLD = b"HTTP/1.0 200 OK\r\nContent-Type: " + MEDIA_TYPE + b"\r\n"


@pytest.mark.parametrize(
    "answer",
    [
        _OLD + b"\r\n[1]",
        _OLD + b"Content-Length: 3\r\n\r\n[1]",
        _CHUNKED + b"1\r\n[\r\n2\r\n1]\r\n0\r\n\r\n",
        HEAD + b"Connection: close\r\n\r\n[1]",
        b"HTTP/1.1 100 Continue\r\n\r\n" + ANSWER,
    ],
    ids=["HTTP/1.0", "HTTP/1.0 counted", "in chunks", "until the end", "after a hundred"],
)
def test_an_answer_is_read_in_whatever_dress_it_comes(road, answer):
    with serving(answers(answer)) as server:
        assert road.to(f"http://127.0.0.1:{server.port}").exchange(b"[1,2]").body == b"[1]"


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (_CHUNKED + b"1\r\n[\r\n", "sync.interrupted"),
        (_CHUNKED + b"9\r\n[1", "sync.interrupted"),
        (_CHUNKED + b"xyz\r\n[1]\r\n", "sync.interrupted"),
        (HEAD + b"Content-Length: 900\r\n\r\n[1]", "sync.interrupted"),
        (HEAD[:20], "sync.interrupted"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", "sync.interrupted"),
        (_OLD + b"Crc32: " + wire.checksum(b"[1,2]").encode() + b"\r\n\r\n[1", "sync.garbled"),
    ],
    ids=["between chunks", "in a chunk", "no chunk", "too short", "in the head", "no HTTP", "HTTP/1.0"],
)
def test_an_answer_that_was_cut_is_never_taken_for_a_whole_one(road, answer, code):
    with serving(answers(answer)) as server:
        assert outcome(road.to(f"http://127.0.0.1:{server.port}")) == (TransientError, code)


def _pours(head: bytes, piece: bytes) -> Behaviour:
    def pour(connection: socket.socket) -> None:
        heard(connection)
        connection.sendall(head)
        while True:
            connection.sendall(piece)

    return pour


@pytest.mark.parametrize(
    "behaviour",
    [
        _pours(HEAD + b"Connection: close\r\n\r\n", b"0" * 65_536),
        answers(
            HEAD
            + b"Content-Encoding: gzip\r\nConnection: close\r\n\r\n"
            + gzip.compress(b"0" * (wire.LIMIT_BYTES + 1), 9)
        ),
    ],
    ids=["without an end", "a gzip bomb"],
)
def test_an_answer_without_measure_is_given_up_at_the_limit(road, behaviour):
    with serving(behaviour) as server:
        transport = road.to(f"http://127.0.0.1:{server.port}")
        with pytest.raises(TransientError) as caught:
            transport.exchange(b"[1,2]")
        assert (caught.value.code, caught.value.params) == ("sync.garbled", {"detail": "wire.too_large"})
        transport.close()


@pytest.mark.parametrize("status", [b"301 Moved", b"302 Found", b"307 Temporary", b"308 Permanent"])
def test_nobody_follows_to_another_machine_and_no_secret_goes_there(road, status):
    with serving(answers(ANSWER)) as other:
        location = f"http://127.0.0.1:{other.port}/sync/v1/exchange".encode()
        redirect = b"HTTP/1.1 " + status + b"\r\nLocation: " + location + b"\r\nContent-Length: 0\r\n\r\n"
        with serving(answers(redirect)) as server:
            assert outcome(road.to(f"http://127.0.0.1:{server.port}")) == (TransientError, "sync.captive_portal")
        assert other.connections == 0


# Trust ------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def certificate(tmp_path_factory) -> Path:
    """A certificate that nobody signed but itself, with its key, for NAME and this machine."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, NAME)])
    names = [x509.DNSName(NAME), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "central.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


def _tls(certificate: Path) -> SSLContext:
    context = SSLContext(PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


def test_a_certificate_that_nobody_vouches_for_is_named_and_nothing_is_sent(road, certificate):
    said = []
    with serving(lambda connection: said.append(heard(connection)), context=_tls(certificate)) as server:
        transport = road.to(f"https://127.0.0.1:{server.port}")
        with pytest.raises(TransientError) as caught:
            transport.exchange(b"[1,2]")
    assert caught.value.code == "sync.tls"
    assert said == []
    assert explain(caught.value).what == "Không lập được kết nối an toàn với hệ thống."


def test_a_certificate_of_another_machine_is_named(road, certificate, monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", _always_here(socket.getaddrinfo))
    with serving(answers(ANSWER), context=_tls(certificate)) as server:
        transport = road.to(f"https://other.example:{server.port}", trusts=certificate)
        assert outcome(transport) == (TransientError, "sync.tls")


def test_a_machine_that_speaks_no_tls_is_named(road):
    with serving(lambda connection: connection.sendall(ANSWER)) as server:
        assert outcome(road.to(f"https://127.0.0.1:{server.port}")) == (TransientError, "sync.tls")


def _always_here(getaddrinfo):
    return lambda host, port, *rest, **named: getaddrinfo("127.0.0.1", port, *rest, **named)


# The network's proxy ----------------------------------------------------------------------------------------------


def _tunnel_to(port: int, asked: list[bytes]) -> Behaviour:
    def tunnel(connection: socket.socket) -> None:
        import selectors

        asked.append(heard(connection).partition(b"\r\n")[0])
        connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        with socket.create_connection(("127.0.0.1", port)) as onward, selectors.DefaultSelector() as ready:
            ready.register(connection, selectors.EVENT_READ, onward)
            ready.register(onward, selectors.EVENT_READ, connection)
            while True:
                for key, _ in ready.select(10):
                    data = key.fileobj.recv(65_536)
                    if not data:
                        return
                    key.data.sendall(data)

    return tunnel


def test_an_exchange_goes_through_the_proxy_that_the_environment_names(road, certificate, monkeypatch):
    asked: list[bytes] = []
    with (
        serving(answers(ANSWER), context=_tls(certificate)) as central,
        serving(_tunnel_to(central.port, asked)) as proxy,
    ):
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.port}")
        transport = road.to(f"https://{NAME}", trusts=certificate)
        assert transport.exchange(b"[1,2]").body == b"[1]"
        transport.close()
    assert [line.rpartition(b" ")[0] for line in asked] == [b"CONNECT central.example:443"]


@pytest.mark.parametrize(
    ("answer", "kind", "code"),
    [
        (b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n", PermanentError, "sync.proxy"),
        (b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n", TransientError, "sync.unreachable"),
        (b"", TransientError, "sync.interrupted"),
    ],
    ids=["407", "502", "hangs up"],
)
def test_a_proxy_that_lets_nobody_through_is_named(road, monkeypatch, answer, kind, code):
    with serving(answers(answer)) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.port}")
        assert outcome(road.to(f"https://{NAME}")) == (kind, code)


def test_a_proxy_that_is_not_there_is_unreachable(road, monkeypatch):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{port}")
    assert outcome(road.to(f"https://{NAME}")) == (TransientError, "sync.unreachable")
