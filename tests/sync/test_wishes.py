from __future__ import annotations

from datetime import UTC, datetime

import pytest

from sync.wishes import Wishes, may_begin, may_carry_files, may_fetch_update, minute_of_day

NIGHT = Wishes(quiet=(22 * 60, 6 * 60))
NOON_HOURS = Wishes(quiet=(11 * 60 + 30, 13 * 60))
FREE, PAUSED, REPORTS = Wishes(), Wishes(paused=True), Wishes(reports_only=True)
NOON, MIDNIGHT = 12 * 60, 0


@pytest.mark.parametrize(
    ("wishes", "minute", "quiet"),
    [
        pytest.param(FREE, NOON, False, id="none are wished"),
        pytest.param(NIGHT, 22 * 60 - 1, False, id="the minute before"),
        pytest.param(NIGHT, 22 * 60, True, id="the first minute"),
        pytest.param(NIGHT, MIDNIGHT, True, id="over midnight"),
        pytest.param(NIGHT, 6 * 60 - 1, True, id="the last minute"),
        pytest.param(NIGHT, 6 * 60, False, id="over"),
        pytest.param(NOON_HOURS, 11 * 60 + 30, True, id="within one day, the first minute"),
        pytest.param(NOON_HOURS, 13 * 60, False, id="within one day, over"),
        pytest.param(NOON_HOURS, MIDNIGHT, False, id="within one day, at night"),
        pytest.param(Wishes(quiet=(300, 300)), 300, False, id="they end as they begin"),
    ],
)
def test_quiet_hours(wishes, minute, quiet):
    assert wishes.is_quiet(minute) is quiet


@pytest.mark.parametrize(
    ("wishes", "minute", "by_hand", "urgent", "begins"),
    [
        pytest.param(FREE, NOON, False, False, True, id="nothing is wished"),
        pytest.param(REPORTS, NOON, False, False, True, id="only reports"),
        pytest.param(PAUSED, NOON, False, False, False, id="paused"),
        pytest.param(PAUSED, NOON, False, True, False, id="paused, and a sealed report waits"),
        pytest.param(PAUSED, NOON, True, False, True, id="paused, and a person asks"),
        pytest.param(NIGHT, MIDNIGHT, False, False, False, id="quiet"),
        pytest.param(NIGHT, MIDNIGHT, False, True, True, id="quiet, and a sealed report waits"),
        pytest.param(NIGHT, MIDNIGHT, True, False, True, id="quiet, and a person asks"),
        pytest.param(NIGHT, NOON, False, False, True, id="not quiet now"),
        pytest.param(Wishes(paused=True, quiet=(0, 60)), 30, False, True, False, id="paused and quiet, sealed"),
    ],
)
def test_whether_a_cycle_begins(wishes, minute, by_hand, urgent, begins):
    assert may_begin(wishes, minute, by_hand=by_hand, urgent=urgent) is begins


@pytest.mark.parametrize(
    ("wishes", "minute", "by_hand", "metered", "carries"),
    [
        pytest.param(FREE, NOON, False, False, True, id="nothing is wished"),
        pytest.param(FREE, NOON, False, True, False, id="metered"),
        pytest.param(FREE, NOON, True, True, True, id="metered, and a person asks"),
        pytest.param(REPORTS, NOON, False, False, False, id="only reports"),
        pytest.param(REPORTS, NOON, True, False, False, id="only reports, and a person asks"),
        pytest.param(PAUSED, NOON, False, False, False, id="paused meanwhile"),
        pytest.param(PAUSED, NOON, True, False, True, id="paused, and a person asks"),
        pytest.param(NIGHT, MIDNIGHT, False, False, False, id="quiet"),
        pytest.param(NIGHT, MIDNIGHT, True, False, True, id="quiet, and a person asks"),
    ],
)
def test_whether_files_are_carried(wishes, minute, by_hand, metered, carries):
    assert may_carry_files(wishes, minute, by_hand=by_hand, metered=metered) is carries


def test_the_minute_is_that_of_the_clock_on_the_wall():
    assert minute_of_day(datetime(2026, 6, 14, 17, 30, tzinfo=UTC)) == 30


@pytest.mark.parametrize(
    ("wishes", "minute", "metered", "fetched"),
    [
        pytest.param(FREE, NOON, False, True, id="nothing is wished"),
        pytest.param(PAUSED, NOON, False, False, id="paused"),
        pytest.param(REPORTS, NOON, False, False, id="only reports"),
        pytest.param(FREE, NOON, True, False, id="metered"),
        pytest.param(NIGHT, MIDNIGHT, False, False, id="quiet"),
        pytest.param(NIGHT, NOON, False, True, id="not quiet now"),
    ],
)
def test_a_newer_program_comes_behind_every_wish_and_whoever_asks_gets_it(wishes, minute, metered, fetched):
    assert may_fetch_update(wishes, minute, by_hand=False, metered=metered) is fetched
    assert may_fetch_update(wishes, minute, by_hand=True, metered=metered)
