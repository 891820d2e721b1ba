"""A conflict as an office is told of it: what it asks, and what an operation leaves of it."""

from __future__ import annotations

import pytest

from app.domain.conflicts import (
    CellAnswer,
    ClashedCell,
    Conflict,
    Held,
    answered_by,
    gone_on,
    is_sealed_over,
    opened_by,
    over,
)
from app.domain.operations import ActBody, CellEdit, EditBody, Kind, Operation, OperationId, ReportKey

KEY = ReportKey("xa-1", "F", "2026-Q3")
X, Y, ROW, IN_ROW = "main/r1/c1", "main/r1/c2", "main/k1/@row", "main/k1/c1"


def edit(seq: int, *cells: CellEdit, reason: str = "", answers: str = "", at: int = 50) -> Operation:
    return Operation(
        device="A",
        epoch="e",
        seq=seq,
        prev="",
        author="An",
        kind=Kind.EDIT,
        report=KEY,
        form="f" * 64,
        after=seq - 1,
        at=at,
        body=EditBody(cells=cells, reason=reason, answers=answers),
    )


def cell(address: str = X, mine: str | None = "7", theirs: str | None = "6", **more: object) -> ClashedCell:
    told = {"base": "5", "their_author": "Bình", "their_at": 40}
    return ClashedCell(address=address, mine=mine, theirs=theirs, **(told | more))  # type: ignore[arg-type]  # its fields


def conflict(*cells: ClashedCell) -> Conflict:
    return Conflict(
        report=KEY, operation=OperationId("A", "e", 1), device="A", author="An", at=50, since=60, cells=cells
    )


def test_a_conflict_asks_about_what_clashed_alone() -> None:
    met = edit(1, CellEdit(X, "5", "7"), CellEdit(Y, None, "1"))
    assert opened_by(met, [Held(X, "6", "Bình", 40)], 60) == conflict(cell())


def test_a_row_that_was_only_written_in_is_said_to_be_there() -> None:
    met = edit(1, CellEdit(IN_ROW, None, "7"))
    (asked,) = opened_by(met, [Held(ROW, None, "Bình", 40)], 60).cells
    assert (asked.base, asked.mine, asked.theirs) == ("@row", "@row", None)


def test_a_decision_that_clashes_asks_about_the_value_that_was_given_up() -> None:
    again = edit(2, CellEdit(X, "6", "6"), reason="theo sổ", answers="A/e/1")
    (asked,) = opened_by(again, [Held(X, "9", "Chi", 70)], 80, conflict(cell())).cells
    assert (asked.base, asked.mine, asked.theirs, asked.their_author) == ("6", "7", "9", "Chi")


def test_an_answer_closes_the_cells_it_names_and_says_who_why_and_what() -> None:
    answer = edit(2, CellEdit(X, "6", "6"), reason="theo sổ", answers="A/e/1", at=90)
    left = answered_by(conflict(cell(), cell(Y)), answer, holds=True)
    assert left.is_open
    assert [each.answer for each in left.cells] == [CellAnswer("An", 90, "theo sổ", "6"), None]


@pytest.mark.parametrize(("reason", "holds"), [("theo sổ", False), ("", True)], ids=["does not hold", "no reason"])
def test_an_answer_that_decides_nothing_closes_without_a_decider(reason: str, holds: bool) -> None:
    answer = edit(2, CellEdit(X, "6", "7"), reason=reason, answers="A/e/1", at=90)
    left = answered_by(conflict(cell()), answer, holds=holds)
    assert not left.is_open
    assert left.cells[0].answer == CellAnswer("", 90, reason, "7")


def test_a_decision_that_holds_later_is_told_after_all_and_the_first_one_stays() -> None:
    closed = answered_by(conflict(cell()), edit(2, CellEdit(X, "6", "7"), reason="theo sổ"), holds=False)
    told = answered_by(closed, edit(3, CellEdit(X, "6", "7"), reason="theo sổ", at=91), holds=True)
    assert told.cells[0].answer == CellAnswer("An", 91, "theo sổ", "7")
    assert answered_by(told, edit(4, CellEdit(X, "7", "8"), reason="khác", at=92), holds=True) == told


def test_a_row_is_answered_by_any_cell_of_it() -> None:
    answer = edit(2, CellEdit(IN_ROW, "1", "1"), reason="còn hồ sơ", at=90)
    left = answered_by(conflict(cell(ROW, None, "V;;")), answer, holds=True)
    assert left.cells[0].answer == CellAnswer("An", 90, "còn hồ sơ", "V;;")


def test_an_answer_about_a_row_leaves_no_question_about_a_cell_that_neither_side_has_any_more() -> None:
    answer = edit(2, CellEdit(ROW, None, None), answers="A/e/1", reason="trùng", at=90)
    left = answered_by(conflict(cell(ROW, None, "V;;"), cell(IN_ROW, None, "3"), cell(Y)), answer, holds=True)
    assert [each.answer for each in left.cells] == [
        CellAnswer("An", 90, "trùng", None),
        CellAnswer("", 90, "", None),
        None,
    ]


def test_what_is_over_keeps_the_answers_it_had() -> None:
    answer = CellAnswer("An", 90, "theo sổ", "6")
    closed = over(conflict(cell(answer=answer), cell(Y)), 99)
    assert [each.answer for each in closed.cells] == [answer, CellAnswer("", 99, "", None)]


def seal(after: int, device: str = "A", epoch: str = "e", report: ReportKey = KEY) -> Operation:
    return Operation(
        device=device,
        epoch=epoch,
        seq=9,
        prev="",
        author="An",
        kind=Kind.SEAL,
        report=report,
        form="f" * 64,
        after=after,
        at=50,
        body=ActBody(content="c1" * 32),
    )


@pytest.mark.parametrize(
    ("sealing", "says_so"),
    [
        (seal(1), True),
        (seal(0), False),
        (seal(1, device="B"), False),
        (seal(1, report=KEY._replace(period="2026-Q4")), False),
        (seal(0, epoch="f"), True),
    ],
    ids=["heard of", "not heard of yet", "another computer", "another report", "a chain that goes on from it"],
)
def test_a_seal_says_that_nothing_is_open_where_its_computer_had_heard_of_it(sealing: Operation, says_so: bool) -> None:
    assert is_sealed_over(conflict(cell()), sealing) is says_so


def test_a_conflict_goes_with_the_store_that_had_heard_of_it_and_ends_where_it_had_not() -> None:
    heard = gone_on(conflict(cell()), "B", 1)
    assert (heard.device, heard.operation.device, heard.is_open) == ("B", "A", True)
    assert not gone_on(conflict(cell()), "B", 0).is_open
