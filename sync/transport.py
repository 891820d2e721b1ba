"""The road to central over HTTP, and the names of everything that can happen on it.

    sync.unreachable        no connection (params: near, where central stands on this machine or in this network)
    sync.timeout            no answer in time
    sync.interrupted        the connection broke, or the answer is cut short
    sync.tls                no trustworthy connection
    sync.captive_portal     somebody else answered: HTML, or a redirect to another place
    sync.proxy              the network's proxy asks for a name and password (407)
    sync.not_ours           200, but not in our media type
    sync.busy               429 or 503 (params: retry_after)
    sync.central_failed     another 5xx (params: status)
    sync.garbled            an answer that does not unfold
    sync.insecure_address   an address without TLS that is not this machine
    device.unknown          401; device.revoked 403; exchange.too_large 413; protocol.unsupported 409
    any code                of a problem document, as central named it

What passes by itself is a TransientError, what needs a person a PermanentError.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

import msgspec

from app.clock import Clock
from app.errors import PermanentError, SyncError, TransientError
from sync import wire
from sync.addresses import checked_address, is_near, is_this_machine
from sync.ports import Ask, Carried, Reply, Sent
from sync.refusals import kind_of, refusal, unfolded
from sync.resuming import BROKEN

if TYPE_CHECKING:
    import requests

EXCHANGE_PATH = "/sync/v1/exchange"
CONNECT_TIMEOUT_S = 20.0
READ_TIMEOUT_S = 90.0
PIECE_BYTES = 16_384
"""Of a file that is read as it comes."""
REFUSAL_BYTES = 65_536
"""As much of a refusal is read."""
CAREFUL_BYTES = 512 * 1024
"""So many have to get through before a line that broke counts as sound again."""


class EnrolledPerson(msgspec.Struct, frozen=True):
    """Who was enrolled."""

    id: str
    name: str
    role: str


class EnrolledUnit(msgspec.Struct, frozen=True):
    """The office he works in."""

    id: str
    code: str
    name: str
    level: str


class Enrolment(msgspec.Struct, frozen=True):
    """What central gives a new device."""

    device: str
    token: str
    """Secret; belongs in the keyring."""
    person: EnrolledPerson
    unit: EnrolledUnit
    central_epoch: str
    central_key: str
    """Central's public key, 64 hex digits."""
    protocol: int
    central_sealing_key: str = ""
    """What bundles are sealed to, 64 hex digits; empty from a central that takes none."""


def new_session() -> requests.Session:
    """A session that trusts what the operating system trusts. Loads `requests` now, not at start."""
    import requests
    import truststore

    truststore.inject_into_ssl()
    return requests.Session()


class HttpTransport:
    """One kept-alive connection to one central."""

    def __init__(
        self,
        url: str,
        token: str,
        *,
        clock: Clock,
        session: Callable[[], requests.Session] = new_session,
    ) -> None:
        """`url` is central's address without a path; `token` this device's secret, empty before enrolment.

        Raises PermanentError `sync.insecure_address` for plain http to another machine, `sync.address` for no address.
        """
        self._url = checked_address(url)
        self._near = is_near(self._url)
        self._token = token
        self._clock = clock
        self._new_session = session
        self._session: requests.Session | None = None
        self._careful_bytes = 0
        """Bytes still to go carefully, as an exchange broke off before."""

    def exchange(self, body: bytes) -> Reply:
        """Central's answer to a request's body. Raises SyncError with a named outcome."""
        packed, headers = _packed(body)
        return self._post(EXCHANGE_PATH, packed, headers)

    def resume(self, body: bytes) -> Reply | None:
        """Central's answer to a body that broke off before, of which only the rest is sent.

        None where central has kept nothing of it. Raises SyncError as `exchange` does.
        """
        packed, headers = _packed(body)
        asked = self._request("HEAD", EXCHANGE_PATH, {}, b"")
        response = asked.response
        told = response.headers.get(wire.OFFSET_HEADER, "")
        kept = int(told) if told.isascii() and told.isdigit() else 0
        if not 0 < kept < len(packed) or response.headers.get(wire.PREFIX_HEADER) != wire.prefix_hash(packed[:kept]):
            return None
        with _counting(asked):
            reply = self._post(EXCHANGE_PATH, packed[kept:], {**headers, wire.OFFSET_HEADER: told})
        return replace(reply, bytes_up=reply.bytes_up + asked.bytes_up, bytes_down=reply.bytes_down + asked.bytes_down)

    def enrol(self, code: str, public_key: str, name: str) -> Enrolment:
        """Makes this machine a device of central's by a one-time code; `name` is what people call the machine.

        Raises SyncError as `exchange` does, `enrol.*` where central refuses the code.
        """
        body = msgspec.json.encode({"code": code, "public_key": public_key, "name": name})
        headers = {"Content-Type": "application/json", wire.CHECKSUM_HEADER: wire.checksum(body)}
        reply = self._post("/sync/v1/enrol", body, headers)
        try:
            return msgspec.json.decode(reply.body, type=Enrolment)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as exc:
            raise PermanentError("sync.not_ours") from exc

    def send(self, ask: Ask) -> Sent:
        """Central's answer to one request for a file. Raises SyncError, named as for `exchange`, where it failed."""
        headers = {"Accept-Encoding": "identity", **ask.headers}
        came = self._request(ask.method, ask.path, headers, ask.body)
        response = came.response
        if "Tus-Resumable" not in response.headers or not 200 <= response.status_code < 300:
            with _counting(came):
                raise self._refusal(response, came.raw)
        return Sent(
            headers=response.headers,
            body=came.raw,
            bytes_up=came.bytes_up,
            bytes_down=came.bytes_down,
            seconds=came.seconds,
        )

    def read(self, path: str, start: int = 0) -> Iterator[bytes]:
        """A public file's bytes from `start`, as they come; needs no enrolment.

        Raises SyncError, named as for `exchange`, with `status` 404 where there is no such file.
        """
        headers = {"Accept-Encoding": "identity", **({"Range": f"bytes={start}-"} if start else {})}
        session, timeout = self._opened(), (CONNECT_TIMEOUT_S, READ_TIMEOUT_S)
        with (
            _named_outcomes(near=self._near),
            session.get(
                self._url + path, headers=headers, timeout=timeout, allow_redirects=False, stream=True
            ) as response,
        ):
            if response.status_code not in (200, 206) or kind_of(response.headers) == "text/html":
                raise self._refusal(response, response.raw.read(REFUSAL_BYTES, decode_content=False))
            skip = start if response.status_code == 200 else 0
            for piece in response.raw.stream(PIECE_BYTES, decode_content=False):
                if skip < len(piece):
                    yield piece[skip:]
                skip = max(0, skip - len(piece))

    def close(self) -> None:
        """Closes the connection; the next exchange opens another."""
        if self._session is not None:
            self._session.close()
            self._session = None

    def _post(self, path: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        try:
            came = self._request("POST", path, headers, body)
        except TransientError as error:
            if error.code in BROKEN:
                self._careful_bytes = CAREFUL_BYTES
            raise
        self._careful_bytes -= len(body)
        with _counting(came):
            answer = self._answer(came.response, came.raw, headers["Content-Type"])
        return Reply(body=answer, bytes_up=came.bytes_up, bytes_down=came.bytes_down, seconds=came.seconds)

    def _request(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> _Came:
        """The response. Raises SyncError that says what went by then."""
        session = self._opened()
        began = self._clock.monotonic()
        # A file is sent in blocks, each with its own time limit; as one string a slow link could never send it.
        going = (_Careful if self._careful_bytes > 0 else BytesIO)(body)
        response: requests.Response | None = None
        try:
            with _named_outcomes(near=self._near):
                response = session.request(
                    method,
                    self._url + path,
                    data=going if body or method == "POST" else None,
                    headers=headers,
                    timeout=(CONNECT_TIMEOUT_S, READ_TIMEOUT_S),
                    allow_redirects=False,
                    stream=True,
                )
                with response:
                    raw = response.raw.read(wire.LIMIT_BYTES + 1, decode_content=False)
                    if method != "HEAD":
                        _check_length(response.headers, raw)
        except SyncError as error:
            asked = getattr(error.__cause__ if response is None else response, "request", None)
            if asked is not None and (response is not None or going.tell()):
                error.bytes_up = self._bytes_up(method, path, asked.headers, going.tell())
            if response is not None:
                error.bytes_down = _bytes_down(response, response.raw.tell())
            raise
        return _Came(
            response=response,
            raw=raw,
            bytes_up=self._bytes_up(method, path, response.request.headers, len(body)),
            bytes_down=_bytes_down(response, len(raw)),
            seconds=self._clock.monotonic() - began,
        )

    def _bytes_up(self, method: str, path: str, headers: Mapping[str, str], body_bytes: int) -> int:
        host = len(f"Host: {urlsplit(self._url).netloc}\r\n")
        return _head_bytes(f"{method} {path} HTTP/1.1", headers) + host + body_bytes

    def _opened(self) -> requests.Session:
        if self._session is None:
            session = self._new_session()
            # A proxy of the network cannot reach this machine's own loopback.
            session.trust_env = not is_this_machine(urlsplit(self._url).hostname or "")
            session.headers.clear()
            # Central asks neither who made the program nor what it unfolds: it reads what central writes.
            session.headers.update(dict.fromkeys(("User-Agent", "Accept-Encoding"), _unsent()))
            session.auth = self._authorize
            self._session = session
        return self._session

    def _authorize(self, prepared: requests.PreparedRequest) -> requests.PreparedRequest:
        # As `auth`, so that a netrc file cannot put another name into our header.
        if self._token:
            prepared.headers["Authorization"] = f"Bearer {self._token}"
        return prepared

    def _answer(self, response: requests.Response, raw: bytes, media_type: str) -> bytes:
        if response.status_code == 200 and kind_of(response.headers) == media_type:
            if response.headers.get(wire.CHECKSUM_HEADER, wire.checksum(raw)) != wire.checksum(raw):
                raise TransientError("sync.garbled", detail="checksum")
            return unfolded(response.headers, raw)
        raise self._refusal(response, raw)

    def _refusal(self, response: requests.Response, raw: bytes) -> SyncError:
        return refusal(response.status_code, response.headers, raw, ours=self._url)


class _Came(NamedTuple):
    """What came back, before anybody looked at what it says."""

    response: requests.Response
    raw: bytes
    """The body as it came."""
    bytes_up: int
    bytes_down: int
    seconds: float


@contextmanager
def _counting(came: Carried) -> Iterator[None]:
    """What fails here cost what had come by then, besides what it says itself."""
    try:
        yield
    except SyncError as error:
        error.bytes_up += came.bytes_up
        error.bytes_down += came.bytes_down
        raise


class _Careful(BytesIO):
    """A body on a line that broke before: it goes by small pieces, so that little is lost when it breaks again."""

    PIECE_BYTES, PAUSE_S = 1_024, 0.015

    def read(self, size: int | None = -1, /) -> bytes:
        """The next piece, after a pause; all of it where no size is asked for."""
        if size is None or size < 0:
            return super().read()
        if self.tell():
            time.sleep(self.PAUSE_S)  # noqa: TID251  what is waited for is the line
        return super().read(min(size, self.PIECE_BYTES))


def _packed(body: bytes) -> tuple[bytes, dict[str, str]]:
    """The body as it goes over the line, and the headers that say so."""
    packed, encoding = wire.compress(body)
    check = ("Content-Encoding", encoding) if encoding else (wire.CHECKSUM_HEADER, wire.checksum(packed))
    return packed, {"Content-Type": wire.MEDIA_TYPE, **dict([check])}


@contextmanager
def _named_outcomes(*, near: bool) -> Iterator[None]:
    """Turns what requests and urllib3 raise into ours; nothing foreign passes."""
    import requests
    import urllib3

    try:
        yield
    except requests.exceptions.SSLError as exc:
        raise TransientError("sync.tls") from exc
    except requests.exceptions.ProxyError as exc:
        if "407" in str(exc):
            raise PermanentError("sync.proxy") from exc
        raise TransientError("sync.unreachable", near=False) from exc
    except (requests.exceptions.ConnectTimeout, requests.exceptions.ReadTimeout) as exc:
        raise TransientError("sync.timeout") from exc
    except requests.exceptions.ConnectionError as exc:
        raise _connection_error(exc, near=near) from exc
    except urllib3.exceptions.ReadTimeoutError as exc:
        raise TransientError("sync.timeout") from exc
    except (
        requests.exceptions.RequestException,
        urllib3.exceptions.HTTPError,
        OSError,
    ) as exc:
        raise TransientError("sync.interrupted") from exc


def _connection_error(error: Exception, *, near: bool) -> SyncError:
    import urllib3

    cause = getattr(error.args[0] if error.args else error, "reason", error)
    if isinstance(cause, urllib3.exceptions.NewConnectionError | urllib3.exceptions.NameResolutionError):
        return TransientError("sync.unreachable", near=near)
    if isinstance(cause, urllib3.exceptions.TimeoutError) or "timed out" in str(error):
        return TransientError("sync.timeout")
    if error.args and isinstance(error.args[0], urllib3.exceptions.ProtocolError):
        return TransientError("sync.interrupted")
    return TransientError("sync.unreachable", near=near)


def _bytes_down(response: requests.Response, body_bytes: int) -> int:
    return _head_bytes(f"HTTP/1.1 {response.status_code} {response.reason}", response.headers) + body_bytes


def _check_length(headers: Mapping[str, str], raw: bytes) -> None:
    told = headers.get("Content-Length", "")
    if told.isdigit() and int(told) > len(raw) and len(raw) <= wire.LIMIT_BYTES:
        raise TransientError("sync.interrupted")


def _head_bytes(first_line: str, headers: Mapping[str, str]) -> int:
    sent = [(name, value) for name, value in headers.items() if value != _unsent()]
    return len(first_line) + 4 + sum(len(name) + len(value) + 4 for name, value in sent)


def _unsent() -> str:
    """The value of a header that is left out, where the library would put in one of its own."""
    from urllib3.util import SKIP_HEADER

    return SKIP_HEADER
