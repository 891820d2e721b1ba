"""Conflicts as central keeps them: opened by its own word, closed by an operation; and the feed rows that tell of them.

Only the office that reports is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from app.domain.conflicts import (
    ClashedCell,
    Conflict,
    Held,
    answered_by,
    gone_on,
    is_sealed_over,
    opened_by,
    over,
)
from app.domain.exchange import ResultCode
from app.domain.operations import EditBody, Kind, Operation, OperationId, parse_report_key
from central.databases import Database, Later, Row, by_home
from central.intake.feed import FeedRow, ItemKind, inner_scope, publish
from central.intake.judging import Batch, Judged
from central.intake.rounds import Round
from central.intake.succession import CHAINS_MAX, names_of

_COLUMNS = "report, device, epoch, seq, holder, author, at, since, cells"
_KEEP = (
    f"INSERT INTO intake_conflict (province, id, {_COLUMNS}, open) VALUES ({', '.join(['%s'] * 12)})"
    " ON CONFLICT (province, id) DO UPDATE SET holder = excluded.holder, cells = excluded.cells, open = excluded.open"
)
_READ = f"SELECT province, {_COLUMNS} FROM intake_conflict WHERE province = %s AND "
_HOLDS = frozenset({ResultCode.APPLIED, ResultCode.DUPLICATE})

_Place = tuple[str, str]
"""Province, and the identity of the edit that met the conflict."""


def book_conflicts(
    db: Database, batch: Batch, judged: Sequence[Judged], standing: Later[list[Row]] | None = None
) -> int:
    """Write down what a run of judged operations opens and closes, inside its transaction; the last position, or 0.

    `standing` are the open ones of the reports, maybe of others besides, where they were asked for before.

    An edit that answers a conflict closes what it names where it holds; of the computer that has the question,
    whatever was judged of it, for what it met itself is a question of its own. A seal closes all that its computer knew
    of: there nothing is open, else it would not seal.
    """
    spoken = [each for each in judged if _speaks(each) and each.operation.report in batch.cabinet.files]
    if not spoken:
        return 0
    known = _known(db, batch, spoken, standing)
    before = dict(known)
    for each in spoken:
        operation, file = each.operation, batch.cabinet.files[each.operation.report]
        province, holds = file.province, each.code in _HOLDS
        answered = known.get((province, _answers(each)))
        if answered is not None and answered.report != operation.report:
            answered = None
        if answered is not None and (holds or (operation.device == answered.device and _is_judged(each))):
            known[province, _answers(each)] = answered_by(answered, operation, holds=holds)
        same_edition = file.inner is None or file.inner.head.form == operation.form
        # By another edition the computer keeps it in its tray, and asks nothing.
        if _met(each) and same_edition and not _is_left(db, operation):
            held = [Held(cell.address, cell.value, cell.author, cell.at) for cell in each.cells]
            opened = opened_by(operation, held, each.arrival.received_at, answered)
            known.setdefault((province, str(operation.id)), opened)
        if _seals(each) and _is_judged(each):
            sealed = [place for place, conflict in known.items() if is_sealed_over(conflict, operation)]
            known |= {place: over(known[place], operation.at) for place in sealed}
    return _keep(db, {place: conflict for place, conflict in known.items() if conflict != before.get(place)})


def follow_stores(this: Round) -> None:
    """Let conflicts go with the stores that go on from the chains a request names.

    A chain counts that is the asker's own, or of a device that has signed who goes on from it.
    """
    db, device, moved = this.db, this.device, dict[_Place, Conflict]()
    named = this.request.recall[:CHAINS_MAX]
    names = names_of(this) if named else ()
    chains = [chain for chain in named if chain.device in names]
    found = db.each(
        _READ + "open = 1 AND device = %s AND epoch = %s",
        [(device.province, chain.device, chain.epoch) for chain in chains],
    )
    for chain, rows in zip(chains, found, strict=True):
        for conflict in map(_conflict, rows):
            after = gone_on(conflict, device.id, chain.seq)
            if after != conflict:
                moved[device.province, str(conflict.operation)] = after
    _keep(db, moved)


def read_conflicts(db: Database, province: str, ids: Sequence[str]) -> Iterator[tuple[str, Conflict]]:
    """The conflicts with these ids, each beside its id."""
    for row in db.rows(_READ + db.within("id"), province, db.members(ids)):
        conflict = _conflict(row)
        yield str(conflict.operation), conflict


def _speaks(judged: Judged) -> bool:
    """Whether it may open or close a conflict."""
    return judged.code is not None and (_met(judged) or _seals(judged) or bool(_answers(judged)))


def _met(judged: Judged) -> bool:
    """Whether it is an edit that clashed."""
    return judged.code is ResultCode.CONFLICT and bool(judged.cells)


def _is_judged(judged: Judged) -> bool:
    """Whether it was looked at; else its computer says it again, or asks again."""
    return judged.code is not ResultCode.SUPERSEDED


def _answers(judged: Judged) -> str:
    """The identity of the operation that it answers; empty where it answers none."""
    body = judged.operation.body
    return body.answers if isinstance(body, EditBody) else ""


def _seals(judged: Judged) -> bool:
    return judged.operation.kind is Kind.SEAL and not judged.operation.is_part


def _is_left(db: Database, edit: Operation) -> bool:
    """Whether the edit's store asks under another epoch by now: it is a late parcel of a chain that was left."""
    row = db.row(
        "SELECT 1 FROM registry_device d JOIN intake_asking a ON a.device = d.id AND a.epoch = %s"
        " WHERE d.id = %s AND d.epoch <> %s",
        edit.epoch,
        edit.device,
        edit.epoch,
    )
    return row is not None


def open_conflicts(db: Database, reports: Iterable[tuple[str, str]]) -> Later[list[Row]]:
    """The conflicts that stand open in reports, given as (province, report); for `book_conflicts`."""
    told = db.later(
        _READ + "open = 1 AND " + db.within("report"),
        [(province, db.members(names)) for province, names in by_home(reports).items()],
    )
    return lambda: [row for rows in told() for row in rows]


def _known(
    db: Database, batch: Batch, spoken: Sequence[Judged], standing: Later[list[Row]] | None
) -> dict[_Place, Conflict]:
    """The conflicts that these operations may speak of: the open ones of their reports, and those answered by name."""
    files = [batch.cabinet.files[each.operation.report] for each in spoken]
    names = {(file.province, file.name) for file in files}
    named = {(file.province, _answers(each)) for file, each in zip(files, spoken, strict=True) if _answers(each)}
    answered = db.each(
        _READ + db.within("id"), [(province, db.members(ids)) for province, ids in by_home(named).items()]
    )
    rows = [row for row in (standing or open_conflicts(db, names))() if (row[0], row[1]) in names]
    rows += [row for found in answered for row in found]
    conflicts = [(row[0], _conflict(row)) for row in rows]
    return {(province, str(conflict.operation)): conflict for province, conflict in conflicts}


def _keep(db: Database, conflicts: dict[_Place, Conflict]) -> int:
    db.many(_KEEP, [_row(province, conflict) for (province, _), conflict in conflicts.items()])
    return publish(
        db,
        [
            FeedRow(inner_scope(province, each.report.unit), ItemKind.CONFLICT, str(each.operation), province)
            for (province, _), each in conflicts.items()
        ],
    )


def _row(province: str, conflict: Conflict) -> tuple[str | int | bytes, ...]:
    return (
        province,
        str(conflict.operation),
        str(conflict.report),
        *conflict.operation,
        conflict.device,
        conflict.author,
        conflict.at,
        conflict.since,
        msgspec.json.encode(conflict.cells),
        int(conflict.is_open),
    )


def _conflict(row: Row) -> Conflict:
    _, report, device, epoch, seq, holder, author, at, since, cells = row
    return Conflict(
        report=parse_report_key(report),
        operation=OperationId(device, epoch, seq),
        device=holder,
        author=author,
        at=at,
        since=since,
        cells=msgspec.json.decode(bytes(cells), type=tuple[ClashedCell, ...]),
    )
