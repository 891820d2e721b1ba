"""What the store tells: reports, history, open questions, receipts, the registry."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date

import msgspec

from app.domain.addresses import FILE, row_of
from app.domain.exchange import ObligationChange, Receipt, ReceiptKind, UnitChange, View
from app.domain.exchange_state import CycleOutcome, CycleRecord
from app.domain.operations import CellEdit, Kind, ReportKey, parse_report_key
from app.domain.workflow import State
from app.store import asked, journal
from app.store.contents import Contents
from app.store.database import Database
from app.store.notes import Notes
from app.store.office_conflicts import OfficeConflicts
from app.store.outbox import position_of
from app.store.records import (
    ConflictRow,
    Identity,
    JournalLine,
    NoteRow,
    OfficeConflictRow,
    Pending,
    RefusedRow,
    ReportRow,
    StoredReport,
    Summary,
)
from app.store.registry import CLOCK_SKEW, Registry
from app.store.restores import PROTOCOL
from app.store.working import Desk, cells_of

_ROWS = (
    "SELECT r.id, r.key, r.view, r.form, r.state, r.base_state, r.base_rev, r.conflicts, r.refused,"
    " NOT r.in_scope OR EXISTS (SELECT 1 FROM obligation b WHERE b.report = r.key AND b.withdrawn),"
    " r.author, r.at, r.base_stamp, r.touch,"
    " (SELECT count(*) FROM outbox o WHERE o.report = r.id),"
    " (SELECT count(*) FROM operation p WHERE p.report = r.id AND p.code IS NULL AND p.epoch = s.epoch)"
    " FROM report r, position s"
)
_UNDER_WAY = (
    "(EXISTS (SELECT 1 FROM outbox o WHERE o.report = r.id) OR EXISTS"
    " (SELECT 1 FROM operation p WHERE p.report = r.id AND p.code IS NULL AND p.epoch = s.epoch AND NOT p.taken))"
)


class Reading:
    """The store's reading half; each answer is of one moment."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._contents = Contents(database)
        self._desk = Desk(database, self._contents)
        self._registry = Registry(database)

    def identity(self) -> Identity | None:
        """Who this store belongs to; None before enrolment."""
        return self._registry.identity()

    def report(self, key: ReportKey, view: View = View.INNER) -> StoredReport | None:
        """A report with its content, or None."""
        with self._database.read():
            head = self._contents.head(key, view)
            if head is None:
                return None
            row = self._report_rows(" WHERE r.id = ?", (head.id,))[0]
            parts = {name: getattr(row, name) for name in ReportRow.__struct_fields__}
            return StoredReport(
                **parts,
                base=dict(self._contents.base(head)),
                mine=self._contents.mine(head),
                going=self._contents.going(head),
            )

    def report_state(self, key: ReportKey, view: View = View.INNER) -> State | None:
        """Where a report stands as this office sees it, or None where it is not here."""
        row = self._database.one("SELECT state FROM report WHERE key = ? AND view = ?", (str(key), view.value))
        return State(str(row[0])) if row else None

    def reports(self, view: View | None = None) -> list[ReportRow]:
        """Every report's head, in the order of their keys."""
        if view is None:
            return self._report_rows(" ORDER BY r.key", ())
        return self._report_rows(" WHERE r.view = ? ORDER BY r.key", (view.value,))

    def report_rows(self, keys: Iterable[ReportKey]) -> list[ReportRow]:
        """The heads of these reports of this office, those that are there, in the order of their keys."""
        wanted = msgspec.json.encode([str(key) for key in keys]).decode()
        condition = " WHERE r.key IN (SELECT value FROM json_each(?)) AND r.view = 'inner' ORDER BY r.key"
        return self._report_rows(condition, (wanted,))

    def late_reports(self) -> set[ReportKey]:
        """Reports whose seal or submission reached central late, by its receipts.

        One that was announced in time is not late once central has the very content announced: what came later, by
        merging or reopening, is a correction with a time of its own.
        """
        rows = self._database.execute(
            "SELECT DISTINCT report FROM receipt r WHERE late AND kind <> ? AND NOT EXISTS"
            " (SELECT 1 FROM receipt e WHERE e.report = r.report AND e.kind = ? AND NOT e.late)",
            (ReceiptKind.COMMITMENT.value, ReceiptKind.REDEMPTION.value),
        )
        return {parse_report_key(str(report)) for (report,) in rows}

    def reports_of(self, unit: str, form_code: str, view: View = View.INNER) -> list[ReportRow]:
        """The reports of one form that a unit has, in the order of their keys."""
        condition = " WHERE r.unit = ? AND r.form_code = ? AND r.view = ? ORDER BY r.key"
        return self._report_rows(condition, (unit, form_code, view.value))

    def reports_in(self, unit: str, period: str) -> list[ReportRow]:
        """The reports of every form that a unit of this office has in a period, in the order of their keys."""
        condition = " WHERE r.unit = ? AND r.period = ? AND r.view = 'inner' ORDER BY r.key"
        return self._report_rows(condition, (unit, period))

    def changes_in(self, unit: str, period: str) -> str:
        """Changes whenever a report that a unit of this office has in a period comes, or may have changed."""
        return self._changes("unit = ? AND period = ? AND view = 'inner'", (unit, period))

    def changes_of(self, units: Sequence[str], form_code: str, view: View = View.INNER) -> str:
        """Changes whenever a report of one form that these units have comes, or may have changed its content."""
        wanted = msgspec.json.encode(list(units)).decode()
        condition = "unit IN (SELECT value FROM json_each(?)) AND form_code = ? AND view = ?"
        return self._changes(condition, (wanted, form_code, view.value))

    def _changes(self, condition: str, parameters: Sequence[str]) -> str:
        row = self._database.one(
            f"SELECT count(*) || '.' || coalesce(sum(base_stamp + touch), 0) FROM report WHERE {condition}", parameters
        )
        assert row is not None
        return str(row[0])

    def _report_rows(self, condition: str, parameters: Sequence[str | int]) -> list[ReportRow]:
        return [
            ReportRow(
                key=parse_report_key(key),
                view=View(view),
                form=form,
                state=State(state),
                base_state=State(base_state),
                base_rev=base_rev,
                waiting=waiting,
                in_flight=in_flight,
                conflicts=conflicts,
                refused=refused,
                read_only=bool(read_only),
                author=author,
                at=at,
                stamp=f"{base_stamp}.{touch}",
            )
            for _, key, view, form, state, base_state, base_rev, conflicts, refused, read_only, author, at, base_stamp, touch, waiting, in_flight in self._database.execute(  # noqa: E501  one row of _ROWS
                _ROWS + condition, parameters
            )
        ]

    def history(self, key: ReportKey, address: str | None = None) -> list[JournalLine]:
        """The journal of one cell, or of a whole report, oldest first."""
        head = self._contents.head(key)
        return [] if head is None else journal.history(self._database, head.id, address)

    def conflicts(self, key: ReportKey | None = None) -> list[ConflictRow]:
        """What a person is asked of open conflicts, oldest first: of a whole row in question the row alone."""
        return asked.questions(self._database, self._contents, key)

    def places_asked(self, key: ReportKey) -> list[str]:
        """The addresses that `conflicts` asks about in one report, without the rest."""
        return asked.places_asked(self._database, key)

    def conflicts_elsewhere(self, key: ReportKey | None = None) -> list[OfficeConflictRow]:
        """What waits for a person on other computers of this office, cell by cell, the oldest first."""
        return OfficeConflicts(self._database).open(key)

    def reports_nearby(self) -> frozenset[ReportKey]:
        """The reports of which other computers of the office have something that central has not answered."""
        rows = self._database.execute("SELECT DISTINCT report FROM peer_operation WHERE code IS NULL").fetchall()
        return frozenset(parse_report_key(report) for (report,) in rows)

    def refused(self, key: ReportKey | None = None) -> list[RefusedRow]:
        """The open refused tray, oldest first."""
        condition, parameters = ("", ()) if key is None else (" AND r.key = ?", (str(key),))
        rows = self._database.execute(
            "SELECT f.id, r.key, f.operation, f.kind, f.code, f.params, f.author, f.at, f.opened_at"
            f" FROM refused f JOIN report r ON r.id = f.report WHERE f.state = 'open'{condition} ORDER BY f.id",
            parameters,
        ).fetchall()
        found = []
        for entry, report, operation, kind, code, params, author, at, opened_at in rows:
            cells = self._database.execute(
                "SELECT address, replaced, new, open FROM refused_cell WHERE entry = ? ORDER BY address", (entry,)
            ).fetchall()
            found.append(
                RefusedRow(
                    id=entry,
                    key=parse_report_key(report),
                    operation=operation,
                    kind=Kind(kind),
                    code=code,
                    params=msgspec.json.decode(params, type=dict[str, str]),
                    cells=tuple(CellEdit(*cell[:3]) for cell in cells),
                    standing=frozenset(cell[0] for cell in cells if cell[3]),
                    author=author,
                    at=at,
                    opened_at=opened_at,
                )
            )
        return found

    def notes(self, key: ReportKey) -> list[NoteRow]:
        """The notes and questions beside a report, oldest first."""
        return Notes(self._database).of(key)

    def note_drafts(self, key: ReportKey) -> dict[str, str]:
        """What is being written beside a report and is no note yet, by address."""
        return Notes(self._database).drafts(key)

    def open_questions(self) -> list[NoteRow]:
        """What receivers ask about this office's reports and nobody has answered by a seal, oldest first."""
        return Notes(self._database).open_questions()

    def receipts(self, key: ReportKey | None = None) -> list[Receipt]:
        """Central's receipts, by the time central received what they speak of."""
        condition, parameters = ("", ()) if key is None else (" WHERE report = ?", (str(key),))
        rows = self._database.execute(
            "SELECT kind, report, content, device, epoch, seq, rev, sealed_at, received_at, deadline, late, central,"
            f" signature FROM receipt{condition} ORDER BY received_at, signature",
            parameters,
        )
        return [
            Receipt(
                kind=ReceiptKind(kind),
                report=parse_report_key(report),
                content=content,
                device=device,
                epoch=epoch,
                seq=seq,
                rev=rev,
                sealed_at=sealed_at,
                received_at=received_at,
                deadline=deadline,
                late=bool(late),
                central=central,
                signature=signature,
            )
            for kind, report, content, device, epoch, seq, rev, sealed_at, received_at, deadline, late, central, signature in rows  # noqa: E501  one row of the table
        ]

    def pending(self) -> list[Pending]:
        """What waits or is in flight, report by report, in the order of their keys."""
        with self._database.read():
            epoch = position_of(self._database, PROTOCOL).epoch
            found = []
            for row in self._report_rows(f" WHERE {_UNDER_WAY} ORDER BY r.key", ()):
                head = self._contents.head(row.key, row.view)
                assert head is not None
                flying, waiting = self._desk.flying(head.id, epoch), self._desk.waiting(head.id)
                cells = {cell.address for operation in flying for cell in cells_of(operation.body)}
                cells = cells.union(*(entry.cells for entry in waiting))
                files = {row_of(address) for address in cells if address.startswith(FILE)}
                kinds = [operation.kind for operation in flying if not operation.is_part]
                kinds += [entry.kind for entry in waiting if not entry.is_part]
                found.append(
                    Pending(
                        key=row.key,
                        form=row.form,
                        cells=frozenset(address for address in cells if not address.startswith(FILE)),
                        acts=tuple(kind for kind in kinds if kind is not Kind.EDIT),
                        in_flight=bool(flying),
                        files=len(files),
                    )
                )
            return found

    def obligations(self, unit: str | None = None, receiver: str | None = None) -> list[ObligationChange]:
        """What a unit owes, or what is owed to a receiver, or everything; by deadline, the withdrawn among them."""
        return self._registry.obligations(unit, receiver)

    def obligation(self, key: ReportKey) -> ObligationChange | None:
        """What is owed by a report's key, or None."""
        return self._registry.obligation(key)

    @contextmanager
    def of_one_moment(self) -> Iterator[None]:
        """What is read inside is as it was at one moment, and read at one go; nothing is written inside."""
        with self._database.read():
            yield

    def open_obligations(self, unit: str, since: date) -> list[ObligationChange]:
        """What a unit owes and has not settled, by deadline.

        Settled is what was withdrawn, and what was due before the day `since`, was sent, and has nothing that central
        has not got.
        """
        return self._registry.open_obligations(unit, since.isoformat())

    def next_obligation(self, unit: str, sent: Collection[State]) -> ObligationChange | None:
        """Of what a unit owes and has not sent, the one due first; None where all is in one of the states `sent`."""
        return self._registry.next_obligation(unit, [state.value for state in sent])

    def unsent_obligations(self, unit: str, sent: Collection[State]) -> list[ObligationChange]:
        """What a unit owes and has not sent, by deadline."""
        return self._registry.unsent_obligations(unit, [state.value for state in sent])

    def unit_versions(self, unit: str) -> list[UnitChange]:
        """The versions of a unit, the oldest first."""
        return self._registry.unit_versions(unit)

    def children(self, unit: str) -> list[UnitChange]:
        """The versions of every unit that stood, or stands, directly under a unit."""
        return self._registry.children(unit)

    def form_package(self, package: str) -> bytes | None:
        """The form package with that hash, or None."""
        return self._registry.form(package)

    def form_packages(self, packages: Iterable[str]) -> dict[str, bytes]:
        """The form packages with these hashes, of those that are here."""
        return self._registry.form_packages(packages)

    def forms(self) -> list[str]:
        """Hashes of the form packages here, the newest first."""
        return self._registry.forms()

    def clock_skew_s(self) -> int | None:
        """Central's clock less this machine's, in seconds, as last found; None before the first exchange.

        What an answer takes on its way counts as skew: below half a minute it says little.
        """
        kept = self._registry.meta(CLOCK_SKEW)
        return None if kept is None else int(kept)

    def person_name(self, person: str) -> str:
        """A person's name; the id itself where central has not told it."""
        found = self._registry.person(person)
        return found.name if found else person

    def person_role(self, person: str) -> str:
        """What a person's role is by now; empty where central has not told it."""
        found = self._registry.person(person)
        return found.role if found else ""

    def person_unit(self, person: str) -> str:
        """Id of the unit a person works for; empty where central has not told it."""
        found = self._registry.person(person)
        return found.unit if found else ""

    def needed(self, form_hash: str) -> int | None:
        """How many figures a blank report of a form asks for, or None where nobody counted."""
        kept = self._registry.meta(f"needed {form_hash}")
        return None if kept is None else int(kept)

    def summaries(self, keys: Iterable[ReportKey]) -> dict[ReportKey, Summary]:
        """How far each of these reports was filled when it was last counted, of those that were."""
        rows = self._database.execute(
            "SELECT r.key, s.stamp, s.filled, s.needed, s.errors FROM json_each(?) wanted"
            " JOIN report r ON r.key = wanted.value AND r.view = 'inner' JOIN summary s ON s.report = r.id",
            (msgspec.json.encode([str(key) for key in keys]).decode(),),
        )
        return {
            parse_report_key(key): Summary(stamp=stamp, filled=filled, needed=needed, errors=errors)
            for key, stamp, filled, needed, errors in rows
        }

    def cycles(self, limit: int = 50) -> list[CycleRecord]:
        """The last cycles, newest first."""
        rows = self._database.execute(
            f"SELECT {', '.join(CycleRecord.__struct_fields__)} FROM cycle ORDER BY id DESC LIMIT ?", (limit,)
        )
        found = [dict(zip(CycleRecord.__struct_fields__, row, strict=True)) for row in rows]
        return [CycleRecord(**{**row, "outcome": CycleOutcome(row["outcome"])}) for row in found]
