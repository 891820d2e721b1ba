"""What a request shows in plain JSON at its end: contents that were announced, and what a restored central lost.

It refers to nothing in the message's tables, so that a central that does not know it passes over all of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from app.domain.exchange import (
    Evidence,
    Proof,
    Receipt,
    ReceiptKind,
    Request,
    Result,
    ResultCode,
    Revision,
    SealedContent,
    TheirCell,
)
from app.domain.operations import Operation, OperationId, parse_operation, parse_report_key
from app.domain.workflow import State
from sync.columns import lengthen, shorten


class WireContent(Struct, array_like=True):
    """A content that a commitment named."""

    report: str
    form: str
    cells: dict[str, str]


class WireReceipt(Struct, array_like=True):
    """A receipt, whole."""

    kind: str
    report: str
    content: str
    device: str
    epoch: str
    seq: int
    rev: int
    sealed_at: int
    received_at: int
    deadline: str
    late: int
    central: str
    signature: str


class WireResult(Struct, array_like=True):
    """A result, whole."""

    device: str
    epoch: str
    seq: int
    hash: str
    code: str
    rev: int
    cells: list[tuple[str, str | None, str, int]] = []
    error: str = ""
    params: dict[str, str] = {}


class WireProof(Struct, array_like=True):
    """Results that central signed as one list."""

    central_epoch: str
    signature: str
    results: list[WireResult]


class WireRevision(Struct, array_like=True):
    """A report after an operation."""

    operation: dict[str, Any]
    """In its long form."""
    form: str
    state: str
    cells: dict[str, str]


class WireEvidence(Struct, array_like=True, frozen=True):
    """What a restored central is shown."""

    receipts: list[WireReceipt] = []
    proofs: list[WireProof] = []
    revisions: list[WireRevision] = []


def write_contents(contents: Sequence[SealedContent]) -> list[list[Any]]:
    """The contents' arrays."""
    return [[str(each.report), shorten(each.form), each.cells] for each in contents]


def read_contents(wire: Sequence[WireContent]) -> tuple[SealedContent, ...]:
    """The contents that arrays spell. Raises InputError."""
    return tuple(
        SealedContent(report=parse_report_key(each.report), form=lengthen(each.form), cells=each.cells) for each in wire
    )


def read_history(wire: Sequence[dict[str, Any]]) -> tuple[Operation, ...]:
    """The operations that long forms spell. Raises InputError."""
    return tuple(map(parse_operation, wire))


def write_evidence(request: Request) -> list[Any]:
    """The evidence's array; [] for none."""
    told = request.evidence
    fields: list[Any] = [
        [_write_receipt(receipt) for receipt in told.receipts],
        [
            [shorten(proof.central_epoch), shorten(proof.signature), [_write_result(each) for each in proof.results]]
            for proof in told.proofs
        ],
        [[each.operation.long_form(), shorten(each.form), each.state.value, each.cells] for each in told.revisions],
    ]
    while fields and not fields[-1]:
        fields.pop()
    return fields


def _write_receipt(receipt: Receipt) -> list[Any]:
    return [
        receipt.kind.value,
        str(receipt.report),
        shorten(receipt.content),
        receipt.device,
        shorten(receipt.epoch),
        receipt.seq,
        receipt.rev,
        receipt.sealed_at,
        receipt.received_at,
        receipt.deadline,
        int(receipt.late),
        shorten(receipt.central),
        shorten(receipt.signature),
    ]


def _write_result(result: Result) -> list[Any]:
    fields: list[Any] = [
        result.id.device,
        shorten(result.id.epoch),
        result.id.seq,
        shorten(result.hash),
        result.code.value,
        result.rev,
        [[cell.address, cell.value, cell.author, cell.at] for cell in result.cells],
        result.error,
        dict(result.params),
    ]
    while not fields[-1] and len(fields) > 6:
        fields.pop()
    return fields


def read_evidence(wire: WireEvidence) -> Evidence:
    """The evidence that an array spells. Raises InputError, ValueError for what is none."""
    return Evidence(
        receipts=tuple(map(_read_receipt, wire.receipts)),
        proofs=tuple(
            Proof(
                central_epoch=lengthen(proof.central_epoch),
                results=tuple(map(_read_result, proof.results)),
                signature=lengthen(proof.signature),
            )
            for proof in wire.proofs
        ),
        revisions=tuple(
            Revision(
                operation=parse_operation(each.operation),
                form=lengthen(each.form),
                state=State(each.state),
                cells=each.cells,
            )
            for each in wire.revisions
        ),
    )


def _read_receipt(wire: WireReceipt) -> Receipt:
    return Receipt(
        kind=ReceiptKind(wire.kind),
        report=parse_report_key(wire.report),
        content=lengthen(wire.content),
        device=wire.device,
        epoch=lengthen(wire.epoch),
        seq=wire.seq,
        rev=wire.rev,
        sealed_at=wire.sealed_at,
        received_at=wire.received_at,
        deadline=wire.deadline,
        late=bool(wire.late),
        central=lengthen(wire.central),
        signature=lengthen(wire.signature),
    )


def _read_result(wire: WireResult) -> Result:
    return Result(
        id=OperationId(wire.device, lengthen(wire.epoch), wire.seq),
        hash=lengthen(wire.hash),
        code=ResultCode(wire.code),
        rev=wire.rev,
        cells=tuple(TheirCell(address=a, value=value, author=author, at=at) for a, value, author, at in wire.cells),
        error=wire.error,
        params=wire.params,
    )
