"""What people do at a computer. Each does one thing and says in a few words what; the ledger hears what was saved."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from app.domain.addresses import is_row_head, row_of
from app.domain.canonical import content_hash
from app.domain.exchange import View
from app.domain.forms.migration import migrate, move_body
from app.domain.operations import ActBody, CellEdit, Kind, NoteBody, ReportKey
from app.domain.workflow import OPEN
from app.errors import AppError, StateError
from app.store.contents import lay_over
from app.store.records import ConflictRow, RefusedRow, StoredReport
from tests.simulation.furnishing import COLUMNS, FIXED, ROWS, SUMMARY, form, newer_form
from tests.simulation.ledger import Decision
from tests.simulation.nature import Died

if TYPE_CHECKING:
    from tests.simulation.computer import Computer
    from tests.simulation.world import World

_FORMS = {each.hash: each for each in (form(), newer_form())}


def _short(key: ReportKey) -> str:
    return f"{key.unit}/{key.period[-2:]}"


def _picked(world: World, computer: Computer, chance: random.Random) -> ReportKey | None:
    reports = world.reports(computer)
    return chance.choice(reports) if reports else None


# Typing ----------------------------------------------------------------------------------------------------------


def type_cells(world: World, computer: Computer, chance: random.Random) -> str:
    """Somebody types over what the open form shows."""
    key = _picked(world, computer, chance)
    if key is None or computer.role == "consolidator":
        return "nothing to type into"
    report = computer.screen(key, chance)
    edits, claims = _edits(world, report, chance)
    return save(world, computer, key, report, edits, claims) if edits else "nothing typed"


def _edits(world: World, report: StoredReport | None, chance: random.Random) -> tuple[list[CellEdit], tuple[str, ...]]:
    shown: Mapping[str, str] = report.mine if report else {}
    what = chance.random()
    if what < 0.5:
        found = []
        for address in chance.sample(FIXED, chance.choice((1, 1, 1, 2, 3))):
            blank = address in shown and chance.random() < 0.1
            found.append(CellEdit(address, shown.get(address), None if blank else str(world.next_value())))
        return sorted(found), ()
    row = chance.choice(ROWS)
    if what < 0.8:
        address = f"{row}/{chance.choice(COLUMNS)}"
        found = [CellEdit(address, shown.get(address), str(world.next_value()))]
        if f"{row}/@row" not in shown:
            found.append(CellEdit(f"{row}/@row", None, "V;;"))
        return sorted(found), (row,)
    if what < 0.9:
        found = [CellEdit(address, value, None) for address, value in shown.items() if row_of(address) == row]
        return sorted(found), ()
    if what < 0.97:
        return [CellEdit(SUMMARY, shown.get(SUMMARY), f"ý {world.next_value()}")], ()
    # What no check of the window would let through: central refuses it.
    return [CellEdit(FIXED[0], shown.get(FIXED[0]), f"chữ {world.next_value()}")], ()


def save(
    world: World,
    computer: Computer,
    key: ReportKey,
    report: StoredReport | None,
    edits: Sequence[CellEdit],
    claims: tuple[str, ...] = (),
) -> str:
    """Enter is pressed."""
    said = f"{_short(key)} " + " ".join(f"{edit.address} {edit.replaced}→{edit.new}" for edit in edits)
    owed = computer.desk.obligation(key)
    form_hash = report.form if report else owed.form if owed else form().hash
    world.touched.add(computer.name)
    new = {edit.address: edit.new for edit in edits}
    # Typing again over the value that stands there is the answer to what was typed over it unseen.
    answered = [
        CellEdit(row.address, row.mine, new[row.address])
        for row in computer.desk.conflicts(key)
        if row.origin == "typed" and row.address in new
    ]
    try:
        outcome = computer.desk.save_edits(key, form_hash, edits, author=computer.person, claims=claims)
    except StateError as error:
        return f"{said}: {error.code}"
    except Died:
        world.ledger.write(world.step, computer.name, key, edits, sure=False)
        world.ledger.write(world.step, computer.name, key, answered, sure=False, typed=False)
        world.died(computer)
        return f"{said}: died"
    world.ledger.write(world.step, computer.name, key, edits)
    clashed = set(outcome.clashed)
    world.ledger.write(
        world.step, computer.name, key, [edit for edit in answered if edit.address not in clashed], typed=False
    )
    computer.screens.pop(key, None)
    return said + (f": clashed {' '.join(outcome.clashed)}" if outcome.clashed else "")


# Acts ------------------------------------------------------------------------------------------------------------


def act(world: World, computer: Computer, chance: random.Random) -> str:
    """Somebody seals, submits, reopens; the office above receives, returns, accepts."""
    key = _picked(world, computer, chance)
    if key is None:
        return "nothing to act on"
    if computer.role == "consolidator":
        kind = chance.choice((Kind.RECEIVE, Kind.RETURN, Kind.ACCEPT))
    else:
        kind = chance.choice((Kind.SEAL, Kind.SEAL, Kind.SUBMIT, Kind.SUBMIT, Kind.REOPEN))
    return do(world, computer, key, kind, chance)


def do(world: World, computer: Computer, key: ReportKey, kind: Kind, chance: random.Random) -> str:
    """One act about what stands here."""
    view = computer.view()
    said = f"{_short(key)} {kind.value}"
    report = computer.desk.report(key, view)
    if report is None:
        return f"{said}: none here"
    content = dict(report.mine if view is View.UPWARD else report.going)
    brought: tuple[CellEdit, ...] = ()
    if kind is Kind.SEAL and chance.random() < 0.25:
        address = chance.choice(FIXED)
        brought = (CellEdit(address, content.get(address), str(world.next_value())),)
        content = lay_over(content, {address: brought[0].new})
        said += f" brings {brought[0].address} {brought[0].replaced}→{brought[0].new}"
    reason = "xem lại" if kind in (Kind.REOPEN, Kind.RETURN) else ""
    if kind is Kind.SEAL and chance.random() < 0.5:
        # Whoever seals though another computer has a conflict says why.
        reason = "đến hạn"
    body = ActBody(content=content_hash(report.form, content), reason=reason, brought=brought)
    return _acted(world, computer, key, kind, body, said, brought)


def _acted(
    world: World,
    computer: Computer,
    key: ReportKey,
    kind: Kind,
    body: ActBody,
    said: str,
    brought: Sequence[CellEdit] = (),
) -> str:
    world.touched.add(computer.name)
    typed = kind is not Kind.MOVE_VERSION
    try:
        computer.desk.act(key, kind, body, author=computer.person)
    except StateError as error:
        return f"{said}: {error.code}"
    except Died:
        world.ledger.write(world.step, computer.name, key, brought, sure=False, typed=typed)
        world.died(computer)
        return f"{said}: died"
    world.ledger.write(world.step, computer.name, key, brought, typed=typed)
    computer.screens.pop(key, None)
    return said


def comment(world: World, computer: Computer, chance: random.Random) -> str:
    """Somebody pins a word to a cell."""
    key = _picked(world, computer, chance)
    report = computer.desk.report(key, computer.view()) if key else None
    if key is None or report is None:
        return "nothing to speak of"
    said = f"{_short(key)} note {world.next_value()}"
    body = NoteBody(address=FIXED[0], text=said)
    world.touched.add(computer.name)
    try:
        computer.desk.write_note(key, report.form, body, author=computer.person, view=computer.view())
    except StateError as error:
        return f"{said}: {error.code}"
    except Died:
        world.died(computer)
        return f"{said}: died"
    return said


def move_edition(world: World, computer: Computer, chance: random.Random) -> str:
    """A draft goes to the other edition of its form."""
    key = _picked(world, computer, chance)
    report = computer.desk.report(key) if key else None
    if key is None or report is None or report.conflicts or report.refused or report.state not in OPEN:
        return "nothing to move"
    other = newer_form() if report.form == form().hash else form()
    if computer.desk.form_package(other.hash) is None:
        return "no other edition here"
    body = move_body(other.hash, report.going, migrate(_FORMS[report.form], other, report.going).content)
    world.ledger.moved.add(key)
    return _acted(world, computer, key, Kind.MOVE_VERSION, body, f"{_short(key)} move", body.brought)


# Questions -------------------------------------------------------------------------------------------------------


def answer_a_question(world: World, computer: Computer, chance: random.Random) -> str:
    """Somebody decides one conflict, or one entry of the refused tray."""
    questions: list[ConflictRow | RefusedRow] = [*computer.desk.conflicts(), *computer.desk.refused()]
    if not questions:
        return "no question"
    return answer(world, computer, chance.choice(questions), mine=chance.random() < 0.6)


def answer(world: World, computer: Computer, question: ConflictRow | RefusedRow, *, mine: bool) -> str:
    """One decision, with a reason."""
    world.touched.add(computer.name)
    key = question.key
    said = f"{_short(key)} {'mine' if mine else 'theirs'} of "
    before = computer.desk.report(key, computer.view())
    assert before is not None, "a question is about a report that is here"
    try:
        if isinstance(question, ConflictRow):
            said += f"{question.address} {question.mine}/{question.theirs}"
            shown = question.theirs if question.origin == "merge" else before.mine.get(question.address)
            edits = _decided(before, question, shown, mine=mine)
            decision = _noted(world, computer, question)
            computer.desk.decide(
                question.id, "mine" if mine else "theirs", shown, author=computer.person, reason="đã đối chiếu"
            )
        else:
            said += f"{question.code} {' '.join(f'{cell.address}={cell.new}' for cell in question.cells)}"
            edits = [
                CellEdit(cell.address, before.base.get(cell.address), cell.new)
                if mine
                else CellEdit(cell.address, cell.new, before.base.get(cell.address))
                for cell in question.cells
            ]
            computer.desk.settle_refused(question.id, again=mine, author=computer.person, reason="đã xem")
    except AppError as error:
        return f"{said}: {error.code}"
    except Died:
        world.ledger.write(world.step, computer.name, key, edits, sure=False, typed=False)
        world.died(computer)
        return f"{said}: died"
    world.ledger.write(world.step, computer.name, key, edits, typed=False)
    if isinstance(question, ConflictRow):
        world.ledger.decisions.append(decision)
    after = computer.mine(key)
    moved = [
        CellEdit(address, before.mine.get(address), after.get(address))
        for address in sorted(before.mine.keys() | after.keys())
        if before.mine.get(address) != after.get(address)
    ]
    world.ledger.write(world.step, computer.name, key, moved, typed=False)
    computer.screens.pop(key, None)
    return said


def _noted(world: World, computer: Computer, question: ConflictRow) -> Decision:
    row = computer.desk._database.one("SELECT answers FROM conflict WHERE id = ?", (question.id,))
    assert row is not None, "it was read a moment ago"
    return Decision(
        step=world.step,
        computer=computer.name,
        report=question.key,
        address=question.address,
        answers=str(row[0]),
    )


def _decided(before: StoredReport, question: ConflictRow, shown: str | None, *, mine: bool) -> list[CellEdit]:
    """What a decision replaces by what, both of which the person saw."""
    own, other = before.mine, before.base
    if not is_row_head(question.address):
        pair = (shown, question.mine) if mine else (question.mine, shown)
        return [CellEdit(question.address, *pair)]
    places = sorted(address for address in own.keys() | other.keys() if row_of(address) == row_of(question.address))
    return [
        CellEdit(address, other.get(address), own.get(address))
        if mine
        else CellEdit(address, own.get(address), other.get(address))
        for address in places
        if own.get(address) != other.get(address)
    ]


def open_again(world: World, computer: Computer, chance: random.Random) -> None:
    """Closed reports with questions are reopened, so that they can be answered."""
    asked = {row.key for row in (*computer.desk.conflicts(), *computer.desk.refused())}
    for key in sorted(asked):
        report = computer.desk.report(key)
        if report is not None and report.state not in OPEN and not report.read_only:
            do(world, computer, key, Kind.REOPEN, chance)
