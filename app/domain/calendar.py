"""Working days in Việt Nam: Monday to Friday, without public holidays, with the Saturdays worked in exchange.

The days come as data (resources/holidays), because the Government decides each year's swaps. A line is
`date,kind,name_vi,name_en`, with the kinds `holiday`, `observed` (a day off for a holiday that fell on a weekend),
`swapped` (a working day given off) and `worked` (the weekend day worked instead); `#` begins a line on its source.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum
from functools import cache

import msgspec

from app.domain.vietnamese import nfc
from app.errors import PeriodError
from app.resources import resource_path

_DAY = timedelta(days=1)
_SATURDAY = 6
_LONGEST_BREAK_DAYS = 60


class DayKind(StrEnum):
    """Why a day differs from what its weekday says."""

    HOLIDAY = "holiday"
    OBSERVED = "observed"
    SWAPPED = "swapped"
    WORKED = "worked"


class SpecialDay(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the holiday data."""

    day: date
    """The day itself."""
    kind: DayKind
    """Off for a holiday, off in its place, off by a swap, or worked by one."""
    name_vi: str
    """Its name in Vietnamese."""
    name_en: str
    """Its name in English."""


class Holidays(msgspec.Struct, frozen=True, kw_only=True):
    """Which days are off and which weekend days are worked; empty, it knows weekends alone."""

    off: frozenset[date] = msgspec.field(default_factory=frozenset)
    """Days without work, whatever their weekday."""
    worked: frozenset[date] = msgspec.field(default_factory=frozenset)
    """Weekend days with work."""

    def covers(self, year: int) -> bool:
        """Whether the data says anything about a year; elsewhere only weekends are known."""
        return any(day.year == year for day in self.off)

    def is_working_day(self, day: date) -> bool:
        """Whether offices work on a day."""
        return day not in self.off and (day.isoweekday() < _SATURDAY or day in self.worked)


WEEKENDS_ONLY = Holidays()


def add_working_days(day: date, count: int, holidays: Holidays = WEEKENDS_ONLY) -> date:
    """The `count`-th working day after `day` (before it, where negative); `day` itself is never counted.

    Raises ValueError for 0, which would not say whether a day off stays where it is, and OverflowError where the
    data leaves no working day within two months.
    """
    if count == 0:
        raise ValueError("count must not be 0")
    step = _DAY if count > 0 else -_DAY
    for _ in range(abs(count)):
        for _ in range(_LONGEST_BREAK_DAYS):
            day += step
            if holidays.is_working_day(day):
                break
        else:
            raise OverflowError(f"no working day within {_LONGEST_BREAK_DAYS} days of {day}")
    return day


def working_days_between(start: date, end: date, holidays: Holidays = WEEKENDS_ONLY) -> int:
    """How many working days lie after `start` up to and including `end`; negative where `end` comes first."""
    if end < start:
        return -working_days_between(end, start, holidays)
    return sum(holidays.is_working_day(start + _DAY * n) for n in range(1, (end - start).days + 1))


def parse_special_days(text: str) -> tuple[SpecialDay, ...]:
    """The lines of a holiday file, by date. Raises PeriodError `period.holidays` with the line that cannot be read."""
    import csv  # a start asks for no deadline

    found = []
    written = enumerate(nfc(text).splitlines(), 1)
    lines = [(number, line) for number, line in written if line and not line.startswith("#")]
    for (number, line), cells in zip(lines, csv.reader(line for _, line in lines), strict=True):
        try:
            day, kind, name_vi, name_en = cells
            found.append(SpecialDay(day=date.fromisoformat(day), kind=DayKind(kind), name_vi=name_vi, name_en=name_en))
        except ValueError as error:
            raise PeriodError("period.holidays", line=number, text=line[:80]) from error
    return tuple(sorted(found, key=lambda special: special.day))


def holidays_from(days: Iterable[SpecialDay]) -> Holidays:
    """The working-day rule that special days make. A day that is a holiday stays off, whatever a swap says."""
    days = tuple(days)
    off = frozenset(special.day for special in days if special.kind is not DayKind.WORKED)
    return Holidays(off=off, worked=frozenset(special.day for special in days) - off)


@cache
def vietnam_holidays() -> Holidays:
    """The holidays shipped with the program; read once."""
    return holidays_from(parse_special_days(resource_path("holidays", "vn.csv").read_text(encoding="utf-8")))
