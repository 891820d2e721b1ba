"""Receipts: central's signed word on what arrived, and whether it arrived in time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, timezone

from msgspec.structs import replace

from app.domain.exchange import Commitment, Receipt, ReceiptKind, commitment_statement, receipt_statement
from app.domain.operations import Kind, parse_report_key
from app.domain.signing import sign, verifies
from central.databases import Database, Later, by_home
from central.intake.answers import Run
from central.intake.files import ReportFile
from central.intake.judging import Judged
from central.marks import SigningKey
from central.registry.offices import DeviceRecord

HANOI = timezone(timedelta(hours=7))
"""Asia/Ho_Chi_Minh: the same offset in every year that a deadline can name."""

_KINDS = {Kind.SEAL: ReceiptKind.SEAL, Kind.SUBMIT: ReceiptKind.SUBMISSION}

Announced = dict[tuple[str, str], int]
"""(report, content) -> when it was first announced, Unix seconds."""

_COLUMNS = "kind, report, content, device, epoch, seq, rev, sealed_at, received_at, deadline, late, central, signature"


def is_late(received_at: int, deadline: str) -> bool:
    """Whether a moment (Unix seconds) lies after the end of the deadline's day in Việt Nam; never without one."""
    if not deadline:
        return False
    following = datetime.combine(date.fromisoformat(deadline) + timedelta(days=1), time(), HANOI)
    return datetime.fromtimestamp(received_at, UTC) >= following


def signed(receipt: Receipt, key: SigningKey) -> Receipt:
    """The receipt with central's signature."""
    return replace(receipt, signature=sign(key.private, receipt_statement(receipt)))


def announcements(db: Database, files: Iterable[ReportFile]) -> Announced:
    """When each content of the reports was first announced by a commitment."""
    found: Announced = {}
    for province, reports in by_home((file.province, file.name) for file in files).items():
        rows = db.rows(
            "SELECT report, content, MIN(received_at) FROM intake_receipt WHERE province = %s AND kind = %s AND "
            + db.within("report")
            + " GROUP BY report, content",
            province,
            ReceiptKind.COMMITMENT,
            db.members(reports),
        )
        found |= {(report, content): received_at for report, content, received_at in rows}
    return found


def gets_receipt(judged: Judged) -> bool:
    """Whether an operation gets a receipt: an applied seal or submission does."""
    return judged.standing is not None and judged.operation.kind in _KINDS


def receipt_for(judged: Judged, file: ReportFile, announced: Announced, key: SigningKey) -> Receipt:
    """The receipt of an applied seal or submission.

    A content that was announced in time and arrived later is on time: a commitment is redeemed by exactly the
    content it named.
    """
    operation, standing = judged.operation, judged.standing
    kind = _KINDS[operation.kind]
    assert standing is not None, "only what was applied gets a receipt"
    known_since = announced.get((file.name, standing.content), standing.received_at)
    receipt = Receipt(
        kind=kind,
        report=operation.report,
        content=standing.content,
        device=operation.device,
        epoch=operation.epoch,
        seq=operation.seq,
        rev=standing.head.rev,
        sealed_at=operation.at,
        received_at=standing.received_at,
        deadline=file.duty.deadline,
        late=is_late(known_since, file.duty.deadline),
        central=key.id,
        signature="",
    )
    return signed(receipt, key)


def commitment_receipt(
    commitment: Commitment, file: ReportFile, device: DeviceRecord, epoch: str, now: int, key: SigningKey
) -> Receipt | None:
    """The receipt of a commitment; None where the device did not sign it or speaks for another unit's report."""
    statement = commitment_statement(
        device.id, commitment.report, commitment.content, commitment.sealed_at, commitment.seq
    )
    if not verifies(device.public_key, statement, commitment.signature):
        return None
    receipt = Receipt(
        kind=ReceiptKind.COMMITMENT,
        report=commitment.report,
        content=commitment.content,
        device=device.id,
        epoch=epoch,
        seq=commitment.seq,
        rev=0,
        sealed_at=commitment.sealed_at,
        received_at=now,
        deadline=file.duty.deadline,
        late=is_late(now, file.duty.deadline),
        central=key.id,
        signature="",
    )
    return signed(receipt, key)


def store_receipts(db: Database, receipts: Iterable[tuple[str, Receipt]]) -> None:
    """Keep receipts, each with the province of its report; one that is there already stays as it was given."""
    db.many(
        f"INSERT INTO intake_receipt (province, {_COLUMNS}) VALUES ({', '.join(['%s'] * 14)}) ON CONFLICT DO NOTHING",
        [
            (
                province,
                receipt.kind,
                str(receipt.report),
                receipt.content,
                receipt.device,
                receipt.epoch,
                receipt.seq,
                receipt.rev,
                receipt.sealed_at,
                receipt.received_at,
                receipt.deadline,
                int(receipt.late),
                receipt.central,
                receipt.signature,
            )
            for province, receipt in receipts
        ],
    )


def receipts_of_content(
    db: Database, province: str, report: str, content: str, devices: Iterable[str]
) -> list[Receipt]:
    """The receipts given to devices for one content of a report, of every kind."""
    rows = db.rows(
        f"SELECT {_COLUMNS} FROM intake_receipt"  # the columns are a constant
        " WHERE province = %s AND report = %s AND content = %s AND "
        + db.within("device")
        + " ORDER BY epoch, seq, kind",
        province,
        report,
        content,
        db.members(devices),
    )
    return [_receipt(row) for row in rows]


def receipts_of(db: Database, runs: Iterable[Run]) -> Later[list[list[Receipt]]]:
    """The receipts given for each run of a chain's operations, ordered; those of contents that came by themselves go
    with these.
    """
    told = db.later(
        f"SELECT {_COLUMNS} FROM intake_receipt"  # the columns and the kind are constants
        f" WHERE province = %s AND device = %s AND epoch = %s AND seq > %s AND seq <= %s"
        f" AND kind <> '{ReceiptKind.REDEMPTION}' ORDER BY seq",
        list(runs),
    )
    return lambda: [
        sorted(map(_receipt, rows), key=lambda each: (each.seq, each.kind, each.content)) for rows in told()
    ]


def _receipt(row: tuple[object, ...]) -> Receipt:
    kind, report, content, device, epoch, seq, rev, sealed_at, received_at, deadline, late, central, signature = row
    return Receipt(
        kind=ReceiptKind(str(kind)),
        report=parse_report_key(str(report)),
        content=str(content),
        device=str(device),
        epoch=str(epoch),
        seq=_whole(seq),
        rev=_whole(rev),
        sealed_at=_whole(sealed_at),
        received_at=_whole(received_at),
        deadline=str(deadline),
        late=bool(late),
        central=str(central),
        signature=str(signature),
    )


def _whole(value: object) -> int:
    assert isinstance(value, int), "the schema says integer"
    return value
