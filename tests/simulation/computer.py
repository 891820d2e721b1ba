"""An office's computer: its file, the program's two connections to it, the engine, and who sits there."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import requests

from app.domain import signing
from app.domain.exchange import Digest, View
from app.domain.operations import ReportKey
from app.services.enrolment import enrol
from app.store.keys import DEVICE_KEY, DEVICE_TOKEN
from app.store.records import StoredReport
from app.store.store import Store
from sync.bundle import Bundler, Us
from sync.cycle import Cycle
from sync.engine import Engine
from sync.meeting import Meeting
from sync.transport import HttpTransport
from tests.simulation.furnishing import KEY, Seat
from tests.simulation.nature import Died, DriftingClock, Life, MortalConnection, SeededChance
from tests.sync.fakes import MemorySecrets

Carry = Callable[["Computer", requests.PreparedRequest], requests.Response]


class _Adapter(requests.adapters.BaseAdapter):
    """Hands every request to the world."""

    def __init__(self, computer: Computer, carry: Carry) -> None:
        super().__init__()
        self._computer = computer
        self._carry = carry

    def send(self, request: requests.PreparedRequest, **_: object) -> requests.Response:
        return self._carry(self._computer, request)

    def close(self) -> None:
        """Nothing is open."""


class Computer:
    """One computer. The window and the sync runner have a connection each, as in the program."""

    def __init__(
        self, seat: Seat, path: Path, secrets: tuple[str, str], clock: DriftingClock, chance: SeededChance, carry: Carry
    ) -> None:
        self.name = seat.name
        self.unit, self.person = seat.unit, ""
        self.role = seat.role
        self.path = path
        self.secrets = MemorySecrets()
        self.hold(secrets)
        self.clock = clock
        self.chance = chance
        self._carry = carry
        self.screens: dict[ReportKey, StoredReport | None] = {}
        """What the open form shows: as the report was when it was opened."""
        self.truths: dict[int, set[Digest]] = {}
        """This machine's second -> what central truly held for it when it answered then."""
        self.runs = True
        """False once it was thrown away."""
        self.start()

    @property
    def device(self) -> str:
        """Its device id."""
        return self.desk.position().device

    def start(self) -> None:
        """The program starts."""
        self.life = Life()
        self.desk = self._opened()
        self._runner = self._opened()
        private, token = self.keys
        identity = self.desk.identity()
        if identity is None:
            # Nobody was enrolled yet: there is nothing to sync with.
            return
        self.unit, self.person = identity.unit, self.person or identity.person
        self.engine = Engine(
            self._runner,
            self._road(identity.central_url, token),
            sign=lambda statement: signing.sign(private, statement),
            central_key=identity.central_key,
            clock=self.clock,
            chance=self.chance,
            peers=self._runner.peers,
        )

    @property
    def keys(self) -> tuple[str, str]:
        """What its keyring holds: the device's private key, and its token."""
        return self.secrets.get(DEVICE_KEY) or "", self.secrets.get(DEVICE_TOKEN) or ""

    def hold(self, keys: tuple[str, str]) -> None:
        """Its keyring holds these from now on."""
        self.secrets.set(DEVICE_KEY, keys[0])
        self.secrets.set(DEVICE_TOKEN, keys[1])

    def _road(self, url: str, token: str) -> HttpTransport:
        return HttpTransport(url, token, clock=self.clock, session=self._session)

    def enrol(self, url: str, code: str) -> None:
        """It becomes another device by a code. Raises SyncError."""
        enrol(self.desk, url, code, "PC", self.secrets, self._road(url, ""))
        self.person = ""
        self.restart()

    def bundler(self) -> Bundler:
        """What makes and takes bundles here."""
        identity = self.desk.identity()
        assert identity is not None, "only devices carry"
        us = Us(
            private_key=self.keys[0],
            office=identity.unit_name,
            central_key=identity.central_key,
            central_sealing_key=identity.central_sealing_key,
        )
        return Bundler(self._runner, us, clock=self.clock, chance=self.chance)

    def meeting(self) -> Meeting:
        """Its side of a meeting on the office's network."""
        identity = self.desk.identity()
        assert identity is not None, "only devices meet"
        return Meeting(self._runner, private_key=self.keys[0], central_key=identity.central_key, clock=self.clock)

    def _opened(self) -> Store:
        store = Store.open(self.path, KEY, clock=self.clock, chance=self.chance)
        database = store._database
        mortal = MortalConnection(database.connection, self.life)
        database.connection, database.execute, database.executemany = mortal, mortal.execute, mortal.executemany
        return store

    def _session(self) -> requests.Session:
        session = requests.Session()
        session.mount("http://", _Adapter(self, self._carry))
        return session

    def stop(self) -> None:
        """The program ends, or what is left of it is cleared away: what was not committed never was."""
        self.screens.clear()
        self.desk.close()
        self._runner.close()

    def restart(self) -> None:
        """The program ends and starts again."""
        self.stop()
        self.start()

    def sync(self) -> Cycle | None:
        """One cycle; None where the process died in it, and was started again."""
        try:
            return self.engine.run_cycle()
        except Died:
            self.restart()
            return None

    def image(self, target: Path) -> None:
        """A copy of the disk as it is now."""
        self.stop()
        shutil.copy(self.path, target)
        self.start()

    def put_back(self, image: Path) -> None:
        """The disk as it was."""
        self.stop()
        for suffix in ("-wal", "-shm"):
            self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)
        shutil.copy(image, self.path)
        self.start()

    def view(self) -> View:
        """Which heads it works with."""
        return View.UPWARD if self.role == "consolidator" else View.INNER

    def screen(self, key: ReportKey, chance: random.Random) -> StoredReport | None:
        """What the form shows: it is opened anew now and then, never refreshed under the typist."""
        if key not in self.screens or chance.random() < 0.7:
            self.screens[key] = self.desk.report(key)
        return self.screens[key]

    def mine(self, key: ReportKey) -> Mapping[str, str]:
        """What stands here."""
        report = self.desk.report(key)
        return report.mine if report else {}
