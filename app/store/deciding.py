"""A person's decisions: on conflicts, and on what central refused. Each is an edit of its own, with a reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from app.domain.addresses import ROW, is_row_head, row_of
from app.domain.operations import CellEdit, Kind
from app.domain.pieces import prove_reason
from app.errors import StateError
from app.store import journal
from app.store.contents import Contents
from app.store.database import Database
from app.store.editing import Editing
from app.store.journal import Line
from app.store.records import ACT_ADDRESS, Decision, Head, Keep, Origin
from app.store.working import Desk, Entry


@dataclass(slots=True, kw_only=True)
class _Settling:
    """Cells of one report that are settled by one edit."""

    head: Head
    answers: str
    """The operation that the decision answers; empty where the clash was met by no operation."""
    wanted: dict[str, str | None] = field(default_factory=dict)
    """What stands in the cells from now on."""
    replaced: Mapping[str, str | None] = field(default_factory=dict)
    """What the edit replaces."""
    beside: dict[str, str | None] = field(default_factory=dict)
    """Of every cell, the value beside the one that stands in it."""
    is_decision: bool = False
    """Whether central is told of every cell, of those too that stay as it holds them: a conflict was decided."""
    met: list[Line] = field(default_factory=list)
    """Journal lines of values from central that were kept beside a cell, never in it."""


class Deciding:
    """Settles conflicts and the refused tray. Everything here runs inside a write transaction of the caller's."""

    def __init__(self, database: Database, contents: Contents, desk: Desk, editing: Editing) -> None:
        self._database = database
        self._contents = contents
        self._desk = desk
        self._editing = editing

    def decide(self, decisions: Iterable[Decision], *, author: str, reason: str, now: int) -> None:
        """Settle conflicts, all of them or none.

        Raises StateError `role.not_allowed`, `conflict.unknown`, `conflict.moved` (central's value is another than the
        one shown, or the cell's row is in question as a whole by now: ask again), `conflict.row` (a row is kept or left
        out), and for all but central's own value what keeps the report from being edited; InputError
        `report.reason_long`.
        """
        prove_reason(reason)
        self._editing.prove_entitled(author, Kind.EDIT)
        settlings: dict[tuple[int, str, str], _Settling] = {}
        for decision in decisions:
            self._settle_conflict(decision, settlings, author, now)
        for settling in settlings.values():
            self._write(settling, author, reason, now)

    def _settle_conflict(
        self, decision: Decision, settlings: dict[tuple[int, str, str], _Settling], author: str, now: int
    ) -> None:
        row = self._database.execute(
            "SELECT report, origin, address, base, mine, theirs, their_author, their_at, answers FROM conflict"
            " WHERE id = ? AND state = 'open'",
            (decision.conflict,),
        ).fetchone()
        if row is None:
            raise StateError("conflict.unknown")
        report_id, origin, place, base, mine, theirs, their_author, their_at, answers = row
        merging = origin == "merge"
        settling = self._settling(settlings, report_id, origin, answers)
        head = settling.head
        if decision.keep is not Keep.THEIRS:
            self._editing.prove_editable(head, author)
        held = theirs if merging else self._contents.value(head, place)
        is_within = not is_row_head(place) and self._in_question(report_id, row_of(place))
        if held != decision.shown or is_within:
            raise StateError("conflict.moved", address=place)
        if is_row_head(place):
            self._keep_row(settling, decision.keep, place)
            self._settle_within(place, settling, settlings, now)
        else:
            settling.wanted[place] = {Keep.MINE: mine, Keep.THEIRS: held, Keep.OWN: decision.value}[decision.keep]
            settling.beside[place] = held if merging else mine
            if merging:
                settling.met.append(Line(their_at, place, base, theirs, their_author, Origin.CLASHED))
        self._close(head, decision.conflict, now)

    def _settling(
        self, settlings: dict[tuple[int, str, str], _Settling], report_id: int, origin: str, answers: str
    ) -> _Settling:
        """What settles a report's cells that one operation met conflicts in; begun where there is none yet."""
        settling = settlings.get((report_id, origin, answers))
        if settling is None:
            head = next((one.head for one in settlings.values() if one.head.id == report_id), None)
            head = head or self._contents.head_by_id(report_id)
            # Typed over unseen, mine never was in the cell: it replaces what stands there, waiting or not.
            replaced = self._contents.base(head) if origin == "merge" else self._contents.mine(head)
            settling = _Settling(head=head, answers=answers, replaced=replaced, is_decision=True)
            settlings[report_id, origin, answers] = settling
        return settling

    def _close(self, head: Head, conflict: int, now: int) -> None:
        self._database.execute("UPDATE conflict SET state = 'decided', settled_at = ? WHERE id = ?", (now, conflict))
        self._contents.update(head, conflicts=head.conflicts - 1)

    def _in_question(self, report_id: int, row: str) -> bool:
        """Whether a free row is in question as a whole: then that is decided, and its cells with it."""
        return bool(
            self._database.number(
                "SELECT count(*) FROM conflict WHERE report = ? AND address = ? AND state = 'open'"
                " AND origin = 'merge'",
                (report_id, f"{row}/{ROW}"),
            )
        )

    def _settle_within(
        self, place: str, row: _Settling, settlings: dict[tuple[int, str, str], _Settling], now: int
    ) -> None:
        """Conflicts of a row's cells are decided with the row, and what each of them answers is told of it."""
        for conflict, address, base, theirs, their_author, their_at, answers in self._database.execute(
            "SELECT id, address, base, theirs, their_author, their_at, answers FROM conflict"
            " WHERE report = ? AND state = 'open' AND origin = 'merge' ORDER BY id",
            (row.head.id,),
        ).fetchall():
            if address == place or row_of(address) != row_of(place):
                continue
            settling = self._settling(settlings, row.head.id, "merge", answers)
            settling.wanted[address] = row.wanted.get(address)
            settling.beside[address] = row.beside.get(address)
            settling.met.append(Line(their_at, address, base, theirs, their_author, Origin.CLASHED))
            self._close(row.head, conflict, now)

    def _keep_row(self, settling: _Settling, keep: Keep, place: str) -> None:
        """Both sides of a row whole: a row without its head is no row."""
        if keep is Keep.OWN:
            raise StateError("conflict.row")
        mine, base = self._contents.mine(settling.head), self._contents.base(settling.head)
        side, other = (mine, base) if keep is Keep.MINE else (base, mine)
        kept = side if place in side else {}
        for cell in mine.keys() | base.keys():
            if row_of(cell) == row_of(place):
                settling.wanted[cell] = kept.get(cell)
                settling.beside[cell] = other.get(cell)

    def settle_refused(self, entry_id: int, *, again: bool, author: str, reason: str, now: int) -> None:
        """Settle an entry of the tray: its cells go on as a new edit that names the old one, or follow central.

        A cell of which central holds a value that nobody here has seen becomes a conflict instead. Values that were
        kept beside their cells come back, but into no cell that was typed in since: beside such a cell they are asked
        about once more.

        Raises StateError `refused.unknown`, and for again what keeps the report from being edited; InputError
        `report.reason_long`.
        """
        prove_reason(reason)
        row = self._database.one(
            "SELECT report, operation, kind FROM refused WHERE id = ? AND state = 'open'", (entry_id,)
        )
        if row is None:
            raise StateError("refused.unknown")
        report_id, operation, kind = int(str(row[0])), str(row[1]), str(row[2])
        head = self._contents.head_by_id(report_id)
        if again:
            self._editing.prove_editable(head, author)
        base, mine = self._contents.base(head), self._contents.mine(head)
        cells, stands = self._cells_to_settle(entry_id, base, mine)
        self._editing.settle_tray(head, entry_id)
        self._database.execute("UPDATE refused_cell SET open = 0 WHERE entry = ?", (entry_id,))
        self._database.execute("UPDATE refused SET settled_at = ? WHERE id = ?", (now, entry_id))
        settling = _Settling(head=head, answers=operation, replaced=base)
        if again:
            going = [edit for cell in cells for edit in self._editing.from_tray(head, cell, author, now)]
            settling.wanted = {edit.address: edit.new for edit in going}
            settling.beside = {edit.address: edit.replaced for edit in going}
            if not stands:
                # What met another value of central's is in a conflict by now, and stands in its cell.
                settling.wanted |= {cell.address: cell.new for cell in cells}
                self._ask_beside(head, entry_id, mine, author=author, reason=reason, now=now)
        elif stands:
            settling.wanted = {cell.address: base.get(cell.address) for cell in cells}
        else:
            self._put_aside(head, kind, cells, author, reason, now)
        # A refused row was left out of merging as a whole: what others put into it shows from here on.
        rows = {row_of(cell.address) for cell in cells if is_row_head(cell.address)} if stands else set()
        named = {cell.address for cell in cells}
        for address in base.keys() | mine.keys():
            if row_of(address) in rows and address not in named:
                settling.wanted[address] = base.get(address)
        self._write(settling, author, reason, now)

    def _cells_to_settle(
        self, entry_id: int, base: Mapping[str, str], mine: Mapping[str, str]
    ) -> tuple[list[CellEdit], bool]:
        """The cells an entry is about still, and whether they stand as refused, or were kept beside their cells."""
        found = self._database.execute(
            "SELECT address, replaced, new, open FROM refused_cell WHERE entry = ?", (entry_id,)
        ).fetchall()
        standing = [CellEdit(*cell[:3]) for cell in found if cell[3]]
        if standing:
            return standing, True
        return [CellEdit(*cell[:3]) for cell in found if mine.get(cell[0]) == base.get(cell[0])], False

    def _ask_beside(
        self, head: Head, entry_id: int, mine: Mapping[str, str], *, author: str, reason: str, now: int
    ) -> None:
        """Of values kept beside their cells that are to go again, ask about those whose cell was typed in since."""
        base = self._contents.base(head)
        found = self._database.execute("SELECT address, replaced, new FROM refused_cell WHERE entry = ?", (entry_id,))
        for cell in [CellEdit(*row) for row in found.fetchall()]:
            held = mine.get(cell.address)
            if held not in (base.get(cell.address), cell.new) and not is_row_head(cell.address):
                self._editing.keep_beside(head, cell, held, author=author, reason=reason, now=now)

    def _put_aside(self, head: Head, kind: str, cells: Sequence[CellEdit], author: str, reason: str, now: int) -> None:
        """Tell the journal that values kept beside their cells, or an act, were given up: nothing moves by it."""
        mine = self._contents.mine(head)
        lines = [
            Line(now, cell.address, cell.new, mine.get(cell.address), author, Origin.DECIDED, reason) for cell in cells
        ]
        lines = lines or [Line(now, ACT_ADDRESS, kind, None, author, Origin.DECIDED, reason)]
        journal.append(self._database, head.id, head.key, lines)

    def _bring_rows_back(self, settling: _Settling) -> None:
        """A value wanted in a free row that is gone by now brings the row back: without its head nobody sees it."""
        head, wanted = settling.head, settling.wanted
        for row in {row_of(address) for address, value in wanted.items() if value is not None}:
            place = f"{row}/{ROW}"
            if place in wanted or self._contents.value(head, place) is not None:
                continue
            last = journal.last_value(self._database, head.id, place)
            if last is not None and not self._in_question(head.id, row):
                wanted[place] = last
                settling.replaced = {**settling.replaced, place: None}

    def _write(self, settling: _Settling, author: str, reason: str, now: int) -> None:
        """Write the wanted values, what became of what in the journal, and one edit; a decision is always one."""
        self._bring_rows_back(settling)
        head, wanted, replaced = settling.head, settling.wanted, settling.replaced
        mine = self._contents.mine(head)
        lines = list(settling.met)
        for address, value in sorted(wanted.items()):
            before = mine.get(address)
            old = before if before != value else settling.beside.get(address, value)
            if old != value:
                lines.append(Line(now, address, old, value, author, Origin.DECIDED, reason))
        self._contents.set_values(head, wanted)
        lines += self._close_typed(settling, author, reason, now)
        if lines:
            journal.append(self._database, head.id, head.key, lines)
        edits = [
            CellEdit(address, replaced.get(address), value)
            for address, value in wanted.items()
            if replaced.get(address) != value
        ]
        cells = {edit.address: edit for edit in self._editing.may_go(head, edits, author, now)}
        if settling.is_decision:
            cells |= self._kept(head, [address for address in wanted if address not in cells])
        if cells:
            entry = Entry(
                author=author,
                kind=Kind.EDIT,
                form=head.form,
                at=now,
                reason=reason,
                answers=settling.answers,
                cells=cells,
            )
            self._desk.add_entry(head.id, entry)
        self._contents.update(head, author=author, at=now, touch=head.touch + 1)

    def _close_typed(self, settling: _Settling, author: str, reason: str, now: int) -> list[Line]:
        """Close what was typed over unseen values into rows that go, or is what the cell holds from now on.

        Gives what the journal says of the former; nothing is lost of the latter.
        """
        head, wanted = settling.head, settling.wanted
        if not head.conflicts:
            return []
        gone = {row_of(place) for place, value in wanted.items() if is_row_head(place) and value is None}
        typed = self._database.execute(
            "SELECT id, address, mine FROM conflict"
            " WHERE report = ? AND state = 'open' AND origin = 'typed' ORDER BY id",
            (head.id,),
        )
        lines = []
        for conflict, address, mine in typed.fetchall():
            if row_of(address) in gone or (address in wanted and wanted[address] == mine):
                self._close(head, conflict, now)
            if row_of(address) in gone:
                lines.append(Line(now, address, mine, None, author, Origin.DECIDED, reason))
        return lines

    def _kept(self, head: Head, addresses: Iterable[str]) -> dict[str, CellEdit]:
        """Edits that leave cells as central will hold them: they tell who decided so, and why.

        So does a decision whose value has to wait in the tray with its row: at central the question is over.
        """
        going = self._contents.going(head)
        return {address: CellEdit(address, going.get(address), going.get(address)) for address in addresses}
