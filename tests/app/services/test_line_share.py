"""How much of a line is left to others: the promised three quarters, on a fast line, a slow one, and a buffered one."""

from __future__ import annotations

import pytest

from app.services.line_share import LineShare


@pytest.mark.parametrize(
    ("took_s", "expected"),
    [
        pytest.param(0.0, 0.0, id="at once"),
        pytest.param(0.1, 0.3, id="a good line"),
        pytest.param(1.0, 3.0, id="128 kbit/s"),
        pytest.param(60.0, 180.0, id="2 kbit/s"),
    ],
)
def test_after_a_piece_three_times_as_long_is_left_to_others(took_s: float, expected: float) -> None:
    assert LineShare().rest_s(took_s) == pytest.approx(expected)


def test_a_piece_that_was_taken_in_during_the_rest_counts_as_one_that_came_over_the_line() -> None:
    share = LineShare()
    assert share.rest_s(8.0) == 24.0
    assert share.rest_s(0.0) == 32.0


def test_one_slow_piece_is_forgotten_after_64() -> None:
    share = LineShare()
    assert share.rest_s(60.0) == 180.0
    assert [share.rest_s(0.25) for _ in range(63)] == [239.75] * 63
    assert share.rest_s(0.25) == 0.75


@pytest.mark.parametrize("window", [0, 4, 8], ids=["nothing is taken in ahead", "64 kB are", "128 kB are"])
@pytest.mark.parametrize("line_s", [1.0, 8.0, 60.0], ids=["128 kbit/s", "16 kbit/s", "2 kbit/s"])
def test_over_a_long_fetch_the_line_is_used_for_little_more_than_a_quarter(line_s: float, window: int) -> None:
    share, now, busy = LineShare(), 0.0, 0.0
    waiting = 0.0  # pieces that the system has taken in and nobody has read
    for _ in range(400):
        missing = max(0.0, 1.0 - waiting)
        now, busy, waiting = now + missing * line_s, busy + missing * line_s, max(1.0, waiting) - 1.0
        rest = share.rest_s(missing * line_s)
        taken_in = min(rest / line_s, window - waiting)
        now, busy, waiting = now + rest, busy + taken_in * line_s, waiting + taken_in
    assert 0.2 < busy / now < 0.3
