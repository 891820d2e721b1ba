"""What forms calculate and find, key by key and function by function."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

from app.domain.forms.catalogue import find_form
from app.domain.forms.definition import FormDefinition, RollUp
from app.domain.relations.arithmetic import BLANK, CLOSED, UNKNOWN
from app.domain.relations.compiling import linear
from app.domain.relations.engine import Engine
from app.domain.relations.evaluation import evaluate
from app.domain.relations.outer import Alone
from app.domain.relations.plan import plan_of
from app.domain.relations.rolling import rolled
from app.domain.relations.steps import StepKind
from app.domain.relations.tree import Axis, Outer, Ref, Sum, Term, Where
from app.errors import InputError

Load = Callable[[str], FormDefinition]


class Children(Alone):
    """A context with children's reports and nothing else."""

    def __init__(self, cells: Sequence[Mapping[str, str]]) -> None:
        self._cells = cells

    def children(self) -> Sequence[Mapping[str, str]]:
        """The given reports."""
        return self._cells


def cells(row: str, **values: str) -> dict[str, str]:
    """`cells("main/k1", c2="3")` -> {"main/k1/c2": "3"}."""
    return {f"{row}/{column}": value for column, value in values.items()}


def found(result: Mapping[str, Any]) -> list[tuple[str, str, str, str]]:
    return [(f["code"], f["severity"], f["relation"], f["row"]) for f in result["findings"]]


CHECKS_DONE = {"@text/overview/body": "Đủ"}


def checks(form: FormDefinition, **values: str) -> Mapping[str, Any]:
    return evaluate(form, {"cells": {**CHECKS_DONE, **cells("main/k1", **values)}})


# Blank, nil, not known


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"c1": "5", "c2": "2", "c3": "3", "c4": "5", "c5": "66.7"}, []),
        ({}, []),
        ({"c1": "6", "c2": "2", "c3": "3", "c4": "6", "c5": "66.7"}, ["unequal 1=2+3=4"]),
        ({"c1": "6", "c2": "2", "c3": "3", "c4": "5", "c5": "66.7"}, ["unequal 1=2+3=4", "unequal 1=2+3=4", "4=1"]),
        ({"c1": "5"}, ["unequal 1=2+3=4", "unequal 1=2+3=4"]),
        ({"c1": "-", "c2": "-", "c3": "-", "c4": "-"}, ["order 2<3<=4"]),
        ({"c1": "...", "c2": "1", "c3": "2", "c4": "...", "c5": "50"}, []),
    ],
    ids=[
        "all right",
        "nothing filled",
        "one member of a chain differs",
        "every broken link is found by itself",
        "a blank side counts as zero",
        "nil is filled and zero",
        "what is not known judges nothing",
    ],
)
def test_blank_nil_and_not_known(form: Load, values: dict[str, str], expected: list[str]) -> None:
    result = checks(form("checks"), **values)
    assert [
        f"{code.removeprefix('relation.')} {relation}" if relation != "4=1" else relation
        for code, _, relation, _ in found(result)
    ] == expected


def test_a_condition_excuses_the_relation_where_it_does_not_hold(form: Load) -> None:
    without = checks(form("checks"), c1="3", c2="0", c3="3", c4="4", c5="0")
    with_it = checks(form("checks"), c1="3", c2="1", c3="2", c4="4", c5="50")
    assert "4=1" not in [relation for _, _, relation, _ in found(without)]
    assert ("relation.unequal", "explain", "4=1", "k1") in found(with_it)


def test_a_form_may_say_a_finding_in_its_own_words(form: Load) -> None:
    result = checks(form("checks"), c1="3", c2="1", c3="2", c4="4", c5="50")
    said = [f["message"] for f in result["findings"] if f["relation"] == "4=1"]
    assert said == ["Cột 4 phải bằng cột 1 khi có cột 2. (4) = 4 nhưng (1) = 3, lệch 1."]


def test_a_required_section_that_is_not_written_is_found(form: Load) -> None:
    result = evaluate(form("checks"), {"cells": {}})
    assert [(f["code"], f["cells"]) for f in result["findings"]] == [("section.missing", ["@text/overview/body"])]


def test_a_finding_names_the_left_cell_then_the_operands_as_printed(form: Load) -> None:
    result = checks(form("checks"), c1="9", c2="2", c3="3", c4="9", c5="66.7")
    assert result["findings"][0]["cells"] == ["main/k1/c1", "main/k1/c2", "main/k1/c3"]


# Values


VALUES = [
    ("text in a number cell", "c1", "mười", "value.type"),
    ("a fraction in a whole column", "c1", "1.5", "value.type"),
    ("more decimals than the column has", "c5", "1.25", "value.type"),
    ("below zero", "c1", "-5", "value.range"),
    ("no column of the form", "c99", "1", "cell.unknown"),
    ("a day that is none", "c_7", "31/02/2026", "value.type"),
    ("no choice of the form", "c_8", "vừa", "value.type"),
]


@pytest.mark.parametrize(("column", "value", "code"), [case[1:] for case in VALUES], ids=[case[0] for case in VALUES])
def test_what_cannot_stand_in_its_cell_is_found_and_counts_as_blank(
    form: Load, column: str, value: str, code: str
) -> None:
    result = checks(form("checks"), **{column: value})
    assert [(f["code"], f["cells"]) for f in result["findings"]] == [(code, [f"main/k1/{column}"])]


WRITTEN = ["12", 12, "12.0", "012", " 12 ", "12,0"]


@pytest.mark.parametrize("value", WRITTEN)
def test_a_number_is_read_however_it_is_written(form: Load, value: str | int) -> None:
    result = evaluate(form("groups"), {"cells": {"main/a/c3": value}})
    assert result["computed"]["main/a/c2"] == "12"  # type: ignore[index,call-overload]  # JSON of known shape


@pytest.mark.parametrize("dash", ["-", "–", "—", "−"])
def test_a_dash_alone_is_nil(form: Load, dash: str) -> None:
    result = evaluate(form("groups"), {"cells": {"main/a/c3": dash}})
    assert result["computed"]["main/a/c2"] == "0"  # type: ignore[index,call-overload]  # JSON of known shape


@pytest.mark.parametrize("dots", ["...", "…"])
def test_dots_alone_make_every_total_they_enter_unknown(form: Load, dots: str) -> None:
    result: Any = evaluate(form("groups"), {"cells": {"main/a/c3": dots, "main/b/c3": "4"}})
    computed = result["computed"]
    assert (computed["main/a/c2"], computed["main/b/c2"], computed["main/total/c3"], computed["main/total/c2"]) == (
        "...",
        "4",
        "...",
        "...",
    )


def test_words_dates_and_choices_are_kept(form: Load) -> None:
    result = checks(form("checks"), c_7="02/09/2026", c_8="cao", c_9="Ghi chú dài")
    assert result["findings"] == []


def test_a_values_file_of_another_shape_is_refused(form: Load) -> None:
    for values in ({"cels": {}}, {"cells": []}, {"cells": {}, "rows": {"main": [{"label": "x"}]}}, {"children": 3}):
        with pytest.raises(InputError, match=r"form\.values"):
            evaluate(form("groups"), values)


# Groups, totals, of_which


GROUPED: dict[str, Any] = {
    "rows": {
        "main": [
            {"key": "a", "label": "Đất đai", "group": "A"},
            {"key": "w", "label": "trong đó online", "group": "A", "of_which": True},
            {"key": "b", "label": "Hộ tịch", "group": "A"},
            {"key": "c", "label": "Khác", "group": "B"},
        ]
    },
    "cells": {
        **cells("main/a", c3="10", c4="5", c6="20", c7="3", c8="7", c9="1", c10="4"),
        **cells("main/w", c3="6", c4="1", c6="99", c7="99", c8="99", c9="99", c10="99"),
        **cells("main/b", c3="2", c4="3", c6="40.5", c7="9", c8="8", c9="2", c10="4"),
        **cells("main/c", c3="1", c4="0", c6="30", c7="5", c8="9", c9="3", c10="4"),
    },
}


TOTALS = [
    ("rows add up", "main/total/c3", "13"),
    ("'of which' rows calculate like the others", "main/w/c2", "7"),
    ("subtotals add their group alone", "main/total-A/c3", "12"),
    ("a calculated column of a subtotal follows its own relation", "main/total-A/c5", "60"),
    ("a ratio of totals is no average of ratios", "main/total/c5", "61.9"),
    ("an average weighs", "main/total/c6", "25.4"),
    ("an average of a group weighs its group", "main/total-A/c6", "25.1"),
    ("the largest", "main/total/c7", "9"),
    ("the first row's", "main/total/c8", "7"),
    ("the last row's", "main/total-A/c9", "2"),
    ("a column that is never added", "main/total/c10", None),
]


@pytest.mark.parametrize(("address", "value"), [case[1:] for case in TOTALS], ids=[case[0] for case in TOTALS])
def test_totals_follow_each_columns_rule(form: Load, address: str, value: str | None) -> None:
    result: Any = evaluate(form("groups"), GROUPED)
    assert result["computed"].get(address) == value


def test_an_average_without_weight_is_blank(form: Load) -> None:
    result: Any = evaluate(form("groups"), {"cells": {"main/a/c6": "20", "main/a/c3": "0"}})
    assert "main/total/c6" not in result["computed"]


def test_a_row_without_a_weight_takes_no_part_in_an_average(form: Load) -> None:
    given = {**cells("main/a", c3="2", c6="20"), **cells("main/b", c6="40")}
    result: Any = evaluate(form("groups"), {"cells": given})
    assert result["computed"]["main/total/c6"] == "20"


def test_what_is_given_for_a_calculated_cell_is_ignored(form: Load) -> None:
    result: Any = evaluate(form("groups"), {"cells": {"main/a/c3": "1", "main/a/c2": "99", "main/total/c3": "77"}})
    assert (result["computed"]["main/a/c2"], result["computed"]["main/total/c3"], result["findings"]) == ("1", "1", [])


def test_a_running_number_and_a_printed_label_are_the_forms_own(form: Load) -> None:
    own: Any = evaluate(find_form("II.06a/VPCP/KSTT"), {"cells": {"main/r1/c1": "1", "main/total/c1": "x"}})
    printed: Any = evaluate(form("emulation"), {"cells": {"main/r01/cA": "Tổng", "main/r01/cB": "01"}})
    assert (own["findings"], printed["findings"]) == ([], [])


def test_estimates_stay_estimates(form: Load) -> None:
    result: Any = evaluate(form("groups"), {"cells": {"main/a/c3": "1 E", "main/a/c4": "2", "main/b/c3": "5 P"}})
    computed = result["computed"]
    assert [computed[f"main/{row}/c2"] for row in ("a", "b", "total")] == ["3 E", "5 P", "8 E"]
    assert computed["main/total/c4"] == "2"


# "Chỉ có số tổng"


def test_a_row_given_by_its_totals_alone_is_typed_not_judged_and_added_upwards(form: Load) -> None:
    given = {
        "main/a/@total_only": "Chưa tách được",
        **cells("main/a", c2="10"),
        **cells("main/b", c3="3", c4="4"),
    }
    result: Any = evaluate(form("groups"), {"cells": given})
    assert (result["computed"]["main/total/c2"], result["computed"]["main/total/c3"], result["findings"]) == (
        "17",
        "3",
        [],
    )
    assert "main/a/c2" not in result["computed"]


# Functions


FUNCTION_CELLS = {**cells("main/a", c1="-7.5", c2="2"), **cells("main/b", c1="10", c2="4")}
FUNCTIONS = [
    ("abs", "main/a/c3", "7.5"),
    ("round half up goes away from zero", "main/a/c4", "-3.8"),
    ("round keeps what is exact", "main/b/c4", "2.5"),
    ("if, where the condition fails", "main/a/c5", "0"),
    ("if, where it holds", "main/b/c5", "6"),
    ("sum over the rows", "main/b/c6", "400"),
    ("cell", "main/a/c7", "10"),
    ("a written constant", "main/a/c8", "-18.75"),
    ("a function on the total row works on totals", "main/total/c3", "2.5"),
]


@pytest.mark.parametrize(("address", "value"), [case[1:] for case in FUNCTIONS], ids=[case[0] for case in FUNCTIONS])
def test_functions(form: Load, address: str, value: str) -> None:
    result: Any = evaluate(form("functions"), {"cells": FUNCTION_CELLS})
    assert result["computed"][address] == value


def test_a_ratio_with_a_blank_part_is_blank_and_over_zero_is_blank_with_a_note(form: Load) -> None:
    result: Any = evaluate(form("groups"), {"cells": {"main/a/c4": "3", "main/b/c3": "0", "main/b/c4": "0"}})
    assert "main/a/c5" not in result["computed"]
    assert "main/b/c5" not in result["computed"]
    assert [(note["code"], note["cells"]) for note in result["notes"]] == [("relation.over_zero", ["main/b/c5"])]


def test_one_third_times_three_is_one(form: Load) -> None:
    given = cells("main/a", c3="1", c4="2")
    result: Any = evaluate(form("groups"), {"cells": given})
    assert result["computed"]["main/a/c5"] == "33.33"


def test_equality_is_judged_at_the_left_sides_decimals(form: Load) -> None:
    near = checks(form("checks"), c1="3", c2="1", c3="3", c4="3", c5="33.3")
    off = checks(form("checks"), c1="3", c2="1", c3="3", c4="3", c5="33.4")
    assert "5=2/3*100" not in [relation for _, _, relation, _ in found(near)]
    assert ("relation.unequal", "warning", "5=2/3*100", "k1") in found(off)


def test_a_cell_of_another_table(form: Load) -> None:
    result: Any = evaluate(form("two_tables"), {"cells": {"detail/x/c1": "2", "detail/y/c1": "3", "main/r1/c1": "6"}})
    assert result["computed"]["main/r1/c2"] == "5"
    assert [(f["relation"], f["cells"]) for f in result["findings"]] == [("1=2", ["main/r1/c1", "main/r1/c2"])]


# Lines, closed cells, row relations


def test_lines_of_a_row_are_calculated_and_added_each_by_itself(form: Load) -> None:
    given = {
        **cells("main/r01.ho", c1="10", c2="2", c3="1"),
        **cells("main/r01.khau", c1="40", c2="8", c3="5"),
        **cells("main/r02.ho", c1="5"),
    }
    result: Any = evaluate(form("poverty"), {"cells": given})
    computed = result["computed"]
    assert [computed[f"main/{row}/c5"] for row in ("r01.ho", "r01.khau", "r02.ho", "total.ho", "total.khau")] == [
        "9",
        "37",
        "5",
        "14",
        "37",
    ]


def test_a_relation_may_be_limited_to_lines(form: Load) -> None:
    result = evaluate(form("poverty"), {"cells": cells("main/r01.ho", c1="1", c4="2")})
    assert [(f[2], f[3]) for f in found(result)] == [("4<=1", "r01.ho"), ("4<=1", "total.ho")]


def test_a_closed_cell_takes_no_value_and_has_no_part_in_relations(form: Load) -> None:
    given = {**cells("main/r06", c2="1", c3="4"), **cells("main/r07", c2="2", c3="3")}
    result: Any = evaluate(form("emulation"), {"cells": given})
    assert [(f["code"], f["cells"]) for f in result["findings"]][:1] == [("value.closed", ["main/r06/c2"])]
    assert result["computed"]["main/r06/c1"] == "4"


def test_a_row_relation_calculates_each_column_and_the_column_relation_wins_where_both_do(form: Load) -> None:
    given = {
        **cells("main/r03", c2="1", c3="2"),
        **cells("main/r04", c2="3", c3="4"),
        **cells("main/r05", c2="5", c3="6"),
        **cells("main/r06", c3="12"),
        **cells("main/r07", c2="9"),
    }
    result: Any = evaluate(form("emulation"), {"cells": given})
    assert [result["computed"][f"main/r01/c{n}"] for n in (1, 2, 3)] == ["21", "9", "12"]
    assert found(result) == []


def test_a_row_relation_names_its_cells_down_the_column(form: Load) -> None:
    given = {**cells("main/r07", c3="3"), **cells("main/r07a", c3="4")}
    result: Any = evaluate(form("emulation"), {"cells": given})
    broken = [f for f in result["findings"] if f["relation"] == "07a<=07"]
    assert [(f["code"], f["severity"], f["row"], f["cells"]) for f in broken] == [
        ("relation.order", "warning", "r07a", ["main/r07a/c3", "main/r07/c3"])
    ]


def test_catalogue_rows_are_those_of_the_catalogue(form: Load) -> None:
    result: Any = evaluate(form("catalogue"), {"cells": {"main/rbo/c1": "3", "main/rga/c1": "9"}})
    assert result["computed"] == {"main/total/c1": "3"}
    assert [(f["code"], f["cells"]) for f in result["findings"]] == [
        ("value.type", ["main/rga/@row"]),
        ("cell.unknown", ["main/rga/c1"]),
    ]


# Other reports


def test_the_previous_report_is_matched_by_key_then_by_label_however_accented(form: Load) -> None:
    kstt = find_form("II.06a/VPCP/KSTT")
    values: dict[str, Any] = {
        "rows": {"main": [{"key": "n1", "label": "đất  ĐAI"}, {"key": "k2", "label": "Hộ tịch"}]},
        "cells": {**cells("main/n1", c6="4", c12="4"), **cells("main/k2", c6="9", c13="9")},
        "previous": {
            "main/old/c2": "Đất đai",
            **cells("main/old", c12="3", c13="1"),
            **cells("main/k2", c2="Tư pháp", c13="8"),
        },
    }
    result: Any = evaluate(kstt, values)
    assert [(f["relation"], f["row"], f["severity"]) for f in result["findings"]] == [
        ("6=11 (kỳ trước)", "k2", "warning"),
        ("6=11 (kỳ trước)", "total", "warning"),
    ]


def test_no_previous_report_is_said_and_an_empty_one_is_judged(form: Load) -> None:
    given = cells("main/r01.ho", c1="5")
    absent: Any = evaluate(form("poverty"), {"cells": given, "previous": None})
    empty: Any = evaluate(form("poverty"), {"cells": given, "previous": {}})
    assert absent["findings"] == []
    assert [note["message"] for note in absent["notes"]] == [
        "1=5 kỳ trước: chưa có số kỳ trước.",
        "5=Biểu 1 cột 3: chưa có báo cáo T/SUMMARY cùng kỳ.",
    ]
    assert found(empty) == [
        ("relation.unequal", "explain", "1=5 kỳ trước", "r01.ho"),
        ("relation.unequal", "explain", "1=5 kỳ trước", "total.ho"),
    ]


FORMS = [
    ("the same row", {"main/r01.ho/c3": "7", "main/r02.ho/c3": "-", "main/total.ho/c3": "7"}, []),
    ("the row without its line", {"main/r01/c3": "7", "main/r02/c3": "-", "main/total/c3": "7"}, []),
    ("another figure", {"main/r01.ho/c3": "6", "main/r02.ho/c3": "-", "main/total.ho/c3": "7"}, ["r01.ho"]),
]


@pytest.mark.parametrize(("other", "rows"), [case[1:] for case in FORMS], ids=[case[0] for case in FORMS])
def test_another_form_is_matched_row_by_row(form: Load, other: dict[str, str], rows: list[str]) -> None:
    result = evaluate(form("poverty"), {"cells": cells("main/r01.ho", c1="7"), "forms": {"T/SUMMARY": other}})
    assert [row for _, _, _, row in found(result)] == rows


def test_another_form_with_one_row_matches_any_row(form: Load) -> None:
    other = {"main/r9/c3": "7"}
    given = {**cells("main/r01.ho", c1="7"), **cells("main/r02.ho", c1="8")}
    result = evaluate(form("poverty"), {"cells": given, "forms": {"T/SUMMARY": other}})
    assert [row for _, _, _, row in found(result)] == ["r02.ho", "total.ho"]


def test_preceding_and_last_year(form: Load) -> None:
    values: dict[str, Any] = {
        "cells": {**cells("main/rNG01", c1="3", c2="1"), **cells("main/rNG02", c1="2", c2="5")},
        "preceding": {"main/rNG01/c1": "4", "main/rNG02/c1": "2"},
        "last_year": {"main/rNG01/c1": "1", "main/rNG02/c1": "4"},
    }
    result = evaluate(form("series"), values)
    assert found(result) == [
        ("relation.order", "warning", "1>=bản tin trước", "rNG01"),
        ("relation.order", "warning", "1>=bản tin trước", "rNG04"),
        ("relation.unequal", "error", "2=cùng kỳ năm trước", "rNG02"),
        ("relation.unequal", "error", "2=cùng kỳ năm trước", "rNG04"),
    ]


def test_children_are_rolled_up_by_each_columns_rule(form: Load) -> None:
    children = [cells("main/r1", c1="100", c2="10", c4="30"), cells("main/r1", c1="300", c2="60", c4="50")]
    right = cells("main/r1", c1="400", c2="70", c4="45")
    wrong = cells("main/r1", c1="399", c2="70", c4="40")
    assert found(evaluate(form("rollup"), {"cells": right, "children": children})) == []
    result = evaluate(form("rollup"), {"cells": wrong, "children": children})
    assert [relation for _, _, relation, _ in found(result)] == ["1=Σ cấp dưới", "3=cấp dưới", "4=cấp dưới"]


def test_children_between_rows(form: Load) -> None:
    children = [{"main/rNG01/c1": "1"}, {"main/rNG01/c1": "2"}]
    result: Any = evaluate(form("series"), {"cells": {"main/rNG01/c1": "4"}, "children": children})
    broken = [(f["relation"], f["cells"]) for f in result["findings"]]
    assert broken == [("NG01=cấp dưới", ["main/rNG01/c1"])]


def test_a_child_without_a_report_leaves_the_roll_up_unknown(form: Load) -> None:
    children = [cells("main/r1", c1="100"), None]
    result: Any = evaluate(form("rollup"), {"cells": cells("main/r1", c1="400"), "children": children})
    assert result["findings"] == []
    assert "relation.not_known" in [note["code"] for note in result["notes"]]


def test_a_calculated_figure_outside_its_column_is_found(form: Load) -> None:
    result = evaluate(form("poverty"), {"cells": cells("main/r01.ho", c1="1", c2="3")})
    assert found(result) == [
        ("value.range", "error", "", "r01.ho"),
        ("value.range", "error", "", "total.ho"),
    ]


def test_a_closed_cell_has_no_part_in_an_average_whatever_its_weight() -> None:
    average = RollUp.WEIGHTED_AVG
    assert rolled(average, [CLOSED, 30, 60], [UNKNOWN, 2, 1]) == 40
    assert rolled(average, [BLANK, 30], [UNKNOWN, 2]) == 30
    assert rolled(average, [20, 30], [UNKNOWN, 2]) is UNKNOWN


def test_a_nested_sum_is_still_only_a_sum_for_a_row_given_by_its_totals(form: Load) -> None:
    plan = plan_of(form("groups"))
    assert {step.additive for step in plan.steps if step.kind is StepKind.TOTALS} == {True, False}
    inner = Sum((Term(False, Ref("b")), Term(True, Ref("c"))))
    whole = Sum((Term(False, Ref("a")), Term(True, inner)))
    assert linear(whole, {"a": 0, "b": 1, "c": 2}) == ((0, False), (1, True), (2, False))


def test_what_is_closed_here_has_no_part_in_the_childrens_roll_up(form: Load) -> None:
    outside = Engine(plan_of(form("emulation")), {}, Children([{"main/r06/c2": "9", "main/r07/c2": "5"}]))
    leaf = Outer(Where.CHILDREN, "", "c2")
    block = outside.blocks[0]
    values = [outside.value_outside(block, leaf, Axis.COLUMNS, block.layout.slots[row]) for row in ("r06", "r07")]
    assert values == [CLOSED, 5]
