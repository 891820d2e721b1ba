from __future__ import annotations

import json

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from app.domain.canonical import canonical_bytes, fingerprint
from app.domain.operations import (
    ActBody,
    Body,
    CellEdit,
    EditBody,
    Kind,
    NoteBody,
    Operation,
    ReportKey,
    body_json,
    chain_statement,
    opening_hash,
    parse_body,
    parse_operation,
    parse_report_key,
)
from app.errors import InputError

KEY = ReportKey("xa-1", "II.06a/VPCP/KSTT", "2026-Q3")
HASH = "ab" * 32


def operation(kind: Kind = Kind.EDIT, body: Body | None = None, **other: object) -> Operation:
    fields: dict[str, object] = {
        "device": "A",
        "epoch": "00000000000000a1",
        "seq": 1,
        "prev": opening_hash("A", "00000000000000a1", None),
        "author": "p1",
        "kind": kind,
        "report": KEY,
        "form": HASH,
        "after": 0,
        "at": 1_790_000_000,
        "body": body or EditBody(cells=(CellEdit("main/r1/c1", None, "5"),)),
    }
    return Operation(**(fields | other))  # type: ignore[arg-type]  # fields of many types


texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
names = st.text("abc/@1", min_size=1, max_size=8)
cells = st.lists(st.builds(CellEdit, names, st.none() | texts, st.none() | texts), max_size=4).map(tuple)
edits = st.builds(EditBody, cells=cells, claims=st.lists(names, max_size=3).map(tuple), reason=texts, answers=texts)
acts = st.builds(
    ActBody, content=texts, reason=texts, brought=cells, cells=st.lists(names, max_size=3).map(tuple), form=texts
)
notes = st.builds(NoteBody, address=names, text=texts, shared=st.booleans())
bodies = st.one_of(
    st.tuples(st.just(Kind.EDIT), edits),
    st.tuples(st.sampled_from([kind for kind in Kind if kind.names_content]), acts),
    st.tuples(st.just(Kind.COMMENT), notes),
)


@given(bodies)
def test_a_body_survives_its_long_form(given_body: tuple[Kind, Body]) -> None:
    kind, body = given_body
    assert parse_body(kind, json.loads(canonical_bytes(body_json(body)))) == body


@given(bodies, st.integers(1, 2**40), st.integers(0, 2**40))
def test_an_operation_survives_its_long_form_with_the_same_hash(
    given_body: tuple[Kind, Body], seq: int, after: int
) -> None:
    kind, body = given_body
    made = operation(kind, body, seq=seq, after=after)
    read = parse_operation(json.loads(canonical_bytes(made.long_form())))
    assert read == made
    assert read.hash() == made.hash()


@given(bodies)
def test_members_that_are_not_known_are_kept_and_stay_under_the_hash(given_body: tuple[Kind, Body]) -> None:
    kind, body = given_body
    later = {"later": [1, {"ý": None}], "\ue000": "x", "\U00010000": True}
    long = operation(kind, body).long_form()
    newer = parse_operation({**long, "body": {**body_json(body), **later}})
    assert newer.body.extra == later
    assert newer.long_bytes() == rfc8785.dumps({**long, "body": {**body_json(body), **later}})
    assert newer.hash() != operation(kind, body).hash()


def test_the_hash_of_a_known_operation_never_changes() -> None:
    assert operation().hash() == "49b1dc050fb35227743a9c0c813b1e9a1f5737ef539c7269b21b19651c390d47"


def test_one_that_was_spelled_knows_its_hash_and_size_and_what_is_made_of_it_its_own() -> None:
    spelled = operation()
    assert spelled.spell() == spelled.long_bytes()
    assert spelled.hash() == "49b1dc050fb35227743a9c0c813b1e9a1f5737ef539c7269b21b19651c390d47"
    assert spelled.size_bytes == 349
    later = replace(spelled, at=12)
    assert later.hash() == fingerprint(later.long_bytes()).hex() != spelled.hash()
    assert later.size_bytes == 349 - 8


def test_the_opening_of_an_epoch_is_bound_to_what_it_follows() -> None:
    openings = {
        opening_hash("A", "e1", None),
        opening_hash("B", "e1", None),
        opening_hash("A", "e2", None),
        opening_hash("A", "e2", ("e1", 5)),
        opening_hash("A", "e2", ("e1", 6)),
    }
    assert len(openings) == 5


CHANGES: list[dict[str, object]] = [
    {"device": "B"},
    {"epoch": "00000000000000a2"},
    {"seq": 2},
    {"prev": HASH},
    {"author": "p2"},
    {"kind": Kind.SEAL, "body": ActBody(content=HASH)},
    {"report": KEY._replace(release="official")},
    {"form": "cd" * 32},
    {"after": 1},
    {"at": 1_790_000_001},
    {"body": EditBody(cells=(CellEdit("main/r1/c1", None, "6"),))},
    {"body": EditBody(cells=(CellEdit("main/r1/c1", "4", "5"),))},
    {"body": EditBody(cells=(CellEdit("main/r1/c1", None, "5"),), reason="x")},
]


@pytest.mark.parametrize("change", CHANGES, ids=[", ".join(change) for change in CHANGES])
def test_every_part_is_under_the_hash(change: dict[str, object]) -> None:
    assert operation(**change).hash() != operation().hash()  # type: ignore[arg-type]  # fields of many types


def test_a_chain_statement_names_everything_that_a_head_stands_for() -> None:
    assert chain_statement("A", "e1", 7, HASH) == (
        b'{"device":"A","epoch":"e1","head":"' + HASH.encode() + b'","say":"chain","seq":7}'
    )


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("xa-1|F|2026-Q3|", ReportKey("xa-1", "F", "2026-Q3", "")),
        ("xa-1|F|2026-Q3|official", ReportKey("xa-1", "F", "2026-Q3", "official")),
    ],
)
def test_a_report_key_reads_back(text: str, key: ReportKey) -> None:
    assert parse_report_key(text) == key
    assert str(key) == text


@pytest.mark.parametrize("text", ["", "a|b|c", "a|b|c|d|e", "|b|c|", "a||c|", "a|b||"])
def test_what_is_no_report_key_is_refused(text: str) -> None:
    with pytest.raises(InputError, match=r"report\.key"):
        parse_report_key(text)


BROKEN: list[tuple[str, dict[str, object], str]] = [
    ("no sequence number", {"seq": None}, "operation.shape"),
    ("a number as text", {"seq": "1"}, "operation.shape"),
    ("another version", {"v": 2}, "operation.shape"),
    ("an unknown kind", {"kind": "report.burn"}, "operation.kind"),
    ("another kind's part of the body", {"body": {"cells": [], "more": 1}}, "operation.body"),
    ("cells that are no list", {"body": {"cells": "x"}}, "operation.body"),
    ("a cell of two parts", {"body": {"cells": [["a", "b"]]}}, "operation.body"),
    ("a number for a value", {"body": {"cells": [["a", None, 5]]}}, "operation.body"),
    ("a body that is no object", {"body": []}, "operation.shape"),
    ("a reason that is no text", {"body": {"cells": [], "reason": 5}}, "operation.body"),
]


@pytest.mark.parametrize(("change", "code"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN])
def test_what_is_no_operation_is_refused(change: dict[str, object], code: str) -> None:
    long = json.loads(canonical_bytes(operation().long_form())) | change
    with pytest.raises(InputError) as caught:
        parse_operation(long)
    assert caught.value.code == code


def test_an_operation_with_a_part_missing_is_refused() -> None:
    for name in operation().long_form():
        long = {key: value for key, value in operation().long_form().items() if key != name}
        with pytest.raises(InputError):
            parse_operation(long)
