"""Verified copies of the store: made by SQLite's backup API, encrypted with the same key, proven readable."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import sqlcipher3

from app.errors import StoreError
from app.store.database import Database, connect, translated_errors

SUFFIX = ".sbcbak"
_STAMP = "%Y%m%dT%H%M%SZ"
HOURS, DAYS, WEEKS = 24, 14, 8
"""How far back one copy an hour, a day and a week is kept."""
MIGRATION_COPIES = 3


class BackupFile(msgspec.Struct, frozen=True, kw_only=True):
    """One copy."""

    path: Path
    taken_at: datetime
    """UTC."""
    schema: int
    why: str
    """`hourly`, `migration`, `repair`."""


def backup_folder(store: Path) -> Path:
    """Where the copies of a store lie."""
    return store.with_name(store.name + ".backups")


def backups(store: Path) -> list[BackupFile]:
    """The finished copies of a store, newest first."""
    found = []
    for path in backup_folder(store).glob(f"*{SUFFIX}"):
        stamp, schema, why = (*path.name.removesuffix(SUFFIX).split("-"), "", "")[:3]
        try:
            taken_at = datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)
            found.append(BackupFile(path=path, taken_at=taken_at, schema=int(schema.removeprefix("v")), why=why))
        except ValueError:
            continue
    return sorted(found, key=lambda copy: (copy.taken_at, copy.path.name), reverse=True)


def to_keep(taken: Iterable[datetime], now: datetime) -> set[datetime]:
    """Which of the copies taken at these moments are kept.

    The newest always; the first of each hour for a day, of each day for 14 days, of each ISO week for 8
    weeks. A moment after `now` (the clock was set back) is kept.
    """
    moments = sorted(set(taken))
    kept = set(moments[-1:]) | {moment for moment in moments if moment > now}
    spans = (
        (timedelta(hours=HOURS), lambda moment: (moment.date(), moment.hour)),
        (timedelta(days=DAYS), lambda moment: moment.date()),
        (timedelta(weeks=WEEKS), lambda moment: moment.isocalendar()[:2]),
    )
    for reach, period in spans:
        seen = set()
        for moment in moments:
            if moment <= now and now - moment <= reach and period(moment) not in seen:
                seen.add(period(moment))
                kept.add(moment)
    return kept


def take_backup(database: Database, key: bytes, now: datetime, why: str) -> Path:
    """Copy the store beside it, prove the copy, and give its path.

    Raises StoreError `store.full` or `store.unwritable` where it cannot be written, `store.damaged` where the
    copy does not read back whole; an unproven copy is never left under a backup's name.
    """
    folder = backup_folder(database.path)
    folder.mkdir(exist_ok=True)
    name = f"{now.astimezone(UTC).strftime(_STAMP)}-v{database.version()}-{why}{SUFFIX}"
    part, final = folder / f"{name}.part", folder / name
    part.unlink(missing_ok=True)
    try:
        with translated_errors():
            copy = connect(part, key)
            try:
                database.connection.backup(copy)
                _leave_files_out(copy)
                # The copy inherits WAL, whose side files would be a second thing to carry.
                copy.execute("PRAGMA journal_mode=DELETE")
            finally:
                copy.close()
            verify(part, key)
        _sync_to_disk(part)
        part.replace(final)
    finally:
        part.unlink(missing_ok=True)
    return final


def _leave_files_out(copy: sqlcipher3.Connection) -> None:
    """Drop from a copy the bytes of attached files that central has: they can be had from there again.

    Else two weeks of hourly copies would hold each file forty times.
    """
    if not copy.execute("SELECT 1 FROM sqlite_master WHERE name = 'attachment'").fetchone():
        return
    there = "SELECT a.id FROM attachment a, position WHERE there <> '' AND there = central_epoch AND held > 0"
    dropped = copy.execute(f"DELETE FROM attachment_part WHERE attachment IN ({there})").rowcount
    if dropped:
        copy.execute(f"UPDATE attachment SET held = 0 WHERE id IN ({there})")
        copy.execute("VACUUM")


def verify(path: Path, key: bytes) -> None:
    """Read a copy whole. Raises StoreError `store.damaged` where a page or the structure is broken."""
    with translated_errors():
        copy = connect(path, key)
        try:
            broken = copy.execute("PRAGMA cipher_integrity_check").fetchall()
            found = copy.execute("PRAGMA integrity_check(1)").fetchone()
        finally:
            copy.close()
    if broken or found != ("ok",):
        raise StoreError("store.damaged", path=path.name)


def prune(store: Path, now: datetime) -> list[Path]:
    """Delete the copies that the rule does not keep; their paths. The last three made before a migration stay."""
    copies = backups(store)
    kept = to_keep((copy.taken_at for copy in copies), now)
    before_migrations = [copy for copy in copies if copy.why == "migration"][:MIGRATION_COPIES]
    gone = [copy.path for copy in copies if copy.taken_at not in kept and copy not in before_migrations]
    for path in gone:
        path.unlink(missing_ok=True)
    return gone


def _sync_to_disk(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
