"""Attached files over HTTP: to central by tus 1.0 (creation, checksum, expiration, termination), from it by GET.

A file's address is its hash. It is taken from a device whose office has a report at central that names it, and given
to that office and to the report's receiver, to each by the head it sees.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import logging
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import partial
from pathlib import Path
from typing import IO, NamedTuple
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

from app.domain.attachments import FILE_MAX, attachments_of, is_hash
from app.domain.operations import ReportKey, parse_report_key
from app.errors import AppError, InputError, TransientError
from central.bootstrap import Central, central
from central.databases import Database, database, world_errors
from central.intake.admission import Load
from central.intake.files import Cabinet
from central.intake.uploads import Upload, Uploads
from central.intake.views import asking_device, wait_s
from central.problems import language_of, problem
from central.registry.known import Registry
from central.registry.offices import DeviceRecord

log = logging.getLogger(__name__)

VERSION = "1.0.0"
EXTENSIONS = "creation,checksum,expiration,termination"
CHECKSUMS: Mapping[str, Callable[[bytes], hashlib._Hash]] = {
    "sha1": lambda data: hashlib.sha1(data, usedforsecurity=False),
    "sha256": hashlib.sha256,
}
"""Every client knows the first; ours takes the second."""
PIECE_TYPE = "application/offset+octet-stream"

_BLOCK = 1 << 16
_IN_MEMORY = 1 << 20
_RANGE = re.compile(r"bytes=(\d{1,12})-(\d{0,12})\Z")


class _Asked(NamedTuple):
    """One request, once it is clear who asks."""

    here: Central
    db: Database
    device: DeviceRecord
    request: HttpRequest
    uploads: Uploads


def files(request: HttpRequest) -> HttpResponseBase:
    """`/sync/v1/files/`: what this server can do (OPTIONS), and the beginning of a file (POST)."""
    return _answered(request, {"POST": _create})


def file(request: HttpRequest, hash_: str) -> HttpResponseBase:
    """`/sync/v1/files/<hash>`: how far it has come (HEAD), its next piece (PATCH), leave it (DELETE), have it (GET)."""
    if not is_hash(hash_):
        return problem(AppError("central.no_page"), language=language_of(request))
    verbs: dict[str, Callable[..., HttpResponseBase]] = {
        "HEAD": _tell,
        "PATCH": _append,
        "DELETE": _leave,
        "GET": _give,
    }
    return _answered(request, {name: partial(act, hash_=hash_) for name, act in verbs.items()})


def _answered(request: HttpRequest, verbs: Mapping[str, Callable[[_Asked], HttpResponseBase]]) -> HttpResponseBase:
    here = central()
    try:
        with here.file_admission.entered() as load, world_errors():
            if load is not Load.WHOLE:
                raise TransientError("central.busy")
            response = _served(here, request, verbs)
    except TransientError as error:
        response = problem(error, language=language_of(request), retry_after_s=wait_s(here))
    except AppError as error:
        response = problem(error, language=language_of(request))
        if error.code == "sync.file_offset":
            response["Upload-Offset"] = str(error.params["offset"])
    except Exception:  # the last boundary before the socket: the asker gets a problem document, the log the rest
        log.exception("file request failed")
        response = problem(AppError("central.failed"), language=language_of(request))
    response["Tus-Resumable"] = VERSION
    if response.status_code == 412:
        response["Tus-Version"] = VERSION
    return response


def _served(
    here: Central, request: HttpRequest, verbs: Mapping[str, Callable[[_Asked], HttpResponseBase]]
) -> HttpResponseBase:
    # A network that lets GET and POST through and nothing else is why tus knows this header.
    verb = request.headers.get("X-HTTP-Method-Override", request.method or "").upper()
    if verb == "OPTIONS":
        return _capabilities()
    act = verbs.get(verb)
    if act is None:
        raise InputError("exchange.method")
    if verb != "GET" and request.headers.get("Tus-Resumable") != VERSION:
        raise InputError("sync.file_protocol")
    db = database()
    device = asking_device(db, request)
    return act(_Asked(here, db, device, request, Uploads(here.data / "files", device.id, here.now())))


def _capabilities() -> HttpResponse:
    response = HttpResponse(status=204)
    response["Tus-Version"] = VERSION
    response["Tus-Extension"] = EXTENSIONS
    response["Tus-Max-Size"] = str(FILE_MAX)
    response["Tus-Checksum-Algorithm"] = ",".join(CHECKSUMS)
    return response


# ---- to central --------------------------------------------------------------------------------------------------


def _create(asked: _Asked) -> HttpResponse:
    size = _whole_number(asked.request, "Upload-Length")
    if not 0 < size <= FILE_MAX:
        raise InputError("file.size", size=size, limit=FILE_MAX >> 20)
    told = _metadata(asked.request.headers.get("Upload-Metadata", ""))
    hash_, report = told.get("hash", ""), told.get("report", "")
    if not is_hash(hash_):
        raise InputError("sync.file_metadata")
    if _named_size(asked, hash_, report, own=True) not in (size, 0):
        raise InputError("sync.file_unnamed")
    upload = asked.uploads.create(hash_, size)
    log.info("file begun device=%s size=%d offset=%d", asked.device.id, size, upload.offset)
    response = HttpResponse(status=201)
    # Relative to what was asked: right behind any proxy.
    response["Location"] = f"{hash_}?{urlencode({'report': report})}"
    return _with_progress(response, upload)


def _tell(asked: _Asked, hash_: str) -> HttpResponse:
    upload = asked.uploads.find(hash_)
    if upload is None:
        raise InputError("sync.file_unknown")
    if upload.offset == upload.size:
        _named_size(asked, hash_, asked.request.GET.get("report", ""), own=False)
    response = HttpResponse(status=200)
    response["Upload-Length"] = str(upload.size)
    return _with_progress(response, upload)


def _append(asked: _Asked, hash_: str) -> HttpResponse:
    if asked.request.content_type != PIECE_TYPE:
        raise InputError("sync.file_media_type")
    offset = _whole_number(asked.request, "Upload-Offset")
    folder = asked.here.data / "files"
    folder.mkdir(exist_ok=True)
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY, dir=str(folder)) as piece:
        _receive(asked.request, piece)
        upload = asked.uploads.append(hash_, offset, piece)
    log.info("file piece device=%s offset=%d of=%d", asked.device.id, upload.offset, upload.size)
    return _with_progress(HttpResponse(status=204), upload)


def _receive(request: HttpRequest, piece: IO[bytes]) -> None:
    """Keep the body aside; one that breaks off counts as far as it came, unless its checksum was to be proven."""
    length = _whole_number(request, "Content-Length")
    if length > FILE_MAX:
        raise InputError("file.size", size=length, limit=FILE_MAX >> 20)
    name, _, told = request.headers.get("Upload-Checksum", "").partition(" ")
    if name and name not in CHECKSUMS:
        raise InputError("sync.file_checksum_unknown", algorithm=name[:20])
    sum_ = CHECKSUMS[name](b"") if name else None
    try:
        while block := request.read(_BLOCK):
            piece.write(block)
            if sum_:
                sum_.update(block)
    except OSError:
        log.info("file piece broke off at=%d of=%d", piece.tell(), length)
    if sum_ and not hmac.compare_digest(sum_.digest(), _decoded(told)):
        raise InputError("sync.file_checksum")


def _leave(asked: _Asked, hash_: str) -> HttpResponse:
    if not asked.uploads.remove(hash_):
        raise InputError("sync.file_unknown")
    return HttpResponse(status=204)


def _with_progress(response: HttpResponse, upload: Upload) -> HttpResponse:
    response["Upload-Offset"] = str(upload.offset)
    response["Cache-Control"] = "no-store"
    if upload.expires_at:
        response["Upload-Expires"] = format_datetime(datetime.fromtimestamp(upload.expires_at, UTC), usegmt=True)
    return response


def _whole_number(request: HttpRequest, header: str) -> int:
    text = request.headers.get(header, "")
    if not (text.isascii() and text.isdigit() and len(text) <= 12):
        raise InputError("sync.file_header", header=header)
    return int(text)


def _metadata(text: str) -> dict[str, str]:
    """What Upload-Metadata says. Raises InputError `sync.file_metadata`."""
    found: dict[str, str] = {}
    for pair in filter(None, (part.strip() for part in text.split(","))):
        name, _, value = pair.partition(" ")
        try:
            found[name] = _decoded(value).decode("utf-8")
        except UnicodeDecodeError as exc:
            raise InputError("sync.file_metadata") from exc
    return found


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as exc:
        raise InputError("sync.file_metadata") from exc


# ---- who may ------------------------------------------------------------------------------------------------------


def _named_size(asked: _Asked, hash_: str, report: str, *, own: bool) -> int:
    """Bytes that a report says the file has; 0 where it does not say.

    The report is one of the asker's office or, unless it has to be his `own`, one his office receives.
    Raises InputError `sync.file_unnamed` where the asker sees no such report, or it names no such file.
    """
    try:
        key = parse_report_key(report)
    except InputError as exc:
        raise InputError("sync.file_unnamed") from exc
    for content in _contents_seen(asked, key, own=own):
        found = next((file for file in attachments_of(content) if file.hash == hash_), None)
        if found is not None:
            return found.size
    raise InputError("sync.file_unnamed")


def _contents_seen(asked: _Asked, key: ReportKey, *, own: bool) -> Iterator[Mapping[str, str]]:
    device = asked.device
    registry = Registry(asked.db, asked.here.memory, device.registry)
    cabinet = Cabinet(asked.db, registry)
    with asked.db.reading():
        cabinet.fetch([key])
    file = cabinet.files.get(key)
    if file is None:
        return
    is_own = key.unit == device.unit or any(key.unit == unit for unit, _ in registry.inherited(device.unit))
    is_receiver = file.duty.receiver == device.unit and not own
    for standing, is_seen in ((file.inner, is_own), (file.upward, is_own or is_receiver)):
        if standing is not None and is_seen:
            yield standing.head.cells


# ---- from central ------------------------------------------------------------------------------------------------


def _give(asked: _Asked, hash_: str) -> HttpResponseBase:
    _named_size(asked, hash_, asked.request.GET.get("report", ""), own=False)
    upload = asked.uploads.find(hash_)
    if upload is None or upload.offset < upload.size:
        raise InputError("sync.file_not_there")
    first, last, status = 0, upload.size - 1, 200
    wanted = _RANGE.match(asked.request.headers.get("Range", ""))
    if wanted:
        first, status = int(wanted[1]), 206
        last = min(int(wanted[2] or last), last)
        if first > last:
            response = HttpResponse(status=416)
            response["Content-Range"] = f"bytes */{upload.size}"
            return response
    given = StreamingHttpResponse(_blocks(asked.uploads.path(hash_), first, last), status=status)
    given["Content-Type"] = "application/octet-stream"
    given["Content-Length"] = str(last - first + 1)
    given["Content-Disposition"] = "attachment"
    given["X-Content-Type-Options"] = "nosniff"
    given["Accept-Ranges"] = "bytes"
    given["ETag"] = f'"{hash_}"'
    if status == 206:
        given["Content-Range"] = f"bytes {first}-{last}/{upload.size}"
    return given


def _blocks(path: Path, first: int, last: int) -> Iterator[bytes]:
    with path.open("rb") as held:
        held.seek(first)
        left = last - first + 1
        while left > 0 and (block := held.read(min(_BLOCK, left))):
            left -= len(block)
            yield block
