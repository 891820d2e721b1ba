"""An office's network: its proxy, and certificates that its own authority made. Real sockets, on this machine only."""

from __future__ import annotations

import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path

import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from app.errors import PermanentError, SyncError, TransientError
from sync import wire
from sync.transport import HttpTransport
from tests.sync.fakes import FakeClock

ROOT = Path(__file__).resolve().parents[2]
CENTRAL = "https://baocao.example.gov.vn"

pytestmark = pytest.mark.enable_socket


@pytest.fixture(autouse=True)
def _nothing_of_this_machine_s_network(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


class Proxy(BaseHTTPRequestHandler):
    """A proxy that lets nobody through; what it was asked for is kept."""

    status = 407
    asked: list[str] = []  # noqa: RUF012  of the class: a handler lives for one request

    def do_CONNECT(self) -> None:
        self.asked.append(self.path)
        self.send_error(self.status)

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def proxy() -> Iterator[str]:
    Proxy.status, Proxy.asked = 407, []
    with ThreadingHTTPServer(("127.0.0.1", 0), Proxy) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def outcome(url: str = CENTRAL) -> SyncError:
    road = HttpTransport(url, "t-1", clock=FakeClock(), session=requests.Session)
    with pytest.raises(SyncError) as caught:
        road.exchange(b"[1]")
    road.close()
    return caught.value


def test_a_proxy_that_asks_for_a_password_is_named(proxy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    error = outcome()
    assert (type(error), error.code) == (PermanentError, "sync.proxy")
    assert Proxy.asked == ["baocao.example.gov.vn:443"]


def test_a_proxy_that_does_not_get_through_is_the_world_s_trouble(proxy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    Proxy.status = 503
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    error = outcome()
    assert (type(error), error.code, error.params) == (TransientError, "sync.unreachable", {"near": False})


def test_where_the_system_keeps_its_proxy_is_asked(proxy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # As on Windows, where urllib reads the registry.
    monkeypatch.setattr("requests.utils.getproxies", lambda: {"https": proxy})
    assert outcome().code == "sync.proxy"


def test_an_address_that_the_network_excepts_goes_past_the_proxy(proxy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    monkeypatch.setenv("NO_PROXY", "may-chu.invalid")
    assert outcome("https://may-chu.invalid").code == "sync.unreachable"
    assert Proxy.asked == []


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """A certificate authority of an office's own."""

    file: Path
    """Its certificate, PEM."""
    server: Path
    """A certificate it made for 127.0.0.1, with its key, PEM."""


def made_authority(folder: Path, name: str) -> Authority:
    """A new one."""
    own, issued = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    issuer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    begins = datetime.now(UTC) - timedelta(days=1)

    def certificate(subject: x509.Name, key: ec.EllipticCurvePrivateKey, *, is_authority: bool) -> x509.Certificate:
        built = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(begins)
            .not_valid_after(begins + timedelta(days=30))
            .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        )
        if not is_authority:
            names = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
            built = built.add_extension(names, critical=False)
        return built.sign(own, hashes.SHA256())

    pem = serialization.Encoding.PEM
    authority = Authority(file=folder / f"{name}.pem", server=folder / f"{name}-server.pem")
    authority.file.write_bytes(certificate(issuer, own, is_authority=True).public_bytes(pem))
    leaf = certificate(x509.Name([]), issued, is_authority=False)
    key = issued.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    authority.server.write_bytes(leaf.public_bytes(pem) + key)
    return authority


class Central(BaseHTTPRequestHandler):
    """Answers every exchange with the same three bytes."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Type", wire.MEDIA_TYPE)
        self.send_header("Content-Length", "3")
        self.end_headers()
        self.wfile.write(b"[7]")

    def log_message(self, *_: object) -> None:
        return


class Quiet(ThreadingHTTPServer):
    """Says nothing of a caller who hangs up: those who do not trust it do."""

    def handle_error(self, *_: object) -> None:
        return


@pytest.fixture
def office(tmp_path: Path) -> Iterator[tuple[str, Authority]]:
    """Address of a central with a certificate by an authority of its own, and that authority."""
    authority = made_authority(tmp_path, "UBND")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(authority.server)
    with Quiet(("127.0.0.1", 0), Central) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"https://127.0.0.1:{server.server_address[1]}", authority
        server.shutdown()
        thread.join()


EXCHANGE = """
import sys
from app.clock import SystemClock
from app.errors import SyncError
from sync.transport import HttpTransport

road = HttpTransport(sys.argv[1], "t-1", clock=SystemClock())
try:
    print(road.exchange(b"[1]").body.decode())
except SyncError as error:
    print(type(error).__name__, error.code)
"""


def exchanged(url: str, trusted: Path) -> str:
    """What a program says that finds its system's certificates in `trusted`."""
    environment = {"PATH": "/usr/bin:/bin", "SSL_CERT_FILE": str(trusted), "SSL_CERT_DIR": "/nonexistent"}
    command = [sys.executable, "-c", EXCHANGE, url]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True, timeout=60)
    return done.stdout.strip()


def test_a_certificate_by_an_authority_that_the_system_trusts_is_trusted(office: tuple[str, Authority]) -> None:
    url, authority = office
    assert exchanged(url, authority.file) == "[7]"


def test_a_certificate_by_an_authority_nobody_knows_is_named(office: tuple[str, Authority], tmp_path: Path) -> None:
    url, _ = office
    stranger = made_authority(tmp_path, "Khác")
    assert exchanged(url, stranger.file) == "TransientError sync.tls"
