"""What an operation does to a head: the verdict central gives and the client foretells."""

from __future__ import annotations

import pytest

from app.domain.apply import Advanced, Clashed, Head, Refusal, Verdict, apply_operation
from app.domain.canonical import content_hash
from app.domain.merge import Clash
from app.domain.operations import ActBody, Body, CellEdit, EditBody, Kind, NoteBody, Operation, ReportKey
from app.domain.workflow import State

KEY = ReportKey("xa-1", "F", "2026-Q3")
FORM, NEXT_FORM = "f" * 64, "e" * 64
X, Y = "main/r1/c1", "main/r1/c2"


def head(state: State = State.DRAFT, rev: int = 3, form: str = FORM, **cells: str) -> Head:
    return Head(key=KEY, form=form, state=state, rev=rev, cells={f"main/r1/{name}": v for name, v in cells.items()})


def judged(before: Head, kind: Kind, body: Body) -> Verdict:
    operation = Operation(
        device="A",
        epoch="e",
        seq=1,
        prev="",
        author="p1",
        kind=kind,
        report=KEY,
        form=FORM,
        after=0,
        at=0,
        body=body,
    )
    return apply_operation(before, operation)


def act(before: Head, reason: str = "", brought: tuple[CellEdit, ...] = ()) -> ActBody:
    after = dict(before.cells) | {cell.address: cell.new or "" for cell in brought}
    return ActBody(content=content_hash(before.form, after), reason=reason, brought=brought)


ONE = head(c1="1")
CASES: list[tuple[str, Head, Kind, Body, Verdict]] = [
    (
        "an edit of what stands",
        ONE,
        Kind.EDIT,
        EditBody(cells=(CellEdit(X, "1", "2"),)),
        Advanced(head=head(rev=4, c1="2")),
    ),
    (
        "an edit that changes nothing makes no revision",
        ONE,
        Kind.EDIT,
        EditBody(cells=(CellEdit(X, None, "1"),)),
        Advanced(head=ONE),
    ),
    (
        "an edit that changes nothing of a returned report opens it",
        head(State.RETURNED, c1="1"),
        Kind.EDIT,
        EditBody(cells=(CellEdit(X, None, "1"),)),
        Advanced(head=head(rev=4, c1="1")),
    ),
    (
        "an edit of another value",
        ONE,
        Kind.EDIT,
        EditBody(cells=(CellEdit(X, None, "2"),)),
        Clashed(clashes=(Clash(X, None, "2", "1"),)),
    ),
    (
        "an edit of a sealed report",
        head(State.SEALED, c1="1"),
        Kind.EDIT,
        EditBody(cells=(CellEdit(X, "1", "2"),)),
        Refusal(code="report.sealed"),
    ),
    ("a seal of what stands", ONE, Kind.SEAL, act(ONE), Advanced(head=head(State.SEALED, 4, c1="1"))),
    (
        "a seal that brings values",
        ONE,
        Kind.SEAL,
        act(ONE, brought=(CellEdit(Y, None, "7"),)),
        Advanced(head=head(State.SEALED, 4, c1="1", c2="7")),
    ),
    (
        "a seal that brings over a value that stands",
        head(c1="1", c2="6"),
        Kind.SEAL,
        act(ONE, brought=(CellEdit(Y, None, "7"),)),
        Clashed(clashes=()),
    ),
    ("a seal of another content", head(c1="2"), Kind.SEAL, act(ONE), Clashed(clashes=())),
    ("a seal of a sealed report", head(State.SEALED, c1="1"), Kind.SEAL, act(ONE), Refusal(code="report.state")),
    (
        "a reopening without a reason",
        head(State.SEALED, c1="1"),
        Kind.REOPEN,
        act(ONE, reason=" "),
        Refusal(code="report.reason"),
    ),
    (
        "a reopening with its reason",
        head(State.SEALED, c1="1"),
        Kind.REOPEN,
        act(ONE, reason="sót"),
        Advanced(head=head(State.DRAFT, 4, c1="1")),
    ),
    (
        "a move to another version names the content under it",
        ONE,
        Kind.MOVE_VERSION,
        ActBody(content=content_hash(NEXT_FORM, ONE.cells), form=NEXT_FORM),
        Advanced(head=head(rev=4, form=NEXT_FORM, c1="1")),
    ),
    (
        "a comment leaves figures and state",
        head(State.ACCEPTED, c1="1"),
        Kind.COMMENT,
        NoteBody(address=X, text="xem lại"),
        Advanced(head=head(State.ACCEPTED, 4, c1="1")),
    ),
    (
        "a comment without words",
        ONE,
        Kind.COMMENT,
        NoteBody(address=X, text=" "),
        Refusal(code="operation.body"),
    ),
    (
        "a return with a pin where no cell can be",
        head(State.SUBMITTED, c1="1"),
        Kind.RETURN,
        ActBody(content=ONE.content, reason="Vì sao tăng?", cells=(X, "đây")),
        Refusal(code="operation.body"),
    ),
    (
        "a body of another kind",
        ONE,
        Kind.SEAL,
        EditBody(cells=()),
        Refusal(code="operation.body"),
    ),
]


DECISION = EditBody(cells=(CellEdit(X, "1", "1"),), reason="theo sổ", answers="A/e/1")


@pytest.mark.parametrize("state", list(State))
def test_a_decision_for_what_stands_is_taken_in_every_state_and_moves_nothing(state: State) -> None:
    before = head(state, c1="1")
    assert judged(before, Kind.EDIT, DECISION) == Advanced(head=before)


@pytest.mark.parametrize("state", list(State))
def test_a_decision_for_a_value_that_moved_is_asked_again_in_every_state(state: State) -> None:
    assert judged(head(state, c1="9"), Kind.EDIT, DECISION) == Clashed(clashes=(Clash(X, "1", "1", "9"),))


def test_a_decision_that_also_moves_a_cell_is_an_edit_like_any_other() -> None:
    mixed = EditBody(cells=(CellEdit(X, "1", "1"), CellEdit(Y, None, "7")), reason="theo sổ", answers="A/e/1")
    assert judged(ONE, Kind.EDIT, mixed) == Advanced(head=head(rev=4, c1="1", c2="7"))
    assert judged(head(State.SEALED, c1="1"), Kind.EDIT, mixed) == Refusal(code="report.sealed")


@pytest.mark.parametrize(
    ("before", "kind", "body", "verdict"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_what_an_operation_does(before: Head, kind: Kind, body: Body, verdict: Verdict) -> None:
    assert judged(before, kind, body) == verdict


def test_a_heads_content_is_the_hash_of_form_and_cells() -> None:
    assert ONE.content == content_hash(FORM, {X: "1"})
    assert head(form=NEXT_FORM, c1="1").content != ONE.content
