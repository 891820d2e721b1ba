"""One central as a process of its own, and offices whose computers reach it over a real wire in bad weather."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import requests
from django.db import connections

import sync.transport
from app.clock import SystemChance, SystemClock
from app.domain.calendar import WEEKENDS_ONLY
from app.domain.canonical import content_hash
from app.domain.operations import ActBody, CellEdit, Kind, ReportKey
from app.domain.units import Level, Unit, UnitData, UnitType, UnitVersion
from app.errors import StateError
from app.messages import catalogue
from app.services import light
from app.services.views import Light
from app.store.store import Store
from app.store.working import cells_of
from central.registry.enrolment import invite
from central.registry.loading import load_units
from central.registry.obligations import oblige
from central.registry.packages import load_forms
from sync.transport import HttpTransport
from tests.benchmarks.both_sides import Server
from tests.links.relay import Counts, Link, Relay
from tests.simulation import oracles
from tests.simulation.centre import Centre
from tests.simulation.computer import Computer
from tests.simulation.furnishing import CODE, KEY, PERIODS, PROVINCE, Seat, fast_folder, form, seat_at
from tests.simulation.ledger import Ledger

OFFICES = 40
"""So many histories one central can be asked for: each has an office of its own."""
STEPS = 14
IMPATIENT_S = 1.0
"""How long a computer waits for an answer while the weather is bad."""
PATIENT_S = 60.0
_ROUNDS = 8
WEATHER = 0.9


class WiredComputer(Computer):
    """A computer with a real connection."""

    def __init__(self, seat: Seat, path: Path, secrets: tuple[str, str]) -> None:
        super().__init__(seat, path, secrets, WallClock(), SystemChance(), carry=_nobody)

    def _session(self) -> requests.Session:
        return requests.Session()

    def stop(self) -> None:
        transport = self.engine._exchanging._transport
        assert isinstance(transport, HttpTransport)
        transport.close()
        super().stop()


class WallClock(SystemClock):
    """The machine's clock, which also books seconds."""

    def seconds(self) -> int:
        return int(self.now().timestamp())


def _nobody(*_: object) -> requests.Response:
    raise AssertionError("a real session carries")


class ServedCentre(Centre):
    """A central that answers from a process of its own, and is looked at from here."""

    def __init__(self, data: Path) -> None:
        super().__init__(data, SystemClock(), SystemChance())
        load_units(self.db, _communes(OFFICES))
        load_forms(self.db, [form()], self.now())
        for period in PERIODS:
            oblige(self.db, CODE, period, province=PROVINCE, holidays=WEEKENDS_ONLY)
        self.server = Server(data)
        self.taken = 0
        """Offices that had their history."""


def _communes(count: int) -> UnitData:
    codes = {PROVINCE: PROVINCE} | {f"u{number}": f"{30_000 + number}" for number in range(count)}
    return UnitData(
        units=tuple(Unit(id=unit, level=Level.PROVINCE if unit == PROVINCE else Level.COMMUNE) for unit in codes),
        versions=tuple(
            UnitVersion(
                unit=unit,
                code=code,
                type=UnitType.RURAL_COMMUNE,
                name=f"Đơn vị {code}",
                parent=None if unit == PROVINCE else PROVINCE,
                valid_from=None,
                valid_to=None,
                legal_basis="",
            )
            for unit, code in codes.items()
        ),
        lineage=(),
    )


@contextmanager
def served_centre() -> Iterator[ServedCentre]:
    """A central that listens, gone when the block ends."""
    folder = fast_folder()
    try:
        centre = ServedCentre(folder)
        try:
            yield centre
        finally:
            centre.server.stop()
            connections.close_all()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@dataclass(slots=True)
class Office:
    """Two computers of one office, each behind its own wire."""

    centre: ServedCentre
    chance: random.Random
    computers: dict[str, WiredComputer]
    relays: dict[str, Relay]
    ledger: Ledger = field(default_factory=Ledger)
    values: int = 1_000
    trace: list[str] = field(default_factory=list)

    def running(self) -> list[WiredComputer]:
        """Its computers, by name."""
        return [computer for _, computer in sorted(self.computers.items())]

    def sent_values(self) -> set[str]:
        """Every value that stands in an operation that central holds."""
        return {cell.new for operation in self.centre.operations() for cell in cells_of(operation.body) if cell.new}

    # What happens --------------------------------------------------------------------------------------------

    def step(self, number: int) -> None:
        """Somebody types, or closes a report; a computer syncs."""
        computer = self.chance.choice(self.running())
        for _ in range(self.chance.choice((1, 1, 2, 12))):
            self.trace.append(f"{number:3} {computer.name} {self._type(number, computer)}")
        if self.chance.random() < 0.2:
            self.trace.append(f"{number:3} {computer.name} {self._act(computer)}")
        if self.chance.random() < 0.4:
            computer.restart()
        self.trace.append(f"{number:3} {computer.name} sync: {self._sync(computer)}")

    def _type(self, step: int, computer: WiredComputer) -> str:
        """Each computer has its own cells, so that nobody is ever in another's way."""
        place = self.running().index(computer) + 1
        key = ReportKey(computer.unit, CODE, self.chance.choice(PERIODS))
        address = self.chance.choice((f"fixed/r01/c{place}", f"fixed/r02/c{place}", f"main/x{place}/c{place}"))
        shown = computer.mine(key)
        self.values += 1
        edits = [CellEdit(address, shown.get(address), str(self.values))]
        head = f"main/x{place}/@row"
        if address.startswith("main/") and head not in shown:
            edits.append(CellEdit(head, None, "V;;"))
        try:
            computer.desk.save_edits(key, form().hash, sorted(edits), author=computer.person)
        except StateError as error:
            return f"{key.period} {address}: {error.code}"
        self.ledger.write(step, computer.name, key, edits)
        return f"{key.period} {address} → {self.values}"

    def _act(self, computer: WiredComputer) -> str:
        """One closes a report; whoever finds it closed opens it again."""
        key = ReportKey(computer.unit, CODE, self.chance.choice(PERIODS))
        report = computer.desk.report(key)
        if report is None:
            return "nothing to act on"
        kind = self.chance.choice((Kind.SEAL, Kind.SUBMIT, Kind.REOPEN))
        body = ActBody(content=content_hash(report.form, report.going), reason="xem lại" if kind is Kind.REOPEN else "")
        try:
            computer.desk.act(key, kind, body, author=computer.person)
        except StateError as error:
            return f"{kind.value} {key.period}: {error.code}"
        return f"{kind.value} {key.period}"

    def _sync(self, computer: WiredComputer) -> str:
        cycle = computer.sync()
        assert cycle is not None, "nobody dies here"
        return f"{cycle.record.code or 'done'} ↑{cycle.record.sent} ↓{cycle.record.received}"

    # And in the end ------------------------------------------------------------------------------------------

    def rest(self) -> Counts:
        """The weather clears, everybody syncs until nothing is left to do, and answers what is asked; what befell."""
        all_told = Counts()
        for relay in self.relays.values():
            told = relay.calm()
            all_told.up += told.up
            all_told.down += told.down
            all_told.requests += told.requests
            all_told.troubles += told.troubles
        for _ in range(_ROUNDS):
            said = []
            for computer in self.running():
                said.append(self._sync(computer))
                self.trace.append(f"    {computer.name} {said[-1]}")
                self._answer(computer)
            if set(said) == {"done ↑0 ↓0"} and all(self._is_green(computer) for computer in self.running()):
                return all_told
        raise oracles.Violation("(f) green is proven", f"not after {_ROUNDS} rounds")

    def _answer(self, computer: WiredComputer) -> None:
        """What was typed into a report that the other computer closed meanwhile is let go by a person who saw it."""
        for entry in computer.desk.refused():
            before = computer.desk.report(entry.key)
            assert before is not None
            edits = [CellEdit(cell.address, cell.new, before.base.get(cell.address)) for cell in entry.cells]
            computer.desk.settle_refused(entry.id, again=False, author=computer.person, reason="đã xem")
            self.ledger.write(STEPS, computer.name, entry.key, edits, typed=False)
        for conflict in computer.desk.conflicts():
            computer.desk.decide(conflict.id, "theirs", conflict.theirs, author=computer.person, reason="đã xem")

    def _is_green(self, computer: WiredComputer) -> bool:
        shown = light.light_of(computer.desk.light_facts(), WallClock().seconds())
        return shown.light is Light.GREEN

    def judge(self) -> None:
        """Nothing is lost, nothing twice, all copies agree, and every cycle that failed says why in known words."""
        oracles.everything_happened_once(self)  # type: ignore[arg-type]
        oracles.nothing_typed_is_missing(self)  # type: ignore[arg-type]
        oracles.all_copies_agree(self)  # type: ignore[arg-type]
        known = catalogue("vi")
        for computer in self.running():
            for record in computer.desk.cycles(1_000):
                if record.outcome.value in ("unreachable", "refused") and record.code not in known:
                    raise oracles.Violation("named outcomes", f"{computer.name} {record}")


@contextmanager
def opened_office(centre: ServedCentre, seed: int) -> Iterator[Office]:
    """An office that nobody had yet, with two computers and their wires."""
    unit, centre.taken = f"{30_000 + centre.taken}", centre.taken + 1
    folder = fast_folder()
    office = Office(centre=centre, chance=random.Random(seed), computers={}, relays={})
    try:
        for place, role in enumerate(("clerk", "leader"), 1):
            name = f"K{place}"
            relay = Relay(centre.server.port, Link(weather=WEATHER, seed=seed * 2 + place))
            office.relays[name] = relay
            office.computers[name] = seated(centre, folder / f"{name}.db", name, unit, role, relay.port)
        yield office
    finally:
        for computer in office.computers.values():
            computer.stop()
        for relay in office.relays.values():
            relay.close()
        shutil.rmtree(folder, ignore_errors=True)


def seated(centre: ServedCentre, path: Path, name: str, unit: str, role: str, port: int) -> WiredComputer:
    """A new computer of an office (by its official code) that reaches central at `port`."""
    invitation = invite(centre.db, unit, f"Người {unit} {name}", role, now=centre.now(), chance=SystemChance())
    store = Store.open(path, KEY, clock=SystemClock(), chance=SystemChance())
    secrets = seat_at(
        centre.db,
        invitation,
        store,
        centre.now(),
        SystemChance(),
        centre.central.key,
        url=f"http://127.0.0.1:{port}",
    )
    store.close()
    return WiredComputer(Seat(name=name, unit=unit, person="", role=role), path, secrets)


@contextmanager
def waiting_at_most(seconds: float) -> Iterator[None]:
    """How long a computer waits for an answer within the block."""
    before = sync.transport.READ_TIMEOUT_S
    sync.transport.READ_TIMEOUT_S = seconds
    try:
        yield
    finally:
        sync.transport.READ_TIMEOUT_S = before


def play(centre: ServedCentre, seed: int) -> Counts:
    """One history over wires in bad weather; what befell them. Raises Violation where something did not hold."""
    with opened_office(centre, seed) as office:
        try:
            with waiting_at_most(IMPATIENT_S):
                for number in range(STEPS):
                    office.step(number)
            with waiting_at_most(PATIENT_S):
                befell = office.rest()
            office.judge()
        except oracles.Violation as violation:
            words = "\n".join((f"seed {seed}", *office.trace, str(violation)))
            raise oracles.Violation(violation.oracle, words) from violation
    return befell
