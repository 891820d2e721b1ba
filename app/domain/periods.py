"""Reporting periods: when a report is due, and which report came before it.

The codes themselves (period_codes.py) and the days they cover (windows.py) are offered here too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import TypeVar

import msgspec

from app.domain.calendar import WEEKENDS_ONLY, Holidays, add_working_days
from app.domain.period_codes import MONTHS, Frequency, Period, from_provincial, parse_frequency, to_provincial
from app.domain.windows import CALENDAR, ND09, Window, WindowKind, WindowRule, day_of
from app.errors import PeriodError

_DAY = timedelta(days=1)
_MONTHS_SHIFTED_MAX = 36
_LATEST_CUT_OFF = 60
# Why 28 years: after that many the weekdays fall on the same dates again.
_YEARS_CHECKED = range(2020, 2048)

T = TypeVar("T")

__all__ = [
    "CALENDAR",
    "ND09",
    "DeadlineKind",
    "DeadlineRule",
    "Frequency",
    "Period",
    "Roll",
    "Window",
    "WindowKind",
    "WindowRule",
    "from_provincial",
    "parse_frequency",
    "periods_due",
    "preceding_period",
    "previous_candidates",
    "previous_periods",
    "to_provincial",
    "windows_adjacent",
]


class DeadlineKind(StrEnum):
    """How a deadline follows from its period."""

    FIXED = "fixed"
    DAY_OF_MONTH = "day_of_month"
    CUT_OFF = "cut_off"
    DATED = "dated"


class Roll(StrEnum):
    """Where a printed deadline goes that falls on a day off."""

    NONE = "none"
    BEFORE = "before"
    AFTER = "after"


class DeadlineRule(msgspec.Struct, frozen=True, kw_only=True):
    """The last day a report may arrive.

    `fixed`: `day`/`month`, `year_offset` years after the period's. `day_of_month`: `day`, `month_offset` months after
    the period's last month ("ngày 25 của tháng cuối kỳ"). `cut_off`: `working_days` after the window's last day.
    `dated`: given with each report.
    """

    kind: DeadlineKind
    """Which rule."""
    day: int = 25
    """Day of the month, 1..31; a shorter month's last day stands for what it lacks."""
    month: int = 1
    """Month of a fixed deadline, 1..12."""
    year_offset: int = 0
    """Years a fixed deadline lies after the period's year."""
    month_offset: int = 0
    """Months a day-of-month deadline lies after the period's last month."""
    working_days: int = 1
    """Working days after the cut-off, at least 1."""
    roll: Roll = Roll.NONE
    """What happens on a day off; a cut-off deadline never falls on one."""

    def __post_init__(self) -> None:
        if (
            not 1 <= self.day <= 31
            or not 1 <= self.month <= 12
            or not 0 <= self.year_offset <= 3
            or not 0 <= self.month_offset <= _MONTHS_SHIFTED_MAX
            or not 1 <= self.working_days <= _LATEST_CUT_OFF
        ):
            raise PeriodError("period.deadline_rule", kind=self.kind)

    def printed(
        self, window: Window, period: Period, holidays: Holidays = WEEKENDS_ONLY, given: date | None = None
    ) -> date:
        """The deadline as the rule words it, after rolling. Raises PeriodError `period.dates_needed`."""
        match self.kind:
            case DeadlineKind.CUT_OFF:
                return add_working_days(window.end, self.working_days, holidays)
            case DeadlineKind.FIXED:
                day = day_of(self.month, period.year + self.year_offset, self.day)
            case DeadlineKind.DAY_OF_MONTH:
                year, month = _last_month(window, period)
                day = day_of(month + self.month_offset, year, self.day)
            case DeadlineKind.DATED:
                if given is None:
                    raise PeriodError("period.dates_needed", text=period.code)
                day = given
        if self.roll is Roll.NONE or holidays.is_working_day(day):
            return day
        return add_working_days(day, 1 if self.roll is Roll.AFTER else -1, holidays)

    def deadline(
        self, window: Window, period: Period, holidays: Holidays = WEEKENDS_ONLY, given: date | None = None
    ) -> date:
        """The last day on which the report is on time; `given` is the date of a `dated` deadline.

        Never earlier than one working day after the window's end: where a long holiday swallows the printed day,
        the first working day counts. A date given by the requester stands as given.
        """
        printed = self.printed(window, period, holidays, given)
        if self.kind is DeadlineKind.DATED:
            return printed
        return max(printed, add_working_days(window.end, 1, holidays))

    def check(self, window_rule: WindowRule, frequencies: Iterable[str], holidays: Holidays = WEEKENDS_ONLY) -> None:
        """Refuse a rule that can leave less than one working day after the window's end.

        `frequencies` are those of the form ("Q", or narrowed to one period of the year, "S1"). Every weekday the
        cut-off can fall on is tried. Without `holidays` the answer depends on the rule alone, so a form that
        loads today loads in every year; `deadline` takes care of the holidays themselves.
        Raises PeriodError `period.deadline_early` with the first period it fails for, the end of its window, its
        deadline and the earliest allowed one, or what the window rule raises.
        """
        for text in frequencies:
            early = _first_early(self, window_rule, text, holidays)
            if early:
                raise PeriodError("period.deadline_early", **early)


@lru_cache(maxsize=1024)
def _first_early(
    rule: DeadlineRule, window_rule: WindowRule, text: str, holidays: Holidays
) -> Mapping[str, object] | None:
    """What `period.deadline_early` says of the first period for which a rule is too early, or None."""
    frequency, number = parse_frequency(text)
    if window_rule.is_dated or frequency is Frequency.EVENT or rule.kind is DeadlineKind.DATED:
        return None
    for period in _periods_of(frequency, number):
        window = window_rule.window(period)
        earliest = add_working_days(window.end, 1, holidays)
        deadline = rule.printed(window, period, holidays)
        if deadline < earliest:
            return {"text": period.code, "end": window.end, "deadline": deadline, "earliest": earliest}
    return None


def _periods_of(frequency: Frequency, number: int | None) -> Iterable[Period]:
    first = Period(frequency=frequency, year=_YEARS_CHECKED.start, number=number or 1)
    period: Period | None = first
    while period and period.year in _YEARS_CHECKED:
        if number is None or period.number == number:
            yield period
        period = period.next()


def _last_month(window: Window, period: Period) -> tuple[int, int]:
    """Year and month a period ends in by name; where its name holds no month, by its window."""
    if period.frequency in MONTHS:
        return period.year, period.months()[1]
    return window.end.year, window.end.month


def windows_adjacent(earlier: Window, later: Window) -> bool:
    """Whether one window ends the day before the other begins."""
    return later.start - earlier.end == _DAY


def previous_candidates(period: Period, window: Window, others: Iterable[tuple[T, Period, Window]]) -> list[T]:
    """Which of a unit's other reports of the form come directly before this one, the best first.

    Those whose window ends the day before this one's begins: the same frequency first, then the longest window,
    then the order given (give releases official first). Each is handed back as the first member of its tuple.
    """
    before = [other for other in others if windows_adjacent(other[2], window)]
    before.sort(key=lambda other: (other[1].frequency is not period.frequency, other[2].start))
    return [other[0] for other in before]


def previous_periods(period: Period, rule: WindowRule, frequencies: Iterable[str]) -> list[Period]:
    """The periods of the form's frequencies that end the day before this one begins, the same frequency first.

    Empty for rules and periods whose dates are given: there `previous_candidates` knows.
    """
    if rule.is_dated or period.frequency is Frequency.EVENT:
        return []
    window = rule.window(period)
    found = []
    for text in frequencies:
        frequency, number = parse_frequency(text)
        before = rule.period_ending(frequency, window.start - _DAY)
        if before and number in (None, before.number):
            found.append((before, before, rule.window(before)))
    return previous_candidates(period, window, found)


def preceding_period(period: Period, rule: WindowRule) -> Period | None:
    """The report before this one in the same accumulating series.

    For an event the bulletin before; else the year-to-date period before that counts from the same day. None at the
    start of a series and for windows that do not accumulate.
    """
    before = period.previous()
    if before is None or period.frequency is Frequency.EVENT:
        return before
    if rule.kind is not WindowKind.CUMULATIVE or rule.window(before).start != rule.window(period).start:
        return None
    return before


def periods_due(frequencies: Iterable[str], rule: WindowRule, on: date) -> tuple[Period, ...]:
    """The periods a work list shows on a day: for each frequency the last one that ended and the one being filled.

    In the order their windows end, the shorter first. Event reports and rules with given dates are not due by the
    calendar and have none.
    """
    found: dict[Period, Window] = {}
    for text in frequencies:
        frequency, number = parse_frequency(text)
        near = rule.around(frequency, on, number)
        ended = [pair for pair in near if pair[1].end < on]
        found.update(ended[-1:])
        # Why one: windows that accumulate from the year's start hold today in every later period too.
        found.update([pair for pair in near if on in pair[1]][:1])
    return tuple(sorted(found, key=lambda period: (found[period].end, on - found[period].start, period.code)))
