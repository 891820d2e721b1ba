"""Commitments redeemed: the very content that one named comes by itself, because its seal did not hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from app.domain.exchange import Receipt, ReceiptKind, SealedContent
from central.intake.files import Cabinet, ReportFile
from central.intake.receipts import is_late, receipts_of_content, signed, store_receipts
from central.intake.rounds import Round
from central.intake.succession import names_of

_KEEP = (
    "INSERT INTO intake_content (province, report, content, form, cells, device, received_at)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING"
)


def take_contents(this: Round, cabinet: Cabinet) -> None:
    """Keep the contents that the asking device announced once, and give each its receipt; others are left lying."""
    rows, receipts = [], []
    names = names_of(this) if this.request.contents else []
    for sent in this.request.contents:
        file = cabinet.files.get(sent.report)
        announced = None if file is None else _announced(this, file, sent, names)
        if file is None or announced is None:
            continue
        cells = msgspec.json.encode(dict(sent.cells))
        rows.append((file.province, file.name, sent.content, sent.form, cells, this.device.id, this.now))
        receipts.append((file.province, _redeemed(this, announced)))
    this.db.many(_KEEP, rows)
    store_receipts(this.db, receipts)


def _announced(this: Round, file: ReportFile, sent: SealedContent, names: Sequence[str]) -> Receipt | None:
    """The receipt of the first commitment of this content by the device, by any of its names; None for none."""
    kept = receipts_of_content(this.db, file.province, file.name, sent.content, names)
    commitments = (receipt for receipt in kept if receipt.kind is ReceiptKind.COMMITMENT)
    return min(commitments, key=lambda receipt: receipt.received_at, default=None)


def _redeemed(this: Round, announced: Receipt) -> Receipt:
    """The receipt of a content that came: in time where its announcement was."""
    receipt = Receipt(
        kind=ReceiptKind.REDEMPTION,
        report=announced.report,
        content=announced.content,
        device=announced.device,
        epoch=announced.epoch,
        seq=announced.seq,
        rev=0,
        sealed_at=announced.sealed_at,
        received_at=this.now,
        deadline=announced.deadline,
        late=is_late(announced.received_at, announced.deadline),
        central=this.central.key.id,
        signature="",
    )
    return signed(receipt, this.central.key)


def redemptions(this: Round, contents: Iterable[SealedContent]) -> list[Receipt]:
    """The receipts that the asking device holds, or is owed, for contents it sent."""
    units = this.registry.units({sent.report.unit for sent in contents})
    names = names_of(this) if units else []
    return [
        receipt
        for sent in contents
        if sent.report.unit in units
        for receipt in receipts_of_content(
            this.db, units[sent.report.unit].province, str(sent.report), sent.content, names
        )
        if receipt.kind is ReceiptKind.REDEMPTION
    ]
