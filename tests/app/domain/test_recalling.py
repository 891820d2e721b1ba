"""What a store that goes on under another name asks, until central has told all."""

from __future__ import annotations

from app.domain.operations import Kind, NoteBody, Operation, ReportKey
from app.domain.recalling import Recall, asked_for, going_on

ASKED = (Recall("d-1", "e1", 4), Recall("d-1", "e0", 9, "proof"))


def operation(epoch: str, seq: int, device: str = "d-1") -> Operation:
    return Operation(
        device=device,
        epoch=epoch,
        seq=seq,
        prev="",
        author="p",
        kind=Kind.COMMENT,
        report=ReportKey("u", "F", "2026"),
        form="f",
        after=0,
        at=0,
        body=NoteBody(address="", text="x"),
    )


def test_only_what_lies_above_the_number_asked_for_is_news() -> None:
    told = [operation("e1", 4), operation("e1", 5), operation("e0", 9), operation("e0", 10)]
    assert [each.id for each in asked_for(ASKED, told)] == [("d-1", "e1", 5), ("d-1", "e0", 10)]


def test_the_next_question_begins_after_what_was_told_and_keeps_the_proof() -> None:
    told = [operation("e1", 5), operation("e1", 7), operation("e0", 10)]
    assert going_on(ASKED, told) == (Recall("d-1", "e1", 7), Recall("d-1", "e0", 10, "proof"))


def test_a_chain_that_a_copy_went_on_with_is_asked_for_from_there_on() -> None:
    assert going_on(ASKED, [operation("x", 3, "d-2")]) == (*ASKED, Recall("d-2", "x", 3))


def test_nothing_new_ends_the_asking() -> None:
    assert going_on(ASKED, []) == ()
    assert going_on(ASKED, [operation("e1", 4)]) == ()
