from __future__ import annotations

import pytest

from sync.policy import LARGEST_BYTES, SMALLEST_BYTES, START_BYTES, Batch, idle_delay_s, next_delay_s

DELAYS = [
    # attempt, jitter, retry_after, near, seconds
    (1, 0.5, 0.0, False, 1.0),
    (2, 0.5, 0.0, False, 2.0),
    (5, 0.5, 0.0, False, 16.0),
    (10, 0.5, 0.0, False, 450.0),
    (500, 0.5, 0.0, False, 450.0),
    (10, 0.999, 0.0, False, 899.1),
    (10, 0.0, 0.0, False, 0.1),
    (1, 0.5, 77.0, False, 77.0),
    (10, 0.5, 77.0, False, 450.0),
    (10, 0.5, 0.0, True, 1.0),
    (30, 0.5, 0.0, True, 1.0),
    (33, 0.5, 0.0, True, 4.0),
]


@pytest.mark.parametrize(("attempt", "jitter", "retry_after", "near", "seconds"), DELAYS)
def test_retries_spread_over_a_doubling_ceiling_and_never_undercut_central(attempt, jitter, retry_after, near, seconds):
    delay = next_delay_s(attempt, jitter=lambda: jitter, retry_after_s=retry_after, near=near)
    assert delay == pytest.approx(seconds)


def test_there_is_no_retry_before_the_first():
    with pytest.raises(ValueError, match="attempt must be >= 1"):
        next_delay_s(0, jitter=lambda: 0.5)


@pytest.mark.parametrize(("jitter", "seconds"), [(0.0, 90.0), (0.5, 120.0), (0.999, 149.94)])
def test_quiet_offices_do_not_ask_in_step(jitter, seconds):
    assert idle_delay_s(jitter=lambda: jitter) == pytest.approx(seconds)


def test_a_network_that_costs_by_the_byte_is_asked_seldom_but_before_the_light_turns_grey():
    longest_s = idle_delay_s(jitter=lambda: 0.999, metered=True)
    assert longest_s == pytest.approx(674.73)
    assert longest_s < 15 * 60


def test_a_batch_trebles_while_full_exchanges_are_quick():
    batch = Batch()
    sizes = []
    for _ in range(6):
        sizes.append(batch.size_bytes)
        batch = batch.went(3.0, batch.size_bytes)
    assert sizes == [98_304, 294_912, 884_736, 1_048_576, 1_048_576, 1_048_576]


def test_an_exchange_of_little_teaches_nothing():
    assert Batch().went(0.1, 500) == Batch()


@pytest.mark.parametrize("seconds", [10.0, 45.0])
def test_a_slow_exchange_falls_back_to_the_last_good_size(seconds):
    batch = Batch().went(3.0, 60_000).went(seconds, 150_000)
    assert batch.size_bytes == START_BYTES


def test_a_first_exchange_that_is_slow_falls_to_a_quarter():
    assert Batch().went(27.0, 90_000).size_bytes == 24_576


def test_after_a_fall_the_size_stays_for_a_while_before_it_grows_again():
    batch = Batch().went(3.0, 60_000).failed()
    assert batch.size_bytes == 98_304
    sizes = []
    for _ in range(4):
        batch = batch.went(1.0, batch.size_bytes)
        sizes.append(batch.size_bytes)
    assert sizes == [98_304, 98_304, 196_608, 589_824]


def test_an_exchange_that_broke_off_falls_far_and_stays_there_for_longer():
    batch = Batch().went(3.0, 60_000).broke()
    sizes = [batch.size_bytes]
    for _ in range(10):
        batch = batch.went(1.0, batch.size_bytes)
        sizes.append(batch.size_bytes)
    assert sizes == [36_864] * 9 + [73_728, 221_184]


@pytest.mark.parametrize("fall", [Batch.failed, Batch.broke])
def test_falls_in_a_row_end_at_the_smallest_size(fall):
    batch = Batch()
    for _ in range(20):
        batch = fall(batch)
    assert batch.size_bytes == SMALLEST_BYTES


@pytest.mark.parametrize(("size", "rows"), [(SMALLEST_BYTES, 20), (30_000, 100), (LARGEST_BYTES, 2_000)])
def test_pages_grow_with_the_batch(size, rows):
    assert Batch(size_bytes=size).rows == rows
