"""Receipts: what central signs, when something is late, and how a commitment is redeemed."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from app.domain import signing
from app.domain.canonical import content_hash
from app.domain.exchange import Receipt, ReceiptKind, key_id, receipt_statement
from app.domain.operations import Kind
from central.intake.receipts import is_late
from tests.central.office import DEADLINE, ROW, World, codes

LAST_MOMENT = "2026-12-15T16:59:59+00:00"
"""23:59:59 in Hà Nội on the day of the deadline."""
TOO_LATE = "2026-12-15T17:00:00+00:00"


def holds(world: World, receipt: Receipt) -> bool:
    """Whether central's signature is on it."""
    assert receipt.central == key_id(world.central.key.public)
    return signing.verifies(world.central.key.public, receipt_statement(receipt), receipt.signature)


@pytest.mark.parametrize(
    ("received_at", "deadline", "late"),
    [
        (1_797_353_999, "2026-12-15", False),  # 15/12/2026 23:59:59 in Hà Nội
        (1_797_354_000, "2026-12-15", True),  # 16/12/2026 00:00:00
        (1_797_354_000, "2026-12-16", False),
        (1_797_354_000, "", False),
    ],
)
def test_the_day_of_the_deadline_ends_at_midnight_in_hanoi(received_at: int, deadline: str, late: bool) -> None:
    assert is_late(received_at, deadline) is late


def test_a_seal_and_a_submission_each_get_a_receipt_that_stands_alone(world: World) -> None:
    a = world.computer("01273")
    a.edit(ROW)
    a.act(Kind.SEAL, ROW)
    a.act(Kind.SUBMIT, ROW)
    answer = a.exchange()
    assert [(receipt.kind, receipt.seq, receipt.rev) for receipt in answer.receipts] == [
        (ReceiptKind.SEAL, 2, 2),
        (ReceiptKind.SUBMISSION, 3, 3),
    ]
    for receipt in answer.receipts:
        assert holds(world, receipt)
        assert not holds(world, replace(receipt, late=True))
        assert receipt.report == a.report()
        assert receipt.content == content_hash(world.form.hash, ROW)
        assert (receipt.device, receipt.epoch) == (a.id, a.epoch)
        assert receipt.received_at == world.central.now()
        assert receipt.sealed_at == world.central.now() - 60
        assert (receipt.deadline, receipt.late) == (DEADLINE, False)


@pytest.mark.parametrize(("moment", "late"), [(LAST_MOMENT, False), (TOO_LATE, True)])
def test_lateness_is_judged_by_centrals_clock(world: World, moment: str, late: bool) -> None:
    a = world.computer("01273")
    a.edit(ROW)
    a.act(Kind.SEAL, ROW)
    world.clock.set(moment)
    (receipt,) = a.exchange().receipts
    assert receipt.late is late


def test_a_report_that_nobody_asked_for_has_no_deadline(world: World) -> None:
    a = world.computer("01273")
    a.edit(ROW, report=a.report("2026-Q1"))
    a.act(Kind.SEAL, ROW, report=a.report("2026-Q1"))
    world.clock.set("2030-01-01T00:00:00+00:00")
    (receipt,) = a.exchange().receipts
    assert (receipt.deadline, receipt.late) == ("", False)


def test_a_commitment_gets_its_receipt_before_the_content_and_the_same_one_again(world: World) -> None:
    a = world.computer("01273")
    announced = a.commitment(ROW, 2)
    (receipt,) = a.exchange(commitments=[announced]).receipts
    assert holds(world, receipt)
    assert (receipt.kind, receipt.rev, receipt.seq, receipt.late) == (ReceiptKind.COMMITMENT, 0, 2, False)
    assert receipt.content == content_hash(world.form.hash, ROW)
    world.clock.set(TOO_LATE)
    assert a.exchange(commitments=[announced]).receipts == (receipt,)


def test_a_seal_of_exactly_the_announced_content_is_on_time_though_it_arrives_late(world: World) -> None:
    a = world.computer("01273")
    a.edit(ROW)
    a.act(Kind.SEAL, ROW)
    a.act(Kind.SUBMIT, ROW)
    a.exchange(first=4, commitments=[a.commitment(ROW, 2)])
    world.clock.set(TOO_LATE)
    receipts = {receipt.kind: receipt for receipt in a.exchange(first=1).receipts}
    assert receipts[ReceiptKind.SEAL].late is False
    assert receipts[ReceiptKind.SEAL].received_at == world.central.now()
    assert receipts[ReceiptKind.SUBMISSION].late is False


def test_a_blank_report_announced_in_time_does_not_make_next_weeks_figures_on_time(world: World) -> None:
    a = world.computer("01273")
    a.exchange(commitments=[a.commitment({}, 1)])
    a.edit(ROW)
    a.act(Kind.SEAL, ROW)
    world.clock.set(TOO_LATE)
    receipts = {receipt.kind: receipt for receipt in a.exchange().receipts}
    assert receipts[ReceiptKind.SEAL].late is True


def test_a_second_commitment_gets_a_receipt_too(world: World) -> None:
    a = world.computer("01273")
    first, second = a.commitment(ROW, 2), a.commitment(ROW | {"main/a/c4": "1.5"}, 4)
    receipts = a.exchange(commitments=[first, second]).receipts
    assert [receipt.seq for receipt in receipts] == [2, 4]
    assert len({receipt.content for receipt in receipts}) == 2


def test_a_commitment_that_is_not_signed_or_for_another_units_report_gets_nothing(world: World) -> None:
    a, b = world.computer("01273"), world.computer("01279")
    forged = replace(a.commitment(ROW, 2), content="0" * 64)
    foreign = a.commitment(ROW, 2, report=b.report())
    unknown = a.commitment(ROW, 2, report=a.report(unit="nowhere"))
    answer = a.exchange(commitments=[forged, foreign, unknown])
    assert answer.receipts == ()
    assert world.count("intake_receipt") == 0


def test_a_seal_that_is_refused_or_in_conflict_gets_no_receipt(world: World) -> None:
    a = world.computer("01273")
    a.edit(ROW)
    a.act(Kind.SEAL, ROW | {"main/a/c4": "2"})
    a.act(Kind.SUBMIT, ROW)
    answer = a.exchange()
    assert codes(answer) == ["applied", "conflict", "superseded"]
    assert answer.receipts == ()
    assert world.count("intake_receipt") == 0


def test_receipts_are_given_again_with_the_results_they_belong_to(world: World) -> None:
    a = world.computer("01273")
    a.edit(ROW)
    a.act(Kind.SEAL, ROW)
    first = a.ask(a.request([a.chain()])).receipts
    assert len(first) == 1
    assert a.ask(a.request()).receipts == first
    a.known = 2
    assert a.ask(a.request()).receipts == ()
