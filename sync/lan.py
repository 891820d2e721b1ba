"""Meetings over a socket of the office's own network: off unless a person switched it on.

A frame is a length of four bytes and that many bytes. Whoever was called says hello; the caller says his envelope, and
gets one back. Who is not in a private network is hung up on before anything is said or read.
"""

from __future__ import annotations

import ipaddress
import logging
import re
import selectors
import socket
import struct
import threading
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, suppress
from typing import TypeAlias

from app.clock import Clock
from app.errors import AppError, InputError, TransientError
from sync.meeting import Heard, Meeting

log = logging.getLogger(__name__)

PORT = 47_653
"""Where a computer listens unless it is taken; in no registry of ports."""
CONNECT_S = 5.0
FRAME_S = 15.0
"""The longest a frame is waited for, from its first byte to its last."""
STOP_S = 2.0
FRAME_MAX = 64 * 1024 * 1024
_HELLO_MAX = 1_024
_LENGTH = struct.Struct(">I")

OpenMeeting: TypeAlias = "Callable[[], AbstractContextManager[Meeting]]"
"""Opens a meeting with its own store connection, on the thread that asks; closed there too."""
Listener: TypeAlias = "Callable[[Heard], None]"


def is_near(host: str) -> bool:
    """Whether an address belongs to a private network, or to this machine."""
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return (mapped or address).is_private


def is_far(host: str) -> bool:
    """Whether a typed host is an address outside every private network; a name is looked at when it is called."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return not is_near(host)


class _Line:
    """One connection."""

    def __init__(self, opened: socket.socket, clock: Clock) -> None:
        self._socket = opened
        self._clock = clock

    def say(self, data: bytes) -> None:
        self._socket.settimeout(FRAME_S)
        self._socket.sendall(_LENGTH.pack(len(data)) + data)

    def hear(self, most: int) -> bytes:
        """One frame. Raises OSError; InputError `lan.frame` where it is too long or breaks off."""
        until = self._clock.monotonic() + FRAME_S
        (size,) = _LENGTH.unpack(self._read(_LENGTH.size, until))
        if size > most:
            raise InputError("lan.frame")
        return self._read(size, until)

    def _read(self, size: int, until: float) -> bytes:
        parts = bytearray()
        while len(parts) < size:
            left = until - self._clock.monotonic()
            if left <= 0:
                raise TimeoutError
            self._socket.settimeout(left)
            part = self._socket.recv(min(size - len(parts), 1 << 16))
            if not part:
                raise InputError("lan.frame")
            parts += part
        return bytes(parts)


def meet(host: str, port: int, meeting: Meeting, clock: Clock) -> Heard:
    """Calls another computer and has one meeting with it.

    Raises TransientError `lan.unreachable`; InputError `lan.far` for an address outside private networks, and as
    `Meeting.heard` does.
    """
    try:
        with socket.create_connection((host, port), timeout=CONNECT_S) as opened:
            if not is_near(opened.getpeername()[0]):
                raise InputError("lan.far", host=host)
            line = _Line(opened, clock)
            peer, key = meeting.greeted(line.hear(_HELLO_MAX))
            line.say(meeting.told(peer, key))
            return meeting.heard(line.hear(FRAME_MAX), peer)
    except OSError as exc:
        raise TransientError("lan.unreachable", host=host) from exc


class Doorkeeper:
    """Answers whoever calls, one meeting at a time, on a thread of its own."""

    def __init__(self, meeting: OpenMeeting, clock: Clock, listener: Listener, *, port: int = PORT) -> None:
        self._meeting = meeting
        self._clock = clock
        self._listener = listener
        self._wanted = port
        self._door: socket.socket | None = None
        self._bell, self._ringer = socket.socketpair()
        self._thread: threading.Thread | None = None

    @property
    def port(self) -> int:
        """Where it listens; 0 while it does not."""
        return self._door.getsockname()[1] if self._door is not None else 0

    def start(self) -> None:
        """Listens from now on. Raises TransientError `lan.unreachable` where no port can be had."""
        self._door = self._opened()
        self._thread = threading.Thread(target=self._serve, name="office network", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Listens no more, once a meeting that runs is over; waits for that no longer than STOP_S."""
        self._ringer.send(b"x")
        if self._thread is not None:
            self._thread.join(STOP_S)

    def _opened(self) -> socket.socket:
        for port in dict.fromkeys((self._wanted, 0)):
            door = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
            try:
                door.bind(("", port))
                door.listen(4)
                return door
            except OSError:
                door.close()
        raise TransientError("lan.unreachable", host="")

    def _serve(self) -> None:
        door = self._door
        assert door is not None
        with door, self._bell, self._ringer, selectors.DefaultSelector() as waiting:
            waiting.register(door, selectors.EVENT_READ)
            waiting.register(self._bell, selectors.EVENT_READ)
            while not any(key.fileobj is self._bell for key, _ in waiting.select()):
                with suppress(OSError):
                    opened, (host, _) = door.accept()
                    with opened:
                        self._answer(opened, host)

    def _answer(self, opened: socket.socket, host: str) -> None:
        if not (is_near(host) and is_near(opened.getsockname()[0])):
            log.info("call from outside refused")
            return
        line = _Line(opened, self._clock)
        try:
            with self._meeting() as meeting:
                line.say(meeting.hello())
                heard = meeting.heard(line.hear(FRAME_MAX))
                line.say(meeting.told(heard.peer, heard.reply_to))
        except (AppError, OSError) as error:
            log.info(
                "meeting broke off problem=%s", error.code if isinstance(error, AppError) else type(error).__name__
            )
        except Exception:
            # The thread's boundary: whatever a caller sent, the door stays open for the next.
            log.exception("meeting failed")
        else:
            self._listener(heard)


def typed_parts(text: str) -> list[str]:
    """What a person typed with spaces, commas or semicolons between."""
    return re.split(r"[\s,;]+", text.strip(" ,;")) if text.strip(" ,;") else []


def addresses_of(text: str) -> list[tuple[str, int]]:
    """Addresses that a person typed: `192.168.1.12`, `pc2:47653`. What is no address is left out."""
    found = []
    for part in typed_parts(text):
        host, colon, port = part.rpartition(":")
        if not colon:
            host, port = part, str(PORT)
        if host and port.isascii() and port.isdigit() and 0 < int(port) < 65_536:
            found.append((host, int(port)))
    return found


def round_of(addresses: Iterable[tuple[str, int]], meeting: OpenMeeting, clock: Clock, listener: Listener) -> int:
    """Meets each of these in turn; how many were met."""
    met = 0
    for host, port in addresses:
        try:
            with meeting() as opened:
                heard = meet(host, port, opened, clock)
        except AppError as error:
            log.info("nobody met code=%s", error.code)
        else:
            met += 1
            listener(heard)
    return met
