"""The whole line in one process: real stores, real engines, the real central behind its WSGI application."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import requests

from app.domain import signing
from app.domain.canonical import content_hash
from app.domain.exchange import View
from app.domain.forms.definition import FormDefinition
from app.domain.operations import ActBody, CellEdit, Kind, ReportKey
from app.services.enrolment import enrol
from app.store.keys import DEVICE_KEY, DEVICE_TOKEN
from app.store.records import SaveOutcome
from app.store.store import Store
from central.bootstrap import Central, configure, migrate, open_central
from central.databases import Database, database
from central.registry.enrolment import invite
from sync.cycle import Cycle
from sync.engine import Engine
from sync.events import Event
from sync.transfers import Transfers
from sync.transport import HttpTransport
from tests.central.http import ask
from tests.central.office import PERIOD, FakeChance, FakeClock, furnish
from tests.sync.fakes import InProcessAdapter, MemorySecrets

URL = "http://127.0.0.1:8000"


def carried(method: str, path: str, headers: dict[str, str], body: bytes) -> tuple[int, dict[str, str], bytes]:
    """One HTTP request to the central this process has open."""
    reply = ask(method, path, body or b"", headers)
    return reply.status, {name.title(): value for name, value in reply.headers.items()}, reply.body


@dataclass
class Computer:
    """An enrolled computer with its store, engine and wire."""

    line: Line
    path: Path
    key: bytes
    secrets: MemorySecrets
    store: Store
    engine: Engine
    adapter: InProcessAdapter
    unit: str
    person: str
    events: list[Event] = field(default_factory=list)

    def report(self, period: str = PERIOD) -> ReportKey:
        """The key of its unit's report."""
        return ReportKey(self.unit, "T.01", period)

    def type(
        self, cells: Mapping[str, str | None], period: str = PERIOD, shown: Mapping[str, str] | None = None
    ) -> SaveOutcome:
        """Saves cells as a person types them: over what stands here, or over what he was `shown`."""
        key = self.report(period)
        known = self.mine(key) if shown is None else shown
        edits = [CellEdit(address, known.get(address), value) for address, value in sorted(cells.items())]
        return self.store.save_edits(key, self.line.form.hash, edits, author=self.person)

    def act(self, kind: Kind, reason: str = "", key: ReportKey | None = None, view: View = View.INNER) -> None:
        """An act about what stands here."""
        key = key or self.report()
        stored = self.store.report(key, view)
        content = content_hash(stored.form, stored.mine)
        self.store.act(key, kind, ActBody(content=content, reason=reason), author=self.person)

    def mine(self, key: ReportKey | None = None, view: View = View.INNER) -> dict[str, str]:
        """What a person sees of a report."""
        stored = self.store.report(key or self.report(), view)
        return dict(stored.mine) if stored else {}

    def sync(self) -> Cycle:
        """One cycle."""
        return self.engine.run_cycle()

    def told(self, kind: type) -> list[Event]:
        """Events of a kind."""
        return [event for event in self.events if isinstance(event, kind)]

    def is_level(self) -> bool:
        """Whether central's digest is ours and nothing here waits for anything."""
        facts = self.store.light_facts()
        waits = facts.waiting + facts.in_flight + facts.conflicts + facts.refused + facts.uploading
        return facts.theirs is not None and facts.theirs == facts.ours and waits == 0

    def reopened(self) -> None:
        """The program is closed and started again."""
        self.store.close()
        self.store = Store.open(self.path, self.key, clock=self.line.clock, chance=self.line.chance)
        self.engine = self.line.engine(self.store, self.secrets, self.adapter, self.events)


@dataclass
class Line:
    """A central and the computers around it."""

    folder: Path
    clock: FakeClock
    chance: FakeChance
    central: Central
    db: Database
    form: FormDefinition
    computers: list[Computer] = field(default_factory=list)

    def engine(self, store: Store, secrets: MemorySecrets, adapter: InProcessAdapter, events: list[Event]) -> Engine:
        """An engine as the program makes it."""
        private, identity = secrets.get(DEVICE_KEY), store.identity()
        road = self.road(adapter, secrets.get(DEVICE_TOKEN))
        return Engine(
            store,
            road,
            sign=lambda statement: signing.sign(private, statement),
            central_key=identity.central_key,
            clock=self.clock,
            chance=self.chance,
            listener=events.append,
            files=Transfers(store.attachments, road, listener=events.append),
            peers=store.peers,
        )

    def road(self, adapter: InProcessAdapter, token: str) -> HttpTransport:
        """The road to central."""

        def session() -> requests.Session:
            opened = requests.Session()
            opened.mount("http://", adapter)
            return opened

        return HttpTransport(URL, token, clock=self.clock, session=session)

    def computer(self, unit_code: str, person: str = "Nông Thị Lan", role: str = "clerk") -> Computer:
        """A computer that is enrolled with a one-time code."""
        invitation = invite(self.db, unit_code, person, role, now=self.central.now(), chance=self.chance)
        folder = self.folder / f"pc{len(self.computers) + 1}"
        folder.mkdir()
        key = self.chance.token(32)
        store = Store.open(folder / "sobaocao.db", key, clock=self.clock, chance=self.chance)
        secrets, adapter, events = MemorySecrets(), InProcessAdapter(carried), []
        me = enrol(store, URL, invitation.code, "PC", secrets, self.road(adapter, ""))
        made = Computer(
            line=self,
            path=folder / "sobaocao.db",
            key=key,
            secrets=secrets,
            store=store,
            engine=self.engine(store, secrets, adapter, events),
            adapter=adapter,
            unit=me.unit,
            person=me.id,
            events=events,
        )
        self.computers.append(made)
        return made

    def back_up_central(self) -> Path:
        """A copy of central's database alone, as a backup holds it."""
        from django.db import connections

        connections.close_all()
        copy = self.folder / "central-backup"
        shutil.copytree(self.central.data, copy)
        return copy

    def restore_central(self, copy: Path) -> None:
        """Central's database as it was; its key and high-water mark stay, as they lie outside it."""
        from django.db import connections

        connections.close_all()
        for old in self.central.data.glob("central.sqlite3*"):
            old.unlink()
        for saved in copy.glob("central.sqlite3*"):
            shutil.copy(saved, self.central.data)
        self.central = open_central(self.central.data, clock=self.clock, chance=self.chance)
        self.db = database()


@contextmanager
def opened_line(folder: Path, template: Path, url: str = "") -> Iterator[Line]:
    """A line in `folder`; `template` is central's with nothing but the schema, as is the database at `url`."""
    from django.db import connections

    clock, chance = FakeClock(), FakeChance()
    folder.mkdir(exist_ok=True)
    shutil.copytree(template, folder / "central")
    central = open_central(folder / "central", url, clock=clock, chance=chance)
    db = database()
    line = Line(folder=folder, clock=clock, chance=chance, central=central, db=db, form=furnish(db, central))
    yield line
    for computer in line.computers:
        computer.store.close()
    connections.close_all()


def make_template(folder: Path, url: str = "") -> Path:
    """A data folder of central with nothing but the schema; so is the database at `url`, where one is named."""
    configure(folder, url)
    migrate()
    return folder
