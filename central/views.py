"""What central says to anybody: that it is alive, and by which key it signs."""

from __future__ import annotations

import base64

import msgspec
from django.http import HttpRequest, HttpResponse

from app.domain.exchange import key_id
from app.errors import AppError, TransientError
from central.bootstrap import central
from central.databases import database
from central.problems import language_of, problem
from sync.wire import PROTOCOL

JSON = "application/json"


def health(request: HttpRequest) -> HttpResponse:
    """200 while the database answers, else 503."""
    try:
        database().row("SELECT value FROM intake_meta WHERE name = 'epoch'")
    except TransientError as error:
        return problem(error, language=language_of(request))
    return HttpResponse(msgspec.json.encode({"ok": True, "protocol": PROTOCOL}), content_type=JSON)


def jwks(request: HttpRequest) -> HttpResponse:
    """Central's public keys as a JWK set (RFC 8037): the one it signs by, the one that bundles are sealed to."""
    if request.method not in ("GET", "HEAD"):
        return problem(AppError("exchange.method"), language=language_of(request))
    key = central().key
    keys = [
        {"kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig", "kid": key.id, "x": _base64url(key.public)},
        {"kty": "OKP", "crv": "X25519", "use": "enc", "kid": key_id(key.sealing), "x": _base64url(key.sealing)},
    ]
    return HttpResponse(msgspec.json.encode({"keys": keys}), content_type="application/jwk-set+json")


def _base64url(key: str) -> str:
    return base64.urlsafe_b64encode(bytes.fromhex(key)).rstrip(b"=").decode("ascii")
