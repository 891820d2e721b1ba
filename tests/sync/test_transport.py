from __future__ import annotations

import socket
import subprocess
import sys
import threading

import pytest
import requests

from app.errors import PermanentError, SyncError, TransientError
from sync import wire
from sync.addresses import checked_address, is_near
from sync.transport import CONNECT_TIMEOUT_S, Enrolment, HttpTransport, new_session
from tests.sync.fakes import FakeCentral, FakeClock, InProcessAdapter

OUTCOMES = [
    # fault, kind, code, params
    ("refused", TransientError, "sync.unreachable", {"near": True}),
    ("timeout", TransientError, "sync.timeout", {}),
    ("drop_request", TransientError, "sync.interrupted", {}),
    ("drop_reply", TransientError, "sync.interrupted", {}),
    ("truncated", TransientError, "sync.interrupted", {}),
    ("tls", TransientError, "sync.tls", {}),
    ("html", TransientError, "sync.captive_portal", {}),
    ("redirect", TransientError, "sync.captive_portal", {}),
    ("407", PermanentError, "sync.proxy", {}),
    ("wrong_type", PermanentError, "sync.not_ours", {"status": 200}),
    ("empty_200", TransientError, "sync.interrupted", {}),
    ("other_protocol", PermanentError, "protocol.unsupported", {"ours": 9, "theirs": 1, "status": 409}),
    ("garbage", TransientError, "sync.garbled", {"detail": "wire.damaged"}),
    ("busy", TransientError, "sync.busy", {"retry_after": 77.0}),
    ("500", TransientError, "sync.central_failed", {"status": 500}),
    ("413", PermanentError, "exchange.too_large", {"status": 413}),
]


def transport(adapter: InProcessAdapter, token: str = "t-1", url: str = "http://127.0.0.1:8000") -> HttpTransport:
    def session() -> requests.Session:
        opened = requests.Session()
        opened.mount("http://", adapter)
        opened.mount("https://", adapter)
        return opened

    return HttpTransport(url, token, clock=FakeClock(), session=session)


def echo(method: str, path: str, headers: dict[str, str], body: bytes) -> tuple[int, dict[str, str], bytes]:
    return 200, {"Content-Type": wire.MEDIA_TYPE}, b"[1]" + body[:0]


@pytest.mark.parametrize(("fault", "kind", "code", "params"), OUTCOMES, ids=[case[0] for case in OUTCOMES])
def test_every_outcome_has_its_name(fault, kind, code, params):
    adapter = InProcessAdapter(echo)
    adapter.faults = [fault]
    with pytest.raises(SyncError) as caught:
        transport(adapter).exchange(b"[1]")
    assert (type(caught.value), caught.value.code, caught.value.params) == (kind, code, params)


@pytest.mark.parametrize(
    ("status", "code"),
    [(401, "device.unknown"), (403, "device.revoked"), (404, "sync.not_ours"), (409, "protocol.unsupported")],
)
def test_a_refusal_without_a_problem_document_is_named_by_its_status(status, code):
    adapter = InProcessAdapter(lambda *_: (status, {"Content-Type": "text/plain"}, b""))
    with pytest.raises(PermanentError) as caught:
        transport(adapter).exchange(b"[1]")
    assert caught.value.code == code


@pytest.mark.parametrize("code", ["<script>", "no dots", "a.b.c", "", 7, None])
def test_a_code_that_is_none_of_ours_is_not_passed_on(code):
    import json

    body = json.dumps({"code": code, "detail": "Lê Văn A"}).encode()
    adapter = InProcessAdapter(lambda *_: (422, {"Content-Type": wire.PROBLEM_TYPE}, body))
    with pytest.raises(PermanentError) as caught:
        transport(adapter).exchange(b"[1]")
    assert (caught.value.code, caught.value.params) == ("sync.not_ours", {"status": 422})


def test_a_problem_document_with_a_broken_letter_is_named_by_its_status():
    adapter = InProcessAdapter(lambda *_: (503, {"Content-Type": wire.PROBLEM_TYPE}, b'{"detail":"M\xc3"}'))
    with pytest.raises(TransientError) as caught:
        transport(adapter).exchange(b"[1]")
    assert caught.value.code == "sync.busy"


def test_a_bomb_is_refused_while_it_unfolds():
    packed, encoding = wire.compress(b"0" * (wire.LIMIT_BYTES + 1))
    adapter = InProcessAdapter(
        lambda *_: (200, {"Content-Type": wire.MEDIA_TYPE, "Content-Encoding": encoding}, packed)
    )
    with pytest.raises(TransientError) as caught:
        transport(adapter).exchange(b"[1]")
    assert (caught.value.code, caught.value.params) == ("sync.garbled", {"detail": "wire.too_large"})


def test_the_headers_are_the_fewest_that_do():
    adapter = InProcessAdapter(echo)
    transport(adapter).exchange(b"[1]")
    assert adapter.seen == [
        {
            "Content-Type": "application/vnd.sobaocao.sync+json",
            "Crc32": "4c2f32b8",
            "Content-Length": "3",
            "Authorization": "Bearer t-1",
        }
    ]


def test_a_body_worth_packing_goes_as_zstd():
    bodies = []

    def handle(method, path, headers, body):
        bodies.append((headers["Content-Encoding"], wire.decompress(body, headers["Content-Encoding"])))
        return echo(method, path, headers, body)

    transport(InProcessAdapter(handle)).exchange(b"[1,2]" * 1000)
    assert bodies == [("zstd", b"[1,2]" * 1000)]


def test_a_netrc_file_does_not_change_who_asks(tmp_path, monkeypatch):
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1.nip.example login other password other\n")
    monkeypatch.setenv("NETRC", str(netrc))
    adapter = InProcessAdapter(echo)
    transport(adapter, url="https://127.0.0.1.nip.example").exchange(b"[1]")
    assert adapter.seen[0]["Authorization"] == "Bearer t-1"


@pytest.mark.parametrize(("url", "proxied"), [("http://127.0.0.1:8000", False), ("https://central.example", True)])
def test_the_network_s_proxy_is_asked_for_other_machines_only(monkeypatch, url, proxied):
    monkeypatch.setenv("HTTP_PROXY", "http://proxy.example:3128")
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:3128")
    adapter = InProcessAdapter(echo)
    transport(adapter, url=url).exchange(b"[1]")
    assert bool(adapter.proxies[0]) is proxied


def test_enrolment_gives_the_device_its_identity():
    central = FakeCentral()
    given = transport(InProcessAdapter(central.handle), token="").enrol("MOT-LAN", "ab" * 32, "PC-1")
    assert isinstance(given, Enrolment)
    assert (given.device, given.token, given.person.name, given.unit.id) == ("d-new", "t-new", "Lê Thị Thử", "u1")
    assert (given.central_epoch, given.central_key) == (central.epoch, central.public)


def test_a_code_that_central_refuses_is_named():
    with pytest.raises(PermanentError) as caught:
        transport(InProcessAdapter(FakeCentral().handle)).enrol("khác", "ab" * 32, "PC-1")
    assert caught.value.code == "enrol.code"


def test_an_enrolment_that_is_not_ours_is_named():
    adapter = InProcessAdapter(lambda *_: (200, {"Content-Type": "application/json"}, b'{"welcome":true}'))
    with pytest.raises(PermanentError) as caught:
        transport(adapter).enrol("MOT-LAN", "ab" * 32, "PC-1")
    assert caught.value.code == "sync.not_ours"


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("", "sync.address"),
        ("central", "sync.address"),
        ("ftp://central", "sync.address"),
        ("https://", "sync.address"),
        ("https://user:secret@central.example", "sync.address"),
        ("http://[::1", "sync.address"),
        ("https://central.example:99999", "sync.address"),
        ("http://central.example", "sync.insecure_address"),
        ("http://10.1.2.3:8000", "sync.insecure_address"),
    ],
)
def test_an_address_that_will_not_do_is_refused_before_anything_is_sent(url, code):
    with pytest.raises(PermanentError) as caught:
        HttpTransport(url, "t", clock=FakeClock())
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("url", "checked"),
    [
        ("https://baocao.example.gov.vn/", "https://baocao.example.gov.vn"),
        (" https://central.example/so/ ", "https://central.example/so"),
        ("http://localhost:8000", "http://localhost:8000"),
        ("http://[::1]:8000/", "http://[::1]:8000"),
    ],
)
def test_an_address_is_kept_without_a_slash_at_its_end(url, checked):
    assert checked_address(url) == checked


@pytest.mark.parametrize(
    ("url", "near"),
    [
        ("http://127.0.0.1:8000", True),
        ("https://192.168.1.4", True),
        ("https://may-chu", True),
        ("https://central.local", True),
        ("https://203.0.114.9", False),
        ("https://baocao.example.gov.vn", False),
    ],
)
def test_central_in_this_network_is_near(url, near):
    assert is_near(url) is near


def test_starting_the_engine_s_modules_loads_neither_requests_nor_cryptography():
    code = (
        "import sync.engine, sync.runner, sync.transport, sys;"
        "late = ('requests', 'truststore', 'cryptography', 'backports.zstd', 'lark', 'yaml');"
        "print([name for name in late if name in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"


@pytest.mark.enable_socket
def test_a_closed_port_is_unreachable_and_near():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    road = HttpTransport(f"http://127.0.0.1:{port}", "t", clock=FakeClock(), session=requests.Session)
    with pytest.raises(TransientError) as caught:
        road.exchange(b"[1]")
    assert (caught.value.code, caught.value.params) == ("sync.unreachable", {"near": True})
    assert (caught.value.bytes_up, caught.value.bytes_down) == (0, 0)


def _answer_once(listener: socket.socket, answer: bytes, heard: list[bytes]) -> None:
    connection, _ = listener.accept()
    with connection:
        connection.settimeout(10)
        data = b""
        while b"\r\n\r\n" not in data or not data.partition(b"\r\n\r\n")[2]:
            data += connection.recv(65536)
        heard.append(data)
        connection.sendall(answer)


@pytest.mark.enable_socket
@pytest.mark.parametrize("counted", [True, False])
def test_bytes_are_counted_as_they_went(counted):
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/vnd.sobaocao.sync+json\r\n"
    answer = head + (b"Content-Length: 3\r\n\r\n[1]" if counted else b"Connection: close\r\n\r\n[1]")
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=_answer_once, args=(listener, answer, heard))
        thread.start()
        port = listener.getsockname()[1]
        road = HttpTransport(f"http://127.0.0.1:{port}", "t", clock=FakeClock(), session=requests.Session)
        reply = road.exchange(b"[1,2]")
        road.close()
        thread.join(CONNECT_TIMEOUT_S)
    assert (reply.bytes_up, reply.bytes_down) == (len(heard[0]), len(answer))


@pytest.mark.enable_socket
def test_an_answer_cut_short_on_the_line_is_interrupted():
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: application/vnd.sobaocao.sync+json\r\nContent-Length: 900\r\n\r\n[1]"
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=_answer_once, args=(listener, answer, heard))
        thread.start()
        port = listener.getsockname()[1]
        road = HttpTransport(f"http://127.0.0.1:{port}", "t", clock=FakeClock(), session=requests.Session)
        with pytest.raises(TransientError) as caught:
            road.exchange(b"[1,2]")
        thread.join(CONNECT_TIMEOUT_S)
    assert caught.value.code == "sync.interrupted"
    assert (caught.value.bytes_up, caught.value.bytes_down) == (len(heard[0]), len(answer))


@pytest.mark.enable_socket
def test_a_refusal_says_what_it_cost():
    answer = b"HTTP/1.1 503 Busy\r\nContent-Type: text/plain\r\nRetry-After: 77\r\nContent-Length: 4\r\n\r\nbusy"
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=_answer_once, args=(listener, answer, heard))
        thread.start()
        port = listener.getsockname()[1]
        road = HttpTransport(f"http://127.0.0.1:{port}", "t", clock=FakeClock(), session=requests.Session)
        with pytest.raises(TransientError) as caught:
            road.exchange(b"[1,2]")
        road.close()
        thread.join(CONNECT_TIMEOUT_S)
    assert caught.value.code == "sync.busy"
    assert (caught.value.bytes_up, caught.value.bytes_down) == (len(heard[0]), len(answer))


def test_the_system_s_trust_store_is_asked():
    opened = new_session()
    import ssl

    assert ssl.SSLContext.__module__.startswith("truststore")
    opened.close()
    import truststore

    truststore.extract_from_ssl()
