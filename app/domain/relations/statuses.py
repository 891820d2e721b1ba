"""Estimates stay estimates: the status of a calculated cell follows from the cells it was made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from app.domain.relations.grid import Block
from app.domain.relations.steps import Step, StepKind
from app.domain.relations.tree import At, Ref, Total
from app.domain.values import Status

Spot = tuple[int, int, int]


def status_of(
    step: Step,
    block: Block,
    slot: int,
    statuses: Mapping[Spot, str],
    places: Mapping[str, Mapping[str, tuple[Block, int]]],
) -> str:
    """`E` where a part is an estimate, else `P` where one is provisional, else empty."""
    found = {statuses.get(spot, "") for spot in parts_of(step, block, slot, places)}
    return next((status.value for status in (Status.ESTIMATE, Status.PROVISIONAL) if status.value in found), "")


def parts_of(
    step: Step, block: Block, slot: int, places: Mapping[str, Mapping[str, tuple[Block, int]]]
) -> Iterator[Spot]:
    """The cells of the report that a step reads to calculate one slot."""
    if step.kind is StepKind.SUMS or (slot in block.total_only and step.additive):
        span = next(span for span in block.layout.spans if span.slot == slot)
        yield from ((block.number, step.column, part) for part in range(span.start, span.stop))
        return
    for leaf in step.leaves:
        if isinstance(leaf, Ref) and step.kind is StepKind.ACROSS:
            yield block.number, step.column, block.layout.slots[leaf.key]
        elif isinstance(leaf, Ref):
            yield block.number, block.plan.positions[leaf.key], slot
        elif isinstance(leaf, Total):
            position = block.plan.positions[leaf.key]
            yield from ((block.number, position, part) for part in range(block.layout.entries))
        elif isinstance(leaf, At):
            table, row, column = leaf.address.split("/")
            place = places.get(table, {}).get(row)
            if place is not None:
                yield place[0].number, place[0].plan.positions[column], place[1]
