"""Conflicts at central: told to the office that reports, closed by what answers them, never by time."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from app.domain.canonical import content_hash
from app.domain.conflicts import Conflict
from app.domain.exchange import Answer
from app.domain.operations import ActBody, CellEdit, EditBody, Kind
from app.domain.recalling import Recall
from app.domain.workflow import State
from central.registry.obligations import withdraw
from tests.central.office import PERIOD, ROW, Computer, World, codes

X, Y = "main/a/cA", "main/a/c1"
WAS = ROW[X]


@pytest.fixture
def a(world: World) -> Computer:
    return world.computer("01273")


@pytest.fixture
def b(world: World) -> Computer:
    """The other computer of the same office."""
    return world.computer("01273", "Hoàng Văn Bình", "leader")


@pytest.fixture
def p(world: World) -> Computer:
    return world.computer("04", "Lý Thị Hoa", "consolidator")


def told(answer: Answer) -> list[Conflict]:
    return [change for change in answer.changes if isinstance(change, Conflict)]


def asks(conflict: Conflict) -> list[tuple[str, str | None, str | None, str | None]]:
    """Address, base, mine and theirs of every cell that waits."""
    return [(cell.address, cell.base, cell.mine, cell.theirs) for cell in conflict.cells if cell.answer is None]


def cross(a: Computer, b: Computer) -> None:
    """a's 6 is there; b's 7 over the same 5 is to go."""
    a.edit(ROW)
    a.exchange()
    b.exchange()
    a.edit({X: "6"}, ROW)
    a.exchange()
    b.edit({X: "7"}, ROW, after=0)


def clash(a: Computer, b: Computer) -> Conflict:
    """The same, and b's 7 is not taken."""
    cross(a, b)
    assert codes(b.exchange())[-1] == "conflict"
    (conflict,) = told(a.exchange())
    return conflict


def decide(b: Computer, *cells: CellEdit, answers: str) -> str:
    b.operation(Kind.EDIT, EditBody(cells=cells, reason="theo sổ", answers=answers))
    return codes(b.exchange())[-1]


def test_the_office_is_told_who_asks_where_and_what(a: Computer, b: Computer, p: Computer) -> None:
    conflict = clash(a, b)
    assert (conflict.operation, conflict.author, conflict.report) == (b.sent[0].id, b.person, a.report())
    assert asks(conflict) == [(X, WAS, "7", "6")]
    assert conflict.cells[0].their_author == a.person
    assert told(p.exchange()) == []


def test_a_decision_for_what_stands_closes_it_and_moves_no_revision(a: Computer, b: Computer, world: World) -> None:
    conflict = clash(a, b)
    before = world.db.rows("SELECT rev, state, content FROM intake_head")
    assert decide(b, CellEdit(X, "6", "6"), answers=str(conflict.operation)) == "duplicate"
    assert world.db.rows("SELECT rev, state, content FROM intake_head") == before
    (closed,) = told(a.exchange())
    assert asks(closed) == []
    answer = closed.cells[0].answer
    assert answer is not None
    assert (answer.author, answer.reason, answer.value) == (b.person, "theo sổ", "6")


@pytest.mark.parametrize("state", [State.SEALED, State.SUBMITTED])
def test_a_decision_for_what_stands_is_taken_in_a_closed_report(
    a: Computer, b: Computer, world: World, state: State
) -> None:
    conflict = clash(a, b)
    cells = ROW | {X: "6"}
    a.act(Kind.SEAL, cells, reason="đến hạn")
    if state is State.SUBMITTED:
        a.act(Kind.SUBMIT, cells)
    a.exchange()
    assert decide(b, CellEdit(X, "6", "6"), answers=str(conflict.operation)) == "duplicate"
    assert decide(b, CellEdit(X, "6", "7"), answers=str(conflict.operation)) == "refused report.sealed"
    assert world.db.row("SELECT state FROM intake_head WHERE upward = 0") == (state,)


def test_a_decision_for_what_stands_is_taken_where_the_report_is_owed_no_more(
    a: Computer, b: Computer, world: World
) -> None:
    conflict = clash(a, b)
    assert withdraw(world.db, "T.01", PERIOD, province="04", units=["01273"]) == 1
    assert decide(b, CellEdit(X, "6", "6"), answers=str(conflict.operation)) == "duplicate"
    assert decide(b, CellEdit(X, "6", "7"), answers=str(conflict.operation)) == "refused obligation.withdrawn"


def test_a_decision_for_a_value_that_moved_opens_the_question_anew_about_what_was_given_up(
    a: Computer, b: Computer
) -> None:
    conflict = clash(a, b)
    a.edit({X: "9"}, {X: "6"})
    a.exchange()
    assert decide(b, CellEdit(X, "6", "6"), answers=str(conflict.operation)) == "conflict"
    closed, opened = sorted(told(a.exchange()), key=lambda each: each.operation.seq)
    assert (asks(closed), asks(opened)) == ([], [(X, "6", "7", "9")])
    assert opened.operation == b.sent[-1].id


def test_a_decision_that_was_never_judged_closes_nothing(a: Computer, b: Computer) -> None:
    conflict = clash(a, b)
    a.edit({Y: "9"}, ROW | {X: "6"})
    a.exchange()
    b.edit({Y: "8"}, ROW, after=1)
    cells = (CellEdit(X, "6", "7"),)
    b.operation(Kind.EDIT, EditBody(cells=cells, reason="theo sổ", answers=str(conflict.operation)), after=1)
    assert codes(b.exchange())[-2:] == ["conflict", "superseded"]
    assert [each.operation for each in told(a.exchange())] == [b.sent[1].id]
    decide(b, *cells, answers=str(conflict.operation))
    assert [asks(each) for each in told(a.exchange())] == [[]]


def test_what_a_decision_leaves_out_waits_on(a: Computer, b: Computer) -> None:
    a.edit(ROW)
    a.exchange()
    b.exchange()
    a.edit({X: "6", Y: "8"}, ROW)
    a.exchange()
    b.edit({X: "7", Y: "9"}, ROW, after=0)
    b.exchange()
    (conflict,) = told(a.exchange())
    decide(b, CellEdit(X, "6", "7"), answers=str(conflict.operation))
    (left,) = told(a.exchange())
    assert asks(left) == [(Y, "5", "9", "8")]


def test_a_seal_of_the_computer_that_had_it_closes_it_and_no_other_seal_does(a: Computer, b: Computer) -> None:
    clash(a, b)
    cells = ROW | {X: "6"}
    a.act(Kind.SEAL, cells, reason="đến hạn")
    a.act(Kind.REOPEN, cells, reason="sót")
    a.exchange()
    assert told(a.exchange()) == []
    b.act(Kind.SEAL, cells)
    b.exchange()
    (closed,) = told(a.exchange())
    assert asks(closed) == []
    assert closed.cells[0].answer is not None
    assert closed.cells[0].answer.author == ""


def test_a_seal_that_is_taken_back_with_the_decision_before_it_closes_nothing(a: Computer, b: Computer) -> None:
    conflict = clash(a, b)
    a.edit({Y: "8"}, ROW | {X: "6"})
    a.exchange()
    cells = ROW | {X: "7", Y: "9"}
    b.edit({Y: "9"}, ROW | {X: "6"})
    b.operation(Kind.EDIT, EditBody(cells=(CellEdit(X, "6", "7"),), reason="theo sổ", answers=str(conflict.operation)))
    b.act(Kind.SEAL, cells)
    assert codes(b.exchange())[-3:] == ["conflict", "superseded", "superseded"]
    assert [asks(each) for each in told(a.exchange())] == [[(Y, ROW[Y], "9", "8")]]


def test_a_seal_made_before_the_conflict_was_heard_of_closes_nothing(a: Computer, b: Computer) -> None:
    clash(a, b)
    b.operation(Kind.SEAL, ActBody(content=content_hash(b.world.form.hash, ROW | {X: "7"})), after=0)
    assert codes(b.exchange())[-1] == "superseded"
    assert told(a.exchange()) == []


def begin_epoch(b: Computer, heard: int) -> None:
    """b's store was put back from a copy that had results up to a number; it asks under a new epoch."""
    left = Recall(b.id, b.epoch, heard)
    b.follows, b.epoch = (b.epoch, len(b.sent)), "00000000000000e2"
    b.sent, b.hashes, b.known = [], [], 0
    b.ask(replace(b.request(), recall=(left,)))


def test_what_a_store_put_back_never_heard_of_is_no_question_any_more(a: Computer, b: Computer) -> None:
    clash(a, b)
    begin_epoch(b, heard=0)
    (closed,) = told(a.exchange())
    assert asks(closed) == []


def test_what_a_store_put_back_had_heard_of_waits_on_and_is_closed_by_its_seal(a: Computer, b: Computer) -> None:
    clash(a, b)
    begin_epoch(b, heard=1)
    assert told(a.exchange()) == []
    b.act(Kind.SEAL, ROW | {X: "6"})
    b.exchange()
    (closed,) = told(a.exchange())
    assert asks(closed) == []


def test_a_late_parcel_of_a_chain_that_was_left_asks_nothing(a: Computer, b: Computer) -> None:
    cross(a, b)
    late = b.request([b.chain()])
    begin_epoch(b, heard=0)
    b.ask(replace(late, epoch=b.epoch, known=0))
    assert told(a.exchange()) == []


def test_an_act_that_clashes_is_no_question_to_the_office(a: Computer, b: Computer) -> None:
    a.edit(ROW)
    a.exchange()
    b.exchange()
    a.edit({X: "6"}, ROW)
    a.exchange()
    b.act(Kind.SEAL, ROW)
    assert codes(b.exchange())[-1] == "conflict"
    assert told(a.exchange()) == []


def test_an_answer_that_names_nothing_there_is_an_edit_like_any_other(a: Computer, b: Computer) -> None:
    a.edit(ROW)
    a.exchange()
    b.exchange()
    assert decide(b, CellEdit(X, WAS, "7"), answers="x/y/z") == "applied"
    assert decide(b, CellEdit(X, "7", "8"), answers="nobody/0000/3") == "applied"
    assert told(a.exchange()) == []


def test_an_answer_of_somebody_else_that_does_not_hold_closes_nothing(a: Computer, b: Computer, p: Computer) -> None:
    conflict = clash(a, b)
    for other in (a, p):
        body = EditBody(cells=(CellEdit(X, "4", "8"),), reason="sổ", answers=str(conflict.operation))
        other.operation(Kind.EDIT, body, report=a.report())
        assert codes(other.exchange())[-1] in ("conflict", "refused unit.not_yours")
    assert [asks(each) for each in told(b.exchange()) if each.operation == conflict.operation] == []


def test_an_answer_in_another_report_closes_nothing(a: Computer, b: Computer) -> None:
    conflict = clash(a, b)
    body = EditBody(cells=(CellEdit(X, None, "8"),), reason="sổ", answers=str(conflict.operation))
    b.operation(Kind.EDIT, body, report=b.report("2026-Q3"))
    b.exchange()
    assert [each for each in told(a.exchange()) if each.operation == conflict.operation] == []
