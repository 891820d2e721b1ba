"""A report that moves to another edition of its form: agreed, turned down, met by what others did meanwhile."""

from __future__ import annotations

from collections.abc import Callable

from app.domain.forms.migration import move_body
from app.domain.operations import CellEdit, Kind
from app.store.taking_back import CHANGED
from tests.app.store.office import FORM, REPORT, Central, Computer, exchange, send, settle

Make = Callable[..., Computer]
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


def test_what_was_typed_after_a_move_that_is_undone_is_not_lost(computer: Make, central: Central) -> None:
    a, _ = begun(computer, central)
    move(a)
    type_newer(a, X, "7")
    type_newer(a, Z, "8")
    central.refuse["A", 2] = "form.other"
    answer = send(a, central)
    a.store.book(answer)
    assert form(a) == FORM
    assert (a.value(X), a.value(Y), a.value(Z)) == ("7", "2", "8")
    settle(central, a)
    held = {conflict.mine for conflict in a.store.conflicts()} | {
        cell.new for r in a.store.refused() for cell in r.cells
    }
    assert {"7", "8"} <= held | set(central.head().cells.values())
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
