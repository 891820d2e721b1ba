"""After central was restored: what a device shows of central's own former word is taken back, listed, and held to.

Central's signing key lies outside its database, so it knows its own signature on what the database has lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import msgspec

from app.domain.apply import Head
from app.domain.canonical import content_hash
from app.domain.exchange import Evidence, Receipt, Result, ResultCode, Revision, receipt_statement, results_statement
from app.domain.operations import ActBody, CellEdit, EditBody, Operation, OperationId, ReportKey, parse_report_key
from app.domain.signing import verifies
from app.domain.workflow import BY_RECEIVER
from central.bootstrap import LEFT_EPOCHS, RESTORED_AT
from central.databases import Database, Later
from central.intake.answers import RESULT_COLUMNS, encode_verdict, read_result
from central.intake.booking import book_heads
from central.intake.chains import ChainName
from central.intake.feed import ItemKind, inner_scope
from central.intake.files import Cabinet, ReportFile, Standing
from central.intake.judging import SHOWN_UPWARD, Former
from central.intake.receipts import store_receipts
from central.intake.rounds import Round
from central.marks import SigningKey

_RECALL = (
    "INSERT INTO intake_recalled (province, device, epoch, seq, hash, central_epoch, code, rev, error, answer)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (province, device, epoch, seq) DO UPDATE SET"
    " hash = excluded.hash, central_epoch = excluded.central_epoch, code = excluded.code, rev = excluded.rev,"
    " error = excluded.error, answer = excluded.answer"
)
_LIST = (
    "INSERT INTO intake_recovery (province, report, central_epoch, rev, stood_at, device, epoch, seq, at, cells)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
)


class _Said(NamedTuple):
    """A result that central signed once."""

    central_epoch: str
    result: Result


def recover(this: Round, cabinet: Cabinet, heirs: frozenset[str]) -> int:
    """Take back what the asking device proves, inside a writing transaction; the last feed position given out, or 0."""
    evidence = this.request.evidence
    if evidence == Evidence():
        return 0
    own = [(file.province, each) for each in evidence.receipts if (file := _receipted(this, cabinet, each))]
    store_receipts(this.db, own)
    said = _said(this, evidence)
    this.db.many(_RECALL, [_recalled_row(this, each) for each in said.values()])
    moved: dict[ReportKey, ReportFile] = {}
    for revision in evidence.revisions:
        found, file = said.get(revision.operation.id), cabinet.files.get(revision.operation.report)
        if found is None or file is None or not _may_show(this, file, revision, found.result, heirs):
            continue
        if not _is_untouched(this.db, file, found):
            continue
        stood_at, before = (file.inner.head.rev, file.inner.head.cells) if file.inner else (0, {})
        _take_back(this, file, revision, found)
        moved[file.key] = file
        place = (file.province, file.name, found.central_epoch, found.result.rev, stood_at)
        changed = msgspec.json.encode(_difference(before, revision.cells))
        this.db.run(_LIST, *place, *revision.operation.id, this.now, changed)
    return book_heads(this.db, moved.values())


def _difference(before: Mapping[str, str], after: Mapping[str, str]) -> list[CellEdit]:
    """The cells that were taken back: each with what stood there."""
    return [
        CellEdit(address, before.get(address), after.get(address))
        for address in sorted(before.keys() | after.keys())
        if before.get(address) != after.get(address)
    ]


def _receipted(this: Round, cabinet: Cabinet, receipt: Receipt) -> ReportFile | None:
    """The file that one of central's own receipts to this device belongs to."""
    key = this.central.key
    is_ours = receipt.device == this.device.id and receipt.central == key.id
    if is_ours and verifies(key.public, receipt_statement(receipt), receipt.signature):
        return cabinet.files.get(receipt.report)
    return None


def _said(this: Round, evidence: Evidence) -> dict[OperationId, _Said]:
    """What central signed in the epoch that the restored copy is of, or in one that went on from such a copy.

    What it signed in an epoch that the copy had left already says nothing about what the copy holds. It counts of the
    asking device, and of those that its store was before: these central may not know any more.
    """
    row = this.db.row("SELECT value FROM intake_meta WHERE name = %s", LEFT_EPOCHS)
    passed = {*(str(row[0]).split()[:-1] if row else ()), this.central.epoch}
    names = {this.device.id, *(chain.device for chain in this.request.recall)}
    return {
        result.id: _Said(proof.central_epoch, result)
        for proof in evidence.proofs
        if proof.central_epoch not in passed
        and _is_signed(proof.central_epoch, proof.results, proof.signature, this.central.key)
        for result in proof.results
        if result.id.device in names
    }


def _is_signed(central_epoch: str, results: tuple[Result, ...], signature: str, key: SigningKey) -> bool:
    return verifies(key.public, results_statement(central_epoch, results), signature)


def _recalled_row(this: Round, said: _Said) -> tuple[str | int | bytes, ...]:
    result = said.result
    answer = encode_verdict(result.cells, result.params)
    return (
        this.device.province,
        *result.id,
        result.hash,
        said.central_epoch,
        result.code,
        result.rev,
        result.error,
        answer,
    )


def _may_show(this: Round, file: ReportFile, revision: Revision, result: Result, heirs: frozenset[str]) -> bool:
    """Whether the revision is one that this device's own operation made, newer than ours, and whole."""
    operation = revision.operation
    if result.code is not ResultCode.APPLIED or result.hash != operation.hash() or this.device.revoked:
        return False
    if not (file.key.unit in heirs or (operation.kind in BY_RECEIVER and file.duty.receiver == this.device.unit)):
        return False
    if this.shelf.form(revision.form) is None or result.rev <= (file.inner.head.rev if file.inner else 0):
        return False
    match operation.body:
        case EditBody(cells=cells):
            return all(revision.cells.get(cell.address) == cell.new for cell in cells)
        case ActBody(content=content):
            return content_hash(revision.form, revision.cells) == content
        case _:
            return True


def _is_untouched(db: Database, file: ReportFile, said: _Said) -> bool:
    """Whether the report stands as the copy brought it, or as it was taken back: else a newer value would be lost."""
    scope = inner_scope(file.province, file.key.unit)
    row = db.row(
        "SELECT f.position <= CAST(m.value AS BIGINT) FROM intake_feed f JOIN intake_meta m ON m.name = %s"
        " WHERE f.province = %s AND f.scope = %s AND f.kind = %s AND f.item = %s",
        RESTORED_AT,
        *scope,
        ItemKind.REPORT,
        file.name,
    )
    if row is None or row[0]:
        return True
    before = db.row(
        "SELECT MAX(rev) FROM intake_recovery WHERE province = %s AND report = %s AND central_epoch = %s",
        file.province,
        file.name,
        said.central_epoch,
    )
    return before is not None and file.inner is not None and before[0] == file.inner.head.rev


def _take_back(this: Round, file: ReportFile, revision: Revision, said: _Said) -> None:
    operation = revision.operation
    file.inner = Standing(
        head=Head(
            key=file.key, form=revision.form, state=revision.state, rev=said.result.rev, cells=dict(revision.cells)
        ),
        content="",
        author=operation.author,
        at=operation.at,
        received_at=this.now,
    )
    if operation.kind in SHOWN_UPWARD:
        file.upward = file.inner


def former_results(
    db: Database, runs: Iterable[tuple[ChainName, Sequence[Operation]]]
) -> Later[dict[OperationId, Former]]:
    """What central said of runs of operations before it was restored, where a device has shown it."""
    told = db.later(
        f"SELECT {RESULT_COLUMNS}, central_epoch FROM intake_recalled"  # the columns are a constant
        " WHERE province = %s AND device = %s AND epoch = %s AND seq >= %s AND seq <= %s ORDER BY seq",
        [(*chain, run[0].seq, run[-1].seq) for chain, run in runs if run],
    )
    return lambda: {OperationId(*row[:3]): Former(read_result(row[:-1]), row[-1]) for rows in told() for row in rows}


def recovered_revisions(db: Database, files: Iterable[ReportFile]) -> dict[tuple[ReportKey, str], int]:
    """(Report, former central epoch) -> the revision it was taken back at."""
    homes: dict[str, dict[str, ReportKey]] = {}
    for file in files:
        homes.setdefault(file.province, {})[file.name] = file.key
    return {
        (keys[report], central_epoch): rev
        for province, keys in homes.items()
        for report, central_epoch, rev in db.rows(
            "SELECT report, central_epoch, MAX(rev) FROM intake_recovery WHERE province = %s AND "
            + db.within("report")
            + " GROUP BY report, central_epoch",
            province,
            db.members(keys),
        )
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovered:
    """A report that was taken back after a restore."""

    report: ReportKey
    stood_at: int
    """The revision that the restored copy held; 0 for none."""
    rev: int
    """The revision taken back."""
    device: str
    """Which computer showed it."""
    at: int
    """When, Unix seconds."""
    cells: tuple[CellEdit, ...]
    """What changed by it: of revisions whose operations never come again, this is all the history there is."""


def read_recovered(db: Database) -> list[Recovered]:
    """Every report that was taken back after a restore, the latest first."""
    rows = db.rows("SELECT report, stood_at, rev, device, at, cells FROM intake_recovery ORDER BY at DESC, report, rev")
    return [
        Recovered(
            report=parse_report_key(report),
            stood_at=stood_at,
            rev=rev,
            device=device,
            at=at,
            cells=msgspec.json.decode(cells, type=tuple[CellEdit, ...]),
        )
        for report, stood_at, rev, device, at, cells in rows
    ]
