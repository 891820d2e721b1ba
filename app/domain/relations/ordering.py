"""The order of calculation: every step after what it reads; a circle is refused, naming its cells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING, NamedTuple

from app.errors import RelationError

if TYPE_CHECKING:
    from app.domain.relations.steps import Step, TablePlan

_FEW = 8
_SPLIT_MAX = 20_000


class Region(NamedTuple):
    """Some rows of one column of one line of a table."""

    block: int
    column: int
    rows: frozenset[str]
    whole: bool = False
    """Read by every row alike (a fixed cell, a sum): a change concerns all of them."""


def in_order(steps: Sequence[Step], blocks: Sequence[tuple[TablePlan, str]]) -> list[Step]:
    """The steps, each after what it reads, otherwise in the order given. Raises RelationError `relation.cycle`."""
    ordered, stuck = _sorted(steps)
    if not stuck:
        return ordered
    # Why split: a column that reads itself in another row is no circle, once its rows are steps of their own.
    waiting = set(map(id, stuck))
    if sum(len(step.rows) for step in stuck) <= _SPLIT_MAX:
        split = [part for step in steps for part in (_by_row(step) if id(step) in waiting else [step])]
        ordered, stuck = _sorted(split)
    if stuck:
        circle = _circle(stuck)
        raise RelationError(
            "relation.cycle",
            cells=" → ".join(_name(step, blocks) for step in [*circle, circle[0]]),
            relation=next((step.relation for step in circle if step.relation), ""),
        )
    return ordered


def _by_row(step: Step) -> list[Step]:
    if len(step.rows) == 1:
        return [step]
    parts = []
    for row in sorted(step.rows):
        only = frozenset((row,))
        reads = tuple(
            region if region.whole or region.rows != step.rows else region._replace(rows=only) for region in step.reads
        )
        parts.append(replace(step, rows=only, reads=reads))
    return parts


def _needs(steps: Sequence[Step]) -> dict[int, set[int]]:
    filling: dict[tuple[int, int], list[int]] = defaultdict(list)
    for number, step in enumerate(steps):
        filling[step.block, step.column].append(number)
    by_row: dict[tuple[int, int], dict[str, list[int]]] = {}
    for place, numbers in filling.items():
        # Why: a column filled row by row would be compared with itself thousands of times.
        if len(numbers) > _FEW:
            rows = by_row[place] = defaultdict(list)
            for number in numbers:
                for row in steps[number].rows:
                    rows[row].append(number)
    return {number: _needed(step, steps, filling, by_row) for number, step in enumerate(steps)}


def _needed(
    step: Step,
    steps: Sequence[Step],
    filling: Mapping[tuple[int, int], Sequence[int]],
    by_row: Mapping[tuple[int, int], Mapping[str, Sequence[int]]],
) -> set[int]:
    found: set[int] = set()
    for region in step.reads:
        place = (region.block, region.column)
        rows = by_row.get(place)
        if rows is not None:
            found.update(number for row in region.rows for number in rows.get(row, ()))
        else:
            found.update(number for number in filling.get(place, ()) if not steps[number].rows.isdisjoint(region.rows))
    return found


def _sorted(steps: Sequence[Step]) -> tuple[list[Step], list[Step]]:
    needs = _needs(steps)
    followers: dict[int, list[int]] = defaultdict(list)
    for number, needed in needs.items():
        for other in needed:
            followers[other].append(number)
    waiting = {number: len(needed) for number, needed in needs.items()}
    ready = [number for number, count in waiting.items() if not count]
    heapify(ready)
    ordered = []
    while ready:
        number = heappop(ready)
        ordered.append(steps[number])
        del waiting[number]
        for follower in followers[number]:
            waiting[follower] -= 1
            if not waiting[follower]:
                heappush(ready, follower)
    return ordered, [steps[number] for number in sorted(waiting)]


def _circle(stuck: Sequence[Step]) -> list[Step]:
    """One circle among steps that wait for each other, in the order of reading."""
    needs = _needs(stuck)
    path: list[int] = []
    number = next(number for number, needed in needs.items() if needed)
    while number not in path:
        path.append(number)
        number = min(needs[number])
    return [stuck[place] for place in path[path.index(number) :]]


def _name(step: Step, blocks: Sequence[tuple[TablePlan, str]]) -> str:
    plan, line = blocks[step.block]
    row = min(step.rows)
    return f"{plan.table.key}/{row}{'.' + line if line else ''}/{plan.columns[step.column].key}"
