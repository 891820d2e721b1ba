"""Notes and questions at central: kept, told to whom they are for, settled by a seal, never doubled."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.canonical import content_hash
from app.domain.exchange import Answer, NoteChange, PersonChange
from app.domain.notes import NoteKind
from app.domain.operations import ActBody, Kind, NoteBody
from tests.central.office import ROW, Computer, World, codes

X, Y = "main/a/c1", "main/a/c2"


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


def people(answer: Answer) -> set[str]:
    return {change.name for change in answer.changes if isinstance(change, PersonChange)}


def told(answer: Answer) -> list[tuple[str, str, str, bool, bool]]:
    """Kind, address, text, shared and settled of every note in a page."""
    return sorted(
        (str(change.note.kind), change.note.address, change.note.text, change.note.shared, change.settled)
        for change in answer.changes
        if isinstance(change, NoteChange)
    )


def comment(computer: Computer, text: str, of: Computer, *, shared: bool = False) -> None:
    computer.operation(Kind.COMMENT, NoteBody(address=X, text=text, shared=shared), report=of.report())
    assert codes(computer.exchange())[-1] == "applied"


def give_back(p: Computer, of: Computer, reason: str, *cells: str) -> None:
    body = ActBody(content=content_hash(p.world.form.hash, ROW), reason=reason, cells=cells)
    p.operation(Kind.RETURN, body, report=of.report())
    assert codes(p.exchange()) == ["applied"]


def submitted(a: Computer) -> None:
    a.edit(ROW)
    a.act(Kind.SEAL, ROW)
    a.act(Kind.SUBMIT, ROW)
    assert codes(a.exchange()) == ["applied"] * 3


def test_an_inner_note_is_told_to_the_office_alone(a: Computer, b: Computer, p: Computer) -> None:
    submitted(a)
    comment(a, "hỏi lại chị Hoa", a)
    assert told(b.exchange()) == [("note", X, "hỏi lại chị Hoa", False, False)]
    assert told(p.exchange()) == []


def test_a_note_for_both_is_told_to_office_and_receiver_and_to_nobody_else(
    world: World, a: Computer, b: Computer, p: Computer
) -> None:
    submitted(a)
    comment(a, "đã đối chiếu", a, shared=True)
    expected = [("note", X, "đã đối chiếu", True, False)]
    assert (told(b.exchange()), told(p.exchange())) == (expected, expected)
    assert told(world.computer("01279").exchange()) == []


def test_what_a_receiver_writes_is_for_both_whatever_it_says(a: Computer, p: Computer) -> None:
    submitted(a)
    comment(p, "xem lại dòng này", a)
    assert told(a.exchange()) == [("note", X, "xem lại dòng này", True, False)]


def test_a_note_for_both_stays_inside_while_nothing_was_submitted(a: Computer, b: Computer, p: Computer) -> None:
    a.edit(ROW)
    comment(a, "nháp", a, shared=True)
    assert told(b.exchange()) == [("note", X, "nháp", False, False)]
    assert told(p.exchange()) == []


def test_a_note_begins_a_report_that_nobody_has_typed_in(a: Computer, b: Computer) -> None:
    comment(a, "chờ số liệu của công an xã", a)
    assert told(b.exchange()) == [("note", X, "chờ số liệu của công an xã", False, False)]


def test_a_return_asks_in_each_pinned_cell(a: Computer, b: Computer, p: Computer) -> None:
    submitted(a)
    give_back(p, a, "Vì sao tăng?", X, Y)
    expected = [("question", X, "Vì sao tăng?", True, False), ("question", Y, "Vì sao tăng?", True, False)]
    assert (told(a.exchange()), told(b.exchange()), told(p.exchange())) == (expected, expected, [])
    assert codes(a.exchange()) == []


def test_who_returned_is_told_his_own_questions_too(a: Computer, p: Computer) -> None:
    submitted(a)
    body = ActBody(content=content_hash(p.world.form.hash, ROW), reason="Thiếu chữ ký")
    p.operation(Kind.RETURN, body, report=a.report())
    assert told(p.exchange()) == [("question", "", "Thiếu chữ ký", True, False)]


def test_a_seal_settles_the_questions_and_both_offices_are_told(a: Computer, p: Computer) -> None:
    submitted(a)
    give_back(p, a, "Vì sao tăng?", X)
    a.exchange()
    a.edit({X: "6", "main/a/c3": "4"}, ROW)
    a.act(Kind.SEAL, ROW | {X: "6", "main/a/c3": "4"})
    settled = [("question", X, "Vì sao tăng?", True, True)]
    assert told(a.exchange()) == settled
    assert told(p.exchange()) == settled


def test_a_return_and_the_seal_after_it_in_one_batch_leave_it_settled(a: Computer, p: Computer) -> None:
    submitted(a)
    p.operation(
        Kind.RETURN,
        ActBody(content=content_hash(p.world.form.hash, ROW), reason="Vì sao tăng?", cells=(X,)),
        report=a.report(),
    )
    a.act(Kind.SEAL, ROW)
    chain = p.chain()
    assert codes(a.exchange(carried=[chain])) == ["refused report.state", "applied"]
    a.act(Kind.SEAL, ROW)
    assert codes(a.exchange()) == ["applied"]
    assert told(p.exchange()) == [("question", X, "Vì sao tăng?", True, True)]


def test_the_same_note_given_again_under_a_new_number_is_one_note(a: Computer, b: Computer, p: Computer) -> None:
    submitted(a)
    comment(a, "đã đối chiếu", a, shared=True)
    p.exchange()
    again = replace(a, epoch="00000000000000e2", follows=(a.epoch, a.known), sent=[], hashes=[], known=0)
    comment(again, "đã đối chiếu", a, shared=True)
    assert told(b.exchange()) == [("note", X, "đã đối chiếu", True, False)]
    assert a.world.count("intake_note") == 1


def test_who_reads_what_another_office_wrote_is_told_who_that_is(a: Computer, b: Computer, p: Computer) -> None:
    submitted(a)
    p.exchange()
    a.exchange()
    comment(a, "hỏi lại chị Hoa", a)
    assert people(p.exchange()) == set()
    comment(a, "đã đối chiếu", a, shared=True)
    assert people(p.exchange()) == {"Nông Thị Lan"}
    give_back(p, a, "Vì sao tăng?", X)
    assert people(a.exchange()) == {"Lý Thị Hoa"}


def test_a_comment_without_words_is_refused(a: Computer) -> None:
    a.operation(Kind.COMMENT, NoteBody(address=X, text=""))
    assert codes(a.exchange()) == ["refused operation.body"]
    assert a.world.count("intake_note") == 0


def test_a_new_computer_of_the_office_is_told_every_note_from_the_start(world: World, a: Computer, p: Computer) -> None:
    submitted(a)
    comment(a, "hỏi lại chị Hoa", a)
    give_back(p, a, "Vì sao tăng?", X)
    assert told(world.computer("01273", "Mới").exchange()) == [
        ("note", X, "hỏi lại chị Hoa", False, False),
        (NoteKind.QUESTION, X, "Vì sao tăng?", True, False),
    ]
