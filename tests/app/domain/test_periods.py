from datetime import date

import msgspec
import pytest

from app.domain.periods import (
    CALENDAR,
    ND09,
    DeadlineKind,
    DeadlineRule,
    Frequency,
    Period,
    Roll,
    WindowRule,
    from_provincial,
    parse_frequency,
    periods_due,
    preceding_period,
    previous_candidates,
    previous_periods,
    to_provincial,
    windows_adjacent,
)
from app.errors import PeriodError
from app.messages import catalogue, explain
from tests.app.domain.window_rules import DATED, FRIDAY_WEEKS, HIV_YEAR, TO_DATE, TO_DATE_ND09, window

CODES = [
    ("2026-M07", Frequency.MONTH, 2026, 7, ""),
    ("2026-Q3", Frequency.QUARTER, 2026, 3, ""),
    ("2026-S1", Frequency.SIX_MONTHS, 2026, 1, ""),
    ("2026-9M", Frequency.NINE_MONTHS, 2026, 1, ""),
    ("2026-A1", Frequency.YEAR, 2026, 1, ""),
    ("2026-W31", Frequency.WEEK, 2026, 31, ""),
    ("2026-W53", Frequency.WEEK, 2026, 53, ""),
    ("2026-E-bao-so-3", Frequency.EVENT, 2026, 0, "bao-so-3"),
    ("2026-E-bao-so-3.04", Frequency.EVENT, 2026, 4, "bao-so-3"),
    ("2026-E-CV123.112", Frequency.EVENT, 2026, 112, "CV123"),
]


@pytest.mark.parametrize(("code", "frequency", "year", "number", "key"), CODES)
def test_a_code_is_read_and_written_alike(code: str, frequency: Frequency, year: int, number: int, key: str) -> None:
    period = Period.parse(code)
    assert period == Period(frequency=frequency, year=year, number=number, key=key)
    assert (str(period), period.code) == (code, code)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026",
        "2026-M7",
        "2026-M13",
        "2026-M00",
        "2026-m07",
        "2026-Q0",
        "2026-Q5",
        "2026-S3",
        "2026-A",
        "2026-A2",
        "2026-9M1",
        "2026-9M2",
        "2025-W53",
        "2026-W54",
        "2026-W5",
        "26-Q3",
        "2026-Q3 ",
        "2026-Q3\n",
        " 2026-Q3",
        "٢٠٢٦-Q3",
        "1899-A1",
        "2200-A1",
        "2026-E-",
        "2026-E--a",
        "2026-E-a-",
        "2026-E-bão",
        "2026-E-a.00",
        "2026-E-a.004",
        "2026-E-a.1",
        "2026-E-a/b",
        "2026-E-" + "a" * 41,
    ],
)
def test_only_the_exact_spelling_of_an_existing_period_is_read(text: str) -> None:
    with pytest.raises(PeriodError) as caught:
        Period.parse(text)
    assert caught.value.code == "period.invalid"


def test_a_period_that_does_not_exist_cannot_be_made() -> None:
    for frequency, year, number, key in (
        (Frequency.MONTH, 2026, 13, ""),
        (Frequency.QUARTER, 2026, 0, ""),
        (Frequency.NINE_MONTHS, 2026, 2, ""),
        (Frequency.WEEK, 2025, 53, ""),
        (Frequency.EVENT, 2026, 1, ""),
        (Frequency.QUARTER, 2026, 1, "bao"),
        (Frequency.YEAR, 12026, 1, ""),
    ):
        with pytest.raises(PeriodError):
            Period(frequency=frequency, year=year, number=number, key=key)


NEIGHBOURS = [  # code, previous, next, last year
    ("2026-M01", "2025-M12", "2026-M02", "2025-M01"),
    ("2026-M12", "2026-M11", "2027-M01", "2025-M12"),
    ("2026-Q1", "2025-Q4", "2026-Q2", "2025-Q1"),
    ("2026-S2", "2026-S1", "2027-S1", "2025-S2"),
    ("2026-9M", "2025-9M", "2027-9M", "2025-9M"),
    ("2026-A1", "2025-A1", "2027-A1", "2025-A1"),
    ("2026-W01", "2025-W52", "2026-W02", "2025-W01"),
    ("2026-W53", "2026-W52", "2027-W01", None),
    ("2026-E-bao", None, None, None),
    ("2026-E-bao.01", None, "2026-E-bao.02", None),
    ("2026-E-bao.02", "2026-E-bao.01", "2026-E-bao.03", None),
    ("2026-E-bao.999", "2026-E-bao.998", None, None),
    ("1900-A1", None, "1901-A1", None),
    ("2199-M12", "2199-M11", None, "2198-M12"),
]


@pytest.mark.parametrize(("code", "before", "after", "year_before"), NEIGHBOURS)
def test_a_period_knows_its_neighbours(
    code: str, before: str | None, after: str | None, year_before: str | None
) -> None:
    period = Period.parse(code)
    found = (period.previous(), period.next(), period.last_year())
    assert tuple(other and other.code for other in found) == (before, after, year_before)


TITLES = [
    ("2026-M07", "Tháng 7/2026", "July 2026"),
    ("2026-Q3", "Quý III/2026", "Quarter III of 2026"),
    ("2026-S1", "6 tháng đầu năm 2026", "First half of 2026"),
    ("2026-S2", "6 tháng cuối năm 2026", "Second half of 2026"),
    ("2026-9M", "9 tháng năm 2026", "Nine months of 2026"),
    ("2026-A1", "Năm 2026", "Year 2026"),
    ("2026-W31", "Tuần 31/2026", "Week 31 of 2026"),
    ("2026-E-bao-3", "Vụ việc bao-3 năm 2026", "Event bao-3 of 2026"),
    ("2026-E-bao-3.04", "Vụ việc bao-3 năm 2026, báo cáo số 4", "Event bao-3 of 2026, bulletin 4"),
]


@pytest.mark.parametrize(("code", "vietnamese", "english"), TITLES)
def test_a_period_is_called_what_an_official_calls_it(code: str, vietnamese: str, english: str) -> None:
    period = Period.parse(code)
    assert (period.title(), period.title("vi"), period.title("en")) == (vietnamese, vietnamese, english)


def test_every_period_of_a_year_has_a_title() -> None:
    for frequency, count in ((Frequency.MONTH, 12), (Frequency.QUARTER, 4), (Frequency.SIX_MONTHS, 2)):
        for number in range(1, count + 1):
            for language in ("vi", "en"):
                title = Period(frequency=frequency, year=2026, number=number).title(language)
                assert "2026" in title
                assert not title.startswith("period.")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("M", (Frequency.MONTH, None)),
        ("9M", (Frequency.NINE_MONTHS, None)),
        ("E", (Frequency.EVENT, None)),
        ("S1", (Frequency.SIX_MONTHS, 1)),
        ("Q4", (Frequency.QUARTER, 4)),
        ("M12", (Frequency.MONTH, 12)),
    ],
)
def test_a_frequency_may_be_narrowed_to_one_period_of_the_year(
    text: str, expected: tuple[Frequency, int | None]
) -> None:
    assert parse_frequency(text) == expected


@pytest.mark.parametrize("text", ["", "X", "Q5", "S0", "M13", "A1", "W1", "q", "Qx", "Q²"])
def test_an_unknown_frequency_is_refused(text: str) -> None:
    with pytest.raises(PeriodError) as caught:
        parse_frequency(text)
    assert caught.value.code == "period.frequency"


@pytest.mark.parametrize(
    ("code", "provincial"), [("2026-M07", "202607"), ("2026-Q3", "20263"), ("2026-A1", "2026"), ("2026-M12", "202612")]
)
def test_provincial_codes_are_read_and_written(code: str, provincial: str) -> None:
    assert to_provincial(code) == provincial
    assert to_provincial(Period.parse(code)) == provincial
    assert from_provincial(provincial).code == code


@pytest.mark.parametrize("code", ["2026-S1", "2026-9M", "2026-W31", "2026-E-bao"])
def test_a_period_without_a_provincial_code_is_said(code: str) -> None:
    with pytest.raises(PeriodError) as caught:
        to_provincial(code)
    assert caught.value.code == "period.no_provincial"


@pytest.mark.parametrize("text", ["", "20265", "202613", "202600", "2026-7", "26", "20260712", "２０２６"])
def test_a_wrong_provincial_code_is_refused(text: str) -> None:
    with pytest.raises(PeriodError) as caught:
        from_provincial(text)
    assert (caught.value.code, caught.value.params["text"]) == ("period.invalid", text)


def test_windows_are_adjacent_when_one_ends_the_day_before_the_other() -> None:
    later = window("2026-06-15", "2026-09-14")
    assert windows_adjacent(window("2026-03-15", "2026-06-14"), later)
    assert not windows_adjacent(window("2026-03-15", "2026-06-13"), later)
    assert not windows_adjacent(window("2026-03-15", "2026-06-15"), later)
    assert not windows_adjacent(later, window("2026-03-15", "2026-06-14"))


PREVIOUS = [
    ("the quarter before", "2026-Q3", ND09, ("M", "Q"), ["2026-Q2", "2026-M06"]),
    ("the same frequency first, then the longest", "2026-Q1", ND09, ("M", "Q", "S", "A"),
     ["2025-Q4", "2025-A1", "2025-S2", "2025-M12"]),
    ("a half after two quarters", "2026-S2", ND09, ("Q", "S"), ["2026-S1", "2026-Q2"]),
    ("nine months follow the year before", "2026-9M", ND09, ("9M", "A"), ["2025-A1"]),
    ("a year to date begins after the year before", "2026-M03", TO_DATE, ("M", "A"), ["2025-M12", "2025-A1"]),
    ("a week", "2026-W01", ND09, ("W",), ["2025-W52"]),
    ("a year from September", "2026-A1", HIV_YEAR, ("A",), ["2025-A1"]),
    ("a frequency narrowed away", "2026-S2", ND09, ("S2", "Q1"), []),
    ("a frequency narrowed to it", "2026-S2", ND09, ("S1",), ["2026-S1"]),
    ("an event has no calendar", "2026-E-bao.02", ND09, ("Q", "E"), []),
    ("given dates have no calendar", "2026-Q3", DATED, ("Q",), []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "rule", "frequencies", "expected"), [c[1:] for c in PREVIOUS], ids=[c[0] for c in PREVIOUS]
)
def test_which_periods_come_directly_before(
    code: str, rule: WindowRule, frequencies: tuple[str, ...], expected: list[str]
) -> None:
    assert [str(period) for period in previous_periods(Period.parse(code), rule, frequencies)] == expected


def test_of_two_reports_before_this_one_the_same_frequency_comes_first_and_given_order_breaks_ties() -> None:
    period = Period.parse("2026-Q1")
    others = [
        ("too early", Period.parse("2025-Q3"), window("2025-06-15", "2025-09-14")),
        ("month", Period.parse("2025-M12"), window("2025-11-15", "2025-12-14")),
        ("year, official", Period.parse("2025-A1"), window("2024-12-15", "2025-12-14")),
        ("year, preliminary", Period.parse("2025-A1"), window("2024-12-15", "2025-12-14")),
        ("quarter", Period.parse("2025-Q4"), window("2025-09-15", "2025-12-14")),
        ("itself", period, window("2025-12-15", "2026-03-14")),
    ]
    found = previous_candidates(period, window("2025-12-15", "2026-03-14"), others)
    assert found == ["quarter", "year, official", "year, preliminary", "month"]


PRECEDING = [
    ("a bulletin follows the one before", "2026-E-bao.03", DATED, "2026-E-bao.02"),
    ("the first bulletin follows none", "2026-E-bao.01", DATED, None),
    ("a month to date", "2026-M03", TO_DATE, "2026-M02"),
    ("January begins anew", "2026-M01", TO_DATE, None),
    ("a quarter to date from 15/12", "2026-Q2", TO_DATE_ND09, "2026-Q1"),
    ("its first quarter begins anew", "2026-Q1", TO_DATE_ND09, None),
    ("a plain window does not accumulate", "2026-M03", ND09, None),
]


@pytest.mark.parametrize(("code", "rule", "expected"), [c[1:] for c in PRECEDING], ids=[c[0] for c in PRECEDING])
def test_which_report_precedes_in_an_accumulating_series(code: str, rule: WindowRule, expected: str | None) -> None:
    found = preceding_period(Period.parse(code), rule)
    assert (found and found.code) == expected


DUE = [  # the day; the last that ended and the one being filled, in the order their windows end
    ("inside a quarter", ("Q",), ND09, "2026-08-01", ["2026-Q2", "2026-Q3"]),
    ("the last day of a window", ("Q",), ND09, "2026-09-14", ["2026-Q2", "2026-Q3"]),
    ("the day after", ("Q",), ND09, "2026-09-15", ["2026-Q3", "2026-Q4"]),
    ("the turn of the year", ("Q", "A"), ND09, "2026-12-20", ["2026-Q4", "2026-A1", "2027-Q1", "2027-A1"]),
    ("nine months between windows", ("9M",), ND09, "2026-10-01", ["2026-9M"]),
    ("nine months from December", ("9M",), ND09, "2026-12-15", ["2026-9M", "2027-9M"]),
    ("weeks from Friday", ("W",), FRIDAY_WEEKS, "2026-07-31", ["2026-W31", "2026-W32"]),
    ("a year from September", ("A",), HIV_YEAR, "2026-10-01", ["2026-A1", "2027-A1"]),
    ("months to date", ("M",), TO_DATE, "2026-03-10", ["2026-M02", "2026-M03"]),
    ("one period of the year", ("S1",), CALENDAR, "2026-08-01", ["2026-S1"]),
    ("events are not due by the calendar", ("E",), ND09, "2026-08-01", []),
    ("given dates are not due by the calendar", ("Q",), DATED, "2026-08-01", []),
]  # fmt: skip


@pytest.mark.parametrize(("frequencies", "rule", "on", "expected"), [c[1:] for c in DUE], ids=[c[0] for c in DUE])
def test_what_a_work_list_shows_on_a_day(
    frequencies: tuple[str, ...], rule: WindowRule, on: str, expected: list[str]
) -> None:
    assert [str(period) for period in periods_due(frequencies, rule, date.fromisoformat(on))] == expected


def test_rules_travel_through_msgspec_unchanged() -> None:
    fixed = DeadlineRule(kind=DeadlineKind.FIXED, day=20, month=1, year_offset=1, roll=Roll.AFTER)
    cut_off = DeadlineRule(kind=DeadlineKind.CUT_OFF, working_days=2)
    for value in (HIV_YEAR, FRIDAY_WEEKS, fixed, cut_off, Period.parse("2026-E-bao.04")):
        kind = type(value)
        assert msgspec.json.decode(msgspec.json.encode(value), type=kind) == value
        assert msgspec.msgpack.decode(msgspec.msgpack.encode(value), type=kind) == value


def test_a_rule_is_read_from_what_a_form_author_writes() -> None:
    assert msgspec.convert({"kind": "day_of_month", "day": 25, "roll": "before"}, DeadlineRule) == DeadlineRule(
        kind=DeadlineKind.DAY_OF_MONTH, day=25, roll=Roll.BEFORE
    )
    assert msgspec.convert({"kind": "nd09", "week_first_day": 5}, WindowRule) == FRIDAY_WEEKS


CODES_RAISED = ("invalid", "frequency", "no_months", "no_provincial", "window_rule", "window_empty", "dates_needed",
                "deadline_rule", "deadline_early", "holidays")  # fmt: skip


def test_every_refusal_has_words_and_shows_its_figures() -> None:
    for name in CODES_RAISED:
        for language in ("vi", "en"):
            assert f"period.{name}" in catalogue(language)
    with pytest.raises(PeriodError) as caught:
        DeadlineRule(kind=DeadlineKind.DAY_OF_MONTH, day=14).check(ND09, ["Q1"])
    told = str(explain(caught.value))
    assert "{" not in told
    for figure in ("2020-Q1", "2020-03-14", "2020-03-16"):
        assert figure in told
