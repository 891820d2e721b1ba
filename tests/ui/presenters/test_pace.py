from __future__ import annotations

import pytest

from ui.presenters.pace import Countdown, Pace


def test_a_pace_is_known_from_the_second_step_and_the_second_second_on() -> None:
    pace = Pace(100.0)
    assert pace.per_s is None
    pace.reached(1_000, 103.0)
    assert (pace.per_s, pace.left_s(2_000)) == (None, None)
    quick = Pace(100.0)
    quick.reached(500, 100.5)
    quick.reached(1_000, 101.0)
    assert quick.per_s is None
    quick.reached(2_000, 102.0)
    assert quick.per_s == pytest.approx(1_000.0)
    assert quick.left_s(5_000) == pytest.approx(3.0)


def test_a_steady_pace_stays_what_it_is() -> None:
    pace = Pace(0.0)
    for second in range(1, 60):
        pace.reached(250 * second, float(second))
    assert pace.per_s == pytest.approx(250.0)
    assert pace.left_s(250 * 59) == 0.0


def test_after_eight_seconds_what_was_before_weighs_half() -> None:
    pace = Pace(0.0)
    pace.reached(8_000, 8.0)
    pace.reached(8_000 + 8 * 200, 16.0)
    assert pace.per_s == pytest.approx(600.0)


def test_standing_still_and_a_clock_that_stands_teach_nothing() -> None:
    pace = Pace(0.0)
    pace.reached(100, 2.0)
    pace.reached(100, 3.0)
    pace.reached(200, 2.0)
    assert pace.per_s is None


def test_what_was_there_before_is_no_pace() -> None:
    pace = Pace(0.0)
    pace.reached(50_000, 0.0)
    pace.reached(50_200, 2.0)
    pace.reached(50_400, 4.0)
    assert pace.per_s == pytest.approx(100.0)


def test_nothing_is_left_of_less_than_is_there() -> None:
    pace = Pace(0.0)
    pace.reached(100, 1.0)
    pace.reached(300, 3.0)
    assert pace.left_s(200) == 0.0


SHOWN = [
    ("it falls with the estimate", [(0, 60), (10, 50), (20, 30)], [60, 50, 30]),
    ("an estimate that rises a little changes nothing", [(0, 60), (10, 55), (20, 60)], [60, 50, 40]),
    ("one that no longer holds is taken back, then made anew", [(0, 20), (10, 200), (11, 190)], [20, None, 190]),
    ("one that is not known is not shown", [(0, 60), (5, None), (10, 90)], [60, None, 90]),
    ("it ends at nothing", [(0, 5), (6, 4)], [5, 0]),
]


@pytest.mark.parametrize(("told", "shown"), [case[1:] for case in SHOWN], ids=[case[0] for case in SHOWN])
def test_the_time_left_never_jumps_back(told: list[tuple[float, float | None]], shown: list[float | None]) -> None:
    countdown = Countdown()
    assert [countdown.shown_s(left_s, float(now)) for now, left_s in told] == shown
