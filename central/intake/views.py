"""The exchange over HTTP."""

from __future__ import annotations

import logging
from contextlib import suppress

from django.http import HttpRequest, HttpResponse

from app.domain.exchange import Answer, Request
from app.errors import AppError, InputError, PermanentError, TransientError
from central.bootstrap import Central, central
from central.databases import Database, database, world_errors
from central.intake.admission import Load
from central.intake.exchange import announce, handle
from central.intake.torn import TornBodies
from central.problems import language_of, problem
from central.registry.offices import DeviceRecord, device_of_token
from central.registry.packages import FormShelf
from sync.wire import (
    CHECKSUM_HEADER,
    LIMIT_BYTES,
    MEDIA_TYPE,
    OFFSET_HEADER,
    PREFIX_HEADER,
    Names,
    checksum,
    compress,
    decode_announced,
    decode_request,
    decompress,
    encode_answer,
    prefix_hash,
)

log = logging.getLogger(__name__)

BODY_MAX = 8 * 1024 * 1024
"""Bytes of a body as it comes over the line."""
RETRY_S = 5
"""The least a turned away asker waits."""
RETRY_SPREAD_S = 25
_BLOCK = 1 << 18


def exchange(request: HttpRequest) -> HttpResponse:
    """`POST /sync/v1/exchange`: one round trip of a device. `HEAD`: how much came of one that broke off."""
    here = central()
    try:
        with here.admission.entered() as load, world_errors():
            return _exchange(here, database(), request, load)
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


def _exchange(here: Central, db: Database, request: HttpRequest, load: Load) -> HttpResponse:
    if request.method not in ("POST", "HEAD"):
        raise InputError("exchange.method")
    device = asking_device(db, request)
    torn = TornBodies(here.data / "torn", here.now())
    if request.method == "HEAD":
        return _told_of(torn.find(device.id))
    if request.content_type != MEDIA_TYPE:
        raise InputError("exchange.media_type")
    body = _whole_body(request, device, torn)
    if request.headers.get(CHECKSUM_HEADER, checksum(body)) != checksum(body):
        raise InputError("exchange.garbled")
    shelf = FormShelf(db, here.packages)
    plain = decompress(body, request.headers.get("Content-Encoding", ""), LIMIT_BYTES)
    asked, answer, names = _answered(here, db, plain, device, load, shelf)
    told = encode_answer(answer, asked, shelf.order, names)
    data, encoding = compress(told, request.headers.get("Accept-Encoding", "zstd"))
    response = HttpResponse(data, content_type=MEDIA_TYPE)
    # A length that is told keeps the server from sending in chunks: every exchange is some bytes shorter by it.
    response["Content-Length"] = str(len(data))
    name, value = ("Content-Encoding", encoding) if encoding else (CHECKSUM_HEADER, checksum(data))
    response[name] = value
    log.info(
        "exchanged device=%s operations=%d results=%d changes=%d bytes_in=%d bytes_out=%d",
        device.id,
        sum(len(chain.operations) for chain in asked.chains),
        len(answer.results),
        len(answer.changes),
        len(body),
        len(data),
    )
    return response


def _told_of(kept: bytes) -> HttpResponse:
    response = HttpResponse(content_type=MEDIA_TYPE)
    response[OFFSET_HEADER] = str(len(kept))
    response[PREFIX_HEADER] = prefix_hash(kept)
    return response


def _whole_body(request: HttpRequest, device: DeviceRecord, torn: TornBodies) -> bytes:
    """The body, put together where it goes on from what was kept.

    Raises InputError `exchange.offset` where it goes on from elsewhere, `exchange.garbled` where it breaks off: what
    came is kept.
    """
    offset = request.headers.get(OFFSET_HEADER, "")
    kept = torn.find(device.id) if offset else b""
    if offset and offset != str(len(kept)):
        raise InputError("exchange.offset", offset=len(kept))
    came = read_body(request, BODY_MAX - len(kept))
    body = kept + came
    told = request.headers.get("Content-Length", "")
    if told.isdigit() and len(came) < int(told):
        torn.keep(device.id, body)
        raise InputError("exchange.garbled")
    if offset:
        torn.drop(device.id)
    return body


def _answered(
    here: Central, db: Database, body: bytes, device: DeviceRecord, load: Load, shelf: FormShelf
) -> tuple[Request, Answer, Names | None]:
    """The request, and as much of an answer as there is room for; and the request's names, where it was not read whole.

    Raises TransientError `central.busy` where there is room for nothing.
    """
    if load is not Load.WHOLE:
        announced = decode_announced(body)
        asked = announced.request
        if load is Load.COMMITMENTS and asked.commitments:
            return asked, announce(here, db, asked, device, wait_s(here)), announced.names
        if load is Load.COMMITMENTS or not (announced.brings or asked.commitments):
            raise TransientError("central.busy")
    asked = decode_request(body, shelf.order)
    return asked, handle(here, db, asked, device), None


def asking_device(db: Database, request: HttpRequest) -> DeviceRecord:
    """The device whose bearer token came with the request.

    Raises PermanentError `device.unknown` or `device.revoked`.
    """
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    device = device_of_token(db, token.strip()) if scheme.lower() == "bearer" and token.strip() else None
    if device is None:
        raise PermanentError("device.unknown")
    if device.revoked:
        raise PermanentError("device.revoked")
    return device


def read_body(request: HttpRequest, limit: int) -> bytes:
    """The body as far as it came. Raises InputError `exchange.too_large` beyond `limit` bytes."""
    length = request.headers.get("Content-Length", "")
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
