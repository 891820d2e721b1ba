"""Exact values of relations: whole numbers stay ints, everything else is a fraction; nothing is rounded on the way.

Beside numbers a cell or an expression may be one of four states, which every operation keeps apart.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from enum import Enum, IntEnum
from fractions import Fraction
from typing import TypeAlias

from app.domain.values import canonical_number

DIGITS_MAX = 30


class State(IntEnum):
    """What a cell holds. The order is what a sum needs: of several, the smallest decides."""

    UNKNOWN = 0
    """`...`: something, figure not known."""
    KNOWN = 1
    """A number, or nil."""
    BLANK = 2
    """Not yet filled."""
    CLOSED = 3
    """Cannot apply."""


class Special(Enum):
    """A value that is no number."""

    MISSING = 0
    """The other report is not there: nothing can be judged."""
    UNKNOWN = 1
    """Holds `...`."""
    BLANK = 2
    """Nothing filled, or not computable."""
    CLOSED = 3
    """Cannot apply: as if it were not printed."""


MISSING, UNKNOWN, BLANK, CLOSED = Special.MISSING, Special.UNKNOWN, Special.BLANK, Special.CLOSED
Number: TypeAlias = int | Fraction
Value: TypeAlias = Number | Special
OF_STATE: tuple[Value, ...] = (UNKNOWN, 0, BLANK, CLOSED)


def is_number(value: Value) -> bool:
    """Whether a value is a number."""
    return value.__class__ is not Special


def half_up(value: Number, decimals: int) -> int:
    """`value` times 10**decimals, rounded half away from zero."""
    scale: int = 10**decimals
    numerator, denominator = value.numerator * scale, value.denominator
    if denominator == 1:
        return numerator
    rounded = (2 * abs(numerator) + denominator) // (2 * denominator)
    return rounded if numerator >= 0 else -rounded


def scaled(whole: int, decimals: int) -> Number:
    """The number that `whole` units of 10**-decimals are."""
    if not decimals:
        return whole
    number = Fraction(whole, 10**decimals)
    return number.numerator if number.denominator == 1 else number


def spelled(whole: int, decimals: int) -> str:
    """Canonical text of `whole` units of 10**-decimals."""
    if not decimals:
        return str(whole)
    sign, digits = ("-" if whole < 0 else ""), str(abs(whole)).rjust(decimals + 1, "0")
    return canonical_number(Decimal(f"{sign}{digits[:-decimals]}.{digits[-decimals:]}"))


def of_text(text: str) -> Number:
    """The number a plain decimal text spells."""
    return Fraction(text) if "." in text else int(text)


def decimals_of(text: str) -> int:
    """Digits after the point of a plain decimal text."""
    return len(text.partition(".")[2])


def add(values: list[tuple[bool, Value]], fixed: Number) -> Value:
    """Terms (whether taken away, value) and a constant added up.

    A blank counts nothing beside a filled one; all blank is blank, whatever the constant.
    """
    total: Number = fixed
    lowest = State.CLOSED
    for minus, value in values:
        if isinstance(value, Special):
            if value is MISSING:
                return MISSING
            if value is UNKNOWN:
                lowest = State.UNKNOWN
            elif value is BLANK and lowest == State.CLOSED:
                lowest = State.BLANK
        else:
            total = total - value if minus else total + value
            if lowest > State.KNOWN:
                lowest = State.KNOWN
    return total if lowest == State.KNOWN else OF_STATE[lowest]


def multiply(values: list[tuple[bool, Value]], on_zero: Callable[[], None]) -> Value:
    """Factors (whether dividing, value) from left to right; blank where one is blank or something is over zero."""
    if any(isinstance(value, Special) for _, value in values):
        specials = [value for _, value in values]
        return next(special for special in (MISSING, CLOSED, BLANK, UNKNOWN) if special in specials)
    # Why by hand: a Fraction made for every factor costs more than all the rest.
    above = below = 1
    for divides, value in values:
        assert not isinstance(value, Special)
        if not divides:
            above, below = above * value.numerator, below * value.denominator
        elif value == 0:
            on_zero()
            return BLANK
        else:
            above, below = above * value.denominator, below * value.numerator
    return above // below if above % below == 0 else Fraction(above, below)


def compare(left: Number, sign: str, right: Number) -> bool:
    """Whether a comparison holds, exactly."""
    match sign:
        case "=":
            return left == right
        case "<":
            return left < right
        case "<=":
            return left <= right
        case ">":
            return left > right
        case _:
            return left >= right
