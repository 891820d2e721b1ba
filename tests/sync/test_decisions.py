"""Decisions along the whole line: two computers of an office, real engines, the real central, the office above."""

from __future__ import annotations

import pytest

from app.domain.exchange import View
from app.domain.operations import CellEdit, EditBody, Kind
from app.domain.workflow import State
from app.errors import StateError
from app.services.attention import Attention
from app.services.notes import Notes
from app.services.views import Person
from app.store.records import Decision, Keep, Origin
from tests.central.office import ROW

X, Y, NAME = "main/a/c1", "main/a/c3", "main/a/cA"
FIRST, SECOND = {X: "6", Y: "14"}, {X: "7", Y: "15"}


def attention(computer):
    """What its person is shown, and may decide."""
    me = Person(id=computer.person, name="", unit=computer.unit, unit_name="", role="clerk")
    return Attention(computer.store, me.id, computer.store.person_name, Notes(computer.store, me, lambda one: one))


def clash(a, b, first=FIRST, second=SECOND):
    """Both type into the same cells; a's values come first."""
    a.type(ROW)
    a.sync()
    b.sync()
    a.type(first)
    b.type(second)
    a.sync()
    b.sync()


def test_two_computers_that_edit_different_cells_are_asked_nothing(a, b):
    a.type(ROW)
    a.sync()
    b.sync()
    a.type({X: "6"})
    b.type({Y: "15"})
    for computer in (a, b, a):
        computer.sync()
    assert a.mine() == b.mine() == ROW | {X: "6", Y: "15"}
    assert attention(a).conflicts() == attention(b).conflicts() == []
    assert (a.is_level(), b.is_level()) == (True, True)


def test_a_clash_is_decided_cell_by_cell_on_one_computer_and_seen_on_the_other(a, b):
    clash(a, b)
    items = attention(b).conflicts()
    assert [
        (item.address, item.base, item.mine, item.theirs, item.mine_author, item.theirs_author) for item in items
    ] == [
        (X, "5", "7", "6", "Hoàng Văn Bình", "Nông Thị Lan"),
        (Y, "3", "15", "14", "Hoàng Văn Bình", "Nông Thị Lan"),
    ]
    mixed = [
        Decision(conflict=items[0].id, keep=Keep.MINE, shown="6"),
        Decision(conflict=items[1].id, keep=Keep.OWN, shown="14", value="16"),
    ]
    attention(b).decide(mixed, "đã đối chiếu sổ gốc")
    (operation,) = b.store.freeze()
    assert isinstance(operation.body, EditBody)
    assert operation.body.reason == "đã đối chiếu sổ gốc"
    assert operation.body.answers == f"{operation.device}/{operation.epoch}/1"
    assert operation.body.cells == (CellEdit(X, "6", "7"), CellEdit(Y, "14", "16"))
    b.sync()
    a.sync()
    assert a.mine() == b.mine() == ROW | {X: "7", Y: "16"}
    assert (a.is_level(), b.is_level()) == (True, True)
    told = [(entry.old, entry.new, entry.origin, entry.reason) for entry in b.store.history(b.report(), X)]
    assert told[-2:] == [
        ("5", "6", Origin.CLASHED, ""),
        ("6", "7", Origin.DECIDED, "đã đối chiếu sổ gốc"),
    ]


def test_a_value_that_moved_meanwhile_is_asked_about_again(a, b):
    clash(a, b)
    first, second = attention(b).conflicts()
    a.type({X: "8"})
    a.sync()
    b.sync()
    stale = [Decision(conflict=one.id, keep=Keep.MINE, shown=one.theirs) for one in (first, second)]
    with pytest.raises(StateError, match=r"conflict\.moved"):
        attention(b).decide(stale, "sổ gốc")
    again = [Decision(conflict=one.id, keep=Keep.MINE, shown=one.theirs) for one in attention(b).conflicts()]
    attention(b).decide(again, "sổ gốc")
    b.sync()
    a.sync()
    assert a.mine() == b.mine() == ROW | {X: "7", Y: "15"}
    assert (a.is_level(), b.is_level()) == (True, True)


def test_taking_the_systems_values_is_an_operation_that_moves_no_revision(a, b):
    clash(a, b)
    theirs = [Decision(conflict=one.id, keep=Keep.THEIRS, shown=one.theirs) for one in attention(b).conflicts()]
    attention(b).decide(theirs, "số của chị Lan đúng")
    (operation,) = b.store.freeze()
    assert operation.body.cells == (CellEdit(X, "6", "6"), CellEdit(Y, "14", "14"))
    assert operation.body.reason == "số của chị Lan đúng"
    digest = a.store.light_facts().ours
    b.sync()
    a.sync()
    assert a.mine() == b.mine() == ROW | {X: "6", Y: "14"}
    assert (a.is_level(), b.is_level()) == (True, True)
    assert a.store.light_facts().ours == digest


def elsewhere(computer):
    """(computer, owner, cell, mine, theirs) of what waits on the office's others."""
    items = attention(computer).elsewhere()
    return [(item.device, item.owner, item.address, item.mine, item.theirs) for item in items]


def test_what_waits_on_one_computer_is_seen_on_the_other_until_it_is_decided(a, b, above):
    clash(a, b)
    a.sync()
    name = a.store.conflicts_elsewhere()[0].device_name
    assert elsewhere(a) == [(name, "Hoàng Văn Bình", X, "7", "6"), (name, "Hoàng Văn Bình", Y, "15", "14")]
    assert name
    assert (elsewhere(b), elsewhere(above)) == ([], [])
    theirs = [Decision(conflict=one.id, keep=Keep.THEIRS, shown=one.theirs) for one in attention(b).conflicts()]
    attention(b).decide(theirs, "số của chị Lan đúng")
    b.sync()
    a.sync()
    assert elsewhere(a) == []
    told = [(entry.old, entry.new, entry.author, entry.reason) for entry in a.store.history(a.report(), X)]
    assert told[-2:] == [("5", "7", b.person, ""), ("7", "6", b.person, "số của chị Lan đúng")]


def test_a_value_that_moved_while_the_decision_was_on_its_way_is_asked_about_again(a, b):
    clash(a, b)
    first, _ = attention(b).conflicts()
    attention(b).decide([Decision(conflict=first.id, keep=Keep.THEIRS, shown="6")], "sổ gốc")
    a.type({X: "8"})
    a.sync()
    b.sync()
    a.sync()
    assert [(item.address, item.mine, item.theirs) for item in attention(b).conflicts()] == [
        (Y, "15", "14"),
        (X, "7", "8"),
    ]
    assert sorted(each[2:] for each in elsewhere(a)) == [(X, "7", "8"), (Y, "15", "14")]


def test_a_decision_for_what_was_sealed_meanwhile_is_taken(a, b):
    clash(a, b, {NAME: "Đất"}, {NAME: "Nhà"})
    a.sync()
    a.act(Kind.SEAL, reason="đến hạn")
    a.sync()
    theirs = [Decision(conflict=one.id, keep=Keep.THEIRS, shown=one.theirs) for one in attention(b).conflicts()]
    attention(b).decide(theirs, "đã chốt theo số này")
    b.sync()
    a.sync()
    assert attention(b).refused() == []
    assert (a.store.report(a.report()).state, b.store.report(b.report()).state) == (State.SEALED, State.SEALED)
    assert (a.is_level(), b.is_level(), elsewhere(a)) == (True, True, [])


def refused(a, b):
    """a seals; b, who had not heard of it, types."""
    a.type(ROW)
    a.sync()
    b.sync()
    a.act(Kind.SEAL)
    b.type({X: "6"})
    a.sync()
    b.sync()


def test_a_refused_figure_goes_again_after_the_seal_is_off_and_both_have_it(a, b):
    refused(a, b)
    (item,) = attention(b).refused()
    assert (item.code, item.state, item.can_send_again) == ("report.sealed", State.SEALED, False)
    assert [(cell.value, cell.central) for cell in item.cells] == [("6", "5")]
    a.act(Kind.REOPEN, "sót hai hồ sơ")
    a.sync()
    b.sync()
    (item,) = attention(b).refused()
    assert item.can_send_again
    attention(b).send_again(item.id)
    (operation,) = b.store.freeze()
    assert operation.body.answers == f"{operation.device}/{operation.epoch}/1"
    b.sync()
    a.sync()
    assert a.mine() == b.mine() == ROW | {X: "6"}
    assert (a.is_level(), b.is_level()) == (True, True)


def test_what_was_refused_keeps_nothing_else_back(a, b):
    refused(a, b)
    later = "2026-Q1"
    b.type(ROW, period=later)
    b.sync()
    a.sync()
    assert a.mine(a.report(later)) == ROW
    assert b.store.light_facts().waiting == 0


def test_a_request_to_open_a_report_reaches_the_office_that_received_it(a, b, above):
    a.type(ROW)
    a.sync()
    b.sync()
    a.act(Kind.SEAL)
    a.act(Kind.SUBMIT)
    b.type({X: "6"})
    a.sync()
    b.sync()
    (item,) = attention(b).refused()
    assert (item.state, item.can_ask_unlock) == (State.SUBMITTED, True)
    attention(b).ask_unlock(item.key, "Xin mở khóa: sót hai hồ sơ")
    b.sync()
    above.sync()
    assert above.mine(b.report(), View.UPWARD) == ROW
    assert [row.note.text for row in above.store.notes(b.report())] == ["Xin mở khóa: sót hai hồ sơ"]
