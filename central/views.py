"""What central says to anybody: that it is alive, and by which key it signs."""

from __future__ import annotations

import base64

import msgspec
from django.http import HttpRequest, HttpResponse

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
    """Central's public key as a JWK set (RFC 8037)."""
    if request.method not in ("GET", "HEAD"):
        return problem(AppError("exchange.method"), language=language_of(request))
    key = central().key
    x = base64.urlsafe_b64encode(bytes.fromhex(key.public)).rstrip(b"=").decode("ascii")
    keys = {"keys": [{"kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig", "kid": key.id, "x": x}]}
    return HttpResponse(msgspec.json.encode(keys), content_type="application/jwk-set+json")
