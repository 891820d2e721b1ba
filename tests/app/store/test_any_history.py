"""Any history of two computers and a central: nothing typed is lost or overwritten unseen, and all agree at rest."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from app.domain.addresses import is_row_head, row_of
from app.domain.forms.migration import move_body
from app.domain.operations import ActBody, CellEdit, EditBody, Kind
from app.domain.workflow import OPEN
from app.errors import StateError
from tests.app.store.office import FORM, REPORT, Central, Computer, exchange, send

CELLS = ("main/r1/c1", "main/r1/c2", "main/r2/c1")
ROWS = ("main/k1", "main/k2")
COLUMNS = ("c3", "c4")
WHO = st.sampled_from(("A", "B"))
NEWER = "e" * 64
SWAPPED = {"main/r1/c1": "main/r1/c2", "main/r1/c2": "main/r1/c1"}
"""The newer edition has two columns in each other's place."""


class Office(RuleBasedStateMachine):
    """Two computers of one office, and a central whose replies get lost."""

    restores = False
    moves = False

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="sobaocao-"))
        self.computers = {name: Computer(self.folder, name) for name in ("A", "B")}
        self.central = Central(limit=50)
        self.count = 0
        self.typed: list[tuple[str, CellEdit]] = []
        """Computer and edit, as acknowledged (saved or kept as a conflict)."""
        self.touched: set[str] = set()
        self.old: Central | None = None
        self.images: dict[str, bytes] = {}

    def teardown(self) -> None:
        self.come_to_rest()
        for computer in self.computers.values():
            computer.store.close()
        shutil.rmtree(self.folder)

    def save(self, who: str, edits: list[CellEdit], claims: tuple[str, ...] = ()) -> None:
        computer = self.computers[who]
        if computer.state() not in OPEN or not edits:
            return
        report = computer.store.report(REPORT)
        form = report.form if report else FORM
        outcome = computer.store.save_edits(REPORT, form, edits, author=computer.person, claims=claims)
        assert set(outcome.saved) | set(outcome.clashed) == {edit.address for edit in edits}
        self.typed += [(who, edit) for edit in edits]
        self.touched.add(who)

    @rule(who=WHO, address=st.sampled_from(CELLS), blank=st.integers(0, 5))
    def type(self, who: str, address: str, blank: int) -> None:
        self.count += 1
        shown = self.computers[who].value(address)
        new = None if blank == 0 and shown is not None else str(self.count)
        self.save(who, [CellEdit(address, shown, new)])

    @rule(who=WHO, address=st.sampled_from(CELLS), stale=st.integers(1, 9))
    def type_over_what_is_not_there(self, who: str, address: str, stale: int) -> None:
        self.count += 1
        self.save(who, [CellEdit(address, f"stale {stale}", str(self.count))])

    @rule(who=WHO, row=st.sampled_from(ROWS), column=st.sampled_from(COLUMNS))
    def type_in_a_row(self, who: str, row: str, column: str) -> None:
        self.count += 1
        computer = self.computers[who]
        edits = [CellEdit(f"{row}/{column}", computer.value(f"{row}/{column}"), str(self.count))]
        if computer.value(f"{row}/@row") is None:
            edits.append(CellEdit(f"{row}/@row", None, "V;;"))
        self.save(who, edits, claims=(row,))

    @rule(who=WHO, row=st.sampled_from(ROWS))
    def remove_a_row(self, who: str, row: str) -> None:
        mine = self.computers[who].mine()
        self.save(who, [CellEdit(a, value, None) for a, value in sorted(mine.items()) if row_of(a) == row])

    @rule(who=WHO)
    def number(self, who: str) -> None:
        self.computers[who].store.freeze()
        self.touched.add(who)

    @rule(who=WHO, limit=st.sampled_from((1, 10**6)))
    def exchange(self, who: str, limit: int) -> None:
        exchange(self.computers[who], self.central, limit)
        self.touched.add(who)

    @rule(who=WHO)
    def lose_the_reply(self, who: str) -> None:
        send(self.computers[who], self.central)
        self.touched.add(who)

    @rule(who=WHO, kind=st.sampled_from((Kind.SEAL, Kind.SUBMIT, Kind.REOPEN)))
    def act(self, who: str, kind: Kind) -> None:
        computer = self.computers[who]
        if computer.store.report(REPORT) is None:
            return
        try:
            computer.act(kind, reason="lý do")
        except StateError as error:
            assert error.code in ("report.state", "report.conflicts", "report.refused", "report.merging")  # noqa: PT017  which one depends on the history
        self.touched.add(who)

    @precondition(lambda self: self.moves)
    @rule(who=WHO)
    def move(self, who: str) -> None:
        computer = self.computers[who]
        report = computer.store.report(REPORT)
        if report is None or report.conflicts or report.refused or report.state not in OPEN:
            return
        moved = {SWAPPED.get(address, address): value for address, value in report.going.items()}
        body = move_body(NEWER if report.form == FORM else FORM, report.going, moved)
        computer.store.act(REPORT, Kind.MOVE_VERSION, body, author=computer.person)
        self.touched.add(who)

    @rule(who=WHO)
    def central_fails_on_the_next(self, who: str) -> None:
        position = self.computers[who].store.position()
        self.central.refuse[(who, position.numbered + 1)] = "central.failed"

    @rule(who=WHO, keep=st.sampled_from(("mine", "theirs")))
    def decide(self, who: str, keep: str) -> None:
        self.settle_questions(self.computers[who], keep, first_only=True)
        self.touched.add(who)

    @precondition(lambda self: self.restores)
    @rule()
    def central_backs_up(self) -> None:
        self.old = self.central.backup()

    @precondition(lambda self: self.restores and self.old is not None)
    @rule()
    def central_is_restored(self) -> None:
        assert self.old is not None
        self.count += 1
        self.central, self.old = self.old.restored(f"c{self.count}", self.central.epochs_begun), None
        self.images.clear()

    @precondition(lambda self: self.restores)
    @rule(who=WHO)
    def take_an_image(self, who: str) -> None:
        self.images[who] = self.computers[who].image()

    @precondition(lambda self: self.restores and bool(self.images))
    @rule()
    def a_computer_is_restored(self) -> None:
        """Only what it had sent by then can come back; what it had not is gone with the disk."""
        who, image = self.images.popitem()
        computer = self.computers[who]
        self.flush(computer)
        computer.put_back(image)
        sent = {
            (cell.address, cell.new)
            for operation in self.central.history
            if operation.device == who and isinstance(operation.body, EditBody)
            for cell in operation.body.cells
        }
        self.typed = [(other, edit) for other, edit in self.typed if other != who or (edit.address, edit.new) in sent]
        # A central from before that image too would be two disasters: then there is no copy left.
        self.old = None
        self.touched.add(who)

    def flush(self, computer: Computer) -> None:
        for _ in range(12):
            exchange(computer, self.central)

    @invariant()
    def every_store_is_sound(self) -> None:
        for who in self.touched:
            assert self.computers[who].store.check() == []
        self.touched.clear()

    def settle_questions(self, computer: Computer, keep: str, *, first_only: bool = False) -> None:
        if computer.state() not in OPEN:
            return
        for asked in computer.store.conflicts():
            conflict = next((found for found in computer.store.conflicts() if found.id == asked.id), None)
            if conflict is None:
                # Deciding another conflict of the same cell answered it.
                continue
            shown = conflict.theirs if conflict.origin == "merge" else computer.value(conflict.address)
            before = computer.mine()
            if is_row_head(conflict.address):
                # A row is decided with all that central holds of it in view.
                before |= {a: v for a, v in computer.base().items() if row_of(a) == row_of(conflict.address)}
            computer.store.decide(conflict.id, keep, shown, author=computer.person, reason="đối chiếu")
            self.decided(computer, before)
            if first_only:
                return
        for entry in computer.store.refused():
            before = computer.mine()
            computer.store.settle_refused(entry.id, again=keep == "mine", author=computer.person, reason="thử lại")
            self.decided(computer, before)
            if first_only:
                return

    def decided(self, computer: Computer, before: dict[str, str]) -> None:
        """A person saw both values: both are replaced knowingly."""
        after = computer.mine()
        self.typed += [
            (computer.device, CellEdit(a, before.get(a), after.get(a)))
            for a in before.keys() | after.keys()
            if before.get(a) != after.get(a)
        ]

    def come_to_rest(self) -> None:
        self.central.refuse.clear()
        for turn in range(12):
            for computer in self.computers.values():
                self.flush(computer)
                if computer.state() not in OPEN and (computer.store.conflicts() or computer.store.refused()):
                    computer.act(Kind.REOPEN, reason="vướng mắc")
                    self.flush(computer)
                self.settle_questions(computer, "mine" if turn < 4 else "theirs")
                self.flush(computer)
        facts = [computer.store.light_facts() for computer in self.computers.values()]
        for computer in self.computers.values():
            assert computer.store.check() == []
        assert [(f.waiting, f.in_flight, f.conflicts, f.refused) for f in facts] == [(0, 0, 0, 0)] * 2
        a, b = self.computers["A"], self.computers["B"]
        assert a.mine() == b.mine() == dict(self.central.head().cells)
        if a.store.report(REPORT) and self.central.heads:
            assert a.state() is self.central.head().state is b.state()
            forms = {report.form for one in (a, b) if (report := one.store.report(REPORT))}
            assert forms == {self.central.head().form}
        for fact in facts:
            assert fact.theirs == fact.ours == self.central.digest()
        self.nothing_is_lost_or_overwritten_unseen()

    def nothing_is_lost_or_overwritten_unseen(self) -> None:
        final = self.central.head().cells
        shown = self.shown_to_somebody()
        seen = {(edit.address, edit.replaced) for _, edit in self.typed} | self.moved_away()
        for who, edit in self.typed:
            if edit.new is None or final.get(edit.address) == edit.new:
                continue
            place = (edit.address, edit.new)
            removed = any(other.address == edit.address and other.new is None for _, other in self.typed)
            assert place in seen or place in shown or (removed and edit.address.startswith("main/k")), (who, edit)

    def moved_away(self) -> set[tuple[str, str | None]]:
        """Values that a move to another edition took elsewhere."""
        return {
            (cell.address, cell.replaced)
            for operation in self.central.history
            if operation.kind is Kind.MOVE_VERSION and isinstance(operation.body, ActBody)
            for cell in operation.body.brought
            if self.central.holds(operation)
        }

    def shown_to_somebody(self) -> set[tuple[str, str | None]]:
        """Values that stood in a conflict or in the tray, open or settled, or that central refused and keeps."""
        found: set[tuple[str, str | None]] = set()
        for operation in self.central.history:
            turned_down = operation.id in self.central.turned_down or self.restores
            if turned_down and isinstance(operation.body, EditBody):
                found |= {(cell.address, cell.new) for cell in operation.body.cells}
        for computer in self.computers.values():
            database = computer.store._database
            for address, mine, theirs in database.execute("SELECT address, mine, theirs FROM conflict").fetchall():
                found |= {(address, mine), (address, theirs)}
            found |= set(database.execute("SELECT address, new FROM refused_cell").fetchall())
        return found


class OfficeWithRestores(Office):
    """The same, with restores of central and of a computer."""

    restores = True


class OfficeWithMoves(Office):
    """The same, with moves to another edition of the form and back."""

    moves = True


# Not shrunk: a history of disk writes takes minutes to shrink, and is readable as it is.
_EFFORT = settings(deadline=None, stateful_step_count=20, phases=(Phase.explicit, Phase.reuse, Phase.generate))

TestOffice = Office.TestCase
TestOffice.settings = settings(_EFFORT, max_examples=max(1, settings().max_examples // 4))
TestOfficeWithRestores = OfficeWithRestores.TestCase
TestOfficeWithRestores.settings = settings(_EFFORT, max_examples=max(1, settings().max_examples // 4))
TestOfficeWithMoves = OfficeWithMoves.TestCase
TestOfficeWithMoves.settings = settings(_EFFORT, max_examples=max(1, settings().max_examples // 4))
