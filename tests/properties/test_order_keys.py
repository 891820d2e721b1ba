"""Order keys of free rows: there is always room between two rows, whoever made them."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.rows import RowHead, order_between, parse_row_head

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
keys = st.text(DIGITS, min_size=1, max_size=8).filter(lambda key: not key.endswith("0"))


@given(keys | st.just(""), keys | st.just(""))
def test_a_key_between_two_keys_is_strictly_between_them(one: str, other: str) -> None:
    before, after = (one, other) if not other or (one and one < other) else (other, one)
    if before and before == after:
        with pytest.raises(ValueError, match="is not before"):
            order_between(before, after)
        return
    between = order_between(before, after)
    assert before < between
    assert not after or between < after
    assert not between.endswith("0")
    assert parse_row_head(f"{between};;") == RowHead(order=between)


@pytest.mark.parametrize("place", ["first", "last", "second", "last but one", "middle", "anywhere"])
def test_thousands_of_rows_inserted_at_one_place_stay_in_order(place: str) -> None:
    chance = random.Random(20260703)
    rows = ["V"]
    for _ in range(3_000):
        at = {
            "first": 0,
            "last": len(rows),
            "second": 1,
            "last but one": len(rows) - 1,
            "middle": len(rows) // 2,
            "anywhere": chance.randint(0, len(rows)),
        }[place]
        before = rows[at - 1] if at else ""
        after = rows[at] if at < len(rows) else ""
        between = order_between(before, after)
        assert before < between
        assert not after or between < after
        rows.insert(at, between)
    assert rows == sorted(set(rows))
    assert not any(row.endswith("0") for row in rows)


def test_keys_nested_between_the_two_newest_rows_stay_in_order() -> None:
    chance = random.Random(6)
    before, after = "", ""
    for _ in range(2_000):
        between = order_between(before, after)
        assert before < between
        assert not after or between < after
        before, after = (before, between) if chance.getrandbits(1) else (between, after)
