"""Oracles of decisions: each is an operation at central, and an office knows what waits on its other computers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.addresses import is_row_head, row_of
from app.domain.operations import EditBody, ReportKey
from tests.simulation.oracles import Violation, questioned

if TYPE_CHECKING:
    from tests.simulation.computer import Computer
    from tests.simulation.ledger import Decision
    from tests.simulation.world import World


def every_decision_is_told(world: World) -> None:
    """(a) What was decided against is asked and answered: central has an operation of it, or it is asked again."""
    if world.ledger.restores:
        return
    told = _answers(world)
    for at, decision in enumerate(world.ledger.decisions):
        places = {(decision.report, decision.answers, place) for place in _named(decision)}
        later = any(_place(other) == _place(decision) for other in world.ledger.decisions[at + 1 :])
        if not (places & told or later or (decision.report, decision.address) in questioned(world)):
            raise Violation("(a) nothing typed is missing", f"nobody was told of {decision}")


def _place(decision: Decision) -> tuple[str, ReportKey, str]:
    return decision.computer, decision.report, decision.address


def _named(decision: Decision) -> set[str]:
    """The cell, or the row."""
    return {row_of(decision.address) if is_row_head(decision.address) else decision.address}


def _answers(world: World) -> set[tuple[ReportKey, str, str]]:
    """Report, what is answered, and cell or row, of every edit that central has and that answers, or says why."""
    found = set()
    for operation in world.centre.operations():
        body = operation.body
        if isinstance(body, EditBody) and (body.answers or body.reason):
            places = {cell.address for cell in body.cells} | {row_of(cell.address) for cell in body.cells}
            found |= {(operation.report, body.answers, place) for place in places}
    return found


def every_office_knows_its_conflicts(world: World) -> None:
    """At rest a computer shows the conflicts that edits met on the office's others, and no more than those."""
    if world.ledger.restores or world.ledger.scopes_moved:
        return
    met = world.centre.conflicting()
    for computer in world.running():
        shown = {row.operation for row in computer.desk.conflicts_elsewhere()}
        others = [other for other in world.running() if other.unit == computer.unit and other is not computer]
        waiting = {answers for other in others for answers in _waiting(other)}
        if shown != waiting & met:
            raise Violation("conflicts are told", f"{computer.name} shows {shown}, and there are {waiting & met}")


def _waiting(other: Computer) -> set[str]:
    """The operations whose conflicts wait on another computer, about reports that are owed still."""
    rows = other.desk._database.execute(
        "SELECT c.answers FROM conflict c JOIN report r ON r.id = c.report WHERE c.state = 'open' AND c.answers <> ''"
        " AND r.in_scope AND NOT EXISTS (SELECT 1 FROM obligation b WHERE b.report = r.key AND b.withdrawn)"
    )
    return {str(answers) for (answers,) in rows}
