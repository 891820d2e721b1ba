"""Central as one process after another on one folder: asked, killed, restarted, put back from a copy."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import msgspec
from django.db import connections

from app.domain.canonical import content_hash
from app.domain.exchange import EMPTY_DIGEST, Digest, ResultCode, View, add_to_digest, digest_term
from app.domain.operations import Operation, OperationId, ReportKey, parse_operation, parse_report_key
from central import bootstrap
from central.bootstrap import Central, open_central
from central.databases import Database, database
from central.intake import desk, telling
from central.intake.admission import THREADS
from central.intake.turns import Turns
from tests.central.http import Reply, ask
from tests.simulation.nature import Died, Life, MortalDatabase, SeededChance, Time

Held = dict[tuple[ReportKey, View], tuple[int, str]]
"""Report and view -> revision and content hash."""


@lru_cache(maxsize=4096)
def hash_of(form: str, cells: bytes) -> str:
    """The content hash of cells as they are kept, made anew."""
    return content_hash(form, msgspec.json.decode(cells, type=dict[str, str]))


def digest_of(held: Held) -> Digest:
    """The digest of copies, added up from nothing."""
    total = EMPTY_DIGEST
    for (key, _), (rev, content) in held.items():
        total = add_to_digest(total, added=digest_term(key, rev, content), count=1)
    return total


class Centre:
    """The one central of a world."""

    def __init__(self, data: Path, time: Time, chance: SeededChance) -> None:
        self.data = data
        self._time = time
        self._chance = chance
        self.life = Life()
        self.between: Callable[[], None] = lambda: None
        """What comes between the two transactions of an exchange."""
        self.broken: list[str] = []
        """Answers that only a fault of central's own gives."""
        self.central: Central
        self.start()

    @property
    def db(self) -> Database:
        """Its database, for administrators and for those who look at it from outside."""
        return database()

    def now(self) -> int:
        """Its clock, Unix seconds."""
        return self.central.now()

    def start(self) -> None:
        """The process starts, and from now on it is this one that answers."""
        self.life = Life()
        self.central = open_central(self.data, clock=self._time, chance=self._chance)

    def restart(self) -> None:
        """The process ends, however it does, and starts again."""
        connections.close_all()
        self.start()

    def ask(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Reply | None:
        """What it answers; None where it died over it, and was started again."""
        try:
            reply = ask(method, path, body, dict(headers))
        except Died:
            self.restart()
            return None
        if reply.status >= 500 and b"central.busy" not in reply.body:
            self.broken.append(f"{reply.status} {reply.body.decode(errors='replace')[:200]}")
        return reply

    @contextmanager
    def crowded(self) -> Iterator[None]:
        """Within the block so many ask that only commitments are taken."""
        admission = self.central.admission
        admission._in_hand += THREADS
        try:
            yield
        finally:
            admission._in_hand -= THREADS

    def mortal_database(self) -> MortalDatabase:
        """The connection of the process that answers."""
        database()
        return MortalDatabase(connections["default"].connection, self.life, self._elsewhere)

    def _elsewhere(self) -> None:
        """Another process of central, where others take turns."""
        here = bootstrap._opened
        assert here is not None
        bootstrap._opened = replace(here, turns=Turns())
        try:
            self.between()
        finally:
            bootstrap._opened = here

    def back_up(self, copy: Path) -> None:
        """A copy of the database alone, as a backup holds it."""
        connections.close_all()
        shutil.rmtree(copy, ignore_errors=True)
        copy.mkdir()
        for file in self.data.glob("central.sqlite3*"):
            shutil.copy(file, copy)

    def put_back(self, copy: Path) -> None:
        """The database as it was; key and high-water mark stay, as they lie outside it."""
        connections.close_all()
        for old in self.data.glob("central.sqlite3*"):
            old.unlink()
        for saved in copy.iterdir():
            shutil.copy(saved, self.data)
        self.start()

    def operations(self) -> list[Operation]:
        """Every operation it holds, whatever became of it."""
        rows = self.db.rows("SELECT body FROM intake_operation ORDER BY received_at, device, epoch, seq")
        return [parse_operation(msgspec.json.decode(body, type=dict[str, object])) for (body,) in rows]

    def conflicting(self) -> set[str]:
        """The operations that it answered with a conflict."""
        rows = self.db.rows(
            "SELECT device, epoch, seq FROM intake_operation WHERE code = %s", ResultCode.CONFLICT.value
        )
        return {str(OperationId(*row)) for row in rows}

    # What is true, read from its tables without its own words --------------------------------------------------

    def held_for(self, unit: str) -> Held:
        """Every head that an office may see, its content hash made anew from its cells."""
        db = self.db
        own = {unit}
        own |= {
            row[0] for row in db.rows("SELECT old_id FROM registry_lineage WHERE NOT is_split AND new_id = %s", unit)
        }
        owed = dict(db.rows("SELECT report, receiver FROM intake_obligation WHERE withdrawn = 0"))
        above = dict(db.rows("SELECT id, parent FROM registry_unit"))
        held: Held = {}
        for name, upward, form, rev, cells in db.rows("SELECT report, upward, form, rev, cells FROM intake_head"):
            key = parse_report_key(name)
            if (owed.get(name, above[key.unit]) == unit) if upward else (key.unit in own):
                view = View.UPWARD if upward else View.INNER
                held[key, view] = (rev, hash_of(form, bytes(cells)))
        return held


@contextmanager
def answering(centre: Callable[[], Centre], page: int) -> Iterator[None]:
    """Within the block, exchanges are answered through the centre's mortal connection, `page` rows at a time."""
    before, most = desk.lent, telling.PAGE_MAX
    desk.lent, telling.PAGE_MAX = lambda: nullcontext(centre().mortal_database()), page
    try:
        yield
    finally:
        desk.lent, telling.PAGE_MAX = before, most
