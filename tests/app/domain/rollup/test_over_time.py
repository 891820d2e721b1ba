"""A unit's reports of the periods inside a longer one as one."""

from __future__ import annotations

import pytest
from msgspec import structs

from app.domain.forms.definition import FormDefinition
from app.domain.period_codes import Frequency, Period
from app.domain.rollup.explaining import explain
from app.domain.rollup.over_time import roll_up_time, sub_periods
from app.domain.rollup.rolled import RolledUp
from app.domain.rollup.sources import Source
from app.domain.windows import WindowKind, WindowRule
from app.errors import AppError
from tests.app.domain.rollup.reports import form, free, row, source

ROLLING = form("rolling")
KSTT = form("II.06a/VPCP/KSTT")
R1 = "main/r1"


def over(period: str, *sources: Source, of: FormDefinition = ROLLING) -> RolledUp:
    return roll_up_time(of, Period.parse(period), sources)


def stocks(period: str, opening: str, taken: str, closing: str) -> Source:
    """A period's report: what was there, what came, what was left."""
    return source(ROLLING, "u1", row(R1, c1=opening, c2=taken, c4=closing), period=period)


def shown(found: RolledUp, *columns: str) -> list[str | None]:
    return [found.value(f"{R1}/{column}") for column in columns]


def test_a_year_opens_with_the_first_quarter_and_closes_with_the_last_however_they_come() -> None:
    found = over(
        "2026-A1",
        stocks("2026-Q3", "35", "7", "30"),
        stocks("2026-Q1", "10", "50", "20"),
        stocks("2026-Q4", "30", "3", "12"),
        stocks("2026-Q2", "20", "40", "35"),
    )
    assert shown(found, "c1", "c2", "c4", "c5") == ["10", "100", "12", "110"]
    assert [member.period for member in found.members] == ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]


def test_a_years_total_received_is_not_the_sum_of_the_quarters_totals() -> None:
    quarters = [
        free("main/k1", "", "V;A;", c4="100", c5="50", c6="10", c8="90", c9="40", c10="0", c12="30", c13="0"),
        free("main/k1", "", "V;A;", c4="80", c5="20", c6="30", c8="70", c9="40", c10="5", c12="10", c13="5"),
    ]
    found = over(
        "2026-S1",
        *(source(KSTT, "u1", cells, period=f"2026-Q{number}") for number, cells in enumerate(quarters, 1)),
        of=KSTT,
    )
    figures = [found.value(f"main/k1/c{number}") for number in (3, 4, 5, 6, 7, 11, 12, 13)]
    assert figures == ["260", "180", "70", "10", "245", "15", "10", "5"], "received 160 and 130, of which 30 came over"
    assert [finding.relation for finding in found.sheet.findings(complete=True)] == []


PARTS = [
    ("2026-A1", "Q", ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]),
    ("2026-A1", "S", ["2026-S1", "2026-S2"]),
    ("2026-S2", "Q", ["2026-Q3", "2026-Q4"]),
    ("2026-S2", "M", ["2026-M07", "2026-M08", "2026-M09", "2026-M10", "2026-M11", "2026-M12"]),
    ("2026-9M", "Q", ["2026-Q1", "2026-Q2", "2026-Q3"]),
    ("2026-Q2", "M", ["2026-M04", "2026-M05", "2026-M06"]),
    ("2026-9M", "S", []),
    ("2026-A1", "9M", []),
    ("2026-Q1", "Q", []),
    ("2026-Q1", "A", []),
    ("2026-A1", "W", []),
    ("2026-W10", "M", []),
    ("2026-E-bao", "M", []),
]


@pytest.mark.parametrize(("period", "frequency", "parts"), PARTS, ids=[f"{p}-{f}" for p, f, _ in PARTS])
def test_a_period_is_made_of_the_shorter_ones_that_fill_it(period: str, frequency: str, parts: list[str]) -> None:
    assert [part.code for part in sub_periods(Period.parse(period), Frequency(frequency))] == parts


GAPS = [
    # name, whole, periods that are there, all of them with what is missing between brackets
    ("nothing missing", "2026-S1", ["Q1", "Q2"], ["2026-Q1", "2026-Q2"]),
    ("a quarter in the middle", "2026-A1", ["Q1", "Q3", "Q4"], ["2026-Q1", "[2026-Q2]", "2026-Q3", "2026-Q4"]),
    ("nine months and no last quarter", "2026-A1", ["9M"], ["2026-9M", "[2026-Q4]"]),
    ("months of a quarter", "2026-Q2", ["M05"], ["[2026-M04]", "2026-M05", "[2026-M06]"]),
    ("a half and a quarter", "2026-A1", ["S1", "Q3"], ["2026-S1", "2026-Q3", "[2026-Q4]"]),
    ("a month beside a quarter", "2026-S1", ["Q1", "M04"], ["2026-Q1", "2026-M04", "[2026-M05]", "[2026-M06]"]),
    ("nothing there", "2026-A1", [], ["[2026-9M]", "[2026-Q4]"]),
    ("longer reports hold shorter ones", "2026-9M", ["Q1", "S1", "Q3"], ["2026-S1", "2026-Q3"]),
    ("the year itself", "2026-A1", ["A1", "Q1"], ["2026-A1"]),
]


@pytest.mark.parametrize(("whole", "there", "members"), [case[1:] for case in GAPS], ids=[case[0] for case in GAPS])
def test_gaps_are_told_by_the_periods_that_are_missing(whole: str, there: list[str], members: list[str]) -> None:
    found = over(whole, *(source(ROLLING, "u1", row(R1, c2="1"), period=f"2026-{code}") for code in there))
    told = [member.period if member.source else f"[{member.period}]" for member in found.members]
    assert told == members
    assert found.completeness_of(f"{R1}/c2").is_complete is ("[" not in "".join(members))


def test_an_opening_or_closing_figure_of_a_period_without_a_report_is_not_known() -> None:
    middle = over("2026-9M", stocks("2026-Q2", "20", "40", "35"))
    assert shown(middle, "c1", "c2", "c4") == ["...", "40", "..."]
    ends = over("2026-9M", stocks("2026-Q1", "10", "50", "20"), stocks("2026-Q3", "35", "7", "30"))
    assert shown(ends, "c1", "c2", "c4") == ["10", "57", "30"]
    assert ends.completeness_of(f"{R1}/c2").is_complete is False


def test_an_opening_or_closing_figure_that_its_period_left_blank_is_not_known() -> None:
    found = over(
        "2026-S1",
        source(ROLLING, "u1", row(R1, c2="1", c4="20"), period="2026-Q1"),
        source(ROLLING, "u1", row(R1, c1="20", c2="2"), period="2026-Q2"),
    )
    assert shown(found, "c1", "c2", "c4") == ["...", "3", "..."]
    told = explain(found, f"{R1}/c4")
    assert [(one.value, one.counts) for one in told.contributions] == [("20", False)]
    assert told.so_far == []


def test_averages_over_time_are_weighed_and_the_greatest_is_taken() -> None:
    found = over(
        "2026-S1",
        source(ROLLING, "u1", row(R1, c2="10", c7="20", c8="5", c13="A"), period="2026-Q1"),
        source(ROLLING, "u1", row(R1, c2="30", c7="24", c8="3", c13="B"), period="2026-Q2"),
    )
    assert shown(found, "c7", "c8", "c13") == ["23", "5", "B"]


def test_reports_that_accumulate_from_the_years_start_are_not_added_up() -> None:
    to_date = structs.replace(ROLLING, window=WindowRule(kind=WindowKind.CUMULATIVE), hash="")
    months = [("2026-M04", "5"), ("2026-M05", "9"), ("2026-M06", "20")]
    found = over(
        "2026-Q2", *(source(to_date, "u1", row(R1, c2=text), period=code) for code, text in months), of=to_date
    )
    assert shown(found, "c2") == ["20"]
    assert [key.period for key in found.superseded] == ["2026-M04", "2026-M05"]
    assert found.missing == ()


def test_of_an_events_bulletins_the_last_one_counts() -> None:
    bulletins = [
        source(ROLLING, "u1", row(R1, c2=text), period=f"2026-E-bao-so-3.0{number}")
        for number, text in ((2, "7"), (3, "6"), (1, "4"))
    ]
    found = over("2026-E-bao-so-3", *bulletins)
    assert (shown(found, "c2"), [member.period for member in found.members]) == (["6"], ["2026-E-bao-so-3.03"])


def test_a_row_that_came_later_in_the_year_opens_with_its_first_figure() -> None:
    found = over(
        "2026-S1",
        source(KSTT, "u1", free("main/k1", "", "V;A;", c6="3", c12="2"), period="2026-Q1"),
        source(KSTT, "u1", free("main/k2", "", "V;A;", c6="8", c12="9"), period="2026-Q2"),
        of=KSTT,
    )
    assert [found.value(f"main/{key}/c{n}") for key in ("k1", "k2") for n in (6, 12)] == ["3", "2", "8", "9"]


def test_rows_of_units_answer_over_time_by_the_units_id_and_never_by_its_name() -> None:
    reception = form("01/TCD@2024")
    before = {"main/00123-2025/@row": "V;;", "main/00123-2025/c_1": "Xã Tân Lập", **row("main/00123-2025", c4="1")}
    after = {"main/00456/@row": "V;;", "main/00456/c_1": "Xã Tân Lập", **row("main/00456", c4="2")}
    found = over(
        "2025-S2",
        source(reception, "p", before, period="2025-Q3"),
        source(reception, "p", after, period="2025-Q4"),
        of=reception,
    )
    assert [found.value(f"main/{unit}/c4") for unit in ("00123-2025", "00456")] == ["1", "2"]


def test_a_table_of_units_keeps_its_rows_over_time() -> None:
    reception = form("01/TCD@2024")
    quarters = [
        source(reception, "p", row("main/00004", c4="1") | row("main/00008", c4="5"), period="2026-Q1"),
        source(reception, "p", row("main/00004", c4="2") | row("main/00008", c4="6"), period="2026-Q2"),
    ]
    found = over("2026-S1", *quarters, of=reception)
    assert [found.value(f"main/{unit}/c4") for unit in ("00004", "00008")] == ["3", "11"]


REFUSED = [
    ("two units", "2026-A1", [("u1", "2026-Q1"), ("u2", "2026-Q2")], "rollup.unit_mixed"),
    ("another year", "2026-A1", [("u1", "2025-Q4")], "rollup.period_outside"),
    ("a longer period", "2026-Q1", [("u1", "2026-S1")], "rollup.period_outside"),
    ("two that overlap", "2026-A1", [("u1", "2026-9M"), ("u1", "2026-S2")], "rollup.period_overlap"),
    ("weeks", "2026-Q1", [("u1", "2026-W05")], "rollup.period_parts"),
    ("an event in a year", "2026-A1", [("u1", "2026-E-bao")], "rollup.period_parts"),
    ("another event", "2026-E-lu", [("u1", "2026-E-bao.01")], "rollup.period_outside"),
]


@pytest.mark.parametrize(("whole", "given", "code"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_what_does_not_make_up_the_period_is_refused(whole: str, given: list[tuple[str, str]], code: str) -> None:
    with pytest.raises(AppError) as caught:
        over(whole, *(source(ROLLING, unit, period=period) for unit, period in given))
    assert caught.value.code == code
