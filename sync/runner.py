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
from sync.policy import CHANGE_S, IDLE_S, LONGEST_DELAY_S, idle_delay_s, next_delay_s
from sync.state import SyncEvent, SyncState, step
from sync.wishes import Wishes, may_begin, may_carry_files, minute_of_day

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
        self._quiet_until = 0.0
        """Until then central wants to be left alone, whatever changes here; a person may ask all the same."""
        self._attempt = 0
        self._wishes = Wishes()
        self._metered = False
        self._asked = self._stopping = self._cancelled = False
        self._by_hand = False
        """A person asked for a cycle that has not begun."""
        self._overrides = False
        """A person asked for what is done now, and until it rests nothing he wished before holds it up."""

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
            self._attempt = 0
        self._stirred.set()
        self._thread = threading.Thread(target=self._run, name="sync", daemon=True)
        self._thread.start()

    def wake(self) -> None:
        """Runs a cycle at once, whatever the runner waits for, even paused or in quiet hours: a person asked."""
        with self._lock:
            self._asked = self._by_hand = True
        self._stirred.set()

    def changed(self) -> None:
        """Something here waits to go: a cycle runs within CHANGE_S, unless central is away or named a time."""
        with self._lock:
            if self._state is SyncState.IDLE or self._state is SyncState.RUNNING:
                soon = max(self._clock.monotonic() + CHANGE_S, self._quiet_until)
                self._due_at = soon if self._due_at is None else min(self._due_at, soon)
        self._stirred.set()

    def choose(self, wishes: Wishes) -> None:
        """From now on these hold. A pause ends a running cycle after its present exchange; what may go goes at once."""
        with self._lock:
            before, self._wishes = self._wishes, wishes
            if wishes.paused and not before.paused:
                self._by_hand = self._overrides = False
            elif wishes != before and not wishes.paused:
                self._asked = True
        self._stirred.set()

    def network(self, *, metered: bool, came_back: bool = False) -> None:
        """Whether the network costs by the byte; where it came back, or costs no longer, a cycle runs soon."""
        with self._lock:
            free_again, self._metered = self._metered and not metered, metered
            if (came_back or free_again) and self._state in (SyncState.IDLE, SyncState.WAITING):
                # Spread, as after any failure: the offices of a district are back in the same second.
                soon = self._clock.monotonic() + next_delay_s(1, jitter=self._chance.jitter)
                soon = max(soon, self._quiet_until)
                self._due_at = soon if self._due_at is None else min(self._due_at, soon)
        self._stirred.set()

    def cancel(self) -> None:
        """Ends a running cycle after its present exchange; the next begins when it is due."""
        self._cancelled = True

    def stop(self, timeout_s: float | None = 5.0) -> bool:
        """Ends the thread after the present exchange; whether it ended in time, which None waits for."""
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
                self._after_failure(error)
            except Exception:
                # The thread's boundary: nothing above could catch it, and syncing must outlive a bug of ours.
                log.exception("sync engine failed")
                self._after_failure(AppError("app.error"))
        self._move(SyncEvent.STOP)

    def _after_failure(self, error: AppError) -> None:
        """The engine could not be opened, or broke: wait and open it anew."""
        self._overrides = False
        if self._state is not SyncState.RUNNING:
            self._move(SyncEvent.DUE)
        self._attempt += 1
        if error.code in _SIGNED_OUT:
            self._rest(SyncEvent.SIGNED_OUT, error, None)
        else:
            self._rest(SyncEvent.FAILED, error, next_delay_s(self._attempt, jitter=self._chance.jitter))
        if self._wait():
            with self._lock:
                self._asked = True  # the wait was for this: the engine that is opened now runs at once

    def _serve(self, engine: Engine) -> None:
        """Waits and runs cycles until it is to stop."""
        while self._wait():
            if not self._may_begin(engine):
                self._put_off()
                continue
            self._cancelled = False
            self._move(SyncEvent.DUE)
            self._settle(engine.run_cycle(self._must_break_off, self._holds_files))

    def _put_off(self) -> None:
        """Look again later, or as soon as something changed here since it was looked at."""
        with self._lock:
            if self._due_at is None:
                self._due_at = self._clock.monotonic() + IDLE_S

    def _minute(self) -> int:
        return minute_of_day(self._clock.now())

    def _may_begin(self, engine: Engine) -> bool:
        wishes, minute = self._wishes, self._minute()
        urgent = wishes.is_quiet(minute) and engine.is_urgent()
        return may_begin(wishes, minute, by_hand=self._overrides, urgent=urgent)

    def _must_break_off(self) -> bool:
        return self._stopping or self._cancelled or (self._wishes.paused and not self._overrides)

    def _holds_files(self) -> bool:
        return not may_carry_files(self._wishes, self._minute(), by_hand=self._overrides, metered=self._metered)

    def _wait(self) -> bool:
        """Until a cycle is due or asked for; False where it is to stop."""
        while not self._stopping:
            with self._lock:
                self._stirred.clear()
                asked, due_at = self._asked, self._due_at
                paused = self._wishes.paused and not (self._by_hand or self._overrides)
            if paused != (self._state is SyncState.PAUSED):
                self._move(SyncEvent.PAUSE if paused else SyncEvent.RESUME)
            now = self._clock.monotonic()
            if not paused and (asked or (due_at is not None and due_at <= now)):
                with self._lock:
                    self._overrides |= self._by_hand
                    self._asked, self._by_hand, self._due_at = False, False, None
                return True
            self._stirred.wait(None if paused or due_at is None else due_at - now)
        return False

    def _settle(self, cycle: Cycle) -> None:
        """After a cycle: what the runner waits for next."""
        error = cycle.error
        goes_on = cycle.unfinished and not self._cancelled
        with self._lock:
            self._quiet_until = self._clock.monotonic() + cycle.retry_after_s
            self._overrides = self._overrides and goes_on
        if error is None:
            self._attempt = 0
            delay_s = CHANGE_S if goes_on else idle_delay_s(jitter=self._chance.jitter, metered=self._metered)
            self._rest(SyncEvent.DONE, None, max(delay_s, cycle.retry_after_s))
            return
        self._attempt += 1
        if error.code in _SIGNED_OUT:
            self._rest(SyncEvent.SIGNED_OUT, error, None)
        elif cycle.is_transient:
            near = bool(error.params.get("near"))
            delay_s = next_delay_s(
                self._attempt, jitter=self._chance.jitter, retry_after_s=cycle.retry_after_s, near=near
            )
            self._rest(SyncEvent.FAILED, error, delay_s)
        else:
            self._rest(SyncEvent.REFUSED, error, max(LONGEST_DELAY_S, cycle.retry_after_s))

    def _rest(self, event: SyncEvent, error: AppError | None, delay_s: float | None) -> None:
        with self._lock:
            due_at = None if delay_s is None else self._clock.monotonic() + delay_s
            # What changed here while the cycle ran keeps its early date, unless central is away.
            if self._due_at is not None and due_at is not None and event is SyncEvent.DONE:
                due_at = max(min(self._due_at, due_at), self._quiet_until)
            self._due_at = due_at
        self._move(event, error, delay_s)

    def _move(self, event: SyncEvent, error: AppError | None = None, retry_in_s: float | None = None) -> None:
        before = self._state
        self._state = step(before, event)
        if self._state is not before:
            code, params = (error.code, error.params) if error else ("", {})
            self._listener(StateChanged(state=self._state, code=code, params=params, retry_in_s=retry_in_s))
