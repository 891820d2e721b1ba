"""The words of official forms: units, what columns are for, letterhead, signatures."""

from __future__ import annotations

import pytest

from app.domain.forms.drafting import wording
from app.domain.forms.drafting.wording import Role


@pytest.mark.parametrize(
    ("title", "unit"),
    [
        ("Tiền (Trđ)", "Trđ"),
        ("Đất (m2)", "m2"),
        ("Đất (m²)", "m²"),
        ("Tỷ lệ (%)", "%"),
        ("Tỷ lệ %", "%"),
        ("Số lượng (người)", "người"),
        ("Phân tích kết quả (vụ việc)", "vụ việc"),
        ("Kinh phí, ĐVT: triệu đồng", "triệu đồng"),
        ("Kinh phí (Đơn vị tính: 1.000 đồng)", "1.000 đồng"),
        ("Số đơn chưa xử lý(Chuyển kỳ sau xử lý)", ""),
        ("Số hộ (theo chuẩn mới)", ""),
        ("Đơn vị", ""),
        ("100%", ""),
    ],
)
def test_the_unit_printed_in_a_title(title: str, unit: str) -> None:
    assert wording.unit_in(title) == unit


@pytest.mark.parametrize(
    ("unit", "is_fine"),
    [
        *((unit, True) for unit in ("Trđ", "triệu đồng", "m2", "ha", "%", "tấn")),
        *((unit, False) for unit in ("đồng", "người", "hồ sơ", "tuổi", "tàu")),
    ],
)
def test_units_whose_figures_have_decimals(unit: str, is_fine: bool) -> None:
    assert wording.is_fine(unit) is is_fine


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("STT", Role.INDEX),
        ("TT", Role.INDEX),
        ("Mã số", Role.CODE),
        ("Đơn vị tính", Role.ROW_UNIT),
        ("Ghi chú", Role.TEXT),
        ("Ngày ban hành", Role.DATE),
        ("Ngày công", None),
        ("Hướng dẫn ghi", Role.GUIDANCE),
        ("Tổng số", None),
        ("Số đơn", None),
        ("Mã lực", None),
    ],
)
def test_what_a_column_is_for(title: str, role: Role | None) -> None:
    assert wording.role_of(title) is role


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
    assert wording.is_preamble(line) is is_preamble


@pytest.mark.parametrize(
    ("line", "is_signature"),
    [
        ("Người lập biểu", True),
        ("Thủ trưởng đơn vị", True),
        ("TM. ỦY BAN NHÂN DÂN", True),
        ("(Ký, ghi rõ họ tên)", True),
        ("…, ngày … tháng … năm 2026", True),
        ("Nơi nhận:", True),
        ("Kỳ trước chuyển sang", False),
        ("Số đơn", False),
        ("Hà Nội, ngày   tháng   năm 2026", True),
        ("Ngày nhận", False),
        ("Ngày tháng năm sinh", False),
    ],
)
def test_lines_of_signatures(line: str, is_signature: bool) -> None:
    assert wording.is_signature(line) is is_signature


@pytest.mark.parametrize(
    ("line", "note"),
    [
        ("30. Ghi chú:", ("30", "Ghi chú", "")),
        ("(27) Ghi chú", ("27", "Ghi chú", "")),
        ("Ghi chú: ghi rõ", ("", "Ghi chú", "ghi rõ")),
        ("Chú thích", ("", "Chú thích", "")),
        ("Nơi nhận", None),
    ],
)
def test_notes_under_a_table(line: str, note: tuple[str, str, str] | None) -> None:
    assert wording.note_line(line) == note


@pytest.mark.parametrize(
    ("line", "law"),
    [
        (
            "(Ban hành kèm theo Thông tư số 03/2019/TT-BTP ngày 20/3/2019)",
            "Thông tư số 03/2019/TT-BTP ngày 20/3/2019",
        ),
        ("Biểu số 1 Quyết định 15/2026/QĐ-UBND Ngày nhận báo cáo: 06/6", "Quyết định 15/2026/QĐ-UBND"),
        ("Theo Luật Thống kê", ""),
        ("Tổng hợp kết quả", ""),
    ],
)
def test_the_legal_text_a_line_names(line: str, law: str) -> None:
    assert wording.legal_basis(line) == law


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("Biểu số II.06a/VPCP/KSTT", "II.06a/VPCP/KSTT"),
        ("Mẫu số: 02", "02"),
        ("BIỂU 13a/BTP/HTQTCT/HT", "13a/BTP/HTQTCT/HT"),
        ("Biểu mẫu chung", ""),
    ],
)
def test_the_code_a_line_prints(line: str, code: str) -> None:
    assert wording.printed_code(line) == code
