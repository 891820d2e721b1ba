"""One world: a central, offices around it, the road between them, and everybody's ledger."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import requests
from django.db import connections

from app.domain import signing
from app.domain.operations import ReportKey
from app.errors import SyncError
from app.store.store import Store
from app.store.working import cells_of
from central.registry.enrolment import Invitation, invite
from tests.simulation import roads
from tests.simulation.centre import Centre, answering, digest_of, hash_of
from tests.simulation.computer import Computer
from tests.simulation.couriers import Post
from tests.simulation.furnishing import CODE, KEY, OFFICES, PERIODS, SEATS, URL, Seat, fast_folder, furnished
from tests.simulation.ledger import Ledger
from tests.simulation.nature import Died, DriftingClock, SeededChance, Time


class World:
    """Everything that a history moves."""

    def __init__(self, folder: Path, seed: int, offices: int) -> None:
        self.folder = folder
        self.seed = seed
        self.time = Time()
        self.chance = SeededChance(f"world {seed}")
        self.ledger = Ledger()
        self.dice = random.Random(0)
        """The chance of the step that is being done."""
        self.weather = 0.0
        """How likely something befalls a request."""
        self.busy = 0.0
        """How likely somebody does something while an exchange is under way."""
        self.step = 0
        self.values = 1000
        self.transit: list[roads.Parcel] = []
        self.touched: set[str] = set()
        """Computers that something happened to since they were last looked at."""
        self._notes: list[str] = []
        self._nested = False
        templates = furnished()
        shutil.copytree(templates.central, folder / "central")
        self.centre = Centre(folder / "central", self.time, self.chance)
        self.centre.between = self._between
        self.computers: dict[str, Computer] = {}
        for seat in SEATS[: 3 if offices == 1 else 5]:
            shutil.copy(templates.stores[seat.name], folder / f"{seat.name}.db")
            self.seat(seat, templates.secrets[seat.name])
        self.images: dict[str, tuple[Path, int]] = {}
        """A computer's name -> a copy of its disk, and the number of the ledger's next entry then."""
        self.backups: list[Path] = []
        """Copies of central's database, oldest first."""
        self.archive: Archive = Archive()
        self.post = Post()
        self.frames: list[bytes] = []
        """What was said on the offices' networks."""
        self.reforms: dict[str, Callable[[], object]] = {}
        """What administrators changed, to be done again where central lost it."""

    def seat(self, seat: Seat, secrets: tuple[str, str]) -> Computer:
        """A computer stands where its file lies."""
        drift = random.Random(f"clock {self.seed} {seat.name}")
        clock = DriftingClock(self.time, drift.choice((0, 0, -90, 45, 4_000, -90_000)), 1 + drift.uniform(-3e-4, 3e-4))
        chance = SeededChance(f"computer {self.seed} {seat.name}")
        made = Computer(seat, self.folder / f"{seat.name}.db", secrets, clock, chance, self._carry)
        self.computers[seat.name] = made
        return made

    def running(self) -> list[Computer]:
        """Computers that stand there, by name."""
        return [computer for _, computer in sorted(self.computers.items()) if computer.runs]

    def next_value(self) -> int:
        """A number that no value had."""
        self.values += 1
        return self.values

    def reports(self, computer: Computer) -> list[ReportKey]:
        """What a computer can work on: its office's reports, and those it was told of."""
        own = [] if computer.role == "consolidator" else [ReportKey(computer.unit, CODE, period) for period in PERIODS]
        return sorted({*own, *(row.key for row in computer.desk.reports(computer.view()) if not row.read_only)})

    # What happens ---------------------------------------------------------------------------------------------

    def note(self, text: str) -> None:
        """One word for the trace of the step that is being done."""
        self._notes.append(text)

    def noted(self) -> str:
        """The words since it was last asked."""
        notes, self._notes = self._notes, []
        return " ".join(notes)

    def _carry(self, computer: Computer, request: requests.PreparedRequest) -> requests.Response:
        return roads.carry(self, computer, request)

    def told(self, computer: Computer) -> None:
        """Central has answered a computer: what was true then is kept, to hold its light against."""
        truth = digest_of(self.centre.held_for(computer.unit))
        computer.truths.setdefault(computer.clock.seconds(), set()).add(truth)

    @contextmanager
    def _undisturbed(self) -> Iterator[None]:
        weather, busy, nested = self.weather, self.busy, self._nested
        self.weather, self.busy, self._nested = 0.0, 0.0, True
        try:
            yield
        finally:
            self.weather, self.busy, self._nested = weather, busy, nested

    def meanwhile(self, computer: Computer) -> None:
        """While the answer is on its way, the person at the computer may go on typing."""
        from tests.simulation.people import type_cells

        if self._nested or self.dice.random() >= self.busy:
            return
        with self._undisturbed():
            self.note(f"[meanwhile {type_cells(self, computer, self.dice)}]")

    def _between(self) -> None:
        """Between an exchange's writing and its reading, another process of central may answer somebody else."""
        if self._nested or self.centre.life.is_dead or self.dice.random() >= self.busy:
            return
        self.centre.life.spare()
        other = self.dice.choice(self.running())
        with self._undisturbed():
            if other.life.is_dead or other.name in self.syncing:
                return
            self.note(f"[between {other.name}")
            self.run_cycle(other)
            self.note("]")

    syncing: frozenset[str] = frozenset()
    """Computers whose cycle is under way."""

    def run_cycle(self, computer: Computer) -> str:
        """One cycle of a computer; how it ended, in a word."""
        before, self.syncing = self.syncing, self.syncing | {computer.name}
        self.touched.add(computer.name)
        try:
            cycle = computer.sync()
        finally:
            self.syncing = before
        return "died" if cycle is None else cycle.record.code or "done"

    def died(self, computer: Computer) -> None:
        """The process at a computer is gone, and is started again; a cycle under way in it is gone with it."""
        if computer.name in self.syncing:
            raise Died
        computer.restart()

    def deliver_late(self) -> None:
        """Requests that are still on their way arrive, in whatever order."""
        parcels, self.transit = self.transit, []
        self.dice.shuffle(parcels)
        for parcel in parcels:
            roads.deliver(self, parcel)

    # What befalls machines ------------------------------------------------------------------------------------

    def enrol_again(self, computer: Computer) -> None:
        """The computer becomes another device: a person was given a new code for it."""
        self._seat_anew(computer, self._invited(computer))

    def _seat_anew(self, computer: Computer, invitation: Invitation) -> None:
        """A person types a code until it is taken; another one, where an answer was lost for too long."""
        self.touched.add(computer.name)
        patience = self.dice.randint(1, 5)
        while True:
            try:
                computer.enrol(URL, invitation.code)
                return
            except SyncError as error:
                self.note(error.code)
                if error.code.startswith("enrol."):
                    invitation = self._invited(computer)
            self.time.advance(self.dice.choice((5, 60, 600)))
            patience -= 1
            if patience == 0:
                # Somebody goes where the line is better.
                self.weather = 0.0

    def _invited(self, computer: Computer) -> Invitation:
        """A code for somebody new, in the office that the computer's went into where that is no more."""
        ended = self.centre.db.row("SELECT 1 FROM registry_unit WHERE id = %s AND ended IS NOT NULL", computer.unit)
        return invite(
            self.centre.db,
            OFFICES["u1" if ended else computer.unit],
            f"Người thứ {self.next_value()}",
            computer.role,
            now=self.centre.now(),
            chance=self.chance,
        )

    def new_person(self, computer: Computer) -> None:
        """Somebody else sits down at a computer; where its office is no more, it becomes another office's device."""
        invitation = self._invited(computer)
        if invitation.unit == computer.unit:
            computer.person = invitation.person
        else:
            self._seat_anew(computer, invitation)

    def empty_disk(self, computer: Computer) -> None:
        """A new computer in the old one's place: another device, and nothing on its disk."""
        computer.stop()
        for suffix in ("", "-wal", "-shm"):
            computer.path.with_name(computer.path.name + suffix).unlink(missing_ok=True)
        Store.open(computer.path, KEY, clock=computer.clock, chance=computer.chance).close()
        computer.truths.clear()
        computer.start()
        self.enrol_again(computer)

    def sent_values(self) -> set[str]:
        """Every value that stands in an operation that central holds."""
        return {cell.new for operation in self.centre.operations() for cell in cells_of(operation.body) if cell.new}

    def close(self) -> None:
        """The world ends."""
        for computer in self.computers.values():
            if computer.runs:
                computer.stop()
        connections.close_all()


Place = tuple[str, str, int]
"""Device, epoch, number of an operation."""


class Archive:
    """Everything that central ever held, also what it lost by being put back: for whoever judges receipts of then."""

    def __init__(self) -> None:
        self.came: dict[Place, set[tuple[int, int]]] = {}
        """When an operation was made, as claimed, and when it came; given again it comes again."""
        self.contents: dict[Place, set[str]] = {}
        """Content hash of the revision an operation made."""
        self.alone: set[tuple[str, str]] = set()
        """Report and content hash of contents that came by themselves, to redeem what was announced."""
        self.announced: dict[tuple[str, str], set[int]] = {}
        """Report and content hash -> when it was announced."""

    def remember(self, centre: Centre) -> None:
        """Keep what central holds now."""
        for device, epoch, seq, at, received_at in centre.db.rows(
            "SELECT device, epoch, seq, at, received_at FROM intake_operation"
        ):
            self.came.setdefault((device, epoch, seq), set()).add((at, received_at))
        for device, epoch, seq, content in centre.db.rows("SELECT device, epoch, seq, content FROM intake_history"):
            self.contents.setdefault((device, epoch, seq), set()).add(content)
        for report, form, cells in centre.db.rows("SELECT report, form, cells FROM intake_content"):
            self.alone.add((report, hash_of(form, bytes(cells))))
        for report, content, received_at in centre.db.rows(
            "SELECT report, content, received_at FROM intake_receipt WHERE kind = 'commitment'"
        ):
            self.announced.setdefault((report, content), set()).add(received_at)


@contextmanager
def keys_drawn_from(chance: SeededChance) -> Iterator[None]:
    """Within the block the keys that computers make are drawn too: their signatures decide how long a body is."""
    before = signing.new_private_key
    signing.new_private_key = lambda: chance.token(32).hex()
    try:
        yield
    finally:
        signing.new_private_key = before


@contextmanager
def opened_world(seed: int, offices: int, page: int) -> Iterator[World]:
    """A world in a folder of its own, gone when the block ends."""
    folder = fast_folder()
    holder: list[World] = []
    try:
        with keys_drawn_from(SeededChance(f"keys {seed}")), answering(lambda: holder[0].centre, page):
            holder.append(World(folder, seed, offices))
            try:
                yield holder[0]
            finally:
                holder[0].close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
