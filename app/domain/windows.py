"""The days a report's figures cover.

Which days these are is the form's own rule, never the period's: the same `2026-Q3` is 15/6-14/9 for one form and
1/7-30/9 for another.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum

import msgspec

from app.domain.period_codes import COUNT, MONTHS, Frequency, Period
from app.errors import PeriodError

_DAY = timedelta(days=1)
_MONTHS_SHIFTED_MAX = 36


def day_of(month: int, year: int, day: int) -> date:
    """The `day`-th of a month that may lie outside 1..12, or the month's last day where it is shorter."""
    years, month = divmod(month - 1, 12)
    year, month = year + years, month + 1
    last = date(year + month // 12, month % 12 + 1, 1) - _DAY
    return last.replace(day=min(day, last.day))


class Window(msgspec.Struct, frozen=True, kw_only=True):
    """The days whose figures a report holds, both ends included."""

    start: date
    """The first day."""
    end: date
    """The day the figures are cut off, itself included."""

    def __post_init__(self) -> None:
        if self.start > self.end:
            raise PeriodError("period.window_empty", start=self.start, end=self.end)

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end


class WindowKind(StrEnum):
    """How a window follows from its period."""

    ND09 = "nd09"
    CALENDAR = "calendar"
    CUSTOM = "custom"
    CUMULATIVE = "cumulative"
    DATED = "dated"
    EVENT = "event"


class WindowRule(msgspec.Struct, frozen=True, kw_only=True):
    """Which days a form's periods cover.

    `nd09`: from the 15th before the period's first month to the 14th of its last (Nghị định 09/2019, điều 12).
    `calendar`: whole months. `custom`: the four numbers below. `cumulative`: from the start of the year (the start
    numbers, counted from January) to the period's end (the end numbers). `dated`, `event`: the dates are given with
    each report. Weeks follow `week_first_day` under every rule that has no given dates.
    """

    kind: WindowKind = WindowKind.ND09
    """Which rule."""
    start_day: int = 1
    """Day of the month, 1..28."""
    start_month_offset: int = 0
    """Months from the period's first month (cumulative: from January); -4 makes a year begin in September."""
    end_day: int = 31
    """Day of the month, 1..31; a shorter month ends on its last day."""
    end_month_offset: int = 0
    """Months from the period's last month."""
    week_first_day: int = 1
    """ISO weekday a week begins on, 1 Monday .. 7 Sunday; a week bears the number of the ISO week it ends in."""

    def __post_init__(self) -> None:
        months = (self.start_month_offset, self.end_month_offset)
        if (
            not 1 <= self.start_day <= 28
            or not 1 <= self.end_day <= 31
            or not 1 <= self.week_first_day <= 7
            or max(map(abs, months)) > _MONTHS_SHIFTED_MAX
        ):
            raise PeriodError("period.window_rule", kind=self.kind)

    @property
    def is_dated(self) -> bool:
        """Whether each report is given its own dates."""
        return self.kind in (WindowKind.DATED, WindowKind.EVENT)

    @property
    def accumulates(self) -> bool:
        """Whether figures count from the start of a series: the year's, or an event's."""
        return self.kind in (WindowKind.CUMULATIVE, WindowKind.EVENT)

    def window(self, period: Period, dates: tuple[date, date] | None = None) -> Window:
        """The days `period` covers; `dates` (first and last day) are for rules and periods that need them given.

        Raises PeriodError `period.dates_needed`, or `period.window_empty` where the end would precede the start.
        """
        if self.is_dated or period.frequency is Frequency.EVENT:
            if dates is None:
                raise PeriodError("period.dates_needed", text=period.code)
            return Window(start=dates[0], end=dates[1])
        if period.frequency is Frequency.WEEK:
            return self._week(period)
        first, last = period.months()
        start_day, start_offset, end_day, end_offset = self._edges()
        if self.kind is WindowKind.CUMULATIVE:
            first = 1
        return Window(
            start=day_of(first + start_offset, period.year, start_day),
            end=day_of(last + end_offset, period.year, end_day),
        )

    def _edges(self) -> tuple[int, int, int, int]:
        if self.kind is WindowKind.ND09:
            return 15, -1, 14, 0
        if self.kind is WindowKind.CALENDAR:
            return 1, 0, 31, 0
        return self.start_day, self.start_month_offset, self.end_day, self.end_month_offset

    def _week(self, period: Period) -> Window:
        monday = date.fromisocalendar(period.year, period.number, 1)
        start = monday - (8 - self.week_first_day) % 7 * _DAY
        end = start + 6 * _DAY
        if self.kind is WindowKind.CUMULATIVE:
            # Why min: a year's first week may end before the year's own first day of counting.
            start = min(start, day_of(1 + self.start_month_offset, period.year, self.start_day))
        return Window(start=start, end=end)

    def period_ending(self, frequency: Frequency, end: date) -> Period | None:
        """The period of a frequency whose window ends on `end`, or None."""
        return next((period for period, window in self.around(frequency, end) if window.end == end), None)

    def around(self, frequency: Frequency, day: date, number: int | None = None) -> Sequence[tuple[Period, Window]]:
        """The periods of a frequency that lie about a day, oldest first, with at least one that has ended.

        `number` narrows them to one period of each year. Empty where the calendar does not say.
        """
        if self.is_dated or frequency is Frequency.EVENT:
            return ()
        if number is not None:
            years = range(day.year - 4, day.year + 5)
            narrowed = [Period(frequency=frequency, year=year, number=number) for year in years]
            return [(period, self.window(period)) for period in narrowed]
        if frequency is Frequency.WEEK:
            year, number, _ = day.isocalendar()
            reach = 2
        else:
            year, number = day.year, min((day.month - 1) // MONTHS[frequency] + 1, COUNT[frequency])
            furthest = max(map(abs, self._edges()[1::2]))
            reach = 2 + -(-furthest * COUNT[frequency] // 12)
        period: Period | None = Period(frequency=frequency, year=year, number=number)
        for _ in range(reach):
            period = (period and period.previous()) or period
        found: list[tuple[Period, Window]] = []
        while period and len(found) <= 2 * reach:
            found.append((period, self.window(period)))
            period = period.next()
        return found


ND09 = WindowRule(kind=WindowKind.ND09)
CALENDAR = WindowRule(kind=WindowKind.CALENDAR)
