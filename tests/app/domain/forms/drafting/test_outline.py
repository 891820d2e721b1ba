"""How rows nest: by the kinds of their numbers, by indentation, by dashes and "trong đó"."""

from __future__ import annotations

import pytest

from app.domain.forms.drafting.outline import Outline, nests_by_number, number_of

Label = tuple[str, str, int]
"""Index, label, indentation."""


def levels(rows: list[Label]) -> list[int | None]:
    """The level of each row; None for one that only announces others."""
    outline = Outline(
        has_indents=len({indent for _, _, indent in rows}) > 1,
        is_numbered=nests_by_number(number_of(label, index) for index, label, _ in rows),
    )
    placed = [outline.place(label, index, indent, is_line=False) for index, label, indent in rows]
    return [None if one is None else one.level for one in placed]


def numbered(*indexes: str) -> list[Label]:
    return [(index, "Chỉ tiêu", 0) for index in indexes]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (numbered("I", "1", "1.1", "1.2", "2", "II", "1"), [0, 1, 2, 2, 1, 0, 1]),
        (numbered("A", "I", "1", "a", "b", "2", "II", "B", "I"), [0, 1, 2, 3, 3, 2, 1, 0, 1]),
        (numbered("1", "2", "3"), [0, 0, 0]),
        (numbered("1", "1.1", "1.1.1", "1.2", "2"), [0, 1, 2, 1, 0]),
        (numbered("01", "01.1", "02", "02.1"), [0, 1, 0, 1]),
        (numbered("G", "1", "H", "1", "I", "1", "K"), [0, 1, 0, 1, 0, 1, 0]),
        (numbered("I", "I.1", "I.2", "II"), [0, 1, 1, 0]),
        (
            [("1", "Lúa", 0), ("", "- Diện tích", 0), ("", "+ Vụ một", 0), ("", "- Sản lượng", 0), ("2", "Ngô", 0)],
            [0, 1, 2, 1, 0],
        ),
        ([("1", "Tổng", 0), ("2", "Nam", 1), ("3", "Nữ", 1), ("4", "Khác", 0)], [0, 1, 1, 0]),
        ([("I", "Thu", 0), ("1", "Thuế", 0), ("", "Trong đó: TNCN", 2), ("2", "Phí", 0)], [0, 1, 2, 1]),
        ([("", "Số hộ", 0), ("", "Trong đó:", 0), ("", "- Nghèo", 0), ("", "- Cận nghèo", 0)], [0, None, 1, 1]),
        ([("", "Học sinh", 0), ("", "Trong đó: - Nữ", 1), ("", "- Dân tộc", 5), ("", "Giáo viên", 0)], [0, 1, 1, 0]),
    ],
    ids=[
        "roman, digits, points",
        "letters, roman, digits, small",
        "one kind",
        "points",
        "codes",
        "I after H",
        "roman with points",
        "dashes",
        "running numbers, indented",
        "of which, indented",
        "announced",
        "of which, in two lines",
    ],
)
def test_the_level_of_rows(rows: list[Label], expected: list[int | None]) -> None:
    assert levels(rows) == expected
