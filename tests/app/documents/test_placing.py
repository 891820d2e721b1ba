"""What stands around the tables on paper: written reasons, words, and a report that is words only."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from app.documents.placed import Paper, PlacedSheet, Style
from app.documents.placing import place_report
from app.domain.forms.catalogue import find_form
from app.domain.forms.definition import FormDefinition
from app.domain.forms.loading import load_form
from app.domain.operations import ReportKey
from app.domain.relations.sheet import Sheet

HEAD = """
code: LV/1
edition: "2026"
title: Báo cáo tình hình
legal_basis: Mẫu thử
senders: [commune]
receivers: {commune: Tỉnh}
frequencies: [Q]
window: nd09
deadlines: {commune: {working_days: 1}}
"""
WORDS_ONLY = load_form(
    HEAD + "sections: [{key: course, title: I. Tình hình}, {key: next, title: II. Kiến nghị}]\n", "lv.yaml"
)
EXPLAINED = load_form(
    HEAD
    + """
tables:
  main:
    rows: [{code: "1", title: Đất đai}, {code: "2", title: Hộ tịch}]
    columns:
      - {number: A, title: Lĩnh vực, type: label}
      - {number: 1, title: Tổng số}
      - {number: 2, title: Quá hạn}
    relations:
      - {printed: "2<=1", severity: explain}
""",
    "gt.yaml",
)


def placed(form: FormDefinition, cells: Mapping[str, str]) -> tuple[PlacedSheet, ...]:
    return place_report(
        Paper(
            key=ReportKey("u-1", form.code, "2026-Q2"),
            form=form,
            sheet=Sheet(form, cells),
            unit_name="UBND xã Hòa Bình",
            receiver_name="Văn phòng UBND tỉnh",
            period_title="Quý II/2026",
            window=None,
            is_draft=True,
            made_at=datetime(2026, 6, 14, tzinfo=UTC),
        )
    )


def words_of(sheet: PlacedSheet) -> list[str]:
    return [cell.text for cell in sheet.cells if cell.style in (Style.SECTION, Style.SECTION_TEXT)]


def test_a_section_is_printed_with_its_figures_put_in() -> None:
    cells = {"main/rNG03/c1": "1240", "@text/course/body": "Có {NG03/1} người bị thương.\n- Mất tích: {NG02/1}"}
    words = "\n".join(words_of(placed(find_form("BCN/TTLT43"), cells)[-1]))
    assert "Có 1.240 người bị thương.\n- Mất tích: (chưa có số)" in words


def test_a_report_of_words_only_is_one_sheet_with_letterhead_words_and_signatures() -> None:
    cells = {"@text/course/body": "Ổn định.\n- Không có vụ việc mới."}
    (sheet,) = placed(WORDS_ONLY, cells)
    assert sheet.name == "LV-1"
    assert not sheet.has_table
    assert words_of(sheet) == ["I. Tình hình", "Ổn định.", "- Không có vụ việc mới.", "II. Kiến nghị", ""]
    assert [cell.text for cell in sheet.cells if cell.style in (Style.TITLE, Style.SIGN)] == [
        "BÁO CÁO TÌNH HÌNH",
        "NGƯỜI LẬP BIỂU",
        "THỦ TRƯỞNG ĐƠN VỊ",
    ]


def test_the_three_parts_of_the_letterhead_stand_side_by_side_without_a_table_too() -> None:
    (sheet,) = placed(WORDS_ONLY, {})
    first_row = [cell.text for cell in sheet.cells if cell.row == 0]
    assert first_row == ["Biểu số: LV/1", "BÁO CÁO TÌNH HÌNH", "Đơn vị báo cáo:\nUBND xã Hòa Bình"]


def test_a_written_reason_is_printed_with_what_it_explains() -> None:
    sheet = Sheet(EXPLAINED, {"main/r1/c1": "3", "main/r1/c2": "5", "main/r2/c1": "3", "main/r2/c2": "4"})
    key = sheet.findings()[0].key
    cells = {**sheet.cells(), f"@reason/{key}": "Bao gồm hồ sơ năm trước"}
    (page,) = placed(EXPLAINED, cells)
    assert words_of(page) == [
        "Giải trình số liệu",
        "- Đất đai: (2) = 5 nhưng không được lớn hơn (1) = 3, lệch 2. Lý do: Bao gồm hồ sơ năm trước",
    ]


def test_a_reason_whose_finding_is_gone_is_not_printed() -> None:
    key = Sheet(EXPLAINED, {"main/r1/c1": "3", "main/r1/c2": "5"}).findings()[0].key
    (page,) = placed(EXPLAINED, {"main/r1/c1": "5", "main/r1/c2": "5", f"@reason/{key}": "Cũ"})
    assert words_of(page) == []
