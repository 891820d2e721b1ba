"""The YAML that is written: every text comes back as it was, and a person can read it."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from app.domain.forms.drafting.printed import PrintedForm
from app.domain.forms.drafting.writing import scalar, write_form

UNKNOWN = {"receiver": "Cần ghi nơi nhận", "legal_basis": "Cần ghi văn bản"}


@given(st.text(st.characters(exclude_categories=["Cs"])))
@example("\x85\u2028\ufeff")
@example("no")
@example("a: b # c")
@example("- x")
def test_a_text_comes_back_as_it_was(text: str) -> None:
    assert str(yaml.load(f"key: {scalar(text)}", Loader=yaml.BaseLoader)["key"]) == text
    assert str(yaml.load(f"{{a: [{scalar(text)}, x]}}", Loader=yaml.BaseLoader)["a"][0]) == text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Đơn vị", "Đơn vị"),
        ("Tiền (Trđ)", "Tiền (Trđ)"),
        ("Chế độ, chính sách", '"Chế độ, chính sách"'),
        ("01", '"01"'),
        ("12", "12"),
        ("3a", '"3a"'),
        ("A", "A"),
        ("no", '"no"'),
        ("", '""'),
        ("Trong đó: nữ", '"Trong đó: nữ"'),
    ],
)
def test_quotation_marks_stand_only_where_they_are_needed(text: str, written: str) -> None:
    assert scalar(text) == written


def test_a_comment_cannot_leave_its_line() -> None:
    form = PrintedForm(code="B", edition="1", title="Biểu")
    text = write_form(form, note="Nháp.", unknown=UNKNOWN, comments=["a\ncode: evil\u2028b"])
    assert text.splitlines()[0] == "# a code: evil b"
    assert yaml.safe_load(text)["code"] == "B"
