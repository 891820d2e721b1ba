"""The exchange over HTTP."""

from __future__ import annotations

import logging

from django.http import HttpRequest, HttpResponse

from app.errors import AppError, InputError, PermanentError, TransientError
from central.bootstrap import Central, central
from central.databases import Database, database, world_errors
from central.intake.exchange import handle
from central.problems import language_of, problem
from central.registry.offices import DeviceRecord, device_of_token
from central.registry.packages import FormShelf
from sync.wire import LIMIT_BYTES, MEDIA_TYPE, compress, decode_request, decompress, encode_answer

log = logging.getLogger(__name__)

BODY_MAX = 8 * 1024 * 1024
"""Bytes of a body as it comes over the line."""
RETRY_S = 5
"""The least a turned away asker waits."""
RETRY_SPREAD_S = 25


def exchange(request: HttpRequest) -> HttpResponse:
    """`POST /sync/v1/exchange`: one round trip of a device."""
    here = central()
    try:
        with world_errors():
            return _exchange(here, database(), request)
    except TransientError as error:
        # Why spread: those turned away together must not come back together.
        wait_s = RETRY_S + int(here.chance.jitter() * RETRY_SPREAD_S)
        return problem(error, language=language_of(request), retry_after_s=wait_s)
    except AppError as error:
        return problem(error, language=language_of(request))
    except Exception:  # the last boundary before the socket: the asker gets a problem document, the log the rest
        log.exception("exchange failed")
        return problem(AppError("central.failed"), language=language_of(request))


def _exchange(here: Central, db: Database, request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        raise InputError("exchange.method")
    device = asking_device(db, request)
    if request.content_type != MEDIA_TYPE:
        raise InputError("exchange.media_type")
    body = read_body(request, BODY_MAX)
    shelf = FormShelf(db, here.packages)
    asked = decode_request(decompress(body, request.headers.get("Content-Encoding", ""), LIMIT_BYTES), shelf.order)
    answer = handle(here, db, asked, device)
    plain = encode_answer(answer, asked, shelf.order)
    data, encoding = compress(plain, request.headers.get("Accept-Encoding", ""))
    response = HttpResponse(data, content_type=MEDIA_TYPE)
    # A length that is told keeps the server from sending in chunks: every exchange is some bytes shorter by it.
    response["Content-Length"] = str(len(data))
    if encoding:
        response["Content-Encoding"] = encoding
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
    """The body as it came. Raises InputError `exchange.too_large` beyond `limit` bytes."""
    length = request.headers.get("Content-Length", "")
    if length.isdigit() and int(length) > limit:
        raise InputError("exchange.too_large", limit=limit)
    body = request.read(limit + 1)
    if len(body) > limit:
        raise InputError("exchange.too_large", limit=limit)
    return body
