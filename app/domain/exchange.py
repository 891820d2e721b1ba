"""One round trip with central, in terms both sides share: sync/wire.py spells these on the wire."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import get_args

import msgspec

from app.domain.canonical import Json, canonical_bytes, content_hash, fingerprint, vouched_bytes
from app.domain.conflicts import Conflict
from app.domain.notes import Note
from app.domain.operations import Chain, Operation, OperationId, ReportKey
from app.domain.recalling import Recall
from app.domain.workflow import State


class ResultCode(StrEnum):
    """Central's final answer to one operation."""

    APPLIED = "applied"
    DUPLICATE = "duplicate"
    CONFLICT = "conflict"
    SUPERSEDED = "superseded"
    REFUSED = "refused"
    UNREADABLE = "unreadable"


class TheirCell(msgspec.Struct, frozen=True, kw_only=True):
    """A cell central holds otherwise than the operation supposed."""

    address: str
    value: str | None
    author: str
    """Person id of who wrote it; empty where nobody did."""
    at: int
    """When, as claimed by that person's device; Unix seconds."""


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to one operation: final, stored by both sides."""

    id: OperationId
    hash: str
    """Hash of the operation answered; one for another hash is never booked."""
    code: ResultCode
    rev: int = 0
    """Revision after it (applied, duplicate) or the head's (conflict, superseded)."""
    cells: tuple[TheirCell, ...] = ()
    """Conflict of an edit: central's values."""
    error: str = ""
    """Refused: stable code."""
    params: Mapping[str, str] = msgspec.field(default_factory=dict)
    """Refused: figures for the words."""


class Commitment(msgspec.Struct, frozen=True, kw_only=True):
    """A seal announced before its content: a claim about exactly one content."""

    report: ReportKey
    content: str
    sealed_at: int
    """Unix seconds, the device's claim."""
    seq: int
    """Number of the sealing operation."""
    signature: str
    """Ed25519 by the device over `commitment_statement`; 128 hex digits."""


class ReceiptKind(StrEnum):
    """What a stand-alone receipt proves."""

    COMMITMENT = "commitment"
    SEAL = "seal"
    SUBMISSION = "submission"
    REDEMPTION = "redemption"
    """Of a content that a commitment had named, and that came by itself because its seal did not hold."""


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """Central's signed word that something of a report arrived. Stands alone."""

    kind: ReceiptKind
    report: ReportKey
    content: str
    device: str
    epoch: str
    seq: int
    """The device's sealing or submitting operation."""
    rev: int
    """Revision it made; 0 for a commitment."""
    sealed_at: int
    """Unix seconds, claimed by the device."""
    received_at: int
    """Unix seconds, central's clock; lateness is judged by it."""
    deadline: str
    """ISO date of the obligation; empty where there is none."""
    late: bool
    central: str
    """Central's key id: the first 16 hex digits of its public key's fingerprint."""
    signature: str
    """Ed25519 by central over `receipt_statement`; 128 hex digits."""


class View(StrEnum):
    """Which head of a report an office sees."""

    INNER = "inner"
    """Its own office's drafts."""
    UPWARD = "upward"
    """The last submitted revision of an office below."""


class ReportChange(msgspec.Struct, frozen=True, kw_only=True):
    """A report's newest revision, whole."""

    report: ReportKey
    view: View
    form: str
    """Form package hash."""
    state: State
    rev: int
    cells: Mapping[str, str]
    author: str
    """Person id of the last author."""
    at: int
    """When, as claimed; Unix seconds."""


class ReportEcho(msgspec.Struct, frozen=True, kw_only=True):
    """A report whose newest revision is exactly what the asking device's own results made of what it had."""

    report: ReportKey
    rev: int


class FormChange(msgspec.Struct, frozen=True, kw_only=True):
    """A form package."""

    hash: str
    package: bytes


class UnitChange(msgspec.Struct, frozen=True, kw_only=True):
    """A version of a unit."""

    unit: str
    code: str
    """Official code, zero-padded text."""
    name: str
    level: str
    """commune, district, province, ministry, central."""
    parent: str
    """Unit id; empty at the top."""
    valid_from: str
    """ISO date; empty where open."""
    valid_to: str


class ObligationChange(msgspec.Struct, frozen=True, kw_only=True):
    """A unit owes a report."""

    report: ReportKey
    form: str
    """Form package hash to start with."""
    receiver: str
    """Unit id."""
    window_start: str
    """ISO date, both ends inclusive."""
    window_end: str
    deadline: str
    """ISO date."""
    withdrawn: bool
    route: tuple[str, ...] = ()
    """Steps the route asks for besides seal and submit: `sign`."""


class PersonChange(msgspec.Struct, frozen=True, kw_only=True):
    """A person of an office in scope."""

    person: str
    name: str
    unit: str
    role: str
    """clerk, leader, consolidator, administrator."""
    active: bool


class NoteChange(msgspec.Struct, frozen=True, kw_only=True):
    """A note or question beside a report, as central keeps it."""

    note: Note
    settled: bool = False
    """Question: whether the report was sealed again since."""


class DeviceChange(msgspec.Struct, frozen=True, kw_only=True):
    """A computer of an office in scope."""

    device: str
    unit: str
    name: str
    """What people call it."""
    person: str
    """Who enrolled it."""
    public_key: str
    """64 hex digits; what it signs by."""
    revoked: bool


Change = (
    ReportChange
    | ReportEcho
    | FormChange
    | UnitChange
    | ObligationChange
    | PersonChange
    | NoteChange
    | DeviceChange
    | Conflict
)


KNOWN_CHANGES = ",".join(sorted(kind.__name__ for kind in get_args(Change)))
"""The kinds of change rows that this program knows, as one name."""


class Digest(msgspec.Struct, frozen=True, kw_only=True):
    """The state of everything a scope may see, in 32 bytes and a count."""

    sum: str
    """Sum mod 2**256 of `digest_term` over the reports; 64 hex digits."""
    count: int


class Have(msgspec.Struct, frozen=True, kw_only=True):
    """How far central holds this device's chain."""

    epoch: str
    seq: int
    hash: str
    """Hash of operation `seq`; empty for 0."""


class SealedContent(msgspec.Struct, frozen=True, kw_only=True):
    """What a commitment named, sent by itself: the seal that spoke of it was not applied."""

    report: ReportKey
    form: str
    """Form package hash."""
    cells: Mapping[str, str]

    @property
    def content(self) -> str:
        """Its content hash, 64 hex digits."""
        return content_hash(self.form, self.cells)


class Proof(msgspec.Struct, frozen=True, kw_only=True):
    """Results as central signed them, all of one list: what it said once."""

    central_epoch: str
    results: tuple[Result, ...]
    signature: str
    """Ed25519 by central over `results_statement`; 128 hex digits."""


class Revision(msgspec.Struct, frozen=True, kw_only=True):
    """A report as it was after an operation of this device had been applied."""

    operation: Operation
    form: str
    """Form package hash."""
    state: State
    cells: Mapping[str, str]


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """What a device shows a central that was restored: central's own word on what it lost."""

    receipts: tuple[Receipt, ...] = ()
    proofs: tuple[Proof, ...] = ()
    revisions: tuple[Revision, ...] = ()
    """Each proven by a result `applied` in `proofs`."""


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """What the device says."""

    device: str
    central_epoch: str
    """The central epoch that cursor and revisions belong to; empty at the first exchange."""
    cursor: str
    """Opaque; empty for the start."""
    epoch: str
    """This device's epoch."""
    known: int
    """Last own number (of `epoch`) whose result is stored; results are wanted for every later one."""
    scope: str
    """Scope version known; empty at the first exchange."""
    limit: int
    """Most change rows wanted in the answer."""
    commitments: tuple[Commitment, ...] = ()
    chains: tuple[Chain, ...] = ()
    fetch: tuple[ReportKey, ...] = ()
    """Reports wanted whole, whatever the cursor says (repair)."""
    pairs: bool = False
    """Whether (report, rev, content hash) of the whole scope is wanted (repair)."""
    plain: bool = False
    """Whether cells are wanted under their whole addresses, because a form package is missing here."""
    contents: tuple[SealedContent, ...] = ()
    """What was announced and did not get there by its seal."""
    evidence: Evidence = Evidence()
    """For a central that was restored."""
    recall: tuple[Recall, ...] = ()
    """Chains that this store left, because it was restored or enrolled anew; own ones first."""
    protocol: int = 1
    """The version it is written in, and the answer to it."""


class Pair(msgspec.Struct, frozen=True, kw_only=True):
    """One report of the scope, for finding what differs."""

    report: ReportKey
    view: View
    rev: int
    content: str


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What central says."""

    central_epoch: str
    have: Have
    scope: str
    results: tuple[Result, ...]
    """Final answers to own operations above `known`, ordered by number; carried ones after them."""
    results_signature: str
    """Ed25519 by central over `results_statement`; empty where there are no results."""
    receipts: tuple[Receipt, ...]
    changes: tuple[Change, ...]
    cursor: str
    more: bool
    digest: Digest | None
    """As of `cursor`; None while `more` or while a row of the scope is not yet visible."""
    server_time: int
    """Unix seconds, central's clock."""
    retry_after: int = 0
    """Seconds; a floor for the next try, 0 for none."""
    pairs: tuple[Pair, ...] | None = None
    history: tuple[Operation, ...] = ()
    """What was recalled: operations of the asker's own or of who it was before, as central has them, in order. While
    there are any, the store asks on before it takes in the page."""
    unknown_changes: int = 0
    """Change rows of a kind that the reading program does not know: passed over, and counted here."""


def results_statement(central_epoch: str, results: tuple[Result, ...]) -> bytes:
    """The bytes central signs for a list of results."""
    return canonical_bytes(
        {"central_epoch": central_epoch, "results": [_result_json(result) for result in results], "say": "results"}
    )


def _result_json(result: Result) -> dict[str, Json]:
    return {
        "cells": [[cell.address, cell.value, cell.author, cell.at] for cell in result.cells],
        "code": result.code.value,
        "error": result.error,
        "hash": result.hash,
        "id": str(result.id),
        "params": dict(result.params),
        "rev": result.rev,
    }


def commitment_statement(device: str, report: ReportKey, content: str, sealed_at: int, seq: int) -> bytes:
    """The bytes a device signs when it announces a seal."""
    return canonical_bytes(
        {
            "content": content,
            "device": device,
            "report": str(report),
            "say": "commitment",
            "sealed_at": sealed_at,
            "seq": seq,
        }
    )


def receipt_statement(receipt: Receipt) -> bytes:
    """The bytes central signs for a receipt: everything but the signature."""
    return canonical_bytes(
        {
            "central": receipt.central,
            "content": receipt.content,
            "deadline": receipt.deadline,
            "device": receipt.device,
            "epoch": receipt.epoch,
            "kind": receipt.kind.value,
            "late": receipt.late,
            "received_at": receipt.received_at,
            "report": str(receipt.report),
            "rev": receipt.rev,
            "say": "receipt",
            "sealed_at": receipt.sealed_at,
            "seq": receipt.seq,
        }
    )


def key_id(public_key: str) -> str:
    """Short name of a public key: 16 hex digits."""
    return fingerprint(bytes.fromhex(public_key)).hex()[:16]


def digest_term(report: ReportKey, rev: int, content: str) -> int:
    """One report's term of a digest, below 2**256."""
    return int.from_bytes(fingerprint(vouched_bytes([str(report), rev, content])), "big")


def add_to_digest(digest: Digest, *, added: int = 0, removed: int = 0, count: int = 0) -> Digest:
    """The digest with one term added, one removed, and the count moved by `count`."""
    total = (int(digest.sum, 16) + added - removed) % 2**256
    return Digest(sum=f"{total:064x}", count=digest.count + count)


EMPTY_DIGEST = Digest(sum="0" * 64, count=0)
