"""What a person does to a report: a cell, its journal line and its outbox entry commit together."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from app.domain.addresses import ROW, is_row_head, row_of
from app.domain.canonical import content_hash
from app.domain.exchange import View
from app.domain.merge import replay
from app.domain.notes import NOTE_MAX, is_sound, notes_of
from app.domain.operations import ActBody, CellEdit, Kind, NoteBody, ReportKey, parse_report_key
from app.domain.pieces import prove_reason
from app.domain.rights import may
from app.domain.workflow import BY_RECEIVER, REASON_DEMANDED, State, step
from app.errors import InputError, StateError
from app.store import journal
from app.store.asked import count_asked
from app.store.contents import Contents
from app.store.database import Database
from app.store.journal import Line
from app.store.notes import Notes
from app.store.office_conflicts import OfficeConflicts
from app.store.outbox import Outbox
from app.store.records import ACT_ADDRESS, Head, Origin, Save, SaveOutcome
from app.store.registry import Registry
from app.store.sealed import SealedContents
from app.store.taking_back import WITHDRAWN
from app.store.working import Desk, Entry, row_blocked

_MANY = 64
"""From this many cells on, reading the whole overlay is cheaper than asking cell by cell."""


class Editing:
    """Local writes. Everything here runs inside a write transaction of the caller's."""

    def __init__(self, database: Database, contents: Contents, desk: Desk, outbox: Outbox) -> None:
        self._database = database
        self._contents = contents
        self._desk = desk
        self._outbox = outbox
        self._notes = Notes(database)
        self._registry = Registry(database)
        self._sealed = SealedContents(database)

    def save(self, save: Save, now: int) -> SaveOutcome:
        """Write cells.

        Raises StateError `report.sealed`, `report.read_only`, `obligation.withdrawn`, `role.not_allowed`, InputError
        `report.reason_long` before anything is written.
        """
        prove_reason(save.reason)
        self._refuse_withdrawn(save.key)
        self.prove_entitled(save.author, Kind.EDIT)
        head = self._contents.head(save.key)
        if head is None:
            head = self._contents.create(save.key, save.form)
        if not head.in_scope:
            raise StateError("report.read_only")
        state = step(State(head.state), Kind.EDIT)
        values = self._values(head, save.edits)
        taken: list[CellEdit] = []
        clashed: list[tuple[CellEdit, str | None]] = []
        missing = {row for row in save.claims if not self._row_there(head, row, save.edits)}
        for edit in save.edits:
            held = values.get(edit.address)
            if held == edit.new and row_of(edit.address) not in missing:
                continue
            if held != edit.replaced or row_of(edit.address) in missing or self._unseen(head, edit, save.edits):
                clashed.append((edit, held))
            else:
                taken.append(edit)
                values[edit.address] = edit.new
        if taken:
            self._write(head, taken, save, now, Origin.TYPED)
            self._contents.update(head, state=state.value, author=save.author, at=now, touch=head.touch + 1)
        for edit, held in clashed:
            self.keep_beside(head, edit, held, author=save.author, reason=save.reason, now=now)
        lost = {edit.address for edit, _ in clashed}
        return SaveOutcome(
            saved=tuple(edit.address for edit in save.edits if edit.address not in lost),
            clashed=tuple(edit.address for edit, _ in clashed),
        )

    def prove_editable(self, head: Head, author: str) -> None:
        """Raise what keeps a person from editing a report that is here, as `save` would."""
        self._refuse_withdrawn(parse_report_key(head.key))
        self.prove_entitled(author, Kind.EDIT)
        if not head.in_scope:
            raise StateError("report.read_only")
        step(State(head.state), Kind.EDIT)

    def _refuse_withdrawn(self, key: ReportKey) -> None:
        if self._registry.is_withdrawn(str(key)):
            raise StateError(WITHDRAWN)

    def prove_entitled(self, author: str, kind: Kind) -> None:
        """Raise `role.not_allowed` where central would: for the person's role, as far as central has told it."""
        person = self._registry.person(author)
        if person is not None and not may(person.role, kind):
            raise StateError("role.not_allowed", kind=kind.value)

    def _values(self, head: Head, edits: Sequence[CellEdit]) -> dict[str, str | None]:
        if len(edits) >= _MANY:
            return dict(self._contents.mine(head))
        return {edit.address: self._contents.value(head, edit.address) for edit in edits}

    def _row_there(self, head: Head, row: str, edits: Sequence[CellEdit]) -> bool:
        address = f"{row}/{ROW}"
        own = next((edit for edit in edits if edit.address == address), None)
        return own is not None or self._contents.value(head, address) is not None

    def _unseen(self, head: Head, edit: CellEdit, edits: Sequence[CellEdit]) -> bool:
        """Whether removing a row would leave behind a value that the edit does not name."""
        if not is_row_head(edit.address) or edit.new is not None:
            return False
        named = {other.address for other in edits}
        row = row_of(edit.address)
        return any(row_of(address) == row and address not in named for address in self._contents.mine(head))

    def _write(self, head: Head, edits: Sequence[CellEdit], save: Save, now: int, origin: Origin) -> None:
        self._contents.set_values(head, {edit.address: edit.new for edit in edits})
        journal.append(
            self._database,
            head.id,
            head.key,
            [Line(now, edit.address, edit.replaced, edit.new, save.author, origin, save.reason) for edit in edits],
        )
        going = self.may_go(head, edits, save.author, now)
        if head.conflicts:
            self._settle_typed(head, edits, now)
        if going:
            self._enqueue(head, going, save, now)

    def may_go(self, head: Head, edits: Sequence[CellEdit], author: str, now: int) -> Sequence[CellEdit]:
        """The edits as they may go on to central; what waits for a person keeps its new value there and stays."""
        if not (head.conflicts or head.refused):
            return edits
        return self._past_conflicts(head, self._past_tray(head, edits, author, now), author, now)

    def _enqueue(self, head: Head, edits: Sequence[CellEdit], save: Save, now: int) -> None:
        """Fold edits into the last waiting entry of the report, or begin a new one."""
        connection = self._database.connection
        row = connection.execute(
            "SELECT id, author, kind, form, reason, answers, at FROM outbox WHERE report = ? ORDER BY id DESC LIMIT 1",
            (head.id,),
        ).fetchone()
        folds = row is not None and not save.reason and row[1:6] == (save.author, Kind.EDIT.value, save.form, "", "")
        if not folds:
            entry = Entry(author=save.author, kind=Kind.EDIT, form=save.form, at=now, reason=save.reason)
            entry.cells = {edit.address: edit for edit in edits}
            self._desk.add_entry(head.id, entry)
            return
        entry_id = row[0]
        emptied = False
        for address, replaced, new in edits:
            first = connection.execute(
                "SELECT replaced FROM outbox_cell WHERE entry = ? AND address = ?", (entry_id, address)
            ).fetchone()
            if first is None:
                connection.execute("INSERT INTO outbox_cell VALUES (?, ?, ?, ?)", (entry_id, address, replaced, new))
            elif first[0] == new:
                connection.execute("DELETE FROM outbox_cell WHERE entry = ? AND address = ?", (entry_id, address))
                emptied = True
            else:
                connection.execute(
                    "UPDATE outbox_cell SET new = ? WHERE entry = ? AND address = ?", (new, entry_id, address)
                )
        if emptied and not self._database.number("SELECT count(*) FROM outbox_cell WHERE entry = ?", (entry_id,)):
            connection.execute("DELETE FROM outbox WHERE id = ?", (entry_id,))
        elif row[6] != now:
            connection.execute("UPDATE outbox SET at = ? WHERE id = ?", (now, entry_id))

    def _past_conflicts(self, head: Head, edits: Sequence[CellEdit], author: str, now: int) -> list[CellEdit]:
        """The edits that may go on; those of cells in an open conflict move mine there and stay here."""
        rows = self._database.execute(
            "SELECT address FROM conflict WHERE report = ? AND state = 'open' AND origin = 'merge'", (head.id,)
        ).fetchall()
        merging = {address for (address,) in rows}
        rows_in_question = {address for address in merging if is_row_head(address)}
        going = []
        for edit in edits:
            if edit.address in merging:
                self._database.execute(
                    "UPDATE conflict SET mine = ?, mine_author = ?, mine_at = ?"
                    " WHERE report = ? AND address = ? AND state = 'open' AND origin = 'merge'",
                    (edit.new, author, now, head.id, edit.address),
                )
            elif not row_blocked(edit.address, rows_in_question):
                going.append(edit)
        return going

    def _settle_typed(self, head: Head, edits: Sequence[CellEdit], now: int) -> None:
        """What was typed again over the value now shown is decided by that, and so is all in a row taken away."""
        named = {edit.address for edit in edits}
        gone = {row_of(edit.address) for edit in edits if is_row_head(edit.address) and edit.new is None}
        typed = self._database.execute(
            "SELECT id, address FROM conflict WHERE report = ? AND state = 'open' AND origin = 'typed'", (head.id,)
        ).fetchall()
        settled = [(now, one) for one, address in typed if address in named or row_of(address) in gone]
        self._database.executemany("UPDATE conflict SET state = 'decided', settled_at = ? WHERE id = ?", settled)
        self._contents.update(head, conflicts=head.conflicts - len(settled))

    def _past_tray(self, head: Head, edits: Sequence[CellEdit], author: str, now: int) -> list[CellEdit]:
        """The edits as they go on: one over a refused value replaces what central holds; a refused row stays here."""
        rows = self._database.execute(
            "SELECT c.address, c.entry, c.replaced FROM refused_cell c JOIN refused r ON r.id = c.entry"
            " WHERE r.report = ? AND r.state = 'open' AND c.open",
            (head.id,),
        ).fetchall()
        standing = {address: (entry, replaced) for address, entry, replaced in rows}
        # A row whose head is edited too goes, or leaves, as a whole.
        heads = {address for address in standing if is_row_head(address)} - {edit.address for edit in edits}
        going = []
        for edit in edits:
            own_head = f"{row_of(edit.address)}/{ROW}"
            if own_head in heads:
                self._database.execute(
                    "INSERT INTO refused_cell (entry, address, replaced, new) VALUES (?, ?, ?, ?)"
                    " ON CONFLICT (entry, address) DO UPDATE SET new = excluded.new, open = 1",
                    (standing[own_head][0], *edit),
                )
            elif edit.address in standing:
                entry, replaced = standing[edit.address]
                self._leave_tray(head, entry, [edit.address])
                going += self.from_tray(head, CellEdit(edit.address, replaced, edit.new), author, now)
            else:
                going.append(edit)
        back = {
            row_of(e.address) for e in edits if e.new is not None and is_row_head(e.address) and e.address in standing
        }
        if back:
            self._show_rows(head, back, standing.keys() | {edit.address for edit in edits})
        return going

    def _show_rows(self, head: Head, rows: Collection[str], named: Collection[str]) -> None:
        """Refused rows are left out of merging as a whole: once they are back, what others put into them shows."""
        mine = self._contents.mine(head)
        shown = {
            address: value
            for address, value in self._contents.base(head).items()
            if row_of(address) in rows and address not in named and mine.get(address) != value
        }
        if shown:
            self._contents.set_values(head, shown)
            lines = [
                Line(head.at, address, mine.get(address), value, head.author, Origin.MERGED)
                for address, value in shown.items()
            ]
            journal.append(self._database, head.id, head.key, lines)

    def from_tray(self, head: Head, cell: CellEdit, author: str, now: int) -> list[CellEdit]:
        """A cell that leaves the refused tray for central: as an edit of what central holds.

        None where central holds it already; a conflict where central's value is another than the one refused was
        typed over, for nobody here has seen that.
        """
        held = self._contents.base(head).get(cell.address)
        if held == cell.new:
            return []
        if held == cell.replaced:
            return [cell]
        self._database.execute(
            "INSERT INTO conflict (report, origin, address, base, mine, theirs, mine_author, mine_at, their_author,"
            " their_at, opened_at) VALUES (?, 'merge', ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (head.id, *cell, held, author, now, head.author, head.at, now),
        )
        self._contents.update(head, conflicts=head.conflicts + 1)
        return []

    def _leave_tray(self, head: Head, entry: int, addresses: Iterable[str]) -> None:
        """Cells that hold their refused value no longer; an entry with none left is settled."""
        self._database.executemany(
            "UPDATE refused_cell SET open = 0 WHERE entry = ? AND address = ?", [(entry, a) for a in addresses]
        )
        if not self._database.number("SELECT count(*) FROM refused_cell WHERE entry = ? AND open", (entry,)):
            self.settle_tray(head, entry)

    def settle_tray(self, head: Head, entry: int) -> None:
        """Close one entry of the refused tray."""
        settled = self._database.execute(
            "UPDATE refused SET state = 'settled' WHERE id = ? AND state = 'open'", (entry,)
        ).rowcount
        self._contents.update(head, refused=head.refused - settled)

    def keep_beside(self, head: Head, edit: CellEdit, held: str | None, *, author: str, reason: str, now: int) -> None:
        """What was meant for a cell that holds another value is kept beside that; the cell stays as it is."""
        self._database.execute(
            "INSERT INTO conflict (report, origin, address, base, mine, theirs, mine_author, mine_at, their_author,"
            " their_at, opened_at) VALUES (?, 'typed', ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (head.id, edit.address, edit.replaced, edit.new, held, author, now, head.author, head.at, now),
        )
        line = Line(now, edit.address, edit.replaced, edit.new, author, Origin.CLASHED, reason)
        journal.append(self._database, head.id, head.key, [line])
        self._contents.update(head, conflicts=head.conflicts + 1, touch=head.touch + 1)

    def act(
        self,
        key: ReportKey,
        kind: Kind,
        body: ActBody,
        author: str,
        now: int,
        sources: Mapping[str, str],
    ) -> None:
        """Do an act. A seal numbers everything of the report that waits, and itself.

        Raises StateError: `report.unknown`, `report.read_only`, `report.state`, `report.reason`,
        `report.changed` (another content than the one named), `report.conflicts`, `report.refused`,
        `report.merging` (central's newer revision is not here yet), `report.conflicts_elsewhere` (another computer
        of the office has conflicts in it, and a seal gives no reason). Raises InputError `report.reason_long`.
        """
        prove_reason(body.reason)
        head = self._contents.head(key, View.UPWARD if kind in BY_RECEIVER else View.INNER)
        if head is None:
            raise StateError("report.unknown")
        if not head.in_scope:
            raise StateError("report.read_only")
        self._refuse_withdrawn(key)
        self.prove_entitled(author, kind)
        state = step(State(head.state), kind)
        self._prove(head, kind, body)
        if body.brought:
            self._contents.set_values(head, {cell.address: cell.new for cell in body.brought})
        origin = Origin.MOVED if kind is Kind.MOVE_VERSION else Origin.BROUGHT
        lines = [
            Line(now, c.address, c.replaced, c.new, author, origin, sources.get(c.address, "")) for c in body.brought
        ]
        lines.append(Line(now, ACT_ADDRESS, None, kind.value, author, Origin.ACT, body.reason))
        journal.append(self._database, head.id, head.key, lines)
        self._desk.add_entry(head.id, Entry(author=author, kind=kind, form=head.form, at=now, body=body))
        self._notes.write(notes_of(kind, body, key, author, now))
        form = body.form if kind is Kind.MOVE_VERSION else head.form
        self._contents.update(head, state=state.value, form=form, author=author, at=now, touch=head.touch + 1)
        self._settle_same_act(head, kind)
        if kind is Kind.SEAL:
            self._sealed.keep(head.id, body.content, head.form, self._contents.going(head), now)
            if self._outbox.may_number():
                self._outbox.number_report(head)

    def note(self, key: ReportKey, view: View, form: str, body: NoteBody, author: str, now: int) -> None:
        """Write a note beside a report, in whatever state it is; one that is not begun here begins by it, of `form`.

        Raises StateError `report.unknown`, `report.read_only`; InputError `note.words`.
        """
        if not is_sound(body):
            raise InputError("note.words", limit=NOTE_MAX)
        head = self._contents.head(key, view)
        if head is None and view is View.INNER:
            head = self._contents.create(key, form)
        if head is None:
            raise StateError("report.unknown")
        if not head.in_scope:
            raise StateError("report.read_only")
        line = Line(now, ACT_ADDRESS, None, Kind.COMMENT.value, author, Origin.ACT, body.text)
        journal.append(self._database, head.id, head.key, [line])
        self._desk.add_entry(head.id, Entry(author=author, kind=Kind.COMMENT, form=head.form, at=now, body=body))
        self._notes.write(notes_of(Kind.COMMENT, body, key, author, now))
        self._notes.keep_draft(key, body.address, "")

    def _prove(self, head: Head, kind: Kind, body: ActBody) -> None:
        if kind in REASON_DEMANDED and not body.reason.strip():
            raise StateError("report.reason")
        if kind is Kind.SEAL:
            self._prove_whole(head)
            self._prove_known(head, body)
        going = self._contents.going(head)
        if any(going.get(cell.address) != cell.replaced for cell in body.brought):
            raise StateError("report.changed")
        after = replay(going, body.brought)
        form = body.form if kind is Kind.MOVE_VERSION else head.form
        if content_hash(form, after) != body.content:
            raise StateError("report.changed")

    def _prove_whole(self, head: Head) -> None:
        """A seal speaks of everything here: nothing may be left that waits for a person or for the feed."""
        if head.conflicts:
            raise StateError("report.conflicts", count=count_asked(self._database, head.id))
        standing = self._database.number(
            "SELECT count(*) FROM refused_cell c JOIN refused r ON r.id = c.entry"
            " WHERE r.report = ? AND r.state = 'open' AND c.open",
            (head.id,),
        )
        if standing:
            raise StateError("report.refused", count=standing)
        if head.hold_rev:
            raise StateError("report.merging")

    def _prove_known(self, head: Head, body: ActBody) -> None:
        """What waits for a person on another computer is sealed only by somebody who says why."""
        elsewhere = OfficeConflicts(self._database).open(parse_report_key(head.key))
        if elsewhere and not body.reason.strip():
            raise StateError("report.conflicts_elsewhere", count=len(elsewhere))

    def _settle_same_act(self, head: Head, kind: Kind) -> None:
        """An act done again answers its earlier refusal."""
        rows = self._database.execute(
            "SELECT id FROM refused WHERE report = ? AND kind = ? AND state = 'open'", (head.id, kind.value)
        ).fetchall()
        for (entry,) in rows:
            self.settle_tray(head, entry)
