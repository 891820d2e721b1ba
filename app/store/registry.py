"""What central tells about the world: forms, units, who owes which report, people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from app.domain.exchange import DeviceChange, FormChange, ObligationChange, PersonChange, UnitChange
from app.domain.operations import ReportKey, parse_report_key
from app.store.database import Database
from app.store.records import Identity

CLOCK_SKEW = "clock_skew_s"
"""Name under which is kept how far this machine's clock is from central's."""
PASSED_OVER = "passed_over"
"""Name under which is kept what this program knew when it passed over rows of the feed that it did not know."""
_IDENTITY = "identity"


class Registry:
    """Reads and writes the registry; writing runs inside a write transaction of the caller's."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def take_in(
        self, change: FormChange | UnitChange | ObligationChange | PersonChange | DeviceChange, now: int
    ) -> None:
        """Put one row of the feed in place of what was known."""
        match change:
            case FormChange():
                self.add_form(change.hash, change.package, now)
            case UnitChange():
                self._database.execute(
                    "INSERT OR REPLACE INTO unit_version (unit, valid_from, valid_to, code, name, level, parent)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?)",
                    (
                        change.unit,
                        change.valid_from,
                        change.valid_to,
                        change.code,
                        change.name,
                        change.level,
                        change.parent,
                    ),
                )
            case ObligationChange():
                self._database.execute(
                    "INSERT OR REPLACE INTO obligation (report, unit, form, receiver, window_start, window_end,"
                    " deadline, withdrawn, route) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (
                        str(change.report),
                        change.report.unit,
                        change.form,
                        change.receiver,
                        change.window_start,
                        change.window_end,
                        change.deadline,
                        int(change.withdrawn),
                        ",".join(change.route),
                    ),
                )
            case PersonChange():
                self._database.execute(
                    "INSERT OR REPLACE INTO person (person, name, unit, role, active) VALUES (?, ?, ?, ?, ?)",
                    (change.person, change.name, change.unit, change.role, int(change.active)),
                )
            case DeviceChange():
                self._database.execute(
                    "INSERT OR REPLACE INTO device (device, unit, name, person, public_key, revoked)"
                    " VALUES (?, ?, ?, ?, ?, ?)",
                    (
                        change.device,
                        change.unit,
                        change.name,
                        change.person,
                        change.public_key,
                        int(change.revoked),
                    ),
                )

    def add_form(self, form_hash: str, package: bytes, now: int) -> None:
        """Keep a form package under its hash; one that is here already stays as it is."""
        self._database.execute(
            "INSERT OR IGNORE INTO form (hash, package, at) VALUES (?, ?, ?)", (form_hash, package, now)
        )

    def form(self, form_hash: str) -> bytes | None:
        """A form package, or None."""
        row = self._database.one("SELECT package FROM form WHERE hash = ?", (form_hash,))
        return row[0] if row and isinstance(row[0], bytes) else None

    def form_packages(self, hashes: Iterable[str]) -> dict[str, bytes]:
        """The form packages with these hashes, of those that are here."""
        wanted = msgspec.json.encode(list(hashes)).decode()
        return dict(
            self._database.execute(
                "SELECT hash, package FROM form WHERE hash IN (SELECT value FROM json_each(?))", (wanted,)
            ).fetchall()
        )

    def forms(self) -> list[str]:
        """Hashes of every form package here, the newest first."""
        return [str(row[0]) for row in self._database.execute("SELECT hash FROM form ORDER BY at DESC, hash")]

    def unit_versions(self, unit: str) -> list[UnitChange]:
        """The versions of a unit, the oldest first."""
        return self._units("unit = ?", (unit,))

    def children(self, unit: str) -> list[UnitChange]:
        """The versions of every unit that stood, or stands, directly under a unit."""
        return self._units("parent = ?", (unit,))

    def _units(self, condition: str, parameters: Sequence[str]) -> list[UnitChange]:
        rows = self._database.execute(
            "SELECT unit, code, name, level, parent, valid_from, valid_to FROM unit_version"
            f" WHERE {condition} ORDER BY unit, valid_from",
            parameters,
        )
        names = ("unit", "code", "name", "level", "parent", "valid_from", "valid_to")
        return [UnitChange(**dict(zip(names, row, strict=True))) for row in rows]

    def obligations(self, unit: str | None = None, receiver: str | None = None) -> list[ObligationChange]:
        """What a unit owes, or what is owed to a receiver, or everything; by deadline, the withdrawn among them."""
        condition, parameters = "1", []
        for name, value in (("unit", unit), ("receiver", receiver)):
            if value is not None:
                condition += f" AND o.{name} = ?"
                parameters.append(value)
        return self._obligations(condition, parameters)

    def obligation(self, report: ReportKey) -> ObligationChange | None:
        """What is owed by a report's key, or None."""
        found = self._obligations("o.report = ?", (str(report),))
        return found[0] if found else None

    def is_withdrawn(self, report: str) -> bool:
        """Whether a report, by its key's text, was owed once and is no more."""
        row = self._database.one("SELECT withdrawn FROM obligation WHERE report = ?", (report,))
        return bool(row and row[0])

    def open_obligations(self, unit: str, since: str) -> list[ObligationChange]:
        """What a unit owes and has not settled, by deadline.

        Settled is what was withdrawn, and what was due before the day `since`, was sent, and has nothing that central
        has not got. Of years of settled reports nothing is read, let alone decrypted.
        """
        # The plus signs and CROSS keep SQLite from walking all that the unit ever owed.
        return self._obligations(
            "+o.unit = :unit AND NOT +o.withdrawn AND o.report IN ("
            "SELECT report FROM obligation WHERE unit = :unit AND NOT withdrawn AND NOT rests"
            " UNION SELECT report FROM obligation WHERE unit = :unit AND withdrawn = 0 AND deadline >= :since"
            " UNION SELECT r.key FROM outbox w CROSS JOIN report r ON r.id = w.report WHERE r.view = 'inner'"
            " UNION SELECT r.key FROM operation p CROSS JOIN report r ON r.id = p.report WHERE r.view = 'inner'"
            " AND p.code IS NULL AND p.epoch = (SELECT epoch FROM position))",
            {"unit": unit, "since": since},
        )

    def next_obligation(self, unit: str, sent: Sequence[str]) -> ObligationChange | None:
        """Of what a unit owes and has not sent, the one due first; None where all is in one of the states `sent`."""
        found = self.unsent_obligations(unit, sent, limit=1)
        return found[0] if found else None

    def unsent_obligations(self, unit: str, sent: Sequence[str], limit: int = -1) -> list[ObligationChange]:
        """What a unit owes and has not sent, by deadline: what is in none of the states `sent`."""
        states = ", ".join("?" * len(sent))
        return self._obligations(
            "o.report IN (SELECT o.report FROM obligation o"
            " LEFT JOIN report r ON r.key = o.report AND r.view = 'inner'"
            " WHERE o.unit = ? AND NOT o.withdrawn AND NOT o.rests"
            f" AND (r.id IS NULL OR r.state NOT IN ({states})) ORDER BY o.deadline, o.report LIMIT {limit})",
            (unit, *sent),
        )

    def _obligations(self, condition: str, parameters: Sequence[str] | Mapping[str, str]) -> list[ObligationChange]:
        """Obligations `o`, by deadline."""
        rows = self._database.execute(
            "SELECT o.report, o.form, o.receiver, o.window_start, o.window_end, o.deadline, o.withdrawn, o.route"
            f" FROM obligation o WHERE {condition} ORDER BY o.deadline, o.report",
            parameters,
        )
        return [
            ObligationChange(
                report=parse_report_key(report),
                form=form,
                receiver=receiver_unit,
                window_start=start,
                window_end=end,
                deadline=deadline,
                withdrawn=bool(withdrawn),
                route=tuple(step for step in route.split(",") if step),
            )
            for report, form, receiver_unit, start, end, deadline, withdrawn, route in rows
        ]

    def person(self, person: str) -> PersonChange | None:
        """A person, or None."""
        row = self._database.one("SELECT person, name, unit, role, active FROM person WHERE person = ?", (person,))
        if row is None:
            return None
        person_id, name, unit, role, active = row
        return PersonChange(person=str(person_id), name=str(name), unit=str(unit), role=str(role), active=bool(active))

    def meta(self, name: str) -> str | None:
        """A value kept by name, or None."""
        row = self._database.one("SELECT value FROM meta WHERE name = ?", (name,))
        return str(row[0]) if row else None

    def set_meta(self, name: str, value: str) -> None:
        """Keep a value by name."""
        self._database.execute("INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)", (name, value))

    def forget_meta(self, name: str) -> None:
        """Keep nothing more by a name."""
        self._database.execute("DELETE FROM meta WHERE name = ?", (name,))

    def identity(self) -> Identity | None:
        """Who this store belongs to; None before enrolment."""
        text = self.meta(_IDENTITY)
        return None if text is None else msgspec.json.decode(text, type=Identity)

    def set_identity(self, identity: Identity) -> None:
        """From now on it belongs to this one."""
        self.set_meta(_IDENTITY, msgspec.json.encode(identity).decode())
