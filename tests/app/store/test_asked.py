"""What is counted as open is what a person is asked: a row in question first, then what is left of its cells."""

from __future__ import annotations

import pytest

from app.domain.operations import CellEdit, Kind
from app.errors import StateError
from app.store.records import Decision, Keep, Origin
from tests.app.store.office import FORM, REPORT, Central, Computer, Make, settle
from tests.app.store.test_deciding import IN_ROW, IN_ROW_2, ROW, X, a_cell_and_then_its_row, told

Asked = list[tuple[str, str | None, str | None]]


def asked(a: Computer) -> Asked:
    return [(row.address, row.mine, row.theirs) for row in a.store.conflicts()]


def type_unseen(a: Computer, address: str, shown: str | None, value: str) -> None:
    """Typed over a value that the screen did not show any more."""
    outcome = a.store.save_edits(REPORT, FORM, [CellEdit(address, shown, value)], author="An")
    assert outcome.clashed == (address,)


def in_question(computer: Make, central: Central) -> Computer:
    """A row in question, in it a cell edited in two places, and one typed over a value that nobody had seen."""
    a = a_cell_and_then_its_row(computer, central)
    type_unseen(a, IN_ROW, "5", "8")
    return a


def decide(a: Computer, keep: Keep, shown: str | None) -> None:
    (row,) = a.store.conflicts()
    a.store.decide(row.id, keep.value, shown, author="An", reason="đối chiếu sổ")


def test_what_hides_under_a_row_in_question_is_not_counted(computer: Make, central: Central) -> None:
    a = in_question(computer, central)
    assert asked(a) == [(ROW, "V;;", None)]
    assert a.store.light_facts().conflicts == 1
    with pytest.raises(StateError) as refusal:
        a.act(Kind.SEAL)
    assert (refusal.value.code, refusal.value.params) == ("report.conflicts", {"count": 1})


def test_a_row_that_stays_lets_what_was_typed_into_it_be_asked(computer: Make, central: Central) -> None:
    a = in_question(computer, central)
    decide(a, Keep.MINE, None)
    assert (asked(a), a.store.light_facts().conflicts) == ([(IN_ROW, "8", "1")], 1)
    decide(a, Keep.MINE, "1")
    assert (asked(a), a.store.light_facts().conflicts, a.mine()) == ([], 0, {ROW: "V;;", IN_ROW: "8"})
    settle(central, a)
    assert central.head().cells == {ROW: "V;;", IN_ROW: "8"}
    a.sound()


def test_a_row_that_goes_takes_along_what_was_typed_into_it_and_the_history_keeps_it(
    computer: Make, central: Central
) -> None:
    a = in_question(computer, central)
    decide(a, Keep.THEIRS, None)
    assert (asked(a), a.store.light_facts().conflicts, a.mine()) == ([], 0, {})
    assert ("8", None, "An", Origin.DECIDED, "đối chiếu sổ") in told(a, IN_ROW)
    settle(central, a)
    assert central.head().cells == {}
    a.sound()


def test_a_cell_is_not_decided_while_its_row_is_in_question(computer: Make, central: Central) -> None:
    a = a_cell_and_then_its_row(computer, central)
    type_unseen(a, IN_ROW_2, "5", "8")
    hidden = a.store._database.number("SELECT id FROM conflict WHERE origin = 'typed'")
    decision = Decision(conflict=hidden, keep=Keep.MINE, shown=None)
    with pytest.raises(StateError, match=r"conflict\.moved"):
        a.store.decide_all([decision], author="An", reason="đối chiếu sổ")


def test_a_cell_typed_over_unseen_twice_is_asked_about_once_at_a_time(computer: Make) -> None:
    a = computer("A", "An")
    a.type((X, "5"))
    type_unseen(a, X, "1", "2")
    type_unseen(a, X, "1", "3")
    assert (asked(a), a.store.light_facts().conflicts) == ([(X, "3", "5")], 1)
    decide(a, Keep.THEIRS, "5")
    assert (asked(a), a.store.light_facts().conflicts) == ([(X, "2", "5")], 1)
    decide(a, Keep.THEIRS, "5")
    assert (asked(a), a.store.light_facts().conflicts, a.mine()) == ([], 0, {X: "5"})


def test_what_was_typed_unseen_is_asked_beside_what_the_cell_holds_by_now(computer: Make, central: Central) -> None:
    a, b = computer("A", "An"), computer("B", "Bình")
    a.type((X, "5"))
    settle(central, a, b)
    type_unseen(a, X, "1", "2")
    b.clock.advance(60)
    b.type((X, "6"))
    settle(central, b, a)
    (row,) = a.store.conflicts()
    assert (row.mine, row.theirs, row.their_author, row.their_at) == ("2", "6", "Bình", int(b.clock.now().timestamp()))
    decide(a, Keep.MINE, "6")
    settle(central, a, b)
    assert b.mine() == {X: "2"}


def test_a_row_that_is_taken_away_by_hand_leaves_nothing_to_ask_of_its_cells(computer: Make) -> None:
    a = computer("A", "An")
    a.type((ROW, "V;;"), (IN_ROW, "1"))
    type_unseen(a, IN_ROW_2, "5", "8")
    a.remove_row("main/k1")
    assert (asked(a), a.store.light_facts().conflicts, a.mine()) == ([], 0, {})
    a.sound()
