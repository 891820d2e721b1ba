"""An answer in bytes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from msgspec import Raw, Struct

from app.domain.exchange import (
    Answer,
    Digest,
    Have,
    Receipt,
    ReceiptKind,
    Request,
    Result,
    ResultCode,
    TheirCell,
)
from app.domain.operations import OperationId
from app.errors import AppError
from sync.asking import acts_of, names_of
from sync.cells import BlockWriter
from sync.changes import WirePairs, read_changes, read_pairs, write_changes, write_pairs
from sync.columns import (
    Ints,
    Names,
    TableReader,
    TableWriter,
    Texts,
    broken,
    checked,
    column,
    deltas,
    lengthen,
    shorten,
    spread,
    sums,
)
from sync.shapes import (
    MISFITS,
    PROTOCOL,
    Forms,
    Hashes,
    WirePool,
    WireTables,
    checked_count,
    decoded,
    pool_array,
    read_blocks,
    read_tables,
    trim,
    wired,
)
from sync.showing import read_history
from sync.versions import HISTORY, Message


class _Have(Struct, array_like=True, frozen=True):
    seq: int = 0
    hash: str = ""
    epoch: str = ""


class _Results(Struct, array_like=True, frozen=True):
    count: int = 0
    seqs: Ints = 0
    codes: Texts = ""
    revs: Ints = 0
    rest: dict[str, dict[str, Any]] = {}


class _Other(Struct, array_like=True):
    device: str
    epoch: str
    seq: int
    code: str
    rev: int
    hash: str = ""
    rest: dict[str, Any] = {}


class _Receipt(Struct, array_like=True):
    kind: str
    report: int
    seq: int
    content: str
    sealed_at: int
    received_at: int
    rev: int
    deadline: str
    late: int
    signature: str
    central: str = ""
    device: str = ""
    epoch: str = ""


class _Answer(Struct, array_like=True):
    protocol: int
    time: int = 0
    have: _Have = _Have()
    digest: tuple[str, int] | None = None
    central_epoch: str = ""
    cursor: str = ""
    scope: str = ""
    more: int = 0
    retry_after: int = 0
    signature: str = ""
    results: _Results = _Results()
    others: list[_Other] = []
    receipts: list[_Receipt] = []
    changes: dict[str, Raw] = {}
    pairs: WirePairs | None = None
    tables: WireTables = WireTables()
    pool: WirePool = WirePool()
    history: list[dict[str, Any]] = []


def encode_answer(answer: Answer, request: Request, forms: Forms, names: Names | None = None) -> bytes:
    """The body of the answer to `request`; `names` are the request's, where it was not read whole."""
    tables, blocks = TableWriter(names or names_of(request)), BlockWriter()
    results, others = _write_results(answer.results, request)
    receipts = _write_receipts(answer, request, tables)
    changes = write_changes(answer.changes, tables, blocks, (lambda _: None) if request.plain else forms)
    pairs = None if answer.pairs is None else write_pairs(answer.pairs, tables)
    have = answer.have
    digest = None if answer.digest is None else [shorten(answer.digest.sum), answer.digest.count]
    fields = [
        PROTOCOL,
        answer.server_time,
        trim([have.seq, shorten(have.hash), "" if have.epoch == request.epoch else shorten(have.epoch)]),
        digest,
        "" if answer.central_epoch == request.central_epoch else shorten(answer.central_epoch),
        _unless_asked(answer.cursor, request.cursor),
        _unless_asked(answer.scope, request.scope),
        int(answer.more),
        answer.retry_after,
        shorten(answer.results_signature),
        results,
        others,
        receipts,
        changes,
        pairs,
        tables.written(),
        pool_array(blocks.pool),
        [operation.long_form() for operation in answer.history],
    ]
    return HISTORY.lower(msgspec.json.encode(trim(fields)), Message.ANSWER, request.protocol)


def _unless_asked(text: str, asked: str) -> str:
    """ "" where the text is what was asked, else the text behind a `=`."""
    return "" if text == asked else f"={text}"


def _or_asked(text: str, asked: str) -> str:
    if not text:
        return asked
    if text[0] != "=":
        raise broken("text")
    return text[1:]


def _result_rest(result: Result) -> dict[str, Any]:
    rest: dict[str, Any] = {}
    if result.cells:
        rest["cells"] = [[cell.address, cell.value, cell.author, cell.at] for cell in result.cells]
    if result.error:
        rest["error"] = result.error
    if result.params:
        rest["params"] = dict(result.params)
    return rest


def _write_results(results: Sequence[Result], request: Request) -> tuple[list[Any], list[Any]]:
    """Own results beyond `known`, in order, as columns; every other one as a row."""
    asked = {operation.id: operation.hash() for chain in request.chains for operation in chain.operations}
    own: list[Result] = []
    last = request.known
    for result in results:
        if (result.id.device, result.id.epoch) != (request.device, request.epoch) or result.id.seq <= last:
            break
        own.append(result)
        last = result.id.seq
    rests = {}
    for place, result in enumerate(own):
        rest = _result_rest(result)
        if asked.get(result.id, result.hash) != result.hash:
            rest["hash"] = shorten(result.hash)
        if rest:
            rests[str(place)] = rest
    columns: list[Any] = []
    if own:
        columns = [
            len(own),
            column(deltas((result.id.seq for result in own), request.known)),
            column([result.code.value for result in own]),
            column([result.rev for result in own]),
            rests,
        ]
    others = [
        [
            "" if result.id.device == request.device else result.id.device,
            shorten(result.id.epoch),
            result.id.seq,
            result.code.value,
            result.rev,
            *trim(["" if asked.get(result.id) == result.hash else shorten(result.hash), _result_rest(result)]),
        ]
        for result in results[len(own) :]
    ]
    return trim(columns), others


def _write_receipts(answer: Answer, request: Request, tables: TableWriter) -> list[Any]:
    acts = acts_of(request) if answer.receipts else {}
    written = []
    central = ""
    for receipt in answer.receipts:
        act = acts.get(OperationId(receipt.device, receipt.epoch, receipt.seq), ("", answer.server_time))
        row = [
            receipt.kind.value,
            tables.report(receipt.report),
            receipt.seq,
            "" if receipt.content == act[0] else shorten(receipt.content),
            receipt.sealed_at - act[1],
            receipt.received_at - answer.server_time,
            receipt.rev,
            receipt.deadline,
            int(receipt.late),
            shorten(receipt.signature),
            "" if receipt.central == central else shorten(receipt.central),
            "" if receipt.device == request.device else receipt.device,
            "" if receipt.epoch == request.epoch else shorten(receipt.epoch),
        ]
        central = receipt.central
        written.append([*row[:10], *trim(row[10:])])
    return written


def decode_answer(data: bytes, hashes: Hashes, forms: Forms, request: Request) -> Answer:
    """The answer a body spells to `request`.

    `hashes` puts back the hashes of the asker's own operations; one it does not know stays "". Change rows come by
    kind: forms, units, persons, obligations, reports, echoes. Raises as `decode_request` does.
    """
    data, _ = HISTORY.raise_(data, Message.ANSWER)
    wire = decoded(_Answer, data)
    try:
        return _read_answer(wire, hashes, forms, request)
    except AppError as exc:
        raise wired(exc) from exc
    except MISFITS as exc:
        raise broken("answer") from exc


def _read_answer(wire: _Answer, hashes: Hashes, forms: Forms, request: Request) -> Answer:
    tables, blocks = read_tables(wire.tables, names_of(request)), read_blocks(wire.pool)
    results = _read_results(wire, hashes, request)
    receipts = _read_receipts(wire, request, tables)
    changes, unknown = read_changes(wire.changes, tables, blocks, forms)
    pairs = None if wire.pairs is None else read_pairs(wire.pairs, tables)
    tables.finish()
    blocks.finish()
    return Answer(
        central_epoch=lengthen(wire.central_epoch) or request.central_epoch,
        have=Have(epoch=lengthen(wire.have.epoch) or request.epoch, seq=wire.have.seq, hash=lengthen(wire.have.hash)),
        scope=_or_asked(wire.scope, request.scope),
        results=results,
        results_signature=lengthen(wire.signature),
        receipts=receipts,
        changes=changes,
        cursor=_or_asked(wire.cursor, request.cursor),
        more=bool(wire.more),
        digest=None if wire.digest is None else Digest(sum=lengthen(wire.digest[0]), count=wire.digest[1]),
        server_time=wire.time,
        retry_after=wire.retry_after,
        pairs=pairs,
        history=read_history(wire.history),
        unknown_changes=unknown,
    )


def _read_result(id_: OperationId, hash_: str, code: str, rev: int, rest: Mapping[str, Any]) -> Result:
    cells = msgspec.convert(rest.get("cells", []), list[tuple[str, str | None, str, int]])
    return Result(
        id=id_,
        hash=hash_,
        code=ResultCode(code),
        rev=rev,
        cells=tuple(TheirCell(address=cell[0], value=cell[1], author=cell[2], at=cell[3]) for cell in cells),
        error=msgspec.convert(rest.get("error", ""), str),
        params=msgspec.convert(rest.get("params", {}), dict[str, str]),
    )


def _read_results(wire: _Answer, hashes: Hashes, request: Request) -> tuple[Result, ...]:
    own = wire.results
    count = checked_count(own.count)
    asked = {}
    if count or wire.others:
        asked = {operation.id: operation.hash() for chain in request.chains for operation in chain.operations}
    out = []
    seqs = sums(spread(own.seqs, count, "results"), request.known)
    codes, revs = spread(own.codes, count, "results"), checked(spread(own.revs, count, "results"), "revisions")
    for place, (seq, code, rev) in enumerate(zip(seqs, codes, revs, strict=True)):
        id_ = OperationId(request.device, request.epoch, seq)
        rest = own.rest.get(str(place), {})
        hash_ = lengthen(msgspec.convert(rest["hash"], str)) if "hash" in rest else asked.get(id_) or hashes(id_) or ""
        out.append(_read_result(id_, hash_, code, rev, rest))
    for other in wire.others:
        id_ = OperationId(other.device or request.device, lengthen(other.epoch), other.seq)
        hash_ = lengthen(other.hash) or asked.get(id_) or hashes(id_) or ""
        out.append(_read_result(id_, hash_, other.code, other.rev, other.rest))
    return tuple(out)


def _read_receipts(wire: _Answer, request: Request, tables: TableReader) -> tuple[Receipt, ...]:
    acts = acts_of(request) if wire.receipts else {}
    out = []
    central = ""
    for row in wire.receipts:
        device, epoch = row.device or request.device, lengthen(row.epoch) or request.epoch
        act = acts.get(OperationId(device, epoch, row.seq), ("", wire.time))
        central = lengthen(row.central) or central
        out.append(
            Receipt(
                kind=ReceiptKind(row.kind),
                report=tables.report(row.report),
                content=lengthen(row.content) or act[0],
                device=device,
                epoch=epoch,
                seq=row.seq,
                rev=row.rev,
                sealed_at=row.sealed_at + act[1],
                received_at=row.received_at + wire.time,
                deadline=row.deadline,
                late=bool(row.late),
                central=central,
                signature=lengthen(row.signature),
            )
        )
    return tuple(out)
