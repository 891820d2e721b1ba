"""Any small sheet becomes a definition that passes the check, or an error of ours; and no cell is lost."""

from __future__ import annotations

import re

import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.domain.forms.drafting.numbering import MarkKind, read_mark
from app.domain.forms.drafting.workbook import Cell, Sheet, Workbook
from app.errors import InputError
from tests.app.domain.forms.drafting.drafts import drafted

WORDS = (
    *(
        "Đơn vị",
        "STT",
        "Chỉ tiêu",
        "Tổng số",
        "Trong đó",
        "Nam",
        "Nữ",
        "MS",
        "A",
        "B",
        "I",
        "Mã số",
        "Đơn vị tính",
        "ha",
    ),
    *(
        "1",
        "2",
        "3",
        "12",
        "01",
        "02",
        "3a",
        "(1)",
        "(2)",
        "[1]",
        "1.1",
        "x",
        "#",
        "{x}",
        "a: b",
        "'",
        '"q"',
        "\\",
        "&a",
    ),
    *(
        "1=2+3",
        "=2+3",
        "2+3",
        "1=2+...+7",
        "5=5",
        "01=02+03",
        "6=11 (kỳ trước)",
        "1/2*100",
        "9=1-2",
        "1=1+2+2",
        "=",
        "(",
    ),
    *("1=2+3=4+5", "Tổng số (1)=(2)+(3)", "…", "...", "Ghi chú", "30. Ghi chú:", "Ghi chú: cột 1 = cột 2", "1;2", "%"),
    *(
        "Tiền (Trđ)",
        "Tỷ lệ (%)",
        "Người lập biểu",
        "- Trong đó: nữ",
        "Chia ra:",
        "Tổng cộng",
        "Ví dụ",
        "Ngày",
        "~",
        "null",
    ),
    *(
        "Biểu 12: TÌNH HÌNH NỢ",
        "BÁO CÁO QUÝ …/2026",
        "Kỳ báo cáo: 6 tháng/năm",
        "Nơi nhận báo cáo:",
        "II. Kết quả",
        "(người)",
    ),
    *(
        "Cộng",
        "Cộng nhóm A",
        "Trang 1/2",
        "0-14",
        "3:1x100",
        "Tháng",
        "2025",
        "Xã A",
        "* Ghi chú: x",
        "a)",
        "1.1.",
        "+",
    ),
    *("Đơn vị tính: hồ sơ", "Biểu số 1/A", "Hướng dẫn", "*b", "- c", "\u2028z", "Chênh lệch"),
)
ROWS, COLUMNS = 9, 7

texts = st.sampled_from(WORDS) | st.integers(0, 30).map(str) | st.text(max_size=8)
spans = st.sampled_from([0, 0, 0, 0, 1, 2])


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    """Texts anywhere, some merged, a number row more often than not."""
    rows, columns = draw(st.integers(1, ROWS)), draw(st.integers(1, COLUMNS))
    numbering = draw(st.none() | st.integers(1, rows))
    taken: set[tuple[int, int]] = set()
    cells: list[Cell] = []
    for row in range(1, rows + 1):
        for column in range(1, columns + 1):
            if (row, column) in taken or (row != numbering and draw(st.integers(0, 9)) < 4):
                continue
            last_row, last_column = row, column
            text = draw(texts)
            if row == numbering:
                text = draw(st.sampled_from([str(column), f"{column}={column + 1}+{column + 2}", f"({column})"]))
            else:
                last_row, last_column = row + draw(spans), column + draw(spans)
                area = {(r, c) for r in range(row, last_row + 1) for c in range(column, last_column + 1)}
                if area & taken or (numbering is not None and row < numbering <= last_row):
                    last_row, last_column = row, column
            taken |= {(r, c) for r in range(row, last_row + 1) for c in range(column, last_column + 1)}
            cells.append(
                Cell(
                    row=row,
                    column=column,
                    last_row=last_row,
                    last_column=last_column,
                    text=text,
                    is_number=text.isdigit() and draw(st.booleans()),
                    indent=draw(spans),
                    formula=draw(st.sampled_from(["", "", "", "=A1"])),
                )
            )
    return Sheet(name="Trang", cells=tuple(cells), hidden_columns=draw(st.sampled_from([(), (2,)])))


def told(written: object) -> str:
    """Every word of a definition."""
    if isinstance(written, dict):
        return " ".join(map(told, written.values()))
    return " ".join(map(told, written)) if isinstance(written, list) else str(written)


def words(cell: Cell) -> list[str]:
    """What of a cell must be found again: its words; of a stated unit the unit; nothing of a head or a closed cell."""
    line = cell.line.upper()
    if read_mark(cell).kind is MarkKind.HEAD or line == "X":
        return []
    return re.findall(r"\w+", line.rpartition("TÍNH:")[2])


@settings(max_examples=400)
@given(sheets())
@example(Sheet(name="Trang", cells=()))
def test_any_sheet_is_read_or_refused_and_no_cell_is_lost(sheet: Sheet) -> None:
    try:
        found = drafted(Workbook(sheets=(sheet,)))
    except InputError as error:
        refused = error.code
    else:
        refused = ""
    assert refused in ("", "workbook.no_table", "workbook.empty")
    if refused:
        return
    listed = {place for question in found.draft.questions for place in question.places}
    text = told(yaml.safe_load(found.text)).upper()
    lost = [
        (cell.place, cell.text)
        for cell in sheet.cells
        if cell.line and cell.place not in listed and any(word not in text for word in words(cell))
    ]
    assert lost == []
