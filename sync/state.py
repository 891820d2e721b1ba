"""What the runner is doing: a table, and one step."""

from __future__ import annotations

from enum import StrEnum


class SyncState(StrEnum):
    """What the runner is doing."""

    STOPPED = "stopped"
    IDLE = "idle"
    """Level with central when last asked; the next exchange is due later."""
    RUNNING = "running"
    WAITING = "waiting"
    """The world failed; tried again by itself."""
    BLOCKED = "blocked"
    """A person has to act; tried again rarely, and when asked."""
    SIGNED_OUT = "signed_out"
    """Central no longer knows this device; tried again only when asked."""
    PAUSED = "paused"
    """A person said so."""


class SyncEvent(StrEnum):
    """What happens to it."""

    START = "start"
    DUE = "due"
    """The time for an exchange came, or somebody asked for one."""
    DONE = "done"
    FAILED = "failed"
    REFUSED = "refused"
    SIGNED_OUT = "signed_out"
    PAUSE = "pause"
    RESUME = "resume"
    STOP = "stop"


class IllegalTransition(Exception):  # noqa: N818 - a bug of ours, not an error somebody can act on
    """A pair the table does not name."""


_RESTING = (SyncState.IDLE, SyncState.WAITING, SyncState.BLOCKED, SyncState.SIGNED_OUT)

TRANSITIONS: dict[tuple[SyncState, SyncEvent], SyncState] = {
    (SyncState.STOPPED, SyncEvent.START): SyncState.IDLE,
    **{(state, SyncEvent.DUE): SyncState.RUNNING for state in _RESTING},
    (SyncState.RUNNING, SyncEvent.DONE): SyncState.IDLE,
    (SyncState.RUNNING, SyncEvent.FAILED): SyncState.WAITING,
    (SyncState.RUNNING, SyncEvent.REFUSED): SyncState.BLOCKED,
    (SyncState.RUNNING, SyncEvent.SIGNED_OUT): SyncState.SIGNED_OUT,
    **{(state, SyncEvent.PAUSE): SyncState.PAUSED for state in _RESTING},
    (SyncState.PAUSED, SyncEvent.RESUME): SyncState.IDLE,
    **{(state, SyncEvent.STOP): SyncState.STOPPED for state in (*_RESTING, SyncState.PAUSED)},
}
"""Every move there is. Pausing and stopping wait for a running cycle to end."""


def step(state: SyncState, event: SyncEvent) -> SyncState:
    """The next state. Raises IllegalTransition for a pair the table does not name."""
    try:
        return TRANSITIONS[state, event]
    except KeyError:
        raise IllegalTransition(f"{state} {event}") from None
