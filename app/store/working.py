"""One report on the desk: everything of it that booking moves, read once, changed in memory, written once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from weakref import WeakValueDictionary

import msgspec

from app.domain.addresses import ROW, row_of
from app.domain.canonical import canonical_bytes
from app.domain.merge import fold, lay_over
from app.domain.operations import (
    ActBody,
    Body,
    CellEdit,
    EditBody,
    Kind,
    Operation,
    body_json,
    parse_body,
    read_operation,
)
from app.store import journal
from app.store.contents import Contents, state_after
from app.store.database import Database
from app.store.journal import Line
from app.store.records import Head

_CELLS = msgspec.json.Decoder(list[CellEdit])


class Entry(msgspec.Struct, kw_only=True):
    """One waiting entry of the outbox."""

    author: str
    kind: Kind
    form: str
    at: int
    reason: str = ""
    answers: str = ""
    cells: dict[str, CellEdit] = msgspec.field(default_factory=dict)
    """An edit's cells by address; empty for any other kind."""
    body: Body | None = None
    """Of any other kind than an edit."""

    @property
    def is_part(self) -> bool:
        """Whether it is a part of an act that the next entry goes on with."""
        return isinstance(self.body, ActBody) and self.body.more

    @property
    def decides(self) -> bool:
        """Whether it says why, or what it answers: such an edit is told to central though it may move nothing."""
        return bool(self.reason or self.answers)

    @property
    def keeps(self) -> bool:
        """Whether it is a decision that leaves every cell as it is."""
        return bool(self.cells) and all(cell.keeps for cell in self.cells.values())

    @property
    def writes(self) -> tuple[CellEdit, ...]:
        """The cells it writes: an edit's, or those that an act brings."""
        return tuple(self.cells.values()) if self.body is None else cells_of(self.body)

    def forget(self, address: str) -> None:
        """Take a cell out; a decision about it is told all the same, and leaves it as it is."""
        cell = self.cells.pop(address)
        if self.decides:
            self.cells[address] = CellEdit(address, cell.new, cell.new)

    def folds_with(self, other: Entry) -> bool:
        """Whether a later edit belongs in this one: same author, same form version, nothing said about either."""
        said = self.decides or other.decides
        return (
            self.kind is other.kind is Kind.EDIT and not said and (self.author, self.form) == (other.author, other.form)
        )


class Clashing(msgspec.Struct, kw_only=True):
    """An open conflict."""

    id: int
    """0 while it is not in the file yet."""
    address: str
    base: str | None
    mine: str | None
    theirs: str | None
    mine_author: str
    mine_at: int
    their_author: str
    their_at: int
    answers: str = ""
    open: bool = True


class Refused(msgspec.Struct, kw_only=True):
    """An open entry of the refused tray."""

    id: int
    """0 while it is not in the file yet."""
    operation: str
    kind: Kind
    code: str
    params: dict[str, str]
    author: str
    at: int
    cells: dict[str, CellEdit]
    standing: set[str]
    """Addresses that hold the refused value still."""
    open: bool = True


class Working(msgspec.Struct, kw_only=True):
    """A report on the desk."""

    head: Head
    before: Head
    """The head as it is in the file."""
    overlay: dict[str, str | None]
    """What is in the file beside its base."""
    base: dict[str, str]
    mine: dict[str, str]
    flying: list[Operation]
    """Numbered, without a result, not taken back; by number."""
    waiting: list[Entry]
    """In order."""
    conflicts: dict[str, Clashing]
    """Open conflicts of merging, by address."""
    refused: list[Refused]
    """The open tray."""
    given_up: dict[str, Clashing] = msgspec.field(default_factory=dict)
    """Conflicts decided for central's value, by address, as long as the decision is on its way."""
    lines: list[Line] = msgspec.field(default_factory=list)
    """Journal lines to be written."""
    taken: list[int] = msgspec.field(default_factory=list)
    """Numbers of operations taken back."""
    waiting_moved: bool = False
    base_moved: bool = False

    def addresses_awaited(self) -> set[str]:
        """Cells whose own result decides: those in flight, and those that an act writes in which waits to be numbered.

        Why acts too: a move to another edition waits like an edit, and holds as a whole or not at all.
        """
        bodies = [operation.body for operation in self.flying] + [entry.body for entry in self.waiting if entry.body]
        return {cell.address for body in bodies for cell in cells_of(body)}

    def on_their_way(self) -> Iterator[CellEdit]:
        """What is in flight, and then what waits, in order: of a cell the last one stands."""
        for operation in self.flying:
            yield from cells_of(operation.body)
        for entry in self.waiting:
            yield from entry.writes

    def standing_refused(self) -> set[str]:
        """Cells that hold a refused value."""
        return {address for refused in self.refused if refused.open for address in refused.standing}

    def held(self) -> set[str]:
        """Cells that are not agreed, so that mine may differ from the base."""
        going = {cell.address for cell in self.on_their_way()}
        return going | self.conflicts.keys() | self.standing_refused()

    @property
    def kinds(self) -> list[Kind]:
        """What is on its way and may move the state, in order."""
        flying = [operation.kind for operation in self.flying if not operation.keeps]
        return flying + [entry.kind for entry in self.waiting if not entry.keeps]

    def decided(self) -> set[str]:
        """Cells that a waiting decision leaves as they are."""
        cells = (cell for entry in self.waiting if entry.decides for cell in entry.cells.values())
        return {cell.address for cell in cells if cell.keeps}

    def forget_waiting(self, addresses: Iterable[str]) -> None:
        """Take cells out of every waiting edit; decisions about them are told all the same."""
        for address in addresses:
            for entry in self.waiting:
                if address in entry.cells:
                    self.waiting_moved = True
                    entry.forget(address)

    def withdraw(self, addresses: Iterable[str]) -> dict[str, list[str]]:
        """Take cells out of every waiting edit, decisions too; which cells each operation was answered for.

        What they said is asked again.
        """
        answered: dict[str, list[str]] = {}
        for address in addresses:
            for entry in self.waiting:
                if entry.cells.pop(address, None) is not None:
                    self.waiting_moved = True
                    if entry.answers:
                        answered.setdefault(entry.answers, []).append(address)
        return answered


def cells_of(body: Body) -> tuple[CellEdit, ...]:
    """The cells that an operation writes."""
    match body:
        case EditBody():
            return body.cells
        case ActBody():
            return body.brought
        case _:
            return ()


def folded(entries: Iterable[Entry]) -> list[Entry]:
    """Entries with neighbouring edits of one person folded; edits that changed nothing in the end are gone."""
    found: list[Entry] = []
    for entry in entries:
        if entry.kind is Kind.EDIT and not entry.cells:
            continue
        if found and found[-1].folds_with(entry):
            last = found[-1]
            last.cells = fold(last.cells, entry.cells.values())
            last.at = max(last.at, entry.at)
            if not last.cells:
                found.pop()
            continue
        found.append(entry)
    return found


def row_blocked(address: str, heads: Iterable[str]) -> bool:
    """Whether one of `heads` is the head of the row that `address` stands in."""
    return f"{row_of(address)}/{ROW}" in heads


def read_long(database: Database, epoch: str, seq: int) -> bytes:
    """The long form of an own operation that is kept."""
    row = database.one("SELECT long FROM operation_long WHERE epoch = ? AND seq = ?", (epoch, seq))
    assert row is not None, "it was found a moment ago"
    assert isinstance(row[0], bytes)
    return row[0]


class Desk:
    """Reads reports onto the desk and writes them back. Runs inside a transaction of the caller's."""

    def __init__(self, database: Database, contents: Contents) -> None:
        self._database = database
        self._contents = contents
        self._held: WeakValueDictionary[str, Operation] = WeakValueDictionary()
        """By their hash, as long as somebody holds them: who sends them holds them until their results are booked."""

    def hold(self, hash_: str, operation: Operation) -> None:
        """An operation that was made a moment ago need not be read from its bytes."""
        self._held[hash_] = operation

    def operation(self, hash_: str, epoch: str, seq: int) -> Operation:
        """The own operation with that number, which has that hash."""
        operation = self._held.get(hash_)
        if operation is None:
            operation = self._held[hash_] = read_operation(read_long(self._database, epoch, seq))
        return operation

    def load(self, head: Head, epoch: str) -> Working:
        """A report with everything that moves; `epoch` is this device's."""
        base, overlay = dict(self._contents.base(head)), self._contents.overlay(head)
        flying, waiting = self.flying(head.id, epoch), self.waiting(head.id)
        return Working(
            head=head,
            before=msgspec.structs.replace(head),
            base=base,
            overlay=overlay,
            mine=lay_over(base, overlay),
            flying=flying,
            waiting=waiting,
            conflicts=self._conflicts(head.id) if head.conflicts else {},
            refused=self._refused(head.id) if head.refused else [],
            given_up=self._given_up(head.id, flying, waiting),
        )

    def flying(self, report_id: int, epoch: str) -> list[Operation]:
        """Operations of a report that are in flight and not taken back, by number."""
        rows = self._database.execute(
            "SELECT hash, seq FROM operation WHERE report = ? AND epoch = ? AND code IS NULL AND NOT taken"
            " ORDER BY seq",
            (report_id, epoch),
        ).fetchall()
        return [self.operation(hash_, epoch, seq) for hash_, seq in rows]

    def waiting(self, report_id: int) -> list[Entry]:
        """The waiting entries of a report, in order."""
        rows = self._database.execute(
            "SELECT author, kind, form, at, reason, answers, body,"
            " (SELECT json_group_array(json_array(address, replaced, new)) FROM outbox_cell WHERE entry = o.id)"
            " FROM outbox o WHERE report = ? ORDER BY id",
            (report_id,),
        ).fetchall()
        return [self._entry(row) for row in rows]

    def _entry(self, row: tuple[object, ...]) -> Entry:
        author, kind_text, form, at, reason, answers, body, told = row
        kind = Kind(str(kind_text))
        cells = {cell[0]: cell for cell in _CELLS.decode(str(told))}
        return Entry(
            author=str(author),
            kind=kind,
            form=str(form),
            at=int(str(at)),
            reason=str(reason),
            answers=str(answers),
            cells=cells,
            body=parse_body(kind, msgspec.json.decode(body, type=dict[str, object]))
            if isinstance(body, bytes)
            else None,
        )

    def add_entry(self, report_id: int, entry: Entry) -> int:
        """Write one entry after the others; its row id."""
        body = None if entry.body is None else canonical_bytes(body_json(entry.body))
        cursor = self._database.execute(
            "INSERT INTO outbox (report, author, kind, form, at, reason, answers, body)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (report_id, entry.author, entry.kind.value, entry.form, entry.at, entry.reason, entry.answers, body),
        )
        entry_id = int(cursor.lastrowid or 0)
        self._database.executemany(
            "INSERT INTO outbox_cell (entry, address, replaced, new) VALUES (?, ?, ?, ?)",
            [(entry_id, *cell) for cell in entry.cells.values()],
        )
        return entry_id

    def replace_waiting(self, report_id: int, entries: Iterable[Entry]) -> None:
        """Put these entries in the place of the report's waiting ones."""
        self._database.execute("DELETE FROM outbox WHERE report = ?", (report_id,))
        for entry in entries:
            self.add_entry(report_id, entry)

    def _conflicts(self, report_id: int) -> dict[str, Clashing]:
        return self._clashing("report = ? AND state = 'open' AND origin = 'merge'", report_id)

    def _given_up(self, report_id: int, flying: Iterable[Operation], waiting: Iterable[Entry]) -> dict[str, Clashing]:
        """Of the cells that a decision on its way leaves as they are, the conflict that it decided."""
        bodies = [each.body for each in flying if isinstance(each.body, EditBody)]
        told = [(body.answers, body.cells) for body in bodies if body.reason or body.answers]
        told += [(entry.answers, tuple(entry.cells.values())) for entry in waiting if entry.decides]
        # By place: a first push looks through a hundred thousand cells here, and finds none.
        kept = {cell[0]: (answers, cell[2]) for answers, cells in told for cell in cells if cell[1] == cell[2]}
        if not kept:
            return {}
        decided = self._clashing("report = ? AND state = 'decided' ORDER BY id", report_id)
        return {
            address: clash for address, clash in decided.items() if kept.get(address) == (clash.answers, clash.theirs)
        }

    def _clashing(self, condition: str, report_id: int) -> dict[str, Clashing]:
        """Conflicts of a report by address, of several the last."""
        names = [name for name in Clashing.__struct_fields__ if name != "open"]
        rows = self._database.execute(f"SELECT {', '.join(names)} FROM conflict WHERE {condition}", (report_id,))
        found = [Clashing(**dict(zip(names, row, strict=True))) for row in rows]
        return {conflict.address: conflict for conflict in found}

    def _refused(self, report_id: int) -> list[Refused]:
        rows = self._database.execute(
            "SELECT id, operation, kind, code, params, author, at FROM refused WHERE report = ? AND state = 'open'"
            " ORDER BY id",
            (report_id,),
        ).fetchall()
        found = []
        for refused_id, operation, kind, code, params, author, at in rows:
            cells = self._database.execute(
                "SELECT address, replaced, new, open FROM refused_cell WHERE entry = ?", (refused_id,)
            ).fetchall()
            found.append(
                Refused(
                    id=refused_id,
                    operation=operation,
                    kind=Kind(kind),
                    code=code,
                    params=msgspec.json.decode(params, type=dict[str, str]),
                    author=author,
                    at=at,
                    cells={cell[0]: CellEdit(*cell[:3]) for cell in cells},
                    standing={cell[0] for cell in cells if cell[3]},
                )
            )
        return found

    def store(self, reports: Iterable[Working], epoch: str, now: int) -> None:
        """Write reports back from the desk."""
        with self._contents.written_together():
            for working in reports:
                self._store(working, epoch, now)

    def _store(self, working: Working, epoch: str, now: int) -> None:
        head = working.head
        working.waiting = folded(working.waiting)
        kinds = working.kinds
        self._store_conflicts(working, now)
        self._store_refused(working, now)
        typed = self._store_typed(working, now) if working.before.conflicts else 0
        if working.waiting_moved:
            self.replace_waiting(head.id, working.waiting)
        if working.taken:
            self._database.executemany(
                "UPDATE operation SET taken = 1 WHERE epoch = ? AND seq = ?", [(epoch, seq) for seq in working.taken]
            )
        head.state = state_after(head.base_state, kinds).value
        head.conflicts = typed + sum(conflict.open for conflict in working.conflicts.values())
        head.refused = sum(refused.open for refused in working.refused)
        if Kind.MOVE_VERSION not in kinds:
            head.form = head.base_form
        base = working.base if working.base_moved else None
        self._contents.replace(working.before, head, base, working.mine, working.overlay)
        if working.lines:
            journal.append(self._database, head.id, head.key, working.lines)

    def _store_typed(self, working: Working, now: int) -> int:
        """How many values typed over unseen ones are still asked about: those that the cell holds by now are not."""
        typed = self._database.execute(
            "SELECT id, address, mine FROM conflict WHERE report = ? AND state = 'open' AND origin = 'typed'",
            (working.head.id,),
        ).fetchall()
        agreed = [(now, conflict) for conflict, address, mine in typed if working.mine.get(address) == mine]
        self._database.executemany("UPDATE conflict SET state = 'agreed', settled_at = ? WHERE id = ?", agreed)
        return len(typed) - len(agreed)

    def _store_conflicts(self, working: Working, now: int) -> None:
        for clash in working.conflicts.values():
            theirs = (clash.theirs, clash.their_author, clash.their_at)
            if clash.id:
                settled = ("open", None) if clash.open else ("agreed", now)
                self._database.execute(
                    "UPDATE conflict SET mine = ?, theirs = ?, their_author = ?, their_at = ?, state = ?,"
                    " settled_at = ? WHERE id = ?",
                    (clash.mine, *theirs, *settled, clash.id),
                )
            elif clash.open:
                mine = (clash.base, clash.mine, clash.mine_author, clash.mine_at)
                self._database.execute(
                    "INSERT INTO conflict (report, origin, address, base, mine, mine_author, mine_at,"
                    " theirs, their_author, their_at, opened_at, answers)"
                    " VALUES (?, 'merge', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (working.head.id, clash.address, *mine, *theirs, now, clash.answers),
                )

    def _store_refused(self, working: Working, now: int) -> None:
        for refused in working.refused:
            if not refused.id:
                params, claimed = canonical_bytes(refused.params).decode(), (refused.author, refused.at)
                cursor = self._database.execute(
                    "INSERT INTO refused (report, operation, kind, code, params, author, at, opened_at)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    (working.head.id, refused.operation, refused.kind.value, refused.code, params, *claimed, now),
                )
                refused.id = int(cursor.lastrowid or 0)
            if not refused.open:
                self._database.execute(
                    "UPDATE refused SET state = 'settled', settled_at = ? WHERE id = ?", (now, refused.id)
                )
            self._database.executemany(
                "INSERT OR REPLACE INTO refused_cell (entry, address, replaced, new, open) VALUES (?, ?, ?, ?, ?)",
                [(refused.id, *cell, int(cell.address in refused.standing)) for cell in refused.cells.values()],
            )
