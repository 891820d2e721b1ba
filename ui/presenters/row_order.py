"""Where free rows stand: a place for a new one, and what changes when one is moved. Rows are known by their keys."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from msgspec.structs import replace

from app.domain.rows import RowHead, order_between

Heads = Mapping[str, RowHead]
"""Row key -> head."""


def last_in(heads: Heads, group: str) -> RowHead:
    """The head of a new row at the end of its group."""
    there = _in_group(heads, group)
    edge = heads[there[-1]].order if there else max((head.order for head in heads.values()), default="")
    return RowHead(order=order_between(edge, _next(heads, edge)), group=group)


def next_to(heads: Heads, key: str, *, above: bool = False) -> RowHead:
    """The head of a new row above or below one that has a head, and below its "of which" rows.

    Beside an "of which" row it is one, too.
    """
    head = heads[key]
    if above:
        return replace(head, order=order_between(_previous(heads, head.order), head.order))
    group = _in_group(heads, head.group)
    edge = heads[_block(heads, group, group.index(key))[-1]].order
    return replace(head, order=order_between(edge, _next(heads, edge)))


def moved(heads: Heads, groups: Sequence[str], key: str, step: int) -> dict[str, RowHead]:
    """The heads that change when a row goes one place up (-1) or down (1); none at the end.

    A row takes its "of which" rows along and passes others with theirs; at the edge of its group it goes over into
    the next one. An "of which" row stays below the row it is part of.
    """
    if key not in heads:
        return {}
    group = _in_group(heads, heads[key].group)
    at = group.index(key)
    block = _block(heads, group, at)
    if heads[key].of_which:
        other = at + step
        if not (0 <= other < len(group) and heads[group[other]].of_which):
            return {}
        return _beside(heads, block, group[other], step)
    if step > 0 and at + len(block) < len(group):
        return _beside(heads, block, _block(heads, group, at + len(block))[-1], 1)
    if step < 0 and at > 0:
        above = next((one for one in range(at - 1, 0, -1) if not heads[group[one]].of_which), 0)
        return _beside(heads, block, group[above], -1)
    place = groups.index(heads[key].group) + step if heads[key].group in groups else -1
    return into_group(heads, key, groups[place], first=step > 0) if 0 <= place < len(groups) else {}


def into_group(heads: Heads, key: str, group: str, *, first: bool = False) -> dict[str, RowHead]:
    """The heads that change when a row, with its "of which" rows, becomes the last (or first) of a group.

    None for an "of which" row: among others it would be a part of a row it has nothing to do with.
    """
    if key not in heads or heads[key].of_which:
        return {}
    own = _in_group(heads, heads[key].group)
    block = _block(heads, own, own.index(key))
    there = [one for one in _in_group(heads, group) if one not in block]
    if there:
        changed = _beside(heads, block, there[0] if first else there[-1], -1 if first else 1)
    else:
        changed = {one: heads[one] for one in block}
    return {one: replace(head, group=group) for one, head in changed.items()}


def _in_group(heads: Heads, group: str) -> list[str]:
    return sorted((key for key, head in heads.items() if head.group == group), key=lambda key: (heads[key].order, key))


def _block(heads: Heads, group: Sequence[str], at: int) -> list[str]:
    """A row and the "of which" rows that follow it."""
    end = at + 1
    while not heads[group[at]].of_which and end < len(group) and heads[group[end]].of_which:
        end += 1
    return list(group[at:end])


def _beside(heads: Heads, block: Collection[str], other: str, step: int) -> dict[str, RowHead]:
    """The block right below (1) or above (-1) another row; rows with the very same order are passed together."""
    edge = heads[other].order
    before, after = (edge, _next(heads, edge)) if step > 0 else (_previous(heads, edge), edge)
    changed = {}
    for key in block:
        before = order_between(before, after)
        changed[key] = replace(heads[key], order=before)
    return changed


def _next(heads: Heads, order: str) -> str:
    return min((head.order for head in heads.values() if head.order > order), default="")


def _previous(heads: Heads, order: str) -> str:
    return max((head.order for head in heads.values() if head.order < order), default="")
