"""Seals that were announced to central, and whose very content it has not got yet."""

from __future__ import annotations

from collections.abc import Iterable

from app.domain.exchange import Receipt, ReceiptKind


def announced(receipts: Iterable[Receipt]) -> list[Receipt]:
    """The commitments among these receipts that nothing has redeemed, by the time they came."""
    told = list(receipts)
    there = {(each.report, each.content) for each in told if each.kind is not ReceiptKind.COMMITMENT}
    open_ = [each for each in told if each.kind is ReceiptKind.COMMITMENT and (each.report, each.content) not in there]
    return sorted(open_, key=lambda receipt: receipt.received_at)
