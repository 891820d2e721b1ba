"""Rules left out on purpose, to show that the simulation notices.

A planted bug swaps one function of the product for one that lacks a rule. Adding one is an entry in BUGS: its name
says what goes wrong, `swaps` says what is put in the place of what, `oracles` says who must notice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from typing import Any

from msgspec import structs

import app.domain.apply
import app.services.light
import app.store.contents
import app.store.database
import app.store.editing
import app.store.merging
import app.store.working
import central.bootstrap
import central.intake.judging
import central.intake.receipts
import central.intake.taking
import sync.engine
from app.domain.addresses import is_row_head
from app.domain.apply import Advanced
from app.domain.canonical import content_hash
from app.domain.exchange_state import HaveVerdict
from app.domain.merge import Applied, replay
from app.domain.operations import ActBody, Kind
from central.databases import database
from central.intake.chains import NOTHING
from tests.simulation.history import Outcome, draw, outcome_of

SEEDS = 200
"""So many seeds must be enough to notice."""
SMALL_PAGES = "small pages"
"""Needed where only part of the feed comes with the results."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Swap:
    """One function in the place of another."""

    owner: Any
    """Module or class that holds it."""
    name: str
    make: Callable[[Any], Any]
    """From the function that was there to the one that lacks a rule."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bug:
    """A rule left out."""

    swaps: tuple[Swap, ...]
    oracles: frozenset[str]
    """Letters or names of the oracles that must notice it; others may do so earlier."""
    needs: str
    """What must happen in a history before it can be noticed; empty for nothing that is rare."""
    shown_by: int = 0
    """The seed to begin with: one that shows it, where those before it take long."""

    def is_noticed_by(self, outcome: Outcome) -> bool:
        """Whether one of its oracles objects."""
        return bool({outcome.oracle, outcome.oracle.partition(" ")[0]} & self.oracles)


def bug(owner: Any, name: str, make: Callable[[Any], Any], *oracles: str, needs: str = "") -> Bug:
    """A rule left out of one function."""
    return Bug(swaps=(Swap(owner=owner, name=name, make=make),), oracles=frozenset(oracles), needs=needs)


@contextmanager
def planted(one: Bug) -> Iterator[None]:
    """The product lacks the rule within the block."""
    with ExitStack() as stack:
        for swap in one.swaps:
            # As it stands there: a property or a static method is put back as one.
            before = vars(swap.owner)[swap.name]
            setattr(swap.owner, swap.name, swap.make(before))
            stack.callback(setattr, swap.owner, swap.name, before)
        yield


def noticed(one: Bug) -> Outcome | None:
    """The first history that one of the bug's oracles objects to while the rule is left out, or None."""
    plans = map(draw, range(one.shown_by, one.shown_by + SEEDS))
    fitting = (plan for plan in plans if one.needs in ("", SMALL_PAGES, *(step.action for step in plan.steps)))
    with planted(one):
        outcomes = (outcome_of(replace(plan, page=2) if one.needs == SMALL_PAGES else plan) for plan in fitting)
        return next((outcome for outcome in outcomes if one.is_noticed_by(outcome)), None)


# What is put in the place of what ---------------------------------------------------------------------------------


def _overwriting(_: Any) -> Any:
    return lambda content, cells, claims=(): Applied(cells=replay(content, cells), changed=True)


def _replaces_the_base(may_go: Any) -> Any:
    def lacking(self: Any, head: Any, edits: Any, author: str, now: int) -> Any:
        base = self._contents.base(head)
        going = may_go(self, head, edits, author, now)
        return [edit._replace(replaced=base.get(edit.address)) for edit in going]

    return lacking


def _takes_every_number_anew(arrivals: Any) -> Any:
    return lambda db, chain, hashes, province, held, now: arrivals(
        db, chain, hashes, province, NOTHING if chain.operations[0].seq == 1 else held, now
    )


def _keeps_capitals(apply_operation: Any) -> Any:
    def lacking(head: Any, operation: Any) -> Any:
        verdict = apply_operation(head, operation)
        if not isinstance(verdict, Advanced):
            return verdict
        cells = {address: value.upper() for address, value in verdict.head.cells.items()}
        return replace(verdict, head=replace(verdict.head, cells=cells))

    return lacking


def _acts_on_whatever_stands_there(apply_operation: Any) -> Any:
    def lacking(head: Any, operation: Any) -> Any:
        body = operation.body
        if isinstance(body, ActBody) and not body.brought and not body.form:
            operation = structs.replace(
                operation, body=structs.replace(body, content=content_hash(head.form, head.cells))
            )
        return apply_operation(head, operation)

    return lacking


def _keeps_its_epoch(epoch: Any) -> Any:
    def lacking(mark: Any, chance: Any, **rest: Any) -> str:
        row = database().row("SELECT value FROM intake_meta WHERE name = 'epoch'")
        return str(row[0]) if row else str(epoch(mark, chance, **rest))

    return lacking


def _never_restored(judge_have: Any) -> Any:
    def lacking(have: Any, own: Any) -> HaveVerdict:
        verdict: HaveVerdict = judge_have(have, own)
        return HaveVerdict.LEVEL if verdict is HaveVerdict.RESTORED else verdict

    return lacking


@contextmanager
def _statement_by_statement(self: Any) -> Iterator[None]:
    yield


def _forgets_what_waits(light_of: Any) -> Any:
    return lambda facts, now: light_of(structs.replace(facts, waiting=0, in_flight=0, conflicts=0, refused=0), now)


BUGS: dict[str, Bug] = {
    "central overwrites what an author never saw": bug(app.domain.apply, "apply_edit", _overwriting, "(a)", "(b)"),
    "an edit says it replaced the base, not what was shown": bug(
        app.store.editing.Editing, "may_go", _replaces_the_base, "(c)"
    ),
    "central takes an operation as often as it comes": bug(
        central.intake.taking, "arrivals", _takes_every_number_anew, "(b)", "central never breaks"
    ),
    "central keeps another value than was sent": bug(central.intake.judging, "apply_operation", _keeps_capitals, "(b)"),
    "nobody moves the digest along": bug(
        app.store.contents.Contents, "_move_digest", lambda _: lambda self, old, new: None, "(d)", "comes to rest"
    ),
    "every receipt is on time": bug(central.intake.receipts, "is_late", lambda _: lambda at, deadline: False, "(e)"),
    "green though something waits": bug(app.services.light, "light_of", _forgets_what_waits, "(f)"),
    "what a restored central lost is not given again": bug(
        sync.engine,
        "judge_have",
        lambda _: lambda have, own: HaveVerdict.LEVEL,
        "(a)",
        "(d)",
        "comes to rest",
        needs="restore central",
    ),
    "an act holds whatever content it speaks of": bug(
        central.intake.judging, "apply_operation", _acts_on_whatever_stands_there, "(d)"
    ),
    "a restored central keeps its epoch": bug(
        central.bootstrap, "_epoch", _keeps_its_epoch, "(a)", "(d)", "comes to rest", needs="restore central"
    ),
    "a restored store goes on with its numbers": bug(
        sync.engine, "judge_have", _never_restored, "(a)", "(d)", "comes to rest", needs="put back image"
    ),
    "the receiver sees drafts": bug(
        central.intake.judging, "SHOWN_UPWARD", lambda shown: shown | {Kind.EDIT}, "two heads"
    ),
    "a change is written statement by statement": bug(
        app.store.database.Database,
        "write",
        lambda _: _statement_by_statement,
        "(a)",
        "(d)",
        "(f)",
        "no error",
        needs="die",
    ),
    "a row goes though somebody typed in it": bug(
        app.domain.apply,
        "apply_edit",
        lambda apply_edit: (
            lambda content, cells, claims=(): apply_edit(
                content, [cell for cell in cells if not is_row_head(cell.address) or cell.new is not None], ()
            )
        ),
        "(b)",
        "(a)",
        "rows are whole",
    ),
}
"""By what goes wrong."""
