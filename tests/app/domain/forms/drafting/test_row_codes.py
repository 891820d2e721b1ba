"""The codes of printed rows: printed, numbered, counted; none twice."""

from __future__ import annotations

import pytest

from app.domain.forms.drafting.row_codes import RowCodes

Given = tuple[str, str, int]
"""Printed code, number, level."""


@pytest.mark.parametrize(
    ("rows", "codes"),
    [
        ([("01", "", 0), ("02", "1", 1)], ["01", "02"]),
        ([("", "1", 0), ("", "", 1), ("", "", 1), ("", "2", 0), ("", "", 1)], ["1", "1.1", "1.2", "2", "2.1"]),
        ([("", "I", 0), ("", "1", 1), ("", "II", 0), ("", "1", 1)], ["I", "I.1", "II", "II.1"]),
        ([("", "1", 0), ("", "1.1", 1), ("", "1", 0), ("", "1.1", 1)], ["1", "1.1", "1-2", "1.1-2"]),
        ([("", "", 0), ("", "1", 0), ("", "", 0)], ["2", "1", "3"]),
        ([("", "", 1), ("", "", 1), ("", "", 0)], ["1", "2", "3"]),
        ([("A/B 1", "", 0), ("A/B 1", "", 0)], ["A-B-1", "A-B-1-2"]),
    ],
    ids=["printed", "counted under a row", "numbers again", "the same twice", "beside numbers", "deep first", "unfit"],
)
def test_the_codes_of_rows(rows: list[Given], codes: list[str]) -> None:
    marks = [mark for _, mark, _ in rows if mark]
    given = RowCodes(marks, [printed for printed, _, _ in rows if printed], has_lines=False)
    assert [given.of_row(*row) for row in rows] == codes


def test_rows_of_several_lines_have_codes_without_points() -> None:
    codes = RowCodes(["I", "1.1"], [], has_lines=True)
    assert [codes.of_row("", "I", 0), codes.of_row("", "1.1", 1), codes.of_row("", "", 2)] == ["I", "1_1", "1_1_1"]


def test_rows_under_a_heading_are_counted_under_it() -> None:
    codes = RowCodes([], [], has_lines=False)
    codes.under("A", 0)
    assert [codes.of_row("", "", 1), codes.of_row("", "", 1)] == ["A.1", "A.2"]
