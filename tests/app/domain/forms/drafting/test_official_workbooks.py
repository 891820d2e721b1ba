"""The four official workbooks of the inspectorate: nothing lost, the relations as printed, the odd things asked."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.app.domain.forms.drafting.drafts import FIXTURES, columns_of, drafted, official, relations_of

ROOT = Path(__file__).resolve().parents[5]
ORIGINALS = Path(os.environ.get("SOBAOCAO_TEMPLATES", ROOT.parent / "shared" / "templates"))

NAMES = ("TCD01_TT2024", "XLD01_TT2024", "KQGQ01_TT2024", "XLD04_TT2024")
TITLES = {
    "TCD01_TT2024": "TỔNG HỢP KẾT QUẢ TIẾP CÔNG DÂN THƯỜNG XUYÊN, ĐỊNH KỲ VÀ ĐỘT XUẤT",
    "XLD01_TT2024": "TỔNG HỢP KẾT QUẢ XỬ LÝ ĐƠN",
    "KQGQ01_TT2024": "TỔNG HỢP KẾT QUẢ GIẢI QUYẾT THUỘC THẨM QUYỀN",
    "XLD04_TT2024": "TỔNG HỢP KẾT QUẢ XỬ LÝ ĐƠN KIẾN NGHỊ, PHẢN ÁNH",
}
RELATIONS = {
    "TCD01_TT2024": ["1=4+13+22 computed", "2=5+14+23 computed", "3=6+7+15+ 16 + 24 +25 computed"],
    "XLD01_TT2024": [
        "1=2+3=4+5 computed",
        "6=8+9+10=11+12+13=14+18 computed",
        "14=15+16+17 computed",
        "18=19+20+21 computed",
    ],
    "KQGQ01_TT2024": ["1=2+3 computed", "5=20+..+24"],
    "XLD04_TT2024": [
        "1=2+3 computed",
        "4=5+6 computed",
        "8=9+10+11+12= 13+14 = 15+18",
        "16 = 17+18 computed",
    ],
}
ASKED = {
    "TCD01_TT2024": ["rows_units A3", "of_which I5 J5 K5 L5 R6 S6 T6 U6 AA6 AB6 AC6 AD6"],
    "XLD01_TT2024": ["rows_units A3", "heading_repeated B3 C4", "note_number A9"],
    "KQGQ01_TT2024": [
        "rows_units A3",
        "decimals H5 I5 J6 K6 L6 M6",
        "of_which Q5 T5",
        "note_number A10",
    ],
    "XLD04_TT2024": ["rows_units A3", "relation_misprint I6", "note_number A9"],
}
SECTIONS = {
    "TCD01_TT2024": "30. Ghi chú",
    "XLD01_TT2024": "27. Ghi chú",
    "KQGQ01_TT2024": "28. Ghi chú",
    "XLD04_TT2024": "25. Ghi chú",
}


def check(name: str, path: Path) -> None:
    found = drafted(path, name)
    assert found.form.code == name
    assert found.form.edition == "2024"
    assert found.form.title == TITLES[name]
    assert found.form.provisional
    assert found.main.rows_kind == "free"
    assert columns_of(found.main) == (FIXTURES / f"{name}.columns.txt").read_text(encoding="utf-8").splitlines()
    assert relations_of(found.main) == RELATIONS[name]
    assert found.asked == ASKED[name]
    assert [section.title for section in found.form.sections] == [SECTIONS[name]]


@pytest.mark.parametrize("name", NAMES)
def test_a_rebuilt_grid_becomes_the_form_it_prints(name: str, tmp_path: Path) -> None:
    check(name, official(name, tmp_path))


@pytest.mark.parametrize("name", NAMES)
def test_an_original_becomes_the_form_it_prints(name: str) -> None:
    path = ORIGINALS / f"{name}.xlsx"
    if not path.exists():
        pytest.skip(f"the original workbooks are not in {ORIGINALS}; SOBAOCAO_TEMPLATES names their folder")
    check(name, path)


def test_the_misprint_is_kept_and_what_was_probably_meant_is_said(tmp_path: Path) -> None:
    said = drafted(official("XLD04_TT2024", tmp_path)).params("relation_misprint")
    assert (said["wrong"], said["right"]) == ("18", "16")
    assert said["meant"] == "8=9+10+11+12= 13+14 = 15+16"


def test_a_note_that_counts_on_from_the_last_column_is_not_asked_about(tmp_path: Path) -> None:
    found = drafted(official("TCD01_TT2024", tmp_path))
    assert "section A10" in found.said
    assert not any(question.startswith("note_number") for question in found.asked)
