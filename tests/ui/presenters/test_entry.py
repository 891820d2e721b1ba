"""Typed texts, column by column."""

from __future__ import annotations

import pytest

from app.domain.forms.definition import Column, ColumnType
from ui.presenters.entry import edit_value, read_entry, show_value

WHOLE = Column(key="c1", title_path=("x",))
MONEY = Column(key="c2", title_path=("x",), type=ColumnType.NUMBER, decimals=2, signed=True)
DAY = Column(key="c3", title_path=("x",), type=ColumnType.DATE)
CHOICE = Column(key="c4", title_path=("x",), type=ColumnType.CHOICE, choices=("Có", "Không"))
TEXT = Column(key="c5", title_path=("x",), type=ColumnType.TEXT)

CASES = [  # column, typed, canonical, shown, put into an editor
    (WHOLE, "1.234.567", "1234567", "1.234.567", "1234567"),
    (WHOLE, " 12 ", "12", "12", "12"),
    (WHOLE, "–", "-", "-", "-"),
    (WHOLE, "…", "...", "...", "..."),
    (WHOLE, "", None, "", ""),
    (WHOLE, "12 E", "12 E", "12 E", "12 E"),
    (MONEY, "-1.234,5", "-1234.5", "-1.234,50", "-1234,5"),
    (DAY, "5/9/2026", "2026-09-05", "05/09/2026", "05/09/2026"),
    (CHOICE, "Có", "Có", "Có", "Có"),
    (TEXT, "Đa\u0302\u0301t", "Đất", "Đất", "Đất"),
]


@pytest.mark.parametrize(("column", "typed", "value", "shown", "edited"), CASES)
def test_a_text_is_read_shown_and_edited(column: Column, typed: str, value: str, shown: str, edited: str) -> None:
    assert read_entry(column, typed).value == value
    assert show_value(column, value) == shown
    assert edit_value(column, value) == edited


PROBLEMS = [
    (WHOLE, "1,5", "Ô này chỉ nhận số nguyên."),
    (MONEY, "1,234", "Ô này nhận tối đa 2 chữ số thập phân."),
    (DAY, "31/02/2026", "“31/02/2026” không phải là ngày. Gõ theo mẫu 25/09/2026."),
    (CHOICE, "có", "“có” không có trong danh sách: Có, Không."),
]


@pytest.mark.parametrize(("column", "typed", "said"), PROBLEMS)
def test_what_does_not_fit_is_said(column: Column, typed: str, said: str) -> None:
    entry = read_entry(column, typed)
    assert (entry.value, entry.problem) == (None, said)
