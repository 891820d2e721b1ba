"""What must hold. Each oracle is a function that raises Violation; none trusts a figure that can be made anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import msgspec

from app.domain.addresses import is_row_head, row_of
from app.domain.canonical import content_hash
from app.domain.exchange import Receipt, ReceiptKind, View, receipt_statement
from app.domain.merge import replay
from app.domain.operations import CellEdit, EditBody, ReportKey, parse_operation, parse_report_key
from app.domain.signing import verifies
from app.domain.workflow import State
from app.services import light
from app.services.views import Light
from app.store.working import cells_of
from central.intake.recovering import read_recovered
from tests.simulation.centre import Held, digest_of
from tests.simulation.ledger import Entry

if TYPE_CHECKING:
    from tests.simulation.computer import Computer
    from tests.simulation.world import World


class Violation(AssertionError):  # noqa: N818  it is what an oracle says, not an error of ours
    """An oracle does not hold."""

    def __init__(self, oracle: str, words: str) -> None:
        super().__init__(f"{oracle}: {words}")
        self.oracle = oracle


def copies_of(computer: Computer) -> Held:
    """A computer's agreed copies in scope, each content hash made anew from its cells."""
    rows = computer.desk._database.execute(
        "SELECT r.key, r.view, r.base_rev, r.base_form, b.cells FROM report r JOIN base b ON b.report = r.id"
        " WHERE r.base_rev > 0 AND r.in_scope"
    )
    return {
        (parse_report_key(str(key)), View(view)): (
            int(str(rev)),
            content_hash(str(form), msgspec.json.decode(bytes(cells), type=dict[str, str])),  # type: ignore[call-overload]
        )
        for key, view, rev, form, cells in rows
    }


# (a) ----------------------------------------------------------------------------------------------------------------


def nothing_typed_is_missing(world: World) -> None:
    """(a) Every value that was typed stands in the record, or was replaced by somebody who saw it, or is asked about.

    What was typed on a machine that a disaster befell need only stand in central's history.
    """
    final = _final(world)
    asked = _asked_about(world) | _left_behind(world)
    replaced = {(entry.report, entry.replaced) for entry in world.ledger.entries}
    histories = world.sent_values()
    for entry in world.ledger.entries:
        if not (entry.sure and entry.typed and entry.new) or entry.gone or is_row_head(entry.address):
            continue
        if entry.worn:
            found = entry.new in histories or entry.new in _journal(world.computers[entry.computer], entry.report)
        else:
            found = (
                entry.new in final.get(entry.report, {}).values()
                or (entry.report, entry.new) in replaced
                or (entry.report, entry.new) in asked
            )
            # Whatever became of it: it was never in the journal, so nobody will ever learn that it was typed.
            if found and entry.new not in _journal(world.computers[entry.computer], entry.report) | histories:
                raise Violation("(a) nothing typed is missing", f"no history knows {entry} (step {entry.step})")
        if not found:
            raise Violation("(a) nothing typed is missing", f"{entry} (step {entry.step})")
    if not world.ledger.restores:
        # A central that was restored may be given a removal again before what it removed.
        _nothing_removed_came_back(world, final)


def _nothing_removed_came_back(world: World, final: dict[ReportKey, dict[str, str]]) -> None:
    for entry in world.ledger.entries:
        if not entry.sure or not entry.typed or entry.new is not None or entry.worn or entry.replaced is None:
            continue
        if is_row_head(entry.address) or final.get(entry.report, {}).get(entry.address) != entry.replaced:
            continue
        again = (other for other in world.ledger.at(entry.report, entry.address) if other.number > entry.number)
        if any(other.new == entry.replaced for other in again) or (entry.report, entry.address) in questioned(world):
            continue
        if entry.report in world.ledger.moved:
            continue
        raise Violation("(a) nothing typed is missing", f"a removal was undone: {entry} (step {entry.step})")


def _final(world: World) -> dict[ReportKey, dict[str, str]]:
    rows = world.centre.db.rows("SELECT report, cells FROM intake_head WHERE upward = 0")
    return {parse_report_key(name): msgspec.json.decode(cells, type=dict[str, str]) for name, cells in rows}


def _asked_about(world: World) -> set[tuple[ReportKey, str]]:
    """Values in open conflicts and in the open tray of any computer."""
    found: set[tuple[ReportKey, str]] = set()
    for computer in world.running():
        for conflict in computer.desk.conflicts():
            values = {conflict.mine, conflict.theirs}
            if is_row_head(conflict.address):
                report = computer.desk.report(conflict.key)
                assert report is not None
                for cells in (report.mine, report.base):
                    values |= {v for address, v in cells.items() if row_of(address) == row_of(conflict.address)}
            found |= {(conflict.key, value) for value in values if value}
        # What is not asked yet: a row is in question first, or another value of the cell.
        later = computer.desk._database.execute(
            "SELECT p.key, c.mine FROM conflict c JOIN report p ON p.id = c.report"
            " WHERE c.state = 'open' AND c.mine IS NOT NULL"
        )
        found |= {(parse_report_key(str(key)), str(value)) for key, value in later}
        for refused in computer.desk.refused():
            found |= {(refused.key, cell.new) for cell in refused.cells if cell.new}
        rows = computer.desk._database.execute(
            "SELECT p.key, c.new FROM refused_cell c JOIN refused r ON r.id = c.entry JOIN report p ON p.id = r.report"
            " WHERE r.state = 'open' AND c.new IS NOT NULL"
        )
        found |= {(parse_report_key(str(key)), str(value)) for key, value in rows}
    return found


def _left_behind(world: World) -> set[tuple[ReportKey, str]]:
    """Values that stand, read only, on a computer that has become another office's: it can give them to nobody."""
    if not world.ledger.scopes_moved:
        return set()
    return {
        (row.key, value)
        for computer in world.running()
        for row in computer.desk.reports(View.INNER)
        if row.read_only
        for value in computer.mine(row.key).values()
    }


def questioned(world: World) -> set[tuple[ReportKey, str]]:
    """Cells that a conflict or the tray of some computer asks about; of a row in question all of them."""
    found = set()
    for computer in world.running():
        for key, address in [(c.key, c.address) for c in computer.desk.conflicts()] + [
            (r.key, cell.address) for r in computer.desk.refused() for cell in r.cells
        ]:
            found.add((key, address))
            if is_row_head(address):
                report = computer.desk.report(key)
                assert report is not None
                found |= {(key, a) for a in report.base.keys() | report.mine.keys() if row_of(a) == row_of(address)}
    return found


def _journal(computer: Computer, report: ReportKey) -> set[str]:
    rows = computer.desk._database.execute(
        "SELECT j.new FROM journal j JOIN report r ON r.id = j.report WHERE r.key = ? AND j.new IS NOT NULL",
        (str(report),),
    )
    return {str(value) for (value,) in rows}


# (b) ----------------------------------------------------------------------------------------------------------------


def everything_happened_once(world: World) -> None:
    """(b) One head for a report, one revision for an operation, and the record is what its history gives."""
    db = world.centre.db
    bodies = {
        (operation.device, operation.epoch, operation.seq): operation.body for operation in world.centre.operations()
    }
    taken_back: dict[str, list[tuple[int, int, tuple[CellEdit, ...]]]] = {}
    for each in reversed(read_recovered(db)):
        taken_back.setdefault(str(each.report), []).append((each.stood_at, each.rev, each.cells))
    history: dict[str, list[tuple[int, tuple[str, str, int]]]] = {}
    made: set[tuple[str, str, int]] = set()
    for report, rev, device, epoch, seq in db.rows(
        "SELECT h.report, h.rev, h.device, h.epoch, h.seq FROM intake_history h JOIN intake_operation o"
        " ON o.province = h.device_province AND o.device = h.device AND o.epoch = h.epoch AND o.seq = h.seq"
        " WHERE o.code = 'applied' ORDER BY h.report, h.rev"
    ):
        maker = (device, epoch, seq)
        if maker in made:
            raise Violation("(b) creates once", f"{maker} made two revisions")
        made.add(maker)
        history.setdefault(report, []).append((rev, maker))
    typed_once = {entry.new for entry in world.ledger.entries if entry.typed and not is_row_head(entry.address)}
    for name, rev, cells in db.rows("SELECT report, rev, cells FROM intake_head WHERE upward = 0"):
        # What was taken back after a restore is history too, and all of it where makers never gave it again.
        steps = history.get(name, [])
        for stood_at, taken, changed in taken_back.get(name, ()):
            steps = [step for step in steps if not stood_at < step[0] <= taken]
            makers = [(step, (name, "", step)) for step in range(stood_at + 1, taken + 1)]
            bodies |= {maker: EditBody(cells=()) for _, maker in makers}
            bodies[makers[-1][1]] = EditBody(cells=changed, reason="taken back")
            steps = sorted([*steps, *makers])
        if [each for each, _ in steps] != list(range(1, rev + 1)):
            raise Violation("(b) creates once", f"{name} stands at {rev}, its history is {[each for each, _ in steps]}")
        played: dict[str, str] = {}
        put: set[str] = set()
        for _, maker in steps:
            body = bodies[maker]
            if not (getattr(body, "reason", "") or getattr(body, "answers", "") or getattr(body, "form", "")):
                _puts_nothing_twice(name, played, cells_of(body), typed_once, put)
            played = replay(played, cells_of(body))
        held = msgspec.json.decode(cells, type=dict[str, str])
        if played != held:
            raise Violation("(b) creates once", f"{name} is {held}, its history gives {played}")


def _puts_nothing_twice(
    name: str, held: dict[str, str], cells: Iterable[CellEdit], typed: set[str | None], put: set[str]
) -> None:
    """A value comes into a report by one operation, unless a person decided so, or an edition moved it."""
    for address, _, new in cells:
        if new is None or new not in typed or held.get(address) == new:
            continue
        if new in put:
            raise Violation("(b) creates once", f"{name}: {new} was put by two operations")
        put.add(new)


# (c) ----------------------------------------------------------------------------------------------------------------


def no_conflict_without_a_clash(world: World, computer: Computer) -> None:
    """(c) Two values clash only where neither of their authors had seen the other."""
    if world.ledger.restores:
        return
    for conflict in computer.desk.conflicts():
        if conflict.key in world.ledger.moved:
            continue
        written = world.ledger.at(conflict.key, conflict.address)
        if is_row_head(conflict.address):
            row = row_of(conflict.address)
            entries = (entry for entry in world.ledger.entries if entry.report == conflict.key)
            touched = {entry.computer for entry in entries if row_of(entry.address) == row}
            removed = any(entry.new is None for entry in written)
            created = len({entry.computer for entry in written if entry.new is not None}) > 1
            if len(touched) > 1 and (removed or created):
                continue
            raise Violation("(c) no conflict without a clash", f"{computer.name} {conflict}")
        mine, theirs = conflict.mine, conflict.theirs
        if any(not entry.typed and entry.new == mine for entry in written):
            # A person put a refused value forward again, against whatever stands there by now.
            continue
        if mine is None or theirs is None:
            # A blank has no name: it is enough that somebody emptied the cell, or found it empty.
            if any(entry.new is None or entry.replaced is None for entry in written):
                continue
        elif not (_descends(written, mine, theirs) or _descends(written, theirs, mine)):
            continue
        raise Violation("(c) no conflict without a clash", f"{computer.name} {conflict}")


def _descends(written: Iterable[Entry], young: str, old: str) -> bool:
    """Whether the author of `young` had seen `old`, or a value whose author had."""
    parents: dict[str | None, set[str | None]] = {}
    for entry in written:
        if entry.typed:
            parents.setdefault(entry.new, set()).add(entry.replaced)
    seen, wanted = set(), {young}
    while wanted:
        value = wanted.pop()
        seen.add(value)
        wanted |= {parent for parent in parents.get(value, ()) if parent is not None and parent not in seen}
    return old in seen


# (d) ----------------------------------------------------------------------------------------------------------------


def all_copies_agree(world: World) -> None:
    """(d) At rest every copy is central's, and all digests are of what they stand for."""
    for computer in world.running():
        ours, theirs = copies_of(computer), world.centre.held_for(computer.unit)
        if ours != theirs:
            differing = {str(key) for key, _ in ours.items() ^ theirs.items()}
            raise Violation("(d) all copies agree", f"{computer.name} differs in {sorted(differing)}: {ours} {theirs}")
        facts = computer.desk.light_facts()
        if not digest_of(ours) == facts.ours == facts.theirs:
            raise Violation("(d) all copies agree", f"{computer.name}: digests {digest_of(ours)} {facts}")
        for row in computer.desk.reports(View.INNER):
            if not (row.waiting or row.in_flight or row.conflicts or row.refused or row.read_only):
                report = computer.desk.report(row.key)
                if report is None or dict(report.mine) != dict(report.base):
                    raise Violation("(d) all copies agree", f"{computer.name} shows another {row.key} than agreed on")
        if flaws := computer.desk.check():
            raise Violation("(d) all copies agree", f"{computer.name}: {flaws}")


# (e) ----------------------------------------------------------------------------------------------------------------

_HANOI = timedelta(hours=7)


def every_receipt_is_true(world: World) -> None:
    """(e) Every receipt verifies, and says what central held, when it came, and whether that was late."""
    world.archive.remember(world.centre)
    key = world.centre.central.key.public
    for receipt in {receipt for computer in world.running() for receipt in computer.desk.receipts()}:
        if not verifies(key, receipt_statement(receipt), receipt.signature):
            raise Violation("(e) receipts are true", f"{receipt} does not verify")
        _states_the_truth(world, receipt)


def _states_the_truth(world: World, receipt: Receipt) -> None:
    archive = world.archive
    place = (receipt.device, receipt.epoch, receipt.seq)
    content = (str(receipt.report), receipt.content)
    if receipt.kind is ReceiptKind.REDEMPTION:
        if content not in archive.alone:
            raise Violation("(e) receipts are true", f"no such content came by itself: {receipt}")
    elif receipt.kind is not ReceiptKind.COMMITMENT:
        if receipt.content not in archive.contents.get(place, ()):
            raise Violation("(e) receipts are true", f"no such content was ever held: {receipt}")
        if (receipt.sealed_at, receipt.received_at) not in archive.came.get(place, ()):
            raise Violation("(e) receipts are true", f"it never came then: {receipt}")
    times = {receipt.received_at}
    if receipt.kind is not ReceiptKind.COMMITMENT:
        announced = archive.announced.get(content, set())
        # A central that was put back may not know any more what was announced to it.
        times = {min(announced | times)} | (times | announced if world.ledger.restores else set())
    if receipt.late not in {_is_late(time, receipt.deadline) for time in times}:
        raise Violation("(e) receipts are true", f"late or not: {receipt}, announced {sorted(times)}")


def _is_late(received_at: int, deadline: str) -> bool:
    if not deadline:
        return False
    return (datetime.fromtimestamp(received_at, UTC) + _HANOI).date() > date.fromisoformat(deadline)


# (f) ----------------------------------------------------------------------------------------------------------------


def green_is_proven(world: World, computer: Computer) -> None:
    """(f) Green names a moment at which central truly held what is here, and nothing here waits for anything."""
    shown = light.light_of(computer.desk.light_facts(), computer.clock.seconds())
    if shown.light is not Light.GREEN:
        return
    ours = digest_of(copies_of(computer))
    if ours not in computer.truths.get(shown.at or 0, ()):
        raise Violation("(f) green is proven", f"{computer.name} at {shown.at}: {ours} is not {computer.truths}")
    for words in _waiting(computer):
        raise Violation("(f) green is proven", f"{computer.name}: {words}")


def _waiting(computer: Computer) -> Iterator[str]:
    if pending := computer.desk.pending():
        yield f"{pending} waits"
    if conflicts := computer.desk.conflicts():
        yield f"{conflicts} in conflict"
    if refused := computer.desk.refused():
        yield f"{refused} refused"
    for row in computer.desk.reports(View.INNER):
        report = computer.desk.report(row.key)
        if report is not None and not row.read_only and dict(report.mine) != dict(report.base):
            yield f"{row.key} is not what was agreed on"


# And what no oracle names -------------------------------------------------------------------------------------------


def rows_are_whole(world: World) -> None:
    """No cell of a free row stands in the record without the row's head."""
    for key, cells in _final(world).items():
        for address in cells:
            if address.startswith("main/") and not is_row_head(address) and f"{row_of(address)}/@row" not in cells:
                raise Violation("rows are whole", f"{key}: {address} stands in no row")


def the_receiver_sees_what_was_submitted(world: World) -> None:
    """Two heads: who receives never has a draft, nor what was only sealed."""
    for computer in world.running():
        for row in computer.desk.reports(View.UPWARD):
            if row.base_rev and row.base_state in (State.DRAFT, State.SEALED, State.SIGNED):
                raise Violation("two heads", f"{computer.name} sees {row.key} as {row.base_state}")


def central_never_breaks(world: World) -> None:
    """Central answers everything, and never has to refuse by its own fault."""
    if world.centre.broken:
        raise Violation("central never breaks", world.centre.broken[0])
    failed = world.centre.db.rows("SELECT device, seq, body FROM intake_operation WHERE error = 'central.failed'")
    if failed:
        operation = parse_operation(msgspec.json.decode(failed[0][2], type=dict[str, object]))
        raise Violation("central never breaks", f"refused by its own fault: {operation}")
