"""Notes and questions on the whole line: from the disk of one computer to that of another, and no further."""

from __future__ import annotations

import pytest

from app.domain.canonical import content_hash
from app.domain.exchange import View
from app.domain.operations import ActBody, Kind, NoteBody
from app.domain.workflow import State
from tests.central.office import ROW
from tests.sync.line import Computer

COMMUNE = "01273"
X, Y = "main/a/c1", "main/a/c2"


def write(computer: Computer, of: Computer, text: str, *, shared: bool = False) -> None:
    view = View.INNER if computer.unit == of.unit else View.UPWARD
    body = NoteBody(address=X, text=text, shared=shared)
    computer.store.write_note(of.report(), of.line.form.hash, body, author=computer.person, view=view)


def give_back(above: Computer, of: Computer, reason: str, *cells: str) -> None:
    key = of.report()
    content = content_hash(of.line.form.hash, above.mine(key, View.UPWARD))
    above.store.act(key, Kind.RETURN, ActBody(content=content, reason=reason, cells=cells), author=above.person)


def seen(computer: Computer, of: Computer) -> list[tuple[str, str]]:
    return [(row.note.address, row.note.text) for row in computer.store.notes(of.report())]


def asked(computer: Computer) -> list[tuple[str, str]]:
    return [(row.note.address, row.note.text) for row in computer.store.open_questions()]


def submit(a: Computer) -> None:
    a.type(ROW)
    a.act(Kind.SEAL)
    a.act(Kind.SUBMIT)
    assert a.sync().error is None


def in_step(*computers: Computer) -> bool:
    return all(computer.is_level() for computer in computers)


def test_a_note_written_on_one_computer_shows_on_the_other(a, b):
    a.type(ROW)
    write(a, a, "đã đối chiếu sổ tiếp dân")
    a.sync()
    b.sync()
    assert seen(b, a) == [(X, "đã đối chiếu sổ tiếp dân")]
    assert b.store.notes(a.report())[0].note.author == a.person
    assert in_step(a, b)


def test_an_inner_note_never_reaches_the_province_whatever_becomes_of_the_report(a, above):
    write(a, a, "hỏi lại chị Hoa")
    submit(a)
    above.sync()
    above.act(Kind.RECEIVE, key=a.report(), view=View.UPWARD)
    above.sync()
    assert above.mine(a.report(), View.UPWARD) == ROW
    assert seen(above, a) == []


def test_a_question_of_the_province_shows_at_the_commune_and_its_answer_comes_back(a, b, above):
    submit(a)
    above.sync()
    give_back(above, a, "Vì sao tăng?", X, Y)
    assert above.sync().error is None
    a.sync()
    b.sync()
    assert sorted(asked(a)) == sorted(asked(b)) == [(X, "Vì sao tăng?"), (Y, "Vì sao tăng?")]
    assert a.store.report(a.report()).state is State.RETURNED
    assert a.store.person_name(above.person) == "Lý Thị Hoa"
    write(a, a, "tăng do sáp nhập", shared=True)
    a.sync()
    above.sync()
    assert above.store.person_name(a.person) == "Nông Thị Lan"
    assert (X, "tăng do sáp nhập") in seen(above, a)
    assert in_step(a, b, above)


def test_sealing_again_settles_the_question_on_both_sides(a, above):
    submit(a)
    above.sync()
    give_back(above, a, "Vì sao tăng?", X)
    above.sync()
    a.sync()
    a.type({X: "6", "main/a/c3": "4"})
    a.act(Kind.SEAL)
    assert asked(a) == []
    a.sync()
    above.sync()
    assert [row.settled for row in a.store.notes(a.report())] == [True]
    assert [row.settled for row in above.store.notes(a.report())] == [True]


@pytest.mark.logs_warnings
def test_a_restored_central_is_given_notes_and_questions_again(line, a, above):
    copy = line.back_up_central()
    write(a, a, "hỏi lại chị Hoa")
    submit(a)
    above.sync()
    give_back(above, a, "Vì sao tăng?", X)
    above.sync()
    a.sync()
    line.restore_central(copy)
    for _ in range(2):
        a.sync()
        above.sync()
    fresh = line.computer(COMMUNE, "Mới", "clerk")
    fresh.sync()
    assert sorted(seen(fresh, a)) == [(X, "Vì sao tăng?"), (X, "hỏi lại chị Hoa")]
    assert sorted(seen(a, a)) == sorted(seen(fresh, a))
    assert seen(above, a) == [(X, "Vì sao tăng?")]


@pytest.mark.logs_warnings
def test_a_question_that_was_answered_before_central_was_restored_is_answered_after_it(line, a, above):
    copy = line.back_up_central()
    submit(a)
    above.sync()
    give_back(above, a, "Vì sao tăng?", X)
    above.sync()
    a.sync()
    write(a, a, "tăng do sáp nhập", shared=True)
    a.type({X: "6", "main/a/c3": "4"})
    a.act(Kind.SEAL)
    a.sync()
    line.restore_central(copy)
    for _ in range(3):
        a.sync()
        above.sync()
    for computer in (a, above, line.computer(COMMUNE, "Mới", "clerk")):
        computer.sync()
        rows = {row.note.text: row.settled for row in computer.store.notes(a.report())}
        assert rows == {"Vì sao tăng?": True, "tăng do sáp nhập": False}


def test_a_note_on_a_report_that_is_with_the_province_is_seen_there_and_leaves_everybody_in_step(a, above):
    submit(a)
    above.sync()
    write(a, a, "kèm bảng kê", shared=True)
    write(above, a, "đã nhận")
    a.sync()
    above.sync()
    a.sync()
    assert sorted(seen(a, a)) == sorted(seen(above, a)) == [(X, "kèm bảng kê"), (X, "đã nhận")]
    assert in_step(a, above)
