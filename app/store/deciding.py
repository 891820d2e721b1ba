"""A person's decisions: on a conflict, and on what central refused. Each is an edit of its own, with a reason."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.addresses import is_row_head, row_of
from app.domain.operations import CellEdit, Kind
from app.domain.workflow import OPEN, State
from app.errors import StateError
from app.store import journal
from app.store.contents import Contents
from app.store.database import Database
from app.store.editing import Editing
from app.store.journal import Line
from app.store.records import Head, Origin
from app.store.working import Desk, Entry

MINE, THEIRS = "mine", "theirs"


class Deciding:
    """Settles conflicts and the refused tray. Everything here runs inside a write transaction of the caller's."""

    def __init__(self, database: Database, contents: Contents, desk: Desk, editing: Editing) -> None:
        self._database = database
        self._contents = contents
        self._desk = desk
        self._editing = editing

    def decide(self, conflict_id: int, keep: str, shown: str | None, *, author: str, reason: str, now: int) -> None:
        """Settle a conflict: `keep` is `mine` or `theirs`; `shown` is central's value that the person was shown.

        Raises StateError `conflict.unknown`, `conflict.moved` (central's value is another by now: ask again),
        `report.sealed`.
        """
        row = self._database.one(
            "SELECT report, origin, address, mine, theirs, answers FROM conflict WHERE id = ? AND state = 'open'",
            (conflict_id,),
        )
        if row is None:
            raise StateError("conflict.unknown")
        report_id, origin, address, mine_value, theirs, answers = row
        head = self._contents.head_by_id(int(str(report_id)))
        if State(head.state) not in OPEN:
            raise StateError("report.sealed", state=head.state)
        place = str(address)
        held = None if theirs is None else str(theirs)
        if origin == "typed":
            held = self._contents.value(head, place)
        if held != shown:
            raise StateError("conflict.moved", address=place)
        wanted: dict[str, str | None]
        if is_row_head(place):
            side = self._contents.mine(head) if keep == MINE else self._contents.base(head)
            if place not in side:
                # A row without its head is no row: it goes whole.
                side = {}
            both = self._contents.mine(head).keys() | self._contents.base(head).keys()
            wanted = {cell: side.get(cell) for cell in both if row_of(cell) == row_of(place)}
        else:
            wanted = {place: (None if mine_value is None else str(mine_value)) if keep == MINE else held}
        self._database.execute("UPDATE conflict SET state = 'decided', settled_at = ? WHERE id = ?", (now, conflict_id))
        self._contents.update(head, conflicts=head.conflicts - 1)
        if origin == "typed":
            # Mine never was in the cell: it replaces what stands there, waiting or not.
            self._write(head, wanted, self._contents.mine(head), author, reason, str(answers), now)
        else:
            self._write(head, wanted, self._contents.base(head), author, reason, str(answers), now)

    def settle_refused(self, entry_id: int, *, again: bool, author: str, reason: str, now: int) -> None:
        """Settle an entry of the tray: its cells go on as a new edit that names the old one, or follow central.

        A cell of which central holds a value that nobody here has seen becomes a conflict instead.

        Raises StateError `refused.unknown`, `report.sealed` (for again).
        """
        row = self._database.one("SELECT report, operation FROM refused WHERE id = ? AND state = 'open'", (entry_id,))
        if row is None:
            raise StateError("refused.unknown")
        head = self._contents.head_by_id(int(str(row[0])))
        if again and State(head.state) not in OPEN:
            raise StateError("report.sealed", state=head.state)
        found = self._database.execute(
            "SELECT address, replaced, new FROM refused_cell WHERE entry = ? AND open", (entry_id,)
        ).fetchall()
        base = self._contents.base(head)
        cells = [CellEdit(*cell) for cell in found]
        self._editing.settle_tray(head, entry_id)
        self._database.execute("UPDATE refused_cell SET open = 0 WHERE entry = ?", (entry_id,))
        self._database.execute("UPDATE refused SET settled_at = ? WHERE id = ?", (now, entry_id))
        if again:
            going = [edit for cell in cells for edit in self._editing.from_tray(head, cell, author, now)]
            wanted: dict[str, str | None] = {edit.address: edit.new for edit in going}
        else:
            wanted = {cell.address: base.get(cell.address) for cell in cells}
        # A refused row was left out of merging as a whole: what others put into it shows from here on.
        rows = {row_of(cell.address) for cell in cells if is_row_head(cell.address)}
        named = {cell.address for cell in cells}
        for address in base.keys() | self._contents.mine(head).keys():
            if row_of(address) in rows and address not in named:
                wanted[address] = base.get(address)
        self._write(head, wanted, base, author, reason, str(row[1]), now)

    def _write(
        self,
        head: Head,
        wanted: Mapping[str, str | None],
        replaced: Mapping[str, str],
        author: str,
        reason: str,
        answers: str,
        now: int,
    ) -> None:
        """Write the wanted values and one edit that replaces `replaced` by them."""
        mine = self._contents.mine(head)
        lines = [
            Line(now, address, mine.get(address), value, author, Origin.DECIDED, reason)
            for address, value in sorted(wanted.items())
            if mine.get(address) != value
        ]
        self._contents.set_values(head, wanted)
        if lines:
            journal.append(self._database, head.id, head.key, lines)
        edits = [
            CellEdit(address, replaced.get(address), value)
            for address, value in wanted.items()
            if replaced.get(address) != value
        ]
        cells = {edit.address: edit for edit in self._editing.may_go(head, edits, author, now)}
        if cells:
            entry = Entry(
                author=author, kind=Kind.EDIT, form=head.form, at=now, reason=reason, answers=answers, cells=cells
            )
            self._desk.add_entry(head.id, entry)
        self._contents.update(head, author=author, at=now, touch=head.touch + 1)
