"""Central's own signed word, kept for the day it is restored from an older copy: what it is shown then."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

import msgspec

from app.domain.exchange import Answer, Evidence, Proof, Receipt, Result, Revision
from app.domain.operations import read_operation
from app.domain.workflow import State
from app.store.database import Database

_RECEIPT_BYTES = 400
"""About what a receipt takes."""


class _Shown(NamedTuple):
    """A revision, and the proof it stands on."""

    proof: int
    revision: Revision
    size: int


@cache
def _results() -> msgspec.json.Decoder[tuple[Result, ...]]:
    """Reads them; made when a restored central asks, not at every start."""
    return msgspec.json.Decoder(tuple[Result, ...])


class EvidenceKept:
    """Keeps and shows what central signed; writing runs inside a write transaction of the caller's."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, answer: Answer) -> int:
        """Keep the results of an answer as they were signed; by which number."""
        cursor = self._database.execute(
            "INSERT INTO proof (central_epoch, results, signature) VALUES (?, ?, ?)",
            (answer.central_epoch, msgspec.json.encode(answer.results), answer.results_signature),
        )
        return int(cursor.lastrowid or 0)

    def shown(self, after: int, receipts: Iterable[Receipt], limit_bytes: int) -> Iterator[Evidence]:
        """What proves operations above number `after` and the revisions they made, in parts of about `limit_bytes`.

        A revision is shown where an operation of this device made it and its whole content is here, as of then.
        """
        revisions: dict[int, list[_Shown]] = {}
        for each in self._revisions(after):
            revisions.setdefault(each.proof, []).append(each)
        waiting, at_once = list(receipts), max(limit_bytes // _RECEIPT_BYTES, 1)
        while len(waiting) > at_once:
            yield Evidence(receipts=tuple(waiting[:at_once]))
            del waiting[:at_once]
        part = Evidence(receipts=tuple(waiting))
        size = _RECEIPT_BYTES * len(waiting)
        for number, proof, proof_size in self._proofs(after, revisions):
            for run in _runs(revisions.get(number, []), limit_bytes):
                weight = proof_size + sum(each.size for each in run)
                if size and size + weight > limit_bytes:
                    yield part
                    part, size = Evidence(), 0
                part = Evidence(
                    receipts=part.receipts,
                    proofs=(*part.proofs, proof),
                    revisions=(*part.revisions, *(each.revision for each in run)),
                )
                size += weight
        if part != Evidence():
            yield part

    def _proofs(self, after: int, wanted: Iterable[int]) -> list[tuple[int, Proof, int]]:
        rows = self._database.execute(
            "SELECT id, central_epoch, results, signature FROM proof WHERE id IN"
            " (SELECT o.proof FROM operation o JOIN position p ON p.epoch = o.epoch WHERE o.seq > ?)"
            " OR id IN (SELECT value FROM json_each(?)) ORDER BY id",
            (after, msgspec.json.encode(list(wanted)).decode()),
        )
        return [
            (
                number,
                Proof(central_epoch=central_epoch, results=_results().decode(results), signature=signature),
                len(results),
            )
            for number, central_epoch, results, signature in rows
        ]

    def _revisions(self, after: int) -> Iterator[_Shown]:
        rows = self._database.execute(
            "SELECT o.proof, l.long, r.base_form, r.base_state, b.cells FROM operation o"
            " JOIN operation_long l ON l.epoch = o.epoch AND l.seq = o.seq"
            " JOIN report r ON r.id = o.report JOIN base b ON b.report = r.id"
            " JOIN position p ON (o.epoch <> p.epoch OR o.seq > ?)"
            " WHERE o.code = 'applied' AND o.proof IS NOT NULL AND r.base_era = p.era AND r.in_scope"
            " AND json_extract(CAST(o.result AS TEXT), '$.rev') = r.base_rev ORDER BY o.proof, o.epoch, o.seq",
            (after,),
        )
        for proof, long, form, state, cells in rows:
            operation = read_operation(long)
            if operation.is_part:
                continue
            revision = Revision(
                operation=operation,
                form=form,
                state=State(state),
                cells=msgspec.json.decode(cells, type=dict[str, str]),
            )
            yield _Shown(proof, revision, len(long) + len(cells))

    def tidy(self) -> None:
        """Let go of proofs that no operation kept here stands on."""
        self._database.execute(
            "DELETE FROM proof WHERE id NOT IN (SELECT proof FROM operation WHERE proof IS NOT NULL)"
            " AND id NOT IN (SELECT proof FROM peer_operation WHERE proof IS NOT NULL)"
        )


def _runs(shown: Iterable[_Shown], limit_bytes: int) -> Iterator[list[_Shown]]:
    """The revisions in runs of about `limit_bytes`; one empty run where there are none."""
    run: list[_Shown] = []
    size = 0
    for each in shown:
        if run and size + each.size > limit_bytes:
            yield run
            run, size = [], 0
        run.append(each)
        size += each.size
    yield run
