"""How requests for attached files are spelled: tus 1.0 to central, GET with a range from there. No network here."""

from __future__ import annotations

import base64
import hashlib
import re
from urllib.parse import urlencode

from app.domain.attachments import Transfer
from app.errors import TransientError
from sync.ports import Ask, Sent

VERSION = "1.0.0"
PATH = "/sync/v1/files/"

_RANGE = re.compile(r"bytes (\d{1,12})-(\d{1,12})/(\d{1,12})\Z")


def ask_offset(file: Transfer) -> Ask:
    """How much of a file has central?"""
    return Ask("HEAD", _path(file), {"Tus-Resumable": VERSION})


def begin(file: Transfer) -> Ask:
    """A file is going to come."""
    told = {"hash": file.hash, "report": str(file.report)}
    metadata = ",".join(f"{name} {_base64(value.encode())}" for name, value in told.items())
    headers = {"Tus-Resumable": VERSION, "Upload-Length": str(file.size), "Upload-Metadata": metadata}
    return Ask("POST", PATH, headers)


def append(file: Transfer, offset: int, data: bytes) -> Ask:
    """The bytes of a file from `offset`."""
    headers = {
        "Tus-Resumable": VERSION,
        "Content-Type": "application/offset+octet-stream",
        "Upload-Offset": str(offset),
        "Upload-Checksum": f"sha256 {_base64(hashlib.sha256(data).digest())}",
    }
    return Ask("PATCH", _path(file), headers, data)


def fetch(file: Transfer, first: int, length: int) -> Ask:
    """Up to `length` bytes of a file from `first`."""
    return Ask("GET", _path(file), {"Range": f"bytes={first}-{first + length - 1}"})


def offset_of(sent: Sent) -> int:
    """How far central says it has come. Raises TransientError `sync.garbled`."""
    text = sent.headers.get("Upload-Offset", "")
    if not (text.isascii() and text.isdigit()):
        raise TransientError("sync.garbled", detail="Upload-Offset")
    return int(text)


def piece_of(sent: Sent, first: int) -> tuple[bytes, int]:
    """The bytes that came, and the length of the whole. Raises TransientError `sync.garbled` for other bytes."""
    told = _RANGE.match(sent.headers.get("Content-Range", ""))
    if told is None or int(told[1]) != first or int(told[2]) - first + 1 != len(sent.body):
        raise TransientError("sync.garbled", detail="Content-Range")
    return sent.body, int(told[3])


def _path(file: Transfer) -> str:
    return f"{PATH}{file.hash}?{urlencode({'report': str(file.report)})}"


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
