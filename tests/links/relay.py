"""A wire in a process of its own: it counts, and is slow, far, cut or in trouble where it is asked to be.

Runs as `python -m tests.links.relay PORT LINK`. A line on its input is a question (`counts`), or clears the weather
first (`calm`); it answers with what it has counted since the last one.
"""

from __future__ import annotations

import asyncio
import json
import random
import socket
import struct
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field

from tests.links.troubles import CANNED, NONE, Trouble, canned, drawn

EXCHANGE = b"POST /sync/v1/exchange HTTP/1.1\r\n"
_SEGMENT_BYTES = 1_460
"""What goes over a slow line at once."""
_FAST_BYTES = 65_536
_SLOW_BITS_S, _FAR_S, _TRICKLE_S = 64_000, 0.15, 0.002
"""What a connection in trouble is like: speed, way there and back, time between two bytes."""
_PATIENCE_S = 0.3
"""How long nobody says anything before a request that was sent again counts as answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What the wire is like."""

    bits_s: int = 0
    """Each way; 0 for as fast as the machine."""
    round_trip_s: float = 0.0
    cut_after: tuple[int, int] | None = None
    """Bytes of both directions, at least and at most, after which every connection is torn down; None for never."""
    weather: float = 0.0
    """How likely trouble befalls a connection (troubles.py)."""
    seed: int = 7


@dataclass(slots=True, kw_only=True)
class Counts:
    """What went over the wire."""

    up: int = 0
    """Bytes that clients sent."""
    down: int = 0
    """Bytes that clients received."""
    requests: int = 0
    """Exchanges, by their request lines."""
    cuts: int = 0
    troubles: list[str] = field(default_factory=list)
    """Kinds of those that struck, in their order."""


class Relay:
    """The wire to central's `port`, seen from the process that uses it."""

    def __init__(self, port: int, link: Link | None = None) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.links.relay", str(port), json.dumps(asdict(link or Link()))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.port = int(self._said())

    def counted(self) -> Counts:
        """What went since the last call."""
        return self._asked("counts")

    def calm(self) -> Counts:
        """From now on nothing befalls any connection, and what was still on its way has arrived."""
        return self._asked("calm")

    def _asked(self, question: str) -> Counts:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{question}\n")
        self._process.stdin.flush()
        return Counts(**json.loads(self._said()))

    def _said(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"the wire is gone: exit code {self._process.wait()}")
        return line

    def close(self) -> None:
        """Take the wire down."""
        with self._process:
            assert self._process.stdin is not None
            self._process.stdin.close()


@dataclass(slots=True)
class _Lane:
    """One direction, shared by every connection as a real line is."""

    free_at: float = 0.0
    """When it has sent all it was given."""


class _EndedError(OSError):
    """The connection ends in good order, though neither end wished it."""


@dataclass(slots=True, eq=False)
class _Connection:
    """One connection over the wire, and what befalls it."""

    trouble: Trouble
    passed: dict[bool, int] = field(default_factory=lambda: {True: 0, False: 0})
    """Is it upward -> bytes so far."""
    sent: bytearray = field(default_factory=bytearray)
    """What the client sent, to be sent again."""
    is_struck: bool = False


@dataclass(frozen=True, slots=True)
class _Parcel:
    """A piece of one direction on its way."""

    due: float
    data: bytes
    then: type[OSError] | None = None
    """How the connection ends once this has arrived."""
    gap_s: float = 0.0
    """Between each two bytes of it."""


_Way = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@dataclass(slots=True)
class _Wire:
    target: int
    link: Link
    counts: Counts = field(default_factory=Counts)
    lanes: dict[bool, _Lane] = field(default_factory=lambda: {True: _Lane(), False: _Lane()})
    """Is it upward -> its lane."""
    open: set[asyncio.StreamWriter] = field(default_factory=set)
    connections: set[_Connection] = field(default_factory=set)
    later: set[asyncio.Task[None]] = field(default_factory=set)
    """Requests that are to be sent again."""
    is_calm: bool = False
    number: int = 0
    """Of the next connection."""
    chance: random.Random = field(init=False)
    left: int = field(init=False)
    """Bytes until the next cut."""

    def __post_init__(self) -> None:
        self.chance = random.Random(self.link.seed)
        self.left = self._gap()

    def _gap(self) -> int:
        return self.chance.randint(*self.link.cut_after) if self.link.cut_after else 0

    async def calm(self) -> None:
        """Clear the weather; what is to be sent again is sent first."""
        self.is_calm = True
        for connection in self.connections:
            connection.trouble = NONE
        await asyncio.gather(*self.later)

    # One connection ------------------------------------------------------------------------------------------

    async def connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection until it ends, or the wire is taken down."""
        with suppress(asyncio.CancelledError):
            await self._connected(reader, writer)

    def _next(self) -> _Connection:
        trouble = NONE if self.is_calm else drawn(self.link.seed, self.number, self.link.weather)
        self.number += 1
        return _Connection(trouble)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = self._next()
        await asyncio.sleep(self.link.round_trip_s)  # a connection is there after one round trip
        if connection.trouble.kind in CANNED:
            self._strikes(connection)
            await _answer_for_central(reader, writer, canned(connection.trouble.kind))
            return
        try:
            there, onward = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            writer.close()
            return
        ends = {writer, onward}
        self.open |= ends
        self.connections.add(connection)
        for each in ends:
            each.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            await self._pass_on_both(connection, (reader, onward), (there, writer))
        except* ConnectionResetError:
            # An end was torn down, by us or by the other: the other end is told so.
            _tear(ends)
        except* OSError:
            pass
        self.connections.discard(connection)
        self.open -= ends
        for each in ends:
            each.close()
        if connection.sent and not self.is_calm:
            self._strikes(connection)
            task = asyncio.create_task(self._send_again(bytes(connection.sent), connection.trouble.later_s))
            self.later.add(task)
            task.add_done_callback(self.later.discard)

    async def _send_again(self, sent: bytes, later_s: float) -> None:
        await asyncio.sleep(later_s)
        with suppress(OSError):
            there, onward = await asyncio.open_connection("127.0.0.1", self.target)
            onward.write(sent)
            await onward.drain()
            with suppress(asyncio.TimeoutError):
                while await asyncio.wait_for(there.read(_FAST_BYTES), _PATIENCE_S):
                    pass
            onward.close()

    async def _pass_on_both(self, connection: _Connection, up: _Way, down: _Way) -> None:
        async with asyncio.TaskGroup() as ways:
            for (source, target), is_upward in ((up, True), (down, False)):
                arriving: asyncio.Queue[_Parcel] = asyncio.Queue()
                ways.create_task(self._send(connection, source, arriving, is_upward))
                ways.create_task(_deliver(arriving, target))

    async def _send(
        self, connection: _Connection, source: asyncio.StreamReader, arriving: asyncio.Queue[_Parcel], is_upward: bool
    ) -> None:
        """Put what comes on the line, no faster than the line is."""
        clock, lane = asyncio.get_running_loop().time, self.lanes[is_upward]
        while True:
            is_slow = connection.trouble.kind == "slow"
            bits_s, way_s = self.link.bits_s, self.link.round_trip_s / 2
            if is_slow:
                bits_s, way_s = min(bits_s or _SLOW_BITS_S, _SLOW_BITS_S), way_s + _FAR_S / 2
            data = await source.read(_SEGMENT_BYTES if bits_s else _FAST_BYTES)
            if data:
                self._count(data, is_upward)
            if bits_s:
                lane.free_at = max(lane.free_at, clock()) + len(data) * 8 / bits_s
                await asyncio.sleep(lane.free_at - clock())
            for parcel in self._befall(connection, clock() + way_s, data, is_upward):
                arriving.put_nowait(parcel)
            if not data:
                return

    # What befalls it -----------------------------------------------------------------------------------------

    def _befall(self, connection: _Connection, due: float, data: bytes, is_upward: bool) -> Sequence[_Parcel]:
        """What arrives of a piece, and how."""
        trouble, before = connection.trouble, connection.passed[is_upward]
        connection.passed[is_upward] += len(data)
        if trouble.kind == "again" and is_upward:
            connection.sent += data
        if trouble.kind in ("", "again") or is_upward is not trouble.is_upward or not data:
            return (_Parcel(due, data),)
        place = trouble.at - before
        if trouble.kind == "trickle" and place > 0:
            self._strikes(connection)
            return _Parcel(due, data[:place], gap_s=_TRICKLE_S), _Parcel(due, data[place:])
        if trouble.kind == "slow":
            self._strikes(connection)
        if place >= len(data) or (place < 0 and trouble.kind != "swallowed"):
            return (_Parcel(due, data),)
        place = max(place, 0)
        match trouble.kind:
            case "torn" | "closed":
                self._strikes(connection)
                then = ConnectionResetError if trouble.kind == "torn" else _EndedError
                return (_Parcel(due, data[:place], then),)
            case "garbled":
                self._strikes(connection)
                other = bytes([data[place] ^ trouble.flip])
                return (_Parcel(due, data[:place] + other + data[place + 1 :]),)
            case "swallowed":
                self._strikes(connection)
                return (_Parcel(due, data[:place]),) if place else ()
            case _:
                return (_Parcel(due, data),)

    def _strikes(self, connection: _Connection) -> None:
        if not connection.is_struck:
            connection.is_struck = True
            self.counts.troubles.append(connection.trouble.kind)

    def _count(self, data: bytes, is_upward: bool) -> None:
        """Count what goes; before it is passed on, so that whoever has an answer finds all of it counted."""
        if is_upward:
            self.counts.up += len(data)
            self.counts.requests += data.count(EXCHANGE)
        else:
            self.counts.down += len(data)
        if self.link.cut_after:
            self.left -= len(data)
            if self.left <= 0:
                self._cut()

    def _cut(self) -> None:
        self.counts.cuts += 1
        self.left = self._gap()
        _tear(self.open)
        self.open.clear()
        raise ConnectionResetError("cut")


async def _deliver(arriving: asyncio.Queue[_Parcel], target: asyncio.StreamWriter) -> None:
    """Hand on what has come over the line; an empty piece is its end."""
    clock = asyncio.get_running_loop().time
    while True:
        parcel = await arriving.get()
        await asyncio.sleep(max(0.0, parcel.due - clock()))
        if not parcel.data and parcel.then is None:
            target.write_eof()
            return
        pieces = [bytes([byte]) for byte in parcel.data] if parcel.gap_s else [parcel.data]
        for piece in pieces:
            target.write(piece)
            await target.drain()
            await asyncio.sleep(parcel.gap_s)
        if parcel.then is not None:
            raise parcel.then("trouble")


async def _answer_for_central(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, answer: bytes) -> None:
    with suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        writer.write_eof()
        while await reader.read(_FAST_BYTES):
            pass
    writer.close()


def _tear(ends: set[asyncio.StreamWriter]) -> None:
    """Reset connections, so that whatever was on its way is lost."""
    for each in ends:
        if not each.transport.is_closing():
            each.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            each.transport.abort()


async def _serve(target: int, link: Link) -> None:
    wire = _Wire(target, link)
    server = await asyncio.start_server(wire.connected, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    loop = asyncio.get_running_loop()
    while question := await loop.run_in_executor(None, sys.stdin.readline):
        if question.strip() == "calm":
            await wire.calm()
        print(json.dumps(asdict(wire.counts)), flush=True)
        wire.counts = Counts()
    server.close()


def main(arguments: Sequence[str]) -> int:
    """Be the wire until the input ends."""
    port, link = arguments
    told = json.loads(link)
    cut = told.pop("cut_after")
    asyncio.run(_serve(int(port), Link(cut_after=tuple(cut) if cut else None, **told)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
