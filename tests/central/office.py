"""Offices as central meets them: computers that make, sign and send operations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from app.domain import signing
from app.domain.calendar import WEEKENDS_ONLY
from app.domain.canonical import content_hash
from app.domain.exchange import (
    Answer,
    Commitment,
    ReportChange,
    Request,
    Result,
    View,
    commitment_statement,
    results_statement,
)
from app.domain.forms.definition import FormDefinition
from app.domain.forms.loading import load_form
from app.domain.operations import (
    ActBody,
    Body,
    CellEdit,
    Chain,
    EditBody,
    Kind,
    Operation,
    ReportKey,
    chain_statement,
    opening_hash,
)
from app.domain.units import Level, Lineage, LineageKind, Unit, UnitData, UnitType, UnitVersion
from central.bootstrap import Central
from central.databases import Database
from central.intake.exchange import handle
from central.registry.enrolment import enrol, invite
from central.registry.loading import load_units
from central.registry.obligations import oblige
from central.registry.offices import devices_by_id
from central.registry.packages import load_forms

FORM = """
code: T.01
edition: "2026"
title: Biểu thử
legal_basis: Thông tư thử
senders: [commune]
receivers: {commune: UBND tỉnh}
frequencies: [Q]
window: nd09
deadlines:
  commune: {working_days: 1}
tables:
  main:
    rows: free
    total: Tổng cộng
    columns:
      - {number: A, title: Nội dung, type: label}
      - {number: 1, title: Tổng số}
      - {number: 2, title: Trong đó trực tuyến}
      - {number: 3, title: Trong đó trực tiếp}
      - {number: 4, title: Tỷ lệ, decimals: 2, roll_up: {units: none, time: none}}
    relations:
      - {printed: "1=2+3"}
      - {printed: "2=prev(2)"}
sections:
  - {key: summary, title: Nhận xét}
"""

PERIOD = "2026-Q4"
"""Window 15/9-14/12/2026, so the deadline one working day later is 15/12/2026."""
DEADLINE = "2026-12-15"
BEFORE = "2026-12-14T03:00:00+00:00"
"""10:00 in Hà Nội, the day before the deadline."""

UNITS = UnitData(
    units=(
        Unit(id="04", level=Level.PROVINCE),
        Unit(id="u1", level=Level.COMMUNE),
        Unit(id="u2", level=Level.COMMUNE),
        Unit(id="old1", level=Level.COMMUNE),
    ),
    versions=tuple(
        UnitVersion(
            unit=unit,
            code=code,
            type=UnitType.RURAL_COMMUNE,
            name=name,
            parent=parent,
            valid_from=None,
            valid_to=ended,
            legal_basis="",
        )
        for unit, code, name, parent, ended in (
            ("04", "04", "Tỉnh Cao Bằng", None, None),
            ("u1", "01273", "Phường Thục Phán", "04", None),
            ("u2", "01279", "Phường Nùng Trí Cao", "04", None),
            ("old1", "01270", "Xã Cũ", "04", datetime(2025, 6, 30).date()),
        )
    ),
    lineage=(
        Lineage(
            old="old1", new="u1", kind=LineageKind.MERGE, on=datetime(2025, 7, 1).date(), is_split=False, is_main=True
        ),
    ),
)

ROW = {"main/a/@row": "V;;", "main/a/cA": "Đất đai", "main/a/c1": "5", "main/a/c2": "2", "main/a/c3": "3"}
"""One row that adds up."""


class FakeClock:
    """Central's clock, moved by hand."""

    def __init__(self, start: str = BEFORE) -> None:
        self._now = datetime.fromisoformat(start)

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return self._now.timestamp()

    def advance(self, seconds: float) -> None:
        self._now += timedelta(seconds=seconds)

    def set(self, moment: str) -> None:
        self._now = datetime.fromisoformat(moment).astimezone(UTC)


class FakeChance:
    """Tokens that differ, and can be foretold."""

    def __init__(self, made: int = 0) -> None:
        self._made = made

    def token(self, size_bytes: int) -> bytes:
        self._made += 1
        return self._made.to_bytes(size_bytes, "big")

    def jitter(self) -> float:
        return 0.5


@cache
def form_t01() -> FormDefinition:
    """The form T.01."""
    return load_form(FORM, "t01.yaml")


def furnish(db: Database, central: Central) -> FormDefinition:
    """Units, the form T.01 and the obligation of every commune to send it for PERIOD."""
    form = form_t01()
    load_units(db, UNITS)
    load_forms(db, [form], central.now())
    oblige(db, "T.01", PERIOD, province="04", holidays=WEEKENDS_ONLY)
    return form


@dataclass(kw_only=True)
class World:
    """A central and everybody around it."""

    central: Central
    db: Database
    clock: FakeClock
    form: FormDefinition
    address: tuple[Path, str]

    def computer(self, unit_code: str, person: str = "Nông Thị Lan", role: str = "clerk") -> Computer:
        """A new device of a unit."""
        invitation = invite(self.db, unit_code, person, role, now=self.central.now(), chance=self.central.chance)
        private = signing.new_private_key()
        done = enrol(
            self.db,
            invitation.code,
            signing.public_key(private),
            "PC",
            now=self.central.now(),
            chance=self.central.chance,
        )
        return Computer(
            world=self, id=done.device, unit=done.unit, person=done.person, token=done.token, private=private
        )

    def count(self, table: str) -> int:
        """Rows of a table."""
        row = self.db.row(f"SELECT COUNT(*) FROM {table}")
        assert row is not None
        return int(row[0])


@dataclass(kw_only=True)
class Computer:
    """A device: numbers, chains and signs what it sends, and remembers what it was told."""

    world: World
    id: str
    unit: str
    person: str
    token: str
    private: str
    epoch: str = "00000000000000e1"
    follows: tuple[str, int] | None = None
    sent: list[Operation] = field(default_factory=list)
    """Every operation it numbered, in order."""
    hashes: list[str] = field(default_factory=list)
    known: int = 0
    cursor: str = ""
    central_epoch: str = ""
    scope: str = ""
    copies: dict[tuple[ReportKey, View], ReportChange] = field(default_factory=dict)
    """Whole reports as the feed told them."""

    def report(self, period: str = PERIOD, unit: str = "") -> ReportKey:
        """The key of its unit's report."""
        return ReportKey(unit or self.unit, "T.01", period)

    def operation(
        self,
        kind: Kind,
        body: Body,
        *,
        report: ReportKey | None = None,
        after: int | None = None,
        author: str = "",
        form: str = "",
    ) -> Operation:
        """Number an operation."""
        prev = self.hashes[-1] if self.hashes else opening_hash(self.id, self.epoch, self.follows)
        operation = Operation(
            device=self.id,
            epoch=self.epoch,
            seq=len(self.sent) + 1,
            prev=prev,
            author=author or self.person,
            kind=kind,
            report=report or self.report(),
            form=form or self.world.form.hash,
            after=self.known if after is None else after,
            at=self.world.central.now() - 60,
            body=body,
        )
        self.sent.append(operation)
        self.hashes.append(operation.hash())
        return operation

    def edit(
        self,
        new: Mapping[str, str | None],
        replaced: Mapping[str, str] | None = None,
        *,
        report: ReportKey | None = None,
        after: int | None = None,
        author: str = "",
        form: str = "",
        claims: Sequence[str] = (),
    ) -> Operation:
        """Number an edit."""
        shown = replaced or {}
        cells = tuple(CellEdit(address, shown.get(address), value) for address, value in sorted(new.items()))
        body = EditBody(cells=cells, claims=tuple(claims))
        return self.operation(Kind.EDIT, body, report=report, after=after, author=author, form=form)

    def act(
        self,
        kind: Kind,
        cells: Mapping[str, str],
        *,
        reason: str = "",
        report: ReportKey | None = None,
        after: int | None = None,
    ) -> Operation:
        """Number an act that speaks of a content."""
        body = ActBody(content=content_hash(self.world.form.hash, cells), reason=reason)
        return self.operation(kind, body, report=report, after=after)

    def chain(self, first: int = 1, last: int = 0, *, private: str = "") -> Chain:
        """Its operations `first`..`last` (all), signed."""
        last = last or len(self.sent)
        statement = chain_statement(self.id, self.epoch, last, self.hashes[last - 1])
        return Chain(
            device=self.id,
            epoch=self.epoch,
            follows=self.follows,
            operations=tuple(self.sent[first - 1 : last]),
            signature=signing.sign(private or self.private, statement),
        )

    def commitment(self, cells: Mapping[str, str], seq: int, report: ReportKey | None = None) -> Commitment:
        """A seal announced."""
        key, content, now = report or self.report(), content_hash(self.world.form.hash, cells), self.world.central.now()
        statement = commitment_statement(self.id, key, content, now, seq)
        return Commitment(
            report=key, content=content, sealed_at=now, seq=seq, signature=signing.sign(self.private, statement)
        )

    def request(
        self,
        chains: Sequence[Chain] = (),
        *,
        commitments: Sequence[Commitment] = (),
        limit: int = 100,
        fetch: Sequence[ReportKey] = (),
        pairs: bool = False,
    ) -> Request:
        """What it says."""
        return Request(
            device=self.id,
            central_epoch=self.central_epoch,
            cursor=self.cursor,
            epoch=self.epoch,
            known=self.known,
            scope=self.scope,
            limit=limit,
            commitments=tuple(commitments),
            chains=tuple(chains),
            fetch=tuple(fetch),
            pairs=pairs,
        )

    def ask(self, request: Request) -> Answer:
        """Central's answer; whatever the computer remembers stays as it was: a lost reply."""
        device = devices_by_id(self.world.db, [self.id])[self.id]
        return handle(self.world.central, self.world.db, request, device)

    def exchange(
        self,
        *,
        first: int | None = None,
        last: int = 0,
        commitments: Sequence[Commitment] = (),
        limit: int = 100,
        carried: Sequence[Chain] = (),
        fetch: Sequence[ReportKey] = (),
        pairs: bool = False,
    ) -> Answer:
        """Send what has no result, and book the answer."""
        first = self.known + 1 if first is None else first
        own = [self.chain(first, last)] if first <= (last or len(self.sent)) else []
        answer = self.ask(
            self.request([*own, *carried], commitments=commitments, limit=limit, fetch=fetch, pairs=pairs)
        )
        self.book(answer)
        return answer

    def book(self, answer: Answer) -> None:
        """Remember what central said, once its signature has held."""
        if answer.results:
            statement = results_statement(answer.central_epoch, answer.results)
            assert signing.verifies(self.world.central.key.public, statement, answer.results_signature)
        for result in answer.results:
            if result.id.device == self.id and result.id.epoch == self.epoch and result.id.seq == self.known + 1:
                self.known = result.id.seq
        for change in answer.changes:
            if isinstance(change, ReportChange):
                self.copies[change.report, change.view] = change
        self.cursor, self.central_epoch, self.scope = answer.cursor, answer.central_epoch, answer.scope


def codes(answer: Answer) -> list[str]:
    """What each result says, with its error where it has one."""
    return [said(result) for result in answer.results]


def said(result: Result) -> str:
    """A result in one word or two."""
    return f"{result.code.value} {result.error}".strip()
