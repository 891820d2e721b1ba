"""What is given again after a restore, and what a store remembers of its exchanges."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from app.domain.exchange import (
    Digest,
    Have,
    Pair,
    View,
)
from app.domain.exchange_state import CycleOutcome, CycleRecord
from app.domain.operations import (
    CellEdit,
    EditBody,
    Kind,
    ReportKey,
)
from app.errors import StoreError
from app.store.records import Save
from tests.app.store.office import FORM, OTHER, REPORT, Central, Make, edits, exchange, identity, settle

X, Y, Z = "main/r1/c1", "main/r1/c2", "main/r2/c1"


def test_operations_too_old_to_be_kept_cannot_be_given_again(computer: Make, central: Central) -> None:
    a = computer("A")
    a.type((X, "1"))
    settle(central, a)
    a.clock.advance(401 * 86_400)
    a.type((X, "2"))
    settle(central, a)
    assert a.store.tidy() == 1
    assert a.store.tidy() == 0
    with pytest.raises(StoreError, match=r"store\.too_old"):
        a.store.give_again(0)
    a.store.give_again(1)
    assert [operation.seq for operation in a.store.freeze()] == [2]
    a.sound()


def test_what_is_given_again_is_pulled_beside_from_the_start(computer: Make, central: Central) -> None:
    a = computer("A")
    a.type((X, "1"))
    settle(central, a)
    a.store.give_again(0)
    before = a.store.position()
    assert (before.known, before.cursor) == (0, "")
    a.store.book(replace(central.answer(a), have=Have(epoch=before.epoch, seq=0, hash="")))
    assert a.store.position().cursor == ""
    settle(central, a)
    assert (a.mine(), a.store.light_facts().in_flight) == ({X: "1"}, 0)
    assert a.store.light_facts().ours == a.store.light_facts().theirs
    a.sound()


def test_nothing_is_numbered_under_a_new_epoch_until_the_feed_was_read_to_its_end(computer: Make) -> None:
    central = Central(limit=1)
    a, b = computer("A"), computer("B")
    for number in range(3):
        b.type((X, "1"), key=ReportKey("xa-1", "F", f"2026-M0{number + 1}"))
    settle(central, b)
    a.type((Z, "2"))
    a.store.freeze()
    a.store.begin_epoch("00000000000000e2", Have(epoch=a.store.position().epoch, seq=4, hash="h"))
    for _ in range(3):
        assert a.store.freeze() == ()
        exchange(a, central)
    made = a.store.freeze()
    assert [(operation.epoch, operation.seq, operation.body) for operation in made] == [
        ("00000000000000e2", 1, EditBody(cells=(CellEdit(Z, None, "2"),)))
    ]
    follows = a.store.position().follows
    assert follows is not None
    assert follows[1] == 4
    a.sound()


def test_a_computer_enrolled_anew_takes_what_waits_and_flies_along(computer: Make, central: Central) -> None:
    a = computer("A")
    a.type((X, "1"))
    a.store.freeze()
    a.type((Y, "2"))
    a.store.enrol(identity("A2", "người-A"))
    exchange(a, central)
    made = a.store.freeze()
    assert [(operation.device, operation.seq) for operation in made] == [("A2", 1)]
    assert edits(a) == [(CellEdit(X, None, "1"), CellEdit(Y, None, "2"))]
    assert a.store.position().follows is None
    a.sound()


def test_a_group_of_saves_tells_each_its_own_outcome(computer: Make) -> None:
    a = computer("A")
    a.type((X, "1"))
    a.act(Kind.SEAL)
    saves = [
        Save(key=OTHER, form=FORM, edits=(CellEdit(X, None, "1"),), author="p"),
        Save(key=REPORT, form=FORM, edits=(CellEdit(X, "1", "2"),), author="p"),
        Save(key=OTHER, form=FORM, edits=(CellEdit(X, "1", "2"), CellEdit(Y, "no", "3")), author="p"),
    ]
    outcomes = a.store.save_group(saves)
    assert [outcome.saved for outcome in outcomes] == [(X,), (), (X,)]
    assert [outcome.clashed for outcome in outcomes] == [(), (), (Y,)]
    assert outcomes[1].error is not None
    assert outcomes[1].error.code == "report.sealed"
    assert a.mine(OTHER) == {X: "2"}
    a.sound()


def test_pairs_of_reports_that_are_not_here_are_fetched_too(computer: Make) -> None:
    a = computer("A")
    pair = Pair(report=OTHER, view=View.INNER, rev=3, content="0" * 64)
    assert a.store.compare((pair,)) == (OTHER,)


def test_cycles_are_remembered_newest_first(computer: Make) -> None:
    a = computer("A")
    first = CycleRecord(started_at=1, ended_at=2, outcome=CycleOutcome.UNREACHABLE, code="sync.unreachable")
    first = replace(first, code="sync.central_failed", detail='{"status": "502"}')
    second = CycleRecord(started_at=3, ended_at=4, outcome=CycleOutcome.DONE, requests=1, bytes_up=500, sent=2)
    a.store.record_cycle(first)
    a.store.record_cycle(second)
    assert a.store.cycles() == [second, first]


def test_the_digest_of_nothing_is_nothing(computer: Make) -> None:
    assert computer("A").store.light_facts().ours == Digest(sum="0" * 64, count=0)
