from datetime import date

import pytest

from app.domain.calendar import vietnam_holidays
from app.domain.periods import (
    CALENDAR,
    ND09,
    DeadlineKind,
    DeadlineRule,
    Period,
    Roll,
    WindowKind,
    WindowRule,
)
from app.errors import PeriodError
from tests.app.domain.window_rules import DATED, FRIDAY_WEEKS, window

DAY_25 = DeadlineRule(kind=DeadlineKind.DAY_OF_MONTH, day=25)


def day_of_month(day: int, roll: Roll = Roll.NONE, month_offset: int = 0) -> DeadlineRule:
    return DeadlineRule(kind=DeadlineKind.DAY_OF_MONTH, day=day, roll=roll, month_offset=month_offset)


def fixed(day: int, month: int, year_offset: int = 0, roll: Roll = Roll.NONE) -> DeadlineRule:
    return DeadlineRule(kind=DeadlineKind.FIXED, day=day, month=month, year_offset=year_offset, roll=roll)


def cut_off(working_days: int) -> DeadlineRule:
    return DeadlineRule(kind=DeadlineKind.CUT_OFF, working_days=working_days)


TO_MAY = WindowRule(kind=WindowKind.CUSTOM, end_month_offset=-1)
DEADLINES = [
    ("the 25th of the period's last month", DAY_25, ND09, "2026-Q3", "2026-09-25"),
    ("the 5th of the month after", day_of_month(5, month_offset=1), CALENDAR, "2026-M12", "2027-01-05"),
    ("the 31st of a short month", day_of_month(31), ND09, "2026-M02", "2026-02-28"),
    ("a Saturday stays", day_of_month(25), ND09, "2026-M04", "2026-04-25"),
    ("a Saturday moves before", day_of_month(25, Roll.BEFORE), ND09, "2026-M04", "2026-04-24"),
    ("a Saturday moves past a holiday", day_of_month(25, Roll.AFTER), ND09, "2026-M04", "2026-04-28"),
    ("a worked Saturday does not move", day_of_month(22, Roll.AFTER), ND09, "2026-M08", "2026-08-22"),
    ("Justice, six months, commune", fixed(6, 6), TO_MAY, "2026-S1", "2026-06-06"),
    ("Justice, year preliminary, commune", fixed(7, 11), WindowRule(kind=WindowKind.CUSTOM, end_month_offset=-2),
     "2026-A1", "2026-11-07"),
    ("Justice, year official, commune", fixed(20, 1, 1), CALENDAR, "2026-A1", "2027-01-20"),
    ("the cut-off and two working days", cut_off(2), ND09, "2026-Q3", "2026-09-16"),
    ("a cut-off before Tết", cut_off(1), ND09, "2026-M02", "2026-02-23"),
    ("a cut-off on New Year's Eve", cut_off(2), CALENDAR, "2026-A1", "2027-01-05"),
    ("a week that ends on Thursday", cut_off(1), FRIDAY_WEEKS, "2026-W31", "2026-07-31"),
    ("a printed day inside Tết waits for the first working day", day_of_month(18), ND09, "2026-M02", "2026-02-23"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "window_rule", "code", "expected"), [c[1:] for c in DEADLINES], ids=[c[0] for c in DEADLINES]
)
def test_when_a_report_is_due(rule: DeadlineRule, window_rule: WindowRule, code: str, expected: str) -> None:
    period = Period.parse(code)
    found = rule.deadline(window_rule.window(period), period, vietnam_holidays())
    assert found == date.fromisoformat(expected)


def test_a_requested_report_is_due_when_the_requester_says() -> None:
    rule, period = DeadlineRule(kind=DeadlineKind.DATED), Period.parse("2026-E-CV123")
    asked = window("2026-09-01", "2026-09-09")
    assert rule.deadline(asked, period, vietnam_holidays(), date(2026, 9, 9)) == date(2026, 9, 9)
    with pytest.raises(PeriodError) as caught:
        rule.deadline(asked, period, vietnam_holidays())
    assert caught.value.code == "period.dates_needed"


def test_an_event_report_may_be_due_a_working_day_after_it() -> None:
    asked = window("2026-09-09", "2026-09-11")
    assert cut_off(1).deadline(asked, Period.parse("2026-E-bao.01"), vietnam_holidays()) == date(2026, 9, 14)
    assert day_of_month(25).deadline(asked, Period.parse("2026-E-bao.01")) == date(2026, 9, 25)


ALLOWED = [
    ("the 25th of the last month", DAY_25, ND09, ("M", "Q", "S", "9M", "A")),
    ("the 17th leaves Monday", day_of_month(17), ND09, ("M",)),
    ("the 15th, moved to the next working day", day_of_month(15, Roll.AFTER), ND09, ("Q",)),
    ("one working day after the cut-off", cut_off(1), CALENDAR, ("M", "W", "A")),
    ("Justice, six months", fixed(6, 6), TO_MAY, ("S1",)),
    ("events and given dates are the requester's", fixed(1, 1), DATED, ("Q", "E")),
]


@pytest.mark.parametrize(("rule", "window_rule", "frequencies"), [c[1:] for c in ALLOWED], ids=[c[0] for c in ALLOWED])
def test_a_deadline_a_working_day_after_the_window_is_allowed(
    rule: DeadlineRule, window_rule: WindowRule, frequencies: tuple[str, ...]
) -> None:
    rule.check(window_rule, frequencies)


REFUSED = [  # the first period it fails for
    ("the cut-off day itself", day_of_month(14), ND09, ("Q",), "2020-Q1"),
    ("the 15th, which may be a Saturday", day_of_month(15), ND09, ("Q",), "2020-Q1"),
    ("the 16th, which may be a Sunday", day_of_month(16), ND09, ("M",), "2020-M02"),
    ("a Sunday moved back onto the cut-off", day_of_month(16, Roll.BEFORE), ND09, ("M",), "2020-M02"),
    ("the 25th, when figures run to the month's end", DAY_25, CALENDAR, ("A",), "2020-A1"),
    ("one date for both halves", fixed(6, 6), TO_MAY, ("S",), "2020-S2"),
    ("only the second frequency fails", fixed(25, 12), ND09, ("A", "M12", "9M", "W"), "2020-W52"),
]


@pytest.mark.parametrize(
    ("rule", "window_rule", "frequencies", "first"), [c[1:] for c in REFUSED], ids=[c[0] for c in REFUSED]
)
def test_a_deadline_less_than_a_working_day_after_the_window_is_refused(
    rule: DeadlineRule, window_rule: WindowRule, frequencies: tuple[str, ...], first: str
) -> None:
    with pytest.raises(PeriodError) as caught:
        rule.check(window_rule, frequencies)
    assert (caught.value.code, caught.value.params["text"]) == ("period.deadline_early", first)


def test_the_refusal_says_the_earliest_day_allowed() -> None:
    with pytest.raises(PeriodError) as caught:
        day_of_month(15).check(ND09, ["M02"])
    assert caught.value.params == {
        "text": "2020-M02",
        "end": date(2020, 2, 14),
        "deadline": date(2020, 2, 15),
        "earliest": date(2020, 2, 17),
    }


def test_known_holidays_tighten_the_check_only_when_they_are_given() -> None:
    day_of_month(20).check(ND09, ["M"])
    with pytest.raises(PeriodError) as caught:
        day_of_month(20).check(ND09, ["M"], vietnam_holidays())
    assert caught.value.params["text"] == "2026-M02"


@pytest.mark.parametrize(
    "numbers",
    [{"day": 0}, {"day": 32}, {"month": 0}, {"month": 13}, {"year_offset": -1}, {"month_offset": -1},
     {"working_days": 0}, {"working_days": -1}, {"working_days": 61}],
)  # fmt: skip
def test_a_deadline_rule_outside_its_limits_is_refused(numbers: dict[str, int]) -> None:
    with pytest.raises(PeriodError) as caught:
        DeadlineRule(kind=DeadlineKind.CUT_OFF, **numbers)  # type: ignore[arg-type]  # a table of numbers
    assert caught.value.code == "period.deadline_rule"
