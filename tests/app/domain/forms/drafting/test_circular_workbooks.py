"""Workbooks in the style of real circulars: what an author of forms would write of them, and what must be asked."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from tests.app.documents.workbooks import Grid, build, fill, indent
from tests.app.domain.forms.drafting.cases import Case, became, expected, seen
from tests.app.domain.forms.drafting.drafts import columns_of, drafted, relations_of, rows_of

_ = None

CASES = [
    Case(
        name="rows numbered I, 1, 1.1 under a code column: their relations lock",
        grid=[
            ["STT", "Chỉ tiêu", "Mã số", "Số đầu kỳ"],
            ["A", "B", "C", 1],
            ["I", "Tổng nợ (01=02+05)", "01"],
            ["1", "Nợ trong nước (02=03+04)", "02"],
            ["1.1", "Trái phiếu", "03"],
            ["1.2", "Vay khác", "04"],
            ["2", "Nợ nước ngoài", "05"],
            [_, "Trong đó: ODA", "06"],
        ],
        change=lambda sheet: indent(sheet, B10=2),
        columns=["A STT: index", "B Chỉ tiêu: label", "1 Số đầu kỳ: whole"],
        relations=["01=02+05 rows computed", "02=03+04 rows computed"],
        rows=[
            "01 Tổng nợ",
            "  02 Nợ trong nước",
            "    03 Trái phiếu",
            "    04 Vay khác",
            "  05 Nợ nước ngoài",
            "    06 Trong đó: ODA of_which",
        ],
        asked=["rows_of_which B10"],
        said=["column_of_rows C3 C4", "relation_locks B5 B6"],
    ),
    Case(
        name="rows numbered A, I, 1, a, where I and 1 come again",
        grid=[
            ["STT", "Nội dung", "Mã số", "Dự toán"],
            ["A", "B", "C", 1],
            ["A", "TỔNG THU (10=20+30)", "10"],
            ["I", "Thu nội địa (20=21+22)", "20"],
            ["1", "Thuế", "21"],
            ["2", "Phí (22=23+24)", "22"],
            ["a)", "Cầu đường", "23"],
            ["b)", "Khác", "24"],
            ["II", "Thu khác", "30"],
            ["B", "TỔNG CHI (40=50)", "40"],
            ["I", "Chi đầu tư", "50"],
        ],
        columns=["A STT: index", "B Nội dung: label", "1 Dự toán: whole"],
        relations=[f"{text} rows computed" for text in ("10=20+30", "20=21+22", "22=23+24", "40=50")],
        rows=[
            "10 TỔNG THU",
            "  20 Thu nội địa",
            "    21 Thuế",
            "    22 Phí",
            "      23 Cầu đường",
            "      24 Khác",
            "  30 Thu khác",
            "40 TỔNG CHI",
            "  50 Chi đầu tư",
        ],
        said=["column_of_rows C3 C4", "relation_locks B5 B6 B8 B12"],
    ),
    Case(
        name="codes that nest: 01, 01.1",
        grid=[
            ["Chỉ tiêu", "Mã số", "Số lượng"],
            ["A", "B", 1],
            ["Đường (01=01.1+01.2)", "01"],
            ["Đường nhựa", "01.1"],
            ["Đường đất", "01.2"],
            ["Cầu", "02"],
        ],
        columns=["A Chỉ tiêu: label", "B Mã số: index", "1 Số lượng: whole"],
        relations=["01=01.1+01.2 rows computed"],
        rows=["01 Đường", "  01.1 Đường nhựa", "  01.2 Đường đất", "02 Cầu"],
        said=["relation_locks A5"],
    ),
    Case(
        name="a total at the right without a relation",
        grid=[["TT", "Tên thôn", "Trâu", "Bò", "Tổng cộng"], [1, "Thôn 1"], [_, "Tổng cộng"]],
        columns=["– TT: index", "– Tên thôn: label", "1 Trâu: whole", "2 Bò: whole", "3 Tổng cộng: whole"],
        rows=["1 Thôn 1"],
        total="Tổng cộng",
        asked=["number_row_missing C3", "total_columns E3"],
    ),
    Case(
        name="totals without a relation, of columns divided in several ways and of rows under headings",
        grid=[
            ["Chỉ tiêu", "Mã số", "Tổng số", "Chia theo giới tính", _, "Chia theo độ tuổi", _],
            [_, _, _, "Nam", "Nữ", "Dưới 35", "Trên 35"],
            ["A", "B", 1, 2, 3, 4, 5],
            ["Tổng số", "01"],
            ["Chia theo cấp"],
            ["Cấp tỉnh", "02"],
            ["Cấp xã", "03"],
            ["Chia theo trình độ"],
            ["0-14 năm", "04"],
            ["15-59", "05"],
        ],
        merged="A3:A4 B3:B4 C3:C4 D3:E3 F3:G3",
        columns=[
            "A Chỉ tiêu: label",
            "B Mã số: index",
            "1 Tổng số: whole",
            "2 Chia theo giới tính / Nam: whole",
            "3 Chia theo giới tính / Nữ: whole",
            "4 Chia theo độ tuổi / Dưới 35: whole",
            "5 Chia theo độ tuổi / Trên 35: whole",
        ],
        rows=["01 Tổng số", "02 Cấp tỉnh (N1)", "03 Cấp xã (N1)", "04 0-14 năm (N2)", "05 15-59 (N2)"],
        asked=["total_columns C3", "total_rows A6"],
    ),
    Case(
        name="units in a row under the headings, and in one under the numbers",
        grid=[
            ["TT", "Tên thôn", "Có thai", "Số lần khám", "Kinh phí"],
            [_, _, "(người)", "lượt", _],
            [1, 2, 3, 4, 5],
            [_, "ĐVT", "người", "lượt", "triệu đồng"],
            [1, "…"],
        ],
        columns=[
            "1 TT: index",
            "2 Tên thôn: label",
            "3 Có thai (người): whole người",
            "4 Số lần khám (lượt): whole lượt",
            "5 Kinh phí (triệu đồng): number 2 triệu đồng",
        ],
        merged="A3:A4 B3:B4 E3:E4",
        asked=["decimals E3"],
        said=["unit_row B6 C6 D6 E6", "rows_blank A7 B7"],
    ),
    Case(
        name="columns merged through, a drop of figures, signs in letters, full-width digits",
        grid=[
            ["TT", "Tên đơn vị", _, "Kế hoạch", "Thực hiện", "Tỷ lệ (%)"],
            ["[1]", "2.", _, "３", "4 ", "5=4:3x100"],
            [1, "Phòng A", _, 12.5],
            [2, "Phòng B", _],
        ],
        merged="B3:C3 B4:C4 B5:C5 B6:C6",
        columns=[
            "1 TT: index",
            "2 Tên đơn vị: label",
            "3 Kế hoạch: number 2",
            "4 Thực hiện: whole",
            "5 Tỷ lệ (%): number 2 %",
        ],
        relations=["5=4:3x100 -> 5=4:3×100 computed"],
        rows=["1 Phòng A", "2 Phòng B"],
        asked=["decimals D3 F3"],
        said=["relation_locks F4", "figures_left_out D5"],
    ),
    Case(
        name="a quotient of per cent without the hundred, and a share without a relation",
        grid=[
            ["Đơn vị", "Kế hoạch", "Thực hiện", "Đạt (%)", "So với cùng kỳ (%)"],
            ["A", 1, 2, "3=2/1", 4],
        ],
        columns=[
            "A Đơn vị: label",
            "1 Kế hoạch: whole",
            "2 Thực hiện: whole",
            "3 Đạt (%): number 2 %",
            "4 So với cùng kỳ (%): number 2 %",
        ],
        relations=["3=2/1"],
        asked=["rows_units A3", "decimals D3 E3", "not_added E3", "relation_percent D4"],
        said=["relation_checks D4"],
    ),
    Case(
        name="headings over rows by their missing units; a second of which goes on under the first",
        grid=[
            ["TT", "Nội dung", "Đơn vị tính", "Kết quả"],
            [1, 2, 3, 4],
            ["I", "Khám bệnh"],
            ["1", "Số lần khám", "Lượt"],
            [_, "Trong đó: BHYT", "Lượt"],
            [_, "                Trẻ em", "Lượt"],
            ["II", "Điều trị"],
            ["1", "Nội trú", "Lượt"],
        ],
        columns=["1 TT: index", "2 Nội dung: label", "4 Kết quả: whole Lượt"],
        rows=[
            "I.1 Số lần khám (I)",
            "  I.1.1 Trong đó: BHYT (I) of_which",
            "  I.1.2 Trẻ em (I) of_which",
            "II.1 Nội trú (II)",
        ],
        asked=["row_units C3 C4", "rows_of_which B7 B8", "rows_coded B7 B8"],
    ),
    Case(
        name="a total of nothing but trong đó is a row",
        grid=[["Chỉ tiêu", "Số hộ"], ["A", 1], ["Tổng số"], ["Trong đó:"], ["- Hộ nghèo"], ["- Hộ cận nghèo"]],
        columns=["A Chỉ tiêu: label", "1 Số hộ: whole"],
        rows=["3 Tổng số", "  1 Hộ nghèo of_which", "  2 Hộ cận nghèo of_which"],
        asked=["rows_of_which A7 A8", "rows_coded A7 A8 A5"],
        said=["rows_announced A6"],
    ),
    Case(
        name="notes under the table: relations in words, remarks, page numbers between",
        grid=[
            ["Đơn vị", "Tổng số vụ", "Thành", "Không thành", "Tỷ lệ (%)"],
            ["A", 1, 2, 3, 4],
            ["Thôn A"],
            ["Trang 1/2"],
            ["Thôn B"],
            ["* Ước tính cuối kỳ: ……"],
            ["Ghi chú:"],
            ["1. Cột 1 bằng cột 2 cộng cột 3."],
            ["2. Cột 4 = Cột 2 / Cột 1 x 100%"],
            ["- Cột 2 không lớn hơn cột 1; cột 3 <= cột 1"],
            ["Nguồn số liệu: Sổ A3"],
        ],
        columns=[
            "A Đơn vị: label",
            "1 Tổng số vụ: whole",
            "2 Thành: whole",
            "3 Không thành: whole",
            "4 Tỷ lệ (%): number 2 %",
        ],
        relations=[
            "1 = 2 + 3 computed",
            "4 = 2 / 1 x 100% -> 4 = 2 / 1×100% computed",
            "2 <= 1",
            "3 <= 1",
        ],
        rows=["1 Thôn A", "2 Thôn B"],
        asked=["decimals E3", "rows_coded A5 A7"],
        said=[
            "headings_again A6",
            "guidance A8 A9 A13",
            "relation_locks A10 A11",
            "relation_checks A12",
        ],
    ),
    Case(
        name="years and months as headings are no numbers of columns",
        grid=[
            ["TT", "Chỉ tiêu", "Tháng", _, 2025],
            [_, _, 1, 2, _],
            [1, "Điện"],
        ],
        merged="A3:A4 B3:B4 C3:D3 E3:E4",
        columns=[
            "– TT: index",
            "– Chỉ tiêu: label",
            "1 Tháng / 1: whole",
            "2 Tháng / 2: whole",
            "3 2025: whole",
        ],
        rows=["1 Điện"],
        asked=["number_row_missing C4"],
    ),
    Case(
        name="ages and signs in headings are no relations",
        grid=[["Đơn vị", "18-<30 tuổi", ">=70"], ["A", 1, 2], ["…"]],
        columns=["A Đơn vị: label", "1 18-<30 tuổi: whole", "2 >=70: whole"],
        asked=["rows_units A3"],
        said=["rows_blank A5"],
    ),
    Case(
        name="units in the columns: a form on its side",
        grid=[["Chỉ tiêu", "Xã A", "Xã B", "Toàn huyện"], ["A", 1, 2, 3], ["Dân số"]],
        columns=["A Chỉ tiêu: label", "1 Xã A: whole", "2 Xã B: whole", "3 Toàn huyện: whole"],
        rows=["1 Dân số"],
        asked=["columns_units B3 C3", "total_columns D3", "rows_coded A5"],
    ),
    Case(
        name="one row of figures, without a column that names it",
        grid=[["Bản sao (bản)", "Chữ ký (việc)"], ["(1)", "(2)"]],
        columns=["1 Bản sao (bản): whole bản", "2 Chữ ký (việc): whole việc"],
        rows=["1 Số liệu"],
        asked=["rows_single A3"],
    ),
    Case(
        name="a list of things: words and years are not added",
        grid=[
            ["STT", "Họ và tên", "Năm sinh", "Kết luận", "Số nhân khẩu"],
            [1, 2, 3, 4, 5],
            [1, "…"],
        ],
        columns=[
            "1 STT: index",
            "2 Họ và tên: label",
            "3 Năm sinh: text",
            "4 Kết luận: text",
            "5 Số nhân khẩu: whole",
        ],
        said=["columns_of_words C3 D3", "rows_blank A5 B5"],
    ),
    Case(
        name="labels that begin like a total and are none",
        grid=[["Chỉ tiêu", "Mã số", "Số lượng"], ["A", "B", 1], ["Công chức", "01"], ["Cộng tác viên", "02"]],
        columns=["A Chỉ tiêu: label", "B Mã số: index", "1 Số lượng: whole"],
        rows=["01 Công chức", "02 Cộng tác viên"],
    ),
]


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_workbook_becomes_the_form_its_author_meant(case: Case, tmp_path: Path) -> None:
    assert seen(became(case, tmp_path)) == expected(case)


@pytest.mark.parametrize(
    ("grid", "code", "proposed"),
    [
        ([["Đơn vị", "Tổng số", "Nam", "Nữ"], ["A", 1, 2, 3]], "total_columns", "1=2+3"),
        ([["Đơn vị", "Tổng số", "Nữ", "Dân tộc"], ["A", 1, 2, 3]], "", ""),
        ([["Đơn vị", "Tổng số", "Tiền (Trđ)", "Đất (m2)"], ["A", 1, 2, 3]], "", ""),
        ([["Đơn vị", "Tổng số", "Trong đó: a", "Trong đó: b"], ["A", 1, 2, 3]], "", ""),
        ([["Đơn vị", "Tổng", "a", "b", "Tổng", "c", "d"], ["A", *range(1, 7)]], "total_columns", "1=2+3; 4=5+6"),
        ([["ĐV", "MS", "Số"], ["A", "B", 1], ["a b", "01"], ["c d", "02"], ["Cộng", "10"]], "total_rows", "10=01+02"),
        ([["ĐV", "MS", "Số"], ["A", "B", 1], ["Tổng đàn", "01"], ["Bò sữa", "02"]], "", ""),
    ],
    ids=["sum", "women only", "other units", "of which", "twice", "rows", "no total"],
)
def test_the_relation_that_would_fit_a_total_is_proposed(grid: Grid, code: str, proposed: str, tmp_path: Path) -> None:
    found = drafted(build(tmp_path / "B.xlsx", grid))
    asked = {q.code: q.params["relations"] for q in found.draft.questions if q.code.startswith("draft.total_")}
    assert asked == ({f"draft.{code}": proposed} if code else {})
    assert relations_of(found.main) == []


def test_a_second_row_of_other_numbers_is_asked_about(tmp_path: Path) -> None:
    grid: Grid = [["Đơn vị", "Tổng", "Mới"], ["A", 1, 2], [_, "(3)", "(4)"]]
    assert "number_rows_two B5 C5" in drafted(build(tmp_path / "B.xlsx", grid)).asked


def test_what_is_asked_of_two_tables_alike_is_asked_once(tmp_path: Path) -> None:
    grid: Grid = [["I. Tiếp nhận"], *PAGE, [], ["II. Giải quyết"], ["Đơn vị", "Số vụ"], ["A", 1], []]
    assert drafted(build(tmp_path / "B.xlsx", grid)).asked == ["rows_units A4 A8", "tables"]


PAGE: Grid = [["Đơn vị", "Số lượng"], ["A", 1]]


SUBTOTALS: Grid = [
    ["TT", "Danh mục", "Số lượng"],
    [1, 2, 3],
    ["A", "Chuyển tiếp"],
    ["1", "Đường một"],
    [_, "Cộng nhóm A"],
    ["B", "Dự án mới"],
    ["1", "Trường hai"],
    [_, "Cộng nhóm B"],
    [_, "TỔNG CỘNG (A+B)"],
]


def test_rows_that_close_groups_are_their_subtotals(tmp_path: Path) -> None:
    found = drafted(build(tmp_path / "B.xlsx", SUBTOTALS))
    assert rows_of(found.main) == ["A.1 Đường một (A)", "B.1 Trường hai (B)"]
    assert (found.main.subtotals, found.main.total_title) == (True, "TỔNG CỘNG (A+B)")
    assert "rows_subtotal B7 B10" in found.said


@pytest.mark.parametrize(
    ("lines", "title", "heading"),
    [
        ([["Biểu 12: TÌNH HÌNH NỢ CÔNG"]], "TÌNH HÌNH NỢ CÔNG", ""),
        ([["Biểu số 05/BTP: KẾT QUẢ HÒA GIẢI"]], "KẾT QUẢ HÒA GIẢI", ""),
        ([["Mẫu 02 - BÁO CÁO KẾT QUẢ"]], "BÁO CÁO KẾT QUẢ", ""),
        ([["Biểu 12: TÌNH HÌNH CHUNG"], ["TÌNH HÌNH NỢ CÔNG"]], "TÌNH HÌNH NỢ CÔNG", ""),
        ([["PHỤ LỤC IV"], ["BIỂU 1. TỔNG HỢP HỘ NGHÈO"]], "TỔNG HỢP HỘ NGHÈO", ""),
        ([["TỔNG HỢP"], ["I. Kết quả tiếp nhận"]], "TỔNG HỢP", "I. Kết quả tiếp nhận"),
        ([["TỔNG HỢP KẾT QUẢ"], ["I. Kết quả tiếp nhận"]], "TỔNG HỢP KẾT QUẢ", "I. Kết quả tiếp nhận"),
        ([["TỔNG HỢP KẾT QUẢ"], ["I. KẾT QUẢ TIẾP NHẬN"]], "TỔNG HỢP KẾT QUẢ", "I. KẾT QUẢ TIẾP NHẬN"),
        ([["BÁO CÁO"], ["Kết quả tiêm chủng tháng … năm …"]], "BÁO CÁO Kết quả tiêm chủng", ""),
        ([["CÔNG AN TỈNH A", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"], ["SỐ LIỆU"]], "SỐ LIỆU", ""),
        ([["KẾT QUẢ\n(6 tháng, năm)"], ["Loại thiên tai: ……"]], "KẾT QUẢ", ""),
        ([["Biểu số 1\nKẾT QUẢ ĐĂNG KÝ\nNgày nhận: 06/6"]], "KẾT QUẢ ĐĂNG KÝ", ""),
    ],
)
def test_the_titles_above_a_table(lines: Grid, title: str, heading: str, tmp_path: Path) -> None:
    found = drafted(build(tmp_path / "B.xlsx", [*lines, *PAGE], title=""))
    assert (found.form.title, found.main.title) == (title, heading)


def test_a_row_of_the_body_that_counts_like_columns_begins_no_table(tmp_path: Path) -> None:
    grid: Grid = [["Chỉ tiêu", "Mã số", "Số"], ["A", "B", 1], ["Nhà", "01"], ["Đất", "02"], ["X", "10"]]
    found = drafted(build(tmp_path / "B.xlsx", grid))
    assert rows_of(found.main) == ["01 Nhà", "02 Đất", "10 X"]
    assert len(found.form.tables) == 1


def test_the_first_of_two_tables_keeps_its_heading(tmp_path: Path) -> None:
    grid: Grid = [["I. Kết quả tiếp nhận"], *PAGE, [], ["II. Kết quả giải quyết"], *PAGE, []]
    found = drafted(build(tmp_path / "B.xlsx", grid))
    assert [table.title for table in found.form.tables] == ["I. Kết quả tiếp nhận", "II. Kết quả giải quyết"]


def test_what_the_sheet_says_of_period_and_deadline_is_used_and_shown(tmp_path: Path) -> None:
    lines: Grid = [
        ["Biểu số: 05/BTP", _, "Đơn vị nhận báo cáo:"],
        ["Ngày nhận báo cáo: 06/6", _, "Phòng Tư pháp"],
        ["KẾT QUẢ"],
        ["Kỳ báo cáo: 6 tháng/năm"],
    ]
    found = drafted(build(tmp_path / "B.xlsx", [*lines, *PAGE], title=""))
    assert found.form.frequencies == ("S", "A")
    assert found.form.receivers == {"commune": "Phòng Tư pháp"}
    assert found.params("frequencies_printed") == {"text": "Kỳ báo cáo: 6 tháng/năm", "read": "S, A"}
    assert found.params("deadlines_printed") == {"text": "Ngày nhận báo cáo: 06/6"}


def test_a_guide_and_a_list_of_codes_are_no_forms(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    first.title = "Hướng dẫn"
    fill(first, [["STT", "Nội dung", "Số ký tự"], [1, "Cột 1"]])
    fill(book.create_sheet("DM xã"), [["Mã", "Tên xã"], ["00004", "Phường A"]])
    for name in ("Biểu 1", "Biểu 2"):
        fill(book.create_sheet(name), PAGE)
    book.save(tmp_path / "B.xlsx")
    found = drafted(tmp_path / "B.xlsx")
    assert found.draft.sheet == "Biểu 1"
    assert found.params("sheet_other") == {"names": "Biểu 2", "name": "Biểu 2"}
    assert found.params("sheet_reference") == {"names": "Hướng dẫn”, “DM xã"}


def test_a_drop_down_becomes_a_choice(tmp_path: Path) -> None:
    def change(sheet: Worksheet) -> None:
        rule = DataValidation(type="list", formula1='"Đạt,Không đạt"')
        rule.add("C5:C20")
        sheet.add_data_validation(rule)

    grid: Grid = [["STT", "Tên cơ sở", "Kết quả", "Số lỗi"], [1, 2, 3, 4], [1, "…"]]
    found = drafted(build(tmp_path / "B.xlsx", grid, change=change))
    assert columns_of(found.main)[2] == "3 Kết quả: choice"
    assert found.main.columns[2].choices == ("Đạt", "Không đạt")


def test_words_in_a_column_of_figures_make_it_one_of_words(tmp_path: Path) -> None:
    grid: Grid = [["STT", "Tên dự án", "Nhà thầu", "Số vốn"], [1, 2, 3, 4], [1, "Đường một", "Công ty A", 5]]
    found = drafted(build(tmp_path / "B.xlsx", grid))
    assert columns_of(found.main)[2] == "3 Nhà thầu: text"
    assert found.asked == ["row_words C5"]
