"""The forms that come with the program: what they print, when they are due, how they add up."""

from __future__ import annotations

import re
from datetime import date

import pytest

from app.domain.forms.catalogue import find_form, shipped_forms
from app.domain.forms.definition import FormDefinition, RollUp, RowsKind
from app.domain.periods import Period
from app.errors import FormError

KSTT, TCD, HT = "II.06a/VPCP/KSTT", "01/TCD", "13a/BTP/HTQTCT/HT"


CATALOGUE = {
    "01/KQGQ": ["2024"],
    "01/TCD": ["2024", "2021"],
    "01/XLD": ["2024", "2021"],
    "02/TCD": ["2021"],
    "03/XLD": ["2024"],
    "04/XLD": ["2024"],
    "13a/BTP/HTQTCT/HT": ["2016"],
    "17a/BTP/HTQTCT/CT": ["2019"],
    "0601.N/BNV-TĐKT": ["2023"],
    "BCN/TTLT43": ["2015"],
    "Biểu 1/HN": ["2021"],
    "Biểu 2/HN": ["2021"],
    "Biểu 3/HN": ["2021"],
    "Biểu 4/HN": ["2021"],
    "Biểu 12/HN": ["2021"],
    "BM1/ANTT": ["2026"],
    "CHANNUOI.Q": ["2026"],
    "CHITIEU.T": ["2026"],
    "DANSO.T": ["2026"],
    "GIAINGAN.T": ["2026"],
    "GIAODUC.N": ["2026"],
    "II.06a/VPCP/KSTT": ["2020"],
    "II.07b/VPCP/KSTT": ["2025", "2020"],
}


def test_the_catalogue_holds_these_forms_the_newest_edition_first() -> None:
    found: dict[str, list[str]] = {}
    for form in shipped_forms():
        found.setdefault(form.code, []).append(form.edition)
    assert found == CATALOGUE


@pytest.mark.parametrize("form", shipped_forms(), ids=lambda form: f"{form.code} {form.edition}")
def test_a_form_that_awaits_confirmation_says_on_itself_what_for(form: FormDefinition) -> None:
    assert form.provisional == bool(re.search("[Cc]òn chờ|[Cc]hưa đối chiếu|[Cc]hờ (?:xác nhận|đối chiếu)", form.note))


OFFICES = [
    ("II.07b/VPCP/KSTT", "2025-Q2", "2020", []),
    ("II.07b/VPCP/KSTT", "2025-Q3", "2025", ["5", "9", "13"]),
    ("01/XLD", "2023-A1", "2021", []),
    ("01/XLD", "2024-Q1", "2024", []),
]


@pytest.mark.parametrize(("code", "period", "edition", "closed"), OFFICES)
def test_the_edition_in_force_when_the_figures_are_cut_off_is_taken(
    code: str, period: str, edition: str, closed: list[str]
) -> None:
    window = find_form(code).window.window(Period.parse(period))
    form = find_form(code, on=window.end)
    table = form.tables[0]
    numbers = {column.key: column.number for column in table.columns}
    assert form.edition == edition
    assert [numbers[key] for entry in table.closed for key in entry.columns] == closed
    assert ("district" in form.senders) == (window.end < date(2025, 7, 1))


PRINTED = {
    "01/XLD": ["1=2+3=4+5", "6=8+9+10=11+12+13=14+18", "14=15+16+17", "18=19+20+21"],
    "04/XLD": ["1=2+3", "4=5+6", "8=9+10+11+12= 13+14 = 15+18", "16 = 17+18"],
    "01/KQGQ": ["1=2+3", "5=20+..+24"],
    "0601.N/BNV-TĐKT": ["1=2+3+4", "01=02+..+05=06+..+10=11+12"],
    KSTT: ["3=4+5+6", "7=8+9+10", "11=12+13", "3=7+11", "6=11 (kỳ trước)"],
    TCD: [
        "1=4+13+22",
        "2=5+14+23",
        "3=6+7+15+ 16 + 24 +25",
        "9<=5",
        "18<=14",
        "27<=23",
        "8=10+11",
        "17=19+20",
        "26=28+29",
    ],
    HT: ["1=2+3=4+5=6+7", "8<=7", "9<=7", "11=12+13+14=15+16", "19<=18", "#20<=20<=#60", "#18<=21<=#60"],
}


@pytest.mark.parametrize("code", PRINTED)
def test_relations_stand_as_printed(code: str) -> None:
    printed = [relation.printed for relation in find_form(code).tables[0].relations]
    assert printed[: len(PRINTED[code])] == PRINTED[code]


def test_a_misprint_stands_as_printed_and_is_executed_as_meant() -> None:
    relation = next(one for one in find_form("04/XLD").tables[0].relations if one.printed.endswith("15+18"))
    assert relation.text == "8=9+10+11+12= 13+14 = 15+16"


NUMBERS = {KSTT: 13, TCD: 29, HT: 22, "01/XLD": 22, "02/TCD": 17, "03/XLD": 27, "04/XLD": 20, "01/KQGQ": 26}


@pytest.mark.parametrize("code", NUMBERS)
def test_columns_are_numbered_as_printed(code: str) -> None:
    numbers = [column.number for column in find_form(code).tables[0].columns if column.number]
    assert numbers == [str(number) for number in range(1, NUMBERS[code] + 1)]


CALCULATED = {KSTT: ["c3", "c7", "c11"], TCD: ["c1", "c2", "c3"], HT: ["c1", "c11"]}


@pytest.mark.parametrize("code", CALCULATED)
def test_totals_are_calculated_and_recomputed_at_every_level(code: str) -> None:
    columns = [column for column in find_form(code).tables[0].columns if column.computed]
    assert [column.key for column in columns] == CALCULATED[code]
    assert {(column.roll_up_units, column.roll_up_time) for column in columns} == {(RollUp.RECOMPUTE, RollUp.RECOMPUTE)}


def test_what_came_over_counts_once_in_a_year_and_what_is_left_is_the_last() -> None:
    columns = {column.number: column.roll_up_time for column in find_form(KSTT).tables[0].columns}
    assert [columns[number] for number in ("4", "6", "10", "12", "13")] == [
        RollUp.SUM,
        RollUp.FIRST,
        RollUp.SUM,
        RollUp.LAST,
        RollUp.LAST,
    ]


def test_average_ages_weigh_by_first_marriages() -> None:
    columns = {column.number: column for column in find_form(HT).tables[0].columns}
    assert [
        (columns[n].roll_up_units, columns[n].weight_units, columns[n].weight_time, columns[n].decimals)
        for n in ("20", "21")
    ] == [(RollUp.WEIGHTED_AVG, "c19", "c19", 1)] * 2


def test_rows_are_named_by_the_clerk_or_units_or_one() -> None:
    assert [find_form(code).tables[0].rows_kind for code in (KSTT, TCD, HT)] == [
        RowsKind.FREE,
        RowsKind.UNITS,
        RowsKind.FIXED,
    ]


DUE = [
    (KSTT, "", "commune", "2026-Q3", date(2026, 6, 15), date(2026, 9, 14), date(2026, 9, 15)),
    (KSTT, "", "province", "2026-Q3", date(2026, 6, 15), date(2026, 9, 14), date(2026, 9, 25)),
    (KSTT, "", "province", "2026-A1", date(2025, 12, 15), date(2026, 12, 14), date(2026, 12, 25)),
    (TCD, "", "commune", "2026-9M", date(2025, 12, 15), date(2026, 9, 14), date(2026, 9, 15)),
    (HT, "six_months", "commune", "2026-S1", date(2026, 1, 1), date(2026, 5, 31), date(2026, 6, 6)),
    (HT, "preliminary", "commune", "2026-A1", date(2026, 1, 1), date(2026, 10, 31), date(2026, 11, 7)),
    (HT, "official", "province", "2026-A1", date(2026, 1, 1), date(2026, 12, 31), date(2027, 2, 20)),
]


@pytest.mark.parametrize(("code", "release", "level", "period", "start", "end", "deadline"), DUE)
def test_windows_and_deadlines(
    code: str, release: str, level: str, period: str, start: date, end: date, deadline: date
) -> None:
    form = find_form(code)
    issue = next((one for one in form.releases if one.code == release), None)
    window = ((issue.window if issue else None) or form.window).window(Period.parse(period))
    rule = (issue.deadlines if issue else form.deadlines)[level]
    assert (window.start, window.end, rule.deadline(window, Period.parse(period))) == (start, end, deadline)


def test_an_unknown_code_names_the_known_ones() -> None:
    with pytest.raises(FormError) as raised:
        find_form("99/XYZ")
    assert raised.value.code == "form.unknown"
    assert raised.value.params["known"] == ", ".join(CATALOGUE)
