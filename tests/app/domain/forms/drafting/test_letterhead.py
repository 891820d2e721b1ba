"""The lines above a table: letterhead, titles, periods, and what they say about the form."""

from __future__ import annotations

import pytest

from app.domain.forms.drafting import letterhead


@pytest.mark.parametrize(
    ("line", "is_preamble"),
    [
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", True),
        ("Độc lập - Tự do - Hạnh phúc", True),
        ("UBND TỈNH BẮC NINH", True),
        ("THANH TRA CHÍNH PHỦ", True),
        ("Biểu số 01/TCD", True),
        ("Đơn vị báo cáo: ………", True),
        ("(Ban hành kèm theo Thông tư 01/2024)", True),
        ("SO_LIEU_TINH_TU_NGAY_DEN_NGAY", True),
        ("Đơn vị tính: hồ sơ", True),
        ("PHỤ LỤC IV", True),
        ("PHÒNG NỘI VỤ", True),
        ("TỈNH A", True),
        ("ngày 20/3/2019)", True),
        ("PHÒNG CHỐNG THIÊN TAI", False),
        ("KẾT QUẢ TIẾP DÂN TỪ NGÀY 1/1 ĐẾN NGÀY 30/6", False),
        ("TỔNG HỢP KẾT QUẢ XỬ LÝ ĐƠN", False),
        ("Số đơn", False),
        ("Bộ phận một cửa", False),
        ("Thanh tra hành chính", False),
        ("Biểu mẫu điện tử", False),
        ("Kỳ trước chuyển sang", False),
        ("Năm 2024", False),
        ("Kỳ báo cáo", False),
        ("Từ ngày", False),
        ("Ngày tháng năm sinh", False),
        ("BAN HÀNH MỚI", False),
        ("SỞ, BAN, NGÀNH", False),
    ],
)
def test_lines_of_the_letterhead(line: str, is_preamble: bool) -> None:
    assert letterhead.is_preamble(line) is is_preamble


@pytest.mark.parametrize(
    ("line", "law"),
    [
        (
            "(Ban hành kèm theo Thông tư số 03/2019/TT-BTP ngày 20/3/2019)",
            "Thông tư số 03/2019/TT-BTP ngày 20/3/2019",
        ),
        ("Biểu số 1 Quyết định 15/2026/QĐ-UBND Ngày nhận báo cáo: 06/6", "Quyết định 15/2026/QĐ-UBND"),
        ("Ban hành theo TT số 03/2019/TT-BTP ngày 20/3/2019", "TT số 03/2019/TT-BTP ngày 20/3/2019"),
        ("Theo Luật Thống kê", ""),
        ("Tổng hợp kết quả", ""),
    ],
)
def test_the_legal_text_a_line_names(line: str, law: str) -> None:
    assert letterhead.legal_basis(line) == law


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("Biểu số II.06a/VPCP/KSTT", "II.06a/VPCP/KSTT"),
        ("Mẫu số: 02", "02"),
        ("BIỂU 13a/BTP/HTQTCT/HT", "13a/BTP/HTQTCT/HT"),
        ("17a/BTP", "17a/BTP"),
        ("Biểu mẫu chung", ""),
    ],
)
def test_the_code_a_line_prints(line: str, code: str) -> None:
    assert letterhead.printed_code(line) == code


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("Biểu 12: TÌNH HÌNH NỢ CÔNG", "TÌNH HÌNH NỢ CÔNG"),
        ("Biểu số 05/BTP: Kết quả hòa giải", "Kết quả hòa giải"),
        ("Mẫu 02 - BÁO CÁO KẾT QUẢ", "BÁO CÁO KẾT QUẢ"),
        ("BIỂU 1. TỔNG HỢP KẾT QUẢ", "TỔNG HỢP KẾT QUẢ"),
        ("Biểu số 3 TỔNG HỢP KẾT QUẢ", "TỔNG HỢP KẾT QUẢ"),
        ("Biểu số 3 của Sở Tư pháp", ""),
        ("Biểu số 1 (Ban hành kèm theo Thông tư 1)", ""),
        ("Biểu số 1: Ban hành kèm theo Thông tư 1", ""),
        ("BIỂU 05-HTX", ""),
    ],
)
def test_the_title_on_the_line_of_the_forms_number(line: str, title: str) -> None:
    assert letterhead.title_after_code(line) == title


@pytest.mark.parametrize(
    ("line", "title", "period"),
    [
        ("KÊ KHAI CHĂN NUÔI QUÝ …/2026", "KÊ KHAI CHĂN NUÔI", "QUÝ …/2026"),
        ("Kết quả tiêm chủng tháng ... năm ...", "Kết quả tiêm chủng", "tháng ... năm ..."),
        ("DIỄN BIẾN HỘ NGHÈO NĂM 2026", "DIỄN BIẾN HỘ NGHÈO NĂM 2026", ""),
        ("Quý …", "Quý …", ""),
    ],
)
def test_a_period_left_to_fill_in_is_no_part_of_the_title(line: str, title: str, period: str) -> None:
    assert letterhead.without_period(line) == (title, period)


@pytest.mark.parametrize(
    ("line", "frequencies"),
    [
        ("Kỳ báo cáo: 6 tháng/năm", ("S", "A")),
        ("(6 tháng, năm)", ("S", "A")),
        ("Kỳ báo cáo: Quý…../Năm…..", ("Q", "A")),
        ("Quý I năm 2026", ("Q",)),
        ("Tháng 6 năm 2026", ("M",)),
        ("Kỳ báo cáo: 9 tháng", ("9M",)),
        ("Năm 20…", ("A",)),
        ("(Từ ngày … tháng … năm … đến ngày …)", ()),
        ("SO_LIEU_TINH_TU_NGAY_DEN_NGAY", ()),
    ],
)
def test_how_often_a_line_says_that_reports_are_due(line: str, frequencies: tuple[str, ...]) -> None:
    assert tuple(letterhead.frequencies_in(line)) == frequencies


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("Ngày nhận báo cáo: 15/3 năm sau", True),
        ("BC 6 tháng: ngày 06 tháng 6", True),
        ("Ngày nhận báo cáo:", False),
        ("Báo cáo 6 tháng đầu năm 2026", False),
    ],
)
def test_lines_that_say_when_reports_are_due(line: str, says: bool) -> None:
    assert letterhead.says_when_due(line) is says
