"""Figures in the words of a report: how a field is spelled, what it reads as, and what is found of it."""

from __future__ import annotations

import pytest

from app.domain.forms.definition import FormDefinition
from app.domain.forms.loading import load_form
from app.domain.forms.migration import migrate, read_as
from app.domain.forms.packing import pack_form, unpack_form
from app.domain.narrative import PieceKind, address_of, field_of, fields_in, pieces_of, plain_text
from app.domain.relations.sheet import Sheet
from app.domain.relations.tree import Severity

HEAD = """
code: X/1
edition: "{0}"
title: Biểu thử
legal_basis: Mẫu thử
senders: [commune]
receivers: {{commune: Tỉnh}}
frequencies: [Q]
window: nd09
deadlines: {{commune: {{working_days: 1}}}}
"""
FORM = """
sections:
  - {key: course, title: Diễn biến}
tables:
  main:
    rows:
      - {code: NG01, title: Số người chết}
      - {code: NG02, title: Số người mất tích}
    total: Tổng cộng
    closed:
      - {rows: [NG02], columns: [3]}
    columns:
      - {number: A, title: Chỉ tiêu, type: label}
      - {number: 1, title: Số lượng}
      - {number: 2, title: Giá trị, decimals: 1, signed: true}
      - {number: 3, title: Khác}
      - {title: Không số}
  plan:
    rows:
      - {code: DTC01, title: Kế hoạch}
    columns:
      - {number: A, title: Chỉ tiêu, type: label}
      - {number: 1, title: Giá trị}
"""
CELLS = {
    "main/rNG01/c1": "1200",
    "main/rNG02/c1": "34 E",
    "main/rNG01/c2": "-2.5",
    "main/rNG01/c3": "-",
    "main/rNG02/c2": "...",
    "plan/rDTC01/c1": "7",
}
BODY = "@text/course/body"


def load(text: str, edition: str = "2026") -> FormDefinition:
    return unpack_form(pack_form(load_form(HEAD.format(edition) + text, "x.yaml")))


@pytest.fixture
def sheet() -> Sheet:
    return Sheet(load(FORM), CELLS)


READS = [
    ("the whole of a column", "Có {1} người.", "Có 1.234 (ước tính) người."),
    ("a row and a column", "{NG01/1} người", "1.200 người"),
    ("an address", "{main/rNG01/c1}", "1.200"),
    ("a key where nothing is printed", "{NG01/c_5}", "(chưa có số)"),
    ("another table", "{plan/DTC01/1} và {plan/rDTC01/c1}", "7 và 7"),
    ("decimals and a sign", "{NG01/2}", "-2,5"),
    ("nil is none", "{NG01/3} vụ", "0 vụ"),
    ("not known", "{NG02/2}", "(chưa có số)"),
    ("an estimate", "{NG02/1}", "34 (ước tính)"),
    ("no such column", "{9}", "{9}"),
    ("no such row", "{NG09/1}", "{NG09/1}"),
    ("a column of words", "{NG01/A}", "{NG01/A}"),
    ("what cannot apply", "{NG02/3}", "{NG02/3}"),
    ("braces round words", "{ghi chú} {} { 1 }", "{ghi chú} {} { 1 }"),
    ("too many parts", "{a/b/c/d}", "{a/b/c/d}"),
    ("no field at all", "Bão số 3\n- xã Hòa Bình", "Bão số 3\n- xã Hòa Bình"),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in READS], ids=[case[0] for case in READS])
def test_a_text_reads_with_its_figures(sheet: Sheet, text: str, expected: str) -> None:
    assert plain_text(text, sheet) == expected


def test_pieces_say_what_they_are(sheet: Sheet) -> None:
    assert [(piece.kind, piece.text, piece.field, piece.address) for piece in pieces_of("Có {3}, {9}", sheet)] == [
        (PieceKind.WORDS, "Có ", "", ""),
        (PieceKind.FIGURE, "0", "3", "main/total/c3"),
        (PieceKind.WORDS, ", ", "", ""),
        (PieceKind.UNKNOWN, "{9}", "9", ""),
    ]


def test_fields_are_found_where_they_stand() -> None:
    assert fields_in("a {3} {b c} {NG01/1}") == [(2, 5, "3"), (12, 20, "NG01/1")]


SPELLED = [
    ("main/total/c1", "{1}"),
    ("main/rNG01/c2", "{NG01/2}"),
    ("main/rNG01/c_5", "{NG01/c_5}"),
    ("plan/rDTC01/c1", "{plan/DTC01/1}"),
]


@pytest.mark.parametrize(("address", "field"), SPELLED)
def test_a_figure_is_spelled_as_printed_and_read_back(sheet: Sheet, address: str, field: str) -> None:
    assert field_of(address, sheet) == field
    assert address_of(field[1:-1], sheet) == address


ROWS = """
sections: [{key: course, title: Diễn biến}]
tables:
  main:
    rows: free
    columns:
      - {number: A, title: Tên, type: label}
      - {number: 1, title: Số}
"""


def test_without_a_total_the_only_row_is_the_whole_and_of_several_none_is() -> None:
    one = {"main/a/@row": "V;;", "main/a/c1": "5"}
    assert plain_text("{1}", Sheet(load(ROWS), one)) == "5"
    two = one | {"main/b/@row": "X;;", "main/b/c1": "6"}
    assert plain_text("{1} {b/1}", Sheet(load(ROWS), two)) == "{1} 6"


def test_of_rows_split_into_lines_each_line_is_named() -> None:
    text = ROWS.replace("    columns:", "    total: true\n    lines: [{code: ho, title: Hộ}]\n    columns:")
    sheet = Sheet(load(text), {"main/a/@row": "V;;", "main/a.ho/c1": "5"})
    assert plain_text("{1} {a.ho/1} {total.ho/1}", sheet) == "{1} 5 5"
    assert field_of("main/total.ho/c1", sheet) == "{total.ho/1}"


def found(cells: dict[str, str], *, complete: bool) -> list[tuple[str, Severity, str]]:
    findings = Sheet(load(FORM), cells).findings(complete=complete)
    return [(one.code, one.severity, one.params["field"]) for one in findings if one.cells == (BODY,)]


def test_a_field_that_means_nothing_is_a_warning_and_a_blank_one_at_a_check() -> None:
    cells = {BODY: "{1} {9} {9} {x/1}"}
    unknown = [("section.field", Severity.WARNING, "{9}"), ("section.field", Severity.WARNING, "{x/1}")]
    assert found(cells, complete=False) == unknown
    assert found(cells, complete=True) == [("section.field_blank", Severity.WARNING, "{1}"), *unknown]


def test_words_about_a_field_name_section_and_field() -> None:
    (one,) = Sheet(load(FORM), {BODY: "{9}"}).findings()
    assert one.message() == "Diễn biến: biểu không có số liệu {9}."
    assert one.message("en") == "Diễn biến: the form has no figure {9}."


def test_a_text_that_central_would_not_take_is_an_error_here() -> None:
    assert found({BODY: "a" * 20_000}, complete=True) == []
    assert found({BODY: "a" * 20_001}, complete=False) == [("section.too_long", Severity.ERROR, "")]


def test_a_hostile_text_of_nothing_but_fields_is_read_in_time() -> None:
    assert len(pieces_of("".join(f"{{{number}/1}}" for number in range(2500)), Sheet(load(FORM), {}))) == 2500


NEXT = FORM.replace("number: 2, title: Giá trị", "number: 4, title: Giá trị").replace("code: NG02", "code: NG05")
NEXT = NEXT.replace("rows: [NG02]", "rows: [NG05]").replace("number: 3, title: Khác", "number: 2, title: Mới hẳn")
NEXT = NEXT.replace("columns: [3]", "columns: [2]")


def test_in_the_next_edition_a_text_names_the_same_figures_and_never_others() -> None:
    old, new = load(FORM), load('follows: "2026"\n' + NEXT, "2027")
    cells = {BODY: "{1}, {2}, {NG02/1}, {3}, {NG01/3}, {ghi chú}, {plan/DTC01/1}"}
    moved = "{1}, {4}, {NG05/1}, {?3}, {?NG01/3}, {ghi chú}, {plan/DTC01/1}"
    assert migrate(old, new, cells).content == {BODY: moved}
    assert read_as((old, new), cells)[BODY] == moved
    assert plain_text("{?3}", Sheet(new, {})) == "{?3}"
