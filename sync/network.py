"""The office network, as a whole: a door for whoever calls, and rounds to the others while central is away.

Off until it is switched on. While central answers nobody is called: what others have comes by central; but whoever has
lost central may call, and is carried along by the next cycle here.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import TypeAlias

from app.clock import Chance, Clock
from app.domain.exchange_state import CycleOutcome
from app.errors import AppError
from sync.discovery import Discovery
from sync.events import CycleEnded, Event, Listener, PeerHeard, careful
from sync.lan import PORT, Doorkeeper, OpenMeeting, addresses_of, round_of
from sync.meeting import Heard

log = logging.getLogger(__name__)

ROUND_S = 60.0
"""Between two rounds, a quarter more or less."""

Find: TypeAlias = "Callable[[int], Discovery]"
"""Begins to look for the others; `port` is where this computer listens. Raises OSError, AppError."""


class OfficeNetwork:
    """Switched on and off from any thread; works on threads of its own."""

    def __init__(
        self, meeting: OpenMeeting, find: Find, *, clock: Clock, chance: Chance, listener: Listener, port: int = PORT
    ) -> None:
        """`listener` is called on this network's threads, with `PeerHeard`."""
        self._meeting = meeting
        self._find = find
        self._clock = clock
        self._chance = chance
        self._listener = careful(listener)
        self._wanted = port
        self._lock = threading.Lock()
        self._running: _Running | None = None
        self._is_away = False

    @property
    def port(self) -> int:
        """Where it listens; 0 while it does not."""
        return self._running.keeper.port if self._running is not None else 0

    def switch(self, *, on: bool, typed: str = "") -> None:
        """On with these typed addresses, or off. Raises TransientError `lan.unreachable` where it cannot listen."""
        with self._lock:
            if self._running is not None:
                self._running.stop()
                self._running = None
            if on:
                keeper = Doorkeeper(self._meeting, self._clock, self._hear, port=self._wanted)
                keeper.start()
                self._running = _Running(self, keeper, typed)
                if self._is_away:
                    self._running.call()

    def on_event(self, event: Event) -> None:
        """What the engine tells: where central is away, the others are called. From any thread."""
        if isinstance(event, CycleEnded):
            was_away, self._is_away = self._is_away, event.record.outcome is CycleOutcome.UNREACHABLE
            running = self._running
            if running is not None and (self._is_away or was_away):
                # Once more when it is back: the others wait for what central said of theirs.
                running.call()

    def _hear(self, heard: Heard) -> None:
        self._listener(PeerHeard(device=heard.peer.name, reports=heard.reports))


class _Running:
    """The network while it is on."""

    def __init__(self, network: OfficeNetwork, keeper: Doorkeeper, typed: str) -> None:
        self.keeper = keeper
        self._network = network
        self._typed = addresses_of(typed)
        self._stirred = threading.Event()
        self._stopping = False
        self._discovery: Discovery | None = None
        self._thread = threading.Thread(target=self._run, name="office rounds", daemon=True)
        self._thread.start()

    def call(self) -> None:
        """A round begins at once."""
        self._stirred.set()

    def stop(self) -> None:
        """Ends both threads; a meeting that runs is finished first."""
        self._stopping = True
        self._stirred.set()
        self.keeper.stop()
        self._thread.join(5.0)

    def _run(self) -> None:
        network = self._network
        self._discovery = self._found()
        try:
            while True:
                delay_s = ROUND_S * (0.75 + network._chance.jitter() / 2) if network._is_away else None
                self._stirred.wait(delay_s)
                self._stirred.clear()
                if self._stopping:
                    return
                self._round()
        finally:
            if self._discovery is not None:
                self._discovery.close()

    def _round(self) -> None:
        network = self._network
        found = self._discovery.addresses() if self._discovery is not None else []
        try:
            round_of(dict.fromkeys([*self._typed, *found]), network._meeting, network._clock, network._hear)
        except Exception:
            # The thread's boundary: a fault of ours in one round must not end the rounds.
            log.exception("round failed")

    def _found(self) -> Discovery | None:
        """What looks for the others; None where the network does not let it: typed addresses are called still."""
        try:
            return self._network._find(self.keeper.port)
        except (OSError, AppError) as error:
            log.info("nobody can be looked for problem=%s", type(error).__name__)
            return None
