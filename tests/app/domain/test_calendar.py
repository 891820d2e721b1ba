from datetime import date

import pytest

from app.domain.calendar import (
    WEEKENDS_ONLY,
    DayKind,
    Holidays,
    add_working_days,
    holidays_from,
    parse_special_days,
    vietnam_holidays,
    working_days_between,
)
from app.errors import PeriodError
from app.resources import resource_path

VIETNAM = vietnam_holidays()


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-09-03", True),
        ("2026-09-02", False),  # Quốc khánh
        ("2026-08-31", False),  # given off
        ("2026-08-22", True),  # the Saturday worked for it
        ("2026-08-29", False),  # a Saturday
        ("2026-02-16", False),  # Tết
        ("2026-02-20", False),
        ("2026-02-23", True),
        ("2026-04-27", False),  # Giỗ Tổ fell on a Sunday
        ("2026-11-24", False),  # Ngày Văn hóa Việt Nam
        ("2025-11-24", True),
        ("2026-01-02", False),  # given off
        ("2026-01-10", True),  # the Saturday worked for it
        ("2024-05-04", True),  # worked for 29/4
        ("2024-04-29", False),
    ],
)
def test_which_days_offices_work(day: str, works: bool) -> None:
    assert VIETNAM.is_working_day(date.fromisoformat(day)) is works


@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [
        ("2026-09-14", 1, "2026-09-15"),
        ("2026-09-11", 1, "2026-09-14"),
        ("2026-09-11", 2, "2026-09-15"),
        ("2026-09-12", 1, "2026-09-14"),
        ("2026-02-14", 1, "2026-02-23"),
        ("2026-08-21", 1, "2026-08-22"),
        ("2026-08-28", 1, "2026-09-03"),
        ("2026-12-31", 1, "2027-01-04"),
        ("2026-09-14", -1, "2026-09-11"),
        ("2026-02-23", -1, "2026-02-13"),
    ],
)
def test_working_days_are_counted_past_days_off(start: str, count: int, expected: str) -> None:
    assert add_working_days(date.fromisoformat(start), count, VIETNAM) == date.fromisoformat(expected)


def test_zero_working_days_say_nothing() -> None:
    with pytest.raises(ValueError, match="count"):
        add_working_days(date(2026, 9, 14), 0, VIETNAM)


def test_data_that_leaves_no_working_day_is_refused_instead_of_searched_for_ever() -> None:
    with pytest.raises(OverflowError):
        add_working_days(
            date(2026, 1, 1), 1, Holidays(off=frozenset(date.fromordinal(n) for n in range(739000, 741000)))
        )


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2026-09-14", "2026-09-14", 0),
        ("2026-09-14", "2026-09-16", 2),
        ("2026-09-11", "2026-09-14", 1),
        ("2026-02-13", "2026-02-23", 1),
        ("2026-09-16", "2026-09-14", -2),
    ],
)
def test_the_working_days_left_are_counted(start: str, end: str, expected: int) -> None:
    assert working_days_between(date.fromisoformat(start), date.fromisoformat(end), VIETNAM) == expected


def test_without_data_only_weekends_are_known() -> None:
    assert WEEKENDS_ONLY.is_working_day(date(2026, 9, 2))
    assert not WEEKENDS_ONLY.is_working_day(date(2026, 9, 5))
    assert not WEEKENDS_ONLY.covers(2026)


def test_the_shipped_data_covers_2020_to_2027_and_says_where_it_comes_from() -> None:
    assert [VIETNAM.covers(year) for year in (2019, 2020, 2027, 2028)] == [False, True, True, False]
    text = resource_path("holidays", "vn.csv").read_text(encoding="utf-8")
    assert "`holidays` 0.109 (MIT licence" in text
    days = parse_special_days(text)
    assert [day.day for day in days] == sorted(day.day for day in days)
    assert len({day.day for day in days}) == len(days)


def test_every_swap_has_its_worked_day_on_a_weekend() -> None:
    days = parse_special_days(resource_path("holidays", "vn.csv").read_text(encoding="utf-8"))
    swapped = [day for day in days if day.kind is DayKind.SWAPPED]
    worked = [day for day in days if day.kind is DayKind.WORKED]
    assert len(swapped) == len(worked) >= 4
    assert all(day.day.isoweekday() >= 6 for day in worked)
    assert all(day.day.isoweekday() <= 5 for day in swapped)


def test_a_line_is_read_and_a_comment_skipped() -> None:
    (day,) = parse_special_days('# nguồn\n\n2026-09-02,holiday,Quốc khánh,"National Day, second"\n')
    assert (day.day, day.kind, day.name_vi, day.name_en) == (
        date(2026, 9, 2),
        DayKind.HOLIDAY,
        "Quốc khánh",
        "National Day, second",
    )


@pytest.mark.parametrize("line", ["2/9/2026,holiday,a,b", "2026-09-02,feast,a,b", "2026-09-02,holiday,a", "x"])
def test_a_line_that_cannot_be_read_is_named(line: str) -> None:
    with pytest.raises(PeriodError) as caught:
        parse_special_days("# nguồn\n2026-09-01,holiday,a,b\n" + line)
    assert (caught.value.code, caught.value.params["line"]) == ("period.holidays", 3)


def test_a_holiday_stays_off_whatever_a_swap_says() -> None:
    days = parse_special_days("2026-09-05,worked,a,b\n2026-09-05,holiday,a,b\n")
    assert not holidays_from(days).is_working_day(date(2026, 9, 5))
