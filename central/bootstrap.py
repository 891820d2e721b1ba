"""Opening central: the one place that knows its folder, its database, its key, its clock."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from app.clock import Chance, Clock, SystemChance, SystemClock
from app.errors import AppError
from central.databases import close_lent, database, database_settings
from central.intake.admission import FILE_THREADS, THREADS, Admission
from central.intake.turns import Turns
from central.marks import HighWaterMark, Mark, SigningKey, signing_key
from central.registry.known import RegistryMemory
from central.registry.packages import Package

DATA_VARIABLE = "SOBAOCAO_CENTRAL_DATA"
DATABASE_VARIABLE = "SOBAOCAO_CENTRAL_DATABASE"
RESTORED_AT = "restored_at"
"""Name in intake_meta of the last feed position that the database brought with it when the epoch began."""
LEFT_EPOCHS = "left_epochs"
"""Name in intake_meta of the central epochs that the database was in before, in order, with spaces between."""
THREADS_VARIABLE = "SOBAOCAO_CENTRAL_THREADS"


@dataclass(frozen=True, slots=True, kw_only=True)
class Central:
    """What every request needs besides the database."""

    data: Path
    """Folder of key, mark and embedded database."""
    key: SigningKey
    mark: HighWaterMark
    epoch: str
    """Central epoch: cursors and revisions hold inside it only."""
    clock: Clock
    chance: Chance
    admission: Admission = field(default_factory=Admission)
    """The exchanges this process has in hand."""
    file_admission: Admission = field(default_factory=lambda: Admission(FILE_THREADS))
    """The same of attached files."""
    turns: Turns = field(default_factory=Turns)
    """Whose turn it is among them."""
    memory: RegistryMemory = field(default_factory=RegistryMemory)
    """What this process has kept of the registry."""
    packages: dict[str, Package] = field(default_factory=dict)
    """Form packages this process has unpacked."""

    def now(self) -> int:
        """Central's clock, Unix seconds."""
        return int(self.clock.now().timestamp())


_opened: Central | None = None


def central() -> Central:
    """The central that this process has open. Raises AppError `central.closed` before `open_central`."""
    if _opened is None:
        raise AppError("central.closed")
    return _opened


def is_open() -> bool:
    """Whether this process has opened a central."""
    return _opened is not None


def configure(data: Path, url: str = "") -> None:
    """Point Django at the database at `url`, or at the embedded one in `data`; may be called again for another."""
    import django
    from django.apps import apps
    from django.db import connections

    settings = database_settings(url, data)
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "central.settings")
    if not apps.ready:
        django.setup()
    connections.close_all()
    close_lent()
    with suppress(AttributeError):
        del connections["default"]
    connections.settings = connections.configure_settings({"default": settings})


def migrate() -> None:
    """Bring the database to this program's schema."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)


def is_migrated() -> bool:
    """Whether the database has this program's schema, and no newer one."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def open_central(
    data: Path, url: str = "", *, clock: Clock | None = None, chance: Chance | None = None, restored: bool = False
) -> Central:
    """Open central in `data`, on the database at `url` or, where it is empty, the embedded one.

    `restored` says that the database was put back from a copy: a new central epoch begins.

    The embedded database is brought to this program's schema by itself. A process has one central open: opening
    another leaves the first. Raises AppError `central.not_migrated` for a PostgreSQL database that was not
    migrated, InputError `central.key` or `central.database`.
    """
    global _opened
    configure(data, url)
    if not is_migrated():
        if url:
            raise AppError("central.not_migrated")
        migrate()
    mark = HighWaterMark(data)
    chance = chance or SystemChance()
    _opened = Central(
        data=data,
        key=signing_key(data),
        mark=mark,
        epoch=_epoch(mark, chance, restored=restored),
        clock=clock or SystemClock(),
        chance=chance,
        admission=Admission(int(os.environ.get(THREADS_VARIABLE) or THREADS)),
    )
    return _opened


def _epoch(mark: HighWaterMark, chance: Chance, *, restored: bool) -> str:
    """The database's central epoch; a new one where the mark outside says that the database went back in time."""
    db = database()
    with db.writing():
        row = db.row("SELECT value FROM intake_meta WHERE name = 'epoch'")
        position = db.newest_place()
        epoch = str(row[0]) if row else ""
        last = mark.read()
        if restored or not epoch or (last and (last.epoch != epoch or last.position > position)):
            epoch = chance.token(8).hex()
            left = db.row("SELECT value FROM intake_meta WHERE name = %s", LEFT_EPOCHS)
            copied = f"{left[0] if left else ''} {row[0] if row else ''}".strip()
            for name, value in (("epoch", epoch), (RESTORED_AT, str(position)), (LEFT_EPOCHS, copied)):
                db.run("DELETE FROM intake_meta WHERE name = %s", name)
                db.run("INSERT INTO intake_meta (name, value) VALUES (%s, %s)", name, value)
            # Why: the numbers of transactions belong to the server they were given by, and a copy may be put back
            # on another. No cursor outlives the epoch, so everything that is here may count as old.
            db.run("UPDATE intake_feed SET xid = 0")
            db.run("UPDATE intake_history SET xid = 0")
    mark.raise_to(Mark(epoch=epoch, position=position))
    return epoch
