"""What was announced and has not come yet."""

from __future__ import annotations

import pytest

from app.domain.announcements import announced
from app.domain.exchange import Receipt, ReceiptKind
from app.domain.operations import ReportKey

KEY, OTHER = ReportKey("xa-1", "F", "2026-Q3"), ReportKey("xa-1", "F", "2026-Q4")


def receipt(kind: ReceiptKind, content: str, at: int, report: ReportKey = KEY) -> Receipt:
    return Receipt(
        kind=kind,
        report=report,
        content=content,
        device="A",
        epoch="e",
        seq=at,
        rev=0,
        sealed_at=at,
        received_at=at,
        deadline="",
        late=False,
        central="0a1b2c3d4e5f6071",
        signature=f"{at:0128x}",
    )


FIRST, SECOND = receipt(ReceiptKind.COMMITMENT, "c1", 1), receipt(ReceiptKind.COMMITMENT, "c2", 2)


@pytest.mark.parametrize(
    ("others", "left"),
    [
        ([], [FIRST, SECOND]),
        ([receipt(ReceiptKind.SEAL, "c2", 3)], [FIRST]),
        ([receipt(ReceiptKind.REDEMPTION, "c1", 3)], [SECOND]),
        ([receipt(ReceiptKind.SEAL, "c3", 3)], [FIRST, SECOND]),
        ([receipt(ReceiptKind.SEAL, "c1", 3, OTHER)], [FIRST, SECOND]),
    ],
    ids=["nothing came", "one was sealed", "one came by itself", "another content came", "another report's came"],
)
def test_an_announcement_is_open_until_its_very_content_came(others: list[Receipt], left: list[Receipt]) -> None:
    assert announced([SECOND, FIRST, *others]) == left
