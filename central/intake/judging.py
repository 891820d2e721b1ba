"""Judging one operation: rights, form, order, values, and then what the domain says of it.

Nothing here writes to the database; what is judged stands in the batch until it is booked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from app.domain.apply import Advanced, Clashed, Head, Refusal, apply_operation
from app.domain.exchange import Result, ResultCode, TheirCell
from app.domain.operations import ActBody, EditBody, Kind, Operation, OperationId, ReportKey
from app.domain.period_codes import Period
from app.domain.pieces import joined, prove_small
from app.domain.rights import may
from app.domain.workflow import BY_RECEIVER
from app.errors import InputError, PeriodError
from central.databases import Database
from central.intake.authorship import Writing, addresses_of, their_cells
from central.intake.chains import Arrival
from central.intake.files import Cabinet, ReportFile, Standing
from central.intake.rules import edit_fault, sealing_fault, values_fault
from central.registry.offices import DeviceRecord, PersonRecord
from central.registry.packages import FormShelf

SHOWN_UPWARD = BY_RECEIVER | {Kind.SUBMIT}
"""What moves the head that the receiver sees."""

_WRITES_ANEW = frozenset({Kind.EDIT, Kind.SEAL, Kind.MOVE_VERSION})
"""What a form package that was closed takes no more of."""

ChainReport = tuple[str, str, ReportKey]
"""Device, epoch, report."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """An operation and central's word on it."""

    arrival: Arrival
    device: DeviceRecord
    code: ResultCode | None
    """None: central cannot judge it yet, and keeps it without a result."""
    rev: int = 0
    cells: tuple[TheirCell, ...] = ()
    error: str = ""
    params: Mapping[str, str] = field(default_factory=dict)
    standing: Standing | None = None
    """The head it made; None where it made none."""

    @property
    def operation(self) -> Operation:
        """What was judged."""
        return self.arrival.operation

    @property
    def is_block(self) -> bool:
        """Whether the chain's later operations on the report, made in ignorance of it, are superseded."""
        refused_edit = self.code is ResultCode.REFUSED and self.operation.kind is Kind.EDIT
        return self.code is ResultCode.CONFLICT or refused_edit


class Former(NamedTuple):
    """What central said of an operation before it was restored."""

    result: Result
    central_epoch: str
    """The central epoch it was said in."""


class RefusedError(Exception):
    """The operation can never hold; carries the stable code and the figures for its words."""

    def __init__(self, code: str, params: Mapping[str, str] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.params = params or {}


class _HeldError(Exception):
    """Central cannot judge it yet."""


class Moment(NamedTuple):
    """What a batch can go back to."""

    files: dict[ReportKey, ReportFile]
    blocks: dict[ChainReport, int]
    waiting: set[ChainReport]
    parts: dict[ChainReport, list[Arrival]]
    judged: int


@dataclass(slots=True, kw_only=True)
class Batch:
    """Everything that judging looks at, as it stands in the middle of a batch."""

    db: Database
    shelf: FormShelf
    cabinet: Cabinet
    devices: Mapping[str, DeviceRecord]
    people: Mapping[str, PersonRecord]
    closed_forms: frozenset[str]
    """Hashes of the form packages that nothing new is written in."""
    heirs: Mapping[str, frozenset[str]]
    """Device's unit -> units whose reports are now its own, itself included."""
    blocks: dict[ChainReport, int] = field(default_factory=dict)
    """The last own number that was answered `conflict` or refused, per chain and report."""
    waiting: set[ChainReport] = field(default_factory=set)
    """Where an earlier operation waits to be judged."""
    parts: dict[ChainReport, list[Arrival]] = field(default_factory=dict)
    """Parts of acts whose end has not come yet."""
    judged: list[Judged] = field(default_factory=list)
    """In the order judged."""
    former: Mapping[OperationId, Former] = field(default_factory=dict)
    recovered: Mapping[tuple[ReportKey, str], int] = field(default_factory=dict)
    """(Report, former central epoch) -> the revision it was taken back at."""

    def moment(self) -> Moment:
        """Everything that judging changes, as it is now."""
        parts = {place: list(arrivals) for place, arrivals in self.parts.items()}
        return Moment(self.cabinet.snapshot(), dict(self.blocks), set(self.waiting), parts, len(self.judged))

    def back_to(self, moment: Moment) -> None:
        """Undo everything judged since."""
        self.cabinet.files, self.blocks, self.waiting = moment.files, moment.blocks, moment.waiting
        self.parts = moment.parts
        del self.judged[moment.judged :]

    def judge(self, arrival: Arrival) -> list[Judged]:
        """Central's word on an operation and on the parts that it ends, or none yet; the batch moves on by it."""
        operation = arrival.operation
        device = self.devices[operation.device]
        place = (operation.device, operation.epoch, operation.report)
        before = self._as_before(arrival, device)
        if before:
            self.take(before)
            return [before]
        stray = self._stray(place, operation)
        if operation.is_part:
            self.parts.setdefault(place, []).append(arrival)
            return stray
        numbered = [*(part.operation for part in self.parts.get(place, ())), operation]
        try:
            _prove_small(numbered)
            judged = self._judge(arrival, joined(numbered), device, place)
        except RefusedError as refusal:
            return [*stray, *self.refuse(arrival, refusal)]
        except _HeldError:
            judged = Judged(arrival=arrival, device=device, code=None)
        return [*stray, *self._settled(judged, place)]

    def leave(self) -> list[Judged]:
        """The parts whose act has not come: kept without a result until it does."""
        left = [part for parts in self.parts.values() for part in parts]
        self.parts = {}
        judged = [Judged(arrival=part, device=self.devices[part.operation.device], code=None) for part in left]
        for each in judged:
            self.take(each)
        return judged

    def refuse(self, arrival: Arrival, refusal: RefusedError) -> list[Judged]:
        """The refusal of an operation, and of the parts that it ends; the batch moves on by it."""
        operation = arrival.operation
        place = (operation.device, operation.epoch, operation.report)
        return self._settled(self._refusal(arrival, refusal), place)

    def _stray(self, place: ChainReport, operation: Operation) -> list[Judged]:
        """Refuses parts that something else follows than their act: no program of ours sends that."""
        parts = self.parts.get(place)
        if not parts:
            return []
        last = parts[-1].operation
        follows = (operation.seq, operation.kind, operation.author) == (last.seq + 1, last.kind, last.author)
        return [] if follows else self.refuse(self.parts[place].pop(), RefusedError("operation.body"))

    def _settled(self, end: Judged, place: ChainReport) -> list[Judged]:
        """What was judged, after the parts of the act: they have the same word said of them."""
        parts = self.parts.pop(place, [])
        judged = [*(replace(end, arrival=part, standing=None) for part in parts), end]
        for each in judged:
            self.take(each)
        return judged

    def _refusal(self, arrival: Arrival, refusal: RefusedError) -> Judged:
        operation = arrival.operation
        file = self.cabinet.files.get(operation.report)
        return Judged(
            arrival=arrival,
            device=self.devices[operation.device],
            code=ResultCode.REFUSED,
            rev=file.inner.head.rev if file and file.inner else 0,
            error=refusal.code,
            params=refusal.params,
        )

    def take(self, judged: Judged) -> None:
        """Move the batch on by what was judged."""
        operation = judged.operation
        place = (operation.device, operation.epoch, operation.report)
        if judged.code is None:
            self.waiting.add(place)
        if judged.is_block:
            self.blocks[place] = operation.seq
        if judged.standing:
            file = self.cabinet.files[operation.report]
            file.inner = judged.standing
            if operation.kind in SHOWN_UPWARD:
                file.upward = judged.standing
        self.judged.append(judged)

    def _as_before(self, arrival: Arrival, device: DeviceRecord) -> Judged | None:
        """What central said of the operation once, where that is known and still true."""
        former = self.former.get(arrival.operation.id)
        if former is None or former.result.hash != arrival.hash:
            return None
        result, place = former.result, (arrival.operation.report, former.central_epoch)
        if result.code in (ResultCode.APPLIED, ResultCode.DUPLICATE) and result.rev > self.recovered.get(place, 0):
            return None
        return Judged(
            arrival=arrival,
            device=device,
            code=result.code,
            rev=result.rev,
            cells=result.cells,
            error=result.error,
            params=result.params,
        )

    def _judge(self, arrival: Arrival, operation: Operation, device: DeviceRecord, place: ChainReport) -> Judged:
        """Central's word on `operation`: what arrived, with the cells that its parts carry."""
        file = self._rightful_file(operation, device)
        rev = file.inner.head.rev if file.inner else 0
        if operation.after < self.blocks.get(place, 0):
            return Judged(arrival=arrival, device=device, code=ResultCode.SUPERSEDED, rev=rev)
        if place in self.waiting or operation.body.extra:
            # A newer program said something that this one does not know: a newer central will judge it.
            raise _HeldError
        head = self._head(operation, file)
        self._check_values(operation, head)
        match apply_operation(head, operation):
            case Refusal(code=code):
                raise RefusedError(code)
            case Clashed(clashes=clashes):
                cells = their_cells(self.db, file.province, file.name, clashes, self._recent(operation.report))
                return Judged(arrival=arrival, device=device, code=ResultCode.CONFLICT, rev=rev, cells=cells)
            case Advanced(head=after) if after.rev == head.rev:
                return Judged(arrival=arrival, device=device, code=ResultCode.DUPLICATE, rev=rev)
            case Advanced(head=after):
                if operation.kind in _WRITES_ANEW and after.form in self.closed_forms:
                    raise RefusedError("form.version_closed")
                self._check_outcome(operation, after)
                return Judged(
                    arrival=arrival,
                    device=device,
                    code=ResultCode.APPLIED,
                    rev=after.rev,
                    standing=Standing(
                        head=after,
                        content=operation.body.content if isinstance(operation.body, ActBody) else "",
                        author=operation.author,
                        at=operation.at,
                        received_at=arrival.received_at,
                    ),
                )

    def _rightful_file(self, operation: Operation, device: DeviceRecord) -> ReportFile:
        """The report's file, once it is clear that author and device may touch it, as of now."""
        if device.revoked:
            raise RefusedError("device.revoked")
        person = self.people.get(operation.author)
        if person is None:
            raise RefusedError("person.unknown")
        if not person.active or person.unit != device.unit:
            raise RefusedError("person.left")
        if not may(person.role, operation.kind):
            raise RefusedError("role.not_allowed", {"kind": operation.kind.value})
        file = self.cabinet.files.get(operation.report)
        if file is None:
            raise RefusedError("unit.unknown", {"unit": operation.report.unit})
        is_own = operation.report.unit in self.heirs[device.unit]
        is_receiver = file.duty.receiver == device.unit
        if operation.kind is Kind.COMMENT:
            allowed = is_own or is_receiver
        else:
            allowed = is_receiver if operation.kind in BY_RECEIVER else is_own
        if not allowed:
            raise RefusedError("unit.not_yours")
        if file.duty.withdrawn and operation.kind is not Kind.COMMENT and not operation.keeps:
            raise RefusedError("obligation.withdrawn")
        return file

    def _head(self, operation: Operation, file: ReportFile) -> Head:
        """The head the operation meets; a new report starts with the operation's own form."""
        moved = operation.body.form if isinstance(operation.body, ActBody) else ""
        for package in (operation.form, moved) if moved else (operation.form,):
            form = self.shelf.form(package)
            if form is None:
                raise _HeldError
            if form.code != operation.report.form:
                raise RefusedError("form.other")
        if file.inner:
            return file.inner.head
        try:
            Period.parse(operation.report.period)
        except PeriodError as error:
            raise RefusedError("period.invalid", {"text": operation.report.period}) from error
        return Head(key=operation.report, form=operation.form)

    def _check_values(self, operation: Operation, head: Head) -> None:
        """Refuse cells that are not in the form, or values that cannot stand in them."""
        forms = [form for form in map(self.shelf.form, dict.fromkeys((head.form, operation.form))) if form]
        body = operation.body
        match body:
            case EditBody() if operation.keeps:
                return  # nothing comes in by it
            case EditBody(cells=cells) | ActBody(brought=cells) if cells and operation.kind is not Kind.MOVE_VERSION:
                fault = edit_fault(forms, head.cells, cells)
            case _:
                return
        if fault:
            raise RefusedError(fault.code, fault.params)

    def _check_outcome(self, operation: Operation, after: Head) -> None:
        """Refuse to seal what breaks a rule that the form prints as an error, and to move what cannot stand there."""
        judge = {Kind.SEAL: sealing_fault, Kind.MOVE_VERSION: values_fault}.get(operation.kind)
        form = self.shelf.form(after.form) if judge else None
        fault = judge(form, after.cells) if judge and form else None
        if fault:
            raise RefusedError(fault.code, fault.params)

    def _recent(self, report: ReportKey) -> Iterator[Writing]:
        for judged in reversed(self.judged):
            if judged.code is ResultCode.APPLIED and judged.operation.report == report:
                operation = judged.operation
                yield Writing(operation.author, operation.at, addresses_of(operation.body))


def _prove_small(numbered: Iterable[Operation]) -> None:
    """Raise RefusedError where one is larger than it had to be."""
    try:
        for each in numbered:
            prove_small(each)
    except InputError as error:
        raise RefusedError(error.code, {name: str(value) for name, value in error.params.items()}) from error
