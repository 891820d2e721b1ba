"""What a sum covers: the whole of a heading, one column of each, or something that looks like a misprint."""

from __future__ import annotations

import pytest

from app.domain.forms.drafting.grouping import HeadingTree
from app.domain.forms.drafting.printed import Node, PrintedColumn, PrintedGroup
from app.domain.forms.drafting.wording import Role


def column(number: int, title: str = "") -> PrintedColumn:
    return PrintedColumn(
        position=number, cell=None, title=title or f"cột {number}", role=Role.FIGURE, number=str(number)
    )


def group(*parts: Node) -> PrintedGroup:
    return PrintedGroup(cell=None, title="nhóm", parts=list(parts))


PETITIONS = HeadingTree(
    [
        group(column(1, "Tổng số"), column(2), column(3)),
        group(column(7), column(8)),
        group(column(9), column(10), column(11), column(12)),
        group(column(15), group(column(16, "Tổng số"), column(17), column(18))),
        group(group(column(21, "Số đơn"), column(22, "Số vụ")), group(column(23, "Số đơn"), column(24, "Số vụ"))),
    ]
)


@pytest.mark.parametrize(
    ("terms", "is_whole"),
    [
        ("2 3", True),
        ("9 10 11 12", True),
        ("15 16", True),
        ("15 17 18", True),
        ("17 18", True),
        ("21 23", True),
        ("21 22", True),
        ("9 10 11", False),
        ("15 18", False),
        ("21 24", False),
        ("2 2 3", False),
        ("9", False),
    ],
)
def test_terms_are_the_whole_of_a_heading(terms: str, is_whole: bool) -> None:
    assert PETITIONS.is_whole(terms.split(), "8") is is_whole


@pytest.mark.parametrize(
    ("terms", "found"),
    [
        ("15 18", ("18", "16")),
        ("9 10 11 17", ("17", "12")),
        ("15 16", None),
        ("9 10", None),
        ("7 9", None),
        ("2 17", None),
    ],
)
def test_a_misprint_is_one_exchange_away_from_a_whole(terms: str, found: tuple[str, str] | None) -> None:
    assert PETITIONS.nearly(terms.split(), "8") == found


@pytest.mark.parametrize(("terms", "found"), [("9 10 11", "12"), ("9 10 11 12", ""), ("9 10", ""), ("2 3", "")])
def test_one_part_that_is_passed_over(terms: str, found: str) -> None:
    assert PETITIONS.left_out(terms.split(), "1") == found


@pytest.mark.parametrize(
    ("total", "parts", "is_inside"),
    [
        ("1", "2 3", True),
        ("16", "17 18", True),
        ("8", "9 10 11 12", False),
        ("15", "17 18", True),
    ],
)
def test_parts_under_the_heading_of_their_total(total: str, parts: str, is_inside: bool) -> None:
    assert PETITIONS.is_inside_group_of(total, parts.split()) is is_inside


def test_a_total_beside_all_headings_has_the_whole_table_for_its_group() -> None:
    tree = HeadingTree([column(1), group(column(2), column(3)), group(column(4), column(5))])
    assert tree.is_inside_group_of("1", ["2", "4"])
