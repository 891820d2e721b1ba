"""The exchange on the wire: what a request and an answer look like in bytes.

The two sides mean the dataclasses of app/domain/exchange.py; this module spells them as JSON arrays,
by position, so that a reader passes over what a newer writer adds at an array's end, or under a name it does not
know. Chains and reports are written column by column (sync/columns.py), cells by number (sync/cells.py).
Left out is what the reader can put back: an operation's `prev` and hash, which follow from the chain's
opening; the hash of a result for the asker's own operation; in an answer whatever equals what was asked. What is put
back is then proven by the signature over it. docs/PROTOCOL.md describes every position.

History (version · date · change · oldest client served):
    1 · 2026-11-23 · first version · 1
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import msgspec
from msgspec import Raw, Struct

from app.domain.exchange import (
    Answer,
    Change,
    Commitment,
    Digest,
    FormChange,
    Have,
    ObligationChange,
    Pair,
    PersonChange,
    Receipt,
    ReceiptKind,
    ReportChange,
    ReportEcho,
    Request,
    Result,
    ResultCode,
    TheirCell,
    UnitChange,
    View,
)
from app.domain.operations import OperationId
from app.domain.workflow import State
from app.errors import AppError, InputError, PermanentError
from sync.cells import BlockReader, BlockWriter, FormOrder, Pool, TableOrder, Value, form_order
from sync.chains import WireChain, known_order, read_chain, walk_chain, write_chain
from sync.columns import Names, TableReader, TableWriter, broken, column, deltas, lengthen, shorten, spread, sums
from sync.compression import LIMIT_BYTES, compress, decompress

__all__ = [
    "LIMIT_BYTES",
    "MEDIA_TYPE",
    "OLDEST",
    "PROBLEM_TYPE",
    "PROTOCOL",
    "FormOrder",
    "TableOrder",
    "compress",
    "decode_answer",
    "decode_request",
    "decompress",
    "encode_answer",
    "encode_request",
    "form_order",
]

PROTOCOL = 1
"""The version spoken here."""

OLDEST = 1
"""The oldest version still understood."""

MEDIA_TYPE = "application/vnd.sobaocao.sync+json"
"""Content-Type of both bodies."""

PROBLEM_TYPE = "application/problem+json"
"""Content-Type of a refusal (RFC 9457), whose member `code` is the stable code."""

Forms = Callable[[str], FormOrder | None]
"""Form package hash -> its declared cell order; None where the package is not here."""

Hashes = Callable[[OperationId], str | None]
"""The asker's own operation -> its hash; None where it is not kept."""

MOST_ENTRIES = 200_000
"""Operations, results, reports or pairs of one message."""

T = TypeVar("T")
Ints = list[int] | int
Texts = list[str] | str


class _Version(Struct, array_like=True):
    protocol: int


class _Tables(Struct, array_like=True, frozen=True):
    count: int = 0
    reports: list[Ints] = []
    units: list[str] = []
    codes: list[str] = []
    periods: list[str] = []
    releases: list[str] = []
    forms: list[str] = []
    people: list[str] = []


class _Pool(Struct, array_like=True, frozen=True):
    rows: list[str] = []
    runs: list[int] = []
    shown: list[Value] = []
    values: list[Value] = []
    texts: list[str] = []


class _Commitment(Struct, array_like=True):
    report: int
    content: str
    sealed_at: int
    seq: int
    signature: str


class _Request(Struct, array_like=True):
    protocol: int
    device: str = ""
    central_epoch: str = ""
    cursor: str = ""
    epoch: str = ""
    known: int = 0
    scope: str = ""
    limit: int = 0
    chains: list[WireChain] = []
    commitments: list[_Commitment] = []
    fetch: list[int] = []
    pairs: int = 0
    plain: int = 0
    tables: _Tables = _Tables()
    pool: _Pool = _Pool()


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


class _Form(Struct, array_like=True):
    hash: str
    text: str | None
    data: str = ""


class _Unit(Struct, array_like=True):
    unit: str
    code: str
    name: str
    level: str
    parent: str
    valid_from: str
    valid_to: str


class _Person(Struct, array_like=True):
    person: str
    name: str
    unit: str
    role: str
    active: int


class _Obligation(Struct, array_like=True):
    report: int
    form: int
    receiver: str
    window_start: str
    window_end: str
    deadline: str
    withdrawn: int
    route: list[str] = []


class _Reports(Struct, array_like=True):
    count: int
    reports: Ints
    views: Texts
    forms: Ints
    states: Texts
    revs: Ints
    people: Ints
    ats: Ints
    rows: Ints
    runs: Ints
    plain: Ints = 0


class _Echoes(Struct, array_like=True):
    count: int
    reports: Ints
    revs: Ints


class _Pairs(Struct, array_like=True):
    count: int
    reports: Ints = 0
    views: Texts = ""
    revs: Ints = 0
    contents: list[str] = []


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
    pairs: _Pairs | None = None
    tables: _Tables = _Tables()
    pool: _Pool = _Pool()


def _trim(fields: list[Any]) -> list[Any]:
    """The fields without the empty ones at the end."""
    while fields and fields[-1] in ("", 0, None, [], {}):
        fields.pop()
    return fields


def _pool(pool: Pool) -> list[Any]:
    return _trim([pool.rows, pool.runs, pool.shown, pool.values, pool.texts])


def _tables(tables: _Tables, before: Names | None = None) -> TableReader:
    names = (tables.units, tables.codes, tables.periods, tables.releases, tables.forms, tables.people)
    return TableReader(tables.count, tables.reports, names, before)


def _blocks(pool: _Pool) -> BlockReader:
    return BlockReader(Pool(rows=pool.rows, runs=pool.runs, shown=pool.shown, values=pool.values, texts=pool.texts))


def _count(count: int) -> int:
    if not 0 <= count <= MOST_ENTRIES:
        raise InputError("wire.too_large", limit=MOST_ENTRIES)
    return count


def _decoded(kind: type[T], data: bytes | Raw) -> T:
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as exc:
        raise InputError("wire.malformed") from exc


def _check_version(data: bytes) -> None:
    protocol = _decoded(_Version, data).protocol
    if not OLDEST <= protocol <= PROTOCOL:
        raise PermanentError("protocol.unsupported", theirs=protocol, ours=PROTOCOL)


_MISFITS = (KeyError, IndexError, ValueError, TypeError, OverflowError)
"""What reading well-formed JSON of the wrong meaning can raise."""


# ---------------------------------------------------------------------------------------------------- the request


def encode_request(request: Request, forms: Forms) -> bytes:
    """The body of a request. Cells of forms that `forms` does not know are written by their addresses."""
    tables, blocks = TableWriter(), BlockWriter()
    commitments = [
        [tables.report(each.report), shorten(each.content), each.sealed_at, each.seq, shorten(each.signature)]
        for each in request.commitments
    ]
    asker = (request.device, request.epoch)
    chains = [write_chain(chain, asker, tables, blocks, forms) for chain in request.chains]
    fetch = [tables.report(key) for key in request.fetch]
    fields = [
        PROTOCOL,
        request.device,
        shorten(request.central_epoch),
        request.cursor,
        shorten(request.epoch),
        request.known,
        request.scope,
        request.limit,
        chains,
        commitments,
        fetch,
        int(request.pairs),
        int(request.plain),
        tables.written(),
        _pool(blocks.pool),
    ]
    return msgspec.json.encode(_trim(fields))


def decode_request(data: bytes, forms: Forms) -> Request:
    """The request a body spells; operations in full, each with its `prev`, so that a chain's signature can be judged.

    Raises InputError `wire.malformed`, `wire.shape`, `wire.too_large`; `wire.form_unknown` (form) where cells are
    written by numbers of a form that is not here; PermanentError `protocol.unsupported`.
    """
    _check_version(data)
    wire = _decoded(_Request, data)
    try:
        return _read_request(wire, forms)
    except AppError as exc:
        raise _wired(exc) from exc
    except _MISFITS as exc:
        raise broken("request") from exc


def _wired(error: AppError) -> AppError:
    """The error itself, or where the domain refused a part, ours for it."""
    return error if error.code.startswith(("wire.", "protocol.")) else broken(error.code)


def _read_request(wire: _Request, forms: Forms) -> Request:
    tables, blocks = _tables(wire.tables), _blocks(wire.pool)
    commitments = tuple(
        Commitment(
            report=tables.report(each.report),
            content=lengthen(each.content),
            sealed_at=each.sealed_at,
            seq=each.seq,
            signature=lengthen(each.signature),
        )
        for each in wire.commitments
    )
    asker = (wire.device, lengthen(wire.epoch))
    _count(sum(_count(chain.count) for chain in wire.chains))
    chains = tuple(read_chain(chain, asker, tables, blocks, forms) for chain in wire.chains)
    fetch = tuple(tables.report(reference) for reference in wire.fetch)
    tables.finish()
    blocks.finish()
    return Request(
        device=wire.device,
        central_epoch=lengthen(wire.central_epoch),
        cursor=wire.cursor,
        epoch=asker[1],
        known=wire.known,
        scope=wire.scope,
        limit=wire.limit,
        commitments=commitments,
        chains=chains,
        fetch=fetch,
        pairs=bool(wire.pairs),
        plain=bool(wire.plain),
    )


def _names(request: Request) -> Names:
    """The names a request wrote, in the order it wrote them."""
    tables = TableWriter()
    for commitment in request.commitments:
        tables.report(commitment.report)
    for chain in request.chains:
        walk_chain(chain, tables)
    for key in request.fetch:
        tables.report(key)
    return tables.names()


def _acts(request: Request) -> dict[OperationId, tuple[str, int]]:
    """What a receipt need not repeat: content and time of the acts and commitments of the request."""
    acts = {
        OperationId(request.device, request.epoch, each.seq): (each.content, each.sealed_at)
        for each in request.commitments
    }
    for chain in request.chains:
        for operation in chain.operations:
            content = getattr(operation.body, "content", "")
            if content:
                acts[operation.id] = (content, operation.at)
    return acts


# ----------------------------------------------------------------------------------------------------- the answer


def encode_answer(answer: Answer, request: Request, forms: Forms) -> bytes:
    """The body of the answer to `request`."""
    tables, blocks = TableWriter(_names(request)), BlockWriter()
    results, others = _write_results(answer.results, request)
    receipts = _write_receipts(answer, request, tables)
    changes = _write_changes(answer.changes, tables, blocks, (lambda _: None) if request.plain else forms)
    pairs = None if answer.pairs is None else _write_pairs(answer.pairs, tables)
    have = answer.have
    digest = None if answer.digest is None else [shorten(answer.digest.sum), answer.digest.count]
    fields = [
        PROTOCOL,
        answer.server_time,
        _trim([have.seq, shorten(have.hash), "" if have.epoch == request.epoch else shorten(have.epoch)]),
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
        _pool(blocks.pool),
    ]
    return msgspec.json.encode(_trim(fields))


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
            *_trim(["" if asked.get(result.id) == result.hash else shorten(result.hash), _result_rest(result)]),
        ]
        for result in results[len(own) :]
    ]
    return _trim(columns), others


def _write_receipts(answer: Answer, request: Request, tables: TableWriter) -> list[Any]:
    acts = _acts(request) if answer.receipts else {}
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
        written.append([*row[:10], *_trim(row[10:])])
    return written


def _write_changes(changes: Sequence[Change], tables: TableWriter, blocks: BlockWriter, forms: Forms) -> dict[str, Any]:
    """Change rows by kind, in the order of _CHANGE_KINDS."""
    rows: dict[str, list[Any]] = {kind: [] for kind in ("form", "unit", "person", "obligation")}
    reports: list[ReportChange] = []
    echoes: list[ReportEcho] = []
    for change in changes:
        match change:
            case FormChange():
                rows["form"].append(_write_form(change))
            case UnitChange():
                rows["unit"].append([getattr(change, name) for name in _Unit.__struct_fields__])
            case PersonChange():
                rows["person"].append([change.person, change.name, change.unit, change.role, int(change.active)])
            case ObligationChange():
                row = [
                    tables.report(change.report),
                    tables.form(change.form),
                    change.receiver,
                    change.window_start,
                    change.window_end,
                    change.deadline,
                    int(change.withdrawn),
                ]
                rows["obligation"].append([*row, list(change.route)] if change.route else row)
            case ReportChange():
                reports.append(change)
            case ReportEcho():
                echoes.append(change)
    written: dict[str, Any] = {kind: entries for kind, entries in rows.items() if entries}
    if reports:
        written["report"] = _write_reports(reports, tables, blocks, forms)
    if echoes:
        references = [tables.report(echo.report) for echo in echoes]
        written["echo"] = [len(echoes), column(references), column([echo.rev for echo in echoes])]
    return written


def _write_form(change: FormChange) -> list[Any]:
    try:
        return [shorten(change.hash), change.package.decode("utf-8")]
    except UnicodeDecodeError:
        return [shorten(change.hash), None, base64.b64encode(change.package).decode("ascii")]


def _write_reports(
    reports: Sequence[ReportChange], tables: TableWriter, blocks: BlockWriter, forms: Forms
) -> list[Any]:
    counts = [blocks.content(each.cells, forms(each.form)) for each in reports]
    return [
        len(reports),
        column([tables.report(each.report) for each in reports]),
        column([each.view.value for each in reports]),
        column([tables.form(each.form) for each in reports]),
        column([each.state.value for each in reports]),
        column([each.rev for each in reports]),
        column([tables.person(each.author) for each in reports]),
        column(deltas(each.at for each in reports)),
        column([rows for rows, _ in counts]),
        column([runs for _, runs in counts]),
        column([0 if forms(each.form) else 1 for each in reports]),
    ]


def _write_pairs(pairs: Sequence[Pair], tables: TableWriter) -> list[Any]:
    if not pairs:
        return [0]
    return [
        len(pairs),
        column([tables.report(pair.report) for pair in pairs]),
        column([pair.view.value for pair in pairs]),
        column([pair.rev for pair in pairs]),
        [shorten(pair.content) for pair in pairs],
    ]


def decode_answer(data: bytes, hashes: Hashes, forms: Forms, request: Request) -> Answer:
    """The answer a body spells to `request`.

    `hashes` puts back the hashes of the asker's own operations; one it does not know stays "". Change rows come by
    kind: forms, units, persons, obligations, reports, echoes. Raises as `decode_request` does.
    """
    _check_version(data)
    wire = _decoded(_Answer, data)
    try:
        return _read_answer(wire, hashes, forms, request)
    except AppError as exc:
        raise _wired(exc) from exc
    except _MISFITS as exc:
        raise broken("answer") from exc


def _read_answer(wire: _Answer, hashes: Hashes, forms: Forms, request: Request) -> Answer:
    tables, blocks = _tables(wire.tables, _names(request)), _blocks(wire.pool)
    results = _read_results(wire, hashes, request)
    receipts = _read_receipts(wire, request, tables)
    changes, unknown = _read_changes(wire.changes, tables, blocks, forms)
    pairs = None if wire.pairs is None else _read_pairs(wire.pairs, tables)
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
    count = _count(own.count)
    out = []
    seqs = sums(spread(own.seqs, count, "results"), request.known)
    codes, revs = spread(own.codes, count, "results"), spread(own.revs, count, "results")
    for place, (seq, code, rev) in enumerate(zip(seqs, codes, revs, strict=True)):
        id_ = OperationId(request.device, request.epoch, seq)
        rest = own.rest.get(str(place), {})
        hash_ = lengthen(msgspec.convert(rest["hash"], str)) if "hash" in rest else hashes(id_) or ""
        out.append(_read_result(id_, hash_, code, rev, rest))
    asked = {}
    if any(not other.hash for other in wire.others):
        asked = {operation.id: operation.hash() for chain in request.chains for operation in chain.operations}
    for other in wire.others:
        id_ = OperationId(other.device or request.device, lengthen(other.epoch), other.seq)
        hash_ = lengthen(other.hash) or asked.get(id_) or hashes(id_) or ""
        out.append(_read_result(id_, hash_, other.code, other.rev, other.rest))
    return tuple(out)


def _read_receipts(wire: _Answer, request: Request, tables: TableReader) -> tuple[Receipt, ...]:
    acts = _acts(request) if wire.receipts else {}
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


_CHANGE_KINDS = ("form", "unit", "person", "obligation", "report", "echo")


def _read_changes(
    written: Mapping[str, Raw], tables: TableReader, blocks: BlockReader, forms: Forms
) -> tuple[tuple[Change, ...], int]:
    """The change rows, and how many were of a kind that is not known here."""
    unknown = 0
    for kind in written.keys() - set(_CHANGE_KINDS):
        entries = _decoded(object, written[kind])
        unknown += len(entries) if isinstance(entries, list) else 1
    nothing = Raw(b"[]")
    packages = [_read_form(row) for row in _decoded(list[_Form], written.get("form", nothing))]
    out: list[Change] = [*packages]
    out += [UnitChange(**msgspec.structs.asdict(row)) for row in _decoded(list[_Unit], written.get("unit", nothing))]
    out += [
        PersonChange(person=row.person, name=row.name, unit=row.unit, role=row.role, active=bool(row.active))
        for row in _decoded(list[_Person], written.get("person", nothing))
    ]
    out += [
        ObligationChange(
            report=tables.report(row.report),
            form=tables.form(row.form),
            receiver=row.receiver,
            window_start=row.window_start,
            window_end=row.window_end,
            deadline=row.deadline,
            withdrawn=bool(row.withdrawn),
            route=tuple(row.route),
        )
        for row in _decoded(list[_Obligation], written.get("obligation", nothing))
    ]
    if "report" in written:
        out += _read_reports(_decoded(_Reports, written["report"]), tables, blocks, _with_packages(forms, packages))
    if "echo" in written:
        echoes = _decoded(_Echoes, written["echo"])
        count = _count(echoes.count)
        references, revs = spread(echoes.reports, count, "echoes"), spread(echoes.revs, count, "echoes")
        out += [
            ReportEcho(report=tables.report(reference), rev=rev)
            for reference, rev in zip(references, revs, strict=True)
        ]
    return tuple(out), unknown


def _read_form(row: _Form) -> FormChange:
    package = base64.b64decode(row.data, validate=True) if row.text is None else row.text.encode("utf-8")
    return FormChange(hash=lengthen(row.hash), package=package)


def _with_packages(forms: Forms, packages: Sequence[FormChange]) -> Forms:
    """`forms`, and those that arrive in the same answer as the reports written by them."""
    arriving = {change.hash: change.package for change in packages}
    unpacked: dict[str, FormOrder] = {}

    def find(package: str) -> FormOrder | None:
        order = forms(package) or unpacked.get(package)
        if order is None and package in arriving:
            from app.domain.forms.catalogue import unpack_form

            order = unpacked[package] = form_order(unpack_form(arriving[package]))
        return order

    return find


def _read_reports(wire: _Reports, tables: TableReader, blocks: BlockReader, forms: Forms) -> list[ReportChange]:
    count = _count(wire.count)
    columns = zip(
        spread(wire.reports, count, "reports"),
        spread(wire.views, count, "reports"),
        spread(wire.forms, count, "reports"),
        spread(wire.states, count, "reports"),
        spread(wire.revs, count, "reports"),
        spread(wire.people, count, "reports"),
        sums(spread(wire.ats, count, "reports")),
        spread(wire.rows, count, "reports"),
        spread(wire.runs, count, "reports"),
        spread(wire.plain, count, "reports"),
        strict=True,
    )
    out = []
    for report, view, form, state, rev, person, at, rows, runs, plain in columns:
        package = tables.form(form)
        order = known_order(package, forms, plain=bool(plain) or not runs)
        out.append(
            ReportChange(
                report=tables.report(report),
                view=View(view),
                form=package,
                state=State(state),
                rev=rev,
                cells=blocks.content(rows, runs, order),
                author=tables.person(person),
                at=at,
            )
        )
    return out


def _read_pairs(wire: _Pairs, tables: TableReader) -> tuple[Pair, ...]:
    count = _count(wire.count)
    columns = zip(
        spread(wire.reports, count, "pairs"),
        spread(wire.views, count, "pairs"),
        spread(wire.revs, count, "pairs"),
        spread(wire.contents, count, "pairs"),
        strict=True,
    )
    return tuple(
        Pair(report=tables.report(report), view=View(view), rev=rev, content=lengthen(content))
        for report, view, rev, content in columns
    )
