from __future__ import annotations

import pytest

from app.domain.operations import Kind
from app.domain.workflow import BY_RECEIVER, OPEN, REASON_DEMANDED, TRANSITIONS, State, step
from app.errors import StateError

D, S, G, U, R, A, B = (
    State.DRAFT,
    State.SEALED,
    State.SIGNED,
    State.SUBMITTED,
    State.RECEIVED,
    State.ACCEPTED,
    State.RETURNED,
)

TABLE = {
    # kind              from each state to: draft sealed signed submitted received accepted returned
    Kind.EDIT: (D, None, None, None, None, None, D),
    Kind.MOVE_VERSION: (D, None, None, None, None, None, D),
    Kind.SEAL: (S, None, None, None, None, None, S),
    Kind.SIGN: (None, G, None, None, None, None, None),
    Kind.SUBMIT: (None, U, U, None, None, None, None),
    Kind.REOPEN: (None, D, D, D, D, D, None),
    Kind.RECEIVE: (None, None, None, R, None, None, None),
    Kind.RETURN: (None, None, None, B, B, None, None),
    Kind.ACCEPT: (None, None, None, None, A, None, None),
    Kind.COMMENT: (D, S, G, U, R, A, B),
}
CASES = [(state, kind, row[place]) for kind, row in TABLE.items() for place, state in enumerate((D, S, G, U, R, A, B))]


@pytest.mark.parametrize(("state", "kind", "after"), CASES)
def test_every_pair_of_state_and_act(state: State, kind: Kind, after: State | None) -> None:
    if after is not None:
        assert step(state, kind) is after
        return
    with pytest.raises(StateError) as caught:
        step(state, kind)
    closed = kind in (Kind.EDIT, Kind.MOVE_VERSION)
    assert caught.value.code == ("report.sealed" if closed else "report.state")
    assert caught.value.params == {"state": state.value, "kind": kind.value}


def test_the_table_speaks_of_every_state_and_every_act() -> None:
    assert set(TABLE) == set(Kind)
    assert len(CASES) == len(State) * len(Kind)


def test_every_state_can_be_reached_and_left() -> None:
    moves = {(before, after) for (before, _), after in TRANSITIONS.items() if before is not after}
    assert {before for before, _ in moves} == set(State)
    assert {after for _, after in moves} == set(State)


def test_from_every_state_figures_can_be_opened_again() -> None:
    for state in State:
        assert state in OPEN or step(state, Kind.REOPEN) in OPEN


def test_what_a_receiver_does_and_what_needs_a_reason() -> None:
    assert frozenset({Kind.RECEIVE, Kind.RETURN, Kind.ACCEPT}) == BY_RECEIVER
    assert frozenset({Kind.REOPEN, Kind.RETURN}) == REASON_DEMANDED
