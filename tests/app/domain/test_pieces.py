"""Operations stay small: what can be cut is cut, what cannot is one cell or one row, and nothing is lost by it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from app.domain.addresses import row_of
from app.domain.canonical import canonical_bytes
from app.domain.operations import ActBody, Body, CellEdit, EditBody, Kind, NoteBody, Operation, ReportKey, body_json
from app.domain.pieces import joined, parts, pieces, prove_reason, prove_small
from app.errors import InputError

HASH = "ab" * 32
LIMIT = 16_384
REASON = "ề" * 2_000
"""2,000 letters, 6,000 bytes."""
SECTION = "text/i/body"
ESSAY = "Kết quả\n" * 2_500
"""20,000 letters."""
WIDE = [CellEdit(f"main/k1/c{column:02}", None, "ự" * 4_000) for column in range(12)]
"""A row of twelve columns of words, each as long as a column takes."""
PINS = tuple(f"main/{row:04}/c1" for row in range(2_000))
HEAD = CellEdit("main/k1/@row", None, "V;;")


def size(body: Body) -> int:
    return len(canonical_bytes(body_json(body)))


def operation(body: Body, kind: Kind = Kind.EDIT, seq: int = 1) -> Operation:
    return Operation(
        device="A",
        epoch="00000000000000a1",
        seq=seq,
        prev=HASH,
        author="p1",
        kind=kind,
        report=ReportKey("xa-1", "II.06a/VPCP/KSTT", "2026-Q3"),
        form=HASH,
        after=0,
        at=1_790_000_000,
        body=body,
    )


def test_an_act_with_many_cells_is_numbered_in_parts_and_joined_again() -> None:
    brought = tuple(CellEdit(f"main/{row:04}/c1", None, "5") for row in range(2_000))
    act = ActBody(content=HASH, reason=REASON, brought=brought, form=HASH)
    numbered = [operation(part, Kind.SEAL, 1 + place) for place, part in enumerate(parts(act))]
    assert len(numbered) == 9
    assert [each.is_part for each in numbered] == [True] * 8 + [False]
    assert max(size(each.body) for each in numbered) < LIMIT
    assert joined(numbered) == replace(numbered[-1], body=act)


def test_a_return_with_many_pins_is_numbered_in_parts_that_each_say_why() -> None:
    act = ActBody(content=HASH, reason=REASON, cells=PINS)
    numbered = [operation(part, Kind.RETURN, 1 + place) for place, part in enumerate(parts(act))]
    assert [each.is_part for each in numbered] == [True] * 3 + [False]
    assert max(size(each.body) for each in numbered) < LIMIT
    assert {each.body.reason for each in numbered if isinstance(each.body, ActBody)} == {REASON}
    assert joined(numbered) == replace(numbered[-1], body=act)


def test_a_small_act_is_one_operation() -> None:
    for act in (ActBody(content=HASH), ActBody(content=HASH, reason="vì sao", cells=("main/r2/c1", "main/r1/c1"))):
        assert parts(act) == [act]


CUT = [
    ("two sections", [CellEdit("text/a/body", None, ESSAY), CellEdit("text/b/body", None, ESSAY)], [1, 1]),
    ("a row that is there, by its cells", WIDE, [1] * 12),
    ("a row that comes, not at all", [HEAD, *WIDE], [13]),
    ("a row that goes, not at all", [CellEdit(a, new, None) for a, _, new in [HEAD, *WIDE]], [13]),
    ("figures around a section", [CellEdit("a/r/c", None, "1"), CellEdit(SECTION, None, ESSAY)], [1, 1]),
]


@pytest.mark.parametrize(("edited", "lengths"), [case[1:] for case in CUT], ids=[case[0] for case in CUT])
def test_what_is_cut_and_what_is_not(edited: list[CellEdit], lengths: list[int]) -> None:
    runs = pieces(edited)
    assert [len(run) for run in runs] == lengths
    assert sorted(cell for run in runs for cell in run) == sorted(edited)


edited_cells = st.lists(
    st.builds(
        CellEdit,
        st.builds("main/r{}/{}".format, st.integers(1, 60), st.sampled_from(["@row", *(f"c{n}" for n in range(30))])),
        st.none() | st.text(st.characters(exclude_categories=("Cs",)), max_size=60),
        st.none() | st.text(st.characters(exclude_categories=("Cs",)), max_size=3_000),
    ),
    unique_by=lambda cell: cell.address,
    max_size=200,
)
reasons = st.text(st.characters(exclude_categories=("Cs",)), max_size=2_000)


@given(edited_cells, reasons)
def test_pieces_hold_every_cell_once_and_are_as_small_as_they_can_be(edited: list[CellEdit], reason: str) -> None:
    runs = pieces(edited, reason)
    assert sorted(cell for run in runs for cell in run) == sorted(edited)
    whole = {row_of(cell.address) for cell in edited if cell.address.endswith("/@row")}
    homes: dict[str, set[int]] = {}
    for place, run in enumerate(runs):
        assert run
        rows = {row_of(cell.address) for cell in run}
        for row in rows:
            homes.setdefault(row, set()).add(place)
        body = EditBody(cells=run, claims=tuple(sorted(rows)), reason=reason, answers="A/00000000000000a1/1")
        prove_small(operation(body))
        assert size(body) <= LIMIT or len(run) == 1 or (len(rows) == 1 and rows <= whole)
    assert all(len(homes[row]) == 1 for row in whole)


def test_a_small_edit_is_one_piece_and_nothing_is_none() -> None:
    assert pieces([]) == []
    assert pieces([CellEdit("main/r2/c1", None, "2"), CellEdit("main/r1/c1", None, "1")]) == [
        (CellEdit("main/r1/c1", None, "1"), CellEdit("main/r2/c1", None, "2"))
    ]


MANY = tuple(CellEdit(f"main/{row:04}/c1", None, "5") for row in range(1_000))
TOO_LARGE = [
    ("an edit of many cells", Kind.EDIT, EditBody(cells=MANY)),
    ("two rows that come", Kind.EDIT, EditBody(cells=(HEAD, *WIDE, CellEdit("main/k2/@row", None, "V;;")))),
    ("cells of a row that is there", Kind.EDIT, EditBody(cells=tuple(WIDE[:2]))),
    ("claims without end", Kind.EDIT, EditBody(cells=MANY[:1], claims=tuple(f"main/{row:04}" for row in range(2_000)))),
    ("a text longer than any", Kind.EDIT, EditBody(cells=(CellEdit(SECTION, ESSAY + "x", "1"),))),
    ("a seal that brings many cells", Kind.SEAL, ActBody(content=HASH, brought=MANY)),
    ("a return with many pins", Kind.RETURN, ActBody(content=HASH, cells=PINS)),
    ("a reason too long", Kind.REOPEN, ActBody(content=HASH, reason=REASON + "ề")),
    ("a reason too long, of an edit", Kind.EDIT, EditBody(cells=MANY[:1], reason=REASON + "ề")),
    ("a note without end", Kind.COMMENT, NoteBody(address="", text="ề" * 6_000)),
]


@pytest.mark.parametrize(("kind", "body"), [case[1:] for case in TOO_LARGE], ids=[case[0] for case in TOO_LARGE])
def test_what_is_larger_than_it_had_to_be_is_refused(kind: Kind, body: Body) -> None:
    with pytest.raises(InputError) as caught:
        prove_small(operation(body, kind))
    assert (caught.value.code, caught.value.params) == ("operation.too_large", {"limit": 16, "reason": 2_000})


WHOLE = [
    ("a section typed over", Kind.EDIT, EditBody(cells=(CellEdit(SECTION, ESSAY, "Ứ" * 20_000),), reason=REASON)),
    ("a row that comes", Kind.EDIT, EditBody(cells=(HEAD, *WIDE), claims=("main/k1",))),
    ("a seal that brings a section", Kind.SEAL, ActBody(content=HASH, brought=(CellEdit(SECTION, None, ESSAY),))),
    ("the longest note", Kind.COMMENT, NoteBody(address=SECTION, text="ề" * 2_000)),
    ("the longest reason", Kind.REOPEN, ActBody(content=HASH, reason=REASON)),
]


@pytest.mark.parametrize(("kind", "body"), [case[1:] for case in WHOLE], ids=[case[0] for case in WHOLE])
def test_what_cannot_be_cut_is_as_large_as_it_is(kind: Kind, body: Body) -> None:
    prove_small(operation(body, kind))


def test_a_reason_has_an_end() -> None:
    prove_reason(REASON)
    with pytest.raises(InputError) as caught:
        prove_reason(REASON + "ề")
    assert (caught.value.code, caught.value.params) == ("report.reason_long", {"limit": 2_000})
