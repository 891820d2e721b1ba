"""A broken relation in words: both sides as printed, with their figures."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from app.domain.forms.definition import FormDefinition
from app.domain.forms.loading import load_form
from app.domain.relations.evaluation import evaluate

BY_COLUMNS = """
code: W/1
edition: "2026"
title: Biểu thử câu chữ
legal_basis: Mẫu thử
senders: [commune]
receivers: {commune: Tỉnh}
frequencies: [Q]
window: calendar
deadlines: {commune: {working_days: 3}}
tables:
  main:
    rows: [{code: "1", title: Đất đai}, {code: "2", title: Hộ tịch}]
    columns:
      - {title: Lĩnh vực, type: label}
      - {number: 1, title: Tổng số}
      - {number: 2, title: Hai}
      - {number: 3, title: Ba}
      - {number: 4, title: Bốn}
      - {number: 5, title: Năm}
      - {number: 7, title: Bảy, decimals: 1}
      - {number: A, title: Chữ A}
    relations:
      - RELATION
"""
BY_ROWS = """
code: W/2
edition: "2026"
title: Biểu thử câu chữ
legal_basis: Mẫu thử
senders: [commune]
receivers: {commune: Tỉnh}
frequencies: [Q]
window: calendar
deadlines: {commune: {working_days: 3}}
tables:
  main:
    rows:
      - {code: "01", title: Tổng số}
      - {code: "02", title: Hai}
      - {code: "03", title: Ba}
      - {code: "04", title: Bốn}
      - {code: "05", title: Năm}
    columns:
      - {title: Chỉ tiêu, type: label}
      - {number: 1, title: Số lượng}
    relations:
      - RELATION
"""


def said(template: str, relation: str, values: Mapping[str, object], language: str = "vi") -> str:
    """What is said of the first broken link."""
    form: FormDefinition = load_form(template.replace("RELATION", relation), "w.yaml")
    found = evaluate(form, values, language)["findings"]
    assert isinstance(found, list)
    first = found[0]
    assert isinstance(first, dict)
    return str(first["message"])


def row(**figures: str) -> dict[str, object]:
    """One row's figures by column."""
    return {"cells": {f"main/r1/{column}": figure for column, figure in figures.items()}}


COLUMNS = [
    ("{printed: 1=2+3}", row(c1="120", c2="80", c3="38"), "(1) = 120 nhưng (2)+(3) = 118, lệch 2"),
    ("{printed: 1=2+3}", row(c1="118", c2="80", c3="40"), "(1) = 118 nhưng (2)+(3) = 120, lệch 2"),
    ("{printed: 1=2+...+5}", row(c1="120", c2="80", c5="38"), "(1) = 120 nhưng (2)+…+(5) = 118, lệch 2"),
    ("{printed: 1=A+2+3+4+5}", row(c1="9", c2="1", c3="1"), "(1) = 9 nhưng (A)+(2)+…+(5) = 2, lệch 7"),
    ("{printed: 1=2+3+4+7}", row(c1="9", c2="1", c3="1"), "(1) = 9 nhưng (2)+(3)+(4)+(7) = 2, lệch 7"),
    ("{printed: 1=5-2+A}", row(c1="3", c2="1", c5="9", cA="2"), "(1) = 3 nhưng (5)-(2)+(A) = 10, lệch 7"),
    ("{printed: 1=5-(2+3)}", row(c1="3", c2="1", c3="1", c5="9"), "(1) = 3 nhưng (5)-[(2)+(3)] = 7, lệch 4"),
    ("{printed: 7=2/1*100}", row(c7="45.5", c1="3", c2="1"), "(7) = 45,5 nhưng (2)/(1)×100 = 33,3, lệch 12,2"),
    ("{printed: 1=2=3}", row(c1="4", c2="4", c3="5"), "(1) = 4 nhưng (3) = 5, lệch 1"),
    ("{printed: 2<=1}", row(c2="1200", c1="1000"), "(2) = 1.200 nhưng không được lớn hơn (1) = 1.000, lệch 200"),
    ("{printed: 2<1}", row(c2="5", c1="5"), "(2) = 5 nhưng phải nhỏ hơn (1) = 5"),
    ("{printed: 2<=1}", row(c2="5", c3="1"), "(2) = 5 nhưng không được lớn hơn (1) đang trống, lệch 5"),
    ("{printed: 1=2+3}", row(c2="5"), "(1) đang trống nhưng (2)+(3) = 5, lệch 5"),
    ("{printed: 7<=100, text: '7<=#100'}", row(c7="120"), "(7) = 120 nhưng không được lớn hơn 100, lệch 20"),
    ("{printed: 0=5, text: '0=5'}", row(c5="7"), "(5) = 7 nhưng phải bằng 0, lệch 7"),
    ("{printed: 1=|2-3|, text: '1=abs(2-3)'}", row(c1="1", c2="2", c3="5"), "(1) = 1 nhưng |(2)-(3)| = 3, lệch 2"),
    ("{printed: 1=..., text: '1=if(2>3, 2, 3)'}", row(c1="1", c2="2", c3="5"), "(1) = 1 nhưng vế phải = 5, lệch 4"),
    (
        "{printed: 2=1 (kỳ trước), text: '2=prev(1)'}",
        {**row(c2="8"), "previous": {"main/r1/c1": "9"}},
        "(2) = 8 nhưng (1) kỳ trước = 9, lệch 1",
    ),
    (
        "{printed: 2=1-3 (kỳ trước), text: '2=prev(1)-prev(3)'}",
        {**row(c2="8"), "previous": {"main/r1/c1": "9", "main/r1/c3": "2"}},
        "(2) = 8 nhưng (1) kỳ trước - (3) kỳ trước = 7, lệch 1",
    ),
    (
        "{printed: 2=4 (01/TCD), text: '2=form(\"01/TCD\", 4)'}",
        {**row(c2="8"), "forms": {"01/TCD": {"main/r1/c4": "9"}}},
        "(2) = 8 nhưng (4) của biểu 01/TCD = 9, lệch 1",
    ),
    (
        "{printed: 1=..., text: '1<=cell(\"main/r2/c3\")'}",
        {"cells": {"main/r1/c1": "5", "main/r2/c3": "4"}},
        "(1) = 5 nhưng không được lớn hơn (3) ở dòng Hộ tịch = 4, lệch 1",
    ),
]


@pytest.mark.parametrize(("relation", "values", "expected"), COLUMNS, ids=[case[2] for case in COLUMNS])
def test_both_sides_are_said_as_printed_with_their_figures(
    relation: str, values: Mapping[str, object], expected: str
) -> None:
    assert said(BY_COLUMNS, relation, values) == f"Đất đai: {expected}."


ROWS = [
    ("{printed: 01=02+..+05, axis: rows}", "(1): dòng 01 = 12 nhưng 02+…+05 = 10, lệch 2."),
    ("{printed: 02<=03, axis: rows}", "(1): dòng 02 = 4 nhưng không được lớn hơn dòng 03 = 3, lệch 1."),
]


@pytest.mark.parametrize(("relation", "expected"), ROWS, ids=["a range of rows", "an inequality of rows"])
def test_between_rows_their_codes_are_said(relation: str, expected: str) -> None:
    figures = {"r01": "12", "r02": "4", "r03": "3", "r04": "2", "r05": "1"}
    values = {"cells": {f"main/{key}/c1": figure for key, figure in figures.items()}}
    assert said(BY_ROWS, relation, values) == expected


def test_the_forms_own_words_come_first_and_the_figures_after_them() -> None:
    relation = "{printed: 02<=03, axis: rows, message: Dòng 02 là một phần của dòng 03.}"
    values = {"cells": {"main/r02/c1": "4", "main/r03/c1": "3"}}
    assert said(BY_ROWS, relation, values) == (
        "Dòng 02 là một phần của dòng 03. Dòng 02 = 4 nhưng không được lớn hơn dòng 03 = 3, lệch 1."
    )


ENGLISH = [
    ("{printed: 7=2+3}", row(c7="1200.5", c2="1000"), "(7) = 1,200.5 but (2)+(3) = 1,000, a difference of 200.5"),
    ("{printed: 2<=1}", row(c2="3", c1="1"), "(2) = 3 but must not exceed (1) = 1, a difference of 2"),
    ("{printed: 1=2+3}", row(c2="5"), "(1) is blank but (2)+(3) = 5, a difference of 5"),
]


@pytest.mark.parametrize(("relation", "values", "expected"), ENGLISH, ids=[case[2] for case in ENGLISH])
def test_the_same_in_english(relation: str, values: Mapping[str, object], expected: str) -> None:
    assert said(BY_COLUMNS, relation, values, "en") == f"Đất đai: {expected}."
