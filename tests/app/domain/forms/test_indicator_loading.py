"""Indicators read from YAML: what they may name, and whether forms that share one can take each other's figures."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.forms.catalogue import form_file
from app.domain.forms.definition import Indicator
from app.domain.forms.editions import FormFile
from app.domain.forms.indicator_agreement import check_indicators
from app.domain.forms.loading import check_form

FORMS = Path(__file__).resolve().parents[3] / "fixtures" / "forms" / "indicators"
LINED = """\
code: T/1
edition: "1"
title: Biểu thử
legal_basis: Văn bản thử
senders: [commune]
receivers: {commune: Văn phòng}
frequencies: [Q]
window: nd09
deadlines: {commune: {working_days: 1}}
tables:
  main:
    rows: [{code: "01", title: Một}, {code: "02", title: Hai}, {code: "03", title: Ba}]
    total: true
    lines: [{code: ho, title: Hộ, unit: hộ}, {code: khau, title: Khẩu, unit: khẩu}]
    indicators: [INDICATORS]
    columns:
      - {number: A, title: Tên, type: label}
      - {number: 1, title: Một, indicator: CT01}
      - {number: 2, title: Hai}
"""


def test_an_indicator_names_cells_as_other_limits_do() -> None:
    entries = '{code: CT02, columns: 2, lines: ho, rows: ["01..02", total]}, {code: CT03, columns: 2, lines: khau}'
    form = check_form(LINED.replace("INDICATORS", entries)).form
    assert form is not None
    assert form.tables[0].indicators == (
        Indicator(code="CT02", column="c2", rows=("r01", "r02", "total"), lines=("ho",)),
        Indicator(code="CT03", column="c2", lines=("khau",)),
    )
    assert form.tables[0].columns[1].indicator == "CT01"


def test_the_only_column_of_figures_need_not_be_named() -> None:
    named = form_file(FORMS / "key_figures.yaml").tables[0].indicators
    assert [(one.code, one.column, one.rows) for one in named] == [
        ("VON", "c1", ("rDTC01",)),
        ("HN01", "c1", ("rAS01",)),
        ("DC02", "c1", ("rAS02",)),
        ("DC01", "c1", ("rAS03",)),
    ]


REFUSED = [
    ("no column of several", "{code: CT02}", "form.indicator_column"),
    ("two columns", "{code: CT02, columns: [1, 2]}", "form.indicator_column"),
    ("a column of words", "{code: CT02, columns: A}", "form.name_unknown"),
    ("a row that is none", '{code: CT02, columns: 2, rows: "09"}', "form.name_unknown"),
    ("a line that is none", "{code: CT02, columns: 2, lines: nam}", "form.name_unknown"),
    ("no code", "{columns: 2}", "form.key_missing"),
    ("an unknown key", "{code: CT02, columns: 2, unit: hộ}", "form.key_unknown"),
    ("a cell of a column that has one", '{code: CT02, columns: 1, rows: "01"}', "form.indicator_twice"),
    (
        "a cell twice",
        '{code: CT02, columns: 2, rows: "01", lines: ho}, {code: CT03, columns: 2, rows: "01..02"}',
        "form.indicator_twice",
    ),
    ("too many", ", ".join(["{code: CT02, columns: 2}"] * 1001), "form.too_large"),
]


@pytest.mark.parametrize(("entries", "code"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_an_indicator_that_names_no_cells_or_taken_ones_is_refused(entries: str, code: str) -> None:
    checked = check_form(LINED.replace("INDICATORS", entries))
    assert checked.form is None
    assert code in {problem.code for problem in checked.problems}


def test_a_column_of_words_holds_no_indicator() -> None:
    text = LINED.replace("    indicators: [INDICATORS]\n", "").replace("type: label", "type: label, indicator: CT09")
    assert [problem.code for problem in check_form(text).problems] == ["form.only_for_figures"]


def file_of(code: str, column: str) -> FormFile:
    head = LINED[: LINED.index("    rows:")].replace("T/1", code)
    text = f"{head}    rows: [{{code: '01', title: Vốn}}]\n    columns:\n      - {column}\n"
    form = check_form(text).form
    assert form is not None
    return FormFile(f"{code}.yaml", text, form)


def test_forms_that_count_an_indicator_otherwise_are_told_where_a_cell_stays_blank() -> None:
    files = [
        file_of("CT/7", "{number: 1, title: Vốn, unit: triệu đồng, indicator: VON}"),
        file_of("CT/8", "{number: 1, title: Vốn, unit: Triệu  đồng, decimals: 2, indicator: VON}"),
        file_of("CT/9", "{number: 1, title: Vốn, unit: tỷ đồng, indicator: VON}"),
    ]
    found = check_indicators(files)
    assert {path: [(one.params["other"], one.code) for one in problems] for path, problems in found.items()} == {
        "CT/7.yaml": [("CT/8", "form.indicator_decimals"), ("CT/9", "form.indicator_unit")],
        "CT/8.yaml": [("CT/9", "form.indicator_unit")],
        "CT/9.yaml": [("CT/7", "form.indicator_unit"), ("CT/8", "form.indicator_unit")],
    }
    first = found["CT/7.yaml"][0]
    assert files[0].text.split("\n")[first.line - 1][first.column - 1 :] == "VON}"
    assert all(problem.is_hint for problems in found.values() for problem in problems)


def test_lines_are_compared_with_their_like() -> None:
    lined = LINED.replace("    indicators: [INDICATORS]\n", "")
    texts = {"one": lined, "other": lined.replace("T/1", "T/2"), "third": lined.replace("T/1", "T/3")}
    texts["third"] = texts["third"].replace("title: Khẩu, unit: khẩu", "title: Khẩu, unit: người")
    files = [FormFile(name, text, form) for name, text in texts.items() if (form := check_form(text).form)]
    found = check_indicators(files)
    assert {path: [one.params["other"] for one in problems] for path, problems in found.items()} == {
        "one": ["T/3"],
        "other": ["T/3"],
        "third": ["T/1", "T/2"],
    }


def test_the_forms_of_an_office_that_agree_are_silent() -> None:
    files = [FormFile(str(path), path.read_text("utf-8"), form_file(path)) for path in sorted(FORMS.glob("*.yaml"))]
    assert check_indicators(files) == {}
