"""Where free rows stand when one is added or moved."""

from __future__ import annotations

import pytest

from app.domain.rows import RowHead
from ui.presenters import row_order

GROUPS = ["A", "B", "C"]


def heads(text: str) -> dict[str, RowHead]:
    """ "a:b:A" is row a with order b in group A; a w at the end makes it part of the row above."""
    found = {}
    for word in text.split():
        key, order, *rest = word.split(":")
        found[key] = RowHead(order=order, group=rest[0] if rest else "", of_which=rest[1:] == ["w"])
    return found


def shown(rows: dict[str, RowHead]) -> str:
    """The rows as the table shows them: group by group in their order."""
    ordered = sorted(rows, key=lambda key: (rows[key].group, rows[key].order, key))
    return " ".join(f"{rows[key].group}{key}" for key in ordered)


PLAIN = "a:b:A b:d:A c:f:A d:h:B"
PARTS = "a:b a1:d::w a2:f::w b:h b1:j::w c:l"
MOVES = [  # name, rows, which, step, what is shown then; empty for nothing to do
    ("down past the next", PLAIN, "a", 1, "Ab Aa Ac Bd"),
    ("up past the one before", PLAIN, "c", -1, "Aa Ac Ab Bd"),
    ("down from the end of a group to the start of the next", PLAIN, "c", 1, "Aa Ab Bc Bd"),
    ("up from the start of a group to the end of the one before", PLAIN, "d", -1, "Aa Ab Ac Ad"),
    ("down into an empty group", PLAIN, "d", 1, "Aa Ab Ac Cd"),
    ("up at the very top", PLAIN, "a", -1, ""),
    ("a row takes its parts along and passes another with its parts", PARTS, "a", 1, "b b1 a a1 a2 c"),
    ("up over a row with parts", PARTS, "c", -1, "a a1 a2 c b b1"),
    ("a part moves among the parts", PARTS, "a1", 1, "a a2 a1 b b1 c"),
    ("a part stays below its row", PARTS, "a1", -1, ""),
    ("a part does not go over to another row", PARTS, "a2", 1, ""),
    ("rows with the same order are passed together", "a:V b:V c:b", "c", -1, "c a b"),
    ("a row without a head stays", PLAIN, "x", 1, ""),
]


@pytest.mark.parametrize(("rows", "key", "step", "then"), [case[1:] for case in MOVES], ids=[case[0] for case in MOVES])
def test_a_row_moved_one_place(rows: str, key: str, step: int, then: str) -> None:
    changed = row_order.moved(heads(rows), GROUPS, key, step)
    assert (shown({**heads(rows), **changed}) if changed else "") == then


def test_a_row_moved_there_and_back_stands_where_it_stood() -> None:
    rows = heads(PLAIN)
    rows |= row_order.moved(rows, GROUPS, "b", 1)
    rows |= row_order.moved(rows, GROUPS, "b", -1)
    assert shown(rows) == "Aa Ab Ac Bd"


def test_a_row_goes_to_the_end_of_another_group_and_no_other_row_changes() -> None:
    changed = row_order.into_group(heads(PLAIN), "a", "B")
    assert list(changed) == ["a"]
    assert shown({**heads(PLAIN), **changed}) == "Ab Ac Bd Ba"


def test_a_part_of_a_row_does_not_go_to_another_group_without_it() -> None:
    assert row_order.into_group(heads("a:b:A a1:d:A:w b:f:B"), "a1", "B") == {}


NEW = [  # name, beside which, above, what is shown
    ("below a row", "a", False, "a a1 a2 new b b1 c"),
    ("above a row", "b", True, "a a1 a2 new b b1 c"),
    ("below a part", "a1", False, "a a1 new a2 b b1 c"),
]


@pytest.mark.parametrize(("key", "above", "then"), [case[1:] for case in NEW], ids=[case[0] for case in NEW])
def test_a_new_row_beside_another(key: str, above: bool, then: str) -> None:
    rows = heads(PARTS)
    head = row_order.next_to(rows, key, above=above)
    assert shown({**rows, "new": head}) == then
    assert head.of_which is rows[key].of_which


def test_a_new_row_at_the_end_of_a_group_comes_before_what_follows_in_others() -> None:
    rows = heads(PLAIN)
    assert row_order.last_in(rows, "A") == RowHead(order="g", group="A")
    assert shown({**rows, "new": row_order.last_in(rows, "C")}) == "Aa Ab Ac Bd Cnew"
    assert row_order.last_in({}, "") == RowHead(order="V", group="")
