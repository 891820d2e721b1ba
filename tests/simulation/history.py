"""A history: drawn from a seed, played in a world, judged; and the shortest part of it that still fails."""

from __future__ import annotations

import logging
import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from tests.simulation import couriers, fate, meetings, people
from tests.simulation.decided import every_decision_is_told, every_office_knows_its_conflicts
from tests.simulation.needless import (
    no_act_fails_that_nobody_crossed,
    no_difference_is_seen_where_none_is,
    nothing_answered_is_carried_on,
)
from tests.simulation.oracles import (
    Violation,
    all_copies_agree,
    central_never_breaks,
    every_receipt_is_true,
    everything_happened_once,
    green_is_proven,
    no_conflict_without_a_clash,
    nothing_typed_is_missing,
    rows_are_whole,
    the_receiver_sees_what_was_submitted,
)
from tests.simulation.world import World, opened_world

if TYPE_CHECKING:
    from tests.simulation.computer import Computer

Action = Callable[[World, "Computer", random.Random], str]

EVERYDAY: dict[str, tuple[Action, int]] = {
    "type": (people.type_cells, 36),
    "sync": (fate.sync, 30),
    "act": (people.act, 12),
    "answer": (people.answer_a_question, 5),
    "comment": (people.comment, 1),
    "restart": (fate.restart, 2),
    "late post": (fate.late_post, 2),
    "set clock": (fate.set_clock, 1),
    "enrol anew": (fate.enrol_anew, 1),
}
"""What happens in every history, by how often."""

DEATHS: dict[str, tuple[Action, int]] = {
    "die": (fate.die, 6),
    "central dies": (fate.central_dies, 5),
    "central restarts": (fate.central_restarts, 1),
}

REFORMS: dict[str, tuple[Action, int]] = {
    "new edition": (fate.new_edition, 2),
    "move edition": (people.move_edition, 5),
    "merge units": (fate.merge_units, 2),
    "end duty": (fate.end_duty, 2),
    "person leaves": (fate.person_leaves, 1),
}

DISASTERS: dict[str, tuple[Action, int]] = {
    "back up central": (fate.back_up_central, 3),
    "restore central": (fate.restore_central, 2),
    "take image": (fate.take_image, 3),
    "put back image": (fate.put_back_image, 2),
    "lose computer": (fate.lose_computer, 1),
    "revoke device": (fate.revoke_device, 1),
    "clone": (fate.clone, 1),
}

BY_HAND: dict[str, tuple[Action, int]] = {
    "make bundle": (couriers.make_bundle, 5),
    "hand in bundle": (couriers.hand_in, 6),
    "bring home": (couriers.bring_home, 6),
}

NEARBY: dict[str, tuple[Action, int]] = {"meet": (meetings.meet, 9)}

ACTIONS = EVERYDAY | DEATHS | REFORMS | DISASTERS | BY_HAND | NEARBY

_SIGNED_OUT = frozenset({"device.unknown", "device.revoked", "device.cloned", "device.other", "sync.cloned"})
_ROUNDS = 12
"""After so many rounds everybody must be at rest."""


class Step(NamedTuple):
    """Something that happens. All chance in it is its own seed's: it stays what it is without its neighbours."""

    action: str
    seed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A history before it is played."""

    seed: int
    offices: int
    weather: float
    """How likely something befalls a request."""
    busy: float
    """How likely somebody does something while an exchange is under way."""
    pace_s: int
    """The longest pause between two steps."""
    page: int
    """Most rows of the feed in one answer."""
    settles: bool
    """Whether in the end people answer all questions."""
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a history."""

    plan: Plan
    trace: tuple[str, ...]
    failure: str = ""
    """What did not hold; empty where everything did."""
    oracle: str = ""

    def __str__(self) -> str:
        return "\n".join((f"seed {self.plan.seed}: {self.failure or 'holds'}", *self.trace, self.failure))


def draw(seed: int) -> Plan:
    """The history of a seed."""
    chance = random.Random(seed)
    actions = dict(EVERYDAY)
    for extra, likely in ((DEATHS, 0.6), (REFORMS, 0.4), (DISASTERS, 0.4), (BY_HAND, 0.35), (NEARBY, 0.35)):
        if chance.random() < likely:
            actions |= extra
    names, weights = list(actions), [weight for _, weight in actions.values()]
    count = chance.randint(25, 70)
    return Plan(
        seed=seed,
        offices=chance.choice((1, 1, 2)),
        weather=chance.choice((0.0, 0.2, 0.4, 0.7)),
        busy=chance.choice((0.0, 0.1, 0.3)),
        pace_s=chance.choice((60, 900, 20_000)),
        page=chance.choice((1_000, 1_000, 2)),
        settles=chance.random() < 0.6,
        steps=tuple(Step(name, chance.getrandbits(48)) for name in chance.choices(names, weights, k=count)),
    )


def play(plan: Plan) -> Outcome:
    """Plays a history and judges it."""
    trace: list[str] = []
    with _silence(), opened_world(plan.seed, plan.offices, plan.page) as world:
        try:
            for number, step in enumerate(plan.steps):
                _do(world, plan, number, step, trace)
            _rest(world, trace)
            judge(world)
            couriers.what_was_carried_once_changes_nothing_again(world)
            if plan.settles:
                _settle(world, trace)
                judge(world)
        except Violation as violation:
            trace.append(f"    … {world.noted()}")
            return Outcome(plan=plan, trace=tuple(trace), failure=str(violation), oracle=violation.oracle)
        except Exception as error:
            # Whatever escapes the product is as much a failure as an oracle's word.
            trace.append(f"    … {world.noted()}")
            outcome = Outcome(plan=plan, trace=tuple(trace), failure=repr(error), oracle="no error")
            raise HistoryError(outcome) from error
    return Outcome(plan=plan, trace=tuple(trace))


class HistoryError(Exception):
    """Something that no step may raise; carries the history."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(str(outcome))
        self.outcome = outcome


def outcome_of(plan: Plan) -> Outcome:
    """What became of a history; an error is an outcome too."""
    try:
        return play(plan)
    except HistoryError as error:
        return error.outcome


def _do(world: World, plan: Plan, number: int, step: Step, trace: list[str]) -> None:
    world.step = number
    world.dice = random.Random(step.seed)
    world.weather, world.busy = plan.weather, plan.busy
    world.time.advance(world.dice.randint(1, plan.pace_s))
    action, _ = ACTIONS[step.action]
    computer = _somewhere(world, step.action)
    said = action(world, computer, world.dice)
    trace.append(f"{number:3} {computer.name:3} {step.action}: {said} {world.noted()}".rstrip())
    _look(world)


def _somewhere(world: World, action: str) -> Computer:
    """A computer; offices that report work more than the one that receives, which types nothing."""
    running = world.running()
    weights = [2 if place.role != "consolidator" else int(action != "type") for place in running]
    return world.dice.choices(running, weights)[0]


def _look(world: World) -> None:
    """What can be judged at any moment, of every computer that something happened to."""
    touched, world.touched = world.touched, set()
    for name in sorted(touched):
        no_conflict_without_a_clash(world, world.computers[name])
        green_is_proven(world, world.computers[name])
        no_act_fails_that_nobody_crossed(world, world.computers[name])
        no_difference_is_seen_where_none_is(world, world.computers[name])


def _rest(world: World, trace: list[str]) -> None:
    """The weather clears, and everybody syncs until nobody has anything left to say."""
    world.dice = random.Random(0)
    world.weather = world.busy = 0.0
    world.deliver_late()
    world.post.deliver_late(world)
    for number in range(_ROUNDS):
        said = [_calm_cycle(world, computer, trace) for computer in world.running()]
        _look(world)
        if all(said):
            return
        trace.append(f"    round {number}: {world.noted()}")
    all_copies_agree(world)
    # A fault of central's own is the likelier cause, and says more.
    central_never_breaks(world)
    raise Violation("comes to rest", f"not after {_ROUNDS} rounds")


def _calm_cycle(world: World, computer: Computer, trace: list[str]) -> bool:
    """Whether a cycle found nothing to do, and left nothing undone."""
    world.time.advance(61)
    world.touched.add(computer.name)
    cycle = computer.sync()
    assert cycle is not None, "nobody dies in good weather"
    world.note(f"{computer.name} {cycle.record.code or 'done'} ↑{cycle.record.sent} ↓{cycle.record.received}")
    if cycle.record.code in _SIGNED_OUT:
        world.enrol_again(computer)
        return False
    facts = computer.desk.light_facts()
    quiet = not (cycle.record.sent or cycle.record.received or facts.waiting or facts.in_flight or cycle.record.code)
    return quiet and cycle.record.requests == 1


def _settle(world: World, trace: list[str]) -> None:
    """People answer every question, each his own way first, until none is left."""
    chance = random.Random(world.seed)
    for turn in range(_ROUNDS):
        asked = False
        for computer in world.running():
            people.open_again(world, computer, chance)
            # Answering one may answer another.
            for _ in range(40):
                questions = [*computer.desk.conflicts(), *computer.desk.refused()]
                if not questions:
                    break
                asked = True
                said = people.answer(world, computer, questions[0], mine=turn < 3 and chance.random() < 0.5)
                trace.append(f"    {computer.name} {said}")
                if said.endswith(": report.sealed"):
                    break
        _rest(world, trace)
        if not asked:
            return
    raise Violation("questions end", f"not after {_ROUNDS} rounds")


def judge(world: World) -> None:
    """Everything that must hold at rest."""
    central_never_breaks(world)
    the_receiver_sees_what_was_submitted(world)
    everything_happened_once(world)
    all_copies_agree(world)
    nothing_typed_is_missing(world)
    every_decision_is_told(world)
    every_office_knows_its_conflicts(world)
    rows_are_whole(world)
    every_receipt_is_true(world)
    nothing_answered_is_carried_on(world)


def shrink(plan: Plan, oracle: str, tries: int = 400) -> Outcome:
    """The history with as many steps left out as can be while the same oracle fails."""
    best = outcome_of(plan)
    size = max(1, len(plan.steps) // 2)
    while size and tries > 0:
        shorter = False
        for steps in _without(best.plan.steps, size):
            tries -= 1
            outcome = outcome_of(replace(best.plan, steps=steps))
            if outcome.oracle == oracle:
                best, shorter = outcome, True
                break
            if tries <= 0:
                break
        if not shorter:
            size //= 2
        size = min(size, len(best.plan.steps))
    return best


def _without(steps: Sequence[Step], size: int) -> Iterator[tuple[Step, ...]]:
    for first in range(0, len(steps), size):
        yield (*steps[:first], *steps[first + size :])


@contextmanager
def _silence() -> Iterator[None]:
    """Our warnings about a world that breaks are expected."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(before)
