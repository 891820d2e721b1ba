"""Several figures made one by a column's rule: over the rows of a total, over units, over time."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from app.domain.forms.definition import RollUp
from app.domain.relations.arithmetic import BLANK, UNKNOWN, Special, Value, add

_ADDS = (RollUp.SUM, RollUp.RECOMPUTE)
_TAKES_ONE = (RollUp.FIRST, RollUp.LAST)


def rolled(rule: RollUp, values: Sequence[Value], weights: Sequence[Value]) -> Value:
    """Several values made one by a rule; `weights` go with `values` and matter to an average alone."""
    places = entering(rule, values, weights)
    if not places:
        return BLANK
    if rule is RollUp.WEIGHTED_AVG:
        return _average([values[place] for place in places], [weights[place] for place in places])
    entered = [values[place] for place in places]
    if UNKNOWN in entered:
        return UNKNOWN
    if rule is RollUp.MAX:
        return max(value for value in entered if not isinstance(value, Special))
    return add([(False, value) for value in entered], 0)


def entering(rule: RollUp, values: Sequence[Value], weights: Sequence[Value]) -> list[int]:
    """The places of the values that a rule makes its result of: filled ones, of which `first` and `last` take one.

    What is calculated is worked out anew; where its value was typed nevertheless (a row given by its totals alone)
    it is added.
    """
    if rule in (RollUp.LIST, RollUp.NONE):
        return []
    filled = [place for place, value in enumerate(values) if _is_filled(value)]
    if rule is RollUp.WEIGHTED_AVG:
        return [place for place in filled if _is_filled(weights[place])]
    if rule in _TAKES_ONE:
        return filled[:1] if rule is RollUp.FIRST else filled[-1:]
    return filled


def adds(rule: RollUp) -> bool:
    """Whether a rule adds figures up, so that a share of a figure has a meaning."""
    return rule in _ADDS


def _is_filled(value: Value) -> bool:
    return value is UNKNOWN or not isinstance(value, Special)


def _average(values: Sequence[Value], weights: Sequence[Value]) -> Value:
    """The weighted mean of filled values; blank without any weight."""
    weighted, weight = Fraction(0), Fraction(0)
    for value, by in zip(values, weights, strict=True):
        if isinstance(value, Special) or isinstance(by, Special):
            return UNKNOWN
        weighted += Fraction(value) * by
        weight += by
    if weight == 0:
        return BLANK
    mean = weighted / weight
    return mean.numerator if mean.denominator == 1 else mean
