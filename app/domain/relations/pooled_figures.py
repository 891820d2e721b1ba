"""A column's figures in several reports read and made one, and what each report brought to the result."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from enum import IntEnum, StrEnum
from fractions import Fraction
from functools import cache, reduce
from operator import or_
from typing import NamedTuple, TypeAlias

from app.domain.forms.definition import Column, RollUp
from app.domain.relations.arithmetic import BLANK, Special, State, Value, half_up, scaled, spelled
from app.domain.relations.arithmetic import UNKNOWN as NOT_KNOWN
from app.domain.relations.cells import read_figure
from app.domain.relations.rolling import adds, entering, rolled
from app.domain.values import NIL, UNKNOWN, Status
from app.errors import CellError


class Over(StrEnum):
    """What several reports are made one over."""

    UNITS = "units"
    TIME = "time"


class Brought(IntEnum):
    """What a report brings to a figure."""

    MISSING = 0
    """There is no report."""
    NO_ROW = 1
    """The report has no such row."""
    BLANK = 2
    """Not filled."""
    UNREADABLE = 3
    """Holds what cannot stand there."""
    NOT_COMPARABLE = 4
    """The report's edition has no such cell; or only a share of it counts, and the figure cannot be shared out."""
    UNKNOWN = 5
    """`...`: occurred, figure not known."""
    NIL = 6
    """`-`: did not occur."""
    FIGURE = 7
    """A number, or words."""


ESTIMATE, PROVISIONAL = 0x10, 0x20
"""Added to what was brought, where the figure says so of itself."""
_FLAGS = {"": 0, Status.ESTIMATE.value: ESTIMATE, Status.PROVISIONAL.value: PROVISIONAL}
_MARKED = {f" {status}": flag for status, flag in _FLAGS.items() if status}
"""What a marked figure ends with."""
_KIND = 0x0F
# Why not the members: an attribute of an enumeration costs as much as reading a figure.
_NOT_COMPARABLE, _UNKNOWN = int(Brought.NOT_COMPARABLE), int(Brought.UNKNOWN)
_NIL, _FIGURE = int(Brought.NIL), int(Brought.FIGURE)
_UNSAID = frozenset(map(int, (Brought.MISSING, Brought.BLANK, Brought.UNREADABLE, Brought.NOT_COMPARABLE)))
_WHOLE_DIGITS, _DIGITS_BEFORE_POINT = 18, 10

Reading: TypeAlias = tuple[int, int]
"""What was brought, flagged; the figure in units of the column's last decimal."""


def brought(byte: int) -> Brought:
    """What a report brought, without its flags."""
    return Brought(byte & _KIND)


def flags_of(given: Iterable[int]) -> int:
    """What several figures say of themselves, together."""
    return reduce(or_, given, 0) & ~_KIND


def status_of(flags: int) -> str:
    """`E` where an estimate is among them, else `P` where a provisional figure is, else empty."""
    if flags & ESTIMATE:
        return Status.ESTIMATE.value
    return Status.PROVISIONAL.value if flags & PROVISIONAL else ""


def rule_over(column: Column, over: Over) -> tuple[RollUp, str]:
    """A column's rule, and the key of the column it is weighed by, empty for none."""
    if over is Over.UNITS:
        return column.roll_up_units, column.weight_units
    return column.roll_up_time, column.weight_time


def lacks_edge(rule: RollUp, over: Over, given: Sequence[int]) -> bool:
    """Whether the period that a stock is taken of does not say it: then no other period's figure stands for it.

    A row that came later or went earlier has no such period: its own first or last figure is its stock.
    """
    edge = {RollUp.FIRST: 0, RollUp.LAST: -1}.get(rule) if over is Over.TIME else None
    return edge is not None and given[edge] & _KIND in _UNSAID


class Result(NamedTuple):
    """Several figures as one."""

    text: str | None
    """Canonical, with its status; None for blank."""
    given: bytes
    """What each report brought."""


class PooledColumn(dict[str, Reading]):
    """A column of figures over several reports; as a mapping, what a text of its cells spells."""

    __slots__ = ("_not_comparable", "column", "over", "plain", "rule", "weight")

    def __init__(self, column: Column, over: Over, *, needs_all: bool = False) -> None:
        super().__init__()
        self.column, self.over = column, over
        self._not_comparable: Value = NOT_KNOWN if needs_all else BLANK
        self.rule, self.weight = rule_over(column, over)
        self.plain = _plain_numbers(column.decimals, column.signed)

    def __missing__(self, text: str) -> Reading:
        try:
            state, figure, status = read_figure(self.column, text, "")
        except CellError:
            found = (int(Brought.UNREADABLE), 0)
        else:
            kind = _UNKNOWN if state == State.UNKNOWN else _NIL if text.partition(" ")[0] == NIL else _FIGURE
            found = (kind | _FLAGS[status], figure)
        self[text] = found
        return found

    def added(self, texts: Sequence[str | None], absent: bytes) -> Result:
        """The sum of what the cells hold, quickly; the same as `made` of what was read.

        `absent` says what a cell without text is in each report.
        """
        total = self._sum(texts)
        if total is not None:
            return Result(spelled(total, self.column.decimals), bytes((_FIGURE,)) * len(texts))
        known = [text[:-2] if text[-2:] in _MARKED else text for text in texts if text is not None and text != NIL]
        total = self._sum(known) if known else None
        if total is not None:
            given = bytes(
                [
                    without if text is None else _NIL if text == NIL else _FIGURE | _MARKED.get(text[-2:], 0)
                    for text, without in zip(texts, absent, strict=True)
                ]
            )
            return Result(_with_status(spelled(total, self.column.decimals), set(given)), given)
        read = self.read(texts, absent)
        given = bytes([kind for kind, _ in read])
        filled = {kind for kind in set(given) if kind & _KIND >= _UNKNOWN}
        if not filled:
            return Result(None, given)
        kinds = {kind & _KIND for kind in filled}
        value = NOT_KNOWN if _UNKNOWN in kinds else scaled(sum([figure for _, figure in read]), self.column.decimals)
        return Result(self._spelled(value, kinds, filled), given)

    def _sum(self, texts: Sequence[str | None]) -> int | None:
        """In units of the last decimal; None unless all are plain numbers."""
        try:
            joined = ",".join(texts)  # type: ignore[arg-type]  # a blank among them is the TypeError caught here
        except TypeError:
            return None
        if not self.plain.fullmatch(joined):
            return None
        if self.column.decimals:
            # Why exact: plain numbers have at most 22 digits, and a decimal context holds 28.
            total = sum(map(Decimal, texts), Decimal(0))  # type: ignore[arg-type]  # no blank got this far
            return int(total.scaleb(self.column.decimals))
        return sum(map(int, texts))  # type: ignore[arg-type]  # no blank got this far

    def value(self, reading: Reading) -> Value:
        """What a reading counts, as an exact number."""
        kind = reading[0] & _KIND
        if kind >= _NIL:
            return scaled(reading[1], self.column.decimals)
        if kind == _NOT_COMPARABLE:
            return self._not_comparable
        return NOT_KNOWN if kind == _UNKNOWN else BLANK

    def read(self, texts: Sequence[str | None], absent: bytes) -> list[Reading]:
        """What each text spells."""
        return [(without, 0) if text is None else self[text] for text, without in zip(texts, absent, strict=True)]

    def made(
        self, read: Sequence[Reading], weights: Sequence[Reading], by: Sequence[Value], shares: Sequence[Fraction]
    ) -> Result:
        """Figures made one by the column's rule.

        `weights` were read for a rule that weighs and count `by`; `shares`, where given, say how much of each report
        counts.
        """
        given = [kind for kind, _ in read]
        values = [self.value(reading) for reading in read]
        for place, share in enumerate(shares):
            if share != 1 and values[place] is not BLANK:
                values[place], given[place] = self._shared(values[place], given[place], share)
        places = entering(self.rule, values, by)
        value = rolled(self.rule, values, by)
        if places and lacks_edge(self.rule, self.over, given):
            places, value = [], NOT_KNOWN
        if value is not NOT_KNOWN and isinstance(value, Special):
            return Result(None, bytes(given))
        entered = [given[place] for place in places]
        weighing = [weights[place][0] for place in places] if weights else []
        return Result(self._spelled(value, {kind & _KIND for kind in entered}, [*entered, *weighing]), bytes(given))

    def _shared(self, value: Value, kind: int, share: Fraction) -> tuple[Value, int]:
        """A share of a figure, which is an estimate; of a figure that is not added up there is none."""
        if not adds(self.rule):
            return BLANK, Brought.NOT_COMPARABLE
        return (value if isinstance(value, Special) else value * share), kind | ESTIMATE

    def _spelled(self, value: Value, kinds: set[int], flagged: Iterable[int]) -> str:
        """A result as canonical text: nil where it is made of nothing else, with the status of its parts."""
        if isinstance(value, Special):
            text = UNKNOWN
        else:
            decimals = self.column.decimals
            text = NIL if kinds == {_NIL} else spelled(half_up(value, decimals), decimals)
        return _with_status(text, flagged)


def _with_status(text: str, flagged: Iterable[int]) -> str:
    status = status_of(flags_of(flagged))
    return f"{text} {status}" if status else text


@cache
def _plain_numbers(decimals: int, signed: bool) -> re.Pattern[str]:
    """Canonical numbers of a column without marks and status, between commas, short enough to be added quickly."""
    number = rf"(?:0|[1-9][0-9]{{0,{(_DIGITS_BEFORE_POINT if decimals else _WHOLE_DIGITS) - 1}}})"
    if decimals:
        number += rf"(?:\.[0-9]{{0,{decimals - 1}}}[1-9])?"
    if signed:
        number = rf"(?:(?!-0(?:,|\Z))-)?{number}"
    return re.compile(rf"{number}(?:,{number})*+")
