"""Generated exchanges of the shapes that the byte budgets speak of."""

from __future__ import annotations

import random
from collections.abc import Sequence

from app.domain.canonical import fingerprint
from app.domain.exchange import (
    EMPTY_DIGEST,
    Answer,
    Have,
    ReportChange,
    ReportEcho,
    Request,
    Result,
    ResultCode,
    View,
)
from app.domain.operations import CellEdit, Chain, EditBody, Kind, Operation, ReportKey, opening_hash
from app.domain.workflow import State
from sync.wire import FormOrder, TableOrder

SYLLABLES = (
    "báo cáo tổng hợp tình hình tiếp công dân khiếu nại tố cáo phản ánh kiến nghị đơn thư xử lý giải quyết thanh tra "
    "hành chính chuyên ngành kỳ trước chuyển sang trong kỳ số liệu đơn vị huyện tỉnh xã phường thị trấn đã được chưa "
    "quá hạn đúng thẩm quyền hướng dẫn văn bản quyết định kết luận thu hồi đất đai môi trường"
)

FORM = fingerprint(b"the workload's form").hex()
ORDER = FormOrder(
    tables=(
        TableOrder(
            key="main",
            columns=tuple(f"c{number}" for number in range(1, 14)),
            rows=tuple(f"r{number:02d}" for number in range(1, 13)),
        ),
    ),
    texts=tuple(f"t{number}" for number in range(1, 7)),
)
DEVICE, EPOCH, CENTRAL_EPOCH = "d-7f3k2m9q", "5ab0c1d2e3f40516", "c0ffee0123456789"
SIGNATURE = "ab" * 64


def forms(package: str) -> FormOrder | None:
    """The one form of the workload."""
    return ORDER if package == FORM else None


def _text(chance: random.Random) -> str:
    words: list[str] = []
    while len(" ".join(words)) < 58:
        words.append(chance.choice(SYLLABLES.split()))
    return " ".join(words)[:62].strip().capitalize()


def _figure(chance: random.Random) -> str:
    return str(chance.choice((0, 0, chance.randint(1, 9), chance.randint(10, 999), chance.randint(1000, 9999))))


def reports(count: int, seed: int = 20260101) -> list[tuple[ReportKey, dict[str, str]]]:
    """`count` reports of 156 figures and 6 texts, like the common workload's."""
    chance = random.Random(seed)
    out: dict[ReportKey, dict[str, str]] = {}
    while len(out) < count:
        key = ReportKey(
            f"H{chance.randint(1, 63):02d}.X{chance.randint(1, 300):03d}",
            chance.choice(("01/TCD", "02/TCD", "01/XLD", "II.06a/VPCP/KSTT")),
            f"202{chance.randint(0, 6)}-Q{chance.randint(1, 4)}",
        )
        cells = {
            address: _text(chance) if address.startswith("@text") else _figure(chance) for address in ORDER.addresses
        }
        out[key] = cells
    return list(out.items())


def chain(edits: Sequence[tuple[ReportKey, Sequence[CellEdit]]], *, first: int = 1, prev: str = "") -> Chain:
    """A chain of one edit per entry, truly chained."""
    prev = prev or (opening_hash(DEVICE, EPOCH, None) if first == 1 else "11" * 32)
    operations = []
    for place, (key, cells) in enumerate(edits):
        operation = Operation(
            device=DEVICE,
            epoch=EPOCH,
            seq=first + place,
            prev=prev,
            author="p-31c5",
            kind=Kind.EDIT,
            report=key,
            form=FORM,
            after=first - 1,
            at=1_790_000_000 + 37 * place + place % 7,
            body=EditBody(cells=tuple(sorted(cells))),
        )
        prev = operation.hash()
        operations.append(operation)
    return Chain(device=DEVICE, epoch=EPOCH, follows=None, operations=tuple(operations), signature=_signature(first))


def _signature(number: int) -> str:
    return fingerprint(str(number).encode()).hex() * 2


def request(chains: tuple[Chain, ...] = (), *, known: int = 0) -> Request:
    """A request as a device in the middle of its life makes it."""
    return Request(
        device=DEVICE,
        central_epoch=CENTRAL_EPOCH,
        cursor="18342",
        epoch=EPOCH,
        known=known,
        scope="3f9a",
        limit=1000,
        chains=chains,
    )


def answer(asked: Request, revs: Sequence[int]) -> Answer:
    """Everything applied, one echo a report, at the rest after it."""
    operations = [operation for each in asked.chains for operation in each.operations]
    results = tuple(
        Result(id=operation.id, hash=operation.hash(), code=ResultCode.APPLIED, rev=rev)
        for operation, rev in zip(operations, revs, strict=True)
    )
    echoes = tuple(
        ReportEcho(report=operation.report, rev=rev) for operation, rev in zip(operations, revs, strict=True)
    )
    head = operations[-1] if operations else None
    return Answer(
        central_epoch=CENTRAL_EPOCH,
        have=Have(epoch=EPOCH, seq=head.seq if head else asked.known, hash=head.hash() if head else "7e" * 32),
        scope=asked.scope,
        results=results,
        results_signature=_signature(7) if results else "",
        receipts=(),
        changes=echoes,
        cursor="19342" if results else asked.cursor,
        more=False,
        digest=EMPTY_DIGEST.__class__(sum=fingerprint(b"digest").hex(), count=1000),
        server_time=1_790_100_000,
    )


def first_push(entries: Sequence[tuple[ReportKey, dict[str, str]]], *, first: int = 1) -> Request:
    """A request that makes every report of `entries` from nothing."""
    edits = [(key, [CellEdit(address, None, value) for address, value in cells.items()]) for key, cells in entries]
    return request((chain(edits, first=first),), known=first - 1)


def one_cell_each(count: int, seed: int = 5) -> Request:
    """A request of one edited figure in each of `count` reports."""
    chance = random.Random(seed)
    edits = []
    for key, cells in chance.sample(reports(1000), count):
        address = chance.choice([each for each in cells if not each.startswith("@")])
        edits.append((key, [CellEdit(address, cells[address], str(chance.randint(10_000, 99_999)))]))
    return request((chain(edits, first=1001),), known=1000)


def pulled(entries: Sequence[tuple[ReportKey, dict[str, str]]]) -> tuple[ReportChange, ...]:
    """The same reports, as the feed carries them."""
    return tuple(
        ReportChange(
            report=key,
            view=View.INNER,
            form=FORM,
            state=State.DRAFT,
            rev=1,
            cells=cells,
            author="p-31c5",
            at=1_790_000_000 + 37 * place,
        )
        for place, (key, cells) in enumerate(entries)
    )
