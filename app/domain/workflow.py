"""A report's states and the only moves between them."""

from __future__ import annotations

from enum import StrEnum

from app.domain.operations import Kind
from app.errors import StateError


class State(StrEnum):
    """Where a report stands."""

    DRAFT = "draft"
    SEALED = "sealed"
    SIGNED = "signed"
    SUBMITTED = "submitted"
    RECEIVED = "received"
    ACCEPTED = "accepted"
    RETURNED = "returned"


OPEN = frozenset({State.DRAFT, State.RETURNED})
"""States in which figures may be typed."""

TRANSITIONS: dict[tuple[State, Kind], State] = {
    (State.DRAFT, Kind.EDIT): State.DRAFT,
    (State.DRAFT, Kind.MOVE_VERSION): State.DRAFT,
    (State.DRAFT, Kind.SEAL): State.SEALED,
    (State.SEALED, Kind.SIGN): State.SIGNED,
    (State.SEALED, Kind.SUBMIT): State.SUBMITTED,
    (State.SIGNED, Kind.SUBMIT): State.SUBMITTED,
    (State.SUBMITTED, Kind.RECEIVE): State.RECEIVED,
    (State.SUBMITTED, Kind.RETURN): State.RETURNED,
    (State.RECEIVED, Kind.RETURN): State.RETURNED,
    (State.RECEIVED, Kind.ACCEPT): State.ACCEPTED,
    (State.RETURNED, Kind.EDIT): State.DRAFT,
    (State.RETURNED, Kind.MOVE_VERSION): State.DRAFT,
    (State.RETURNED, Kind.SEAL): State.SEALED,
    **{(state, Kind.REOPEN): State.DRAFT for state in State if state not in OPEN},
    **{(state, Kind.COMMENT): state for state in State},
}
"""Every move there is; a pair that is not here is refused."""

REASON_DEMANDED = frozenset({Kind.REOPEN, Kind.RETURN})
"""Acts that carry a written reason."""

BY_RECEIVER = frozenset({Kind.RECEIVE, Kind.RETURN, Kind.ACCEPT})
"""Acts of the office that receives; all others but comments are acts of the office that reports."""


def step(state: State, kind: Kind) -> State:
    """The state after an act.

    Raises StateError: `report.sealed` for an edit of a closed report, else `report.state`.
    """
    after = TRANSITIONS.get((state, kind))
    if after is None:
        code = "report.sealed" if kind in (Kind.EDIT, Kind.MOVE_VERSION) else "report.state"
        raise StateError(code, state=state.value, kind=kind.value)
    return after
