"""What an answer that is no success means: ours, a proxy's, a captive portal's, or one that was cut off."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

import msgspec

from app.errors import InputError, PermanentError, SyncError, TransientError
from sync import wire

_CODE = re.compile(r"[a-z_]{1,40}\.[a-z_]{1,60}\Z")
_BY_STATUS = {401: "device.unknown", 403: "device.revoked", 409: "protocol.unsupported", 413: "exchange.too_large"}


def kind_of(headers: Mapping[str, str]) -> str:
    """The media type of an answer, without its parameters."""
    return headers.get("Content-Type", "").partition(";")[0].strip().lower()


def unfolded(headers: Mapping[str, str], raw: bytes) -> bytes:
    """The body that came. Raises TransientError `sync.garbled`."""
    try:
        return wire.decompress(raw, headers.get("Content-Encoding", ""))
    except InputError as exc:
        raise TransientError("sync.garbled", detail=exc.code) from exc


def refusal(status: int, headers: Mapping[str, str], raw: bytes, *, ours: str) -> SyncError:
    """What an answer means that is no success; `ours` is central's address. Raises TransientError `sync.garbled`."""
    kind = kind_of(headers)
    if 300 <= status < 400:
        target = urlsplit(headers.get("Location", "")).netloc
        elsewhere = target and target != urlsplit(ours).netloc
        return TransientError("sync.captive_portal") if elsewhere else PermanentError("sync.not_ours", status=status)
    if status == 407:
        return PermanentError("sync.proxy")
    if 200 <= status < 300 and not raw:
        # Python reads a head that was cut off as a whole one; nobody answers us by nothing.
        return TransientError("sync.interrupted")
    if kind == wire.PROBLEM_TYPE:
        return _problem(status, unfolded(headers, raw), headers)
    if kind in ("text/html", "application/xhtml+xml") and status < 500:
        return TransientError("sync.captive_portal")
    return _by_status(status, "", {}, headers)


def _problem(status: int, data: bytes, headers: Mapping[str, str]) -> SyncError:
    """The error a problem document names; its members besides the standard ones are the code's parameters."""
    try:
        members = msgspec.json.decode(data, type=dict[str, object])
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        members = {}
    code = members.get("code")
    params = {
        name: value
        for name, value in members.items()
        if name.isidentifier()
        and name not in ("type", "title", "detail", "instance", "status", "code")
        and isinstance(value, str | int)
    }
    return _by_status(status, code if isinstance(code, str) and _CODE.match(code) else "", params, headers)


def _by_status(status: int, code: str, params: Mapping[str, object], headers: Mapping[str, str]) -> SyncError:
    if code in ("exchange.garbled", "wire.damaged"):
        return TransientError("sync.garbled", detail=code)
    if status in (429, 503):
        return TransientError(
            code or "sync.busy", **{**params, "retry_after": _seconds(headers.get("Retry-After", ""))}
        )
    if status >= 500:
        return TransientError(code or "sync.central_failed", **{**params, "status": status})
    return PermanentError(code or _BY_STATUS.get(status, "sync.not_ours"), **{**params, "status": status})


def _seconds(text: str) -> float:
    """What a Retry-After in seconds says, at most an hour; a date counts as a minute."""
    if text.strip().isdigit():
        return min(float(text), 3600.0)
    return 60.0 if text else 0.0
