"""Enrolment over HTTP."""

from __future__ import annotations

import logging

import msgspec
from django.http import HttpRequest, HttpResponse

from app.errors import AppError, InputError, TransientError
from central.bootstrap import central
from central.databases import database, world_errors
from central.intake.views import read_body, unharmed
from central.problems import language_of, problem
from central.registry.enrolment import enrol as enrol_device
from sync.wire import CHECKSUM_HEADER, PROTOCOL, checksum

log = logging.getLogger(__name__)

_BODY_MAX = 4096


class _Wanted(msgspec.Struct):
    code: str
    public_key: str
    name: str = ""


def enrol(request: HttpRequest) -> HttpResponse:
    """`POST /sync/v1/enrol`: a one-time code and a public key for a device and its token."""
    here = central()
    try:
        if request.method != "POST":
            raise InputError("exchange.method")
        try:
            # Looked at for harm, because a key that came otherwise than it was sent would be kept for good.
            wanted = msgspec.json.decode(unharmed(request, read_body(request, _BODY_MAX)), type=_Wanted)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as exc:
            raise InputError("exchange.malformed") from exc
        with world_errors():
            done = enrol_device(
                database(), wanted.code, wanted.public_key, wanted.name, now=here.now(), chance=here.chance
            )
    except TransientError as error:
        return problem(error, language=language_of(request), retry_after_s=5)
    except AppError as error:
        return problem(error, language=language_of(request))
    log.info("enrolled device=%s unit=%s", done.device, done.unit)
    answer = {
        "device": done.device,
        "token": done.token,
        "person": {"id": done.person, "name": done.person_name, "role": done.role},
        "unit": {"id": done.unit, "code": done.unit_code, "name": done.unit_name, "level": done.level},
        "central_epoch": here.epoch,
        "central_key": here.key.public,
        "central_sealing_key": here.key.sealing,
        "protocol": PROTOCOL,
    }
    told = msgspec.json.encode(answer)
    return HttpResponse(told, content_type="application/json", headers={CHECKSUM_HEADER: checksum(told)})
