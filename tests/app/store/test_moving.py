"""A report that moves to another edition of its form: agreed, turned down, met by what others did meanwhile."""

from __future__ import annotations

from app.domain.forms.migration import move_body
from app.domain.operations import CellEdit, EditBody, Kind
from app.store.taking_back import CHANGED, OTHER_EDITION
from tests.app.store.office import FORM, REPORT, Central, Computer, Make, exchange, send, settle

NEWER = "e" * 64
X, Y, Z = "main/r1/c1", "main/r1/c2", "main/r1/c3"
MOVED = {X: "2"}
"""The newer edition calls column 2 column 1, and has no other."""


def move(computer: Computer) -> None:
    computer.store.act(REPORT, Kind.MOVE_VERSION, move_body(NEWER, computer.mine(), MOVED), author=computer.person)


def type_newer(computer: Computer, address: str, value: str) -> None:
    edit = CellEdit(address, computer.value(address), value)
    computer.store.save_edits(REPORT, NEWER, [edit], author=computer.person)


def form(computer: Computer) -> str:
    report = computer.store.report(REPORT)
    return report.form if report else ""


def tray(computer: Computer) -> dict[str, str | None]:
    """What waits for a person because another edition filled it."""
    found = [entry for entry in computer.store.refused() if entry.code == OTHER_EDITION]
    return {cell.address: cell.new for entry in found for cell in entry.cells}


def begun(computer: Make, central: Central) -> tuple[Computer, Computer]:
    """Two computers that agree on a report with two figures."""
    a, b = computer("A"), computer("B")
    a.type((X, "1"), (Y, "2"))
    settle(central, a, b)
    return a, b


def test_a_move_reaches_the_office_s_other_computer(computer: Make, central: Central) -> None:
    a, b = begun(computer, central)
    move(a)
    assert (form(a), a.mine()) == (NEWER, MOVED)
    settle(central, a, b)
    assert [(form(one), one.mine(), one.base()) for one in (a, b)] == [(NEWER, MOVED, MOVED)] * 2
    assert a.store.light_facts().ours == central.digest() == b.store.light_facts().ours
    a.sound()
    b.sound()


def test_a_move_that_central_refuses_is_undone_and_told(computer: Make, central: Central) -> None:
    a, _ = begun(computer, central)
    move(a)
    central.refuse["A", 2] = "form.other"
    settle(central, a)
    assert (form(a), a.mine()) == (FORM, {X: "1", Y: "2"})
    assert [(entry.kind, entry.code) for entry in a.store.refused()] == [(Kind.MOVE_VERSION, "form.other")]
    assert a.store.light_facts().waiting == 0
    a.sound()


def test_a_move_made_while_somebody_typed_elsewhere_is_undone(computer: Make, central: Central) -> None:
    a, b = begun(computer, central)
    b.type((Y, "5"))
    settle(central, b)
    move(a)
    settle(central, a)
    assert (form(a), a.mine()) == (FORM, {X: "1", Y: "5"})
    assert [(entry.kind, entry.code) for entry in a.store.refused()] == [(Kind.MOVE_VERSION, CHANGED)]
    assert central.head().form == FORM
    a.sound()


def test_what_was_typed_after_a_move_that_is_undone_is_kept_and_never_taken_for_another_cell(
    computer: Make, central: Central
) -> None:
    a, _ = begun(computer, central)
    move(a)
    type_newer(a, X, "7")
    type_newer(a, Z, "8")
    central.refuse["A", 2] = "form.other"
    answer = send(a, central)
    a.store.book(answer)
    assert form(a) == FORM
    assert (a.value(X), a.value(Y), a.value(Z)) == ("1", "2", "8")
    settle(central, a)
    assert tray(a) == {X: "7"}
    assert central.head().cells == {X: "1", Y: "2", Z: "8"}
    a.sound()


def test_a_move_that_is_undone_brings_back_what_waited_before_it(computer: Make, central: Central) -> None:
    a, b = begun(computer, central)
    b.type((Z, "5"))
    settle(central, b)
    a.type((X, "6"))
    move(a)
    type_newer(a, X, "8")
    settle(central, a)
    assert (form(a), a.mine()) == (FORM, {X: "6", Y: "2", Z: "5"})
    assert tray(a) == {X: "8"}
    assert central.head().cells == {X: "6", Y: "2", Z: "5"}
    a.sound()


def test_what_was_typed_while_another_computer_moved_the_report_is_not_offered_for_the_new_cell(
    computer: Make, central: Central
) -> None:
    a, b = begun(computer, central)
    move(b)
    settle(central, b)
    a.type((Y, "5"))
    settle(central, a)
    assert (form(a), a.mine(), a.store.conflicts()) == (NEWER, MOVED, [])
    assert tray(a) == {Y: "5"}
    a.sound()


def test_a_decision_that_another_edition_overtook_is_kept_and_its_conflict_said_to_be_over(
    computer: Make, central: Central
) -> None:
    a, b = begun(computer, central)
    b.type((Y, "4"))
    settle(central, b)
    a.type((Y, "5"))
    settle(central, a)
    (conflict,) = a.store.conflicts()
    a.store.decide(conflict.id, "mine", "4", author=a.person, reason="sổ gốc")
    move(b)
    settle(central, b)
    a.store.book(central.answer(a))
    assert (a.mine(), a.store.conflicts(), tray(a)) == (MOVED, [], {Y: "5"})
    (over,) = a.store.freeze()
    assert over.body == EditBody(cells=(CellEdit(Y, None, None),), answers=f"A/{over.epoch}/2")
    a.sound()


def test_a_waiting_move_goes_with_the_act_in_flight_that_it_builds_on(computer: Make, central: Central) -> None:
    a, b = begun(computer, central)
    b.type((Y, "5"))
    settle(central, b)
    a.act(Kind.SEAL)
    send(a, central)
    a.act(Kind.REOPEN, reason="Nhầm")
    move(a)
    exchange(a, central)
    settle(central, a)
    assert (form(a), a.mine()) == (FORM, {X: "1", Y: "5"})
    assert {entry.kind for entry in a.store.refused()} == {Kind.SEAL, Kind.REOPEN, Kind.MOVE_VERSION}
    a.sound()


def test_a_move_that_waits_is_no_flaw(computer: Make, central: Central) -> None:
    a, _ = begun(computer, central)
    move(a)
    a.sound()


def test_a_move_made_while_an_answer_was_on_its_way_is_undone_without_a_conflict(
    computer: Make, central: Central
) -> None:
    a, b = begun(computer, central)
    b.type((Y, "5"))
    settle(central, b)
    answer = send(a, central)
    move(a)
    a.store.book(answer)
    assert (form(a), a.mine(), a.store.conflicts()) == (NEWER, MOVED, [])
    settle(central, a)
    assert (form(a), a.mine(), a.store.conflicts()) == (FORM, {X: "1", Y: "5"}, [])
    assert [(entry.kind, entry.code) for entry in a.store.refused()] == [(Kind.MOVE_VERSION, CHANGED)]
    assert a.store.light_facts().waiting == 0
    a.sound()


def test_what_others_typed_while_a_move_was_judged_stands_once_it_is_undone(computer: Make, central: Central) -> None:
    a, b = begun(computer, central)
    b.type((Y, "5"))
    settle(central, b)
    move(a)
    type_newer(a, Z, "8")
    a.store.freeze(10**6)
    a.store.book(central.answer(a))
    settle(central, a)
    assert (a.value(X), a.value(Y), a.value(Z)) == ("1", "5", "8")
    a.sound()


def test_a_move_and_the_move_back_are_undone_together(computer: Make, central: Central) -> None:
    a, b = begun(computer, central)
    b.type((Z, "5"))
    settle(central, b)
    move(a)
    a.store.act(REPORT, Kind.MOVE_VERSION, move_body(FORM, a.mine(), {X: "1", Y: "2"}), author=a.person)
    a.store.freeze(10**6)
    settle(central, a)
    assert (form(a), a.mine()) == (FORM, {X: "1", Y: "2", Z: "5"})
    assert a.store.light_facts().waiting == 0
    a.sound()
