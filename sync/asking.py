"""A request in bytes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
from msgspec import Raw, Struct

from app.domain.exchange import Commitment, Request
from app.domain.operations import OperationId
from app.domain.recalling import Recall
from app.errors import AppError
from sync.cells import BlockWriter
from sync.chains import WireChain, read_chain, walk_chain, write_chain
from sync.columns import Names, TableReader, TableWriter, broken, lengthen, shorten
from sync.shapes import (
    MISFITS,
    PROTOCOL,
    Forms,
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
from sync.showing import (
    WireContent,
    WireEvidence,
    read_contents,
    read_evidence,
    write_contents,
    write_evidence,
)
from sync.versions import HISTORY, Message


class _Commitment(Struct, array_like=True):
    report: int
    content: str
    sealed_at: int
    seq: int
    signature: str


class _Head(Struct, array_like=True):
    protocol: int
    device: str = ""
    central_epoch: str = ""
    cursor: str = ""
    epoch: str = ""
    known: int = 0
    scope: str = ""
    limit: int = 0


class _Request(_Head, array_like=True):
    chains: list[WireChain] = []
    commitments: list[_Commitment] = []
    fetch: list[int] = []
    pairs: int = 0
    plain: int = 0
    tables: WireTables = WireTables()
    pool: WirePool = WirePool()
    contents: list[WireContent] = []
    evidence: WireEvidence = WireEvidence()
    recall: tuple[str, int] | None = None
    former: list[tuple[str, str, int, str]] = []


class _Announced(_Head, array_like=True):
    """A request as far as its commitments; they refer to the tables before anything else does."""

    chains: list[Raw] = []
    commitments: list[_Commitment] = []
    fetch: Raw = Raw()
    pairs: Raw = Raw()
    plain: Raw = Raw()
    tables: WireTables = WireTables()


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
    recall, former = _write_recall(request)
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
        pool_array(blocks.pool),
        write_contents(request.contents),
        write_evidence(request),
        recall,
        former,
    ]
    return HISTORY.lower(msgspec.json.encode(trim(fields)), Message.REQUEST, request.protocol)


def decode_request(data: bytes, forms: Forms) -> Request:
    """The request a body spells; operations in full, each with its `prev`, so that a chain's signature can be judged.

    Raises InputError `wire.malformed`, `wire.shape`, `wire.too_large`; `wire.form_unknown` (form) where cells are
    written by numbers of a form that is not here; PermanentError `protocol.unsupported`.
    """
    data, protocol = HISTORY.raise_(data, Message.REQUEST)
    wire = decoded(_Request, data)
    try:
        return _read_request(wire, forms, protocol)
    except AppError as exc:
        raise wired(exc) from exc
    except MISFITS as exc:
        raise broken("request") from exc


def _read_request(wire: _Request, forms: Forms, protocol: int) -> Request:
    tables, blocks = read_tables(wire.tables), read_blocks(wire.pool)
    commitments = _read_commitments(wire.commitments, tables)
    asker = (wire.device, lengthen(wire.epoch))
    checked_count(sum(checked_count(chain.count) for chain in wire.chains))
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
        contents=read_contents(wire.contents),
        evidence=read_evidence(wire.evidence),
        recall=_read_recall(wire),
        protocol=protocol,
    )


def _write_recall(request: Request) -> tuple[list[object] | None, list[list[object]]]:
    """An epoch of the asker's own, where centrals of old look for one, and every other chain that it left."""
    chains = list(request.recall)
    own = chains.pop(0) if chains and chains[0].device == request.device else None
    former: list[list[object]] = [
        [shorten(each.device), shorten(each.epoch), each.seq, shorten(each.proof)] for each in chains
    ]
    return [shorten(own.epoch), own.seq] if own else None, former


def _read_recall(wire: _Request) -> tuple[Recall, ...]:
    own = [Recall(wire.device, lengthen(wire.recall[0]), wire.recall[1])] if wire.recall else []
    former = (
        Recall(lengthen(device), lengthen(epoch), seq, lengthen(proof)) for device, epoch, seq, proof in wire.former
    )
    return (*own, *former)


def _read_commitments(wire: Sequence[_Commitment], tables: TableReader) -> tuple[Commitment, ...]:
    return tuple(
        Commitment(
            report=tables.report(each.report),
            content=lengthen(each.content),
            sealed_at=each.sealed_at,
            seq=each.seq,
            signature=lengthen(each.signature),
        )
        for each in wire
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """A request as far as its commitments."""

    request: Request
    """Who asks, where he stands and what he announces; without chains."""
    brings: bool
    """Whether there are chains."""
    names: Names
    """Of the whole request: an answer's tables go on from them."""


def decode_announced(data: bytes) -> Announced:
    """A request read as far as its commitments, at a fraction of what reading it whole costs.

    Raises as `decode_request` does, but no `wire.form_unknown`.
    """
    data, protocol = HISTORY.raise_(data, Message.REQUEST)
    wire = decoded(_Announced, data)
    try:
        tables = read_tables(wire.tables)
        request = Request(
            device=wire.device,
            central_epoch=lengthen(wire.central_epoch),
            cursor=wire.cursor,
            epoch=lengthen(wire.epoch),
            known=wire.known,
            scope=wire.scope,
            limit=wire.limit,
            commitments=_read_commitments(wire.commitments, tables),
            protocol=protocol,
        )
        names = _names(wire.tables, tables)
    except AppError as exc:
        raise wired(exc) from exc
    except MISFITS as exc:
        raise broken("request") from exc
    return Announced(request=request, brings=bool(wire.chains), names=names)


def _names(wire: WireTables, tables: TableReader) -> Names:
    names = Names()
    names.units, names.codes, names.periods, names.releases = wire.units, wire.codes, wire.periods, wire.releases
    names.reports, names.people = tables.report_names(), wire.people
    names.forms = [lengthen(package) for package in wire.forms]
    return names


def names_of(request: Request) -> Names:
    """The names a request wrote, in the order it wrote them."""
    tables = TableWriter()
    for commitment in request.commitments:
        tables.report(commitment.report)
    for chain in request.chains:
        walk_chain(chain, tables)
    for key in request.fetch:
        tables.report(key)
    return tables.names()


def acts_of(request: Request) -> dict[OperationId, tuple[str, int]]:
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
