"""Whether a link holds at a row: the rules for blank, closed, unknown and missing."""

from __future__ import annotations

from enum import IntEnum
from itertools import compress
from operator import ge, gt, le, lt, ne

from app.domain.relations.arithmetic import BLANK, CLOSED, MISSING, UNKNOWN, Number, Special, Value, compare, half_up
from app.domain.relations.grid import Block
from app.domain.relations.steps import Judged
from app.domain.relations.tree import Axis

_BROKEN_BY = {"=": ne, "<": ge, "<=": gt, ">": le, ">=": lt}


class Verdict(IntEnum):
    """What became of a link."""

    HOLDS = 0
    """Holds, or there is nothing to judge."""
    BROKEN = 1
    """Does not hold."""
    LACKING = 2
    """One side is blank; counted as zero it would hold."""
    LACKING_BROKEN = 3
    """One side is blank; counted as zero it does not hold."""
    UNKNOWN = 4
    """A figure is `...`."""
    MISSING = 5
    """The other report is not there."""


def judge(link: Judged, block: Block, index: int) -> Verdict:
    """A link at one row (rows axis: at one column)."""
    if is_excused(link, block, index):
        return Verdict.HOLDS
    strictly, leniently = _applies(link, block, index)
    if not leniently:
        return Verdict.HOLDS
    verdict = _verdict(link, block, index)
    return Verdict.LACKING_BROKEN if verdict is Verdict.BROKEN and not strictly else verdict


def is_excused(link: Judged, block: Block, index: int) -> bool:
    """Whether a row given by its totals alone excuses the link."""
    if not block.total_only:
        return False
    if link.axis is Axis.COLUMNS:
        return index in block.total_only
    return not link.left_rows.isdisjoint(block.total_only)


def _verdict(link: Judged, block: Block, index: int) -> Verdict:
    left, right = link.left(block, index), link.right(block, index)
    if left is MISSING or right is MISSING:
        return Verdict.MISSING
    if left is CLOSED or right is CLOSED:
        return Verdict.HOLDS
    if left is UNKNOWN or right is UNKNOWN:
        return Verdict.UNKNOWN
    if not isinstance(left, Special) and not isinstance(right, Special):
        return Verdict.HOLDS if agrees(link, block, index, left, right) else Verdict.BROKEN
    if left is BLANK and right is BLANK:
        return Verdict.HOLDS
    if link.constant_left or link.constant_right:
        return Verdict.HOLDS
    one, other = as_zero(left), as_zero(right)
    return Verdict.LACKING if agrees(link, block, index, one, other) else Verdict.LACKING_BROKEN


def as_zero(value: Value) -> Number:
    """A value where blank counts nothing."""
    return 0 if isinstance(value, Special) else value


def agrees(link: Judged, block: Block, index: int, left: Number, right: Number) -> bool:
    """Whether two numbers stand as the link says: equality at the left side's decimals, order exactly."""
    if link.sign != "=":
        return compare(left, link.sign, right)
    decimals = block.decimals[index] if link.axis is Axis.ROWS else link.decimals
    if decimals is None:
        return left == right
    return half_up(left, decimals) == half_up(right, decimals)


def _applies(link: Judged, block: Block, index: int) -> tuple[bool, bool]:
    """Whether its condition holds: as typed so far, and with blanks counted as zero beside filled cells."""
    strictly = leniently = True
    for left_side, sign, right_side, constant_left, constant_right in link.when:
        left, right = left_side(block, index), right_side(block, index)
        specials = [value for value in (left, right) if isinstance(value, Special)]
        if not specials:
            holds = compare(as_zero(left), sign, as_zero(right))
            strictly, leniently = strictly and holds, leniently and holds
        else:
            strictly = False
            only_blank = all(value is BLANK for value in specials) and len(specials) == 1
            judged = only_blank and not constant_left and not constant_right
            leniently = leniently and judged and compare(as_zero(left), sign, as_zero(right))
    return strictly, leniently


def judge_all(link: Judged, block: Block) -> dict[int, Verdict]:
    """Verdicts at every row (rows axis: column) where the link does more than hold."""
    known_broken: frozenset[int] = frozenset()
    if link.axis is Axis.ROWS:
        indexes = sorted(link.columns)
    elif link.sides is not None and link.everywhere and not block.total_only:
        left, right = link.sides
        broken = map(_BROKEN_BY[link.sign], block.added_up(left), block.added_up(right))
        suspects = frozenset(compress(range(len(block.layout.keys)), broken))
        odd = frozenset(block.not_known({position for position, _ in (*left, *right)}))
        # Why: where every figure is a number, adding up has judged already.
        known_broken = suspects - odd
        indexes = sorted(suspects | odd)
    else:
        indexes = list(block.slots_of(link.rows))
        plain = not link.when and not block.total_only
        if plain and any(block.report.lacks(leaf) for leaf in link.demanded):
            return dict.fromkeys(indexes, Verdict.MISSING)
    found = {}
    for index in indexes:
        verdict = Verdict.BROKEN if index in known_broken else judge(link, block, index)
        if verdict:
            found[index] = verdict
    return found
