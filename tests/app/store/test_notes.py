"""Notes in the store: kept at once when they are written, as central tells when it does, and never lost."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from app.domain.canonical import content_hash
from app.domain.exchange import Answer, NoteChange, ReportChange, Result, ResultCode, View
from app.domain.notes import NOTE_MAX, Note, NoteKind
from app.domain.operations import ActBody, Kind, NoteBody, ReportKey
from app.domain.workflow import State
from app.errors import InputError, StateError
from tests.app.store.office import FORM, OTHER, REPORT, START, Central, Computer, Make, exchange, settle

X, Y = "main/r1/c1", "main/r1/c2"


def write(computer: Computer, text: str, key: ReportKey = REPORT, view: View = View.INNER, *, shared: bool = False):
    computer.store.write_note(
        key, FORM, NoteBody(address=X, text=text, shared=shared), author=computer.person, view=view
    )


def page(computer: Computer, *changes: object, results: tuple[Result, ...] = ()) -> Answer:
    """An answer with these rows, at the cursor after."""
    empty = Central().answer(computer)
    return replace(empty, changes=changes, results=results, cursor="9")


def kept(computer: Computer, key: ReportKey = REPORT) -> list[tuple[str, bool, bool]]:
    return [(row.note.text, row.settled, row.told) for row in computer.store.notes(key)]


def question(text: str = "Vì sao tăng?", key: ReportKey = REPORT, **other: object) -> NoteChange:
    asked = {"report": key, "kind": NoteKind.QUESTION, "address": X, "text": text, "author": "p9", "at": START}
    return NoteChange(note=Note(**(asked | {"shared": True} | other)))  # type: ignore[arg-type]  # fields of a note


def test_a_note_is_kept_the_moment_it_is_written_and_waits_to_go(computer: Make) -> None:
    a = computer("A")
    a.type((X, "1"))
    write(a, "đã đối chiếu")
    a.reopen()
    assert kept(a) == [("đã đối chiếu", False, False)]
    assert a.store.notes(OTHER) == []
    assert [operation.kind for operation in a.store.freeze()] == [Kind.EDIT, Kind.COMMENT]
    a.sound()


@pytest.mark.parametrize("state", [State.SEALED, State.SUBMITTED], ids=str)
def test_a_note_is_written_on_a_closed_report_too(computer: Make, state: State) -> None:
    a = computer("A")
    a.type((X, "1"))
    a.act(Kind.SEAL)
    if state is State.SUBMITTED:
        a.act(Kind.SUBMIT)
    write(a, "gửi chậm vì mất điện")
    assert (kept(a), a.state()) == ([("gửi chậm vì mất điện", False, False)], state)


def test_a_note_begins_a_report_that_nobody_has_typed_in(computer: Make) -> None:
    a = computer("A")
    write(a, "chờ số liệu")
    report = a.store.report(REPORT)
    assert report is not None
    assert (report.form, report.mine, report.state, report.waiting) == (FORM, {}, State.DRAFT, 1)


def test_a_note_moves_neither_the_time_of_the_figures_nor_their_stamp(computer: Make) -> None:
    a = computer("A")
    a.type((X, "1"))
    before = a.store.report(REPORT)
    a.clock.advance(60)
    write(a, "đã đối chiếu")
    after = a.store.report(REPORT)
    assert before is not None
    assert after is not None
    assert (after.at, after.stamp) == (before.at, before.stamp)


@pytest.mark.parametrize("text", ["", "  ", "a" * (NOTE_MAX + 1)], ids=["empty", "blank", "too long"])
def test_a_note_that_cannot_be_kept_is_refused_before_anything_is_written(computer: Make, text: str) -> None:
    a = computer("A")
    with pytest.raises(InputError) as caught:
        write(a, text)
    assert caught.value.code == "note.words"
    assert (a.store.report(REPORT), a.store.freeze()) == (None, ())


def test_nothing_is_written_beside_a_received_report_that_is_not_here(computer: Make) -> None:
    with pytest.raises(StateError) as caught:
        write(computer("A"), "xem lại", view=View.UPWARD)
    assert caught.value.code == "report.unknown"


def test_a_note_of_the_feed_is_kept_and_said_to_have_moved_its_report(computer: Make) -> None:
    a = computer("A")
    booked = a.store.book(page(a, question(), question()))
    assert (booked.changes, booked.unknown_changes, booked.reports) == (2, 0, (REPORT,))
    assert kept(a) == [("Vì sao tăng?", False, True)]


def test_the_feeds_word_on_a_note_written_here_replaces_ours(computer: Make) -> None:
    a = computer("A")
    write(a, "đã đối chiếu", shared=True)
    (mine,) = a.store.notes(REPORT)
    a.store.book(page(a, NoteChange(note=replace(mine.note, shared=False))))
    (now,) = a.store.notes(REPORT)
    assert (now.note.id, now.note.shared, now.told) == (mine.note.id, False, True)


def test_a_note_numbered_anew_after_a_clash_stays_the_same_note(computer: Make, central: Central) -> None:
    a, b = computer("A"), computer("B")
    a.type((X, "1"))
    settle(central, a, b)
    b.type((X, "3"))
    settle(central, b)
    a.type((X, "2"))
    write(a, "đã đối chiếu")
    (before,) = a.store.notes(REPORT)
    settle(central, a)
    made = [operation for operation in central.history if operation.kind is Kind.COMMENT]
    assert [central.holds(operation) for operation in made] == [False, True]
    assert [row.note.id for row in a.store.notes(REPORT)] == [before.note.id]
    assert {operation.at for operation in made} == {before.note.at}


def test_a_restored_store_gives_its_note_again_and_keeps_one(computer: Make, central: Central) -> None:
    a = computer("A")
    write(a, "đã đối chiếu")
    image = a.image()
    settle(central, a)
    a.type((X, "1"))
    settle(central, a)
    a.put_back(image)
    settle(central, a)
    assert kept(a) == [("đã đối chiếu", False, False)]
    a.sound()


def test_a_restored_central_is_given_the_note_again(computer: Make, central: Central) -> None:
    a = computer("A")
    before = central.backup()
    write(a, "đã đối chiếu")
    settle(central, a)
    after = before.restored("c2")
    settle(after, a)
    assert [operation.body for operation in after.history] == [NoteBody(address=X, text="đã đối chiếu")]
    assert [row.note.text for row in a.store.notes(REPORT)] == ["đã đối chiếu"]


# Questions


def test_questions_are_open_until_the_report_is_sealed_here(computer: Make, central: Central) -> None:
    a = computer("A")
    a.type((X, "1"))
    exchange(a, central)
    a.store.book(page(a, question(), question("ghi chú", kind=NoteKind.NOTE)))
    assert [row.note.text for row in a.store.open_questions()] == ["Vì sao tăng?"]
    a.act(Kind.SEAL)
    assert a.store.open_questions() == []


def test_a_question_that_central_calls_settled_stays_so_when_the_seal_comes_off(computer: Make) -> None:
    a = computer("A")
    a.type((X, "1"))
    a.store.book(page(a, question()))
    a.act(Kind.SEAL)
    a.store.book(page(a, replace(question(), settled=True)))
    a.act(Kind.REOPEN, reason="sót")
    assert (a.store.open_questions(), kept(a)) == ([], [("Vì sao tăng?", True, True)])


def test_a_settled_question_stays_so_whatever_a_restored_central_tells_first(computer: Make) -> None:
    a = computer("A")
    a.store.book(page(a, replace(question(), settled=True)))
    a.store.book(page(a, question()))
    assert kept(a) == [("Vì sao tăng?", True, True)]


def received(computer: Computer) -> None:
    """A report of an office below stands here, submitted."""
    change = ReportChange(
        report=REPORT,
        view=View.UPWARD,
        form=FORM,
        state=State.SUBMITTED,
        rev=3,
        cells={X: "1"},
        author="p1",
        at=START,
    )
    computer.store.book(page(computer, change))


def give_back(computer: Computer) -> None:
    body = ActBody(content=content_hash(FORM, {X: "1"}), reason="Vì sao tăng?", cells=(X, Y))
    computer.store.act(REPORT, Kind.RETURN, body, author=computer.person)


def test_who_returns_sees_his_questions_at_once(computer: Make) -> None:
    p = computer("P")
    received(p)
    give_back(p)
    rows = p.store.notes(REPORT)
    assert sorted((row.note.kind, row.note.address, row.told) for row in rows) == [
        (NoteKind.QUESTION, X, False),
        (NoteKind.QUESTION, Y, False),
    ]
    assert p.store.open_questions() == []  # they are another office's to answer


@pytest.mark.parametrize(
    ("code", "left"), [(ResultCode.APPLIED, 2), (ResultCode.REFUSED, 0), (ResultCode.CONFLICT, 0)], ids=str
)
def test_a_return_that_does_not_hold_asks_nothing(computer: Make, code: ResultCode, left: int) -> None:
    p = computer("P")
    received(p)
    give_back(p)
    (operation,) = p.store.freeze()
    p.store.book(page(p, results=(Result(id=operation.id, hash=operation.hash(), code=code, rev=4),)))
    assert len(p.store.notes(REPORT)) == left


@pytest.mark.parametrize(
    ("code", "left"), [(ResultCode.APPLIED, 2_000), (ResultCode.REFUSED, 0), (ResultCode.CONFLICT, 0)], ids=str
)
def test_a_return_with_many_pins_goes_in_parts_that_hold_or_fall_together(
    computer: Make, code: ResultCode, left: int
) -> None:
    p = computer("P")
    received(p)
    pins = tuple(f"main/r{row:04}/c1" for row in range(2_000))
    body = ActBody(content=content_hash(FORM, {X: "1"}), reason="ề" * 2_000, cells=pins)
    p.store.act(REPORT, Kind.RETURN, body, author=p.person)
    made = p.store.freeze(10**9)
    assert tuple(pin for each in made if isinstance(each.body, ActBody) for pin in each.body.cells) == pins
    assert [each.is_part for each in made] == [True] * 3 + [False]
    assert len(p.store.notes(REPORT)) == 2_000
    results = tuple(Result(id=each.id, hash=each.hash(), code=code, rev=4) for each in made)
    p.store.book(page(p, results=results))
    assert len(p.store.notes(REPORT)) == left
    assert len(p.store.refused()) == int(code is not ResultCode.APPLIED)


def test_a_receiver_writes_beside_what_he_received(computer: Make) -> None:
    p = computer("P")
    received(p)
    write(p, "xem lại", view=View.UPWARD, shared=True)
    (operation,) = p.store.freeze()
    assert (operation.kind, operation.body) == (Kind.COMMENT, NoteBody(address=X, text="xem lại", shared=True))
    p.store.book(page(p, results=(Result(id=operation.id, hash=operation.hash(), code=ResultCode.APPLIED, rev=4),)))
    report = p.store.report(REPORT, View.UPWARD)
    assert report is not None
    assert (report.state, report.base_rev, report.mine) == (State.SUBMITTED, 3, {X: "1"})
    p.sound()


# What is being written


def test_a_note_half_written_is_there_after_a_restart_until_it_is_kept(computer: Make) -> None:
    a = computer("A")
    a.store.keep_note_draft(REPORT, X, "đã đối ch")
    a.store.keep_note_draft(REPORT, X, "đã đối chiếu ")
    a.store.keep_note_draft(REPORT, "", "chung")
    a.store.keep_note_draft(OTHER, X, "khác")
    a.reopen()
    assert a.store.note_drafts(REPORT) == {X: "đã đối chiếu ", "": "chung"}
    write(a, "đã đối chiếu")
    assert a.store.note_drafts(REPORT) == {"": "chung"}


def test_a_note_wiped_out_before_it_was_kept_is_no_draft(computer: Make) -> None:
    a = computer("A")
    a.store.keep_note_draft(REPORT, X, "đã đối chiếu")
    a.store.keep_note_draft(REPORT, X, " ")
    assert a.store.note_drafts(REPORT) == {}
    assert a.store.freeze() == ()
