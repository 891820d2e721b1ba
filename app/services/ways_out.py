"""The engine's thread, the office network and the updates, which hear of each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from sync.events import CycleEnded, CycleStarted, Event, Listener, PeerHeard

if TYPE_CHECKING:
    from app.services.update_watch import UpdateWatch
    from sync.network import OfficeNetwork
    from sync.runner import Runner


class Office(Protocol):
    """What makes them."""

    def runner(self, listener: Listener) -> Runner:
        """The thread that syncs in the background; not started yet."""
        ...

    def network(self, listener: Listener) -> OfficeNetwork:
        """The office network; off."""
        ...


class WaysOut:
    """The ways out of one office, while its window is open."""

    def __init__(self, office: Office, updates: UpdateWatch | None = None) -> None:
        self._office = office
        self._updates = updates
        self._network: OfficeNetwork | None = None
        self._runner: Runner | None = None
        self._listener: Listener = lambda _: None
        self._last: Event | None = None
        """How the last cycle ended: the network may be switched on after it."""

    def begin(self, listener: Listener) -> Runner:
        """The engine's thread; not started yet."""
        self._listener = listener
        self._runner = self._office.runner(self._on_event)
        return self._runner

    def switch(self, *, on: bool, typed: str = "") -> None:
        """The office network on with these addresses, or off. Raises TransientError `lan.unreachable`."""
        if self._network is None and not on:
            return  # most offices never load it
        if self._network is None:
            self._network = self._office.network(self._on_event)
            if self._last is not None:
                self._network.on_event(self._last)
        self._network.switch(on=on, typed=typed)

    def _on_event(self, event: Event) -> None:
        if isinstance(event, CycleEnded):
            self._last = event
        if self._updates is not None and isinstance(event, CycleStarted | CycleEnded):
            self._updates.cycle(runs=isinstance(event, CycleStarted))
        if self._network is not None:
            self._network.on_event(event)
        if isinstance(event, PeerHeard) and event.reports and self._runner is not None:
            # Whoever lost central is carried along by the next cycle here.
            self._runner.changed()
        self._listener(event)
