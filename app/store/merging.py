"""What central's results and revisions do to a report on the desk. No SQL: everything here can be tested by hand.

A cell is in exactly one of five places: agreed (mine equals base), in flight, waiting, in an open conflict,
or in the refused tray. Only agreed and waiting cells are merged with what central sends.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.domain.addresses import ROW, is_row_head, row_heads, row_of
from app.domain.exchange import ReportChange, Result, ResultCode, TheirCell, View
from app.domain.merge import Clash, merge_three_way, replay
from app.domain.operations import CellEdit, EditBody, Kind, NoteBody, Operation, parse_report_key
from app.domain.workflow import State, step
from app.errors import StateError
from app.store.decided import ask_again, close, restate, say_closed
from app.store.journal import Line
from app.store.lost import close_found, keep_lost
from app.store.records import Origin
from app.store.taking_back import (
    CHANGED,
    drop_act,
    edit_entry,
    fold_into_tray,
    note_entry,
    take_back,
    to_tray_by_edition,
)
from app.store.working import Clashing, Entry, Working, cells_of, row_blocked


@dataclass(frozen=True, slots=True, kw_only=True)
class Theirs:
    """Who stands behind central's values."""

    author: str
    at: int
    cells: Mapping[str, TheirCell]
    """By address, where a conflict named them."""
    met_by: Operation | None = None
    """The operation that met the conflict; None where the feed did."""

    def answers(self, address: str) -> str:
        """What a decision about a cell, or about a row, answers; empty where no operation met its conflict."""
        heads = {address} if is_row_head(address) else set()
        named = address in self.cells or any(row_blocked(cell, heads) for cell in self.cells)
        return str(self.met_by.id) if self.met_by and named else ""

    @property
    def judged(self) -> str:
        """What the operation that met the conflict answered itself: central has heard that."""
        body = self.met_by.body if self.met_by else None
        return body.answers if isinstance(body, EditBody) else ""

    def of(self, address: str) -> tuple[str, int]:
        """Author and time of one cell."""
        cell = self.cells.get(address)
        return (cell.author, cell.at) if cell and cell.author else (self.author, self.at)


def book_result(working: Working, operation: Operation, result: Result, *, era: int, theirs: Theirs) -> None:
    """Central's final answer to one operation of this report."""
    head = working.head
    in_flight = any(flying.seq == operation.seq for flying in working.flying)
    comparable = head.base_era == era
    if result.code in (ResultCode.APPLIED, ResultCode.DUPLICATE):
        working.flying = [flying for flying in working.flying if flying.seq != operation.seq]
        for entry in working.refused:
            if entry.operation == str(operation.id):
                # Refused once, by a central that was restored since.
                entry.open = False
                entry.standing.clear()
        past = comparable and head.base_rev >= max(result.rev, 1)
        if not in_flight and not past:
            _start_after(working, operation)
        if comparable and not past:
            advance_base(working, operation)
        if comparable and past == in_flight:
            _follow_base(working, operation)
        if not comparable and in_flight:
            _advance_unmoved(working, operation)
        if comparable:
            _settle_rows(working, operation)
        return
    if not in_flight:
        return
    if result.code is ResultCode.REFUSED and not isinstance(operation.body, EditBody):
        drop_act(working, operation, result.error or CHANGED, dict(result.params))
        return
    refused = operation if result.code is ResultCode.REFUSED else None
    take_back(working, refused=refused, error=result.error, params=dict(result.params))
    if refused is None and not comparable and not result.rev:
        # A restored central has nothing of this report: no row will come that this could wait for.
        begin_anew(working, era=era)
    elif refused is None and not (comparable and head.base_rev >= result.rev):
        head.hold_rev = max(head.hold_rev, result.rev)
    elif comparable:
        # What was in flight was left out when the base moved.
        merge_waiting(working, theirs)


def merge_waiting(working: Working, theirs: Theirs) -> None:
    """Merge what waits with the base, which has reached what a conflict spoke of; what clashes no more is over."""
    merge_into(working, working.base, theirs)
    _say_closed(working, working.base, theirs)


def _start_after(working: Working, operation: Operation) -> None:
    """Central, restored, took an operation that had been taken back: what was made of it anew goes on from it."""
    for cell in cells_of(operation.body):
        entry = next((entry for entry in working.waiting if cell.address in entry.cells), None)
        if entry is None or entry.cells[cell.address].replaced != cell.replaced:
            continue
        working.waiting_moved = True
        if entry.cells[cell.address].new == cell.new:
            del entry.cells[cell.address]
        else:
            entry.cells[cell.address] = entry.cells[cell.address]._replace(replaced=cell.new)


def advance_base(working: Working, operation: Operation) -> None:
    """The base's cells move; its revision is the feed's to move."""
    head = working.head
    working.base = replay(working.base, cells_of(operation.body))
    working.base_moved = True
    if operation.keeps:
        return
    try:
        head.base_state = step(State(head.base_state), operation.kind).value
    except StateError:
        # The feed holds an act of another device between: its own row brings the state.
        return
    if operation.kind is Kind.MOVE_VERSION and not isinstance(operation.body, EditBody | NoteBody):
        head.base_form = operation.body.form


def _advance_unmoved(working: Working, operation: Operation) -> None:
    """Central was restored, and this base is from before: only cells that still hold what was replaced move.

    The others had moved already, by this operation's first result or by what came after it.
    """
    cells = [cell for cell in cells_of(operation.body) if working.base.get(cell.address) == cell.replaced]
    working.base = replay(working.base, cells)
    working.base_moved = True


def _follow_base(working: Working, operation: Operation) -> None:
    """Mine follows the base where nothing else holds the cell: the base is past this operation, or mine was.

    Mine was where the operation had been taken back and given up, and central, restored, takes it after all.
    """
    held = working.held()
    for cell in cells_of(operation.body):
        if cell.address not in held:
            _set_mine(working, cell.address, working.base.get(cell.address), working.head.author, working.head.at)


def _settle_rows(working: Working, operation: Operation) -> None:
    """Rows whose being there was in question, and left out of merging as a whole, follow the base.

    What stood in them and the base lacks was lost by a central that was restored: it is kept in the tray.
    """
    rows = {row_of(address) for address in row_heads([cell[0] for cell in cells_of(operation.body)])}
    if not rows:
        return
    held = working.held()
    settled = rows - {row_of(address) for address in held if is_row_head(address)}
    lost: dict[str, CellEdit] = {}
    for address in sorted(working.base.keys() | working.mine.keys()) if settled else ():
        value, agreed = working.mine.get(address), working.base.get(address)
        if row_of(address) not in settled or address in held or value == agreed:
            continue
        if value is not None:
            lost[address] = CellEdit(address, agreed, value)
        _set_mine(working, address, agreed, working.head.author, working.head.at)
    keep_lost(working, lost)


def _set_mine(working: Working, address: str, value: str | None, author: str, at: int) -> None:
    old = working.mine.get(address)
    if old == value:
        return
    if old is not None:
        working.lines.append(Line(at, address, old, value, author, Origin.MERGED))
    if value is None:
        working.mine.pop(address)
    else:
        working.mine[address] = value


def renew(working: Working, *, era: int) -> None:
    """This store was restored: what is in flight never was, for central, and waits again under a new epoch.

    Acts wait again too: they are the same acts of the same person, and central judges whether they still hold.
    """
    taken, working.flying = working.flying, []
    working.taken += [operation.seq for operation in taken]
    again = [
        edit_entry(operation, operation.body) if isinstance(operation.body, EditBody) else note_entry(operation)
        for operation in taken
    ]
    working.waiting = again + working.waiting
    working.waiting_moved = True
    if working.head.base_era == era:
        # What was in flight was left out when the base moved.
        merge_into(working, working.base, Theirs(author=working.head.author, at=working.head.at, cells={}))


def receive(
    working: Working,
    change: ReportChange,
    *,
    era: int,
    known_cells: Mapping[str, TheirCell],
    met_by: Operation | None = None,
) -> bool:
    """Take in a report's newest revision; whether it was newer than, or other than, what was here.

    A newer local revision is never replaced by an older one; revisions of another central epoch say nothing
    about ours, so the first row of a new epoch is always taken in, and what it lacks is kept in the tray.
    `known_cells` and `met_by` are what the last conflict of this report named, and its operation.
    """
    head = working.head
    comparable = head.base_era == era
    cells = dict(change.cells)
    if comparable and change.rev < head.base_rev:
        return False
    if comparable and change.rev == head.base_rev and cells == working.base and change.state.value == head.base_state:
        return False
    before = dict(working.base)
    theirs = Theirs(author=change.author, at=change.at, cells=known_cells, met_by=met_by)
    stood = dict(working.mine)
    head.base_form = change.form
    merge_into(working, cells, theirs)
    if not comparable:
        keep_lost(working, _stood_agreed(working, before, stood, cells))
    close_found(working, cells)
    working.base = cells
    working.base_moved = True
    head.base_state = change.state.value
    head.base_rev, head.base_era = change.rev, era
    head.author, head.at = change.author, change.at
    if not comparable or head.hold_rev <= change.rev:
        head.hold_rev = 0
        _say_closed(working, cells, theirs)
    return True


def _stood_agreed(
    working: Working, before: Mapping[str, str], stood: Mapping[str, str], theirs: Mapping[str, str]
) -> dict[str, CellEdit]:
    """What was agreed and stood here, and does no longer, beside what central holds in its place."""
    return {
        address: CellEdit(address, theirs.get(address), value)
        for address, value in before.items()
        if stood.get(address) == value != working.mine.get(address)
    }


def begin_anew(working: Working, *, era: int) -> None:
    """A restored central holds nothing of this report: it is a new draft, and what was agreed goes to the tray."""
    head = working.head
    head.base_era = 0  # eras begin with 1: no revision of any is comparable
    nothing = ReportChange(
        report=parse_report_key(head.key),
        view=View(head.view),
        form=head.base_form,
        state=State.DRAFT,
        rev=0,
        cells={},
        author=head.author,
        at=head.at,
    )
    receive(working, nothing, era=era, known_cells={})
    head.hold_rev = 0


def merge_into(working: Working, theirs_cells: Mapping[str, str], theirs: Theirs) -> None:
    """Merge what waits with central's content: agreed cells follow it, waiting ones go on, clashing ones stop here."""
    if not (working.flying or working.waiting or working.conflicts or working.refused):
        _follow_all(working, theirs_cells, theirs)
        return
    fold_into_tray(working, theirs_cells)
    out = _not_merged(working, theirs_cells)
    for asked in ask_again(working, theirs_cells, out):
        _set_mine(working, asked.address, asked.mine, asked.mine_author, asked.mine_at)
    base, mine = dict(working.base), dict(working.mine)
    base |= _rows_agreed(working, out)
    chains: dict[str, list[tuple[Entry, CellEdit]]] = {}
    for entry in working.waiting:
        for address, cell in entry.cells.items():
            if address not in out and not cell.keeps:
                chains.setdefault(address, []).append((entry, cell))
    for address, chain in chains.items():
        _put(base, address, _reached(working, chain, theirs_cells.get(address)))
    for address in working.decided() - chains.keys() - out:
        # Its result may be back after the base had moved: here it stands as it was decided.
        _put(base, address, mine.get(address))
    for address, conflict in working.conflicts.items():
        if conflict.open and not is_row_head(address):
            _put(base, address, conflict.theirs)
    merge = merge_three_way(_without(base, out), _without(mine, out), _without(theirs_cells, out))
    for address in (mine.keys() | merge.cells.keys()) - out:
        author, at = theirs.of(address)
        _set_mine(working, address, merge.cells.get(address), author, at)
    # Typed and taken back again before anything was sent, or there already: nothing is left to send.
    working.forget_waiting(
        address
        for address, chain in chains.items()
        if working.mine.get(address) != chain[-1][1].new or working.mine.get(address) == theirs_cells.get(address)
    )
    for clash in merge.clashes:
        _open_conflict(working, clash, chains, theirs_cells, theirs)
    for clash in _still_clashing(working, theirs_cells, theirs):
        _open_conflict(working, clash, chains, theirs_cells, theirs)
    for conflict in working.conflicts.values():
        if conflict.open and _agrees(conflict.address, working.mine, theirs_cells):
            conflict.open = False
            if conflict.id and conflict.answers:
                claimed = (conflict.mine_author, conflict.mine_at)
                close(working, [conflict.address], theirs_cells, conflict.answers, *claimed)
    restate(working, theirs_cells, out)


def _say_closed(working: Working, theirs_cells: Mapping[str, str], theirs: Theirs) -> None:
    if theirs.met_by is not None:
        say_closed(working, theirs_cells, theirs.met_by, theirs.cells)


def _agrees(address: str, mine: Mapping[str, str], theirs: Mapping[str, str]) -> bool:
    """Whether both sides hold the same: of a row, all of it."""
    if not is_row_head(address):
        return mine.get(address) == theirs.get(address)
    row = row_of(address)
    return all(mine.get(a) == theirs.get(a) for a in mine.keys() | theirs.keys() if row_of(a) == row)


def _follow_all(working: Working, theirs_cells: Mapping[str, str], theirs: Theirs) -> None:
    """Everything here is agreed: mine is central's."""
    for address, value in list(working.mine.items()):
        if theirs_cells.get(address) != value:
            _set_mine(working, address, theirs_cells.get(address), *theirs.of(address))
    working.mine = dict(theirs_cells)


def _still_clashing(working: Working, theirs_cells: Mapping[str, str], theirs: Theirs) -> list[Clash]:
    """Rows that central did not let go, by its own word, and whose removal would be sent again just as it was."""
    removals = {
        address: cell
        for entry in working.waiting
        for address, cell in entry.cells.items()
        if is_row_head(address) and cell.new is None
    }
    return [
        Clash(address, removals[address].replaced, None, theirs_cells[address])
        for address in theirs.cells
        if address in removals and address in theirs_cells and address not in working.mine
    ]


def _put(cells: dict[str, str], address: str, value: str | None) -> None:
    if value is None:
        cells.pop(address, None)
    else:
        cells[address] = value


def _without(cells: Mapping[str, str], out: set[str]) -> dict[str, str]:
    return {address: value for address, value in cells.items() if address not in out} if out else dict(cells)


def _not_merged(working: Working, theirs: Mapping[str, str]) -> set[str]:
    """Addresses that merging leaves alone: awaited, refused, and whole rows whose being there is in question so."""
    awaited = working.addresses_awaited()
    refused = working.standing_refused()
    if not awaited and not refused:
        return set()
    heads = {address for address in refused if is_row_head(address)}
    for row in {row_of(address) for address in awaited}:
        head = f"{row}/{ROW}"
        if (head in awaited or head in working.base) and (head not in working.mine or head not in theirs):
            heads.add(head)
    out = awaited | refused
    if heads:
        everything = working.base.keys() | working.mine.keys() | theirs.keys()
        out |= {address for address in everything if row_blocked(address, heads)}
    return out


def _rows_agreed(working: Working, out: set[str]) -> dict[str, str]:
    """Cells of rows that stand here, not in the base, and that nobody here made: they were agreed.

    The base moved while such a row was left out of merging.
    """
    heads = {address for address in working.mine.keys() - working.base.keys() if is_row_head(address)}
    if heads:
        heads -= working.held() | out
    if not heads:
        return {}
    inside = {address for address in working.mine if row_blocked(address, heads)}
    inside -= out | {cell.address for cell in working.on_their_way()}
    return {address: working.mine[address] for address in inside}


def _reached(working: Working, chain: list[tuple[Entry, CellEdit]], held: str | None) -> str | None:
    """What the chain of waiting edits of one cell starts from, once the part that central already has is gone."""
    there = [place for place, (_, cell) in enumerate(chain) if cell.new == held]
    start = chain[0][1].replaced
    if there and start != held:
        for entry, cell in chain[: there[-1] + 1]:
            entry.forget(cell.address)
            working.waiting_moved = True
        return held
    return start


def _by_other_edition(
    working: Working, place: str, addresses: Iterable[str], theirs_cells: Mapping[str, str], theirs: Theirs
) -> None:
    """The report is of another edition than what was typed: nobody can say that both sides speak of one cell."""
    for entry in list(working.waiting):
        aside = [address for address in addresses if address in entry.cells]
        to_tray_by_edition(working, entry, aside)
        if entry.answers:
            # The tray asks about it from here on, the conflict that it decided no more.
            close(working, aside, theirs_cells, entry.answers, entry.author, entry.at)
    heads = {place} if is_row_head(place) else set()
    for address in working.mine.keys() | theirs_cells.keys():
        if address == place or row_blocked(address, heads):
            _set_mine(working, address, theirs_cells.get(address), *theirs.of(address))


def _open_conflict(
    working: Working,
    clash: Clash,
    chains: Mapping[str, list[tuple[Entry, CellEdit]]],
    theirs_cells: Mapping[str, str],
    theirs: Theirs,
) -> None:
    row = row_of(clash.address)
    addresses = [a for a in chains if row_of(a) == row] if is_row_head(clash.address) else [clash.address]
    last = next((chains[address][-1][0] for address in addresses if chains.get(address)), None)
    if last is not None and last.form != working.head.base_form:
        _by_other_edition(working, clash.address, addresses, theirs_cells, theirs)
        return
    answered = working.withdraw(addresses)
    author, at = theirs.of(clash.address)
    known = working.conflicts.get(clash.address)
    if known is not None and known.open:
        known.mine, known.theirs, known.their_author, known.their_at = clash.mine, clash.theirs, author, at
    else:
        known = working.conflicts[clash.address] = Clashing(
            id=0,
            address=clash.address,
            base=clash.base,
            mine=clash.mine,
            theirs=clash.theirs,
            mine_author=last.author if last else "",
            mine_at=last.at if last else 0,
            their_author=author,
            their_at=at,
            # Where it was decided once, and nothing of that got there, it is the same question still.
            answers=theirs.answers(clash.address) or next(reversed(answered), ""),
        )
    for answers, cells in answered.items():
        if answers not in (known.answers, theirs.judged):
            # A row's question goes on for its cells', and another decision's for an earlier one's.
            close(working, cells, theirs_cells, answers, known.mine_author, known.mine_at)
