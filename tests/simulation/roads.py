"""The road between a computer and central: what may befall one request."""

from __future__ import annotations

import io
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

import requests
import urllib3

from tests.central.http import TOLD_LENGTH, Reply
from tests.simulation.needless import what_is_announced_is_kept

if TYPE_CHECKING:
    from tests.simulation.computer import Computer
    from tests.simulation.world import World

FAULTS: dict[str, int] = {
    "request lost": 3,
    "request cut": 3,
    "request garbled": 3,
    "reply lost": 8,
    "reply cut": 6,
    "reply garbled": 4,
    "twice": 4,
    "twice, once late": 4,
    "late": 4,
    "portal": 2,
    "redirect": 1,
    "407": 1,
    "503": 2,
    "429": 1,
    "500": 1,
    "not ours": 1,
    "crowd": 3,
}
"""What befalls a request, by how often."""

_HTML = b"<!DOCTYPE html><html><body>WiFi</body></html>"
_CANNED: dict[str, tuple[int, dict[str, str], bytes]] = {
    "portal": (200, {"content-type": "text/html; charset=utf-8"}, _HTML),
    "redirect": (302, {"location": "http://login.wifi.example/"}, b""),
    "407": (407, {"content-type": "text/html"}, _HTML),
    "503": (503, {"content-type": "text/plain", "retry-after": "40"}, b""),
    "429": (429, {"content-type": "text/plain", "retry-after": "5"}, b""),
    "500": (500, {"content-type": "text/html"}, _HTML),
    "not ours": (200, {"content-type": "application/json"}, b'{"ok":true}'),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """A request that is still on its way when nobody waits for its answer any more."""

    computer: str
    method: str
    path: str
    headers: dict[str, str]
    body: bytes


def lost(request: requests.PreparedRequest) -> requests.ConnectionError:
    """The connection broke."""
    return requests.ConnectionError(urllib3.exceptions.ProtocolError("reset by peer"), request=request)


def garbled(body: bytes, chance: random.Random) -> bytes:
    """The body with one byte changed."""
    place = chance.randrange(len(body))
    return body[:place] + bytes([body[place] ^ chance.randrange(1, 256)]) + body[place + 1 :]


def response(request: requests.PreparedRequest, status: int, headers: dict[str, str], body: bytes) -> requests.Response:
    """What `requests` would make of an answer."""
    made = requests.Response()
    made.status_code, made.reason = status, "OK" if status == 200 else "No"
    made.raw = urllib3.HTTPResponse(
        body=io.BytesIO(body), headers=headers, status=status, preload_content=False, enforce_content_length=False
    )
    made.headers.update(headers)
    made.request, made.url = request, request.url or ""
    return made


def carry(world: World, computer: Computer, request: requests.PreparedRequest) -> requests.Response:
    """One request there and its answer back, with whatever befalls them on the way."""
    chance = world.dice
    stream = request.body
    body = stream.read() if hasattr(stream, "read") else stream or b""
    assert isinstance(body, bytes)
    parcel = Parcel(
        computer=computer.name,
        method=request.method or "",
        path=request.path_url,
        headers={name: value for name, value in request.headers.items() if value != urllib3.util.SKIP_HEADER},
        body=body,
    )
    fault = ""
    if chance.random() < world.weather:
        fault = chance.choices(list(FAULTS), list(FAULTS.values()))[0]
    world.note(fault or "✓")
    world.time.advance(chance.choice((0, 1, 1, 3, 20)))
    if fault == "crowd" and not parcel.path.endswith("/exchange"):
        fault = ""
    if fault in _CANNED:
        return response(request, *_CANNED[fault])
    if fault == "request lost":
        raise lost(request)
    if fault == "request cut":
        # As much of it as came through reaches a central that does not wait for the rest.
        sent = chance.randrange(len(body) + 1)
        told = {**parcel.headers, TOLD_LENGTH: str(len(body))}
        deliver(world, Parcel(**{**_fields(parcel), "headers": told, "body": body[:sent]}))
        raise lost(request)
    if fault == "late":
        world.transit.append(parcel)
        raise requests.ReadTimeout(request=request)
    if fault == "request garbled" and body:
        parcel = Parcel(**{**_fields(parcel), "body": garbled(body, chance)})
    if fault == "twice":
        deliver(world, parcel)
    if fault == "twice, once late":
        world.transit.append(parcel)
    reply = deliver_in_a_crowd(world, parcel) if fault == "crowd" else deliver(world, parcel)
    if reply is None or fault == "reply lost":
        raise lost(request)
    world.told(computer)
    world.meanwhile(computer)
    headers = {**reply.headers, "content-length": str(len(reply.body))}
    answer = reply.body
    if fault == "reply cut":
        answer = answer[: chance.randrange(len(answer) + 1)]
        if chance.random() < 0.2:
            raise lost(request)
    if fault == "reply garbled" and answer:
        answer = garbled(answer, chance)
    return response(request, reply.status, headers, answer)


def _fields(parcel: Parcel) -> dict[str, object]:
    return {name: getattr(parcel, name) for name in Parcel.__slots__}


def deliver(world: World, parcel: Parcel) -> Reply | None:
    """Central takes it in, whoever still waits for the answer; None where it died over it."""
    return world.centre.ask(parcel.method, parcel.path, parcel.headers, parcel.body)


def deliver_in_a_crowd(world: World, parcel: Parcel) -> Reply | None:
    """Central, asked by more than it can answer, takes in what is announced and nothing else."""
    with world.centre.crowded():
        reply = deliver(world, parcel)
    if reply is not None and reply.status in (200, 503):
        what_is_announced_is_kept(world, parcel.body, parcel.headers.get("Content-Encoding", ""))
    return reply
