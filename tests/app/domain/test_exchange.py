from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import fields, replace

from app.domain.canonical import content_hash
from app.domain.exchange import (
    EMPTY_DIGEST,
    Digest,
    Have,
    Receipt,
    ReceiptKind,
    Result,
    ResultCode,
    TheirCell,
    add_to_digest,
    commitment_statement,
    digest_term,
    key_id,
    receipt_statement,
    results_statement,
)
from app.domain.exchange_state import HaveVerdict, OwnChain, judge_have
from app.domain.operations import OperationId, ReportKey

KEY = ReportKey("xa-1", "F", "2026-Q3")
HASH = "ab" * 32
RECEIPT = Receipt(
    kind=ReceiptKind.SEAL,
    report=KEY,
    content=HASH,
    device="A",
    epoch="e1",
    seq=2,
    rev=3,
    sealed_at=1_790_000_000,
    received_at=1_790_000_060,
    deadline="2026-09-15",
    late=False,
    central="0123456789abcdef",
    signature="",
)
RESULT = Result(id=OperationId("A", "e1", 7), hash=HASH, code=ResultCode.CONFLICT, rev=5)


def test_a_receipts_statement_covers_every_field_but_the_signature() -> None:
    others: dict[str, object] = {
        "kind": ReceiptKind.SUBMISSION,
        "report": KEY._replace(unit="xa-2"),
        "late": True,
    }
    seen = {receipt_statement(RECEIPT)}
    for field in fields(Receipt):
        old = getattr(RECEIPT, field.name)
        new = others.get(field.name, old + 1 if isinstance(old, int) else f"{old}x")
        seen.add(receipt_statement(replace(RECEIPT, **{field.name: new})))
    assert len(seen) == len(fields(Receipt))


def test_a_results_statement_covers_every_field_and_the_central_epoch() -> None:
    changes: list[dict[str, object]] = [
        {"id": OperationId("A", "e1", 8)},
        {"hash": "cd" * 32},
        {"code": ResultCode.APPLIED},
        {"rev": 6},
        {"cells": (TheirCell(address="main/r1/c1", value=None, author="p", at=1),)},
        {"cells": (TheirCell(address="main/r1/c1", value="1", author="p", at=1),)},
        {"error": "report.sealed"},
        {"params": {"a": "b"}},
    ]
    statements = {results_statement("c1", (RESULT,)), results_statement("c2", (RESULT,)), results_statement("c1", ())}
    statements |= {results_statement("c1", (replace(RESULT, **change),)) for change in changes}  # type: ignore[arg-type]  # fields of many types
    assert len(statements) == 3 + len(changes)


def test_a_commitment_is_a_claim_about_one_content_one_time_and_one_seal() -> None:
    statements = {
        commitment_statement("A", KEY, HASH, 1_790_000_000, 7),
        commitment_statement("B", KEY, HASH, 1_790_000_000, 7),
        commitment_statement("A", KEY._replace(period="2026-Q4"), HASH, 1_790_000_000, 7),
        commitment_statement("A", KEY, "cd" * 32, 1_790_000_000, 7),
        commitment_statement("A", KEY, HASH, 1_790_000_001, 7),
        commitment_statement("A", KEY, HASH, 1_790_000_000, 8),
    }
    assert len(statements) == 6


def test_a_keys_short_name_is_16_hex_digits_of_its_fingerprint() -> None:
    assert len(key_id("00" * 32)) == 16
    assert key_id("00" * 32) != key_id("01" * 32)


terms = st.lists(
    st.tuples(st.sampled_from("abcdef"), st.integers(1, 9), st.sampled_from("xyz")), unique_by=lambda term: term[0]
)


@given(terms, st.randoms(use_true_random=False))
def test_a_digest_does_not_depend_on_the_order_and_gives_back_what_was_added(
    reports: list[tuple[str, int, str]], chance: object
) -> None:
    added = [digest_term(KEY._replace(unit=unit), rev, content_hash(content, {})) for unit, rev, content in reports]
    forwards = backwards = EMPTY_DIGEST
    for term in added:
        forwards = add_to_digest(forwards, added=term, count=1)
    for term in reversed(added):
        backwards = add_to_digest(backwards, added=term, count=1)
    assert forwards == backwards
    assert forwards.count == len(reports)
    for term in added:
        forwards = add_to_digest(forwards, removed=term, count=-1)
    assert forwards == EMPTY_DIGEST


def test_a_digest_tells_revision_content_and_report_apart() -> None:
    assert len({digest_term(KEY, 1, "a"), digest_term(KEY, 2, "a"), digest_term(KEY, 1, "b")}) == 3
    assert add_to_digest(Digest(sum="f" * 64, count=1), added=1, count=1) == Digest(sum="0" * 64, count=2)


OWN = OwnChain(epoch="e2", known=5, numbered=8, hashes={5: "h5", 8: "h8"})


@pytest.mark.parametrize(
    ("have", "verdict"),
    [
        (Have(epoch="e2", seq=5, hash="h5"), HaveVerdict.LEVEL),
        (Have(epoch="e2", seq=8, hash="h8"), HaveVerdict.LEVEL),
        (Have(epoch="e2", seq=7, hash="not kept"), HaveVerdict.LEVEL),
        (Have(epoch="e2", seq=4, hash="h4"), HaveVerdict.BEHIND),
        (Have(epoch="e2", seq=0, hash=""), HaveVerdict.BEHIND),
        (Have(epoch="e2", seq=9, hash="h9"), HaveVerdict.RESTORED),
        (Have(epoch="e2", seq=8, hash="another"), HaveVerdict.RESTORED),
        (Have(epoch="e1", seq=3, hash="h3"), HaveVerdict.BEHIND),
    ],
    ids=["level", "in flight arrived", "older than kept", "behind", "nothing left", "ahead", "another 8", "epoch lost"],
)
def test_what_a_have_says(have: Have, verdict: HaveVerdict) -> None:
    assert judge_have(have, OWN) is verdict


def test_an_epoch_that_central_has_not_seen_yet_is_level() -> None:
    fresh = OwnChain(epoch="e3", known=0, numbered=2)
    assert judge_have(Have(epoch="e2", seq=9, hash="h9"), fresh) is HaveVerdict.LEVEL
