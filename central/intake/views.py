"""The exchange over HTTP."""

from __future__ import annotations

import logging
from contextlib import suppress
from typing import overload

from django.http import HttpRequest, HttpResponse

from app.errors import AppError, InputError, TransientError
from central.bootstrap import Central, central
from central.databases import Database, lent, world_errors
from central.intake.admission import Load
from central.intake.desk import ExchangeDesk, Letter, speaking
from central.intake.torn import TornBodies
from central.problems import language_of, problem
from central.registry.offices import DeviceRecord, devices_of_tokens
from sync.wire import CHECKSUM_HEADER, MEDIA_TYPE, OFFSET_HEADER, PREFIX_HEADER, checksum, prefix_hash

log = logging.getLogger(__name__)

BODY_MAX = 8 * 1024 * 1024
"""Bytes of a body as it comes over the line."""
UNASKED_MAX = 64 * 1024
"""Bytes of a body that is read before anybody asks whose it is."""
RETRY_S = 5
"""The least a turned away asker waits."""
RETRY_SPREAD_S = 25
_BLOCK = 1 << 18


def exchange(request: HttpRequest) -> HttpResponse:
    """`POST /sync/v1/exchange`: one round trip of a device. `HEAD`: how much came of one that broke off."""
    here = central()
    try:
        with here.admission.entered() as load, world_errors():
            return _exchange(here, request, load)
    except TransientError as error:
        return problem(error, language=language_of(request), retry_after_s=wait_s(here))
    except AppError as error:
        return problem(error, language=language_of(request))
    except Exception:  # the last boundary before the socket: the asker gets a problem document, the log the rest
        log.exception("exchange failed")
        return problem(AppError("central.failed"), language=language_of(request))


def wait_s(here: Central) -> int:
    """When one that was turned away may come again."""
    # Why spread: those turned away together must not come back together.
    return RETRY_S + int(here.chance.jitter() * RETRY_SPREAD_S)


_VARIABLES = {"Content-Length": "CONTENT_LENGTH"} | {
    name: "HTTP_" + name.upper().replace("-", "_")
    for name in ("Accept-Encoding", "Authorization", "Content-Encoding", CHECKSUM_HEADER, OFFSET_HEADER)
}


@overload
def header(request: HttpRequest, name: str, default: str = "") -> str: ...


@overload
def header(request: HttpRequest, name: str, default: None) -> str | None: ...


def header(request: HttpRequest, name: str, default: str | None = "") -> str | None:
    """A header of the request, one of those the exchange looks at."""
    # Why not by Django's own: it takes every variable of the process for a header that may be asked for.
    value: str | None = request.META.get(_VARIABLES[name], default)
    return value


def _exchange(here: Central, request: HttpRequest, load: Load) -> HttpResponse:
    if request.method not in ("POST", "HEAD"):
        raise InputError("exchange.method")
    if request.method == "HEAD":
        return _told_of(TornBodies(here.data / "torn", here.now()).find(_asking_device(request).id))
    if request.content_type != MEDIA_TYPE:
        raise InputError("exchange.media_type")
    body = unharmed(request, _whole_body(here, request))
    letter = Letter(
        token=_token(request),
        body=body,
        encoding=header(request, "Content-Encoding"),
        accepts=header(request, "Accept-Encoding", "zstd"),
        load=load,
        retry_after_s=0 if load is Load.WHOLE else wait_s(here),
    )
    data, encoding = here.turns.take(ExchangeDesk(here), letter)
    response = HttpResponse(data, content_type=MEDIA_TYPE)
    # A length that is told keeps the server from sending in chunks: every exchange is some bytes shorter by it.
    response["Content-Length"] = str(len(data))
    name, value = ("Content-Encoding", encoding) if encoding else (CHECKSUM_HEADER, checksum(data))
    response[name] = value
    return response


def _told_of(kept: bytes) -> HttpResponse:
    response = HttpResponse(content_type=MEDIA_TYPE)
    response[OFFSET_HEADER] = str(len(kept))
    response[PREFIX_HEADER] = prefix_hash(kept)
    return response


def _whole_body(here: Central, request: HttpRequest) -> bytes:
    """The body, put together where it goes on from what was kept.

    Raises InputError `exchange.offset` where it goes on from elsewhere, `exchange.garbled` where it breaks off: what
    came is kept.
    """
    offset, told = header(request, OFFSET_HEADER), header(request, "Content-Length")
    is_small = not offset and told.isdigit() and int(told) <= UNASKED_MAX
    device = None if is_small else _asking_device(request)
    torn = TornBodies(here.data / "torn", here.now())
    kept = torn.find(device.id) if device and offset else b""
    if offset and offset != str(len(kept)):
        raise InputError("exchange.offset", offset=len(kept))
    came = read_body(request, BODY_MAX - len(kept))
    if told.isdigit() and len(came) < int(told):
        torn.keep((device or _asking_device(request)).id, kept + came)
        raise InputError("exchange.garbled")
    if device and offset:
        torn.drop(device.id)
    return kept + came


def _asking_device(request: HttpRequest) -> DeviceRecord:
    with lent() as db:
        return asking_device(db, request)


def asking_device(db: Database, request: HttpRequest) -> DeviceRecord:
    """The device whose bearer token came with the request.

    Raises PermanentError `device.unknown` or `device.revoked`.
    """
    token = _token(request)
    return speaking(devices_of_tokens(db, [token]).get(token))


def _token(request: HttpRequest) -> str:
    scheme, _, token = header(request, "Authorization").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def unharmed(request: HttpRequest, body: bytes) -> bytes:
    """The body, where it came as it was sent. Raises InputError `exchange.garbled`."""
    told = header(request, CHECKSUM_HEADER, None)
    if told is not None and told != checksum(body):
        raise InputError("exchange.garbled")
    return body


def read_body(request: HttpRequest, limit: int) -> bytes:
    """The body as far as it came. Raises InputError `exchange.too_large` beyond `limit` bytes."""
    length = header(request, "Content-Length")
    if length.isdigit() and int(length) > limit:
        raise InputError("exchange.too_large", limit=limit)
    body = bytearray()
    # Some servers raise where the line breaks, others end the body: what came counts with both.
    with suppress(OSError):
        while len(body) <= limit and (block := request.read(min(_BLOCK, limit + 1 - len(body)))):
            body += block
    if len(body) > limit:
        raise InputError("exchange.too_large", limit=limit)
    return bytes(body)
