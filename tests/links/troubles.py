"""What can befall a connection: drawn from a seed and the connection's number, so that a wire's weather can be told."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass

_PAGE = b"<!DOCTYPE html><html><body>WiFi</body></html>"
CANNED: dict[str, bytes] = {
    "portal": b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n",
    "redirect": b"HTTP/1.1 302 Found\r\nLocation: http://login.wifi.example/\r\nContent-Type: text/html\r\n",
    "407": b'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="x"\r\n',
    "503": b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Type: text/plain\r\n",
}
"""Somebody else answers, whatever was asked."""

TROUBLES: dict[str, int] = {
    "torn": 5,
    "closed": 3,
    "garbled": 4,
    "swallowed": 2,
    "again": 4,
    "slow": 2,
    "trickle": 2,
    "portal": 1,
    "redirect": 1,
    "407": 1,
    "503": 1,
}
"""By how often.

`torn` and `closed`: both ends are reset, or closed in good order, after so many bytes. `garbled`: one byte is another.
`swallowed`: from one byte on nothing more arrives, and the connection stays. `again`: what was sent is sent once more,
later, over a connection of its own. `slow`: far, and a modem's speed. `trickle`: byte by byte up to a place.
"""

_FARTHEST_BYTES = 3_000
"""Where trouble may strike; nearer places are likelier by as much as they are fewer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """What befalls one connection."""

    kind: str = ""
    """One of TROUBLES; empty for none."""
    is_upward: bool = False
    """Whether it strikes what the client sends; else what it receives."""
    at: int = 0
    """Bytes of that direction that pass before."""
    later_s: float = 0.0
    """`again`: after so many seconds."""
    flip: int = 1
    """`garbled`: the bits that are changed, 1-255."""


NONE = Trouble()


def drawn(seed: int, number: int, weather: float) -> Trouble:
    """What befalls the connection of that number (from 0); `weather` is how likely anything does."""
    chance = random.Random(f"{seed} {number}")
    if chance.random() >= weather:
        return NONE
    return Trouble(
        kind=chance.choices(list(TROUBLES), list(TROUBLES.values()))[0],
        is_upward=chance.random() < 0.4,
        at=int(math.exp(chance.uniform(0, math.log(_FARTHEST_BYTES)))),
        later_s=chance.uniform(0, 0.5),
        flip=chance.randrange(1, 256),
    )


def canned(kind: str) -> bytes:
    """The whole answer of somebody else."""
    return CANNED[kind] + b"Connection: close\r\nContent-Length: %d\r\n\r\n" % len(_PAGE) + _PAGE
