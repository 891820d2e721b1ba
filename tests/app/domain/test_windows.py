from datetime import date

import pytest

from app.domain.periods import (
    CALENDAR,
    ND09,
    Period,
    WindowKind,
    WindowRule,
)
from app.errors import PeriodError
from tests.app.domain.window_rules import DATED, FRIDAY_WEEKS, HIV_YEAR, TO_DATE, TO_DATE_ND09, window

WINDOWS = [
    ("nd09 month in January", ND09, "2026-M01", "2025-12-15", "2026-01-14"),
    ("nd09 month", ND09, "2026-M03", "2026-02-15", "2026-03-14"),
    ("nd09 first quarter", ND09, "2026-Q1", "2025-12-15", "2026-03-14"),
    ("nd09 third quarter", ND09, "2026-Q3", "2026-06-15", "2026-09-14"),
    ("nd09 first half", ND09, "2026-S1", "2025-12-15", "2026-06-14"),
    ("nd09 second half", ND09, "2026-S2", "2026-06-15", "2026-12-14"),
    ("nd09 nine months", ND09, "2026-9M", "2025-12-15", "2026-09-14"),
    ("nd09 year", ND09, "2026-A1", "2025-12-15", "2026-12-14"),
    ("nd09 week from Monday", ND09, "2026-W31", "2026-07-27", "2026-08-02"),
    ("calendar February of a leap year", CALENDAR, "2024-M02", "2024-02-01", "2024-02-29"),
    ("calendar quarter", CALENDAR, "2026-Q3", "2026-07-01", "2026-09-30"),
    ("calendar nine months", CALENDAR, "2026-9M", "2026-01-01", "2026-09-30"),
    ("calendar year", CALENDAR, "2026-A1", "2026-01-01", "2026-12-31"),
    ("a year from 15/9 to 14/9", HIV_YEAR, "2026-A1", "2025-09-15", "2026-09-14"),
    ("year to date, month", TO_DATE, "2026-M03", "2026-01-01", "2026-03-31"),
    ("year to date, second half", TO_DATE, "2026-S2", "2026-01-01", "2026-12-31"),
    ("year to date from 15/12", TO_DATE_ND09, "2026-Q3", "2025-12-15", "2026-09-14"),
    ("year to date, week", TO_DATE, "2026-W31", "2026-01-01", "2026-08-02"),
    ("year to date, a first week that begins before the year", TO_DATE, "2026-W01", "2025-12-29", "2026-01-04"),
    ("week from Friday to Thursday", FRIDAY_WEEKS, "2026-W31", "2026-07-24", "2026-07-30"),
    ("week from Sunday", WindowRule(week_first_day=7), "2026-W31", "2026-07-26", "2026-08-01"),
    ("week from Tuesday", WindowRule(week_first_day=2), "2026-W31", "2026-07-21", "2026-07-27"),
]


@pytest.mark.parametrize(("rule", "code", "start", "end"), [c[1:] for c in WINDOWS], ids=[c[0] for c in WINDOWS])
def test_which_days_a_period_covers(rule: WindowRule, code: str, start: str, end: str) -> None:
    assert rule.window(Period.parse(code)) == window(start, end)


def test_a_window_holds_both_its_ends() -> None:
    quarter = window("2026-06-15", "2026-09-14")
    days = [date(2026, 6, 14), date(2026, 6, 15), date(2026, 9, 14), date(2026, 9, 15)]
    assert [day in quarter for day in days] == [False, True, True, False]


def test_an_event_report_takes_the_dates_it_is_given() -> None:
    dates = (date(2026, 9, 7), date(2026, 9, 9))
    for rule, code in ((ND09, "2026-E-bao.02"), (DATED, "2026-Q3"), (WindowRule(kind=WindowKind.EVENT), "2026-E-bao")):
        assert rule.window(Period.parse(code), dates) == window("2026-09-07", "2026-09-09")
        with pytest.raises(PeriodError) as caught:
            rule.window(Period.parse(code))
        assert caught.value.code == "period.dates_needed"


def test_a_window_that_ends_before_it_begins_is_refused() -> None:
    rule = WindowRule(kind=WindowKind.CUSTOM, start_day=15, end_day=14)
    assert rule.window(Period.parse("2026-Q1")) == window("2026-01-15", "2026-03-14")
    with pytest.raises(PeriodError) as caught:
        rule.window(Period.parse("2026-M01"))
    assert caught.value.code == "period.window_empty"


@pytest.mark.parametrize(
    "numbers",
    [
        {"start_day": 0},
        {"start_day": 29},
        {"end_day": 32},
        {"end_day": 0},
        {"week_first_day": 0},
        {"week_first_day": 8},
        {"start_month_offset": -37},
        {"end_month_offset": 37},
    ],
)
def test_a_window_rule_outside_its_limits_is_refused(numbers: dict[str, int]) -> None:
    with pytest.raises(PeriodError) as caught:
        WindowRule(kind=WindowKind.CUSTOM, **numbers)  # type: ignore[arg-type]  # a table of numbers
    assert caught.value.code == "period.window_rule"
