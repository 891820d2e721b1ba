from __future__ import annotations

import queue
import threading
from contextlib import contextmanager

import pytest

from app.domain.exchange_state import CycleOutcome, CycleRecord
from app.errors import AppError, PermanentError, StoreError, TransientError
from sync.cycle import Cycle
from sync.events import StateChanged
from sync.runner import Runner
from sync.state import SyncState
from sync.wishes import Wishes, minute_of_day
from tests.sync.fakes import FakeChance, FakeClock

PATIENCE_S = 10.0
"""How long a test waits for the other thread before it calls it stuck."""


def cycle(error: AppError | None = None, *, retry_after_s: float = 0.0, unfinished: bool = False) -> Cycle:
    record = CycleRecord(started_at=0, ended_at=0, outcome=CycleOutcome.DONE)
    return Cycle(record=record, error=error, retry_after_s=retry_after_s, unfinished=unfinished)


class ScriptedEngine:
    """Ends each cycle as the script says; the last line repeats."""

    def __init__(self, *script: Cycle | Exception) -> None:
        self.script = list(script) or [cycle()]
        self.runs = queue.Queue()
        self.threads: set[int] = set()
        self.urgent = False
        self.told = (False, False)
        """Whether the last cycle, as it began, had to break off and to hold files."""

    def is_urgent(self) -> bool:
        return self.urgent

    def run_cycle(self, stopped, holds_files) -> Cycle:
        self.threads.add(threading.get_ident())
        outcome = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        self.told = (stopped(), holds_files())
        self.runs.put(stopped)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


class Office:
    def __init__(self, engine: ScriptedEngine, *, opening: list[Exception] | None = None) -> None:
        self.engine, self.clock = engine, FakeClock()
        self.states: queue.Queue[StateChanged] = queue.Queue()
        self.opened = self.closed = 0
        self.opening = opening or []
        self.runner = Runner(self._open, clock=self.clock, chance=FakeChance(), listener=self.states.put)

    @contextmanager
    def _open(self):
        self.opened += 1
        if self.opening:
            raise self.opening.pop(0)
        yield self.engine
        self.closed += 1

    def ran(self) -> None:
        """Waits until a cycle ran."""
        self.engine.runs.get(timeout=PATIENCE_S)

    def until(self, state: SyncState) -> StateChanged:
        """Waits until the runner says it is in a state."""
        while True:
            told = self.states.get(timeout=PATIENCE_S)
            if told.state is state:
                return told


@pytest.fixture
def offices():
    made: list[Office] = []

    def make(*script: Cycle | Exception, opening: list[Exception] | None = None) -> Office:
        made.append(Office(ScriptedEngine(*script), opening=opening))
        return made[-1]

    yield make
    for office in made:
        assert office.runner.stop(PATIENCE_S)


def test_the_first_cycle_runs_at_once_and_on_its_own_thread(offices):
    office = offices()
    office.runner.start()
    office.ran()
    office.until(SyncState.RUNNING)
    assert office.until(SyncState.IDLE).retry_in_s == 120.0
    assert office.engine.threads.isdisjoint({threading.get_ident()})


def test_a_request_runs_a_cycle_at_once(offices):
    office = offices()
    office.runner.start()
    office.ran()
    office.until(SyncState.RUNNING)
    office.until(SyncState.IDLE)
    office.runner.wake()
    office.ran()


def test_a_change_here_runs_a_cycle_soon_and_not_one_each(offices):
    office = offices()
    office.runner.start()
    office.until(SyncState.RUNNING)
    office.until(SyncState.IDLE)
    office.ran()
    for _ in range(50):
        office.runner.changed()
    assert office.engine.runs.empty()
    office.clock.advance(1.5)
    office.runner.changed()
    office.ran()
    office.until(SyncState.IDLE)
    assert office.engine.runs.empty()


def test_while_central_is_away_a_change_does_not_hurry_but_a_request_does(offices):
    office = offices(cycle(TransientError("sync.unreachable")), cycle())
    office.runner.start()
    office.ran()
    told = office.until(SyncState.WAITING)
    assert (told.code, told.retry_in_s) == ("sync.unreachable", 1.0)
    office.runner.changed()
    assert office.engine.runs.empty()
    office.runner.wake()
    office.ran()
    office.until(SyncState.IDLE)


def test_waits_grow_with_failures_and_start_over_after_success(offices):
    down = cycle(TransientError("sync.unreachable"))
    office = offices(down, down, down, cycle(), down)
    office.runner.start()
    waits = []
    for _ in range(3):
        waits.append(office.until(SyncState.WAITING).retry_in_s)
        office.runner.wake()
    office.until(SyncState.IDLE)
    office.runner.wake()
    waits.append(office.until(SyncState.WAITING).retry_in_s)
    assert waits == [1.0, 2.0, 4.0, 1.0]


def test_retries_are_quick_where_central_is_near(offices):
    down = cycle(TransientError("sync.unreachable", near=True))
    office = offices(down)
    office.runner.start()
    waits = []
    for _ in range(6):
        waits.append(office.until(SyncState.WAITING).retry_in_s)
        office.runner.wake()
    assert waits == [1.0] * 6


def test_central_s_retry_after_is_a_floor(offices):
    busy = cycle(TransientError("sync.busy", retry_after=77.0), retry_after_s=77.0)
    office = offices(busy, cycle(retry_after_s=300.0, unfinished=True))
    office.runner.start()
    assert office.until(SyncState.WAITING).retry_in_s == 77.0
    office.runner.wake()
    assert office.until(SyncState.IDLE).retry_in_s == 300.0


def test_a_change_here_does_not_undercut_the_time_that_central_named(offices):
    office = offices(cycle(retry_after_s=60.0, unfinished=True), cycle())
    office.runner.start()
    office.ran()
    office.until(SyncState.RUNNING)
    office.until(SyncState.IDLE)
    office.runner.changed()
    office.clock.advance(59.0)
    office.runner.changed()
    assert office.engine.runs.empty()
    office.clock.advance(1.0)
    office.runner.changed()
    office.ran()


def test_unfinished_work_goes_on_soon(offices):
    office = offices(cycle(unfinished=True), cycle())
    office.runner.start()
    office.until(SyncState.RUNNING)
    assert office.until(SyncState.IDLE).retry_in_s == 1.0


@pytest.mark.parametrize("code", ["device.unknown", "device.revoked", "sync.cloned", "sync.not_enrolled"])
def test_a_device_that_central_does_not_know_tries_only_when_asked(offices, code):
    office = offices(cycle(PermanentError(code)), cycle())
    office.runner.start()
    told = office.until(SyncState.SIGNED_OUT)
    assert (told.code, told.retry_in_s) == (code, None)
    office.runner.wake()
    office.until(SyncState.IDLE)


def test_what_needs_a_person_is_tried_rarely(offices):
    office = offices(cycle(PermanentError("sync.receipt_invalid")))
    office.runner.start()
    told = office.until(SyncState.BLOCKED)
    assert (told.code, told.retry_in_s) == ("sync.receipt_invalid", 900.0)


@pytest.mark.logs_warnings
def test_a_bug_in_the_engine_does_not_end_the_thread(offices):
    office = offices(RuntimeError("a bug"), cycle())
    office.runner.start()
    told = office.until(SyncState.WAITING)
    assert (told.code, told.retry_in_s) == ("app.error", 1.0)
    office.runner.wake()
    office.until(SyncState.IDLE)
    assert office.opened == 2


def test_a_store_that_does_not_open_is_tried_again(offices):
    office = offices(cycle(), opening=[StoreError("store.busy")])
    office.runner.start()
    assert office.until(SyncState.WAITING).code == "store.busy"
    office.runner.wake()
    office.until(SyncState.IDLE)
    assert office.opened == 2


def test_a_computer_that_is_not_enrolled_waits_until_it_is_asked(offices):
    office = offices(cycle(), opening=[PermanentError("sync.not_enrolled")])
    office.runner.start()
    told = office.until(SyncState.SIGNED_OUT)
    assert (told.code, told.retry_in_s) == ("sync.not_enrolled", None)
    office.runner.wake()
    office.until(SyncState.RUNNING)
    office.until(SyncState.IDLE)


@pytest.mark.logs_warnings
def test_a_listener_that_fails_does_not_end_the_thread():
    engine = ScriptedEngine()
    clock = FakeClock()

    @contextmanager
    def opened():
        yield engine

    def fail(_):
        raise RuntimeError("a bug")

    runner = Runner(opened, clock=clock, chance=FakeChance(), listener=fail)
    runner.start()
    engine.runs.get(timeout=PATIENCE_S)
    runner.wake()
    engine.runs.get(timeout=PATIENCE_S)
    assert runner.stop(PATIENCE_S)


PAUSED = Wishes(paused=True)


def rested(office: Office) -> None:
    """The first cycle is over."""
    office.ran()
    office.until(SyncState.RUNNING)
    office.until(SyncState.IDLE)


def test_nothing_runs_while_paused(offices):
    office = offices()
    office.runner.start()
    rested(office)
    office.runner.choose(PAUSED)
    office.until(SyncState.PAUSED)
    office.runner.changed()
    office.runner.network(metered=False, came_back=True)
    office.clock.advance(5_000.0)
    office.runner.changed()
    assert office.engine.runs.empty()
    office.runner.choose(Wishes())
    office.ran()


def test_a_pause_from_before_the_start_holds(offices):
    office = offices()
    office.runner.choose(PAUSED)
    office.runner.start()
    office.until(SyncState.PAUSED)
    assert office.engine.runs.empty()


def test_a_person_who_asks_gets_one_cycle_although_it_is_paused(offices):
    office = offices()
    office.runner.choose(PAUSED)
    office.runner.start()
    office.until(SyncState.PAUSED)
    office.runner.wake()
    office.ran()
    assert office.engine.told == (False, False)
    office.until(SyncState.RUNNING)
    office.until(SyncState.PAUSED)
    assert office.engine.runs.empty()


def test_what_a_person_asked_for_goes_on_until_it_rests_although_it_is_paused(offices):
    office = offices(cycle(unfinished=True), cycle())
    office.runner.choose(PAUSED)
    office.runner.start()
    office.until(SyncState.PAUSED)
    office.runner.wake()
    office.ran()
    office.until(SyncState.IDLE)
    office.until(SyncState.IDLE)
    office.clock.advance(1.5)
    office.runner.changed()
    office.ran()
    office.until(SyncState.PAUSED)
    assert office.engine.runs.empty()


def test_a_running_cycle_is_told_to_break_off_when_it_is_to_pause(offices):
    office = offices()
    office.runner.start()
    stopped = office.engine.runs.get(timeout=PATIENCE_S)
    assert stopped() is False
    office.runner.choose(PAUSED)
    assert stopped() is True
    office.until(SyncState.PAUSED)


def test_a_cancelled_cycle_breaks_off_and_the_next_one_waits_until_it_is_due(offices):
    going = threading.Event()
    office = offices(cycle(unfinished=True))
    run = office.engine.run_cycle

    def slow(stopped, holds_files):
        ended = run(stopped, holds_files)
        assert going.wait(PATIENCE_S)
        return ended

    office.engine.run_cycle = slow
    office.runner.start()
    stopped = office.engine.runs.get(timeout=PATIENCE_S)
    office.runner.cancel()
    assert stopped() is True
    going.set()
    office.until(SyncState.RUNNING)
    assert office.until(SyncState.IDLE).retry_in_s == 120.0
    office.runner.wake()
    assert office.engine.runs.get(timeout=PATIENCE_S)() is False


def quiet_now(office: Office) -> Wishes:
    minute = minute_of_day(office.clock.now())
    return Wishes(quiet=(minute, (minute + 60) % (24 * 60)))


def test_in_quiet_hours_nothing_begins_by_itself_until_they_are_over(offices):
    office = offices()
    office.runner.choose(quiet_now(office))
    office.runner.start()
    office.runner.changed()
    office.clock.advance(200.0)
    office.runner.changed()
    assert office.engine.runs.empty()
    office.clock.advance(3_600.0)
    office.runner.changed()
    rested(office)
    assert office.engine.runs.empty()


def test_in_quiet_hours_what_was_sealed_goes_without_files(offices):
    office = offices()
    office.engine.urgent = True
    office.runner.choose(quiet_now(office))
    office.runner.start()
    office.ran()
    assert office.engine.told == (False, True)


def test_in_quiet_hours_a_person_who_asks_gets_a_cycle(offices):
    office = offices()
    office.runner.choose(quiet_now(office))
    office.runner.start()
    office.runner.wake()
    office.ran()
    office.until(SyncState.RUNNING)
    office.until(SyncState.IDLE)
    assert office.engine.runs.empty()


def test_a_network_that_costs_by_the_byte_is_asked_seldom_and_carries_no_files(offices):
    office = offices()
    office.runner.network(metered=True)
    office.runner.start()
    office.ran()
    office.until(SyncState.RUNNING)
    assert office.until(SyncState.IDLE).retry_in_s == 540.0
    assert office.engine.told == (False, True)


@pytest.mark.parametrize(
    "told", [{"metered": False}, {"metered": True, "came_back": True}], ids=["costs no longer", "came back"]
)
def test_a_network_that_changed_for_the_better_is_used_soon(offices, told):
    office = offices()
    office.runner.network(metered=True)
    office.runner.start()
    rested(office)
    office.runner.network(**told)
    assert office.engine.runs.empty()
    office.clock.advance(2.0)
    office.runner.changed()
    office.ran()


def test_central_is_left_alone_for_the_time_it_named_although_the_network_came_back(offices):
    office = offices(cycle(retry_after_s=60.0), cycle())
    office.runner.start()
    rested(office)
    office.runner.network(metered=False, came_back=True)
    office.clock.advance(59.0)
    office.runner.changed()
    assert office.engine.runs.empty()


def test_stopping_ends_the_thread_and_closes_what_it_opened(offices):
    office = offices()
    office.runner.start()
    office.ran()
    office.until(SyncState.IDLE)
    assert office.runner.stop(PATIENCE_S)
    assert (office.runner.state, office.closed) == (SyncState.STOPPED, 1)


def test_it_can_be_started_again(offices):
    office = offices()
    office.runner.start()
    office.ran()
    assert office.runner.stop(PATIENCE_S)
    office.runner.start()
    office.ran()


def test_stopping_what_never_started_is_harmless(offices):
    assert offices().runner.stop()
