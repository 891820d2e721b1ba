"""The engine's thread, the office network and the updates, which hear of each other."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Protocol

from app.errors import TransientError
from sync.events import CycleEnded, CycleStarted, Event, Listener, PeerHeard
from sync.state import SyncState

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
        self._typed: str | None = None
        """The addresses that the network is on with; None while it is off."""

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
        self._typed = None
        self._network.switch(on=on, typed=typed)
        self._typed = typed if on else None

    @contextmanager
    def resting(self) -> Iterator[None]:
        """Nothing goes out or comes in meanwhile; afterwards what ran goes on, by what the store says then.

        Waits for an exchange that runs: not for the window's thread.
        """
        runner, typed = self._runner, self._typed
        ran = runner is not None and runner.state is not SyncState.STOPPED
        self.switch(on=False)
        if runner is not None:
            runner.stop(timeout_s=None)
        try:
            yield
        finally:
            if runner is not None and ran:
                runner.start()
            if typed is not None:
                with suppress(TransientError):  # the settings say how it stands
                    self.switch(on=True, typed=typed)

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
