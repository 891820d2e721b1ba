"""The names of reporting periods.

A period is named by its SDMX code (`2026-M07`, `2026-Q3`, `2026-S1`, `2026-9M`, `2026-A1`, `2026-W31`); an event
report by its event's own key and, in a series, the number of the bulletin (`2026-E-bao-so-3.04`).
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from enum import StrEnum

import msgspec

from app.errors import PeriodError
from app.messages import words

_FIRST_YEAR, _LAST_YEAR = 1900, 2199
_WEEK = timedelta(days=7)


class Frequency(StrEnum):
    """How often a report is made; the values are what forms and codes spell."""

    MONTH = "M"
    QUARTER = "Q"
    SIX_MONTHS = "S"
    NINE_MONTHS = "9M"
    YEAR = "A"
    WEEK = "W"
    EVENT = "E"


MONTHS = {
    Frequency.MONTH: 1,
    Frequency.QUARTER: 3,
    Frequency.SIX_MONTHS: 6,
    Frequency.NINE_MONTHS: 9,
    Frequency.YEAR: 12,
}
"""How many months a period of a frequency spans."""
COUNT = {
    Frequency.MONTH: 12,
    Frequency.QUARTER: 4,
    Frequency.SIX_MONTHS: 2,
    Frequency.NINE_MONTHS: 1,
    Frequency.YEAR: 1,
}
"""How many periods of a frequency a year holds; weeks differ by year."""
_CODE = re.compile(
    r"(?P<year>\d{4})-(?:(?P<nine>9M)|M(?P<M>\d\d)|Q(?P<Q>\d)|S(?P<S>\d)|A(?P<A>1)|W(?P<W>\d\d)"
    r"|E-(?P<key>[0-9A-Za-z](?:[0-9A-Za-z-]{0,38}[0-9A-Za-z])?)(?:\.(?P<bulletin>\d\d{1,2}))?)\Z",
    re.ASCII,
)


def _weeks_in(year: int) -> int:
    return date(year, 12, 28).isocalendar().week


class Period(msgspec.Struct, frozen=True, kw_only=True):
    """One reporting period. Raises PeriodError `period.invalid` for one that does not exist."""

    frequency: Frequency
    """Month, quarter, …"""
    year: int
    """The year in the code; for a week the year of its ISO number."""
    number: int = 1
    """Which one in the year, from 1; of an event report the bulletin, 0 where it is not one of a series."""
    key: str = ""
    """The event's own key: ASCII letters, digits and inner hyphens, at most 40; empty for every other frequency."""

    def __post_init__(self) -> None:
        if not _CODE.match(self.code) or not _FIRST_YEAR <= self.year <= _LAST_YEAR or not self._is_counted():
            raise PeriodError("period.invalid", text=self.code)

    def _is_counted(self) -> bool:
        if self.frequency is Frequency.EVENT:
            return bool(self.key) and 0 <= self.number < 1000
        most = _weeks_in(self.year) if self.frequency is Frequency.WEEK else COUNT[self.frequency]
        return not self.key and 1 <= self.number <= most

    @property
    def code(self) -> str:
        """The code, e.g. `2026-Q3`."""
        match self.frequency:
            case Frequency.NINE_MONTHS:
                return f"{self.year}-9M" if self.number == 1 else f"{self.year}-9M{self.number}"
            case Frequency.EVENT:
                return f"{self.year}-E-{self.key}" + (f".{self.number:02}" if self.number else "")
            case Frequency.MONTH | Frequency.WEEK:
                return f"{self.year}-{self.frequency}{self.number:02}"
            case _:
                return f"{self.year}-{self.frequency}{self.number}"

    def __str__(self) -> str:
        return self.code

    @staticmethod
    def parse(text: str) -> Period:
        """The period a code names. Raises PeriodError `period.invalid`; only the exact spelling is read."""
        match = _CODE.match(text)
        if not match:
            raise PeriodError("period.invalid", text=text[:60])
        found = match.groupdict()
        year = int(found["year"])
        if found["nine"]:
            period = Period(frequency=Frequency.NINE_MONTHS, year=year)
        elif found["key"]:
            number = int(found["bulletin"] or 0)
            period = Period(frequency=Frequency.EVENT, year=year, number=number, key=found["key"])
        else:
            letter = next(letter for letter in "MQSAW" if found[letter])
            period = Period(frequency=Frequency(letter), year=year, number=int(found[letter]))
        if period.code != text:
            raise PeriodError("period.invalid", text=text[:60])
        return period

    def previous(self) -> Period | None:
        """The period before, of the same frequency; for an event the bulletin before, None before the first."""
        return self._shifted(-1)

    def next(self) -> Period | None:
        """The period after, of the same frequency; for an event of a series the next bulletin, else None."""
        return self._shifted(1)

    def _shifted(self, step: int) -> Period | None:
        if self.frequency is Frequency.EVENT:
            number = self.number + step
            if self.number == 0 or not 0 < number < 1000:
                return None
            return Period(frequency=self.frequency, year=self.year, number=number, key=self.key)
        if self.frequency is Frequency.WEEK:
            moved = date.fromisocalendar(self.year, self.number, 1) + step * _WEEK
            year, number, _ = moved.isocalendar()
        else:
            years, index = divmod(self.number - 1 + step, COUNT[self.frequency])
            year, number = self.year + years, index + 1
        if not _FIRST_YEAR <= year <= _LAST_YEAR:
            return None
        return Period(frequency=self.frequency, year=year, number=number)

    def last_year(self) -> Period | None:
        """The same period a year before; None for an event, and for week 53 where that year had none."""
        year = self.year - 1
        if self.frequency is Frequency.EVENT or year < _FIRST_YEAR:
            return None
        if self.frequency is Frequency.WEEK and self.number > _weeks_in(year):
            return None
        return Period(frequency=self.frequency, year=year, number=self.number)

    def is_season_of(self, other: Period) -> bool:
        """Whether both are the same week, month, quarter or half of different years."""
        seasonal = self.frequency is Frequency.WEEK or COUNT.get(self.frequency, 1) > 1
        same = (self.frequency, self.number) == (other.frequency, other.number)
        return seasonal and same and self.year != other.year

    def title(self, language: str = "vi") -> str:
        """What a person calls it: "Quý III/2026", "6 tháng đầu năm 2026", "July 2026"."""
        name = {
            Frequency.MONTH: f"month_{self.number}",
            Frequency.QUARTER: f"quarter_{self.number}",
            Frequency.SIX_MONTHS: f"half_{self.number}",
            Frequency.NINE_MONTHS: "nine_months",
            Frequency.YEAR: "year",
            Frequency.WEEK: "week",
            Frequency.EVENT: "bulletin" if self.number else "event",
        }[self.frequency]
        params = {"year": self.year, "number": self.number, "key": self.key}
        return words(f"period.{name}", params, language=language).what

    def months(self) -> tuple[int, int]:
        """First and last calendar month of its name, 1..12. Raises PeriodError for weeks and events."""
        if self.frequency not in MONTHS:
            raise PeriodError("period.no_months", text=self.code)
        size = MONTHS[self.frequency]
        return size * (self.number - 1) + 1, size * self.number


def parse_frequency(text: str) -> tuple[Frequency, int | None]:
    """A frequency and, where the text narrows it to one period of the year ("S1", "Q4"), that period's number.

    Raises PeriodError `period.frequency`.
    """
    if text in tuple(Frequency):
        return Frequency(text), None
    letter, digits = text[:1], text[1:]
    if letter in ("M", "Q", "S") and digits.isascii() and digits.isdigit():
        number = int(digits)
        if 1 <= number <= COUNT[Frequency(letter)]:
            return Frequency(letter), number
    raise PeriodError("period.frequency", text=text[:20])


def to_provincial(period: Period | str) -> str:
    """The code provincial systems use: YYYYMM, YYYYQ or YYYY.

    Raises PeriodError `period.no_provincial` for a period they have no code for.
    """
    if isinstance(period, str):
        period = Period.parse(period)
    match period.frequency:
        case Frequency.MONTH:
            return f"{period.year}{period.number:02}"
        case Frequency.QUARTER:
            return f"{period.year}{period.number}"
        case Frequency.YEAR:
            return str(period.year)
        case _:
            raise PeriodError("period.no_provincial", text=period.code)


def from_provincial(text: str) -> Period:
    """The period a provincial code (YYYYMM, YYYYQ, YYYY) names. Raises PeriodError `period.invalid`."""
    kinds = {4: Frequency.YEAR, 5: Frequency.QUARTER, 6: Frequency.MONTH}
    if len(text) not in kinds or not (text.isascii() and text.isdigit()):
        raise PeriodError("period.invalid", text=text[:60])
    try:
        return Period(frequency=kinds[len(text)], year=int(text[:4]), number=int(text[4:] or 1))
    except PeriodError as error:
        raise PeriodError("period.invalid", text=text) from error
