"""Looks whether the store is sound, mends it from a backup, and writes what may be shown to a stranger."""

from __future__ import annotations

import json
import platform
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from app.domain.addresses import is_row_head
from app.domain.attachments import attachments_of
from app.domain.canonical import fingerprint
from app.errors import StoreError
from app.store import backup, journal
from app.store.contents import Contents
from app.store.database import Database
from app.store.records import Head, Origin
from app.store.working import Desk, Working, row_blocked


@dataclass(frozen=True, slots=True, kw_only=True)
class Flaw:
    """Something that is not as it must be."""

    code: str
    """`doctor.pages`, `doctor.structure`, `doctor.links`, `doctor.journal`, `doctor.cell`, `doctor.outbox`,
    `doctor.chain`, `doctor.digest`, `doctor.count`."""
    where: str
    """Report (by fingerprint), journal line or operation number: no content, no person."""


def named(key: str) -> str:
    """A report's name for strangers: the same each time, telling nothing."""
    return fingerprint(key.encode()).hex()[:12]


_STRAY_CELLS = (
    "SELECT DISTINCT 'cell' FROM cell WHERE report NOT IN (SELECT id FROM report) UNION ALL"
    " SELECT DISTINCT 'outbox_cell' FROM outbox_cell WHERE entry NOT IN (SELECT id FROM outbox)"
)
"""Tables that hold cells of nothing."""


_UNSPELLED = (
    "SELECT epoch || '/' || seq FROM operation o WHERE NOT EXISTS"
    " (SELECT 1 FROM operation_long l WHERE l.epoch = o.epoch AND l.seq = o.seq)"
)
"""Operations of which nothing says what they are."""


_BROKEN_FILES = (
    "SELECT id FROM attachment a WHERE held <>"
    " (SELECT coalesce(sum(length(bytes)), 0) FROM attachment_part p WHERE p.attachment = a.id)"
)
"""Files of which other bytes are here than are said to be."""


_WRONG_MARKS = (
    "SELECT o.report FROM obligation o LEFT JOIN report r ON r.key = o.report AND r.view = 'inner' WHERE o.rests <>"
    " (r.id IS NOT NULL AND r.state IN ('submitted', 'received', 'accepted') AND r.base_rev AND NOT r.conflicts"
    " AND NOT r.refused)"
)
"""Obligations that are said to rest and do not, or the other way about."""


class Doctor:
    """Examines one store."""

    def __init__(self, database: Database, contents: Contents, desk: Desk) -> None:
        self._database = database
        self._contents = contents
        self._desk = desk

    def check(self) -> list[Flaw]:
        """Every flaw found; empty for a sound store. Reads the whole file."""
        flaws = [Flaw(code="doctor.pages", where=str(row[0])) for row in self._rows("PRAGMA cipher_integrity_check")]
        # What is broken below makes everything above it look broken too.
        if not flaws:
            rows = self._rows("PRAGMA integrity_check(20)")
            flaws = [Flaw(code="doctor.structure", where=str(row[0])) for row in rows if row[0] != "ok"]
        if not flaws:
            flaws = [Flaw(code="doctor.chain", where=str(operation)) for (operation,) in self._rows(_UNSPELLED)]
        if flaws:
            return flaws
        with self._database.read():
            flaws += [
                Flaw(code="doctor.links", where=str(row[0]))
                for row in (*self._rows("PRAGMA foreign_key_check"), *self._rows(_STRAY_CELLS))
            ]
            flaws += [Flaw(code="doctor.journal", where=str(seq)) for seq in journal.broken_lines(self._database)]
            flaws += self._chain_flaws()
            epoch = str((self._database.one("SELECT epoch FROM position") or ("",))[0])
            for (report_id,) in self._rows("SELECT id FROM report"):
                head = self._contents.head_by_id(int(str(report_id)))
                flaws += self._report_flaws(self._desk.load(head, epoch))
            flaws += [Flaw(code="doctor.count", where=named(str(key))) for (key,) in self._rows(_WRONG_MARKS)]
            flaws += [Flaw(code="doctor.file", where=str(number)) for (number,) in self._rows(_BROKEN_FILES)]
            if self._contents.counted_digest() != self._contents.digest():
                flaws.append(Flaw(code="doctor.digest", where="position"))
        return flaws

    def _rows(self, sql: str) -> list[tuple[object, ...]]:
        rows: list[tuple[object, ...]] = self._database.execute(sql).fetchall()
        return rows

    def _counts(self, sql: str) -> dict[str, int]:
        return {str(name): int(str(count)) for name, count in self._rows(sql)}

    def _chain_flaws(self) -> Iterator[Flaw]:
        """Each kept operation chains to the one before it."""
        before: tuple[str, int, str] | None = None
        rows = self._rows(
            "SELECT o.epoch, o.seq, o.hash, l.long FROM operation o"
            " JOIN operation_long l ON l.epoch = o.epoch AND l.seq = o.seq ORDER BY o.epoch, o.seq"
        )
        for epoch, seq, hashed, long in rows:
            assert isinstance(long, bytes)
            prev = json.loads(long)["prev"]
            same = before is not None and before[0] == epoch
            broken = fingerprint(long).hex() != hashed
            if broken or (same and before is not None and (before[1] + 1 != seq or before[2] != prev)):
                yield Flaw(code="doctor.chain", where=f"{epoch}/{seq}")
            before = (str(epoch), int(str(seq)), str(hashed))

    def _report_flaws(self, working: Working) -> Iterator[Flaw]:
        head = working.head
        overlay = self._contents.overlay(head)
        where = named(head.key)
        said = self._last_words(head)
        for address, value in overlay.items():
            if working.base.get(address) == value or (address in said and said[address] != value):
                yield Flaw(code="doctor.cell", where=where)
        pending = {cell.address: cell.new for cell in working.on_their_way()}
        stopped = set(working.conflicts) | working.standing_refused()
        heads = {address for address in stopped if is_row_head(address)}
        heads |= {a for a in pending if is_row_head(a) and pending[a] is None}
        for address in overlay.keys() - pending.keys():
            if address not in stopped and not row_blocked(address, heads):
                yield Flaw(code="doctor.outbox", where=where)
        for address, value in pending.items():
            if address not in stopped and not row_blocked(address, heads) and working.mine.get(address) != value:
                yield Flaw(code="doctor.outbox", where=where)
        used = self._database.execute("SELECT hash FROM attachment_use WHERE report = ?", (head.id,))
        if {hash_ for (hash_,) in used} != {file.hash for file in attachments_of(working.mine)}:
            yield Flaw(code="doctor.files", where=where)
        counts = self._database.one(
            "SELECT (SELECT count(*) FROM conflict WHERE report = ?1 AND state = 'open'),"
            " (SELECT count(*) FROM refused WHERE report = ?1 AND state = 'open')",
            (head.id,),
        )
        if counts != (head.conflicts, head.refused):
            yield Flaw(code="doctor.count", where=where)

    def _last_words(self, head: Head) -> dict[str, str]:
        """What the journal last put into each cell, but those it left blank: what the feed fills has no line in it."""
        rows = self._database.execute(
            "SELECT address, new FROM journal WHERE report = ? AND origin NOT IN (?, ?) ORDER BY seq",
            (head.id, Origin.CLASHED.value, Origin.ACT.value),
        )
        return {address: value for address, value in dict(rows.fetchall()).items() if value is not None}

    def diagnostics(self, target: Path, now: datetime, about: dict[str, str]) -> None:
        """Write a zip that may be shown to a stranger: counts, versions, cycles, flaws; no figure, name or secret."""
        tables = [
            str(row[0]) for row in self._rows("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        ]
        counts = {name: self._database.tables[name].count for name in tables if not name.startswith("sqlite_")}
        cycles = self._rows(
            "SELECT started_at, ended_at, outcome, code, requests, bytes_up, bytes_down, sent, received"
            " FROM cycle ORDER BY id DESC LIMIT 200"
        )
        results = self._counts("SELECT coalesce(code, 'in flight'), count(*) FROM operation GROUP BY 1")
        refused = self._counts("SELECT code, count(*) FROM refused WHERE state = 'open' GROUP BY 1")
        store = {
            "written_at": now.astimezone(UTC).isoformat(timespec="seconds"),
            "schema": self._database.version(),
            "size_bytes": self._database.path.stat().st_size,
            "system": platform.platform(),
            "python": platform.python_version(),
            "tables": counts,
            "results": results,
            "refused": refused,
            "flaws": [{"code": flaw.code, "where": flaw.where} for flaw in self.check()],
            "backups": [copy.path.name for copy in backup.backups(self._database.path)],
            **about,
        }
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("store.json", json.dumps(store, ensure_ascii=False, indent=1))
            archive.writestr("cycles.json", json.dumps(cycles, indent=1))


def mend_from_backup(path: Path, key: bytes, now: datetime) -> Path:
    """Put the newest sound backup in the place of a damaged store; the damaged file is kept beside it; its path.

    What was typed since that backup is in the damaged file alone, and what was exchanged since comes back from
    central: it sees that this store was restored. Raises StoreError `store.no_backup`.
    """
    for copy in backup.backups(path):
        try:
            backup.verify(copy.path, key)
        except StoreError:
            continue
        return replace_store(path, copy, "damaged", now)
    raise StoreError("store.no_backup")


def replace_store(path: Path, copy: backup.BackupFile, why: str, now: datetime) -> Path:
    """Put a copy in the place of a store, which is kept beside it; where it is kept."""
    aside = path.with_name(f"{path.name}.{why}-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}")
    for suffix in ("", "-wal", "-shm"):
        part = path.with_name(path.name + suffix)
        if part.exists():
            part.replace(aside.with_name(aside.name + suffix))
    part = path.with_name(path.name + ".part")
    part.write_bytes(copy.path.read_bytes())
    part.replace(path)
    return aside
