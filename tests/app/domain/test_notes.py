from __future__ import annotations

import pytest

from app.domain.notes import NOTE_MAX, Note, NoteKind, is_for_both, is_sound, notes_of
from app.domain.operations import ActBody, EditBody, Kind, NoteBody, ReportKey
from app.domain.workflow import State

KEY = ReportKey("xa-1", "F", "2026-Q3")
X, Y = "main/r1/c1", "main/r2/c1"


def note(**other: object) -> Note:
    told = {"report": KEY, "kind": NoteKind.NOTE, "address": X, "text": "Xem lại", "author": "p1", "at": 100}
    return Note(**({"shared": False} | told | other))  # type: ignore[arg-type]  # any field of a note


def test_a_note_given_again_has_the_same_name_whoever_it_is_shown_to() -> None:
    assert note().id == note(shared=True).id == "6c13e1a1031978c74249fbc5fac3fecc"


@pytest.mark.parametrize(
    "other",
    [
        {"report": KEY._replace(period="2026-Q4")},
        {"kind": NoteKind.QUESTION},
        {"address": Y},
        {"text": "Xem lại."},
        {"author": "p2"},
        {"at": 101},
    ],
    ids=lambda other: next(iter(other)),
)
def test_another_note_has_another_name(other: dict[str, object]) -> None:
    assert note(**other).id != note().id


WITHIN = (State.DRAFT, State.SEALED, State.SIGNED)


@pytest.mark.parametrize("state", State, ids=str)
def test_what_an_office_writes_while_it_holds_the_report_stays_there(state: State) -> None:
    assert is_for_both(state, answers=False) is (state not in WITHIN)


@pytest.mark.parametrize("state", State, ids=str)
def test_an_answer_where_the_receiver_asks_is_for_both(state: State) -> None:
    assert is_for_both(state, answers=True)


SOUND = [
    ("words about a cell", NoteBody(address=X, text="Đã đối chiếu sổ"), True),
    ("words about the whole report", NoteBody(address="", text="Gửi chậm vì mất điện"), True),
    ("words about a section", NoteBody(address="@text/summary/body", text="Viết lại"), True),
    ("lines", NoteBody(address=X, text="một\nhai"), True),
    ("as long as may be", NoteBody(address=X, text="a" * NOTE_MAX), True),
    ("too long", NoteBody(address=X, text="a" * (NOTE_MAX + 1)), False),
    ("nothing", NoteBody(address=X, text=""), False),
    ("spaces around", NoteBody(address=X, text=" a"), False),
    ("decomposed letters", NoteBody(address=X, text="a\u0301"), False),
    ("a control character", NoteBody(address=X, text="a\x00b"), False),
    ("no place", NoteBody(address="main", text="a"), False),
    ("a place too long", NoteBody(address="m" * 65 + "/r/c", text="a"), False),
]


@pytest.mark.parametrize(("body", "sound"), [case[1:] for case in SOUND], ids=[case[0] for case in SOUND])
def test_a_note_can_be_kept(body: NoteBody, sound: bool) -> None:
    assert is_sound(body) is sound


def test_a_comment_writes_one_note_for_whom_it_says() -> None:
    body = NoteBody(address=X, text="Xem lại", shared=True)
    assert notes_of(Kind.COMMENT, body, KEY, "p1", 100) == (note(shared=True),)


def test_a_return_asks_its_reason_in_each_pinned_cell() -> None:
    body = ActBody(content="c" * 64, reason="Vì sao tăng?", cells=(X, Y))
    asked = {"kind": NoteKind.QUESTION, "text": "Vì sao tăng?", "author": "p9", "at": 7, "shared": True}
    assert notes_of(Kind.RETURN, body, KEY, "p9", 7) == (note(**asked), note(**asked, address=Y))


def test_a_return_without_pins_asks_about_the_whole_report() -> None:
    body = ActBody(content="c" * 64, reason="Thiếu chữ ký")
    (question,) = notes_of(Kind.RETURN, body, KEY, "p9", 7)
    assert (question.kind, question.address, question.text) == (NoteKind.QUESTION, "", "Thiếu chữ ký")


@pytest.mark.parametrize("kind", [Kind.REOPEN, Kind.SEAL, Kind.ACCEPT], ids=str)
def test_no_other_act_writes_a_note(kind: Kind) -> None:
    assert notes_of(kind, ActBody(content="c" * 64, reason="lý do"), KEY, "p1", 7) == ()
    assert notes_of(Kind.EDIT, EditBody(cells=()), KEY, "p1", 7) == ()
