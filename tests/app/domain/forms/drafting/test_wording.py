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
