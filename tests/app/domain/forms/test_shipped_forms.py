"""The forms that come with the program: what they print, and an example of every relation right and broken."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.domain.forms.catalogue import find_form, shipped_forms
from app.domain.forms.definition import RollUp, RowsKind
from app.domain.periods import Period
from app.domain.relations.evaluation import evaluate
from app.errors import FormError

KSTT, TCD, HT = "II.06a/VPCP/KSTT", "01/TCD", "13a/BTP/HTQTCT/HT"


def test_the_three_forms_are_shipped() -> None:
    assert [(form.code, form.edition) for form in shipped_forms()] == [(TCD, "2024"), (HT, "2016"), (KSTT, "2020")]


PRINTED = {
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
    assert [relation.printed for relation in find_form(code).tables[0].relations] == PRINTED[code]


NUMBERS = {KSTT: 13, TCD: 29, HT: 22}


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


RIGHT: dict[str, dict[str, Any]] = {
    KSTT: {
        "cells": {
            f"main/a/c{n}": v
            for n, v in {4: "80", 5: "30", 6: "8", 8: "60", 9: "40", 10: "2", 12: "15", 13: "1"}.items()
        },
        "previous": {"main/a/c12": "7", "main/a/c13": "1"},
    },
    TCD: {
        "cells": {
            f"main/a/c{n}": v
            for n, v in {
                4: "10",
                5: "12",
                6: "5",
                7: "4",
                8: "2",
                9: "8",
                10: "1",
                11: "1",
                12: "3",
                13: "4",
                14: "5",
                15: "2",
                16: "1",
                17: "1",
                18: "5",
                19: "1",
                20: "0",
                21: "1",
                22: "2",
                23: "3",
                24: "1",
                25: "1",
                26: "1",
                27: "3",
                28: "-",
                29: "1",
            }.items()
        }
    },
    HT: {
        "cells": {
            f"main/r1/c{n}": v
            for n, v in {
                2: "30",
                3: "10",
                4: "21",
                5: "19",
                6: "36",
                7: "4",
                8: "3",
                9: "4",
                10: "1",
                12: "0",
                13: "1",
                14: "8",
                15: "7",
                16: "2",
                17: "0",
                18: "15",
                19: "12",
                20: "26.5",
                21: "23.1",
                22: "0",
            }.items()
        }
    },
}

RESULTS = {
    KSTT: {"main/a/c3": "118", "main/a/c7": "102", "main/a/c11": "16", "main/total/c3": "118", "main/total/c11": "16"},
    TCD: {"main/a/c1": "16", "main/a/c2": "20", "main/a/c3": "14"},
    HT: {"main/r1/c1": "40", "main/r1/c11": "9"},
}


@pytest.mark.parametrize("code", RIGHT)
def test_a_right_example_is_calculated_and_nothing_is_found(code: str) -> None:
    result: Any = evaluate(find_form(code), RIGHT[code])
    assert {address: result["computed"].get(address) for address in RESULTS[code]} == RESULTS[code]
    assert result["findings"] == []


BROKEN = [
    (KSTT, "c12", "16", "3=7+11", "error"),
    (KSTT, "c6", "9", "6=11 (kỳ trước)", "warning"),
    (TCD, "c5", "7", "9<=5", "warning"),
    (TCD, "c14", "4", "18<=14", "warning"),
    (TCD, "c23", "2", "27<=23", "warning"),
    (TCD, "c8", "3", "8=10+11", "warning"),
    (TCD, "c17", "2", "17=19+20", "warning"),
    (TCD, "c26", "2", "26=28+29", "warning"),
    (HT, "c4", "22", "1=2+3=4+5=6+7", "error"),
    (HT, "c6", "35", "1=2+3=4+5=6+7", "error"),
    (HT, "c8", "5", "8<=7", "error"),
    (HT, "c9", "5", "9<=7", "error"),
    (HT, "c15", "8", "11=12+13+14=15+16", "error"),
    (HT, "c18", "11", "19<=18", "error"),
    (HT, "c20", "19.9", "#20<=20<=#60", "warning"),
    (HT, "c20", "60.1", "#20<=20<=#60", "warning"),
    (HT, "c21", "17.9", "#18<=21<=#60", "warning"),
]


@pytest.mark.parametrize(("code", "column", "value", "relation", "severity"), BROKEN)
def test_one_wrong_figure_breaks_its_relation(code: str, column: str, value: str, relation: str, severity: str) -> None:
    row = "r1" if code == HT else "a"
    given = {**RIGHT[code], "cells": {**RIGHT[code]["cells"], f"main/{row}/{column}": value}}
    result: Any = evaluate(find_form(code), given)
    found = [(f["relation"], f["severity"]) for f in result["findings"] if f["row"] == row]
    assert (relation, severity) in found
    assert {other for other, _ in found} - {relation} <= {"3=7+11"}


def test_ages_are_not_judged_without_first_marriages() -> None:
    cells = {**RIGHT[HT]["cells"], "main/r1/c19": "0", "main/r1/c20": "-", "main/r1/c21": "-"}
    assert evaluate(find_form(HT), {"cells": cells})["findings"] == []


def test_an_unknown_code_names_the_known_ones() -> None:
    with pytest.raises(FormError) as raised:
        find_form("99/XYZ")
    assert raised.value.code == "form.unknown"
    assert raised.value.params["known"] == ", ".join((TCD, HT, KSTT))
