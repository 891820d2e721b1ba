"""Operations: what a person did to a report, made once, on one device, for ever.

An operation's identity, and its idempotency key, is device + epoch + seq. It is numbered when it is
frozen for sending, and chained: each one's hash covers the hash before it, so a device's history has no
gaps and cannot be rewritten. Hash and signature cover the long form written here; how the wire shortens
it is not what is signed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple

import msgspec

from app.domain.addresses import row_of
from app.domain.canonical import Json, canonical_bytes, fingerprint
from app.errors import InputError

PIECE_BYTES = 16_384
"""The body of one edit stays below this many canonical bytes; a larger one is numbered in pieces."""


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
    ATTACH = "attachment.link"

    @property
    def names_content(self) -> bool:
        """Whether the body names the content hash the act speaks of: every kind but edits, attachments and comments."""
        return self not in (Kind.EDIT, Kind.COMMENT, Kind.ATTACH)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class EditBody:
    """Body of `report.edit`."""

    cells: tuple[CellEdit, ...]
    """Ordered by address."""
    claims: tuple[str, ...] = ()
    """`table/row` of every free row the cells stand in: the edit holds only while the row is there."""
    reason: str = ""
    """Why, where a conflict was decided or a figure changed after the cut-off."""
    answers: str = ""
    """`device/epoch/seq` of the operation this one decides about or re-applies; empty otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActBody:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteBody:
    """Body of `comment.pin` and `attachment.link`."""

    address: str
    """The cell, or empty for the whole report."""
    text: str
    """The comment, or the attachment's name."""
    content: str = ""
    """Attachment: hash of its bytes, 64 hex digits."""


Body = EditBody | ActBody | NoteBody


class OperationId(NamedTuple):
    """Identity and idempotency key."""

    device: str
    epoch: str
    seq: int

    def __str__(self) -> str:
        return f"{self.device}/{self.epoch}/{self.seq}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
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
    _hash: list[str] = field(default_factory=list, init=False, repr=False, compare=False)
    """The hash, once it was asked for."""

    @property
    def id(self) -> OperationId:
        """Identity and idempotency key."""
        return OperationId(self.device, self.epoch, self.seq)

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

    def hash(self) -> str:
        """64 hex digits over the long form's canonical bytes."""
        if not self._hash:
            self._hash.append(fingerprint(canonical_bytes(self.long_form())).hex())
        return self._hash[0]


def opening_hash(device: str, epoch: str, follows: tuple[str, int] | None) -> str:
    """What the first operation of an epoch chains to; `follows` is the epoch and number a restored store left."""
    return fingerprint(
        canonical_bytes({"device": device, "epoch": epoch, "follows": list(follows) if follows else None})
    ).hex()


def body_json(body: Body) -> dict[str, Json]:
    """A body's long form; parts that are empty are left out."""
    match body:
        case EditBody():
            long: dict[str, Json] = {"cells": [list(cell) for cell in body.cells]}
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
                long["brought"] = [list(cell) for cell in body.brought]
            if body.cells:
                long["cells"] = list(body.cells)
            if body.form:
                long["form"] = body.form
        case NoteBody():
            long = {"address": body.address, "text": body.text}
            if body.content:
                long["content"] = body.content
    return long


def _cells(value: object) -> tuple[CellEdit, ...]:
    try:
        return tuple(map(CellEdit._make, msgspec.convert(value, list[tuple[str, str | None, str | None]])))
    except msgspec.ValidationError as exc:
        raise InputError("operation.body") from exc


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, Sequence) or isinstance(value, str) or not all(isinstance(item, str) for item in value):
        raise InputError("operation.body")
    return tuple(value)


def _text(body: Mapping[str, object], name: str) -> str:
    value = body.get(name, "")
    if not isinstance(value, str):
        raise InputError("operation.body")
    return value


def parse_body(kind: Kind, long: Mapping[str, object]) -> Body:
    """The body a long form spells. Raises InputError `operation.body` for anything else."""
    allowed = {
        Kind.EDIT: {"cells", "claims", "reason", "answers"},
        Kind.COMMENT: {"address", "text"},
        Kind.ATTACH: {"address", "text", "content"},
    }.get(kind, {"content", "reason", "brought", "cells", "form"})
    if set(long) - allowed:
        raise InputError("operation.body")
    if kind is Kind.EDIT:
        return EditBody(
            cells=_cells(long.get("cells", ())),
            claims=_texts(long.get("claims", ())),
            reason=_text(long, "reason"),
            answers=_text(long, "answers"),
        )
    if kind in (Kind.COMMENT, Kind.ATTACH):
        return NoteBody(address=_text(long, "address"), text=_text(long, "text"), content=_text(long, "content"))
    return ActBody(
        content=_text(long, "content"),
        reason=_text(long, "reason"),
        brought=_cells(long.get("brought", ())),
        cells=_texts(long.get("cells", ())),
        form=_text(long, "form"),
    )


def parse_operation(long: Mapping[str, object]) -> Operation:
    """The operation a long form spells. Raises InputError `operation.shape` or `operation.body`."""
    try:
        seq, after, at, body = long["seq"], long["after"], long["at"], long["body"]
        texts = [long[name] for name in ("device", "epoch", "prev", "author", "kind", "report", "form")]
    except KeyError as exc:
        raise InputError("operation.shape") from exc
    if not (isinstance(seq, int) and isinstance(after, int) and isinstance(at, int) and isinstance(body, Mapping)):
        raise InputError("operation.shape")
    if long.get("v") != 1 or not all(isinstance(text, str) for text in texts):
        raise InputError("operation.shape")
    device, epoch, prev, author, kind_text, report, form = (str(text) for text in texts)
    try:
        kind = Kind(kind_text)
    except ValueError as exc:
        raise InputError("operation.kind", kind=kind_text[:40]) from exc
    return Operation(
        device=device,
        epoch=epoch,
        seq=seq,
        prev=prev,
        author=author,
        kind=kind,
        report=parse_report_key(report),
        form=form,
        after=after,
        at=at,
        body=parse_body(kind, body),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
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


def pieces(cells: Sequence[CellEdit]) -> list[tuple[CellEdit, ...]]:
    """Edited cells, ordered by address and cut into runs whose canonical form stays below PIECE_BYTES.

    A row is never cut in two: its removal or insertion holds only as a whole. A row that is too large by
    itself makes a run by itself.
    """
    runs: list[tuple[CellEdit, ...]] = []
    run: list[CellEdit] = []
    size = 0
    for name, group in groupby(sorted(cells), key=lambda cell: row_of(cell.address)):
        row = tuple(group)
        # Four bytes a character is the worst UTF-8 can do; escapes are rare and small beside the slack.
        weight = sum(4 * sum(len(part) for part in cell if part) + 16 for cell in row) + 4 * len(name) + 4
        if run and size + weight > PIECE_BYTES - 1024:
            runs.append(tuple(run))
            run, size = [], 0
        run.extend(row)
        size += weight
    if run:
        runs.append(tuple(run))
    return runs
