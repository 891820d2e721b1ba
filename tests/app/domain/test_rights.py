from __future__ import annotations

import pytest

from app.domain.operations import Kind
from app.domain.rights import MAY, may

ALL = "clerk leader consolidator administrator"
FILLERS = "clerk leader consolidator"
TABLE = {
    Kind.EDIT: FILLERS,
    Kind.MOVE_VERSION: FILLERS,
    Kind.SEAL: FILLERS,
    Kind.SIGN: "leader",
    Kind.SUBMIT: FILLERS,
    Kind.REOPEN: FILLERS,
    Kind.RECEIVE: "leader consolidator",
    Kind.RETURN: "leader consolidator",
    Kind.ACCEPT: "leader consolidator",
    Kind.COMMENT: ALL,
}


def test_the_table_speaks_of_every_kind_and_role():
    assert set(TABLE) == set(Kind)
    assert list(MAY) == ALL.split()


@pytest.mark.parametrize("kind", TABLE, ids=[kind.value for kind in TABLE])
def test_who_may_do_what(kind: Kind) -> None:
    assert [role for role in MAY if may(role, kind)] == TABLE[kind].split()


def test_a_role_that_is_not_known_may_do_nothing():
    assert not any(may("guest", kind) for kind in Kind)
