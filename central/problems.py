"""Refusals as RFC 9457 problem documents: whoever asks for an exchange never gets a page of HTML."""

from __future__ import annotations

import msgspec
from django.http import HttpRequest, HttpResponse

from app.errors import AppError
from app.messages import words
from sync.wire import PROBLEM_TYPE

STATUS = {
    "device.unknown": 401,
    "device.revoked": 403,
    "device.cloned": 403,
    "sync.file_unnamed": 403,
    "device.other": 403,
    "enrol.code_unknown": 403,
    "enrol.code_used": 403,
    "enrol.code_expired": 403,
    "central.no_page": 404,
    "sync.file_unknown": 404,
    "sync.file_not_there": 404,
    "exchange.method": 405,
    "protocol.unsupported": 409,
    "exchange.offset": 409,
    "sync.file_offset": 409,
    "sync.file_protocol": 412,
    "exchange.too_large": 413,
    "wire.too_large": 413,
    "file.size": 413,
    "sync.file_too_long": 413,
    "exchange.media_type": 415,
    "sync.file_media_type": 415,
    "wire.encoding": 415,
    "wire.form_unknown": 422,
    "sync.file_hash": 422,
    "sync.file_locked": 423,
    "sync.file_checksum": 460,
    "central.failed": 500,
    "central.busy": 503,
    "sync.file_central_full": 507,
}
"""HTTP status of a code; any other is a 400."""


def problem(error: AppError, *, language: str = "vi", retry_after_s: int = 0) -> HttpResponse:
    """The problem document of an error: `code` is stable, `title` and `detail` are for people.

    The code's parameters are further members, as texts.
    """
    status = STATUS.get(error.code, 400)
    said = words(error.code, error.params, language=language)
    document: dict[str, object] = {name: str(value) for name, value in error.params.items()}
    document |= {
        "type": "about:blank",
        "status": status,
        "code": error.code,
        "title": said.what,
        "detail": " ".join(part for part in (said.safe, said.do) if part),
    }
    response = HttpResponse(msgspec.json.encode(document), status=status, content_type=PROBLEM_TYPE)
    if retry_after_s:
        response["Retry-After"] = str(retry_after_s)
    if status == 401:
        response["WWW-Authenticate"] = "Bearer"
    return response


def language_of(request: HttpRequest) -> str:
    """`en` for an asker that wants English before Vietnamese, else `vi`."""
    return "en" if request.headers.get("Accept-Language", "").lower().startswith("en") else "vi"


def no_page(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer to an address that is not ours."""
    return problem(AppError("central.no_page"), language=language_of(request))


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer to a request that Django itself turns away."""
    return problem(AppError("exchange.malformed"), language=language_of(request))


def failed(request: HttpRequest) -> HttpResponse:
    """Answer where we failed."""
    return problem(AppError("central.failed"), language=language_of(request))
