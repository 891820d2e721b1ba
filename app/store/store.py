"""The office's store: one file, one instance per thread."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from app.clock import Chance, Clock
from app.domain.bookmark import Bookmark
from app.domain.exchange import Answer, Digest, Evidence, Have, Pair, Request, SealedContent, View
from app.domain.exchange_state import Booked, CycleRecord, LightFacts, OwnChain, Position
from app.domain.operations import (
    ActBody,
    CellEdit,
    Kind,
    NoteBody,
    Operation,
    OperationId,
    ReportKey,
    parse_report_key,
    read_operation,
)
from app.domain.recalling import Recall
from app.errors import AppError, InputError
from app.store import backup, migrations
from app.store.asked import ASKED
from app.store.attachments import UPLOADING, Attachments
from app.store.bookmarks import Bookmarks
from app.store.contents import Contents
from app.store.database import Database, exclusive_rename
from app.store.editing import Editing
from app.store.notes import Notes
from app.store.outbox import Outbox, position_of
from app.store.reading import Reading
from app.store.records import (
    Decision,
    Identity,
    Keep,
    Save,
    SaveOutcome,
    Summary,
)
from app.store.registry import PASSED_OVER
from app.store.restores import PROTOCOL, Restores

# What a start has no use for (booking, decisions, the doctor) is imported where it is first asked for.
if TYPE_CHECKING:
    from app.store.bundles import Bundles
    from app.store.deciding import Deciding
    from app.store.doctor import Doctor, Flaw
    from app.store.peers import Peers

FREEZE_BYTES = 1_000_000
ALL_BYTES = 2**50


class Store(Reading):
    """Reads and writes the office's file. Belongs to the thread that opened it; another thread opens its own."""

    def __init__(self, database: Database, key: bytes, clock: Clock, chance: Chance) -> None:
        super().__init__(database)
        self._key = key
        self._clock = clock
        self._chance = chance
        self._outbox = Outbox(database, self._contents, self._desk)
        self._editing = Editing(database, self._contents, self._desk, self._outbox)
        self._restores = Restores(database, self._contents, self._desk)
        self.attachments = Attachments(database, self._contents, self._now)
        self._bookmarks = Bookmarks(database)

    @classmethod
    def open(cls, path: Path, key: bytes, *, clock: Clock, chance: Chance) -> Store:
        """Open the store, or make a new one; an older file is copied, then brought up to date.

        Raises StoreError `store.wrong_key`, `store.newer`, `store.folder`, `store.damaged`, `store.busy`,
        `store.full`, `store.unwritable`.
        """
        if not path.exists():
            _create(path, key, chance)
        database = Database(path, key)
        try:
            migrations.refuse_newer(database)
            if database.version() < migrations.NEWEST:
                backup.take_backup(database, key, clock.now(), "migration")
                migrations.migrate(database)
        except BaseException:
            database.close()
            raise
        store = cls(database, key, clock, chance)
        if store._registry.meta(PASSED_OVER) is not None:
            with store._writing():
                store._restores.read_again()
        return store

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    @property
    def path(self) -> Path:
        """The file."""
        return self._database.path

    def _now(self) -> int:
        return int(self._clock.now().timestamp())

    # Identity -------------------------------------------------------------------------------------------------

    def enrol(self, identity: Identity, proof: str = "") -> None:
        """Keep what central said at enrolment and begin this device's first epoch.

        Enrolled again (another device id), the store begins a new epoch of the new device; what waits goes with it,
        but for what central turns out to have had from the former device. `proof` is that one's signature over
        `succession_statement`; empty where there is none.
        """
        with self._writing():
            former = self.identity()
            self._registry.set_identity(replace(identity, enrolled_at=self._now()))
            if former is None or former.device != identity.device:
                same_central = former is not None and former.central_key == identity.central_key
                epoch = self._chance.token(8).hex()
                self._restores.become(identity.device, epoch, same_central=same_central, proof=proof)

    # Writing --------------------------------------------------------------------------------------------------

    def _writing(self) -> _Writing:
        return _Writing(self._database, self._contents)

    def save_edits(
        self,
        key: ReportKey,
        form_hash: str,
        edits: Sequence[CellEdit],
        *,
        author: str,
        reason: str = "",
        claims: Sequence[str] = (),
    ) -> SaveOutcome:
        """Write cells; what the outcome names is durable when this returns.

        A cell that holds another value than its author was shown is not written: what was typed is kept as a
        conflict. Raises StateError `report.sealed`, `report.read_only`; StoreError.
        """
        save = Save(key=key, form=form_hash, edits=tuple(edits), author=author, reason=reason, claims=tuple(claims))
        with self._writing():
            return self._editing.save(save, self._now())

    def save_group(self, saves: Sequence[Save], bookmark: Bookmark | None = None) -> list[SaveOutcome]:
        """Write several saves in one commit, in order; one that its report's state forbids does not stop the others.

        The bookmark, where there is one, moves in the same commit: what was typed is in an editor or in its cell.
        """
        outcomes = []
        with self._writing():
            now = self._now()
            for save in saves:
                try:
                    outcomes.append(self._editing.save(save, now))
                except AppError as error:
                    outcomes.append(SaveOutcome(error=error))
            if bookmark is not None:
                self._bookmarks.keep(bookmark)
        return outcomes

    def keep_bookmark(self, bookmark: Bookmark | None, *, synced: bool) -> None:
        """Remember where the typist is; None forgets it. Only where `synced` does it wait for the disk."""
        with self._database.write() if synced else self._database.write_unsynced():
            self._bookmarks.keep(bookmark)

    def go_back(self) -> Bookmark | None:
        """Where the typist left off, for a start to go on there; None where no report was open. To ask is a try."""
        with self._database.write():
            return self._bookmarks.go_back()

    def bookmark(self) -> Bookmark | None:
        """Where the typist left off; None where no report was open."""
        with self._database.read():
            return self._bookmarks.kept()

    def act(
        self,
        key: ReportKey,
        kind: Kind,
        body: ActBody,
        *,
        author: str,
        sources: Mapping[str, str] | None = None,
    ) -> None:
        """Do an act; a seal numbers the report's entries and itself in this transaction. Raises StateError.

        `sources` says for the journal where a value that a seal writes in was taken from, by address.
        """
        with self._writing():
            self._editing.act(key, kind, body, author, self._now(), sources or {})

    def write_note(self, key: ReportKey, form_hash: str, body: NoteBody, *, author: str, view: View) -> None:
        """Write a note beside a report of this office, or one received; whatever its state.

        Raises StateError `report.unknown`, `report.read_only`; InputError `note.words`.
        """
        with self._writing():
            self._editing.note(key, view, form_hash, body, author, self._now())

    def keep_note_draft(self, key: ReportKey, address: str, text: str) -> None:
        """Keep what is being written beside a report and is no note yet; blank forgets it."""
        with self._writing():
            Notes(self._database).keep_draft(key, address, text)

    @property
    def _deciding(self) -> Deciding:
        from app.store.deciding import Deciding

        return Deciding(self._database, self._contents, self._desk, self._editing)

    def decide(self, conflict: int, keep: str, shown: str | None, *, author: str, reason: str) -> None:
        """Settle a conflict with `mine` or `theirs`; `shown` is central's value the person saw. Raises StateError."""
        self.decide_all([Decision(conflict=conflict, keep=Keep(keep), shown=shown)], author=author, reason=reason)

    def decide_all(self, decisions: Iterable[Decision], *, author: str, reason: str) -> None:
        """Settle conflicts, all of them or none: those of one report in as few edits as may be. Raises StateError."""
        with self._writing():
            self._deciding.decide(decisions, author=author, reason=reason, now=self._now())

    def settle_refused(self, entry: int, *, again: bool, author: str, reason: str) -> None:
        """Settle an entry of the refused tray: send it again, or follow central. Raises StateError."""
        with self._writing():
            self._deciding.settle_refused(entry, again=again, author=author, reason=reason, now=self._now())

    def add_form(self, form_hash: str, package: bytes) -> None:
        """Keep a form package."""
        with self._writing():
            self._registry.add_form(form_hash, package, self._now())

    def keep_needed(self, form_hash: str, needed: int) -> None:
        """Keep how many figures a blank report of a form asks for."""
        with self._writing():
            self._registry.set_meta(f"needed {form_hash}", str(needed))

    def keep_summaries(self, summaries: Sequence[tuple[ReportKey, Summary]]) -> None:
        """Keep how far reports are filled, so that the work list need not count again."""
        with self._writing():
            self._database.executemany(
                "INSERT OR REPLACE INTO summary (report, stamp, filled, needed, errors)"
                " SELECT id, ?, ?, ?, ? FROM report WHERE key = ? AND view = 'inner'",
                [(found.stamp, found.filled, found.needed, found.errors, str(key)) for key, found in summaries],
            )

    # For the sync engine --------------------------------------------------------------------------------------

    def position(self) -> Position:
        """Where this store stands in its conversation with central."""
        with self._database.read():
            return position_of(self._database, PROTOCOL)

    def freeze(self, limit_bytes: int = FREEZE_BYTES, after: int = 0) -> tuple[Operation, ...]:
        """Number what waits, durably, and give what is in flight above number `after`, oldest first.

        Both up to about `limit_bytes` canonical bytes; at least one operation where there is any.
        """
        if not self._database.number("SELECT EXISTS (SELECT 1 FROM outbox)"):
            return self._outbox.in_flight(limit_bytes, after)
        with self._writing():
            made = self._outbox.number_all(limit_bytes, after)
        found = self._outbox.in_flight(limit_bytes, after)
        # Held until here, they need not be read from their bytes; now who sends them holds them.
        del made
        return found

    def open_run(self) -> tuple[Operation, ...]:
        """Number all that waits, durably; every operation from the first without a result on, without gaps."""
        with self._writing():
            self._outbox.number_all(ALL_BYTES)
        return self._outbox.open_run()

    def operation_hash(self, id: OperationId) -> str | None:
        """The hash of an own operation that is still kept, or None."""
        row = self._database.one(
            "SELECT o.hash FROM operation o, position p WHERE o.epoch = ? AND o.seq = ? AND p.device = ?",
            (id.epoch, id.seq, id.device),
        )
        return str(row[0]) if row else None

    def operation(self, epoch: str, seq: int) -> Operation | None:
        """An own operation that is still kept, or None."""
        row = self._database.one("SELECT long FROM operation_long WHERE epoch = ? AND seq = ?", (epoch, seq))
        if row is None or not isinstance(row[0], bytes):
            return None
        return read_operation(row[0])

    def has_acts(self) -> bool:
        """Whether something that was sealed, signed or submitted has not got to central."""
        kinds = "'" + "', '".join((Kind.SEAL, Kind.SIGN, Kind.SUBMIT)) + "'"
        return bool(
            self._database.number(
                f"SELECT EXISTS (SELECT 1 FROM outbox WHERE kind IN ({kinds})) OR EXISTS (SELECT 1 FROM operation o"
                f" JOIN position p ON p.epoch = o.epoch WHERE o.code IS NULL AND o.kind IN ({kinds}))"
            )
        )

    def commitments(self) -> tuple[tuple[ReportKey, str, int, int], ...]:
        """(report, content, sealed at, number) of every own seal that has no receipt and was not turned down."""
        rows = self._database.execute(
            "SELECT l.long FROM operation o JOIN position p ON p.epoch = o.epoch"
            " JOIN operation_long l ON l.epoch = o.epoch AND l.seq = o.seq"
            f" WHERE o.kind = '{Kind.SEAL}' AND (o.code IS NULL OR o.code IN ('applied', 'duplicate')) AND NOT EXISTS"
            " (SELECT 1 FROM receipt c WHERE c.device = p.device AND c.epoch = o.epoch AND c.seq = o.seq)"
            " AND json_extract(CAST(l.long AS TEXT), '$.body.more') IS NULL ORDER BY o.seq"
        )
        found = []
        for (long,) in rows:
            seal = read_operation(long)
            if isinstance(seal.body, ActBody):
                found.append((seal.report, seal.body.content, seal.at, seal.seq))
        return tuple(found)

    def sealed_contents(self) -> tuple[SealedContent, ...]:
        """What was sealed here and announced to central, and did not get there by its seal."""
        from app.store.sealed import SealedContents

        with self._database.read():
            return tuple(SealedContents(self._database).to_send())

    def evidence(self, after: int, limit_bytes: int) -> tuple[Evidence, ...]:
        """What central signed of operations above number `after`, and their receipts, for a central that lost it.

        In parts of about `limit_bytes`; none where there is nothing to show.
        """
        from app.store.evidence import EvidenceKept

        with self._database.read():
            position = position_of(self._database, PROTOCOL)
            receipts = [
                receipt
                for receipt in self.receipts()
                if (receipt.device, receipt.epoch) == (position.device, position.epoch) and receipt.seq > after
            ]
            return tuple(EvidenceKept(self._database).shown(after, receipts, limit_bytes))

    def book(self, answer: Answer) -> Booked:
        """Book an answer whose signatures the engine has verified: all of it in one transaction."""
        from app.store.booking import Booking

        with self._writing():
            return Booking(self._database, self._contents, self._desk, self._registry, self._now()).book(answer)

    def land(self, answer: Answer, asked: Request | None = None) -> Booked:
        """Book a verified answer that was carried here, to what was `asked` some time ago.

        Its rows count only where the store still stands where it asked from; results and receipts always do.
        Raises InputError `bundle.central_restored` where it is of another central epoch than the store.
        """
        from app.store.booking import Booking

        with self._writing():
            stands = position_of(self._database, PROTOCOL)
            if stands.central_epoch not in ("", answer.central_epoch):
                raise InputError("bundle.central_restored")
            moves = asked is not None and (stands.epoch, stands.central_epoch, stands.cursor) == (
                asked.epoch,
                asked.central_epoch,
                asked.cursor,
            )
            if asked is not None and moves and asked.recall:
                self._restores.recognise(asked.recall, answer.history, self._now())
                moves = not answer.history
            told = answer if moves else replace(answer, changes=())
            booking = Booking(self._database, self._contents, self._desk, self._registry, self._now())
            return booking.book(told, by_hand=True, moves=moves)

    @property
    def peers(self) -> Peers:
        """The office's other computers, and what they have that central has not answered."""
        from app.store.peers import Peers

        return Peers(self._database, self._contents, self._now)

    @property
    def bundles(self) -> Bundles:
        """The bundles made here, and envelopes that are carried along."""
        from app.store.bundles import Bundles

        return Bundles(self._database, self._now)

    def own_chain(self, seq: int) -> OwnChain:
        """This device's chain as far as a `have` that names number `seq` can speak of it."""
        with self._database.read():
            return self._restores.own_chain(seq)

    def give_again(self, after: int) -> None:
        """Central lost what it had answered: put every operation above number `after` back in flight.

        The feed is pulled from its start. Raises StoreError `store.too_old`.
        """
        with self._writing():
            self._restores.give_again(after)

    def begin_epoch(self, epoch: str, have: Have) -> None:
        """This store was restored: what is unanswered waits again, to be numbered under `epoch` once it has pulled."""
        with self._writing():
            self._restores.begin_epoch(epoch, have)

    def recognise(self, asked: Sequence[Recall], history: Sequence[Operation]) -> None:
        """What central has of chains that this store left is not made anew; none of it told: all of it is known now."""
        with self._writing():
            self._restores.recognise(asked, history, self._now())

    def compare(self, pairs: Sequence[Pair]) -> tuple[ReportKey, ...]:
        """Reports that differ from `pairs`, which name the whole scope; remembered until they are fetched."""
        from app.store.comparing import Comparing

        identity = self.identity()
        with self._writing():
            unit = identity.unit if identity else ""
            return Comparing(self._database, self._contents, self._desk, unit).compare(pairs)

    def light_facts(self) -> LightFacts:
        """Everything the light is decided by, as of one moment."""
        with self._database.read():
            row = self._database.one(
                "SELECT (SELECT count(*) FROM outbox),"
                " (SELECT count(*) FROM operation o WHERE o.code IS NULL AND o.epoch = p.epoch),"
                f" (SELECT count(*) FROM conflict c WHERE {ASKED}),"
                " (SELECT count(*) FROM refused WHERE state = 'open'),"
                " theirs_sum, theirs_count, agreed_at, contact_at, unequal FROM position p"
            )
            assert row is not None
            waiting, in_flight, conflicts, refused, theirs_sum, theirs_count, agreed_at, contact_at, unequal = row
            differing = self._database.execute("SELECT key FROM differing ORDER BY key").fetchall()
            return LightFacts(
                waiting=int(str(waiting)),
                in_flight=int(str(in_flight)),
                conflicts=int(str(conflicts)),
                refused=int(str(refused)),
                uploading=self._database.number(UPLOADING),
                ours=self._contents.digest(),
                theirs=None if theirs_sum is None else Digest(sum=str(theirs_sum), count=int(str(theirs_count))),
                agreed_at=None if agreed_at is None else int(str(agreed_at)),
                last_contact_at=None if contact_at is None else int(str(contact_at)),
                unequal_rests=int(str(unequal)),
                differing=tuple(parse_report_key(key) for (key,) in differing),
            )

    def record_cycle(self, record: CycleRecord) -> None:
        """Keep one cycle in the history."""
        names = ", ".join(CycleRecord.__struct_fields__)
        marks = ", ".join("?" * len(CycleRecord.__struct_fields__))
        values = [getattr(record, name) for name in CycleRecord.__struct_fields__]
        with self._writing():
            self._database.execute(f"INSERT INTO cycle ({names}) VALUES ({marks})", values)

    # Care -----------------------------------------------------------------------------------------------------

    def back_up(self, why: str = "hourly") -> Path:
        """Take a verified backup now, and let go of those that the rule does not keep; its path."""
        path = backup.take_backup(self._database, self._key, self._clock.now(), why)
        backup.prune(self._database.path, self._clock.now())
        return path

    def backup_due(self) -> bool:
        """Whether the newest backup is an hour old or more, or there is none."""
        copies = backup.backups(self._database.path)
        return not copies or (self._clock.now() - copies[0].taken_at).total_seconds() >= 3600

    def tidy(self) -> int:
        """Drop operations answered more than 400 days ago, and files that no report has; how many operations."""
        self.attachments.tidy()
        self.bundles.tidy()
        self.peers.tidy()
        with self._writing():
            return self._restores.tidy(self._now())

    @property
    def _doctor(self) -> Doctor:
        from app.store.doctor import Doctor

        return Doctor(self._database, self._contents, self._desk)

    def check(self) -> list[Flaw]:
        """Every flaw of the store; empty for a sound one."""
        return self._doctor.check()

    def write_diagnostics(self, target: Path, now: datetime, about: dict[str, str]) -> None:
        """Write a zip that may be shown to a stranger."""
        self._doctor.diagnostics(target, now, about)


class _Writing:
    """A write transaction; one that fails also drops what is kept in memory of it."""

    def __init__(self, database: Database, contents: Contents) -> None:
        self._transaction = database.write()
        self._contents = contents

    def __enter__(self) -> None:
        self._transaction.__enter__()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        try:
            self._transaction.__exit__(kind, error, trace)  # type: ignore[arg-type]  # handed through as it came
        except BaseException:
            self._contents.forget()
            raise


def _create(path: Path, key: bytes, chance: Chance) -> None:
    """Make a new file beside its place and move it there whole: a crash leaves either nothing or a usable store."""
    part = path.with_name(f"{path.name}.{chance.token(4).hex()}.new")
    try:
        database = Database(part, key)
        try:
            migrations.migrate(database)
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            database.close()
        exclusive_rename(part, path)
    finally:
        for suffix in ("", "-wal", "-shm"):
            part.with_name(part.name + suffix).unlink(missing_ok=True)
