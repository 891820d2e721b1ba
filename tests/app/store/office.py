"""An office of several computers and a small central that keeps the rules of the exchange."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from pathlib import Path

from msgspec.structs import replace

from app.domain.apply import Advanced, Clashed, Head, Refusal, apply_operation
from app.domain.canonical import content_hash
from app.domain.exchange import (
    EMPTY_DIGEST,
    Answer,
    Digest,
    Have,
    Receipt,
    ReceiptKind,
    ReportChange,
    ReportEcho,
    Result,
    ResultCode,
    TheirCell,
    View,
    add_to_digest,
    digest_term,
)
from app.domain.exchange_state import Booked, HaveVerdict, judge_have
from app.domain.operations import ActBody, CellEdit, EditBody, Kind, Operation, OperationId, ReportKey
from app.domain.recalling import Recall
from app.domain.workflow import State
from app.store.records import Identity, SaveOutcome
from app.store.store import Store

KEY = bytes(range(32))
FORM = "f" * 64
REPORT = ReportKey("xa-1", "II.06a/VPCP/KSTT", "2026-Q3")
OTHER = ReportKey("xa-1", "01/TCD", "2026-Q3")
START = 1_790_000_000


class FakeClock:
    """A clock that stands still until it is moved."""

    def __init__(self, start: int = START) -> None:
        self._now = datetime.fromtimestamp(start, UTC)

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return self._now.timestamp()

    def advance(self, seconds: int) -> None:
        self._now += timedelta(seconds=seconds)


class FakeChance:
    """Tokens in a row, never twice the same."""

    def __init__(self, name: str = "") -> None:
        self._name = name
        self._given = 0

    def token(self, size_bytes: int) -> bytes:
        self._given += 1
        return f"{self._name}{self._given:016}".encode()[-size_bytes:].rjust(size_bytes, b"0")

    def jitter(self) -> float:
        return 0.5


def identity(device: str, person: str) -> Identity:
    return Identity(
        device=device,
        person=person,
        person_name=f"Cán bộ {person}",
        role="clerk",
        unit="xa-1",
        unit_code="00001",
        unit_name="Xã Một",
        level="commune",
        central_url="http://127.0.0.1",
        central_key="00" * 32,
    )


class Computer:
    """One computer of the office, and who sits at it."""

    def __init__(self, folder: Path, device: str, person: str = "", clock: FakeClock | None = None) -> None:
        self.clock = clock or FakeClock()
        self.path = folder / f"{device}.db"
        self.device = device
        self.person = person or f"người-{device}"
        self.store = self._opened()
        self.store.enrol(identity(device, self.person))

    def _opened(self) -> Store:
        return Store.open(self.path, KEY, clock=self.clock, chance=FakeChance(self.device))

    def reopen(self) -> None:
        """The program ends and starts again."""
        self.store.close()
        self.store = self._opened()

    def image(self) -> bytes:
        """The disk as it is now."""
        self.store.close()
        data = self.path.read_bytes()
        self.store = self._opened()
        return data

    def put_back(self, image: bytes) -> None:
        """The disk as it was."""
        self.store.close()
        for suffix in ("-wal", "-shm"):
            self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)
        self.path.write_bytes(image)
        self.store = self._opened()

    def value(self, address: str, key: ReportKey = REPORT) -> str | None:
        report = self.store.report(key)
        return report.mine.get(address) if report else None

    def mine(self, key: ReportKey = REPORT) -> dict[str, str]:
        report = self.store.report(key)
        return dict(report.mine) if report else {}

    def base(self, key: ReportKey = REPORT) -> dict[str, str]:
        report = self.store.report(key)
        return dict(report.base) if report else {}

    def state(self, key: ReportKey = REPORT) -> State:
        report = self.store.report(key)
        return report.state if report else State.DRAFT

    def type(self, *typed: tuple[str, str | None], key: ReportKey = REPORT, person: str = "") -> SaveOutcome:
        """Type values over those that are shown."""
        edits = [CellEdit(address, self.value(address, key), value) for address, value in typed]
        return self.store.save_edits(key, FORM, edits, author=person or self.person)

    def remove_row(self, row: str, key: ReportKey = REPORT) -> SaveOutcome:
        edits = [CellEdit(a, v, None) for a, v in self.mine(key).items() if a.startswith(f"{row}/")]
        return self.store.save_edits(key, FORM, edits, author=self.person)

    def act(self, kind: Kind, key: ReportKey = REPORT, reason: str = "") -> None:
        report = self.store.report(key)
        form, cells = (report.form, report.going) if report else (FORM, {})
        body = ActBody(content=content_hash(form, cells), reason=reason)
        self.store.act(key, kind, body, author=self.person)

    def sound(self) -> None:
        """Nothing in the store disagrees."""
        assert self.store.check() == []


class Central:
    """Judges by the shared rules. `limit` reports a page; `refuse` maps (device, seq) to a code to refuse it by."""

    def __init__(self, limit: int = 1000) -> None:
        self.epoch = "c1"
        self.limit = limit
        self.heads: dict[ReportKey, Head] = {}
        self.written: dict[ReportKey, dict[str, tuple[str, int]]] = {}
        self.last: dict[ReportKey, tuple[str, int]] = {}
        self.feed: dict[ReportKey, int] = {}
        self.makers: dict[ReportKey, list[tuple[int, int, str]]] = {}
        self.sequence = 0
        self.epochs_begun = 0
        self.chains: dict[tuple[str, str], dict[int, tuple[str, Result | None]]] = {}
        self.newest_epoch: dict[str, str] = {}
        self.trouble: dict[tuple[str, str, ReportKey], int] = {}
        self.history: list[Operation] = []
        self.turned_down: set[OperationId] = set()
        self.refuse: dict[tuple[str, int], str] = {}
        self.receipts: list[Receipt] = []

    def head(self, key: ReportKey = REPORT) -> Head:
        return self.heads.get(key, Head(key=key, form=FORM))

    def receive(self, operations: tuple[Operation, ...]) -> None:
        for operation in operations:
            known = self.newest_epoch.setdefault(operation.device, operation.epoch)
            if known != operation.epoch and operation.seq == 1:
                self.newest_epoch[operation.device] = operation.epoch
            chain = self.chains.setdefault((operation.device, operation.epoch), {})
            if operation.seq != len(chain) + 1:
                continue
            before = chain[len(chain)][0] if chain else operation.prev
            if operation.prev != before:
                continue
            self.history.append(operation)
            chain[operation.seq] = (operation.hash(), self._judge(operation))

    def _judge(self, operation: Operation) -> Result:
        head = self.head(operation.report)
        place = (operation.device, operation.epoch, operation.report)
        trouble = self.trouble.get(place, 0)
        if operation.after < trouble:
            return self._result(operation, ResultCode.SUPERSEDED, rev=head.rev)
        code = self.refuse.get((operation.device, operation.seq), "")
        verdict = Refusal(code=code) if code else apply_operation(head, operation)
        match verdict:
            case Advanced():
                self._advance(head, verdict.head, operation)
                return self._result(operation, ResultCode.APPLIED, rev=verdict.head.rev)
            case Clashed():
                self.trouble[place] = operation.seq
                cells = tuple(
                    TheirCell(
                        address=clash.address,
                        value=clash.theirs,
                        author=self.written.get(head.key, {}).get(clash.address, ("", 0))[0],
                        at=self.written.get(head.key, {}).get(clash.address, ("", 0))[1],
                    )
                    for clash in verdict.clashes
                )
                return replace(self._result(operation, ResultCode.CONFLICT, rev=head.rev), cells=cells)
            case Refusal():
                self.turned_down.add(operation.id)
                if operation.kind is Kind.EDIT:
                    self.trouble[place] = operation.seq
                return replace(self._result(operation, ResultCode.REFUSED), error=verdict.code)

    @staticmethod
    def _result(operation: Operation, code: ResultCode, rev: int = 0) -> Result:
        return Result(id=operation.id, hash=operation.hash(), code=code, rev=rev)

    def _advance(self, before: Head, after: Head, operation: Operation) -> None:
        if isinstance(operation.body, EditBody):
            for cell in operation.body.cells:
                self.written.setdefault(after.key, {})[cell.address] = (operation.author, operation.at)
        if after is not before and after.rev != before.rev:
            self.sequence += 1
            self.heads[after.key] = after
            self.feed[after.key] = self.sequence
            self.last[after.key] = (operation.author, operation.at)
            self.makers.setdefault(after.key, []).append((after.rev, self.sequence, operation.device))
        if operation.kind is Kind.SEAL and isinstance(operation.body, ActBody):
            self.receipts.append(
                Receipt(
                    kind=ReceiptKind.SEAL,
                    report=operation.report,
                    content=operation.body.content,
                    device=operation.device,
                    epoch=operation.epoch,
                    seq=operation.seq,
                    rev=after.rev,
                    sealed_at=operation.at,
                    received_at=operation.at + 60,
                    deadline="2026-09-15",
                    late=False,
                    central="0" * 16,
                    signature=f"{len(self.receipts):0128x}",
                )
            )

    def holds(self, operation: Operation) -> bool:
        """Whether an operation was applied."""
        result = self.chains[operation.device, operation.epoch][operation.seq][1]
        return result is not None and result.code in (ResultCode.APPLIED, ResultCode.DUPLICATE)

    def digest(self) -> Digest:
        total = EMPTY_DIGEST
        for key, head in self.heads.items():
            total = add_to_digest(total, added=digest_term(key, head.rev, head.content), count=1)
        return total

    def answer(self, computer: Computer) -> Answer:
        position = computer.store.position()
        chain = self.chains.get((position.device, position.epoch), {})
        same_epoch = position.central_epoch == self.epoch
        since = int(position.cursor or 0) if same_epoch else 0
        rows = sorted((sequence, key) for key, sequence in self.feed.items() if sequence > since)
        page, rest = rows[: self.limit], rows[self.limit :]
        held = self.newest_epoch.get(position.device, position.epoch)
        held_chain = self.chains.get((position.device, held), {})
        return Answer(
            central_epoch=self.epoch,
            have=Have(epoch=held, seq=len(held_chain), hash=held_chain[len(held_chain)][0] if held_chain else ""),
            scope="s1",
            results=tuple(result for seq, (_, result) in chain.items() if seq > position.known and result),
            results_signature="",
            receipts=tuple(receipt for receipt in self.receipts if receipt.device == position.device),
            changes=tuple(self._row(key, since, position.device) for _, key in page),
            cursor=str(page[-1][0] if page else max(since, self.sequence if not rest else since)),
            more=bool(rest),
            digest=None if rest else self.digest(),
            server_time=START,
            history=self.told(position.recall),
        )

    def told(self, recall: tuple[Recall, ...]) -> tuple[Operation, ...]:
        """What was applied of chains that a store left."""
        above = {(chain.device, chain.epoch): chain.seq for chain in recall}
        return tuple(
            operation
            for operation in self.history
            if operation.seq > above.get((operation.device, operation.epoch), operation.seq) and self.holds(operation)
        )

    def _row(self, key: ReportKey, since: int, device: str) -> ReportChange | ReportEcho:
        head = self.heads[key]
        unseen = [maker for _, sequence, maker in self.makers[key] if sequence > since]
        if since and all(maker == device for maker in unseen):
            return ReportEcho(report=key, rev=head.rev)
        author, at = self.last[key]
        return ReportChange(
            report=key,
            view=View.INNER,
            form=head.form,
            state=head.state,
            rev=head.rev,
            cells=head.cells,
            author=author,
            at=at,
        )

    def backup(self) -> Central:
        return deepcopy(self)

    def restored(self, epoch: str, epochs_begun: int = 0) -> Central:
        copy = deepcopy(self)
        copy.epochs_begun = max(self.epochs_begun, epochs_begun)
        copy.epoch = epoch
        return copy


Make = Callable[..., Computer]
"""Makes a computer of the office, by its name."""


def edits(computer: Computer) -> list[tuple[CellEdit, ...]]:
    """What its edits would send, after numbering what waits."""
    return [operation.body.cells for operation in computer.store.freeze() if isinstance(operation.body, EditBody)]


def send(computer: Computer, central: Central, limit: int = 10**6) -> Answer:
    """The request reaches central; what the answer becomes is the caller's."""
    central.receive(computer.store.freeze(limit))
    return central.answer(computer)


def exchange(computer: Computer, central: Central, limit: int = 10**6) -> Booked:
    """One round trip, as the engine takes it in."""
    answer = send(computer, central, limit)
    verdict = judge_have(answer.have, computer.store.own_chain(answer.have.seq))
    if verdict is HaveVerdict.RESTORED:
        central.epochs_begun += 1
        computer.store.begin_epoch(f"{central.epochs_begun:016}", answer.have)
        return Booked()
    if verdict is HaveVerdict.BEHIND:
        after = answer.have.seq if answer.have.epoch == computer.store.position().epoch else 0
        computer.store.give_again(after)
    if recall := computer.store.position().recall:
        computer.store.recognise(recall, answer.history)
        if answer.history:
            return Booked()
    return computer.store.book(answer)


def settle(central: Central, *computers: Computer, rounds: int = 4) -> None:
    """Exchange until everybody is at rest."""
    for _ in range(rounds):
        for computer in computers:
            for _ in range(20):
                answer_more = exchange(computer, central)
                facts = computer.store.light_facts()
                if not facts.waiting and not facts.in_flight and not answer_more.changes:
                    break


def addresses(rows: list[str], columns: int) -> list[str]:
    return [f"main/{row}/c{column}" for row in rows for column in range(1, columns + 1)]
