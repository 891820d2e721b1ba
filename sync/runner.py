"""The thread that decides when a cycle runs. It waits on one Event and on nothing else."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, TypeAlias

from app.clock import Chance, Clock
from app.errors import AppError
from sync.events import Listener, StateChanged, careful
from sync.policy import CHANGE_S, LONGEST_DELAY_S, idle_delay_s, next_delay_s
from sync.state import SyncEvent, SyncState, step

if TYPE_CHECKING:
    # The engine and the wire come in when the runner starts: the window stands before that.
    from sync.cycle import Cycle
    from sync.engine import Engine

log = logging.getLogger(__name__)

_SIGNED_OUT = frozenset({"device.unknown", "device.revoked", "device.cloned", "sync.not_enrolled", "sync.cloned"})

EngineFactory: TypeAlias = "Callable[[], AbstractContextManager[Engine]]"
"""Opens an engine with its own store connection; called on the runner's thread, closed there too."""


class Runner:
    """Runs cycles in the background: when asked, soon after a change here, when one is due, and after failures."""

    def __init__(self, engine: EngineFactory, *, clock: Clock, chance: Chance, listener: Listener) -> None:
        """`listener` is called on the runner's thread."""
        self._engine = engine
        self._clock = clock
        self._chance = chance
        self._listener = careful(listener)
        self._lock = threading.Lock()
        self._stirred = threading.Event()
        self._thread: threading.Thread | None = None
        self._state = SyncState.STOPPED
        self._due_at: float | None = None
        self._attempt = 0
        self._asked = self._paused = self._stopping = False

    @property
    def state(self) -> SyncState:
        """What the runner is doing."""
        return self._state

    def start(self) -> None:
        """Starts the thread; the first cycle runs at once. Does nothing where it runs already."""
        if self._thread is not None and self._thread.is_alive():
            return
        with self._lock:
            self._asked, self._stopping = True, False
        self._stirred.set()
        self._thread = threading.Thread(target=self._run, name="sync", daemon=True)
        self._thread.start()

    def wake(self) -> None:
        """Runs a cycle at once, whatever the runner waits for: a person asked, or the network came back."""
        with self._lock:
            self._asked = True
        self._stirred.set()

    def changed(self) -> None:
        """Something here waits to go: a cycle runs within CHANGE_S, unless central is known to be away."""
        with self._lock:
            if self._state is SyncState.IDLE or self._state is SyncState.RUNNING:
                soon = self._clock.monotonic() + CHANGE_S
                self._due_at = soon if self._due_at is None else min(self._due_at, soon)
        self._stirred.set()

    def pause(self) -> None:
        """No cycle begins until `resume`; a running one ends after its present exchange."""
        with self._lock:
            self._paused = True
        self._stirred.set()

    def resume(self) -> None:
        """Goes on after `pause`, at once."""
        with self._lock:
            self._paused, self._asked = False, True
        self._stirred.set()

    def stop(self, timeout_s: float = 5.0) -> bool:
        """Ends the thread after the present exchange; whether it ended in time."""
        with self._lock:
            self._stopping = True
        self._stirred.set()
        if self._thread is None:
            return True
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    # ------------------------------------------------------------------------------- everything below: its thread

    def _run(self) -> None:
        self._move(SyncEvent.START)
        while not self._stopping:
            try:
                with self._engine() as engine:
                    self._serve(engine)
            except AppError as error:
                self._after_failure(error.code)
            except Exception:
                # The thread's boundary: nothing above could catch it, and syncing must outlive a bug of ours.
                log.exception("sync engine failed")
                self._after_failure("app.error")
        self._move(SyncEvent.STOP)

    def _after_failure(self, code: str) -> None:
        """The engine could not be opened, or broke: wait and open it anew."""
        if self._state is not SyncState.RUNNING:
            self._move(SyncEvent.DUE)
        self._attempt += 1
        if code in _SIGNED_OUT:
            self._rest(SyncEvent.SIGNED_OUT, code, None)
        else:
            self._rest(SyncEvent.FAILED, code, next_delay_s(self._attempt, jitter=self._chance.jitter))
        if self._wait():
            with self._lock:
                self._asked = True  # the wait was for this: the engine that is opened now runs at once

    def _serve(self, engine: Engine) -> None:
        """Waits and runs cycles until it is to stop."""
        while self._wait():
            self._move(SyncEvent.DUE)
            self._settle(engine.run_cycle(self._must_break_off))

    def _must_break_off(self) -> bool:
        return self._stopping or self._paused

    def _wait(self) -> bool:
        """Until a cycle is due or asked for; False where it is to stop."""
        while not self._stopping:
            with self._lock:
                self._stirred.clear()
                paused, asked, due_at = self._paused, self._asked, self._due_at
            if paused != (self._state is SyncState.PAUSED):
                self._move(SyncEvent.PAUSE if paused else SyncEvent.RESUME)
            now = self._clock.monotonic()
            if not paused and (asked or (due_at is not None and due_at <= now)):
                with self._lock:
                    self._asked, self._due_at = False, None
                return True
            self._stirred.wait(None if paused or due_at is None else due_at - now)
        return False

    def _settle(self, cycle: Cycle) -> None:
        """After a cycle: what the runner waits for next."""
        error = cycle.error
        if error is None:
            self._attempt = 0
            delay_s = CHANGE_S if cycle.unfinished else idle_delay_s(jitter=self._chance.jitter)
            self._rest(SyncEvent.DONE, "", max(delay_s, cycle.retry_after_s))
            return
        self._attempt += 1
        if error.code in _SIGNED_OUT:
            self._rest(SyncEvent.SIGNED_OUT, error.code, None)
        elif cycle.is_transient:
            near = bool(error.params.get("near"))
            delay_s = next_delay_s(
                self._attempt, jitter=self._chance.jitter, retry_after_s=cycle.retry_after_s, near=near
            )
            self._rest(SyncEvent.FAILED, error.code, delay_s)
        else:
            self._rest(SyncEvent.REFUSED, error.code, max(LONGEST_DELAY_S, cycle.retry_after_s))

    def _rest(self, event: SyncEvent, code: str, delay_s: float | None) -> None:
        with self._lock:
            due_at = None if delay_s is None else self._clock.monotonic() + delay_s
            # What changed here while the cycle ran keeps its early date, unless central is away.
            if self._due_at is not None and due_at is not None and event is SyncEvent.DONE:
                due_at = min(self._due_at, due_at)
            self._due_at = due_at
        self._move(event, code, delay_s)

    def _move(self, event: SyncEvent, code: str = "", retry_in_s: float | None = None) -> None:
        before = self._state
        self._state = step(before, event)
        if self._state is not before:
            self._listener(StateChanged(state=self._state, code=code, retry_in_s=retry_in_s))
