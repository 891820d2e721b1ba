from __future__ import annotations

import pytest

from sync.state import TRANSITIONS, IllegalTransition, SyncEvent, SyncState, step


def test_every_state_can_be_left_and_reached():
    assert {state for state, _ in TRANSITIONS} == set(SyncState) == set(TRANSITIONS.values())


def test_every_event_does_something():
    assert {event for _, event in TRANSITIONS} == set(SyncEvent)


def test_only_a_running_cycle_can_end():
    ends = {SyncEvent.DONE, SyncEvent.FAILED, SyncEvent.REFUSED, SyncEvent.SIGNED_OUT}
    assert {state for state, event in TRANSITIONS if event in ends} == {SyncState.RUNNING}


@pytest.mark.parametrize(
    ("state", "event", "after"),
    [
        (SyncState.STOPPED, SyncEvent.START, SyncState.IDLE),
        (SyncState.IDLE, SyncEvent.DUE, SyncState.RUNNING),
        (SyncState.RUNNING, SyncEvent.FAILED, SyncState.WAITING),
        (SyncState.RUNNING, SyncEvent.REFUSED, SyncState.BLOCKED),
        (SyncState.RUNNING, SyncEvent.SIGNED_OUT, SyncState.SIGNED_OUT),
        (SyncState.WAITING, SyncEvent.DUE, SyncState.RUNNING),
        (SyncState.SIGNED_OUT, SyncEvent.DUE, SyncState.RUNNING),
        (SyncState.BLOCKED, SyncEvent.PAUSE, SyncState.PAUSED),
        (SyncState.PAUSED, SyncEvent.RESUME, SyncState.IDLE),
        (SyncState.PAUSED, SyncEvent.STOP, SyncState.STOPPED),
    ],
)
def test_steps(state, event, after):
    assert step(state, event) is after


@pytest.mark.parametrize(
    ("state", "event"),
    [(SyncState.IDLE, SyncEvent.DONE), (SyncState.RUNNING, SyncEvent.DUE), (SyncState.PAUSED, SyncEvent.DUE)],
)
def test_a_pair_the_table_does_not_name_is_a_bug(state, event):
    with pytest.raises(IllegalTransition, match=f"{state} {event}"):
        step(state, event)
