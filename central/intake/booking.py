"""Writing down what was judged: operation, history, heads, digests, feed, receipts, notes, conflicts, all together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from app.domain.exchange import EMPTY_DIGEST, Digest, Receipt, ResultCode, add_to_digest, digest_term
from app.domain.operations import ReportKey
from central.databases import Database, Later, Parameter, Row
from central.intake.answers import encode_verdict
from central.intake.conflicts import book_conflicts, open_conflicts
from central.intake.feed import FeedRow, ItemKind, Scope, inner_scope, place_rows, upward_scope
from central.intake.files import ReportFile, Standing
from central.intake.judging import Batch, Judged
from central.intake.notes import book_notes, open_questions
from central.intake.receipts import announcements, gets_receipt, is_late, receipt_for, store_receipts
from central.marks import SigningKey
from central.registry.offices import UnitRecord

_OPERATION = (
    "INSERT INTO intake_operation (province, device, epoch, seq, hash, report, kind, author, at, received_at, body,"
    " code, rev, error, answer) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
    " ON CONFLICT (province, device, epoch, seq)"
    " DO UPDATE SET code = excluded.code, rev = excluded.rev, error = excluded.error, answer = excluded.answer"
)
_HISTORY = (
    "INSERT INTO intake_history (province, report, rev, device, epoch, seq, device_province, kind, state, content,"
    " author, at, received_at, xid, position) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
)
_HEAD = (
    "INSERT INTO intake_head (province, report, upward, form, state, rev, content, cells, author, at, received_at)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (province, report, upward)"
    " DO UPDATE SET form = excluded.form, state = excluded.state, rev = excluded.rev, content = excluded.content,"
    " cells = excluded.cells, author = excluded.author, at = excluded.at, received_at = excluded.received_at"
)
_DIGEST = (
    "INSERT INTO intake_digest (province, scope, unit, sum, count) VALUES (%s, %s, %s, %s, %s)"
    " ON CONFLICT (province, scope, unit) DO UPDATE SET sum = excluded.sum, count = excluded.count"
)
_BLOCK = (
    "INSERT INTO intake_block (province, device, epoch, report, seq) VALUES (%s, %s, %s, %s, %s)"
    " ON CONFLICT (province, device, epoch, report) DO UPDATE SET seq = excluded.seq"
)

_NO_PLACE = (0, 0)
"""Of what made no revision: no feed row tells of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """What booking has to know of reports, asked for before their operations are judged: along with what judging asks.

    It holds for the first booking after it, while nothing else was written.
    """

    reports: frozenset[ReportKey]
    digests: Later[dict[tuple[Scope, str], Digest]]
    """Of the offices' own heads."""
    places: Later[tuple[int, list[int]]]
    """The transaction's number, and a feed position for each report."""
    questions: Later[list[Row]]
    conflicts: Later[list[Row]]


def ask_ahead(db: Database, reports: Iterable[ReportKey], units: Mapping[str, UnitRecord]) -> Ahead:
    """Ask for what booking has to know; `units` are those that the reports are of."""
    known = frozenset(key for key in reports if key.unit in units)
    homes = [(units[key.unit].province, key) for key in known]
    names = [(province, str(key)) for province, key in homes]
    return Ahead(
        reports=known,
        digests=_read_digests(db, {(inner_scope(province, key.unit), key.unit) for province, key in homes}),
        places=db.places(len(known)),
        questions=open_questions(db, names),
        conflicts=open_conflicts(db, names),
    )


def book(db: Database, batch: Batch, judged: Sequence[Judged], key: SigningKey, ahead: Ahead | None = None) -> int:
    """Write down a run of judged operations, inside a writing transaction; returns the last feed position, or 0."""
    files = _changed_files(batch, judged)
    moves = [move for file in files for move in _settle(file)]
    receipts = _receipts(db, batch, judged, key)
    written = [each for each in judged if each.code in (ResultCode.APPLIED, ResultCode.DUPLICATE)]
    # A report's history stands at the place of the feed row that tells of it.
    places = {file.name: place for place, file in enumerate(files)}
    xid, positions = _write_heads(db, files, moves, ahead)
    db.many(_OPERATION, [_operation_row(each) for each in judged])
    # Of a chain's several on one report the last counts.
    db.many(_BLOCK, list({row[:4]: row for row in [_block_row(each) for each in judged if each.is_block]}.values()))
    db.many(
        _HISTORY,
        [
            (
                *_history_row(batch, each),
                *((xid, positions[places[str(each.operation.report)]]) if each.standing else _NO_PLACE),
            )
            for each in written
        ],
    )
    store_receipts(db, receipts)
    noted = book_notes(db, batch, judged, ahead.questions if ahead else None) or (positions[-1] if positions else 0)
    return book_conflicts(db, batch, judged, ahead.conflicts if ahead else None) or noted


def book_heads(db: Database, files: Iterable[ReportFile]) -> int:
    """Write down heads that moved without an operation being judged; returns the last feed position, or 0."""
    ordered = sorted(files, key=lambda file: file.name)
    _, positions = _write_heads(db, ordered, [move for file in ordered for move in _settle(file)])
    return positions[-1] if positions else 0


def _write_heads(
    db: Database, files: Sequence[ReportFile], moves: Sequence[_Move], ahead: Ahead | None = None
) -> tuple[int, list[int]]:
    """Write heads, digests and feed; the transaction's number, and each file's place in the feed."""
    if not files:
        return 0, []
    known = ahead.digests() if ahead else {}
    others = _read_digests(db, {(move.scope, move.file.key.unit) for move in moves} - known.keys())
    xid, given = ahead.places() if ahead else db.places(len(files))()
    positions = given[: len(files)]
    digests = _moved_digests(known | others(), moves)
    places = dict(zip((file.name for file in files), positions, strict=True))
    db.many(_HEAD, [_head_row(move.file, move.is_upward, move.standing) for move in moves])
    db.many(_DIGEST, [(*scope, unit, digest.sum, digest.count) for (scope, unit), digest in digests.items()])
    place_rows(db, [(row, places[row.item]) for move in moves for row in [move.row]], xid)
    for move in moves:
        move.file.stored[move.is_upward] = (move.standing.head.rev, move.standing.content)
    return xid, positions


class _Move(msgspec.Struct, frozen=True):
    """A head that moved in this run."""

    file: ReportFile
    is_upward: bool
    standing: Standing
    scope: Scope

    @property
    def row(self) -> FeedRow:
        """What the feed says of it."""
        return FeedRow(self.scope, ItemKind.REPORT, self.file.name, self.file.province)


def _changed_files(batch: Batch, judged: Iterable[Judged]) -> list[ReportFile]:
    keys = dict.fromkeys(each.operation.report for each in judged if each.standing)
    return sorted((batch.cabinet.files[key] for key in keys), key=lambda file: file.name)


def _settle(file: ReportFile) -> list[_Move]:
    """The heads of a file that moved, with their content hashes."""
    file.stored = dict(file.stored)
    moves = []
    for is_upward, standing in ((False, file.inner), (True, file.upward)):
        if standing is None or standing.head.rev == file.stored.get(is_upward, (0, ""))[0]:
            continue
        settled = standing.settled()
        if is_upward:
            file.upward = settled
            scope = upward_scope(file.duty.receiver_province, file.duty.receiver)
            if not file.duty.receiver:
                continue
        else:
            file.inner = settled
            scope = inner_scope(file.province, file.key.unit)
        moves.append(_Move(file, is_upward, settled, scope))
    return moves


def _moved_digests(before: dict[tuple[Scope, str], Digest], moves: Iterable[_Move]) -> dict[tuple[Scope, str], Digest]:
    """The digests of the offices whose heads moved, moved with them."""
    found: dict[tuple[Scope, str], Digest] = {}
    for move in moves:
        place = (move.scope, move.file.key.unit)
        stored = move.file.stored.get(move.is_upward)
        found[place] = add_to_digest(
            found.get(place, before[place]),
            added=digest_term(move.file.key, move.standing.head.rev, move.standing.content),
            removed=digest_term(move.file.key, *stored) if stored else 0,
            count=0 if stored else 1,
        )
    return dict(sorted(found.items(), key=lambda item: item[0]))


def _read_digests(db: Database, wanted: Iterable[tuple[Scope, str]]) -> Later[dict[tuple[Scope, str], Digest]]:
    places = list(wanted)
    told = db.later(
        "SELECT sum, count FROM intake_digest WHERE province = %s AND scope = %s AND unit = %s",
        [(*scope, unit) for scope, unit in places],
    )
    return lambda: {
        place: next((Digest(sum=total, count=count) for total, count in rows), EMPTY_DIGEST)
        for place, rows in zip(places, told(), strict=True)
    }


def _receipts(db: Database, batch: Batch, judged: Iterable[Judged], key: SigningKey) -> list[tuple[str, Receipt]]:
    given = [(each, batch.cabinet.files[each.operation.report]) for each in judged if gets_receipt(each)]
    if not given:
        return []
    # A commitment matters only to what would be late without it.
    late = [file for each, file in given if is_late(each.arrival.received_at, file.duty.deadline)]
    announced = announcements(db, late) if late else {}
    return [(file.province, receipt_for(each, file, announced, key)) for each, file in given]


def _operation_row(judged: Judged) -> tuple[Parameter, ...]:
    operation = judged.operation
    return (
        judged.device.province,
        operation.device,
        operation.epoch,
        operation.seq,
        judged.arrival.hash,
        str(operation.report),
        operation.kind,
        operation.author,
        operation.at,
        judged.arrival.received_at,
        operation.long_bytes(),
        judged.code,
        judged.rev,
        judged.error,
        encode_verdict(judged.cells, judged.params),
    )


def _block_row(judged: Judged) -> tuple[Parameter, ...]:
    operation = judged.operation
    return (judged.device.province, operation.device, operation.epoch, str(operation.report), operation.seq)


def _history_row(batch: Batch, judged: Judged) -> tuple[Parameter, ...]:
    operation = judged.operation
    file = batch.cabinet.files[operation.report]
    standing = judged.standing
    if standing and file.inner and standing.head.rev == file.inner.head.rev:
        standing = file.inner
    state = standing.head.state if standing else (file.inner.head.state if file.inner else "")
    return (
        file.province,
        file.name,
        judged.rev,
        operation.device,
        operation.epoch,
        operation.seq,
        judged.device.province,
        operation.kind,
        state,
        standing.content if standing else "",
        operation.author,
        operation.at,
        judged.arrival.received_at,
    )


def _head_row(file: ReportFile, is_upward: bool, standing: Standing) -> tuple[Parameter, ...]:
    head = standing.head
    return (
        file.province,
        file.name,
        int(is_upward),
        head.form,
        head.state,
        head.rev,
        standing.content,
        msgspec.json.encode(head.cells),
        standing.author,
        standing.at,
        standing.received_at,
    )
