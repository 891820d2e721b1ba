"""Windows cover every day once: months tile quarters, quarters and halves tile years, weeks tile time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.calendar import Holidays, add_working_days, vietnam_holidays, working_days_between
from app.domain.periods import (
    CALENDAR,
    ND09,
    DeadlineKind,
    DeadlineRule,
    Frequency,
    Period,
    Roll,
    Window,
    WindowKind,
    WindowRule,
    from_provincial,
    periods_due,
    previous_periods,
    to_provincial,
    windows_adjacent,
)
from app.errors import PeriodError

T = TypeVar("T")
DAY = timedelta(days=1)
NUMBERS = {
    Frequency.MONTH: 12,
    Frequency.QUARTER: 4,
    Frequency.SIX_MONTHS: 2,
    Frequency.NINE_MONTHS: 1,
    Frequency.YEAR: 1,
}
TILING = (Frequency.MONTH, Frequency.QUARTER, Frequency.SIX_MONTHS, Frequency.YEAR, Frequency.WEEK)

years = st.integers(1950, 2150)
days = st.dates(date(1950, 1, 1), date(2150, 12, 31))


@st.composite
def tiling_rules(draw: st.DrawFn) -> WindowRule:
    """A rule whose windows meet: nd09, calendar, or a custom one that ends the day before the next begins."""
    week_first_day = draw(st.integers(1, 7))
    kind = draw(st.sampled_from((WindowKind.ND09, WindowKind.CALENDAR, WindowKind.CUSTOM)))
    if kind is not WindowKind.CUSTOM:
        return WindowRule(kind=kind, week_first_day=week_first_day)
    start_day, offset = draw(st.integers(1, 28)), draw(st.integers(-6, 6))
    end_day, end_offset = (start_day - 1, offset + 1) if start_day > 1 else (31, offset)
    return WindowRule(
        kind=kind,
        start_day=start_day,
        start_month_offset=offset,
        end_day=end_day,
        end_month_offset=end_offset,
        week_first_day=week_first_day,
    )


@st.composite
def periods(draw: st.DrawFn) -> Period:
    year = draw(years)
    frequency = draw(st.sampled_from(tuple(Frequency)))
    if frequency is Frequency.WEEK:
        return Period(frequency=frequency, year=year, number=draw(st.integers(1, 52)))
    if frequency is Frequency.EVENT:
        key = draw(st.from_regex(r"[0-9A-Za-z]([0-9A-Za-z-]{0,38}[0-9A-Za-z])?", fullmatch=True))
        return Period(frequency=frequency, year=year, number=draw(st.integers(0, 999)), key=key)
    return Period(frequency=frequency, year=year, number=draw(st.integers(1, NUMBERS[frequency])))


def attempt(call: Callable[[], T]) -> tuple[str, T | None]:
    """The code of a refusal, or what came of it."""
    try:
        return "", call()
    except PeriodError as error:
        return error.code, None


def windows(rule: WindowRule, frequency: Frequency, year: int, first: int, last: int) -> list[Window]:
    return [rule.window(Period(frequency=frequency, year=year, number=number)) for number in range(first, last + 1)]


def tiles(parts: list[Window], whole: Window) -> bool:
    meet = all(windows_adjacent(earlier, later) for earlier, later in pairwise(parts))
    return meet and (parts[0].start, parts[-1].end) == (whole.start, whole.end)


@given(tiling_rules(), years, st.integers(1, 4))
def test_months_tile_their_quarter(rule: WindowRule, year: int, quarter: int) -> None:
    (whole,) = windows(rule, Frequency.QUARTER, year, quarter, quarter)
    assert tiles(windows(rule, Frequency.MONTH, year, 3 * quarter - 2, 3 * quarter), whole)


@given(tiling_rules(), years)
def test_months_quarters_and_halves_tile_the_year(rule: WindowRule, year: int) -> None:
    (whole,) = windows(rule, Frequency.YEAR, year, 1, 1)
    assert tiles(windows(rule, Frequency.MONTH, year, 1, 12), whole)
    assert tiles(windows(rule, Frequency.QUARTER, year, 1, 4), whole)
    assert tiles(windows(rule, Frequency.SIX_MONTHS, year, 1, 2), whole)


@given(tiling_rules(), years)
def test_two_quarters_tile_a_half_and_three_tile_nine_months(rule: WindowRule, year: int) -> None:
    halves = windows(rule, Frequency.SIX_MONTHS, year, 1, 2)
    (nine,) = windows(rule, Frequency.NINE_MONTHS, year, 1, 1)
    assert tiles(windows(rule, Frequency.QUARTER, year, 1, 2), halves[0])
    assert tiles(windows(rule, Frequency.QUARTER, year, 3, 4), halves[1])
    assert tiles(windows(rule, Frequency.QUARTER, year, 1, 3), nine)


@given(tiling_rules(), periods())
def test_a_period_begins_the_day_after_the_one_before_ends(rule: WindowRule, period: Period) -> None:
    if period.frequency not in TILING:
        return
    before = period.previous()
    assert before is not None
    assert windows_adjacent(rule.window(before), rule.window(period))
    assert previous_periods(period, rule, [period.frequency]) == [before]


@given(st.integers(1, 7), days)
def test_weeks_are_seven_days_from_their_first_weekday_and_end_in_the_iso_week_of_their_number(
    first_day: int, day: date
) -> None:
    rule = WindowRule(week_first_day=first_day)
    year, number, _ = day.isocalendar()
    window = rule.window(Period(frequency=Frequency.WEEK, year=year, number=number))
    assert window.start.isoweekday() == first_day
    assert window.end - window.start == 6 * DAY
    assert window.end.isocalendar()[:2] == (year, number)


@given(periods())
def test_every_period_is_read_back_from_its_code(period: Period) -> None:
    assert Period.parse(period.code) == period


@given(periods())
def test_stepping_forth_and_back_comes_home(period: Period) -> None:
    for step, back in ((Period.next, Period.previous), (Period.previous, Period.next)):
        other = step(period)
        assert other is None or back(other) == period


@given(st.text(max_size=20) | st.from_regex(r"\A[0-9]{4}-[MQSAWE9][0-9M.a-]{0,4}\Z"))
def test_any_text_is_a_period_or_refused(text: str) -> None:
    code, period = attempt(lambda: Period.parse(text))
    assert code == "period.invalid" if period is None else period.code == text


@given(periods())
def test_a_provincial_code_comes_back_as_its_period(period: Period) -> None:
    code, provincial = attempt(lambda: to_provincial(period))
    has_code = period.frequency in (Frequency.MONTH, Frequency.QUARTER, Frequency.YEAR)
    assert code == ("" if has_code else "period.no_provincial")
    assert provincial is None or from_provincial(provincial) == period


@given(tiling_rules(), st.sampled_from(TILING), days)
def test_every_day_is_filled_by_one_period_and_the_one_before_has_just_ended(
    rule: WindowRule, frequency: Frequency, day: date
) -> None:
    ended, filled = periods_due([frequency], rule, day)
    assert day in rule.window(filled)
    assert ended == filled.previous()


deadline_rules = st.builds(
    DeadlineRule,
    kind=st.sampled_from((DeadlineKind.FIXED, DeadlineKind.DAY_OF_MONTH, DeadlineKind.CUT_OFF)),
    day=st.integers(1, 31),
    month=st.integers(1, 12),
    year_offset=st.integers(0, 1),
    month_offset=st.integers(0, 2),
    working_days=st.integers(1, 15),
    roll=st.sampled_from(tuple(Roll)),
)


@given(tiling_rules(), deadline_rules, st.sampled_from((Frequency.QUARTER, Frequency.YEAR)), st.integers(2020, 2027))
def test_a_deadline_is_always_a_working_day_or_more_after_the_window(
    rule: WindowRule, deadline_rule: DeadlineRule, frequency: Frequency, year: int
) -> None:
    period = Period(frequency=frequency, year=year)
    window = rule.window(period)
    deadline = deadline_rule.deadline(window, period, vietnam_holidays())
    assert working_days_between(window.end, deadline, vietnam_holidays()) >= 1


@given(tiling_rules(), deadline_rules, st.sampled_from((Frequency.QUARTER, Frequency.YEAR)), st.integers(2020, 2047))
def test_a_rule_that_passes_its_check_never_needs_moving_for_weekends(
    rule: WindowRule, deadline_rule: DeadlineRule, frequency: Frequency, year: int
) -> None:
    code, _ = attempt(lambda: deadline_rule.check(rule, [frequency]))
    period = Period(frequency=frequency, year=year, number=NUMBERS[frequency])
    window = rule.window(period)
    moved = deadline_rule.deadline(window, period) != deadline_rule.printed(window, period)
    assert code in ("", "period.deadline_early")
    assert not (moved and code == "")


@given(st.dates(date(2020, 1, 1), date(2027, 12, 31)), st.integers(-30, 30).filter(bool), st.booleans())
def test_counting_working_days_undoes_adding_them(day: date, count: int, with_holidays: bool) -> None:
    holidays = vietnam_holidays() if with_holidays else Holidays()
    moved = add_working_days(day, count, holidays)
    assert holidays.is_working_day(moved)
    if count > 0:
        assert working_days_between(day, moved, holidays) == count
    else:
        assert sum(holidays.is_working_day(moved + DAY * n) for n in range((day - moved).days)) == -count


@pytest.mark.parametrize("rule", [ND09, CALENDAR])
def test_the_two_usual_rules_tile_sixty_years_day_by_day(rule: WindowRule) -> None:
    for frequency in TILING:
        period: Period | None = Period(frequency=frequency, year=2000)
        end = rule.window(Period(frequency=frequency, year=2000)).start - DAY
        while period and period.year < 2060:
            window = rule.window(period)
            assert window.start == end + DAY, period
            end, period = window.end, period.next()
