"""Workbooks as ministries send them, each with a defect of its own: the definition, and what is asked."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from app.errors import InputError
from tests.app.documents.workbooks import Grid, build, fill, indent
from tests.app.domain.forms.drafting.cases import Case, became, expected, formulas, hide, seen
from tests.app.domain.forms.drafting.drafts import columns_of, drafted, relations_of, rows_of

_ = None


NESTED: Grid = [
    ["Chỉ tiêu", "Đơn vị tính", "Kế hoạch", "Thực hiện", "Tỷ lệ %"],
    ["A", "B", 1, 2, "3=2/1*100"],
    ["Tổng số", _],
    ["Dân số", "người"],
    ["Nam", "người"],
    ["Trong đó: trẻ em", "người"],
    ["Diện tích", "ha"],
]

CASES = [
    Case(
        name="a number row in brackets, with its relation",
        grid=[
            ["Lĩnh vực", "Tổng số", "Trong đó", _],
            [_, _, "Nam", "Nữ"],
            [_, "(1)=(2)+(3)", "(2)", "(3)"],
        ],
        merged="A3:A4 B3:B4 C3:D3",
        columns=["– Lĩnh vực: label", "1 Tổng số: whole", "2 Trong đó / Nam: whole", "3 Trong đó / Nữ: whole"],
        relations=["(1)=(2)+(3) computed"],
        said=["relation_locks B5"],
    ),
    Case(
        name="no number row",
        grid=[["STT", "Tên thôn", "Số hộ", "Hộ nghèo", "Tỷ lệ (%)", "Ghi chú"], [1, "…"], [2, "…"]],
        columns=[
            "– STT: index",
            "– Tên thôn: label",
            "1 Số hộ: whole",
            "2 Hộ nghèo: whole",
            "3 Tỷ lệ (%): number 2 %",
            "– Ghi chú: text",
        ],
        asked=["number_row_missing C3", "decimals E3", "not_added E3"],
        said=["columns_of_words F3", "rows_blank A4 B4 A5 B5"],
    ),
    Case(
        name="A B 1, and the relations below the numbers",
        grid=[
            ["STT", "Chỉ tiêu", "Tổng số", "Chia ra", _],
            [_, _, _, "Thành thị", "Nông thôn"],
            ["A", "B", "1", "2", "3"],
            [_, _, "1=2+3", _, _],
        ],
        merged="A3:A4 B3:B4 C3:C4 D3:E3",
        columns=[
            "A STT: index",
            "B Chỉ tiêu: label",
            "1 Tổng số: whole",
            "2 Chia ra / Thành thị: whole",
            "3 Chia ra / Nông thôn: whole",
        ],
        relations=["1=2+3 computed"],
        said=["relation_locks C6"],
    ),
    Case(
        name="two number rows, and a relation without its own number below",
        grid=[
            ["Đơn vị", "Tổng số", "Nam", "Nữ"],
            ["A", 1, 2, 3],
            [_, "(1)", "(2)", "(3)"],
            ["Công thức", "2+3", _, _],
        ],
        columns=["A Đơn vị: label", "1 Tổng số: whole", "2 Nam: whole", "3 Nữ: whole"],
        relations=["2+3 -> 1=2+3 computed"],
        asked=["rows_units A3"],
        said=["relation_completed B6", "relation_locks B6"],
    ),
    Case(
        name="merged row labels: every row has the same lines",
        grid=[
            ["Thôn", "Phân tổ", "Đầu kỳ", "Giảm", "Tăng", "Cuối kỳ"],
            ["A", "B", 1, 2, 3, "4=1-2+3"],
            ["Thôn Đông", "Hộ"],
            [_, "Khẩu"],
            ["Thôn Đoài", "Hộ"],
            [_, "Khẩu"],
            ["Tổng cộng", "Hộ"],
            [_, "Khẩu"],
        ],
        merged="A5:A6 A7:A8 A9:A10",
        columns=["A Thôn: label", "1 Đầu kỳ: whole", "2 Giảm: whole", "3 Tăng: whole", "4 Cuối kỳ: whole"],
        relations=["4=1-2+3 computed"],
        rows=["1 Thôn Đông", "2 Thôn Đoài"],
        total="Tổng cộng",
        asked=["rows_coded A5 A7", "rows_lines B5 B6 B7 B8 B9 B10"],
        said=["column_of_rows B3 B4", "relation_locks F4"],
    ),
    Case(
        name="merged row labels over rows of their own",
        grid=[
            ["Cấp", "Loại", "Số lượng"],
            ["A", "B", 1],
            ["Mầm non", "Công lập"],
            [_, "Tư thục"],
            ["Tiểu học", "Điểm chính"],
            [_, "Điểm lẻ"],
            [_, "Khác"],
        ],
        merged="A5:A6 A7:A9",
        columns=["A Cấp: label", "1 Số lượng: whole"],
        rows=[
            "1 Công lập (N1)",
            "2 Tư thục (N1)",
            "3 Điểm chính (N2)",
            "4 Điểm lẻ (N2)",
            "5 Khác (N2)",
        ],
        asked=["rows_coded B5 B6 B7 B8 B9"],
        said=["column_of_rows B3 B4"],
    ),
    Case(
        name="a 3a column, and a total at the right",
        grid=[
            ["Đơn vị", "Nhóm I", _, "Nhóm II", _, "Tổng cộng"],
            [_, "Mới", "Cũ", "Mới", "Trong đó: nữ", _],
            ["MS", "1", "2", "3", "3a", "4=1+2+3"],
        ],
        merged="A3:A4 B3:C3 D3:E3 F3:F4",
        columns=[
            "– Đơn vị: label",
            "1 Nhóm I / Mới: whole",
            "2 Nhóm I / Cũ: whole",
            "3 Nhóm II / Mới: whole",
            "3a Nhóm II / Trong đó: nữ: whole of_which",
            "4 Tổng cộng: whole",
        ],
        relations=["4=1+2+3 computed"],
        asked=["rows_units A3", "of_which E4"],
        said=["relation_locks F5"],
    ),
    Case(
        name="ranges with dots and with …, one after a = alone",
        grid=[
            ["Đơn vị", "a", "b", "c", "d", "Tổng I", "Tổng II"],
            ["A", 1, 2, 3, 4, "5=1+2+...+4", "=1+…+4"],
        ],
        columns=[
            "A Đơn vị: label",
            "1 a: whole",
            "2 b: whole",
            "3 c: whole",
            "4 d: whole",
            "5 Tổng I: whole",
            "6 Tổng II: whole",
        ],
        relations=["5=1+2+...+4 computed", "=1+…+4 -> 6=1+…+4 computed"],
        asked=["rows_units A3"],
        said=["relation_locks F4 G4", "relation_completed G4"],
    ),
    Case(
        name="headings five levels deep",
        grid=[
            ["Đơn vị", "G1", _, _],
            [_, "G2", _, _],
            [_, "G3", _, "L3"],
            [_, "G4", _, _],
            [_, "a", "b", _],
            ["MS", 1, 2, 3],
        ],
        merged="A3:A7 B3:D3 B4:D4 B5:C5 B6:C6 D5:D7",
        columns=[
            "– Đơn vị: label",
            "1 G1 / G2 / G3 / G4 / a: whole",
            "2 G1 / G2 / G3 / G4 / b: whole",
            "3 G1 / G2 / L3: whole",
        ],
        asked=["rows_units A3"],
    ),
    Case(
        name="headings that are not merged, and a numbered note column",
        grid=[
            ["TT", "Đơn vị", "Tiếp nhận", _, _, "Đã giải quyết", _, "Ghi chú"],
            [_, _, "Tổng số", "Trực tuyến", "Trực tiếp", "Trước hạn", "Quá hạn", _],
            [1, 2, "3=4+5", 4, 5, 6, 7, 8],
            [1, "Xã A"],
            [2, "Xã B"],
            [_, "Tổng cộng"],
        ],
        columns=[
            "1 TT: index",
            "2 Đơn vị: label",
            "3 Tiếp nhận / Tổng số: whole",
            "4 Tiếp nhận / Trực tuyến: whole",
            "5 Tiếp nhận / Trực tiếp: whole",
            "6 Đã giải quyết / Trước hạn: whole",
            "7 Đã giải quyết / Quá hạn: whole",
            "8 Ghi chú: text",
        ],
        relations=["3=4+5 computed"],
        rows=["1 Xã A", "2 Xã B"],
        total="Tổng cộng",
        asked=["heading_blank C3", "heading_blank F3"],
        said=["columns_of_words H3", "relation_locks C5"],
    ),
    Case(
        name="a title merged over a part of its group only",
        grid=[
            ["Đơn vị", "Kết quả", _, _],
            [_, "Tốt", "Khá", "Đạt"],
            ["A", 1, 2, 3],
        ],
        merged="A3:A4 B3:C3",
        columns=["A Đơn vị: label", "1 Kết quả / Tốt: whole", "2 Kết quả / Khá: whole", "3 Đạt: whole"],
        asked=["rows_units A3"],
    ),
    Case(
        name="rows coded in a column, with headings, closed cells and a relation between rows",
        grid=[
            ["Chỉ tiêu", "Mã số", "Tổng số", "Chia theo cấp", _],
            [_, _, _, "Cấp tỉnh", "Cấp xã"],
            ["A", "B", "1=2+3", "2", "3"],
            ["Tổng số (01=02+..+05=06+07)", "01"],
            ["Chia theo phạm vi"],
            ["Toàn quốc", "02"],
            ["Bộ, ngành", "03"],
            ["Cụm thi đua", "04", _, "x"],
            ["Cơ quan", "05"],
            ["Chia theo thời hạn"],
            ["Dưới 1 năm", "06"],
            ["Từ 1 năm", "07"],
            ["Người lập biểu", _, _, "Thủ trưởng đơn vị"],
        ],
        merged="A3:A4 B3:B4 C3:C4 D3:E3",
        columns=[
            "A Chỉ tiêu: label",
            "B Mã số: index",
            "1 Tổng số: whole",
            "2 Chia theo cấp / Cấp tỉnh: whole",
            "3 Chia theo cấp / Cấp xã: whole",
        ],
        relations=["1=2+3 computed", "01=02+..+05=06+07 rows computed"],
        rows=[
            "01 Tổng số",
            "02 Toàn quốc (N1)",
            "03 Bộ, ngành (N1)",
            "04 Cụm thi đua (N1)",
            "05 Cơ quan (N1)",
            "06 Dưới 1 năm (N2)",
            "07 Từ 1 năm (N2)",
        ],
        said=["relation_locks C5 A6", "signatures A15 D15"],
    ),
    Case(
        name="indented rows under a total, a unit in every row",
        grid=NESTED,
        change=lambda sheet: indent(sheet, A7=1, A8=2),
        columns=["A Chỉ tiêu: label", "1 Kế hoạch: number 2", "2 Thực hiện: number 2", "3 Tỷ lệ %: number 2 %"],
        relations=["3=2/1*100 computed"],
        rows=[
            "1 Dân số (người)",
            "  1.1 Nam (người) of_which",
            "    1.1.1 Trong đó: trẻ em (người) of_which",
            "2 Diện tích (ha)",
        ],
        total="Tổng số",
        asked=[
            "row_units B3 B4",
            "decimals E3",
            "total_first A5",
            "rows_coded A6 A7 A8 A9",
            "rows_nested A7",
            "rows_of_which A8",
        ],
        said=["relation_locks E4"],
    ),
    Case(
        name="rows numbered I, 1, 1.1, where 1 comes twice",
        grid=[
            ["STT", "Nội dung", "Số lượng"],
            ["A", "B", 1],
            ["I", "Trồng trọt"],
            ["1", "Lúa"],
            ["1.1", "Lúa mùa"],
            ["II", "Chăn nuôi"],
            ["1", "Trâu"],
            ["-", "Trong đó: nái"],
        ],
        columns=["A STT: index", "B Nội dung: label", "1 Số lượng: whole"],
        rows=[
            "I Trồng trọt",
            "  I.1 Lúa",
            "    I.1.1 Lúa mùa",
            "II Chăn nuôi",
            "  II.1 Trâu",
            "    II.1.1 Trong đó: nái of_which",
        ],
        asked=["rows_of_which B10", "rows_coded B10"],
    ),
    Case(
        name="groups of free rows",
        grid=[
            ["TT", "Lĩnh vực", "Tiếp nhận", "Đã giải quyết"],
            ["(1)", "(2)", "(3)", "(4)"],
            ["A", "Thuộc thẩm quyền"],
            [1, "…"],
            ["B", "Thủ tục khác"],
            ["…", _],
            ["Tổng cộng"],
        ],
        columns=["1 TT: index", "2 Lĩnh vực: label", "3 Tiếp nhận: whole", "4 Đã giải quyết: whole"],
        total="Tổng cộng",
        said=["rows_blank A6 B6 A8"],
    ),
    Case(
        name="relations in words under the table, one of last period",
        grid=[
            ["Đơn vị", "Tổng", "Cũ", "Mới", "Chuyển kỳ sau"],
            ["A", 1, 2, 3, 4],
            [],
            ["Ghi chú: Cột 1 = cột 2 + cột 3\n- Cột 3 <= cột 1"],
            ["- Cột (2) = cột (4) (kỳ trước)"],
            ["Cột 4 <= cột 1"],
            ["- Cột 3 ghi số tiếp nhận trong kỳ"],
            ["Nơi nhận:", _, _, "CHỦ TỊCH"],
            ["- Lưu VT"],
        ],
        columns=[
            "A Đơn vị: label",
            "1 Tổng: whole",
            "2 Cũ: whole",
            "3 Mới: whole",
            "4 Chuyển kỳ sau: whole",
        ],
        relations=["1 = 2 + 3 computed", "3 <= 1", "(2) = (4) (kỳ trước) -> (2) = prev(4) warning", "4 <= 1"],
        asked=["rows_units A3", "relation_previous A7"],
        said=[
            "guidance A6 A9",
            "relation_locks A6",
            "relation_checks A6 A7 A8",
            "signatures A10 D10 A11",
        ],
    ),
    Case(
        name="numbers missing, repeated, jumping",
        grid=[
            ["Đơn vị", "a", "b", "c", "d", "e"],
            ["MS", 1, _, 3, 3, 7],
        ],
        columns=["– Đơn vị: label", "1 a: whole", "2 b: whole", "3 c: whole", "– d: whole", "7 e: whole"],
        asked=["rows_units A3", "number_given C3", "number_repeated E4", "number_position F4"],
    ),
    Case(
        name="relations that cannot be: a circle, itself, an unknown number, twice the same",
        grid=[
            ["Đơn vị", "a", "b", "c", "d", "e"],
            ["MS", "1=2+3", "2=1-3", "3=3+4", "4=5+9", "5=2+2"],
        ],
        columns=["– Đơn vị: label", "1 a: whole", "2 b: whole", "3 c: whole", "4 d: whole", "5 e: whole"],
        relations=["1=2+3 computed", "2=1-3", "5=2+2"],
        asked=["rows_units A3", "relation_unread D4", "relation_unread E4", "relation_twice F4"],
        said=["relation_locks B4", "relation_checks C4 F4"],
    ),
    Case(
        name="a misprint in the only sum of a group: a check, not a lock",
        grid=[
            ["Đơn vị", "Nhóm", _, _, _, "Khác"],
            [_, "Tổng số", "a", "b", "c", _],
            ["MS", "1=2+3+5", 2, 3, 4, 5],
        ],
        merged="A3:A4 B3:E3 F3:F4",
        columns=[
            "– Đơn vị: label",
            "1 Nhóm / Tổng số: whole",
            "2 Nhóm / a: whole",
            "3 Nhóm / b: whole",
            "4 Nhóm / c: whole",
            "5 Khác: whole",
        ],
        relations=["1=2+3+5"],
        asked=["rows_units A3", "relation_misprint B5"],
        said=["relation_checks B5"],
    ),
    Case(
        name="numbers and relations inside the headings",
        grid=[["Đơn vị", "Tổng số\n(1)=(2)+(3)", "Nam (2)", "Nữ (3)"], ["…"]],
        columns=["– Đơn vị: label", "1 Tổng số: whole", "2 Nam: whole", "3 Nữ: whole"],
        relations=["(1)=(2)+(3) computed"],
        asked=["rows_units A3"],
        said=["relation_locks B3", "rows_blank A4"],
    ),
    Case(
        name="numbers above the headings",
        grid=[["A", 1, 2], ["Đơn vị", "Tổng", "Nam"], ["…"]],
        columns=["A Đơn vị: label", "1 Tổng: whole", "2 Nam: whole"],
        asked=["rows_units A4"],
        said=["rows_blank A5"],
    ),
    Case(
        name="numbers that are Excel formulas, one of them a relation",
        grid=[["Đơn vị", "Tổng", "Nam", "Nữ"], ["MS", _, 2, 3]],
        change=formulas(B4="=2+3"),
        columns=["– Đơn vị: label", "1 Tổng: whole", "2 Nam: whole", "3 Nữ: whole"],
        relations=["=2+3 -> 1=2+3 computed"],
        asked=["rows_units A3", "number_formula B4", "relation_formula B4"],
        said=["relation_completed B4", "relation_locks B4"],
    ),
    Case(
        name="an empty column inside, a hidden one, a hidden row",
        grid=[
            ["Chỉ tiêu", "Tổng", _, "Nam", "Nữ"],
            ["A", "1=2+3", _, 2, 3],
            ["Sinh"],
            ["Tử"],
        ],
        change=hide("E", "6"),
        columns=["A Chỉ tiêu: label", "1 Tổng: whole", "2 Nam: whole", "3 Nữ: whole"],
        relations=["1=2+3 computed"],
        rows=["1 Sinh", "2 Tử"],
        asked=["column_hidden E3", "rows_coded A5 A6", "row_hidden A6"],
        said=["relation_locks B4", "columns_empty"],
    ),
    Case(
        name="letters alone number the columns",
        grid=[["Đơn vị", "Tổng số", "Nam", "Nữ"], ["A", "B", "C", "D"]],
        columns=["A Đơn vị: label", "B Tổng số: whole", "C Nam: whole", "D Nữ: whole"],
        asked=["rows_units A3", "total_columns B3"],
    ),
    Case(
        name="headings that begin like letterhead",
        grid=[
            ["STT", "Họ và tên", "Ngày tháng năm sinh", "Kỳ báo cáo", "Từ ngày", "BAN HÀNH MỚI"],
            ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"],
        ],
        columns=[
            "1 STT: index",
            "2 Họ và tên: label",
            "3 Ngày tháng năm sinh: date",
            "4 Kỳ báo cáo: whole",
            "5 Từ ngày: date",
            "6 BAN HÀNH MỚI: whole",
        ],
        said=["columns_of_words C3 E3"],
    ),
    Case(
        name="headings merged across, over rows numbered anew under each",
        grid=[
            ["TT", "Đơn vị", "Tổng số", _],
            [_, _, "Cấp tỉnh", "Cấp xã"],
            [1, 2, 3, 4],
            ["I. SỞ, BAN, NGÀNH"],
            [1, "Sở A"],
            [2, "Sở B"],
            ["II. CẤP XÃ"],
            [1, "Xã A"],
            ["TỔNG CỘNG"],
        ],
        merged="A3:A4 B3:B4 C3:D3 A6:D6 A9:D9 A11:B11",
        columns=["1 TT: index", "2 Đơn vị: label", "3 Tổng số / Cấp tỉnh: whole", "4 Tổng số / Cấp xã: whole"],
        rows=["I.1 Sở A (I)", "I.2 Sở B (I)", "II.1 Xã A (II)"],
        total="TỔNG CỘNG",
    ),
    Case(
        name="three levels that are not merged, and a chain over them",
        grid=[
            ["Đơn vị", "Tổng số", "Phân loại", _, _, _],
            [_, _, "Nam", _, "Nữ", _],
            [_, _, "Dưới 18", "Trên 18", "Dưới 18", "Trên 18"],
            ["A", "1=2+3+4+5", 2, 3, 4, 5],
        ],
        columns=[
            "A Đơn vị: label",
            "1 Tổng số: whole",
            "2 Phân loại / Nam / Dưới 18: whole",
            "3 Phân loại / Nam / Trên 18: whole",
            "4 Phân loại / Nữ / Dưới 18: whole",
            "5 Phân loại / Nữ / Trên 18: whole",
        ],
        relations=["1=2+3+4+5 computed"],
        asked=["rows_units A3", "heading_blank C3", "heading_blank C4", "heading_blank E4"],
        said=["relation_locks B6"],
    ),
    Case(
        name="trong đó and chia ra announced by rows of their own",
        grid=[
            ["Chỉ tiêu", "Số lượng"],
            ["A", 1],
            ["Số hộ"],
            ["Trong đó:"],
            ["- Hộ nghèo"],
            ["Nhân khẩu"],
            ["Chia ra:"],
            ["Nam"],
            ["Nữ"],
        ],
        change=lambda sheet: indent(sheet, A6=1, A7=1, A9=1, A10=2, A11=2),
        columns=["A Chỉ tiêu: label", "1 Số lượng: whole"],
        rows=["1 Số hộ", "  1.1 Hộ nghèo of_which", "2 Nhân khẩu", "  2.1 Nam", "  2.2 Nữ"],
        asked=["rows_coded A5 A7 A8 A10 A11", "rows_of_which A7"],
        said=["rows_announced A6 A9"],
    ),
    Case(
        name="figures and examples already filled in",
        grid=[
            ["Thôn", "Số hộ", "Ghi chú"],
            ["A", 1, _],
            ["Ví dụ: Thôn Đông", 12],
            ["Thôn Đoài", 30, "mới tách"],
            ["Thôn Nam", _],
            ["Tổng", 30],
        ],
        change=formulas(B7="=SUM(B5:B6)"),
        columns=["A Thôn: label", "1 Số hộ: whole", "– Ghi chú: text"],
        rows=["1 Thôn Đoài", "2 Thôn Nam"],
        total="Tổng",
        asked=["rows_coded A6 A7", "row_words C6"],
        said=["columns_of_words C3", "rows_example A5 B5", "figures_left_out B6 B7 B8"],
    ),
]


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_workbook_becomes_the_form_it_prints(case: Case, tmp_path: Path) -> None:
    found = became(case, tmp_path)
    assert seen(found) == expected(case)
    assert (found.form.code, found.form.title) == ("BIEU01", "BIỂU THỬ")


def test_two_tables_under_each_other_keep_their_titles_and_their_own_numbers(tmp_path: Path) -> None:
    grid: Grid = [
        ["Đơn vị", "Tổng số", "Nam", "Nữ"],
        ["A", "1=2+3", 2, 3],
        [],
        ["II. KẾT QUẢ KHÁC"],
        ["Đơn vị tính: hồ sơ"],
        ["Lĩnh vực", "Tổng", "Mới"],
        ["A", "1=2", 2],
        ["…"],
        ["3. Ghi chú: ghi rõ lý do"],
        ["Người lập biểu", _, "Thủ trưởng đơn vị"],
    ]
    found = drafted(build(tmp_path / "B.xlsx", grid))
    main, second = found.form.tables
    assert (main.key, main.title, columns_of(main)[1]) == ("main", "", "1 Tổng số: whole")
    assert (second.key, second.title) == ("table_2", "II. KẾT QUẢ KHÁC")
    assert columns_of(second) == ["A Lĩnh vực: label", "1 Tổng: whole hồ sơ", "2 Mới: whole hồ sơ"]
    assert relations_of(main) == ["1=2+3 computed"]
    assert relations_of(second) == ["1=2 computed"]
    assert [(section.title, section.guidance) for section in found.form.sections] == [("3. Ghi chú", "ghi rõ lý do")]
    assert found.asked == ["rows_units A3", "tables"]


def test_two_tables_side_by_side_are_told_apart_by_their_numbers(tmp_path: Path) -> None:
    grid: Grid = [["Đơn vị", "Tổng", "Nam", _, "Chỉ tiêu", "Số lượng"], ["A", 1, 2, _, "A", 1]]
    main, second = drafted(build(tmp_path / "B.xlsx", grid)).form.tables
    assert columns_of(main) == ["A Đơn vị: label", "1 Tổng: whole", "2 Nam: whole"]
    assert columns_of(second) == ["A Chỉ tiêu: label", "1 Số lượng: whole"]


def test_headings_printed_again_for_the_next_page_are_no_second_table(tmp_path: Path) -> None:
    page: Grid = [["Chỉ tiêu", "Số lượng", "Nữ"], ["A", 1, 2]]
    found = drafted(build(tmp_path / "B.xlsx", [*page, ["Sinh"], *page, ["Tử"]]))
    assert len(found.form.tables) == 1
    assert rows_of(found.main) == ["1 Sinh", "2 Tử"]
    assert "headings_again A6 B6 C6 A7 B7 C7" in found.said


def test_lines_under_dots_belong_to_free_rows(tmp_path: Path) -> None:
    grid: Grid = [["Đơn vị", "Phân tổ", "Đầu kỳ"], ["A", "B", 1], ["…", "Hộ"], [_, "Nhân khẩu"]]
    main = drafted(build(tmp_path / "B.xlsx", grid, merged="A5:A6")).main
    assert main.rows_kind == "free"
    assert [(line.code, line.title, line.unit) for line in main.lines] == [
        ("ho", "Hộ", "hộ"),
        ("nhankhau", "Nhân khẩu", "nhân khẩu"),
    ]


def test_a_cell_printed_x_is_closed(tmp_path: Path) -> None:
    grid: Grid = [["Chỉ tiêu", "Mã số", "a", "b"], ["A", "B", 1, 2], ["Một", "01", "x", _], ["Hai", "02", "x", "X"]]
    main = drafted(build(tmp_path / "B.xlsx", grid)).main
    assert [(closed.rows, closed.columns) for closed in main.closed] == [(("r01",), ("c1",)), (("r02",), ("c1", "c2"))]


LETTERHEAD: Grid = [
    ["UBND TỈNH A", _, _, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
    ["SỞ TƯ PHÁP", _, _, "Độc lập - Tự do - Hạnh phúc"],
    [],
    [
        "Biểu số 13a/BTP\n(Ban hành kèm theo Thông tư số 03/2019/TT-BTP\nngày 20/3/2019)\nNgày nhận báo cáo: 06/6",
        "KẾT QUẢ ĐĂNG KÝ",
        _,
        "Đơn vị báo cáo: ……\nĐơn vị nhận báo cáo: Sở Tư pháp",
    ],
    ["Kỳ báo cáo: Quý … năm …"],
    [_, _, _, "Đơn vị tính: Trường hợp"],
    ["Tổng số", "Nam", "Nữ", "Tỷ lệ (%)"],
    ["(1)=(2)+(3)", "(2)", "(3)", "(4)=(2)/(1)*100"],
    [],
    ["Ngày … tháng … năm …"],
    ["Người lập biểu", _, _, "Chủ tịch"],
    ["(Ký, ghi rõ họ tên)", _, _, "(Ký, đóng dấu)"],
]


def test_the_letterhead_gives_title_code_unit_basis_and_receiver(tmp_path: Path) -> None:
    found = drafted(build(tmp_path / "KHAISINH_2019.xlsx", LETTERHEAD, title=""))
    form = found.form
    assert (form.code, form.edition, form.title) == ("KHAISINH_2019", "2019", "KẾT QUẢ ĐĂNG KÝ")
    assert form.unit == "Trường hợp"
    assert form.legal_basis == "Thông tư số 03/2019/TT-BTP ngày 20/3/2019"
    assert form.receivers == {"commune": "Sở Tư pháp"}
    assert found.params("code_printed") == {"printed": "13a/BTP", "code": "KHAISINH_2019"}
    assert relations_of(found.main) == ["(1)=(2)+(3) computed", "(4)=(2)/(1)*100 computed"]
    assert columns_of(found.main)[3] == "4 Tỷ lệ (%): number 2 %"
    assert found.said[0] == "letterhead A3 D3 A4 D4 A6 D6"
    assert "signatures A12 A13 D13 A14 D14" in found.said


def test_what_the_caller_says_comes_before_what_is_printed(tmp_path: Path) -> None:
    path = build(tmp_path / "KHAISINH_2019.xlsx", LETTERHEAD, title="")
    found = drafted(path, code="13a/BTP", edition="2020", title="Kết quả")
    assert (found.form.code, found.form.edition, found.form.title) == ("13a/BTP", "2020", "Kết quả")
    assert not {"draft.code_printed", "draft.code_from_file", "draft.edition"} & {q.code for q in found.draft.questions}


def two_sheets(path: Path) -> Path:
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    first.title = "Hướng dẫn"
    first["A1"] = "Biểu này do đơn vị ghi"
    for name in ("Biểu 1", "Biểu 2"):
        fill(book.create_sheet(name), [["Đơn vị", "Số lượng"], ["A", 1]])
    fill(book.create_sheet("ẩn"), [["Đơn vị", "Số lượng"], ["A", 1]])
    book["ẩn"].sheet_state = "hidden"
    book.save(path)
    return path


def test_the_first_sheet_with_a_table_is_read_and_the_others_are_named(tmp_path: Path) -> None:
    found = drafted(two_sheets(tmp_path / "B.xlsx"))
    assert found.draft.sheet == "Biểu 1"
    assert found.params("sheet_other") == {"names": "Biểu 2", "name": "Biểu 2"}


def test_another_sheet_is_read_when_it_is_named(tmp_path: Path) -> None:
    assert drafted(two_sheets(tmp_path / "B.xlsx"), sheet="ẩn").draft.sheet == "ẩn"


@pytest.mark.parametrize(
    ("sheet", "code", "params"),
    [
        ("Biểu 9", "workbook.no_sheet", {"name": "Biểu 9", "known": "Hướng dẫn, Biểu 1, Biểu 2, ẩn"}),
        ("Hướng dẫn", "workbook.no_table", {"place": "Hướng dẫn"}),
    ],
)
def test_a_sheet_that_cannot_be_read_is_said(tmp_path: Path, sheet: str, code: str, params: dict[str, str]) -> None:
    with pytest.raises(InputError) as caught:
        drafted(two_sheets(tmp_path / "B.xlsx"), sheet=sheet)
    assert (caught.value.code, caught.value.params) == (code, params)


def test_a_table_wider_than_any_form_says_where(tmp_path: Path) -> None:
    grid: Grid = [["Đơn vị", *(f"a{n}" for n in range(1, 402))], ["A", *range(1, 402)]]
    with pytest.raises(InputError) as caught:
        drafted(build(tmp_path / "B.xlsx", grid))
    assert (caught.value.code, caught.value.params) == (
        "workbook.too_many_columns",
        {"place": "Sheet!OK3", "limit": 400},
    )


def test_a_comment_and_a_far_cell_are_listed(tmp_path: Path) -> None:
    from openpyxl.comments import Comment

    def change(sheet: Worksheet) -> None:
        sheet["B3"].comment = Comment("Tính cả trực tuyến", "ai đó")
        sheet["B20"] = "ngoài bảng"

    grid: Grid = [["Đơn vị", "Tổng"], ["A", 1], ["…"], ["Ghi chú:"]]
    found = drafted(build(tmp_path / "B.xlsx", grid, change=change))
    assert "comment B3" in found.said
    assert found.params("comment")["comment"] == "Tính cả trực tuyến"
    assert "guidance A6 B20" in found.said


TCVN3: Grid = [["§¬n vÞ", "Tæng sè", "Ghi chó"], ["A", 1, _], ["…"]]


def in_old_font(sheet: Worksheet) -> None:
    for row in sheet["A3:C3"]:
        for cell in row:
            cell.font = Font(name=".VnTime")


def test_words_in_an_old_encoding_are_asked_about_and_left_as_they_are(tmp_path: Path) -> None:
    found = drafted(build(tmp_path / "B.xlsx", TCVN3, change=in_old_font))
    assert columns_of(found.main)[1] == "1 Tæng sè: whole"
    assert "legacy A3 B3 C3" in found.asked
    assert {name: found.params("legacy")[name] for name in ("encoding", "before", "after")} == {
        "encoding": "TCVN3",
        "before": "§¬n vÞ",
        "after": "Đơn vị",
    }


def test_words_in_an_old_encoding_are_converted_when_that_is_asked_for(tmp_path: Path) -> None:
    found = drafted(build(tmp_path / "B.xlsx", TCVN3, change=in_old_font), converts_legacy=True)
    assert columns_of(found.main) == ["A Đơn vị: label", "1 Tổng số: whole", "– Ghi chú: text"]
    assert "legacy_converted A3 B3 C3" in found.said


def test_a_table_longer_than_any_form_says_where(tmp_path: Path) -> None:
    grid: Grid = [["Chỉ tiêu", "Số lượng"], ["A", 1], *([f"Dòng {n}"] for n in range(4001))]
    with pytest.raises(InputError) as caught:
        drafted(build(tmp_path / "B.xlsx", grid))
    assert (caught.value.code, caught.value.params) == (
        "workbook.too_many_rows",
        {"place": "Sheet!A4005", "count": 4001, "limit": 4000},
    )


def test_headings_deeper_than_a_form_takes_are_joined(tmp_path: Path) -> None:
    levels: Grid = [[_, f"Bậc {level}", _] for level in range(1, 11)]
    grid: Grid = [*levels, ["Đơn vị", "a", "b"], ["A", 1, 2]]
    merged = " ".join(f"B{row}:C{row}" for row in range(3, 13))
    found = drafted(build(tmp_path / "B.xlsx", grid, merged=merged))
    assert [len(column.title_path) for column in found.main.columns] == [1, 8, 8]
    assert found.main.columns[2].title_path[-1] == "Bậc 8 / Bậc 9 / Bậc 10 / b"
