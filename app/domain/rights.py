"""What each role may do to a report. Whose report it is, and what its state allows, is asked elsewhere."""

from __future__ import annotations

from app.domain.operations import Kind
from app.domain.workflow import BY_RECEIVER

_FILLING = frozenset({Kind.EDIT, Kind.MOVE_VERSION, Kind.SEAL, Kind.SUBMIT, Kind.REOPEN, Kind.COMMENT})

MAY: dict[str, frozenset[Kind]] = {
    "clerk": _FILLING,
    "leader": _FILLING | BY_RECEIVER | {Kind.SIGN},
    "consolidator": _FILLING | BY_RECEIVER,
    # Whoever looks after units, people and forms types no figures and judges none.
    "administrator": frozenset({Kind.COMMENT}),
}
"""Role -> what it may do, in the office that reports and in the one that receives."""


def may(role: str, kind: Kind) -> bool:
    """Whether somebody of that role may do it; a role that is not known may do nothing."""
    return kind in MAY.get(role, frozenset())
