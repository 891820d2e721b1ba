"""A central and a store in memory, and a wire between them that can be broken.

The fake central judges with the domain's own `apply_operation`; what it leaves out of the real one are rights,
forms, units and durability. The fake store keeps what the engine needs to be tested, and merges nothing.
"""

from __future__ import annotations

import copy
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import requests
import urllib3
from msgspec.structs import replace

from app.domain.apply import Advanced, Clashed, Head, apply_operation
from app.domain.canonical import content_hash
from app.domain.exchange import (
    EMPTY_DIGEST,
    Answer,
    Change,
    Digest,
    Evidence,
    Have,
    Pair,
    Receipt,
    ReceiptKind,
    ReportChange,
    ReportEcho,
    Request,
    Result,
    ResultCode,
    SealedContent,
    TheirCell,
    View,
    add_to_digest,
    commitment_statement,
    digest_term,
    key_id,
    receipt_statement,
    results_statement,
)
from app.domain.exchange_state import Booked, CycleRecord, LightFacts, OwnChain, Position
from app.domain.merge import replay
from app.domain.operations import (
    ActBody,
    CellEdit,
    EditBody,
    Kind,
    Operation,
    OperationId,
    ReportKey,
    chain_statement,
    opening_hash,
)
from app.domain.signing import new_private_key, public_key, sign, verifies
from app.domain.workflow import State
from app.errors import AppError
from sync import wire
from tests.central.http import TOLD_LENGTH

FORM = "f0" * 32
ORDER = wire.FormOrder(
    tables=(wire.TableOrder(key="main", columns=("c1", "c2", "c3"), rows=("r1", "r2", "r3")),), texts=("note",)
)


def forms(package: str) -> wire.FormOrder | None:
    """The one form both fakes know."""
    return ORDER if package == FORM else None


class FakeClock:
    """Time that moves when told."""

    def __init__(self, start: str = "2026-10-05T08:00:00+00:00") -> None:
        self._now, self._monotonic = datetime.fromisoformat(start).astimezone(UTC), 0.0

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return self._monotonic

    def advance(self, seconds: float) -> None:
        self._now += timedelta(seconds=seconds)
        self._monotonic += seconds


class FakeChance:
    """Tokens that count, jitter that stays."""

    def __init__(self, jitter: float = 0.5, first: int = 1) -> None:
        self._jitter, self._next = jitter, first

    def token(self, size_bytes: int) -> bytes:
        self._next += 1
        return self._next.to_bytes(size_bytes, "big")

    def jitter(self) -> float:
        return self._jitter


@dataclass
class Record:
    """What central keeps of one report."""

    head: Head
    author: str = ""
    at: int = 0
    submitted: Head | None = None
    authors: dict[str, tuple[str, int]] = field(default_factory=dict)


@dataclass
class DeviceChain:
    """What central keeps of one epoch of a device."""

    operations: list[Operation] = field(default_factory=list)
    hashes: list[str] = field(default_factory=list)
    results: dict[int, Result] = field(default_factory=dict)


@dataclass
class Device:
    """An enrolled device."""

    id: str
    unit: str
    public: str
    upward: bool = False


class FakeCentral:
    """Central in memory: one province, reports by unit, upward heads for the office that receives."""

    def __init__(self, *, page_rows: int = 500, clock: FakeClock | None = None) -> None:
        self.clock = clock or FakeClock()
        self.private = new_private_key()
        self.public = public_key(self.private)
        self.epoch = "ce00000000000001"
        self.devices: dict[str, Device] = {}
        self.reports: dict[ReportKey, Record] = {}
        self.feed: dict[tuple[ReportKey, View], int] = {}
        self.sequence = 0
        self.chains: dict[tuple[str, str], DeviceChain] = {}
        self.receipts: dict[tuple[str, str, int, ReceiptKind], Receipt] = {}
        self.page_rows = page_rows
        self.scope = "s1"
        self.requests: list[Request] = []
        self.answers: list[Answer] = []
        self.spoil: Callable[[Answer], Answer] = lambda answer: answer
        self.unknown_forms: set[str] = set()
        self.judges = True
        self.retry_after = 0

    # ------------------------------------------------------------------------------------------------ HTTP

    def handle(self, method: str, path: str, headers: dict[str, str], body: bytes) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body for one HTTP request."""
        if (method, path) == ("POST", "/sync/v1/enrol"):
            return self._enrol(json.loads(body))
        device = self.devices.get(headers.get("Authorization", "").removeprefix("Bearer "))
        if device is None:
            return self._problem(401, "device.unknown")
        try:
            plain = wire.decompress(body, headers.get("Content-Encoding", ""))
            request = wire.decode_request(plain, self._forms)
        except AppError as error:
            return self._problem(422, error.code, **error.params)
        self.requests.append(request)
        answer = self.spoil(self.exchange(request, device))
        self.answers.append(answer)
        packed, encoding = wire.compress(wire.encode_answer(answer, request, self._forms))
        kind = {"Content-Type": wire.MEDIA_TYPE}
        return 200, kind | ({"Content-Encoding": encoding} if encoding else {}), packed

    def _forms(self, package: str) -> wire.FormOrder | None:
        return None if package in self.unknown_forms else forms(package)

    def _problem(self, status: int, code: str, **params: object) -> tuple[int, dict[str, str], bytes]:
        return status, {"Content-Type": wire.PROBLEM_TYPE}, json.dumps({"code": code, **params}).encode()

    def _enrol(self, asked: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        if asked["code"] != "MOT-LAN":
            return self._problem(422, "enrol.code")
        self.devices["t-new"] = Device("d-new", "u1", asked["public_key"])
        told = {
            "device": "d-new",
            "token": "t-new",
            "person": {"id": "p1", "name": "Lê Thị Thử", "role": "clerk"},
            "unit": {"id": "u1", "code": "00001", "name": "Phường Thử", "level": "commune"},
            "central_epoch": self.epoch,
            "central_key": self.public,
            "protocol": 1,
            "later": "passed over",
        }
        return 200, {"Content-Type": "application/json"}, json.dumps(told).encode()

    # -------------------------------------------------------------------------------------------- the exchange

    def exchange(self, request: Request, device: Device) -> Answer:
        """Takes in chains and commitments, then answers as of one moment."""
        now = int(self.clock.now().timestamp())
        receipts = [self._commit(each, request, device, now) for each in request.commitments]
        if not self.retry_after:
            for chain in request.chains:
                self._take(chain, now)
        own = self.chains.setdefault((request.device, request.epoch), DeviceChain())
        results = tuple(own.results[seq] for seq in sorted(own.results) if seq > request.known)
        for seq in [result.id.seq for result in results]:
            receipts += [each for each in self._receipts_of(request, seq) if each not in receipts]
        results = () if self.retry_after else results
        changes, cursor, more = self._page(request, device, results)
        return Answer(
            central_epoch=self.epoch,
            have=Have(epoch=request.epoch, seq=len(own.hashes), hash=own.hashes[-1] if own.hashes else ""),
            scope=self.scope,
            results=results,
            results_signature=sign(self.private, results_statement(self.epoch, results)) if results else "",
            receipts=tuple(receipts),
            changes=changes,
            cursor=cursor,
            more=more,
            digest=None if more or self.retry_after else self.digest(device),
            server_time=now,
            retry_after=self.retry_after,
            pairs=tuple(self._pairs(device)) if request.pairs else None,
        )

    def _commit(self, commitment, request: Request, device: Device, now: int) -> Receipt:
        statement = commitment_statement(
            device.id, commitment.report, commitment.content, commitment.sealed_at, commitment.seq
        )
        assert verifies(device.public, statement, commitment.signature)
        slot = (device.id, request.epoch, commitment.seq, ReceiptKind.COMMITMENT)
        if slot not in self.receipts:
            self.receipts[slot] = self._receipt(
                slot, commitment.report, commitment.content, 0, commitment.sealed_at, now
            )
        return self.receipts[slot]

    def _receipt(self, slot, report: ReportKey, content: str, rev: int, sealed_at: int, now: int) -> Receipt:
        device, epoch, seq, kind = slot
        unsigned = Receipt(
            kind=kind,
            report=report,
            content=content,
            device=device,
            epoch=epoch,
            seq=seq,
            rev=rev,
            sealed_at=sealed_at,
            received_at=now,
            deadline="2026-10-10",
            late=False,
            central=key_id(self.public),
            signature="",
        )
        return replace(unsigned, signature=sign(self.private, receipt_statement(unsigned)))

    def _receipts_of(self, request: Request, seq: int) -> list[Receipt]:
        kinds = (ReceiptKind.SEAL, ReceiptKind.SUBMISSION)
        found = [self.receipts.get((request.device, request.epoch, seq, kind)) for kind in kinds]
        return [receipt for receipt in found if receipt]

    def _take(self, chain, now: int) -> None:
        device = next(each for each in self.devices.values() if each.id == chain.device)
        head = chain.head
        statement = chain_statement(chain.device, chain.epoch, head.seq, head.hash())
        assert verifies(device.public, statement, chain.signature), "a chain must verify"
        own = self.chains.setdefault((chain.device, chain.epoch), DeviceChain())
        for operation in chain.operations:
            if operation.seq <= len(own.hashes):
                if own.hashes[operation.seq - 1] != operation.hash():
                    return
                continue
            opening = opening_hash(chain.device, chain.epoch, chain.follows)
            if operation.seq != len(own.hashes) + 1 or operation.prev != (own.hashes[-1] if own.hashes else opening):
                return
            own.operations.append(operation)
            own.hashes.append(operation.hash())
            if self.judges:
                own.results[operation.seq] = self._judge(operation, own, now)

    def _judge(self, operation: Operation, own: DeviceChain, now: int) -> Result:
        record = self.reports.setdefault(operation.report, Record(Head(key=operation.report, form=operation.form)))
        answered = {"id": operation.id, "hash": operation.hash()}
        broken = [
            result.id.seq
            for result in own.results.values()
            if own.operations[result.id.seq - 1].report == operation.report
            and result.code in (ResultCode.CONFLICT, ResultCode.REFUSED, ResultCode.SUPERSEDED)
        ]
        if broken and operation.after < broken[-1]:
            return Result(**answered, code=ResultCode.SUPERSEDED, rev=record.head.rev)
        verdict = apply_operation(record.head, operation)
        if isinstance(verdict, Clashed):
            cells = tuple(
                TheirCell(
                    address=clash.address,
                    value=clash.theirs,
                    author=record.authors.get(clash.address, ("", 0))[0],
                    at=record.authors.get(clash.address, ("", 0))[1],
                )
                for clash in verdict.clashes
            )
            return Result(**answered, code=ResultCode.CONFLICT, rev=record.head.rev, cells=cells)
        if not isinstance(verdict, Advanced):
            return Result(**answered, code=ResultCode.REFUSED, error=verdict.code)
        if verdict.head.rev == record.head.rev:
            return Result(**answered, code=ResultCode.DUPLICATE, rev=record.head.rev)
        self._advance(record, verdict.head, operation, now)
        return Result(**answered, code=ResultCode.APPLIED, rev=verdict.head.rev)

    def _advance(self, record: Record, head: Head, operation: Operation, now: int) -> None:
        record.head, record.author, record.at = head, operation.author, operation.at
        if isinstance(operation.body, EditBody):
            record.authors |= {cell.address: (operation.author, operation.at) for cell in operation.body.cells}
        self._row(operation.report, View.INNER)
        slot = (operation.device, operation.epoch, operation.seq)
        content = getattr(operation.body, "content", "")
        if operation.kind is Kind.SEAL:
            self.receipts[(*slot, ReceiptKind.SEAL)] = self._receipt(
                (*slot, ReceiptKind.SEAL), operation.report, content, head.rev, operation.at, now
            )
        if operation.kind is Kind.SUBMIT:
            record.submitted = head
            self._row(operation.report, View.UPWARD)
            self.receipts[(*slot, ReceiptKind.SUBMISSION)] = self._receipt(
                (*slot, ReceiptKind.SUBMISSION), operation.report, content, head.rev, operation.at, now
            )

    def _row(self, report: ReportKey, view: View) -> None:
        self.sequence += 1
        self.feed.pop((report, view), None)
        self.feed[report, view] = self.sequence

    # --------------------------------------------------------------------------------------------------- the feed

    def _visible(self, device: Device) -> list[tuple[ReportKey, View, Head, Record]]:
        found = []
        for (report, view), _ in sorted(self.feed.items(), key=lambda item: item[1]):
            record = self.reports[report]
            if device.upward and view is View.UPWARD and record.submitted:
                found.append((report, view, record.submitted, record))
            if not device.upward and view is View.INNER and report.unit == device.unit:
                found.append((report, view, record.head, record))
        return found

    def _page(
        self, request: Request, device: Device, results: Sequence[Result]
    ) -> tuple[tuple[Change, ...], str, bool]:
        known = request.central_epoch == self.epoch
        after = int(request.cursor) if request.cursor and known else 0
        visible = self._visible(device)
        rows = [row for row in visible if self.feed[row[0], row[1]] > after]
        page = rows[: min(self.page_rows, request.limit)]
        fetched = [row for row in visible if row[0] in request.fetch and row not in page]
        own = {result.id.seq: result.rev for result in results if result.code is ResultCode.APPLIED}
        made = {
            operation.report: own[operation.seq]
            for chain in request.chains
            for operation in chain.operations
            if operation.seq in own
        }
        changes: list[Change] = []
        for report, view, head, record in (*page, *fetched):
            alone = {each.author for each in self._operations_of(report)} == {record.author}
            if made.get(report) == head.rev and alone and known and report not in request.fetch:
                changes.append(ReportEcho(report=report, rev=head.rev))
            else:
                changes.append(
                    ReportChange(
                        report=report,
                        view=view,
                        form=head.form,
                        state=head.state,
                        rev=head.rev,
                        cells=dict(head.cells),
                        author=record.author,
                        at=record.at,
                    )
                )
        more = len(rows) > len(page)
        cursor = str(self.feed[page[-1][0], page[-1][1]]) if page else str(after or "")
        return tuple(sorted(changes, key=lambda change: isinstance(change, ReportEcho))), cursor, more

    def _operations_of(self, report: ReportKey) -> list[Operation]:
        return [each for chain in self.chains.values() for each in chain.operations if each.report == report]

    def _pairs(self, device: Device) -> list[Pair]:
        return [
            Pair(report=report, view=view, rev=head.rev, content=head.content)
            for report, view, head, _ in self._visible(device)
        ]

    def digest(self, device: Device) -> Digest:
        """The truth about everything the device may see."""
        total = EMPTY_DIGEST
        for pair in self._pairs(device):
            total = add_to_digest(total, added=digest_term(pair.report, pair.rev, pair.content), count=1)
        return total

    # ------------------------------------------------------------------------------------------------- restores

    def backup(self) -> dict[str, object]:
        """Everything a backup of central holds."""
        return copy.deepcopy(
            {name: getattr(self, name) for name in ("reports", "feed", "sequence", "chains", "receipts")}
        )

    def restore(self, backup: dict[str, object], epoch: str) -> None:
        """Central as it was, under a new epoch."""
        for name, value in copy.deepcopy(backup).items():
            setattr(self, name, value)
        self.epoch = epoch


@dataclass
class Copy:
    """A base copy of a report."""

    form: str = FORM
    state: State = State.DRAFT
    rev: int = 0
    cells: dict[str, str] = field(default_factory=dict)
    view: View = View.INNER


class FakeStore:
    """A store in memory that books by the rules the engine relies on; it merges nothing and keeps clashes aside."""

    def __init__(self, device: str = "d1", author: str = "p1", clock: FakeClock | None = None) -> None:
        self.clock = clock or FakeClock()
        self.device, self.author = device, author
        self.epoch, self.follows = "0000000000000001", None
        self.central_epoch = self.cursor = self.scope = ""
        self.base: dict[ReportKey, Copy] = {}
        self.waiting: list[tuple[ReportKey, Kind, object]] = []
        self.operations: list[Operation] = []
        self.results: dict[int, Result] = {}
        self.receipts: list[Receipt] = []
        self.aside: list[Operation] = []
        self.theirs: Digest | None = None
        self.differing: tuple[ReportKey, ...] = ()
        self.records: list[CycleRecord] = []
        self.agreed_at: int | None = None
        self.booked: list[Answer] = []
        self.packages: dict[str, bytes] = {}
        self.lost_scope: set[ReportKey] = set()

    # ---------------------------------------------------------------------------------------- what a person does

    def type(self, report: ReportKey, address: str, value: str | None) -> None:
        """An edit of one cell, waiting to go."""
        shown = self.mine(report).get(address)
        self.waiting.append((report, Kind.EDIT, EditBody(cells=(CellEdit(address, shown, value),))))

    def act(self, report: ReportKey, kind: Kind, reason: str = "") -> None:
        """An act about what stands here."""
        content = content_hash(FORM, self.mine(report))
        self.waiting.append((report, kind, ActBody(content=content, reason=reason)))

    def mine(self, report: ReportKey) -> dict[str, str]:
        """The report as a person sees it."""
        cells = dict(self.base[report].cells) if report in self.base else {}
        flying = [(each.report, each.kind, each.body) for each in self._open()]
        for key, _, body in (*flying, *self.waiting):
            if key == report and isinstance(body, EditBody):
                cells = replay(cells, body.cells)
        return cells

    def _open(self) -> list[Operation]:
        return [each for each in self.operations if each.seq not in self.results]

    # ----------------------------------------------------------------------------------------- what the engine asks

    def position(self) -> Position:
        opened = self._open()
        return Position(
            device=self.device,
            epoch=self.epoch,
            follows=self.follows,
            known=opened[0].seq - 1 if opened else len(self.operations),
            numbered=len(self.operations),
            head=self.operations[-1].hash() if self.operations else "",
            central_epoch=self.central_epoch,
            cursor=self.cursor,
            scope=self.scope,
        )

    def freeze(self, limit_bytes: int, after: int = 0) -> Sequence[Operation]:
        for report, kind, body in self.waiting:
            before = (
                self.operations[-1].hash() if self.operations else opening_hash(self.device, self.epoch, self.follows)
            )
            self.operations.append(
                Operation(
                    device=self.device,
                    epoch=self.epoch,
                    seq=len(self.operations) + 1,
                    prev=before,
                    author=self.author,
                    kind=kind,
                    report=report,
                    form=FORM,
                    after=max(self.results, default=0),
                    at=int(self.clock.now().timestamp()),
                    body=body,
                )
            )
        self.waiting = []
        found = [each for each in self._open() if each.seq > after]
        return found[: max(1, limit_bytes // 600)]

    def has_acts(self) -> bool:
        return any(each.kind in (Kind.SEAL, Kind.SUBMIT) and each.seq not in self.results for each in self.operations)

    def commitments(self) -> Sequence[tuple[ReportKey, str, int, int]]:
        proven = {receipt.seq for receipt in self.receipts if receipt.epoch == self.epoch}
        return [
            (each.report, each.body.content, each.at, each.seq)
            for each in self.operations
            if each.kind is Kind.SEAL and each.seq not in proven and each.seq not in self.results
        ]

    def sealed_contents(self) -> Sequence[SealedContent]:
        return ()

    def evidence(self, after: int, limit_bytes: int) -> Sequence[Evidence]:
        return ()

    def own_chain(self, seq: int) -> OwnChain:
        position = self.position()
        hashes = {seq: self.operations[seq - 1].hash()} if 0 < seq <= len(self.operations) else {}
        return OwnChain(epoch=self.epoch, known=position.known, numbered=position.numbered, hashes=hashes)

    def operation_hash(self, id: OperationId) -> str | None:
        if (id.device, id.epoch) != (self.device, self.epoch) or not 0 < id.seq <= len(self.operations):
            return None
        return self.operations[id.seq - 1].hash()

    def form_package(self, package: str) -> bytes | None:
        return self.packages.get(package)

    def book(self, answer: Answer) -> Booked:
        counts = dict.fromkeys(ResultCode, 0)
        unreadable = []
        for result in answer.results:
            if result.id.seq in self.results:
                continue
            operation = self.operations[result.id.seq - 1]
            counts[result.code] += 1
            if result.code is ResultCode.UNREADABLE:
                unreadable.append(result.id)
                continue
            self.results[result.id.seq] = result
            if result.code in (ResultCode.APPLIED, ResultCode.DUPLICATE):
                self._advance(operation)
            else:
                self.aside.append(operation)
        new = [receipt for receipt in answer.receipts if receipt not in self.receipts]
        self.receipts += new
        for change in answer.changes:
            if isinstance(change, ReportChange):
                self.base[change.report] = Copy(change.form, change.state, change.rev, dict(change.cells), change.view)
            elif isinstance(change, ReportEcho):
                self.base[change.report].rev = change.rev
        fetched = {change.report for change in answer.changes if isinstance(change, ReportChange)}
        self.differing = tuple(key for key in self.differing if key not in fetched)
        self.central_epoch, self.cursor, self.scope = answer.central_epoch, answer.cursor, answer.scope
        self.theirs = answer.digest
        if self.theirs == self._ours():
            self.agreed_at = int(self.clock.now().timestamp())
        self.booked.append(answer)
        return Booked(
            applied=counts[ResultCode.APPLIED],
            duplicates=counts[ResultCode.DUPLICATE],
            conflicts=counts[ResultCode.CONFLICT],
            refused=counts[ResultCode.REFUSED],
            superseded=counts[ResultCode.SUPERSEDED],
            changes=len(answer.changes),
            receipts=len(new),
            unknown_changes=answer.unknown_changes,
            unreadable=tuple(unreadable),
        )

    def _advance(self, operation: Operation) -> None:
        copied = self.base.setdefault(operation.report, Copy())
        verdict = apply_operation(
            Head(key=operation.report, form=copied.form, state=copied.state, rev=copied.rev, cells=copied.cells),
            operation,
        )
        if isinstance(verdict, Advanced):
            copied.cells, copied.state = dict(verdict.head.cells), verdict.head.state

    def give_again(self, after: int) -> None:
        self.results = {seq: result for seq, result in self.results.items() if seq <= after}

    def begin_epoch(self, epoch: str, have: Have) -> None:
        self.follows = (have.epoch, have.seq)
        flying = [(each.report, each.kind, each.body) for each in self._open()]
        self.waiting = flying + self.waiting
        self.epoch, self.operations, self.results, self.cursor = epoch, [], {}, ""

    def compare(self, pairs: Sequence[Pair]) -> Sequence[ReportKey]:
        named = {pair.report: pair for pair in pairs}
        self.lost_scope = set(self.base) - set(named)
        self.differing = tuple(
            sorted(
                pair.report
                for pair in pairs
                if pair.report not in self.base
                or (self.base[pair.report].rev, self._content(pair.report)) != (pair.rev, pair.content)
            )
        )
        return self.differing

    def _content(self, report: ReportKey) -> str:
        return content_hash(self.base[report].form, self.base[report].cells)

    def _ours(self) -> Digest:
        total = EMPTY_DIGEST
        for key, copied in self.base.items():
            if key not in self.lost_scope:
                total = add_to_digest(total, added=digest_term(key, copied.rev, self._content(key)), count=1)
        return total

    def light_facts(self) -> LightFacts:
        return LightFacts(
            waiting=len(self.waiting),
            in_flight=len(self._open()),
            conflicts=len(self.aside),
            ours=self._ours(),
            theirs=self.theirs,
            agreed_at=self.agreed_at,
            differing=self.differing,
        )

    def record_cycle(self, record: CycleRecord) -> None:
        self.records.append(record)


class MemorySecrets:
    """Secrets of one computer."""

    def __init__(self) -> None:
        self._kept: dict[str, str] = {}

    def get(self, name: str) -> str | None:
        return self._kept.get(name)

    def set(self, name: str, value: str) -> None:
        self._kept[name] = value

    def delete(self, name: str) -> None:
        self._kept.pop(name, None)


HTML = b"<!DOCTYPE html><html><body>WiFi</body></html>"


class InProcessAdapter(requests.adapters.BaseAdapter):
    """Carries requests straight to `handle`; `faults` breaks the wire, one item per request ("" for none).

    drop_request, torn (half of the body gets there), drop_reply, refused, timeout, tls, html, 407, redirect,
    wrong_type, other_protocol, older_central, truncated, garbage, empty_200, busy, 500, 413.
    """

    def __init__(self, handle: Callable[[str, str, dict[str, str], bytes], tuple[int, dict[str, str], bytes]]) -> None:
        super().__init__()
        self._handle = handle
        self.faults: list[str] = []
        self.seen: list[dict[str, str]] = []
        self.lines: list[tuple[str, str, int]] = []
        """Method, path and bytes of the body of every request."""
        self.proxies: list[dict[str, str]] = []

    def close(self) -> None:
        """Nothing is open."""

    def send(self, request, **kwargs):
        fault = self.faults.pop(0) if self.faults else ""
        told = {name: value for name, value in request.headers.items() if value != urllib3.util.SKIP_HEADER}
        self.seen.append(told)
        self.proxies.append({scheme: url for scheme, url in (kwargs.get("proxies") or {}).items() if url})
        body = request.body.read() if hasattr(request.body, "read") else request.body
        self.lines.append((request.method, request.path_url, len(body or b"")))
        if fault == "drop_request":
            raise requests.ConnectionError(urllib3.exceptions.ProtocolError("reset by peer"), request=request)
        if fault == "torn":
            half = body[: len(body) // 2]
            self._handle(request.method, request.path_url, {**told, TOLD_LENGTH: str(len(body))}, half)
            raise requests.ConnectionError(urllib3.exceptions.ProtocolError("reset by peer"), request=request)
        if fault == "refused":
            pool = urllib3.HTTPConnectionPool("central", 80)
            refused = urllib3.exceptions.NewConnectionError(pool, "refused")
            raise requests.ConnectionError(urllib3.exceptions.MaxRetryError(pool, "/", reason=refused), request=request)
        if fault == "timeout":
            raise requests.ReadTimeout(request=request)
        if fault == "tls":
            raise requests.exceptions.SSLError(request=request)
        canned = {
            "html": (200, {"Content-Type": "text/html; charset=utf-8"}, HTML),
            "407": (407, {"Content-Type": "text/html"}, HTML),
            "redirect": (302, {"Location": "http://login.wifi.example/"}, b""),
            "wrong_type": (200, {"Content-Type": "application/json"}, b'{"ok":true}'),
            "empty_200": (200, {}, b""),
            "other_protocol": (
                409,
                {"Content-Type": wire.PROBLEM_TYPE},
                b'{"code":"protocol.unsupported","ours":9,"theirs":1}',
            ),
            "older_central": (
                409,
                {"Content-Type": wire.PROBLEM_TYPE},
                b'{"code":"protocol.unsupported","theirs":"2","ours":"1","oldest":"1"}',
            ),
            "garbage": (200, {"Content-Type": wire.MEDIA_TYPE, "Content-Encoding": "zstd"}, b"\x00garbage"),
            "busy": (503, {"Content-Type": "text/plain", "Retry-After": "77"}, b""),
            "500": (500, {"Content-Type": "text/html"}, HTML),
            "413": (413, {"Content-Type": wire.PROBLEM_TYPE}, b'{"code":"exchange.too_large"}'),
        }
        if fault in canned:
            return self._response(request, *canned[fault])
        status, headers, answer = self._handle(request.method, request.path_url, told, body)
        if fault == "drop_reply":  # the work was done; we never hear of it
            raise requests.ConnectionError(urllib3.exceptions.ProtocolError("reset by peer"), request=request)
        headers = {**headers, "Content-Length": str(len(answer))}
        if fault == "truncated":
            answer = answer[: len(answer) // 2]
        return self._response(request, status, headers, answer)

    def _response(self, request, status: int, headers: dict[str, str], body: bytes) -> requests.Response:
        response = requests.Response()
        response.status_code, response.reason = status, "OK" if status == 200 else "No"
        response.raw = urllib3.HTTPResponse(
            body=io.BytesIO(body), headers=headers, status=status, preload_content=False, enforce_content_length=False
        )
        response.headers.update(headers)
        response.request, response.url = request, request.url
        return response
