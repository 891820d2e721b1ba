"""Operations: what a person did to a report, made once, on one device, for ever.

An operation's identity, and its idempotency key, is device + epoch + seq. It is numbered when it is
frozen for sending, and chained: each one's hash covers the hash before it, so a device's history has no
gaps and cannot be rewritten. Hash and signature cover the long form written here; how the wire shortens
it is not what is signed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import cached_property
from typing import Any, Literal, NamedTuple

import msgspec
from msgspec.structs import replace

from app.domain.canonical import SAFE, Json, canonical_bytes, fingerprint, vouched_bytes
from app.errors import InputError


class Kind(StrEnum):
    """What an operation does."""

    EDIT = "report.edit"
    MOVE_VERSION = "report.move_version"
    SEAL = "report.seal"
    SIGN = "report.sign"
    SUBMIT = "report.submit"
    REOPEN = "report.reopen"
    RECEIVE = "review.receive"
    RETURN = "review.return"
    ACCEPT = "review.accept"
    COMMENT = "comment.pin"

    @property
    def names_content(self) -> bool:
        """Whether the body names the content hash the act speaks of: every kind but edits and comments."""
        return self not in (Kind.EDIT, Kind.COMMENT)


class ReportKey(NamedTuple):
    """Which report: two computers that both start it arrive at the same key."""

    unit: str
    form: str
    """Form code, e.g. `II.06a/VPCP/KSTT`; the version is not part of the identity."""
    period: str
    """SDMX period code, or an event's key."""
    release: str = ""
    """Release within the period (preliminary, official); empty where the form has none."""

    def __str__(self) -> str:
        return "|".join(self)


def parse_report_key(text: str) -> ReportKey:
    """The key spelled by `unit|form|period|release`. Raises InputError `report.key`."""
    parts = text.split("|")
    if len(parts) != 4 or not all(parts[:3]) or len(text) > 200:
        raise InputError("report.key", text=text[:200])
    return ReportKey(*parts)


class CellEdit(NamedTuple):
    """One cell of an edit: what its author was shown when typing began, and what he typed."""

    address: str
    replaced: str | None
    new: str | None

    @property
    def keeps(self) -> bool:
        """Whether it leaves the cell as it is: a person decided for the value that stands there."""
        return self.replaced == self.new


class EditBody(msgspec.Struct, frozen=True, kw_only=True):
    """Body of `report.edit`."""

    cells: tuple[CellEdit, ...]
    """Ordered by address."""
    claims: tuple[str, ...] = ()
    """`table/row` of every free row the cells stand in: the edit holds only while the row is there."""
    reason: str = ""
    """Why, where a conflict was decided or a figure changed after the cut-off."""
    answers: str = ""
    """`device/epoch/seq` of the operation this one decides about or re-applies; empty otherwise."""
    extra: Mapping[str, Json] = msgspec.field(default_factory=dict)
    """Members that a newer program wrote and this one does not know: kept, and signed with the rest."""

    @property
    def keeps(self) -> bool:
        """Whether it leaves every cell as it is."""
        return bool(self.cells) and all(cell.keeps for cell in self.cells)


class ActBody(msgspec.Struct, frozen=True, kw_only=True):
    """Body of every kind that names a content: seal, sign, submit, reopen, move_version, review.*"""

    content: str
    """Content hash the act speaks of, 64 hex digits."""
    reason: str = ""
    """Written reason; reopen and return demand one."""
    brought: tuple[CellEdit, ...] = ()
    """Seal: values other reports brought, written in by the sealing; ordered by address."""
    cells: tuple[str, ...] = ()
    """Return: addresses the questions are pinned to."""
    form: str = ""
    """Move to another version: the package hash moved to."""
    more: bool = False
    """Whether this is a part: it carries some of the act that goes on under the next number, and holds with it."""
    extra: Mapping[str, Json] = msgspec.field(default_factory=dict)
    """Members that a newer program wrote and this one does not know: kept, and signed with the rest."""


class NoteBody(msgspec.Struct, frozen=True, kw_only=True):
    """Body of `comment.pin`."""

    address: str
    """The cell, or empty for the whole report."""
    text: str
    """The comment."""
    shared: bool = False
    """Whether it is meant for the other office too; else it stays in the one that reports."""
    extra: Mapping[str, Json] = msgspec.field(default_factory=dict)
    """Members that a newer program wrote and this one does not know: kept, and signed with the rest."""


Body = EditBody | ActBody | NoteBody


class OperationId(NamedTuple):
    """Identity and idempotency key."""

    device: str
    epoch: str
    seq: int

    def __str__(self) -> str:
        return f"{self.device}/{self.epoch}/{self.seq}"


class Operation(msgspec.Struct, frozen=True, kw_only=True, weakref=True, dict=True):
    """One frozen operation."""

    device: str
    """Device id given by central at enrolment."""
    epoch: str
    """Random, 16 hex digits; new after this store was restored."""
    seq: int
    """1 is the first of the epoch; no gaps."""
    prev: str
    """Hash of the operation before, or of the epoch's opening (`opening_hash`); 64 hex digits."""
    author: str
    """Person id."""
    kind: Kind
    report: ReportKey
    form: str
    """Hash of the form package the author worked with; 64 hex digits."""
    after: int
    """Own number of the last result the maker had stored when it was numbered; 0 for none."""
    at: int
    """When it was done, Unix seconds UTC: a claim of the device."""
    body: Body

    @property
    def id(self) -> OperationId:
        """Identity and idempotency key."""
        return OperationId(self.device, self.epoch, self.seq)

    @property
    def is_part(self) -> bool:
        """Whether it is a part of an act that goes on under the next number."""
        return isinstance(self.body, ActBody) and self.body.more

    @property
    def keeps(self) -> bool:
        """Whether it is a decision for what stands: it moves no figure and no state, and holds in whatever state."""
        return isinstance(self.body, EditBody) and self.body.keeps

    def long_form(self) -> dict[str, Json]:
        """The object that hash and signature cover."""
        return {
            "after": self.after,
            "at": self.at,
            "author": self.author,
            "body": body_json(self.body),
            "device": self.device,
            "epoch": self.epoch,
            "form": self.form,
            "kind": self.kind.value,
            "prev": self.prev,
            "report": str(self.report),
            "seq": self.seq,
            "v": 1,
        }

    def long_bytes(self) -> bytes:
        """The long form's canonical bytes. Raises ValueError for an integer beyond 2**53 or a lone surrogate."""
        if not -SAFE < min(self.after, self.at, self.seq) <= max(self.after, self.at, self.seq) < SAFE:
            raise ValueError("an integer beyond 2**53 has no place in an operation")
        return canonical_bytes(self.long_form()) if self.body.extra else vouched_bytes(self.long_form())

    def hash(self) -> str:
        """64 hex digits over the long form's canonical bytes."""
        return self._spelled[0]

    @property
    def size_bytes(self) -> int:
        """Bytes that the long form takes."""
        return self._spelled[1]

    def spell(self) -> bytes:
        """The long form's canonical bytes; hash and size need not be worked out again. Raises as `long_bytes` does."""
        long = self.long_bytes()
        self.__dict__["_spelled"] = _hash_and_size(long)
        return long

    @cached_property
    def _spelled(self) -> tuple[str, int]:
        return _hash_and_size(self.long_bytes())


def _hash_and_size(long: bytes) -> tuple[str, int]:
    return fingerprint(long).hex(), len(long)


def opening_hash(device: str, epoch: str, follows: tuple[str, int] | None) -> str:
    """What the first operation of an epoch chains to; `follows` is the epoch and number a restored store left."""
    return fingerprint(
        canonical_bytes({"device": device, "epoch": epoch, "follows": list(follows) if follows else None})
    ).hex()


def body_json(body: Body) -> dict[str, Json]:
    """A body's long form; parts that are empty are left out."""
    match body:
        case EditBody():
            long: dict[str, Json] = {"cells": body.cells}
            if body.claims:
                long["claims"] = list(body.claims)
            if body.reason:
                long["reason"] = body.reason
            if body.answers:
                long["answers"] = body.answers
        case ActBody():
            long = {"content": body.content}
            if body.reason:
                long["reason"] = body.reason
            if body.brought:
                long["brought"] = body.brought
            if body.cells:
                long["cells"] = list(body.cells)
            if body.form:
                long["form"] = body.form
            if body.more:
                long["more"] = True
        case NoteBody():
            long = {"address": body.address, "text": body.text}
            if body.shared:
                long["shared"] = True
    return {**long, **body.extra} if body.extra else long


class _LongEdit(msgspec.Struct, forbid_unknown_fields=True):
    cells: tuple[CellEdit, ...] = ()
    claims: tuple[str, ...] = ()
    reason: str = ""
    answers: str = ""


class _LongNote(msgspec.Struct, forbid_unknown_fields=True):
    address: str = ""
    text: str = ""
    shared: bool = False


class _LongAct(msgspec.Struct, forbid_unknown_fields=True):
    content: str = ""
    reason: str = ""
    brought: tuple[CellEdit, ...] = ()
    cells: tuple[str, ...] = ()
    form: str = ""
    more: bool = False


class _Long(msgspec.Struct):
    after: int
    at: int
    author: str
    body: msgspec.Raw
    device: str
    epoch: str
    form: str
    kind: str
    prev: str
    report: str
    seq: int
    v: Literal[1]


def parse_body(kind: Kind, long: Mapping[str, object]) -> Body:
    """The body a long form spells, members that are not known included. Raises InputError `operation.body`."""
    return _body(kind, lambda shape: msgspec.convert(long, shape))


def _body(kind: Kind, read: Callable[[Any], Any]) -> Body:
    """The body that `read` finds in the shape of its kind."""
    try:
        return _known_body(kind, read)
    except msgspec.ValidationError:
        pass
    try:
        whole: dict[str, Any] = read(dict[str, Any])
        names = {name for shape in (_LongEdit, _LongNote, _LongAct) for name in shape.__struct_fields__}
        known = {name: value for name, value in whole.items() if name in names}
        body = _known_body(kind, lambda shape: msgspec.convert(known, shape))
    except msgspec.ValidationError as exc:
        raise InputError("operation.body") from exc
    return replace(body, extra={name: value for name, value in whole.items() if name not in known})


def _known_body(kind: Kind, read: Callable[[Any], Any]) -> Body:
    if kind is Kind.EDIT:
        edit: _LongEdit = read(_LongEdit)
        return EditBody(cells=edit.cells, claims=edit.claims, reason=edit.reason, answers=edit.answers)
    if kind is Kind.COMMENT:
        note: _LongNote = read(_LongNote)
        return NoteBody(address=note.address, text=note.text, shared=note.shared)
    act: _LongAct = read(_LongAct)
    return ActBody(
        content=act.content, reason=act.reason, brought=act.brought, cells=act.cells, form=act.form, more=act.more
    )


def parse_operation(long: Mapping[str, object]) -> Operation:
    """The operation a long form spells. Raises InputError `operation.shape`, `operation.kind`, `operation.body`."""
    return read_operation(msgspec.json.encode(long))


def read_operation(data: bytes) -> Operation:
    """The operation whose long form these bytes are. Raises InputError as `parse_operation` does."""
    try:
        long = msgspec.json.decode(data, type=_Long)
    except msgspec.MsgspecError as exc:
        raise InputError("operation.shape") from exc
    if memoryview(long.body)[:1].tobytes() != b"{":
        raise InputError("operation.shape")
    try:
        kind = Kind(long.kind)
    except ValueError as exc:
        raise InputError("operation.kind", kind=long.kind[:40]) from exc
    return Operation(
        device=long.device,
        epoch=long.epoch,
        seq=long.seq,
        prev=long.prev,
        author=long.author,
        kind=kind,
        report=parse_report_key(long.report),
        form=long.form,
        after=long.after,
        at=long.at,
        body=_body(kind, lambda shape: msgspec.json.decode(long.body, type=shape)),
    )


class Chain(msgspec.Struct, frozen=True, kw_only=True):
    """A gapless run of one device's operations, under one signature over its head."""

    device: str
    epoch: str
    follows: tuple[str, int] | None
    """The epoch and number this epoch follows, where the store was restored."""
    operations: tuple[Operation, ...]
    """At least one, seq by seq."""
    signature: str
    """Ed25519 by the device over `chain_statement` of the last operation; 128 hex digits."""

    @property
    def head(self) -> Operation:
        """The last operation: the one the signature names."""
        return self.operations[-1]


def chain_statement(device: str, epoch: str, seq: int, head: str) -> bytes:
    """The bytes a device signs for its chain up to `seq`, whose operation has the hash `head`."""
    return canonical_bytes({"device": device, "epoch": epoch, "head": head, "say": "chain", "seq": seq})
