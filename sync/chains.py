"""How the wire writes a chain of operations: column by column, without what the reader can put back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from app.domain.operations import (
    ActBody,
    Body,
    Chain,
    EditBody,
    Kind,
    Operation,
    body_json,
    opening_hash,
    parse_body,
)
from app.errors import InputError
from sync.cells import BlockReader, BlockWriter, FormOrder, heads
from sync.columns import Ints, TableReader, TableWriter, Texts, broken, column, deltas, lengthen, shorten, spread, sums

Forms = Callable[[str], FormOrder | None]

SHOWN, PLAIN = 1, 2

_LONG = "body"
"""Under this name a body is written in its long form, where the short one could not give it back."""


class WireChain(Struct, array_like=True):
    """A chain as it stands in a request."""

    first: int = 0
    """Number of the first operation."""
    count: int = 0
    signature: str = ""
    kinds: Texts = ""
    people: Ints = 0
    reports: Ints = 0
    forms: Ints = 0
    afters: Ints = 0
    """Each as what it adds to the one before."""
    ats: Ints = 0
    """The same."""
    rows: Ints = 0
    """How many named rows each operation's cells take."""
    runs: Ints = 0
    """How many run numbers they take."""
    shown: Ints = 0
    """SHOWN where the cells replaced values (all were blank otherwise); plus PLAIN where they stand by address."""
    claims: Ints = 0
    """1 where every free row named is claimed, 0 where none is."""
    contents: list[str] = []
    """Content hashes of the acts, in order."""
    prev: str = ""
    """Hash the first operation follows; "" where it opens the epoch."""
    rest: dict[str, dict[str, Any]] = {}
    """Place in the chain -> whatever else its body holds, as in the long form."""
    device: str = ""
    """"" for the asking device."""
    epoch: str = ""
    """"" for the asking device's epoch."""
    follows: tuple[str, int] | None = None


def known_order(form: str, forms: Forms, *, plain: bool) -> FormOrder | None:
    """The order that numbers cells, None where they stand by address. Raises InputError `wire.form_unknown`."""
    if plain:
        return None
    order = forms(form)
    if order is None:
        raise InputError("wire.form_unknown", form=form)
    return order


def walk_chain(chain: Chain, tables: TableWriter) -> None:
    """Makes `tables` refer to what writing the chain would refer to, in the same order."""
    for operation in chain.operations:
        tables.person(operation.author)
        tables.report(operation.report)
        tables.form(operation.form)


class _Columns:
    def __init__(self) -> None:
        self.rows: list[int] = []
        self.runs: list[int] = []
        self.shown: list[int] = []
        self.claims: list[int] = []
        self.contents: list[str] = []
        self.rest: dict[str, dict[str, Any]] = {}

    def add(self, rows: int, runs: int, shown: int, claims: int) -> None:
        self.rows.append(rows)
        self.runs.append(runs)
        self.shown.append(shown)
        self.claims.append(claims)


def write_chain(
    chain: Chain, asker: tuple[str, str], tables: TableWriter, blocks: BlockWriter, forms: Forms
) -> list[Any]:
    """The chain's array; `asker` is the request's device and epoch."""
    operations = chain.operations
    columns = _Columns()
    for place, operation in enumerate(operations):
        rest = _write_body(operation, columns, blocks, forms)
        if rest:
            columns.rest[str(place)] = rest
    head = operations[0]
    opens = head.seq == 1 and head.prev == opening_hash(chain.device, chain.epoch, chain.follows)
    fields: list[Any] = [
        head.seq,
        len(operations),
        shorten(chain.signature),
        column([operation.kind.value for operation in operations]),
        column([tables.person(operation.author) for operation in operations]),
        column([tables.report(operation.report) for operation in operations]),
        column([tables.form(operation.form) for operation in operations]),
        column(deltas(operation.after for operation in operations)),
        column(deltas(operation.at for operation in operations)),
        column(columns.rows),
        column(columns.runs),
        column(columns.shown),
        column(columns.claims),
        columns.contents,
        "" if opens else shorten(head.prev),
        columns.rest,
        "" if chain.device == asker[0] else chain.device,
        "" if chain.epoch == asker[1] else shorten(chain.epoch),
        chain.follows,
    ]
    while fields[-1] in ("", 0, None, [], {}):
        fields.pop()
    return fields


def _write_body(operation: Operation, columns: _Columns, blocks: BlockWriter, forms: Forms) -> dict[str, Any]:
    """Writes the body's cells and content; returns the rest of it, as in the long form."""
    body = operation.body
    match body:
        case EditBody():
            cells = body.cells
        case ActBody():
            cells = body.brought
        case _:
            cells = ()
    order = forms(operation.form)
    counts = (0, 0, 0)
    if cells:
        written = blocks.edits(cells, order)
        if written is None:
            # What the reader would not put back is written as it was signed.
            columns.add(0, 0, 0, 0)
            return {_LONG: body_json(body)}
        counts = (*written[:2], written[2] | (0 if order else PLAIN))
    claimed = 0
    rest = dict(body_json(body))
    match body:
        case EditBody():
            rest.pop("cells")
            if body.claims and body.claims == heads(blocks.last_rows(counts[0]), order):
                rest.pop("claims")
                claimed = 1
        case ActBody():
            rest.pop("content")
            rest.pop("brought", None)
            columns.contents.append(shorten(body.content))
        case _:
            pass
    columns.add(*counts, claimed)
    return rest


def read_chain(
    wire: WireChain, asker: tuple[str, str], tables: TableReader, blocks: BlockReader, forms: Forms
) -> Chain:
    """The chain an array spells, each operation with its `prev`. Raises InputError `wire.*`."""
    count = wire.count
    if count < 1 or wire.first < 1:
        raise broken("chain")
    device, epoch = wire.device or asker[0], lengthen(wire.epoch) or asker[1]
    prev = lengthen(wire.prev) or opening_hash(device, epoch, wire.follows)
    people = spread(wire.people, count, "chain")
    reports = spread(wire.reports, count, "chain")
    packages = spread(wire.forms, count, "chain")
    bodies = _Bodies(wire, blocks, forms)
    operations: list[Operation] = []
    for place, (kind, person, report, package, after, at) in enumerate(
        zip(
            spread(wire.kinds, count, "chain"),
            people,
            reports,
            packages,
            sums(spread(wire.afters, count, "chain")),
            sums(spread(wire.ats, count, "chain")),
            strict=True,
        )
    ):
        known, form = _kind(kind), tables.form(package)
        operation = Operation(
            device=device,
            epoch=epoch,
            seq=wire.first + place,
            prev=prev,
            author=tables.person(person),
            kind=known,
            report=tables.report(report),
            form=form,
            after=after,
            at=at,
            body=bodies.read(place, known, form),
        )
        operations.append(operation)
        prev = operation.hash()
    bodies.finish()
    return Chain(
        device=device,
        epoch=epoch,
        follows=wire.follows,
        operations=tuple(operations),
        signature=lengthen(wire.signature),
    )


def _kind(text: str) -> Kind:
    try:
        return Kind(text)
    except ValueError as exc:
        raise InputError("wire.kind", kind=text[:40]) from exc


class _Bodies:
    """Reads the bodies of a chain, one by one."""

    def __init__(self, wire: WireChain, blocks: BlockReader, forms: Forms) -> None:
        count = wire.count
        self._blocks, self._forms = blocks, forms
        self._rows, self._runs = spread(wire.rows, count, "chain"), spread(wire.runs, count, "chain")
        self._shown, self._claims = spread(wire.shown, count, "chain"), spread(wire.claims, count, "chain")
        self._rest = wire.rest
        self._contents = iter(wire.contents)

    def read(self, place: int, kind: Kind, form: str) -> Body:
        rest: Mapping[str, Any] = self._rest.get(str(place), {})
        if _LONG in rest:
            long = rest[_LONG]
            if not isinstance(long, dict):
                raise broken("body")
            return parse_body(kind, long)
        rows, runs, shown = self._rows[place], self._runs[place], self._shown[place]
        order = known_order(form, self._forms, plain=bool(shown & PLAIN) or not runs)
        named = self._blocks.rows(rows)
        cells = self._blocks.edits(rows, runs, shown & SHOWN, order)
        if kind.names_content:
            content = next(self._contents, None)
            if content is None:
                raise broken("contents")
            body = parse_body(kind, {**rest, "content": lengthen(content)})
            return replace(body, brought=cells) if cells and isinstance(body, ActBody) else body
        if kind is not Kind.EDIT:
            return parse_body(kind, rest)
        claims = heads(named, order) if self._claims[place] else ()
        if not rest:
            return EditBody(cells=cells, claims=claims)
        body = parse_body(kind, rest)
        assert isinstance(body, EditBody)
        return replace(body, cells=cells, claims=claims or body.claims)

    def finish(self) -> None:
        """Raises InputError `wire.shape` where a content was written that no act took."""
        if next(self._contents, None) is not None:
            raise broken("contents")
